"""The server's configuration: from its files and from the environment, as Streamlit reads it."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
import streamlit as st
import trustme
from streamlit import config
from typer.testing import CliRunner

from coordinator import cli
from coordinator.core.errors import BadInput
from coordinator.core.messages import sentence
from coordinator.ui import launch
from coordinator.web import server

CERT, KEY = "STREAMLIT_SERVER_SSL_CERT_FILE", "STREAMLIT_SERVER_SSL_KEY_FILE"


@pytest.fixture(autouse=True)
def _as_before(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The configuration is the process's own: other tests have theirs."""
    kept = config._main_script_path
    for name in (CERT, KEY):
        monkeypatch.delenv(name, raising=False)
    yield
    monkeypatch.undo()
    config._main_script_path = kept
    config.get_config_options(force_reparse=True)


@pytest.fixture
def script(tmp_path: Path) -> Path:
    (tmp_path / "app.py").write_text("")
    return tmp_path / "app.py"


@pytest.fixture
def pair(tmp_path: Path) -> tuple[Path, Path]:
    """A certificate and its key, as files."""
    made = trustme.CA().issue_cert("localhost")
    files = tmp_path / "cert.pem", tmp_path / "key.pem"
    made.cert_chain_pems[0].write_to_path(files[0])
    made.private_key_pem.write_to_path(files[1])
    return files


def by_file(script: Path, cert: Path | str | None, key: Path | str | None) -> None:
    (script.parent / ".streamlit").mkdir(exist_ok=True)
    named = {"sslCertFile": cert, "sslKeyFile": key}
    lines = [f'{name} = "{file}"' for name, file in named.items() if file]
    (script.parent / ".streamlit" / "config.toml").write_text("\n".join(["[server]", *lines]))


def test_a_certificate_counts_from_the_file_and_from_the_environment(
    script: Path, pair: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not launch.speaks_https(script)

    by_file(script, *pair)
    assert launch.speaks_https(script)

    by_file(script, None, None)
    monkeypatch.setenv(CERT, str(pair[0]))
    monkeypatch.setenv(KEY, str(pair[1]))
    assert launch.speaks_https(script)


def test_what_the_environment_says_reaches_the_server_and_the_shell_counts_before_it(
    script: Path, pair: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("streamlit.web.bootstrap._prepare_asgi_app_run_context", lambda *_, **__: 0)
    monkeypatch.setenv(CERT, str(pair[0]))
    monkeypatch.setenv(KEY, str(pair[1]))
    monkeypatch.setenv("STREAMLIT_SERVER_PORT", "8700")
    monkeypatch.setenv("STREAMLIT_SERVER_MAX_MESSAGE_SIZE", "7")
    app = st.App(str(script))

    told = launch.prepare(app)
    assert (told["ssl_certfile"], told["ssl_keyfile"]) == tuple(map(str, pair))
    assert told["ws_max_size"] == 7_000_000
    assert launch.wished_address()[1] == 8700
    launch.prepare(app, {"server.port": 8600})
    assert launch.wished_address()[1] == 8600


@pytest.mark.parametrize("what", ["only one", "missing", "not its key", "a letter"])
def test_a_certificate_that_cannot_serve_is_refused_beforehand(
    script: Path, pair: tuple[Path, Path], what: str
) -> None:
    cert, key = pair
    if what == "only one":
        by_file(script, cert, None)
    elif what == "missing":
        by_file(script, cert, key.with_name("gone.pem"))
    else:
        other = trustme.CA().issue_cert("localhost").private_key_pem.bytes()
        key.write_bytes(other if what == "not its key" else b"hej")
        by_file(script, cert, key)

    with pytest.raises(BadInput, match="server-certificate-") as refused:
        launch.speaks_https(script)
    expected = "server.sslKeyFile" if what == "only one" else str(cert)
    assert expected in sentence(refused.value)


def test_an_option_that_cannot_be_read_is_named_and_not_repeated(
    script: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STREAMLIT_SERVER_PORT", "hemligt")

    with pytest.raises(BadInput) as refused:
        launch.speaks_https(script)

    assert "STREAMLIT_SERVER_PORT" in sentence(refused.value)
    assert "hemligt" not in sentence(refused.value)


def test_the_links_that_are_printed_fit_the_server(
    tmp_path: Path, pair: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "run", lambda _app, sockets, _told: sockets[0].close())
    monkeypatch.setattr(launch, "prepare", lambda _app, _options: {})
    monkeypatch.setitem(sys.modules, "app", SimpleNamespace(app="the product"))
    monkeypatch.setattr(sys, "path", list(sys.path))
    monkeypatch.setenv("COORDINATOR_DATABASE_URL", f"sqlite:///{tmp_path / 'c.sqlite'}")
    monkeypatch.setenv("COORDINATOR_BASE_URL", "")
    monkeypatch.setenv(CERT, str(pair[0]))
    monkeypatch.setenv(KEY, str(pair[1]))

    done = CliRunner().invoke(cli.app, ["serve", "--port", "0"], catch_exceptions=False)

    assert re.search(r"^https://127\.0\.0\.1:\d+/sign-in/", done.stdout, re.MULTILINE)
