"""The shell: names, keys and exit codes are a contract; refusals are sentences on stderr."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from coordinator import cli
from coordinator.access.actor import Role
from coordinator.access.usecases import GRANTABLE
from coordinator.actions import usecases as actions
from coordinator.actions.views import PointState
from coordinator.core.office import Office
from coordinator.core.settings import Settings
from coordinator.installation import usecases as installation
from coordinator.wiring import founding_shell, open_office, shell_actor
from tests.core.mail_cast import mail_server, put

MEMBER = "nadia.skenberg@example.se"
CHIEF = "asa.ovningsson@example.se"


@dataclass(frozen=True)
class Answer:
    status: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        return json.loads(self.out)


Shell = Callable[..., Answer]


@pytest.fixture
def shell(monkeypatch: pytest.MonkeyPatch, capfdbinary: Any, tmp_path: Path) -> Shell:
    """Types a command, through the console script's own function."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LANG", "sv_SE.UTF-8")
    monkeypatch.delenv("COORDINATOR_LANG", raising=False)
    monkeypatch.setenv("COORDINATOR_NOW", "2026-11-22T12:00+01:00")
    monkeypatch.setenv("NO_COLOR", "1")

    def typed(*words: str) -> Answer:
        capfdbinary.readouterr()
        monkeypatch.setattr(sys, "argv", ["coordinator", *words])
        status = 0
        try:
            cli.main()
        except SystemExit as end:
            status = end.code if isinstance(end.code, int) else 0
        sys.stdout.flush()
        out, err = capfdbinary.readouterr()
        return Answer(status, out.decode(), err.decode())

    return typed


@pytest.fixture
def on_demo(demo: Office, shell: Shell, monkeypatch: pytest.MonkeyPatch) -> Shell:
    """The shell on the example, on its day."""
    monkeypatch.setenv("COORDINATOR_DATABASE_URL", demo.settings.database_url)
    return shell


