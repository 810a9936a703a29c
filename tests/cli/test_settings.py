"""Settings with slips, met in the shell: told in the reader's language, and nothing repeated."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.helpers import Shell, refused


def test_the_doctor_names_what_nobody_reads_in_the_language_of_the_file(
    on_nothing: Shell, tmp_path: Path
) -> None:
    lines = ["COORDINATOR_LANG=en", "COORDINATOR_SMPT_URL=smtp://n:hemligt@127.0.0.1:1"]
    (tmp_path / ".env").write_text("\r\n".join(lines), encoding="utf-8-sig")

    told = on_nothing("doctor")

    assert told.status == 1
    assert "Nobody reads COORDINATOR_SMPT_URL. Was COORDINATOR_SMTP_URL meant?" in told.out
    assert "hemligt" not in told.out + told.err


def test_a_file_that_is_not_utf8_is_told_and_no_traceback(
    on_nothing: Shell, tmp_path: Path
) -> None:
    (tmp_path / ".env").write_bytes("COORDINATOR_MAIL_FROM=Åsa <a@example.se>".encode("cp1252"))

    refused(on_nothing("meetings"), "rad 1")
    assert "rad 1" in on_nothing("doctor").out


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("COORDINATOR_BASE_URL", "https://samordning.example.se/samordning", "/samordning"),
        ("COORDINATOR_MAIL_FROM", "Samordning", "Samordning <samordning@kommun.se>"),
        ("COORDINATOR_OIDC_KOMMUN_CLIENT_ID", "x", "COORDINATOR_OIDC_KOMMUN_CLIENT_SECRET"),
    ],
)
def test_what_locks_everybody_out_is_no_ok(
    on_nothing: Shell, monkeypatch: pytest.MonkeyPatch, name: str, value: str, said: str
) -> None:
    monkeypatch.setenv(name, value)

    answer = on_nothing("doctor")
    assert (answer.status, answer.err) == (1, "")
    assert said in answer.out


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "sqlite:///"),
        ("DATABASE_URL", "sqlite:///:memory:"),
        ("DATABASE_URL", "mysql://u:hemligt@h/db"),
        ("DATABASE_URL", "postgresql://h:hemligt/db"),
        ("DATABASE_WAIT", "inf"),
        ("NOW", "0001-01-01T00:00+14:00"),
    ],
)
def test_what_cannot_be_used_is_named_by_everything_that_opens_the_installation(
    on_nothing: Shell, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str, value: str
) -> None:
    monkeypatch.setenv(f"COORDINATOR_{name}", value)

    looked = on_nothing("doctor")
    assert (looked.status, f"COORDINATOR_{name}" in looked.out) == (1, True)
    for words in (["init"], ["migrate"], ["meetings"], ["backup", "copy.zip"]):
        answer = on_nothing(*words)
        refused(answer, f"COORDINATOR_{name}")
        assert "hemligt" not in answer.err
        assert "coordinator[postgres]" not in answer.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("written", "name"), [("b?timeout=5", "b"), ("c%20d", "c d")])
def test_every_command_finds_the_file_that_the_first_one_made(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, written: str, name: str
) -> None:
    monkeypatch.setenv("COORDINATOR_DATABASE_URL", f"sqlite:///{tmp_path}/data/{written}")

    for words in (
        ["init", "--coordinator", "namn@example.se"],
        ["migrate"],
        ["meetings"],
        ["sign-in-link", "namn@example.se"],
        ["backup", "copy.zip"],
    ):
        assert shell(*words).status == 0, words
    made = {each.name for each in (tmp_path / "data").iterdir()}
    assert {each.removesuffix("-wal").removesuffix("-shm") for each in made} == {
        name,
        f"{name}.key",
    }


def test_the_doctor_shows_the_address_as_browsers_send_it(
    on_nothing: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COORDINATOR_BASE_URL", "HTTPS://Samordning.Exempelköping.example:443/")

    found = {one["subject"]: one for one in on_nothing("doctor", "--json").data}

    assert found["address"]["value"] == "https://samordning.xn--exempelkping-cjb.example"
    assert found["address"]["ok"]
    assert found["setting names"]["ok"]
