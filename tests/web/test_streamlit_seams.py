"""Where the product leans on what Streamlit does not promise: a new version fails here first.

docs/streamlit.md lists every such place, and what would stand in its stead.
"""

from __future__ import annotations

import inspect
import json
import re
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest
import streamlit
from streamlit.navigation.page import StreamlitPage
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value
from streamlit.web.server.starlette.starlette_websocket import _parse_subprotocols

from coordinator.core.office import Office
from coordinator.ui import log_lines, login
from coordinator.web.headers import _content_policy
from coordinator.web.readers import take_mark

ROOT = Path(__file__).resolve().parents[2]
ASSETS = ROOT / "coordinator" / "web" / "assets"
STATIC = Path(streamlit.__file__).parent / "static"

# By module: each name, and the arguments that are handed to it.
NAMES: dict[str, dict[str, tuple[str, ...]]] = {
    "streamlit.auth_util": {
        "encode_provider_token": ("provider",),
        "get_cookie_with_chunks": ("get_single_cookie_fn", "cookie_name"),
    },
    "streamlit.config": {
        "get_option": ("key",),
    },
    "streamlit.logger": {"setup_formatter": ("logger",)},
    "streamlit.runtime": {"exists": (), "get_instance": ()},
    "streamlit.runtime.caching.global_cache_budget": {
        "reconfigure_global_cache_budget_from_config": (),
    },
    "streamlit.runtime.scriptrunner": {"get_script_run_ctx": ("suppress_warning",)},
    "streamlit.runtime.memory_uploaded_file_manager": {
        "MemoryUploadedFileManager.get_files": ("self", "session_id", "file_ids"),
    },
    "streamlit.web.bootstrap": {
        "_prepare_asgi_app_run_context": (
            "main_script_path",
            "args",
            "flag_options",
            "server_mode",
        ),
        "load_config_options": ("flag_options",),
    },
    "streamlit.web.cli": {"configurator_options": ("func",)},
    "streamlit.web.server.server_util": {"get_cookie_secret": ()},
    "streamlit.web.server.starlette.starlette_app_utils": {
        "decode_signed_value": ("secret", "name", "value"),
    },
    "streamlit.web.server.starlette.starlette_server": {"_get_uvicorn_config_kwargs": ()},
}
# Built-in words that Streamlit puts together from these.
PUT_TOGETHER = {
    "Press Enter to apply": "Press Enter to ",
    "Press Enter to submit form": "Press Enter to ",
    "Press Ctrl+Enter to submit form": "+Enter to ",
    "Press ⌘+Enter to submit form": "+Enter to ",
}


@pytest.fixture
def engine() -> str:
    """Nothing here depends on the engine."""
    return "sqlite"


@cache
def bundle() -> str:
    """Streamlit's program for the browser, as it is served."""
    return "\n".join(
        file.read_text("utf-8", errors="replace")
        for file in sorted((STATIC / "static" / "js").glob("*.js"))
    )


def assets() -> str:
    return "\n".join((ASSETS / name).read_text() for name in ("boot.js", "links.js", "look.css"))


# Python ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("module", "name"), [(module, name) for module, names in NAMES.items() for name in names]
)
def test_a_name_of_streamlits_takes_what_we_hand_it(module: str, name: str) -> None:
    found = import_module(module)
    for part in name.split("."):
        found = getattr(found, part)
    taken = inspect.signature(found).parameters  # type: ignore[arg-type]
    wanted = NAMES[module][name]
    assert set(wanted) <= set(taken)
    others = set(taken) - set(wanted)
    assert all(taken[one].default is not inspect.Parameter.empty for one in others), others


def test_values_that_are_set_or_read_are_there() -> None:
    from streamlit import config
    from streamlit.web.cli import click  # type: ignore[attr-defined]
    from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

    assert hasattr(config, "_main_script_path")
    assert callable(click.command)
    assert USER_COOKIE_NAME == "_streamlit_user"


def test_a_page_has_its_address_and_is_allowed_one_run() -> None:
    """Every run copies the pages, for Streamlit notes on one that it may run now."""
    assert isinstance(StreamlitPage.url_path, property)
    assert "self._can_be_called = False" in inspect.getsource(StreamlitPage.run)


def test_the_providers_answer_is_read_from_the_cookies_that_streamlit_makes(
    office: Office,
) -> None:
    from streamlit.web.server.server_util import get_cookie_secret

    said = {"email": "asa.ovningsson@example.se", "email_verified": True}
    made = create_signed_value(get_cookie_secret(), "_streamlit_user", json.dumps(said))
    assert login.claims({"_streamlit_user": made.decode("latin-1")}) == said
    assert login.claims({"_streamlit_user": "broken"}) is None
    assert login.claims({}) is None


def test_streamlits_loggers_ask_for_the_handler_we_take_from_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from streamlit import logger

    before = logger.setup_formatter
    monkeypatch.setattr(logger, "setup_formatter", before)
    log_lines.one_log()
    assert logger.setup_formatter is not before
    assert "setup_formatter(" in inspect.getsource(logger.get_logger)


def test_a_fault_of_a_page_is_logged_by_streamlit_under_the_words_that_we_leave_out() -> None:
    from streamlit import error_util

    assert '"Uncaught app execution"' in inspect.getsource(error_util)


def test_the_mark_in_the_handshake_leaves_what_streamlit_reads_there_in_place() -> None:
    """Its own first, then token and session, by their places."""
    words = "streamlit, token, , reader.abc"
    scope = {"headers": [(b"sec-websocket-protocol", words.encode())], "subprotocols": []}
    kept, mark = take_mark(scope)
    assert mark == "abc"
    ((_name, value),) = kept["headers"]
    read = _parse_subprotocols({"sec-websocket-protocol": value.decode()})  # type: ignore[arg-type]
    assert read == _parse_subprotocols({"sec-websocket-protocol": "streamlit, token, "})  # type: ignore[arg-type]
    assert read[:2] == ("streamlit", "token")


# The page and its program ------------------------------------------------------------------------


def test_the_policy_lets_the_pages_own_inline_script_run() -> None:
    page = (STATIC / "index.html").read_text("utf-8")
    inline = re.findall(r"<script>", page)
    assert len(inline) == _content_policy().count("'sha256-")


def test_the_elements_that_look_and_scripts_name_are_drawn() -> None:
    named = set(re.findall(r'data-testid="(\w+)"', assets()))
    named |= set(re.findall(r"\.(st[A-Z]\w+)", assets()))
    assert len(named) > 30
    assert {one for one in named if f"`{one}`" not in bundle()} == set()


@pytest.mark.parametrize(
    "part",
    [
        "data-test-connection-state",  # whether the server answers
        "`CONNECTED`",
        "data-test-script-state",  # whether a run is over
        "`notRunning`",
        "BACKEND_BASE_URL",  # in window.__streamlit
        "window.__streamlit",
        "st-key-",  # a container's key as a class
        "new WebSocket(",  # wrapped, to hear with which code it is closed
        "`popstate`",  # how our links are followed
        "navigator.language",  # what calendars speak
    ],
)
def test_a_part_of_the_program_that_the_scripts_lean_on_is_there(part: str) -> None:
    assert part in bundle()


def test_every_built_in_word_that_is_translated_is_still_said() -> None:
    script = (ASSETS / "boot.js").read_text("utf-8")
    words = script[script.index("const SWEDISH") : script.index("const PARTS")]
    said = re.findall(r'^    "([^"]+)":', words, flags=re.MULTILINE)
    assert len(said) > 100
    assert [one for one in said if PUT_TOGETHER.get(one, one) not in bundle()] == []