@pytest.fixture
def on_nothing(shell: Shell, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Shell:
    """The shell where no database is yet."""
    monkeypatch.setenv("COORDINATOR_DATABASE_URL", f"sqlite:///{tmp_path / 'new' / 'c.sqlite'}")
    return shell


def refused(answer: Answer, *words: str) -> None:
    """Status 1, nothing on stdout, a sentence on stderr and no traceback."""
    assert answer.status == 1, answer
    assert answer.out == ""
    assert "Traceback" not in answer.err
    for word in words:
        assert word in answer.err


def test_init_makes_the_group_of_the_template(on_nothing: Shell) -> None:
    made = on_nothing("init")

    assert made.status == 0
    assert "12 verksamheter" in made.out
    assert "trelleborg" in made.out
    assert on_nothing("meetings", "--json").data == []
    refused(on_nothing("demo"), "innehåller redan")


def test_an_unknown_template_is_refused(on_nothing: Shell) -> None:
    refused(on_nothing("init", "--template", "stad"), "trelleborg")


def test_demo_loads_once(on_nothing: Shell) -> None:
    assert on_nothing("demo").status == 0
    assert len(on_nothing("meetings", "--json").data) == 18
    refused(on_nothing("demo"), "innehåller redan")


def test_without_a_group_every_command_says_how_to_start(on_nothing: Shell) -> None:
    for command in (["meetings"], ["plan", "VT2027"], ["search", "samtycke"]):
        refused(on_nothing(*command), "coordinator init")


def test_meetings_have_exactly_the_agreed_keys(on_demo: Shell) -> None:
    found = on_demo("meetings", "--term", "HT2026", "--json").data

    assert [one["id"] for one in found] == ["HT2026-1", "HT2026-2"]
    for one in found:
        assert list(one) == [
            "id", "uid", "sequence", "status", "start", "end", "timezone", "venue", "title",
            "agencies_present", "agencies_total", "replies",
        ]  # fmt: skip
        assert list(one["replies"]) == [
            "accepted", "declined", "tentative", "delegated", "later", "unanswered",
        ]  # fmt: skip
    held, planned = found
    assert (held["status"], planned["status"]) == ("held", "planned")
    assert held["start"] == "2026-09-16T13:30:00+02:00"
    assert planned["start"] == "2026-12-02T13:30:00+01:00"
    assert planned["timezone"] == "Europe/Stockholm"
    assert planned["replies"] == {
        "accepted": 7, "declined": 2, "tentative": 0, "delegated": 1, "later": 0, "unanswered": 6,
    }  # fmt: skip
    assert on_demo("meetings", "--term", "ht2026", "--json").data == found
    assert on_demo("meetings", "--term", "VT2031", "--json").data == []


def test_a_member_sees_the_meetings_and_plans_nothing(on_demo: Shell) -> None:
    assert len(on_demo("meetings", "--json", "--as", MEMBER).data) == 18
    refused(on_demo("plan", "VT2027", "--as", MEMBER), "behörighet")
    refused(on_demo("cancel", "HT2026-2", "--reason", "x", "--as", MEMBER), "behörighet")
    refused(on_demo("meetings", "--as", "nobody@example.se"), "nobody@example.se")
    assert on_demo("meetings", "--term", "HT2026", "--json").data[1]["status"] == "planned"


def test_plan_has_the_agreed_keys_and_two_dates(on_demo: Shell) -> None:
    found = on_demo("plan", "VT2027", "--weekdays", "tue,wed", "--json").data

    assert list(found) == ["term", "proposals", "blocked"]
    assert found["term"] == "VT2027"
    assert found["proposals"]
    for proposal in found["proposals"]:
        assert list(proposal) == ["meetings", "score", "reasons"]
        assert len(proposal["meetings"]) == 2
        for meeting in proposal["meetings"]:
            assert list(meeting) == ["date", "start", "end", "iso_week", "warnings"]
    scores = [proposal["score"] for proposal in found["proposals"]]
    assert scores == sorted(scores, reverse=True)
    assert all(list(day) == ["date", "reason"] for day in found["blocked"])
    assert "2027-03-26" in {day["date"] for day in found["blocked"]}  # Good Friday


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["plan", "VT27"], "VT27"),
        (["plan", "VT2027", "--weekdays", "onsdag"], "onsdag"),
        (["plan", "VT2027", "--weekdays", ""], "veckodag"),
        (["plan", "VT2027", "--between", "9-16"], "13:30"),
        (["plan", "VT2027", "--between", "nio"], "nio"),
        (["plan", "VT2027", "--duration", "0"], ""),
        (["plan", "VT2027", "--group", "nowhere"], "nowhere"),
        (["meetings", "--term", "hösten", "--json"], "hösten"),
        (["ics", "HT2026-9"], "HT2026-9"),
        (["cancel", "HT2026-9", "--reason", "x"], "HT2026-9"),
        (["cancel", "HT2026-1", "--reason", "x"], ""),
        (["cancel", "HT2026-2", "--reason", " "], ""),
        (["reschedule", "HT2026-2", "--date", "2026-12-24", "--reason", "x"], "24 december"),
        (["reschedule", "HT2026-2", "--date", "imorgon", "--reason", "x"], "imorgon"),
        (["import", "roster", "nowhere.csv"], "nowhere.csv"),
        (["restore", "nowhere.backup"], "nowhere.backup"),
        (["sign-in-link", "nobody@example.se"], "nobody@example.se"),
        (["sign-in-link", "rolf.utgangsson@example.se"], ""),
        (["role", CHIEF, "king"], "king"),
        (["role", CHIEF, "coordinator", "--withdraw"], ""),
    ],
)  # fmt: skip
def test_a_refusal_is_a_sentence_and_changes_nothing(
    on_demo: Shell, words: list[str], said: str
) -> None:
    before = on_demo("meetings", "--json").data

    refused(on_demo(*words), said)

    assert on_demo("meetings", "--json").data == before


def test_schedule_prints_the_new_id(on_demo: Shell) -> None:
    times = ("--start", "13:30", "--end", "15:30")

    made = on_demo("schedule", "VT2027", "--date", "2027-02-10", *times, "--venue", "Stadshuset")

    assert (made.status, made.out) == (0, "VT2027-1\n")
    (found,) = on_demo("meetings", "--term", "VT2027", "--json").data
    assert (found["venue"], found["sequence"]) == ("Stadshuset", 0)


