"""What Streamlit does before it serves, and what its runner tells uvicorn.

``App.run`` would do the same and then bind a socket of its own; see :mod:`coordinator.web.server`.
"""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit import config
from streamlit.runtime.caching.global_cache_budget import (
    reconfigure_global_cache_budget_from_config,
)
from streamlit.web import bootstrap

# That library is theirs, and we need no other version of it than their options are made for.
from streamlit.web.cli import click, configurator_options  # type: ignore[attr-defined]
from streamlit.web.server.starlette import starlette_server

from coordinator.core.errors import BadInput


def prepare(app: st.App, options: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Reads the configuration beside ``app.py`` and readies the process; what uvicorn is told.

    ``options`` go before the files and the environment, by their dotted names. Everything else
    (secrets, the runtime) Streamlit does in the application's own lifespan.

    Raises:
        BadInput: see :func:`speaks_https`.
    """
    door = str(Path(app.script_path).resolve())
    wishes = _configured(door, options or {})
    _certificate()
    reconfigure_global_cache_budget_from_config()
    bootstrap._prepare_asgi_app_run_context(  # noqa: SLF001 - as App.run does
        door, [], wishes, server_mode="starlette-app-direct"
    )
    return starlette_server._get_uvicorn_config_kwargs()  # noqa: SLF001 - the runner's own list


def speaks_https(script: Path, options: Mapping[str, Any] | None = None) -> bool:
    """Whether the server would, as the files beside ``script`` and the environment have it.

    ``options`` as in :func:`prepare`; the same in both, or Streamlit tells of a change.

    Raises:
        BadInput: an option has a value that it cannot have; or certificate and key are not both
            named, cannot be read, or do not belong together.
    """
    _configured(str(script.resolve()), options or {})
    return _certificate() is not None


def _configured(door: str, options: Mapping[str, Any]) -> dict[str, Any]:
    """The configuration is read; what goes before its files, by dotted names."""
    wishes = {name.replace("_", "."): value for name, value in _of_environment().items()}
    wishes |= options
    config._main_script_path = door  # noqa: SLF001 - as App.run does
    bootstrap.load_config_options(wishes)
    return wishes


def _of_environment() -> dict[str, Any]:
    """``STREAMLIT_…``, which only the options of ``streamlit run`` are read from."""

    @click.command(add_help_option=False)
    @configurator_options
    def take(**options: Any) -> dict[str, Any]:
        return options

    try:
        found: dict[str, Any] = take.main([], standalone_mode=False)
    except click.BadParameter as error:
        name = str(error.param.envvar) if error.param else "STREAMLIT_"
        raise BadInput("server-option-odd", name=name) from None
    return {name: value for name, value in found.items() if value is not None and value != ()}


def _certificate() -> str | None:
    """The certificate's file, tried with its key before anybody is told an address."""
    file, key = config.get_option("server.sslCertFile"), config.get_option("server.sslKeyFile")
    if not file and not key:
        return None
    if not file or not key:
        raise BadInput("server-certificate-half")
    try:
        # A key behind a password would be asked for in the shell, where nobody may be.
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(file, key, password="")
    except (OSError, ValueError) as error:  # ssl.SSLError is an OSError
        raise BadInput("server-certificate-odd", file=str(file), key=str(key)) from error
    return str(file)


def wished_address() -> tuple[str, int]:
    """Host and port as the configuration has them; read after :func:`prepare`."""
    return str(config.get_option("server.address") or "::"), int(config.get_option("server.port"))
