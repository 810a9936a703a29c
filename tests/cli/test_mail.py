"""What waits is sent from the shell."""

from __future__ import annotations

import pytest

from coordinator.core.settings import Settings
from coordinator.wiring import open_office
from tests.cli.helpers import Shell, refused
from tests.core.mail_cast import mail_server, put


def test_deliver_sends_what_waits_and_says_how_it_went(
    on_demo: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = open_office(Settings(_env_file=None))
    put(office)
    put(office, "annan@example.se")

    told = on_demo("deliver")
    assert (told.status, told.data) == (0, {"sent": 0, "failed": 0, "waiting": 2})
    assert "Ingen mejlserver" in told.err

    monkeypatch.setenv("COORDINATOR_SMTP_URL", "smtp://127.0.0.1:1")
    told = on_demo("deliver")
    assert (told.status, told.data["waiting"]) == (0, 2)
    assert "svarar inte" in told.err

    with mail_server() as (taken, port):
        monkeypatch.setenv("COORDINATOR_SMTP_URL", f"smtp://127.0.0.1:{port}")
        taken.answers["annan@example.se"] = ["550 no"]
        told = on_demo("deliver", "--json")
    assert (told.status, told.data) == (0, {"sent": 1, "failed": 1, "waiting": 0})
    assert taken.addresses == ["namn@example.se"]
    office.database.dispose()

    monkeypatch.setenv("COORDINATOR_SMTP_URL", "nonsense")
    refused(on_demo("deliver"), "COORDINATOR_SMTP_URL")
