"""Dates proposed in the shell."""

from __future__ import annotations

from datetime import time
from pathlib import Path

from coordinator.access.actor import Actor
from coordinator.core.office import Office
from coordinator.groups import usecases as groups
from tests.cli.helpers import Shell, refused


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


def test_hours_that_are_off_are_left_out_of_the_plan(on_demo: Shell) -> None:
    found = on_demo("plan", "VT2027", "--weekdays", "thu", "--off", "thu-pm", "--json").data
    assert {m["end"] for p in found["proposals"] for m in p["meetings"]} == {"12:00"}
    nothing = on_demo("plan", "VT2027", "--weekdays", "thu", "--off", "thu")
    assert nothing.status == 0
    assert "Minsta ändringen som hjälper: tillåt måndagar." in nothing.err
    refused(on_demo("plan", "VT2027", "--off", "torsdag"), "torsdag")


def test_plan_takes_the_groups_usual_time_unless_it_is_told_otherwise(
    on_demo: Shell, demo: Office, demo_coordinator: Actor
) -> None:
    version = groups.group_settings(demo, demo_coordinator).version
    groups.change_usual_meeting(
        demo,
        demo_coordinator,
        version=version,
        usual_start=time(16),
        usual_duration=75,
        meetings_per_term=3,
    )

    def lengths(*options: str) -> set[tuple[str, str]]:
        found = on_demo("plan", "VT2027", *options, "--json").data
        return {(m["start"], m["end"]) for m in found["proposals"][0]["meetings"]}

    assert lengths() == {("16:00", "17:15")}  # beyond office hours, as the group has it
    assert lengths("--duration", "90") == {("16:00", "17:30")}
    assert lengths("--start", "10:00") == {("10:00", "11:15")}
    assert lengths("--between", "09:00-12:00") == {("10:45", "12:00")}
    assert len(on_demo("plan", "VT2027", "--json").data["proposals"][0]["meetings"]) == 3


# Closed days ------------------------------------------------------------------------------------

OUTLOOK = (
    "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:Personalmöte\r\n"
    "DTSTART;TZID=Europe/Stockholm:20210907T130000\r\nDTEND;TZID=Europe/Stockholm:20210907T150000\r\n"
    "RRULE:FREQ=WEEKLY;BYDAY=TU\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:2\r\nSUMMARY:Kurs\r\n"
    "DTSTART:20270105\r\nDTEND:20270107\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)


def test_closed_days_are_told_one_by_one_with_their_cause(on_demo: Shell, tmp_path: Path) -> None:
    (tmp_path / "polisen.ics").write_text(OUTLOOK, encoding="utf-8", newline="")
    assert on_demo("import", "closed-days", "polisen.ics", "--agency", "polis").status == 0
    span = ("--from", "2027-01-05", "--to", "2027-01-06")

    answer = on_demo("closed-days", *span, "--json")

    course = {
        "date": "2027-01-05", "name": "Kurs", "kind": "own_absence", "effect": "warn",
        "agency": "polis", "municipality": None, "from": None, "to": None,
    }  # fmt: skip
    meeting = course | {"name": "Personalmöte", "from": "13:00", "to": "15:00"}
    theirs = [one for one in answer.data if one["agency"] == "polis"]
    assert sorted(theirs, key=str) == sorted(
        [course, meeting, course | {"date": "2027-01-06"}], key=str
    )
    assert {"Trettondedag jul", "Trettondagsafton"} <= {one["name"] for one in answer.data}
    assert on_demo("closed-days", *span, "--agency", "polis", "--json").data == theirs

    table = on_demo("closed-days", *span)
    assert "2027-01-05  13:00–15:00  warn" in table.out
    assert len(table.out.splitlines()) == len(answer.data)


def test_closed_days_are_by_default_those_of_a_year_from_today(on_demo: Shell) -> None:
    found = [one["date"] for one in on_demo("closed-days", "--json").data]
    assert (min(found) >= "2026-11-22", max(found) <= "2027-11-22") == (True, True)
    assert "2027-11-06" in found
    refused(on_demo("closed-days", "--from", "2027-01-02", "--to", "2027-01-01"))
    refused(on_demo("closed-days", "--agency", "finns-inte"), "finns-inte")
