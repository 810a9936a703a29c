"""Places that are told separately or never, and the way into a digital meeting."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from coordinator.access.actor import Actor, Role
from coordinator.core.errors import BadInput, NotFound, RuleBroken
from coordinator.core.office import Office
from coordinator.core.outbox.tables import OutboxMail
from coordinator.invitations import usecases as invitations
from coordinator.meetings import usecases as meetings
from coordinator.meetings.tables import Meeting
from coordinator.meetings.views import MeetingFilter
from coordinator.planning import usecases as planning
from coordinator.reports import usecases as reports
from coordinator.roster import usecases as roster
from coordinator.trail.tables import TrailEntry
from tests.conftest import Cast, Hand

from .helpers import booked, seated

SECRET = "Hemliga gatan 17"
LINK = "https://video.example.se/rum/9f8e7d"


@pytest.fixture
def told(office: Office, cast: Cast) -> str:
    """A meeting whose place is told separately; its code."""
    return booked(office, cast.coordinator, venue=SECRET, venue_kind="told_separately")


def stored(office: Office, actor: Actor, code: str) -> Meeting:
    line = meetings.meeting(office, actor, code=code).line
    with office.reading() as session:
        row = session.get(Meeting, line.id)
        assert row is not None
        session.expunge(row)
        return row


def everything(office: Office, actor: Actor, code: str) -> str:
    shown: list[Any] = [
        meetings.meeting(office, actor, code=code),
        meetings.list_meetings(office, actor, year=2026),
        meetings.upcoming(office, actor),
        reports.home(office, actor),
        reports.search(office, actor, query="hemliga"),
        invitations.calendar_file(office, actor, code=code).decode(),
    ]
    if actor.in_office:
        shown += [
            meetings.find_meetings(office, actor, filter=MeetingFilter(year=2026)),
            planning.term_plan(office, actor, term_code="HT2026"),
            invitations.replies(office, actor, code=code),
            meetings.venue_told(office, actor, code=code),
        ]
    return repr(shown)


def code_mailed(office: Office) -> str:
    with office.reading() as session:
        mails = [session.get(OutboxMail, n) for n in range(1, 40)]
        session.expunge_all()
    newest = [mail for mail in mails if mail][-1]
    assert newest.is_secret
    assert SECRET not in f"{newest.subject}{newest.text}{newest.html}"
    found = re.search(r"\b\d{6}\b", newest.text)
    assert found
    return found[0]


def reschedule(office: Office, actor: Actor, code: str, **given: Any) -> None:
    line = meetings.meeting(office, actor, code=code).line
    invitations.reschedule(
        office, actor, code=code, start=line.start, end=line.end, reason="Nytt rum", **given
    )


def test_a_place_told_separately_is_stored_and_shown_nowhere(
    office: Office, cast: Cast, told: str
) -> None:
    assert stored(office, cast.coordinator, told).venue == SECRET
    for actor in (cast.coordinator, cast.member, cast.reader):
        assert "Hemliga" not in everything(office, actor, told)
    line = meetings.meeting(office, cast.member, code=told).line
    assert (line.venue, line.has_secret_place) == (None, True)


def test_a_protected_place_is_never_stored(office: Office, cast: Cast) -> None:
    with pytest.raises(BadInput, match="venue-never-stored"):
        booked(office, cast.coordinator, venue=SECRET, venue_kind="protected")
    code = booked(office, cast.coordinator, venue_kind="protected")
    with pytest.raises(BadInput, match="venue-never-stored"):
        reschedule(office, cast.coordinator, code, venue=SECRET)
    assert stored(office, cast.coordinator, code).venue is None


def test_a_place_that_becomes_protected_is_forgotten(office: Office, cast: Cast, told: str) -> None:
    reschedule(office, cast.coordinator, told, venue_kind="protected")
    assert stored(office, cast.coordinator, told).venue is None


def test_a_secret_place_never_becomes_an_open_one_by_itself(
    office: Office, cast: Cast, told: str
) -> None:
    reschedule(office, cast.coordinator, told, venue_kind="open")
    assert stored(office, cast.coordinator, told).venue is None
    assert "Hemliga" not in everything(office, cast.member, told)


def test_moving_in_time_keeps_the_secret_place(
    office: Office, cast: Cast, hand: Hand, told: str
) -> None:
    line = meetings.meeting(office, cast.coordinator, code=told).line
    invitations.reschedule(
        office,
        cast.coordinator,
        code=told,
        reason="Senare",
        start=line.start + timedelta(minutes=30),
        end=line.end + timedelta(minutes=30),
    )
    assert stored(office, cast.coordinator, told).venue == SECRET


def test_an_invited_person_sees_the_place_for_a_code_and_the_trail_keeps_it(
    office: Office, cast: Cast, told: str
) -> None:
    meetings.ask_for_venue(office, cast.member, code=told)
    place = meetings.venue_by_code(office, cast.member, code=told, one_time=code_mailed(office))
    assert place == SECRET
    with office.reading() as session:
        entries = [session.get(TrailEntry, n) for n in range(1, 60)]
        session.expunge_all()
    last = [entry for entry in entries if entry][-1]
    assert (last.use_case, last.about) == ("meetings.venue_by_code", told)
    assert {"said": {"shown": True}} in json.loads(last.changes)
    assert not any("Hemliga" in entry.changes for entry in entries if entry)
    ticks = meetings.venue_told(office, cast.coordinator, code=told)
    assert [(one.name, one.how) for one in ticks if one.how] == [("Nadia Prov", "code")]


def test_a_wrong_code_shows_nothing_counts_and_is_in_the_trail(
    office: Office, cast: Cast, told: str
) -> None:
    meetings.ask_for_venue(office, cast.member, code=told)
    right = code_mailed(office)
    wrong = "000000" if right != "000000" else "111111"
    for _ in range(5):
        with pytest.raises(RuleBroken, match="venue-code-wrong"):
            meetings.venue_by_code(office, cast.member, code=told, one_time=wrong)
    with pytest.raises(RuleBroken, match="code-expired"):
        meetings.venue_by_code(office, cast.member, code=told, one_time=right)
    assert not any(one.how for one in meetings.venue_told(office, cast.coordinator, code=told))


def test_a_code_is_worth_nothing_twice_late_or_for_another_meeting(
    office: Office, cast: Cast, hand: Hand, told: str
) -> None:
    other = booked(
        office, cast.coordinator, "2026-12-02", venue=SECRET, venue_kind="told_separately"
    )
    meetings.ask_for_venue(office, cast.member, code=told)
    right = code_mailed(office)
    with pytest.raises(RuleBroken, match="code-expired"):
        meetings.venue_by_code(office, cast.member, code=other, one_time=right)
    with pytest.raises(RuleBroken, match="code-expired"):
        meetings.venue_by_code(office, cast.other_member, code=told, one_time=right)
    assert meetings.venue_by_code(office, cast.member, code=told, one_time=right) == SECRET
    with pytest.raises(RuleBroken, match="code-expired"):
        meetings.venue_by_code(office, cast.member, code=told, one_time=right)
    meetings.ask_for_venue(office, cast.member, code=told)
    late = code_mailed(office)
    hand.forward(minutes=11)
    with pytest.raises(RuleBroken, match="code-expired"):
        meetings.venue_by_code(office, cast.member, code=told, one_time=late)


def test_codes_cannot_be_asked_for_without_end(office: Office, cast: Cast, told: str) -> None:
    for _ in range(5):
        meetings.ask_for_venue(office, cast.member, code=told)
    with pytest.raises(RuleBroken, match="venue-code-too-many"):
        meetings.ask_for_venue(office, cast.member, code=told)


def test_whoever_is_not_invited_is_told_nothing(office: Office, cast: Cast, told: str) -> None:
    stranger = replace(cast.reader, person_id=None)
    guest = replace(cast.outsider, roles=frozenset({Role.MEMBER}))
    for actor in (stranger, guest):
        with pytest.raises(NotFound):
            meetings.ask_for_venue(office, actor, code=told)
        with pytest.raises(NotFound):
            meetings.venue_by_code(office, actor, code=told, one_time="123456")


def test_a_meeting_without_a_secret_place_tells_none(office: Office, cast: Cast) -> None:
    code = booked(office, cast.coordinator, venue="Stadshuset")
    with pytest.raises(RuleBroken, match="venue-not-told-here"):
        meetings.ask_for_venue(office, cast.member, code=code)


def test_the_coordinator_ticks_who_was_told_by_phone(office: Office, cast: Cast, told: str) -> None:
    person = cast.member.person_id or 0
    ticks = meetings.mark_venue_told(office, cast.coordinator, code=told, person_id=person)
    assert [(one.name, one.how) for one in ticks if one.how] == [("Nadia Prov", "phone")]
    ticks = meetings.mark_venue_told(
        office, cast.coordinator, code=told, person_id=person, is_told=False
    )
    assert not any(one.how for one in ticks)
    with pytest.raises(NotFound):
        meetings.mark_venue_told(office, cast.coordinator, code=told, person_id=99_999)


def test_another_place_forgets_who_was_told(office: Office, cast: Cast, told: str) -> None:
    person = cast.member.person_id or 0
    meetings.mark_venue_told(office, cast.coordinator, code=told, person_id=person)
    reschedule(office, cast.coordinator, told, venue="Annan hemlig gata 2")
    assert not any(one.how for one in meetings.venue_told(office, cast.coordinator, code=told))


def test_a_protected_person_is_told_through_the_function_mailbox(
    office: Office, cast: Cast, told: str
) -> None:
    person = seated(
        office, cast.coordinator, "kvinnojour", "X", is_protected=True, email="f@jour.example.se"
    )
    actor = replace(cast.member, person_id=person)
    meetings.ask_for_venue(office, actor, code=told)
    one_time = code_mailed(office)
    assert meetings.venue_by_code(office, actor, code=told, one_time=one_time) == SECRET


@pytest.mark.parametrize(
    "venue",
    ["Kvinnojouren", "hos kvinnojouren, plan 2", "Rosens hus, plan 2"],
)
@pytest.mark.parametrize("kind", ["open", "told_separately"])
def test_a_shelter_is_never_a_place(office: Office, cast: Cast, venue: str, kind: str) -> None:
    roster.add_agency(office, cast.coordinator, name="Rosens hus", kind="shelter")
    with pytest.raises(RuleBroken, match="venue-is-shelter"):
        booked(office, cast.coordinator, venue=venue, venue_kind=kind)


@pytest.mark.parametrize(
    "venue",
    [
        *("Tjejjouren", "Ett skyddat boende", "Skyddade boendet"),
        *("Alla kvinnors hus", "Kvinnohuset, plan 2", "Krisboendet"),
    ],
)
def test_a_place_that_sounds_like_a_shelter_is_asked_about(
    office: Office, cast: Cast, venue: str
) -> None:
    with pytest.raises(RuleBroken, match="venue-may-be-shelter"):
        booked(office, cast.coordinator, venue=venue)
    assert booked(office, cast.coordinator, venue=venue, accepted={"venue-may-be-shelter"})


@pytest.mark.parametrize("venue", ["Jourmottagningen", "Akutens jourrum", "Stadshuset"])
def test_other_places_pass(office: Office, cast: Cast, venue: str) -> None:
    assert booked(office, cast.coordinator, venue=venue)


def test_the_link_to_a_digital_meeting_is_in_no_list_file_or_search(
    office: Office, cast: Cast
) -> None:
    code = booked(office, cast.coordinator)
    line = meetings.set_mode(
        office, cast.coordinator, code=code, version=1, mode="hybrid", joining_link=LINK
    )
    assert (line.mode, line.has_joining_link) == ("hybrid", True)
    assert stored(office, cast.coordinator, code).joining_link == LINK
    for actor in (cast.coordinator, cast.member, cast.reader):
        assert "9f8e7d" not in everything(office, actor, code)
    meetings.set_mode(office, cast.coordinator, code=code, version=2, mode="digital")
    assert stored(office, cast.coordinator, code).joining_link == LINK
    meetings.set_mode(office, cast.coordinator, code=code, version=3, mode="physical")
    assert stored(office, cast.coordinator, code).joining_link is None


@pytest.mark.parametrize(
    "link",
    [
        *("http://video.example.se", "javascript:alert(1)", "video.example.se", "https://"),
        *(
            "https://user@video.example.se",
            "https://[",
            "https://a b.se",
            "https://x.se/" + "a" * 1000,
        ),
    ],
)
def test_only_an_https_address_is_a_link(office: Office, cast: Cast, link: str) -> None:
    code = booked(office, cast.coordinator)
    with pytest.raises(BadInput, match="link-needs-https"):
        meetings.set_mode(
            office, cast.coordinator, code=code, version=1, mode="digital", joining_link=link
        )


def test_a_secret_place_stands_in_no_other_text_of_its_meeting(
    office: Office, cast: Cast, told: str
) -> None:
    chief = cast.coordinator
    in_words = "Vi ses på hemliga Gatan 17 i stället"
    line = meetings.meeting(office, chief, code=told).line
    item = meetings.meeting(office, chief, code=told).agenda[4]
    later: dict[str, Any] = {
        "start": line.start + timedelta(hours=1),
        "end": line.end + timedelta(hours=1),
    }
    tries: dict[str, Callable[[], object]] = {
        "reschedule": lambda: invitations.reschedule(
            office, chief, code=told, reason=in_words, **later
        ),
        "another place": lambda: invitations.reschedule(
            office, chief, code=told, reason=in_words, venue="Rådhuset", venue_kind="open", **later
        ),
        "cancel": lambda: invitations.cancel(office, chief, code=told, reason=in_words),
        "theme": lambda: meetings.set_theme(
            office, chief, code=told, version=line.version, theme=in_words
        ),
        "new item": lambda: meetings.add_agenda_item(
            office, chief, code=told, title=in_words, duration=5
        ),
        "item": lambda: meetings.change_agenda_item(
            office, chief, item_id=item.id, version=item.version, title=in_words, duration=5
        ),
        "book": lambda: booked(
            office,
            chief,
            "2026-11-25",
            venue=SECRET,
            venue_kind="told_separately",
            theme=in_words,
        ),
    }
    for attempt in tries.values():
        with pytest.raises(RuleBroken, match="venue-in-text"):
            attempt()
    for actor in (chief, cast.member):
        assert "gatan 17" not in everything(office, actor, told).casefold()
    reschedule(office, chief, told, venue="Rådhuset")
