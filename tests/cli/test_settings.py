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


def test_the_doctor_shows_the_address_as_browsers_send_it(
    on_nothing: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COORDINATOR_BASE_URL", "HTTPS://Samordning.Exempelköping.example:443/")

    found = {one["subject"]: one for one in on_nothing("doctor", "--json").data}

    assert found["address"]["value"] == "https://samordning.xn--exempelkping-cjb.example"
    assert found["address"]["ok"]
    assert found["setting names"]["ok"]
