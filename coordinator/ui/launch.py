"""What Streamlit does before it serves, and what its runner tells uvicorn.

``App.run`` would do the same and then bind a socket of its own; see :mod:`coordinator.web.server`.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit import config
from streamlit.runtime.caching.global_cache_budget import (
    reconfigure_global_cache_budget_from_config,
)
from streamlit.web import bootstrap
from streamlit.web.server.starlette import starlette_server


def prepare(app: st.App, options: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Reads the configuration beside ``app.py`` and readies the process; what uvicorn is told.

    ``options`` go before the files and the environment, by their dotted names. Everything else
    (secrets, the runtime) Streamlit does in the application's own lifespan.
    """
    door, wishes = str(Path(app.script_path).resolve()), dict(options or {})
    config._main_script_path = door  # noqa: SLF001 - as App.run does
    bootstrap.load_config_options(wishes)
    reconfigure_global_cache_budget_from_config()
    bootstrap._prepare_asgi_app_run_context(  # noqa: SLF001 - as App.run does
        door, [], wishes, server_mode="starlette-app-direct"
    )
    return starlette_server._get_uvicorn_config_kwargs()  # noqa: SLF001 - the runner's own list


def wished_address() -> tuple[str, int]:
    """Host and port as the configuration has them; read after :func:`prepare`."""
    return str(config.get_option("server.address") or "::"), int(config.get_option("server.port"))