VT2027 = ("schedule", "VT2027", "--date", "2027-02-10")
LONG = "å" * 501


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((*VT2027, "--start", "13:30+05:00", "--end", "15:30"), "13:30+05:00"),
        ((*VT2027, "--start", "13:30", "--end", "15:30:20"), "15:30:20"),
        ((*VT2027, "--start", "13", "--end", "15:30"), "”13”"),
        ((*VT2027, "--start", "25:00", "--end", "26:30"), "25:00"),
        ((*VT2027, "--start", "15:30", "--end", "13:30"), "slutar innan det börjar"),
        ((*VT2027, "--start", "23:00", "--end", "01:00"), "slutar innan det börjar"),
        ((*VT2027, "--start", "03:00", "--end", "05:00"), "tidigast 06.00"),
        ((*VT2027, "--start", "21:30", "--end", "23:30"), "senast 23.00"),
        ((*VT2027, "--start", "06:30", "--end", "22:00"), "12 timmar"),
        ((*VT2027, "--start", "13:30", "--end", "15:30", "--venue", LONG), "500 tecken"),
        ((*VT2027, "--start", "13:30", "--end", "15:30", "--extra", LONG), "500 tecken"),
        (("cancel", "HT2026-2", "--reason", LONG), "500 tecken"),
        (("reschedule", "HT2026-2", "--date", "2026-12-09", "--reason", LONG), "500 tecken"),
        (("cancel", "HT2026-2", "--reason", "\u202e\u200b"), "varför"),
        (("reschedule", "HT2026-1", "--date", "2026-12-09", "--reason", "x"), "avslutat"),
        (("schedule", "VT2027", "--date", "2027-03-28", "--start", "02:30", "--end", "04:30"), ""),
        (("schedule", "HT2027", "--date", "2027-10-31", "--start", "02:30", "--end", "04:30"), ""),
    ],
)
def test_a_slip_is_one_sentence_and_changes_nothing(
    on_demo: Shell, words: tuple[str, ...], said: str
) -> None:
    before = on_demo("meetings", "--json").data

    answer = on_demo(*words)

    refused(answer, said)
    assert len(answer.err.strip().splitlines()) == 1
    assert on_demo("meetings", "--json").data == before


def test_a_reason_of_invisible_signs_is_none(on_demo: Shell) -> None:
    words = ("schedule", "HT2026", "--date", "2026-12-08", "--start", "13:30", "--end", "15:30")

    refused(on_demo(*words, "--extra", "\u202e\u200b"), "extra möte")


def test_doubts_are_told_when_the_meeting_is_booked(on_demo: Shell) -> None:
    made = on_demo(
        "schedule", "VT2027", "--date", "2027-02-24", "--start", "13:30", "--end", "15:30"
    )

    assert (made.status, made.out) == (0, "VT2027-1\n")
    assert "Sportlov" in made.err


def test_a_protected_venue_is_never_printed(on_demo: Shell) -> None:
    on_demo(
        "schedule", "VT2027", "--date", "2027-02-10", "--start", "13:30", "--end", "15:30",
        "--venue", "Hemliga gatan 1", "--protected-venue",
    )  # fmt: skip

    listed, file = on_demo("meetings", "--json"), on_demo("ics", "VT2027-1")

    assert "Hemliga" not in listed.out + file.out
    assert "LOCATION" not in file.out


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2026-12-24", "Julafton"),
        ("2026-12-09", "extra möte"),
        ("2026-12-05", "helg"),
        ("2026-12-02", "redan ett möte"),
        ("2026-11-20", ""),
    ],
)
def test_a_day_that_will_not_do_is_refused_with_its_reason(
    on_demo: Shell, day: str, said: str
) -> None:
    answer = on_demo("schedule", "HT2026", "--date", day, "--start", "13:30", "--end", "15:30")

    refused(answer, said)
    assert len(answer.err.strip().splitlines()) == 1
    assert len(on_demo("meetings", "--term", "HT2026", "--json").data) == 2


def test_a_third_meeting_wants_a_reason(on_demo: Shell) -> None:
    words = (
        "schedule", "HT2026", "--date", "2026-12-09", "--start", "13:30", "--end", "15:30",
    )  # fmt: skip
    refused(on_demo(*words), "extra möte")

    assert on_demo(*words, "--extra", "Ny lag").out == "HT2026-3\n"


def test_reschedule_keeps_the_uid_and_raises_the_sequence(on_demo: Shell) -> None:
    before = on_demo("meetings", "--term", "HT2026", "--json").data[1]

    moved = on_demo("reschedule", "HT2026-2", "--date", "2026-12-03", "--reason", "Lokalbyte")

    assert moved.status == 0
    after = on_demo("meetings", "--term", "HT2026", "--json").data[1]
    assert after["uid"] == before["uid"]
    assert after["sequence"] == before["sequence"] + 1
    assert after["start"] == "2026-12-03T13:30:00+01:00"
    assert after["end"] == "2026-12-03T15:30:00+01:00"


