"""Settings as people write them: read as they were meant, or refused by name, unrepeated."""

from __future__ import annotations

import re
import socket
import traceback
from collections.abc import Callable
from pathlib import Path

import pytest
from pydantic import ValidationError

from coordinator.core.environment import NAMES, PREFIX, given, language_wish, odd_names
from coordinator.core.errors import BadInput
from coordinator.core.messages import problem_lines, sentence
from coordinator.core.settings import Settings, read_settings, use_address_of_server

ROOT = Path(__file__).resolve().parents[2]
Written = Callable[[bytes], Path]


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LANG", "C")


@pytest.fixture
def written(tmp_path: Path) -> Written:
    """A ``.env`` with these bytes in the working folder."""

    def write(content: bytes) -> Path:
        (tmp_path / ".env").write_bytes(content)
        return tmp_path / ".env"

    return write


LINES = "COORDINATOR_BASE_URL=https://Samordning.Exempelköping.Example/\n# ä\nCOORDINATOR_LANG=en\n"


@pytest.mark.parametrize(
    "content",
    [
        LINES.encode(),
        LINES.encode("utf-8-sig"),
        LINES.encode("utf-16"),
        LINES.replace("\n", "\r\n").encode(),
        LINES.replace("\n", "\r\n").encode("utf-16"),
        LINES.replace("\n", "\r").encode(),
        LINES.replace("=", " = ").encode(),
        LINES.replace("COORDINATOR_", "export COORDINATOR_").encode(),
        LINES.replace("COORDINATOR_", "coordinator_").encode(),
        re.sub(r"=(.*)", r"='\1'", LINES).encode(),
        re.sub(r"=(.*)", r"=“\1”", LINES).encode(),
    ],
)
def test_a_file_is_read_as_editors_write_it(written: Written, content: bytes) -> None:
    written(content)

    assert read_settings().base_url == "https://samordning.xn--exempelkping-cjb.example"
    assert language_wish() == "en"


