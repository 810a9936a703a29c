"""The content that ships with the product: complete, consistent, and nobody real in it."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from coordinator.actions.lifecycle import InfoState, PointState
from coordinator.actions.views import InfoKind
from coordinator.invitations.views import Answer
from coordinator.meetings.lifecycle import MeetingState
from coordinator.meetings.outcome import Outcome
from coordinator.minutes.lifecycle import MinutesState
from coordinator.roster.list_reader import KnownAgency, check_list, read_list

DATA = Path(__file__).resolve().parents[2] / "data"
DEMO = DATA / "demo"
TEMPLATE = DATA / "templates" / "trelleborg"
DEMO_DAY = date(2026, 11, 22)
AGENDA = [
    *("opening", "adjusters", "previous", "situation", "theme"),
    *("information", "development", "other", "next"),
]

Row = dict[str, str]
Meeting = dict[str, Any]


def table(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def document(path: Path) -> dict[str, Any]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # ten times quicker where it is built
    loaded = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)
    assert isinstance(loaded, dict)
    return loaded


AGENCIES = table(DEMO / "agencies.csv")
ROSTER = table(DEMO / "roster.csv")
POINTS = table(DEMO / "action_points.csv")
ACTIONS = table(DEMO / "information_actions.csv")
REPLIES = table(DEMO / "replies.csv")
MEETINGS: list[Meeting] = document(DEMO / "meetings.yaml")["meetings"]

SLUGS = {row["slug"] for row in AGENCIES}
MEMBERS = {row["slug"] for row in AGENCIES if row["is_member"] == "true"}
PEOPLE = {row["reference"]: row for row in ROSTER}
BY_CODE = {meeting["code"]: meeting for meeting in MEETINGS}
HELD = [meeting for meeting in MEETINGS if meeting["status"] == "held"]


def represented(meeting: Meeting) -> set[str]:
    """Member agencies with somebody there, a substitute included."""
    came = {Outcome.PRESENT, Outcome.SUBSTITUTE}
    return {row["agency"] for row in meeting["attendance"] if row["outcome"] in came} & MEMBERS


def stands_for(person: str, agency: str, day: date) -> bool:
    row = PEOPLE[person]
    ends = row["valid_to"]
    return (
        row["agency"] == agency
        and date.fromisoformat(row["valid_from"]) <= day
        and (not ends or day <= date.fromisoformat(ends))
    )


def test_the_history_has_all_its_rows() -> None:
    assert len(MEETINGS) == len(BY_CODE) == 18
    assert len(HELD) == 17
    assert len(POINTS) == len({row["code"] for row in POINTS}) == 53
    assert len(ACTIONS) == len({row["code"] for row in ACTIONS}) == 18
    assert len(ROSTER) == len(PEOPLE) == 24
    assert len(AGENCIES) == len(SLUGS) == 17
    assert len(MEMBERS) == 12
    assert len(REPLIES) == 10
    assert sum("decision" in note for meeting in HELD for note in meeting["notes"]) == 16


@pytest.mark.parametrize(
    ("folder", "members", "guests"), [(TEMPLATE, 12, 1), (DEMO, 12, 5)], ids=["template", "demo"]
)
def test_agencies_are_written_in_the_products_own_codes(
    folder: Path, members: int, guests: int
) -> None:
    rows = table(folder / "agencies.csv")

    assert Counter(row["is_member"] for row in rows) == {"true": members, "false": guests}
    assert {row["may_host"] for row in rows} <= {"true", "false"}
    kinds = {"", "municipality", "state", "region", "association", "shelter", "company"}
    assert {row["kind"] for row in rows} <= kinds
    for row in rows:
        assert row["slug"].isascii()
        assert (int(row["min_seats"]) > 0) == (row["is_member"] == "true")
        assert all(value == value.strip() for value in row.values())


def test_a_shelter_is_one_by_kind_and_never_hosts() -> None:
    for folder in (TEMPLATE, DEMO):
        shelters = [
            row for row in table(folder / "agencies.csv") if row["slug"].startswith("kvinnojour")
        ]
        assert [row["may_host"] for row in shelters] == ["false"]
        assert [row["kind"] for row in shelters] == ["shelter"]


def test_the_template_names_agencies_and_no_persons() -> None:
    rows = table(TEMPLATE / "agencies.csv")

    assert [row["slug"] for row in rows] == [
        *("fvg", "polis", "akut", "vpsyk", "vellinge", "svedala", "aldre", "lss", "beroende"),
        *("socpsyk", "umo", "kvinnojour", "amf"),
    ]
    assert list(rows[0]) == [
        *("slug", "name", "principal", "kind", "min_seats", "is_member", "may_host", "note")
    ]
    assert sorted(path.name for path in TEMPLATE.iterdir()) == ["agencies.csv", "template.yaml"]


@pytest.mark.parametrize("path", [TEMPLATE / "template.yaml", DEMO / "group.yaml"], ids=str)
def test_a_group_starts_with_two_meetings_of_two_hours_per_term(path: Path) -> None:
    group = document(path)

    assert group["meetings_per_term"] == 2
    assert group["usual_start"] == "13:30"
    assert group["usual_duration"] == 120
    assert group["minutes_heading"] == "Minnesanteckningar"
    assert group["slug"]
    assert group["name"]
    assert group["municipality"]


def test_the_example_says_that_it_is_one() -> None:
    group = document(DEMO / "group.yaml")

    assert group["demo_day"] == DEMO_DAY
    assert "påhittade" in group["banner"]


def test_the_agenda_template_has_nine_items_and_fills_two_hours() -> None:
    items = document(DATA / "agenda.yaml")["items"]

    assert [item["code"] for item in items] == AGENDA
    assert sum(item["duration"] for item in items) == 120
    assert all(item["title"] for item in items)


def test_every_meeting_follows_the_agenda_template() -> None:
    for meeting in MEETINGS:
        assert [item["code"] for item in meeting["agenda"]] == AGENDA
        assert [item["number"] for item in meeting["agenda"]] == list(range(1, 10))
        assert meeting["agenda"][4]["title"] == f"Tema: {meeting['theme']}"
        assert {item["presenter"] for item in meeting["agenda"] if "presenter" in item} <= SLUGS


def test_meetings_are_in_order_two_per_term_and_their_codes_say_so() -> None:
    assert [meeting["date"] for meeting in MEETINGS] == sorted(m["date"] for m in MEETINGS)
    assert set(Counter(meeting["term"] for meeting in MEETINGS).values()) == {2}
    for meeting in MEETINGS:
        assert meeting["code"] == f"{meeting['term']}-{meeting['number']}"
        assert meeting["start"] < meeting["end"]
        assert meeting["mode"] in {"physical", "digital", "hybrid"}
        assert (meeting["date"] < DEMO_DAY) == (meeting["status"] == MeetingState.HELD)


def test_every_host_may_host_and_chair_and_secretary_were_in_the_group() -> None:
    may_host = {row["slug"] for row in AGENCIES if row["may_host"] == "true"}
    for meeting in MEETINGS:
        assert meeting["host"] in may_host
        assert stands_for(meeting["chair"], "fvg", meeting["date"])
        assert stands_for(meeting["secretary"], "fvg", meeting["date"])


def test_nobody_attends_outside_the_time_they_stand_for_their_agency() -> None:
    for meeting in HELD:
        for row in meeting["attendance"]:
            assert Outcome(row["outcome"]) is not Outcome.EXPECTED
            if "person" in row:
                assert stands_for(row["person"], row["agency"], meeting["date"]), meeting["code"]
            else:
                assert row["role"] == "co_opted"
                assert row["agency"] in SLUGS - MEMBERS


def test_a_substitute_steps_in_for_somebody_of_the_same_agency_who_sent_apologies() -> None:
    substitutes = 0
    for meeting in HELD:
        rows = {row.get("person"): row for row in meeting["attendance"]}
        for row in meeting["attendance"]:
            assert ("substitute_for" in row) == (row["outcome"] == Outcome.SUBSTITUTE)
            if "substitute_for" in row:
                missing = rows[row["substitute_for"]]
                assert missing["outcome"] == Outcome.APOLOGIES
                assert missing["agency"] == row["agency"]
                assert PEOPLE[row["person"]]["role"] == "substitute"
                substitutes += 1
    assert substitutes == 5


def test_nobody_stands_twice_in_an_attendance_list() -> None:
    for meeting in HELD:
        seen = Counter((row["agency"], row.get("person")) for row in meeting["attendance"])
        assert max(seen.values()) == 1


def test_the_note_of_item_one_gives_the_same_number_of_agencies_as_the_attendance() -> None:
    for meeting in HELD:
        said = f"{len(represented(meeting))} av 12 verksamheter är representerade"
        assert said in meeting["notes"][0]["text"], meeting["code"]


def test_twelve_agencies_were_at_the_last_meeting_of_2025_though_one_person_was_missing() -> None:
    rows = {row["person"]: row for row in BY_CODE["HT2025-2"]["attendance"]}

    assert rows["P08"]["outcome"] == Outcome.APOLOGIES
    assert rows["P09"]["outcome"] == Outcome.PRESENT
    assert represented(BY_CODE["HT2025-2"]) == MEMBERS


def test_the_youth_clinic_came_to_thirteen_of_seventeen() -> None:
    attended = Counter(agency for meeting in HELD for agency in represented(meeting))

    assert attended["umo"] == 13
    assert min(attended.values()) == 13


def test_minutes_were_checked_by_somebody_who_was_there_and_is_not_protected() -> None:
    for meeting in HELD:
        adjuster = meeting["minutes"]["adjuster"]
        outcomes = {row.get("person"): row["outcome"] for row in meeting["attendance"]}
        assert outcomes[adjuster] in {Outcome.PRESENT, Outcome.SUBSTITUTE}
        assert PEOPLE[adjuster]["protected"] == "false"


def test_all_minutes_are_sent_but_the_last_which_are_with_the_group_for_comments() -> None:
    for meeting in HELD[:-1]:
        minutes = meeting["minutes"]
        assert minutes["state"] == MinutesState.SENT
        assert meeting["date"] < minutes["circulated_on"] < minutes["approved_on"]
        assert minutes["approved_on"] <= minutes["sent_on"]
        assert minutes["registration_number"].startswith("EX-")
    last = HELD[-1]["minutes"]
    assert HELD[-1]["code"] == "HT2026-1"
    assert last["state"] == MinutesState.CIRCULATED
    assert not {"approved_on", "sent_on", "registration_number"} & set(last)


def test_one_meeting_was_moved_and_says_why() -> None:
    moved = [meeting for meeting in MEETINGS if "moved_from" in meeting]

    assert [meeting["code"] for meeting in moved] == ["VT2025-1"]
    assert moved[0]["moved_from"] == date(2025, 1, 29)
    assert "många förhinder" in moved[0]["reason"]


def test_the_next_meeting_stands_as_people_have_it_in_their_calendars() -> None:
    meeting = BY_CODE["HT2026-2"]

    assert meeting["date"] == date(2026, 12, 2)
    assert (meeting["start"], meeting["end"]) == ("13:30", "15:30")
    assert meeting["venue"] == "Norrby kommunhus, sammanträdesrum Exempel B"
    assert meeting["reply_by"] == date(2026, 11, 25)
    assert not {"attendance", "minutes", "notes"} & set(meeting)


def test_every_action_point_stands_under_one_item_of_the_meeting_that_decided_it() -> None:
    named = [
        (code, meeting["code"])
        for meeting in HELD
        for note in meeting["notes"]
        for code in note.get("action_points", ())
    ]

    assert sorted(named) == sorted((row["code"], row["meeting"]) for row in POINTS)


def test_every_information_action_named_in_a_note_exists_and_each_is_named() -> None:
    named = {
        code
        for meeting in HELD
        for note in meeting["notes"]
        for code in note.get("information_actions", ())
    }

    assert named == {row["code"] for row in ACTIONS}


def test_nine_action_points_are_open_and_six_of_them_late() -> None:
    still_open = [row for row in POINTS if PointState(row["status"]) in {"open", "under_way"}]
    late = [row["code"] for row in still_open if date.fromisoformat(row["due_day"]) < DEMO_DAY]

    assert len(still_open) == 9
    assert late == [
        *("AP-2025-06", "AP-2025-10", "AP-2026-02", "AP-2026-03", "AP-2026-04", "AP-2026-06")
    ]


def test_a_closed_action_point_names_the_meeting_that_closed_it_and_an_open_one_none() -> None:
    for row in POINTS:
        closed = PointState(row["status"]) in {PointState.DONE, PointState.WRITTEN_OFF}
        assert bool(row["closed_meeting"]) == closed
        assert row["agency"] in SLUGS
        assert row["meeting"] in BY_CODE
        assert not closed or row["closed_meeting"] in BY_CODE
        assert closed or not row["result"]
    assert sum(row["status"] == PointState.WRITTEN_OFF for row in POINTS) == 1


def test_information_actions_use_known_states_kinds_and_agencies() -> None:
    states = Counter(InfoState(row["status"]) for row in ACTIONS)

    assert states == {InfoState.DONE: 16, InfoState.POSTPONED: 1, InfoState.UNDER_WAY: 1}
    for row in ACTIONS:
        InfoKind(row["kind"])
        partners = row["partners"].split(";") if row["partners"] else []
        assert {row["lead"], *partners} <= SLUGS
        assert row["lead"] not in partners
        assert row["meeting"] in BY_CODE
        assert date.fromisoformat(row["first_day"]) <= date.fromisoformat(row["last_day"])
        assert not row["reach"] or int(row["reach"]) > 0


def test_ten_people_have_answered_the_next_invitation() -> None:
    meeting = BY_CODE["HT2026-2"]

    assert Counter(Answer(row["answer"]) for row in REPLIES) == {
        Answer.ACCEPTED: 7,
        Answer.DECLINED: 2,
        Answer.DELEGATED: 1,
    }
    assert len({row["person"] for row in REPLIES}) == 10
    for row in REPLIES:
        assert row["meeting"] == meeting["code"]
        person = PEOPLE[row["person"]]
        assert stands_for(row["person"], person["agency"], meeting["date"])
        assert meeting["invited_on"] <= date.fromisoformat(row["answered_on"]) <= DEMO_DAY
        assert not row["substitute"] or row["substitute"] in PEOPLE


def test_the_roster_is_a_list_that_our_own_import_takes() -> None:
    agencies = [KnownAgency(n, row["slug"], row["name"]) for n, row in enumerate(AGENCIES, 1)]

    table = read_list((DEMO / "roster.csv").read_bytes(), "roster.csv")
    entries, findings = check_list(table, agencies, today=DEMO_DAY)

    assert findings.problems() == ()

    assert [entry.reference for entry in entries] == list(PEOPLE)
    assert {entry.replaces for entry in entries} - {None} <= set(PEOPLE)


def test_the_successor_starts_the_day_after_the_one_before_left() -> None:
    for row in ROSTER:
        if row["replaces"]:
            before = PEOPLE[row["replaces"]]
            gap = date.fromisoformat(row["valid_from"]) - date.fromisoformat(before["valid_to"])
            assert gap.days == 1
            assert before["agency"] == row["agency"]


def test_the_protected_person_has_neither_name_nor_phone() -> None:
    protected = [row for row in ROSTER if row["protected"] == "true"]

    assert [row["reference"] for row in protected] == ["P17"]
    assert not any(protected[0][field] for field in ("given_name", "family_name", "phone"))
    assert protected[0]["contact_channel"] == "funktionsbrevlåda"


def test_mail_goes_to_example_se_only() -> None:
    assert all(row["email"].endswith("@example.se") for row in ROSTER)
    for path in DATA.rglob("*"):
        if path.suffix in {".csv", ".yaml"}:
            text = path.read_text(encoding="utf-8")
            assert text.count("@") == text.count("@example.se"), path.name