def test_reschedule_to_another_hour_of_the_same_day(on_demo: Shell) -> None:
    moved = on_demo(
        "reschedule", "HT2026-2", "--date", "2026-12-02", "--start", "14:00", "--reason", "Buss"
    )

    assert moved.status == 0, moved.err
    after = on_demo("meetings", "--term", "HT2026", "--json").data[1]
    assert after["end"] == "2026-12-02T16:00:00+01:00"


def test_a_cancelled_meeting_stays_and_says_so(on_demo: Shell) -> None:
    assert on_demo("cancel", "HT2026-2", "--reason", "Snöstorm").out == "HT2026-2\n"

    found = on_demo("meetings", "--term", "HT2026", "--json").data[1]
    assert (found["status"], found["sequence"]) == ("cancelled", 1)
    assert "STATUS:CANCELLED" in on_demo("ics", "HT2026-2").out


def test_ics_is_the_file_and_nothing_else(on_demo: Shell) -> None:
    told = on_demo("ics", "HT2026-2")

    assert told.status == 0
    assert told.err == ""
    assert told.out.startswith("BEGIN:VCALENDAR\r\n")
    assert told.out.endswith("END:VCALENDAR\r\n")
    assert "\r\nDTSTART;TZID=Europe/Stockholm:20261202T133000\r\n" in told.out
    assert "ATTENDEE" not in told.out


def test_search_has_the_agreed_keys(on_demo: Shell) -> None:
    found = on_demo("search", "samtycke", "--limit", "3", "--json").data

    assert 1 <= len(found) <= 3
    for hit in found:
        assert list(hit) == ["meeting", "item", "kind", "title", "excerpt", "date"]
    assert on_demo("search", "xyzzy", "--json").data == []


def test_a_roster_list_is_taken_whole(on_demo: Shell, tmp_path: Path) -> None:
    list_ = tmp_path / "list.csv"
    list_.write_text(
        "given_name;family_name;organisation;role;email\n"
        "Ture;Testman;Polisen;ersättare;ture.testman@example.se\n",
        encoding="utf-8",
    )

    done = on_demo("import", "roster", str(list_))
    again = on_demo("import", "roster", str(list_))

    assert done.status == 0, done.err
    assert "1 person" in done.out
    assert again.status == 0
    assert "1 person" not in again.out
    # A substitute of today is a member by the seat alone; the list gave no role.
    assert on_demo("sign-in-link", "ture.testman@example.se").status == 0


def test_a_wrong_row_is_named_and_nothing_is_taken(on_demo: Shell, tmp_path: Path) -> None:
    list_ = tmp_path / "list.csv"
    list_.write_text(
        "given_name;family_name;organisation;role;email\n"
        "Ture;Testman;Polisen;ersättare;ture.testman@example.se\n"
        "Tove;Testman;Polisenn;ersättare;tove.testman@example.se\n",
        encoding="utf-8",
    )

    refused(on_demo("import", "roster", str(list_)), "Rad 3, kolumn organisation", "Polisen.")
    refused(on_demo("sign-in-link", "ture.testman@example.se"), "ture.testman@example.se")


def test_noise_is_one_sentence(on_demo: Shell, tmp_path: Path) -> None:
    (tmp_path / "noise.csv").write_bytes(os.urandom(200_000))
    (tmp_path / "noise.xlsx").write_bytes(os.urandom(200_000))

    for name in ("noise.csv", "noise.xlsx"):
        answer = on_demo("import", "roster", name)
        refused(answer)
        assert len(answer.err) < 1000


def test_a_role_is_given_and_taken(on_demo: Shell) -> None:
    given = on_demo("role", MEMBER, "reader")
    taken = on_demo("role", MEMBER, "reader", "--withdraw")

    assert "member, reader" in given.out
    assert "reader" not in taken.out
    refused(on_demo("role", MEMBER, "reader", "--withdraw"))


def test_a_sign_in_link_is_one_address(on_demo: Shell) -> None:
    told = on_demo("sign-in-link", CHIEF)

    assert told.status == 0
    assert told.out.startswith("http://127.0.0.1:8501/sign-in/")
    assert len(told.out.splitlines()) == 1


