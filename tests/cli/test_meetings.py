"""Meetings booked, moved, cancelled and listed; the keys of their JSON are a contract."""

from __future__ import annotations

import pytest

from tests.cli.helpers import MEMBER, Shell, refused


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

    assert (moved.status, moved.out) == (0, "HT2026-2\n")
    assert "De hade sagt ja till den gamla tiden" in moved.err
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