def test_a_value_between_quotes_is_the_value(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COORDINATOR_BASE_URL", ' "https://samordning.example.se" ')
    monkeypatch.setenv("COORDINATOR_MAIL_FROM", "'samordning@example.se'")
    monkeypatch.setenv("COORDINATOR_SECRET_KEY", " 'as it stands' ")
    monkeypatch.setenv("COORDINATOR_NOW", "")

    settings = read_settings()

    assert settings.base_url == "https://samordning.example.se"
    assert settings.mail_from == "samordning@example.se"
    assert settings.secret_key is not None
    assert settings.secret_key.get_secret_value() == " 'as it stands' "
    assert settings.now is None


def test_the_environment_comes_before_the_file(
    written: Written, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(b"COORDINATOR_LANG=sv\nCOORDINATOR_DATABASE_WAIT=5\n")
    monkeypatch.setenv("COORDINATOR_LANG", "en")

    assert (language_wish(), read_settings().database_wait) == ("en", 5)


def test_a_file_in_another_encoding_is_told_with_its_line(written: Written) -> None:
    written("COORDINATOR_LANG=en\nCOORDINATOR_MAIL_FROM=Åsa <a@b.se>\n".encode("latin-1"))

    with pytest.raises(BadInput, match="env-file-odd") as refused:
        read_settings()
    assert "rad 2" in sentence(refused.value)
    assert language_wish() == "sv"  # and the shell can say so


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as there:
        there.bind(str(tmp_path / ".env"))
        with pytest.raises(BadInput, match="env-file-unreadable"):
            read_settings()


def test_a_folder_of_that_name_is_no_file_of_settings(tmp_path: Path) -> None:
    (tmp_path / ".env").mkdir()

    assert read_settings().base_url == "http://127.0.0.1:8501"


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("BASE_URL", "https://samordning.example.se/hemligt", "utelämna sökvägen"),
        ("BASE_URL", "https://hemligt@samordning.example.se", "användarnamn"),
        ("MAIL_FROM", "hemligt", "ingen avsändare"),
        ("MAIL_FROM", "a@hemligt.se, b@hemligt.se", "ingen avsändare"),
        ("NOW", "hemligt", "ingen tidpunkt"),
        ("NOW", "2026-11-22T12:00", "ingen tidpunkt"),
        ("DATABASE_WAIT", "hemligt", "antal sekunder"),
        ("DATABASE_WAIT", "0", "antal sekunder"),
        ("DATABASE_WAIT", "nan", "antal sekunder"),
        ("DATABASE_WAIT", "inf", "antal sekunder"),
        ("DATABASE_WAIT", "-1", "antal sekunder"),
        ("DATABASE_WAIT", "1e300", "antal sekunder"),
        ("NOW", "inf", "ingen tidpunkt"),
        ("NOW", "0001-01-01T00:00+14:00", "ingen tidpunkt"),
        ("NOW", "9999-12-31T23:59-12:00", "ingen tidpunkt"),
        ("SIGN_IN_MAILS_PER_ADDRESS", "1000001", "heltal"),
        ("SIGN_IN_MAILS_PER_ADDRESS", "inf", "heltal"),
        ("SIGN_IN_MAILS_PER_ADDRESS", "0", "heltal"),
        ("SIGN_IN_MAILS_PER_ADDRESS", "många", "heltal"),
        ("LANG", "hemligt", "sv eller en"),
        ("OIDC_KOMMUN_CLIENT_ID", "hemligt", "saknas"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named_and_not_repeated(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, said: str
) -> None:
    monkeypatch.setenv(f"{PREFIX}{name}", value)

    with pytest.raises(BadInput) as refused:
        read_settings()

    told = sentence(refused.value)
    assert said in told
    assert (f"{PREFIX}{name}" in told) or name.startswith("OIDC")
    whole = "".join(traceback.format_exception(refused.value))
    assert "hemligt" not in whole.replace("/hemligt", "")  # a path is shown: it is to be left out
    with pytest.raises((ValidationError, BadInput)) as raw:  # as a program that logs it would
        Settings()
    assert "hemligt" not in str(raw.value)


def test_several_odd_settings_are_told_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COORDINATOR_BASE_URL", "nonsense")
    monkeypatch.setenv("COORDINATOR_NOW", "nonsense")

    with pytest.raises(BadInput, match="settings-odd") as refused:
        read_settings()

    assert "COORDINATOR_BASE_URL, COORDINATOR_NOW" in sentence(refused.value)
    assert len(problem_lines(refused.value)) == 2


def test_a_provider_may_stand_in_the_file(written: Written) -> None:
    lines = ["CLIENT_ID=id", "CLIENT_SECRET=hemligt", "METADATA_URL=https://id.example.se/x"]
    written("\n".join(f"COORDINATOR_OIDC_KOMMUN_{line}" for line in lines).encode())

    assert [one.name for one in read_settings().oidc] == ["kommun"]


@pytest.mark.parametrize(
    ("name", "nearest"),
    [
        ("COORDINATOR_SMPT_URL", "COORDINATOR_SMTP_URL"),
        ("COORDINATOR_BASEURL", "COORDINATOR_BASE_URL"),
        ("COORDINATOR_BASE-URL", "COORDINATOR_BASE_URL"),
        ("COORDINATOR_MAILFROM", "COORDINATOR_MAIL_FROM"),
        ("COORDINATOR_DATABASE", "COORDINATOR_DATABASE_URL"),
        ("CORDINATOR_BASE_URL", "COORDINATOR_BASE_URL"),
        ("COORDINATOR_LANGUAGE", "COORDINATOR_LANG"),
        ("COORDINATOR_OIDC_KOMMUN_CLIENTID", "COORDINATOR_OIDC_KOMMUN_CLIENT_ID"),
        ("COORDINATOR_OIDC_KOMMUN_SECRET", "COORDINATOR_OIDC_KOMMUN_CLIENT_SECRET"),
        ("COORDINATOR_OIDC_MIN_KOMMUN_LABEL", "COORDINATOR_OIDC_MINKOMMUN_LABEL"),
        ("COORDINATOR_COLOUR_OF_THE_SKY", None),
        ("COORDINATOR_OIDC", None),
    ],
)
def test_a_misspelt_name_is_told_with_the_nearest_right_one(
    monkeypatch: pytest.MonkeyPatch, name: str, nearest: str | None
) -> None:
    monkeypatch.setenv(name, "hemligt")

    (odd,) = odd_names()

    assert (odd.name, odd.nearest) == (name, nearest)


def test_what_is_read_somewhere_and_what_is_not_ours_is_no_slip(
    written: Written, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(b"PYTHONPATH=x\nCOLUMNS=80\nTZ=UTC\n")
    of_the_host = ("SERVICE_HOST", "SERVICE_PORT_HTTP", "PORT", "PORT_8501_TCP_ADDR")
    for name in (*NAMES, *of_the_host, "OIDC_KOMMUN_LABEL", "CHROMIUM", "PICTURES"):
        monkeypatch.setenv(f"{PREFIX}{name}", "x")

    assert odd_names() == ()


def test_in_the_file_a_name_without_its_beginning_or_value_is_told(written: Written) -> None:
    written(b"BASE_URL=https://a.se\nCOORDINATOR_LANG: en\n# COORDINATOR_SMPT_URL=x\n")

    told = [sentence(odd) for odd in odd_names()]

    assert told[0] == "Ingen läser BASE_URL. Menades COORDINATOR_BASE_URL?"
    assert told[1].startswith("COORDINATOR_LANG står i .env utan värde")
    assert len(told) == 2
    written(b"FORWARDED_ALLOW_IPS=10.0.0.1\n")
    (told_of_server,) = [sentence(odd) for odd in odd_names()]
    assert "serverns egen miljö" in told_of_server


def test_one_list_holds_every_name_that_is_read() -> None:
    fields = {name.upper() for name in Settings.model_fields} - {"OIDC"}
    assert fields == set(NAMES)

    used = set()
    for file in [*(ROOT / "coordinator").rglob("*.py"), *(ROOT / "docs").rglob("*.md")]:
        text = file.read_text(encoding="utf-8")
        used |= set(re.findall(r"COORDINATOR_([A-Z_]+[A-Z])\b", text))
    slip = {"SMPT_URL"}  # that of the documents, to show how one is told
    assert {name for name in used if not name.startswith("OIDC")} - slip <= set(NAMES)


def test_the_environment_is_read_in_one_place_only() -> None:
    readers = {
        file.name
        for file in (ROOT / "coordinator").rglob("*.py")
        if re.search(r"\benviron\b|\bgetenv\b", file.read_text(encoding="utf-8"))
    }

    # postgresql_timeouts.py: how long the database's own library waits, by its own names.
    assert readers == {
        "environment.py",
        "postgresql_timeouts.py",
        "settings.py",
        "settings_checks.py",
    }


def test_without_an_address_it_is_the_servers_own(
    written: Written, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COORDINATOR_BASE_URL", "")
    written(b"# COORDINATOR_BASE_URL=https://samordning.example.se\n")

    use_address_of_server("::1", 8600)

    assert given()["COORDINATOR_BASE_URL"] == "http://[::1]:8600"
    use_address_of_server("127.0.0.1", 1)
    assert read_settings().base_url == "http://[::1]:8600"