def test_without_a_database_no_command_makes_one(
    on_nothing: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for words in (
        ["meetings"], ["backup", "b"], ["deliver"], ["search", "x"], ["ics", "HT2026-2"],
        ["sign-in-link", CHIEF], ["cancel", "HT2026-2", "--reason", "x"],
    ):  # fmt: skip
        answer = on_nothing(*words)
        refused(answer, "Det finns ingen databas", "coordinator init")
        assert len(answer.err.strip().splitlines()) == 1

    monkeypatch.setenv("COORDINATOR_LANG", "en")
    refused(on_nothing("meetings"), "There is no database at")
    assert list(tmp_path.iterdir()) == []


def test_the_doctor_finds_no_database_and_makes_none(on_nothing: Shell, tmp_path: Path) -> None:
    told = on_nothing("doctor")

    assert told.status == 1
    assert "Det finns ingen databas" in told.out
    assert not (tmp_path / "new" / "c.sqlite").exists()


def test_the_doctor_does_not_send_a_newer_database_to_serve(demo: Office, on_demo: Shell) -> None:
    with demo.transaction() as session:
        session.connection().exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")

    told = on_demo("doctor")

    assert "nyare version (9999)" in told.out
    assert "uppgraderar själv" not in told.out


def test_a_folder_nobody_may_write_to_is_named(
    on_nothing: Shell, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "new").mkdir()
    monkeypatch.setattr("coordinator.installation.opening.os.access", lambda *_: False)
    monkeypatch.setenv("COORDINATOR_DATABASE_URL", f"sqlite:///{tmp_path / 'new'}")

    answer = on_nothing("meetings")

    refused(answer, "skriva")
    assert len(answer.err.strip().splitlines()) == 1


def test_only_its_owner_may_read_the_database(on_nothing: Shell, tmp_path: Path) -> None:
    on_nothing("init")

    assert (tmp_path / "new" / "c.sqlite").stat().st_mode & 0o777 == 0o600


def test_the_whole_example_comes_back_from_its_backup(
    on_demo: Shell, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    kept = on_demo("backup", "b").out.split()[-1]
    monkeypatch.setenv("COORDINATOR_DATABASE_URL", f"sqlite:///{tmp_path / 'restored.sqlite'}")
    assert on_demo("restore", "b").out.splitlines()[0].split()[-1] == kept

    restored = open_office(Settings(_env_file=None))
    actor = shell_actor(restored, None)
    assert len(on_demo("meetings", "--json").data) == 18
    states = frozenset(PointState)
    points = actions.action_points(restored, actor, states=states, limit=100)
    assert points.total == 53
    assert actions.information_actions(restored, actor).total == 18
    restored.database.dispose()


def test_backup_and_restore(
    on_demo: Shell, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    before = on_demo("meetings", "--json").data
    kept = on_demo("backup", "b")
    assert kept.status == 0
    refused(on_demo("restore", "b"), "innehåller redan")

    monkeypatch.setenv("COORDINATOR_DATABASE_URL", f"sqlite:///{tmp_path / 'restored.sqlite'}")
    done = on_demo("restore", "b")

    assert done.status == 0
    assert kept.out.split()[-1] == done.out.splitlines()[0].split()[-1]
    assert on_demo("meetings", "--json").data == before


def test_a_damaged_backup_touches_nothing(
    on_demo: Shell, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    on_demo("backup", "b")
    whole = bytearray((tmp_path / "b").read_bytes())
    whole[len(whole) // 2] ^= 1
    (tmp_path / "b").write_bytes(whole)
    monkeypatch.setenv("COORDINATOR_DATABASE_URL", f"sqlite:///{tmp_path / 'restored.sqlite'}")

    refused(on_demo("restore", "b"))
    refused(on_demo("meetings"), "coordinator init")


def test_doctor_tells_all_settings_and_hides_secrets(
    on_demo: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COORDINATOR_SECRET_KEY", "hemligt-ord")
    monkeypatch.delenv("COORDINATOR_NOW")

    with mail_server(auth_required=True, auth_require_tls=False, password="hemligt-ord") as (
        _,
        port,
    ):
        monkeypatch.setenv("COORDINATOR_SMTP_URL", f"smtp://me:hemligt-ord@127.0.0.1:{port}")
        told = on_demo("doctor", "--json")

    assert told.status == 0, told.out
    assert "hemligt-ord" not in told.out + told.err
    found = {finding["subject"]: finding for finding in told.data}
    assert {"COORDINATOR_DATABASE_URL", "database", "migrations", "mail", "disk", "clock"} <= set(
        found
    )
    assert all(finding["ok"] for finding in found.values())


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("smtp://127.0.0.1:1", "svarar inte"),
        ("smtp+starttls://me:hemligt-ord@127.0.0.1:1", "svarar inte"),
        ("smtp://me:hemligt-ord@mail.example.se", "okrypterat"),
        ("mail.example.se", "COORDINATOR_SMTP_URL"),
    ],
)
def test_doctor_says_why_mail_would_not_go(
    on_demo: Shell, monkeypatch: pytest.MonkeyPatch, url: str, said: str
) -> None:
    monkeypatch.setenv("COORDINATOR_SMTP_URL", url)
    told = on_demo("doctor")
    assert told.status == 1
    assert said in told.out
    assert "hemligt-ord" not in told.out + told.err


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


def test_doctor_says_what_to_do(on_demo: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    told = on_demo("doctor")
    assert told.status == 1
    assert "COORDINATOR_NOW" in told.out

    monkeypatch.setenv("COORDINATOR_DATABASE_URL", "postgresql://me:hemligt@127.0.0.1:1/x")
    told = on_demo("doctor")
    assert told.status == 1
    assert "COORDINATOR_DATABASE_URL och att" in told.out
    assert "hemligt" not in told.out + told.err


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("COORDINATOR_DATABASE_URL", "postgresql://me:hemligt@127.0.0.1:1/x", "svarar inte"),
        ("COORDINATOR_DATABASE_URL", "sqlite:////proc/nowhere/c.sqlite", "DATABASE_URL"),
        ("COORDINATOR_DATABASE_URL", "nonsense", "COORDINATOR_DATABASE_URL"),
        ("COORDINATOR_DATABASE_URL", "nonsense://x", "COORDINATOR_DATABASE_URL"),
        ("COORDINATOR_NOW", "yesterday", "COORDINATOR_NOW"),
        ("COORDINATOR_BASE_URL", "samverkan.example.se", "COORDINATOR_BASE_URL"),
        ("COORDINATOR_BASE_URL", "javascript:x", "COORDINATOR_BASE_URL"),
        ("COORDINATOR_BASE_URL", "https://", "COORDINATOR_BASE_URL"),
        ("COORDINATOR_NOW", "2026-11-22T12:00", "COORDINATOR_NOW"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(
    on_nothing: Shell, monkeypatch: pytest.MonkeyPatch, name: str, value: str, said: str
) -> None:
    monkeypatch.setenv(name, value)

    answer = on_nothing("meetings")

    refused(answer, said)
    assert "hemligt" not in answer.err
    assert len(answer.err.strip().splitlines()) == 1


def test_a_file_that_is_no_database_is_named(
    on_nothing: Shell, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "letter").write_text("hello" * 1000)
    monkeypatch.setenv("COORDINATOR_DATABASE_URL", f"sqlite:///{tmp_path / 'letter'}")

    refused(on_nothing("meetings"), "svarar inte")
    assert (tmp_path / "letter").read_text().startswith("hello")


def test_several_groups_want_a_name(on_nothing: Shell) -> None:
    on_nothing("init")
    on_nothing("init")

    refused(on_nothing("meetings"), "--group", "trelleborg", "trelleborg-2")
    assert on_nothing("meetings", "--json", "--group", "trelleborg-2").data == []


@pytest.mark.parametrize(
    "words",
    [
        ["nonsense"],
        ["schedule", "HT2026"],
        ["ics"],
        ["ics", "HT2026-2", "--method", "request"],
        ["search", "x", "--limit", "many"],
        ["meetings", "--nonsense"],
    ],
)
def test_wrong_usage_is_status_two(on_nothing: Shell, words: list[str]) -> None:
    answer = on_nothing(*words)

    assert answer.status == 2
    assert answer.out == ""


def test_messages_follow_the_language_of_the_shell(
    on_demo: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COORDINATOR_LANG", "en")

    refused(on_demo("ics", "HT2026-9"), "no meeting")


def test_our_own_fault_gives_a_number(on_demo: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_args: object, **_kwargs: object) -> None:
        raise RuntimeError("boom")

    monkeypatch.setattr("coordinator.reports.usecases.search", broken)

    answer = on_demo("search", "x")

    assert answer.status == 1
    assert "Referens" in answer.err.splitlines()[-1]


HELP = """
import sys
from coordinator import cli
sys.argv = ["coordinator", "--help"]
try:
    cli.main()
except SystemExit:
    pass
heavy = {"streamlit", "sqlalchemy", "pandas", "icalendar", "alembic", "pydantic"}
print(sorted(heavy & set(sys.modules)))
"""


def test_help_loads_neither_pages_nor_database() -> None:
    done = subprocess.run([sys.executable, "-c", HELP], capture_output=True, text=True, check=True)

    assert "schedule" in done.stdout
    assert done.stdout.splitlines()[-1] == "[]"


def test_the_module_runs_as_a_command(tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path / 'c.sqlite'}"
    done = subprocess.run(
        [sys.executable, "-m", "coordinator", "init"],
        capture_output=True, text=True, check=False,
        env={**os.environ, "COORDINATOR_DATABASE_URL": address, "COORDINATOR_LANG": "sv"},
    )  # fmt: skip

    assert done.returncode == 0, done.stderr
    assert "trelleborg" in done.stdout


def test_the_shell_reads_what_the_pages_wrote(
    empty_office: Office, shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COORDINATOR_DATABASE_URL", empty_office.settings.database_url)
    installation.start_group(
        empty_office, founding_shell(), name="Samverkansgruppen", municipality="Åby"
    )

    assert shell("meetings", "--json", "--group", "aby").data == []


def test_every_role_can_be_given_and_taken_in_the_shell(on_demo: Shell) -> None:
    named = set(cli._ROLES.rstrip(".").replace(" or ", ", ").split(", "))
    assert named == set(GRANTABLE)

    for role in sorted(GRANTABLE - {Role.MEMBER}):
        assert role in on_demo("role", MEMBER, role).out
        assert on_demo("role", MEMBER, role, "--withdraw").status == 0
    refused(on_demo("role", MEMBER, "founder"), "founder")


CALENDAR = (
    "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:Studiedag\r\nDTSTART:20270303\r\nEND:VEVENT\r\n"
    "BEGIN:VEVENT\r\nSUMMARY:Personaldag\r\nDTSTART:20270107T080000\r\nDTEND:20270107T120000\r\n"
    "RRULE:FREQ=WEEKLY;UNTIL=20270618\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)


def test_closed_days_are_read_in_from_a_calendar_all_or_nothing(
    on_demo: Shell, tmp_path: Path
) -> None:
    file = tmp_path / "dagar.ics"
    file.write_bytes(CALENDAR.encode())
    done = on_demo("import", "closed-days", str(file), "--agency", "polis")
    assert done.status == 0
    assert done.out.strip() == "2 dagar eller perioder tillagda, 0 med nya dagar, 0 fanns redan"
    found = on_demo("plan", "VT2027", "--weekdays", "thu", "--start", "09:00", "--json").data
    assert "11 av 12 verksamheter brukar kunna" not in found["proposals"][0]["reasons"]
    assert {m["start"] for p in found["proposals"] for m in p["meetings"]} == {"12:00"}

    again = on_demo("import", "closed-days", str(file), "--agency", "polis")
    assert again.out.strip() == "0 dagar eller perioder tillagda, 0 med nya dagar, 2 fanns redan"
    file.write_bytes(CALENDAR.replace("WEEKLY", "HOURLY").replace("Studiedag", "Ny").encode())
    refused(on_demo("import", "closed-days", str(file)), "Rad 2", "Personaldag")
    refused(on_demo("import", "closed-days", str(file), "--agency", "rymden"), "rymden")
    refused(on_demo("import", "closed-days", str(tmp_path / "saknas.csv")), "saknas.csv")


def test_hours_that_are_off_are_left_out_of_the_plan(on_demo: Shell) -> None:
    found = on_demo("plan", "VT2027", "--weekdays", "thu", "--off", "thu-pm", "--json").data
    assert {m["end"] for p in found["proposals"] for m in p["meetings"]} == {"12:00"}
    nothing = on_demo("plan", "VT2027", "--weekdays", "thu", "--off", "thu")
    assert nothing.status == 0
    assert "Minsta ändringen som hjälper: slå på måndagar." in nothing.err
    refused(on_demo("plan", "VT2027", "--off", "torsdag"), "torsdag")
