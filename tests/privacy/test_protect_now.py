"""Skydda nu: a name that stood everywhere is gone, and the approved originals are as they were."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

import pytest
from sqlmodel import col, select

from coordinator.access.actor import Actor, Role
from coordinator.actions import usecases as actions
from coordinator.actions.lifecycle import PointState
from coordinator.core.errors import BadInput, NotAllowed, NotFound, RuleBroken
from coordinator.core.office import Office
from coordinator.core.outbox.mail import Mail, queue
from coordinator.core.outbox.tables import OutboxAttachment, OutboxMail
from coordinator.entrance import usecases as entrance
from coordinator.groups import usecases as groups
from coordinator.invitations import usecases as invitations
from coordinator.meetings import usecases as meetings
from coordinator.meetings.views import MeetingFilter
from coordinator.minutes import usecases as minutes
from coordinator.minutes.lifecycle import MinutesEvent
from coordinator.planning import usecases as planning
from coordinator.privacy import usecases as privacy
from coordinator.privacy.name_columns import texts
from coordinator.privacy.views import Certainty, Did
from coordinator.reports import usecases as reports
from coordinator.roster import usecases as roster
from coordinator.roster.views import Duty
from coordinator.terms import usecases as terms
from coordinator.trail import usecases as trail
from coordinator.trail.tables import TrailEntry
from coordinator.wiring import shell_actor
from tests.conftest import Cast
from tests.meetings.helpers import booked
from tests.minutes.helpers import item_of, taken
from tests.roster.helpers import readdressed, seated_there_too

from .planted import (
    EMAIL,
    FAMILY,
    INSTEAD,
    MAILBOX,
    NAME,
    Planted,
    all_text_columns,
    leaks,
    protect,
)


@pytest.fixture
def office(prepared: tuple[Office, Planted]) -> Office:
    return prepared[0]


OF_A_MEETING: dict[str, Callable[..., Any]] = {
    "meeting": meetings.meeting,
    "minutes": minutes.minutes,
    "replies": invitations.replies,
    "points": actions.points_of_meeting,
    "ics": invitations.calendar_file,
}


def everything(office: Office, actor: Actor, planted: Planted) -> dict[str, Any]:
    """What every use case that shows something shows this actor."""
    codes = [planted.approved, planted.draft, planted.planned]
    shown: dict[str, Callable[[], Any]] = {
        "roster": lambda: roster.roster(office, actor),
        "agencies": lambda: roster.agencies(office, actor),
        "names": lambda: roster.names(office, actor, person_ids=[planted.person_id]),
        "find_by_email": lambda: roster.find_by_email(office, actor, email=EMAIL),
        "closed_days": lambda: terms.closed_days(
            office, actor, first=date(2026, 8, 1), last=date(2026, 12, 31)
        ),
        "list_meetings": lambda: meetings.list_meetings(office, actor, year=2026),
        "upcoming": lambda: meetings.upcoming(office, actor),
        "find_meetings": lambda: meetings.find_meetings(
            office, actor, filter=MeetingFilter(year=2026)
        ),
        "term_plan": lambda: planning.term_plan(office, actor, term_code="HT2026"),
        "action_points": lambda: actions.action_points(office, actor, states=frozenset(PointState)),
        "information_actions": lambda: actions.information_actions(office, actor),
        "home": lambda: reports.home(office, actor),
        "group": lambda: groups.group_settings(office, actor),
        "search": lambda: reports.search(office, actor, query=FAMILY),
        "search wide": lambda: reports.search(office, actor, query="representant", limit=100),
        "reply_counts": lambda: invitations.reply_counts(office, actor, codes=codes),
    }
    for code in codes:
        shown |= {
            f"{name} {code}": partial(use_case, office, actor, code=code)
            for name, use_case in OF_A_MEETING.items()
        }
    found = {}
    for name, show in shown.items():
        try:
            found[name] = show()
        except (NotAllowed, NotFound):
            continue
    return found


def test_before_it_the_name_stands_everywhere(office: Office, cast: Cast, planted: Planted) -> None:
    """The search below is able to find what it looks for."""
    seen = everything(office, cast.coordinator, planted)
    guilty = {name.split()[0] for name, shown in seen.items() if leaks(shown)}
    assert guilty >= {
        *("roster", "agencies", "names", "find_by_email", "closed_days", "list_meetings"),
        *("upcoming", "find_meetings", "action_points", "information_actions"),
        *("search", "meeting", "minutes", "replies"),
    }


@pytest.mark.parametrize("role", [Role.SECRETARY, Role.MEMBER, Role.READER, Role.AUDITOR])
def test_nobody_but_coordinator_and_archive_reads_the_name_anywhere(
    cast: Cast, protected: tuple[Office, Planted], role: Role
) -> None:
    office, planted = protected
    actor = replace(cast.coordinator, roles=frozenset({role}))
    seen = everything(office, actor, planted)
    assert seen or role is Role.AUDITOR
    assert {name: leaks(shown) for name, shown in seen.items() if leaks(shown)} == {}


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.REGISTRATOR])
def test_coordinator_and_archive_read_the_originals_and_nothing_else(
    cast: Cast, protected: tuple[Office, Planted], role: Role
) -> None:
    office, planted = protected
    seen = everything(office, replace(cast.coordinator, roles=frozenset({role})), planted)
    guilty = {name for name, shown in seen.items() if leaks(shown)}
    assert guilty == {
        f"meeting {planted.approved}",
        f"minutes {planted.approved}",
        *("list_meetings", "find_meetings"),  # the theme is approved with the rest
    }


def test_the_database_holds_the_name_in_approved_originals_alone(
    cast: Cast, protected: tuple[Office, Planted]
) -> None:
    office = protected[0]
    guilty: Counter[str] = Counter()
    with office.reading() as session:
        for column in sorted(all_text_columns()):
            table, name = column.split(".")
            rows = session.connection().exec_driver_sql(f'SELECT "{name}" FROM "{table}"')
            guilty[column] += sum(bool(leaks(row[0])) for row in rows)
    assert +guilty == Counter(
        {
            "note.text": 1,
            "decision.text": 1,
            "meeting.theme": 1,
            "agenda_item.title": 2,  # the question, and the theme's item
            "attendance.person_name": 1,
        }
    )


def test_an_approved_original_is_not_altered(office: Office, cast: Cast, planted: Planted) -> None:
    before = minutes.minutes(office, cast.coordinator, code=planted.approved)
    presence = meetings.meeting(office, cast.coordinator, code=planted.approved).presence
    protect(office, cast, planted)
    assert minutes.minutes(office, cast.coordinator, code=planted.approved) == before
    after = meetings.meeting(office, cast.coordinator, code=planted.approved)
    assert after.presence == presence


def test_others_read_a_masked_copy_that_makes_sense(
    cast: Cast, protected: tuple[Office, Planted]
) -> None:
    office, planted = protected
    view = minutes.minutes(office, cast.reader, code=planted.approved)
    assert view.notes[3].text == f"{INSTEAD} berättade. {INSTEAD}s kollegor höll med."
    assert view.notes[4].decisions[0].text == f"{INSTEAD} bjuder in till nästa möte."
    assert view.notes[7].title == f"Fråga från {INSTEAD}"
    shelter = next(
        one
        for one in meetings.meeting(office, cast.reader, code=planted.approved).presence
        if one.agency_name in INSTEAD
    )
    assert [row.person_name for row in shelter.rows] == [INSTEAD]


def test_the_roster_keeps_a_seat_and_a_function_mailbox(
    cast: Cast, protected: tuple[Office, Planted]
) -> None:
    office, planted = protected
    seat = roster.find_by_email(office, cast.coordinator, email=MAILBOX)[0]
    assert (seat.name, seat.is_protected, seat.title, seat.phone) == (INSTEAD, True, None, None)
    assert (seat.contact_channel, seat.functions) == ("funktionsbrevlåda", frozenset())
    assert seat.person_id == planted.person_id


def test_without_a_mailbox_no_address_is_left(office: Office, cast: Cast, planted: Planted) -> None:
    protect(office, cast, planted, mailbox=None)
    view = roster.roster(office, cast.coordinator)
    seat = next(one for entry in view.agencies for one in entry.seats if one.id == planted.seat_id)
    assert seat.email is None


def test_every_door_is_shut_in_that_moment(office: Office, cast: Cast, planted: Planted) -> None:
    assert entrance.session_of(office, planted.cookie) is not None
    shell = shell_actor(office, "exempelby")
    link = entrance.make_sign_in_link(office, shell, person_id=planted.person_id)

    protect(office, cast, planted)

    session = entrance.session_of(office, planted.cookie)
    assert session is None or session.seats == ()
    with pytest.raises(RuleBroken, match="link-ended"):
        entrance.sign_in(office, link)


def test_chair_and_adjuster_are_taken_away_where_nothing_is_approved(
    cast: Cast, protected: tuple[Office, Planted]
) -> None:
    office, planted = protected
    chief = cast.coordinator
    assert minutes.minutes(office, chief, code=planted.draft).adjuster_id is None
    assert meetings.meeting(office, chief, code=planted.planned).chair_id is None
    approved = meetings.meeting(office, chief, code=planted.approved)
    assert approved.chair_id == planted.person_id  # shown as everybody else's protected name is
    assert roster.names(office, chief, person_ids=[planted.person_id]) == {
        planted.person_id: INSTEAD
    }


def test_waiting_mail_is_stopped_held_or_rewritten(
    cast: Cast, protected: tuple[Office, Planted]
) -> None:
    office = protected[0]
    with office.reading() as session:
        mails = session.exec(
            select(OutboxMail).where(OutboxMail.kind == "reminder").order_by(col(OutboxMail.id))
        ).all()
        told = [(mail.state, mail.address, mail.subject) for mail in mails]
    assert told == [
        ("dropped", "", ""),
        ("waiting", "any@example.se", f"Hej {INSTEAD}"),
        ("dropped", "", ""),  # its calendar file carried the name
        ("sent", "", f"Hej {INSTEAD}"),
        ("paused", "any@example.se", "Möte"),  # what a picture of a page holds nobody can tell
    ]
    with office.reading() as session:
        kept = [session.get(OutboxAttachment, n) for n in range(1, 5)]
        assert [part.name for part in kept if part] == ["karta.pdf"]


def test_a_false_hit_that_was_ticked_off_stays(
    office: Office, cast: Cast, planted: Planted
) -> None:
    places = privacy.places_of_name(office, cast.coordinator, person_id=planted.person_id).places
    point = next(one for one in places if one.source == "action_point" and one.field == "result")
    done = protect(office, cast, planted, answers={hit.key: False for hit in point.hits})
    page = actions.action_points(office, cast.coordinator, states=frozenset(PointState))
    assert [one.result for one in page.points] == [f"{FAMILY}s svar"]
    spared = [line for line in done.lines if line.did is Did.SPARED]
    assert [(line.source, line.field, line.count) for line in spared] == [
        ("action_point", "result", 1)
    ]


def test_a_given_name_alone_is_changed_only_on_a_yes(
    office: Office, cast: Cast, planted: Planted
) -> None:
    point = actions.add_action_point(office, cast.coordinator, text="Xenia ringer")
    other = actions.add_action_point(office, cast.coordinator, text="Xenia svarar")
    places = privacy.places_of_name(office, cast.coordinator, person_id=planted.person_id).places
    unsure = [
        hit
        for place in places
        for hit in place.hits
        if hit.certainty is Certainty.UNSURE and place.about in {point.code, other.code}
    ]
    protect(office, cast, planted, answers={unsure[0].key: True})
    chief = cast.coordinator
    texts = [actions.action_point(office, chief, point_id=one.id).text for one in (point, other)]
    assert texts == [f"{INSTEAD} ringer", "Xenia svarar"]


def test_the_preview_tells_what_is_then_done(office: Office, cast: Cast, planted: Planted) -> None:
    view = privacy.places_of_name(office, cast.coordinator, person_id=planted.person_id)
    done = protect(office, cast, planted)
    told = {(place.source, place.field, place.about, place.did) for place in view.places}
    did = {(line.source, line.field, line.about, line.did) for line in done.lines}
    # The group's own mailbox is told of by the receipt alone.
    assert did - told <= {("collaboration_group", "mailbox", None, Did.REMOVED)}
    assert told - did == set()
    assert (view.name, view.instead) == (NAME, INSTEAD)
    assert {place.source for place in view.places} >= {one.name for one in texts()}


def test_the_preview_changes_nothing(office: Office, cast: Cast, planted: Planted) -> None:
    before = everything(office, cast.coordinator, planted)
    privacy.places_of_name(office, cast.coordinator, person_id=planted.person_id)
    assert everything(office, cast.coordinator, planted) == before


def test_the_receipt_is_kept_and_names_nobody(office: Office, cast: Cast, planted: Planted) -> None:
    done = protect(office, cast, planted)
    kept = privacy.receipt(office, cast.coordinator, person_id=planted.person_id)
    assert kept == done
    assert not leaks(kept)
    with office.reading() as session:
        entries = [session.get(TrailEntry, n) for n in range(1, 200)]
        assert not any(leaks(entry.changes) for entry in entries if entry)


def test_a_copy_that_is_masked_already_is_masked_once_more(
    cast: Cast, protected: tuple[Office, Planted]
) -> None:
    """Two people in one approved note: neither comes back when the other is protected."""
    office, planted = protected
    assert cast.member.person_id is not None
    view = meetings.meeting(office, cast.coordinator, code=planted.draft)
    opened = minutes.open_note(office, cast.coordinator, item_id=item_of(view, 4), refresh=True)
    minutes.save_note(
        office,
        cast.coordinator,
        item_id=opened.agenda_item_id,
        text="Nadia Prov talade med Jonas Test.",
        base_version=opened.version,
    )
    taken(office, cast.coordinator, planted.draft, MinutesEvent.CIRCULATE, MinutesEvent.APPROVE)
    for actor in (cast.member, cast.other_member):
        privacy.protect_now(office, cast.coordinator, person_id=actor.person_id or 0)
    read = minutes.minutes(office, cast.reader, code=planted.draft).notes[3].text
    assert "Nadia" not in read
    assert "Jonas" not in read
    original = minutes.minutes(office, cast.coordinator, code=planted.draft).notes[3].text
    assert original == "Nadia Prov talade med Jonas Test."


@pytest.mark.parametrize("mailbox", [EMAIL, "zetterqvist@example.se", "nadia.prov@example.se"])
def test_a_mailbox_that_names_somebody_is_refused_and_nothing_is_done(
    office: Office, cast: Cast, planted: Planted, mailbox: str
) -> None:
    if "nadia" in mailbox:
        seat = roster.find_by_email(office, cast.coordinator, email="member@example.se")[0]
        readdressed(office, cast.coordinator, seat, mailbox)
    with pytest.raises(BadInput, match="mailbox-is-personal"):
        protect(office, cast, planted, mailbox=mailbox)
    assert roster.find_by_email(office, cast.coordinator, email=EMAIL)[0].name == NAME


def test_nobody_of_another_group_is_protected_from_here(
    office: Office, cast: Cast, planted: Planted
) -> None:
    with pytest.raises(NotFound):
        privacy.protect_now(office, cast.outsider, person_id=planted.person_id)
    with pytest.raises(NotFound):
        privacy.places_of_name(office, cast.outsider, person_id=planted.person_id)


def in_two_groups(office: Office, cast: Cast) -> Actor:
    """Seats the planted person in the second group as well; that group's coordinator."""
    other = shell_actor(office, "andraby")
    seated_there_too(office, other, roster.find_by_email(office, cast.coordinator, email=EMAIL)[0])
    return other


def test_protecting_in_one_group_touches_no_row_of_another(
    office: Office, cast: Cast, planted: Planted
) -> None:
    """Not its texts, its mails, its log, nor what its people may do."""
    other = in_two_groups(office, cast)
    there = roster.find_by_email(office, other, email=EMAIL)[0].person_id
    roster.grant_role(office, other, person_id=there, role=Role.SECRETARY)
    point = actions.add_action_point(office, other, text=f"{NAME} ringer, Xenia svarar")
    meeting = booked(office, other, "2026-12-09", theme=f"Tema av {NAME}")
    with office.transaction() as session:
        letter = Mail("reminder", EMAIL, NAME, "Hej", group_id=other.group_id)
        mail_id = queue(session, letter, now=office.clock.now())
    entries = len(trail.trail_entries(office, other, limit=1000).lines)

    protect(office, cast, planted)

    after = actions.action_point(office, other, point_id=point.id)
    assert (after.text, after.version) == (point.text, point.version)
    assert meetings.meeting(office, other, code=meeting).line.theme == f"Tema av {NAME}"
    with office.reading() as session:
        mail = session.get(OutboxMail, mail_id)
        assert mail is not None
        assert (mail.state, mail.address, mail.subject) == ("waiting", EMAIL, NAME)
    assert len(trail.trail_entries(office, other, limit=1000).lines) == entries
    with pytest.raises(NotFound):
        privacy.receipt(office, other, person_id=planted.person_id)


def test_a_namesake_keeps_name_and_attendance(office: Office, cast: Cast, planted: Planted) -> None:
    roster.add_person(
        office,
        cast.coordinator,
        agency_id=next(
            one.id for one in roster.agencies(office, cast.coordinator) if one.slug == "akut"
        ),
        given_name="Xenia",
        family_name="Zetterqvist",
        duty=Duty.REPRESENTATIVE,
        valid_from=office.clock.today(),
        email="annan@example.se",
    )
    protect(office, cast, planted)
    found = roster.find_by_email(office, cast.coordinator, email="annan@example.se")[0]
    assert found.name == NAME


def test_a_checkbox_or_a_list_cannot_protect_without_looking(
    office: Office, cast: Cast, planted: Planted
) -> None:
    seat = roster.find_by_email(office, cast.coordinator, email=EMAIL)[0]
    with pytest.raises(RuleBroken, match="protect-now-instead"):
        roster.change_person(
            office,
            cast.coordinator,
            seat_id=seat.id,
            version=seat.version,
            given_name=None,
            family_name=None,
            duty=seat.duty,
            valid_from=seat.valid_from,
            is_protected=True,
        )


def test_a_sign_in_mail_of_no_group_loses_the_address_too(
    office: Office, cast: Cast, planted: Planted
) -> None:
    entrance.ask_for_link(office, address=EMAIL.upper(), client="192.0.2.1")
    with office.transaction() as session:  # as an older version has queued and sent one
        queue(
            session,
            Mail(kind="sign_in_link", address=EMAIL, subject="Länk", text=""),
            now=office.clock.now(),
        )
    protect(office, cast, planted)
    with office.reading() as session:
        mails = session.exec(
            select(OutboxMail).where(OutboxMail.kind == "sign_in_link").order_by(col(OutboxMail.id))
        ).all()
        assert [(mail.state, mail.address, mail.text) for mail in mails] == [
            ("dropped", "", "")
        ] * 2


def test_an_earlier_name_that_nobody_recorded_is_looked_for_when_it_is_typed(
    office: Office, cast: Cast, planted: Planted
) -> None:
    chief = cast.coordinator
    texts = ("Xenia Flicknamn ringer", "Nussan svarar", "Flicknamns bil")
    points = [actions.add_action_point(office, chief, text=text) for text in texts]
    names = ["Xenia Flicknamn", " ", "Nussan"]
    view = privacy.places_of_name(office, chief, person_id=planted.person_id, also=names)
    assert {place.about for place in view.places} >= {point.code for point in points}

    protect(office, cast, planted, also=names)

    after = [actions.action_point(office, chief, point_id=one.id).text for one in points]
    assert after == [f"{INSTEAD} ringer", f"{INSTEAD} svarar", f"{INSTEAD}s bil"]
    with office.reading() as session:
        entries = [session.get(TrailEntry, n) for n in range(1, 300)]
        assert not any("Flicknamn" in entry.changes for entry in entries if entry)


def test_a_mailbox_does_not_tell_an_earlier_name_either(
    office: Office, cast: Cast, planted: Planted
) -> None:
    with pytest.raises(BadInput, match="mailbox-is-personal"):
        protect(office, cast, planted, mailbox="flicknamn@example.se", also=["Xenia Flicknamn"])


def test_somebody_protected_is_looked_for_by_further_names_again(
    office: Office, cast: Cast, planted: Planted
) -> None:
    """Twice, with a name more each time; masked copies, drafts and mails too."""
    chief = cast.coordinator
    view = meetings.meeting(office, chief, code=planted.draft)
    opened = minutes.open_note(office, chief, item_id=item_of(view, 5), refresh=True)
    minutes.save_note(
        office,
        chief,
        item_id=item_of(view, 5),
        text=f"Nussan och Flicknamn, {NAME}.",
        base_version=opened.version,
    )
    point = actions.add_action_point(office, chief, text="Nussan ringer Flicknamn")
    taken(office, chief, planted.draft, MinutesEvent.CIRCULATE, MinutesEvent.APPROVE)
    first = protect(office, cast, planted)
    seat = roster.find_by_email(office, chief, email=MAILBOX)[0]

    with pytest.raises(BadInput, match="protect-needs-names"):
        privacy.places_of_name(office, chief, person_id=planted.person_id, also=[" "])
    shown = privacy.places_of_name(office, chief, person_id=planted.person_id, also=["Flicknamn"])
    assert (shown.is_again, shown.name) == (True, INSTEAD)
    privacy.protect_now(office, chief, person_id=planted.person_id, also=["Flicknamn"])
    last = privacy.protect_now(office, chief, person_id=planted.person_id, also=["Nussan"])

    read = minutes.minutes(office, cast.reader, code=planted.draft)
    assert read.notes[4].text == f"{INSTEAD} och {INSTEAD}, {INSTEAD}."
    original = minutes.minutes(office, chief, code=planted.draft).notes[4].text
    assert original == f"Nussan och Flicknamn, {NAME}."
    after = actions.action_point(office, chief, point_id=point.id).text
    assert after == f"{INSTEAD} ringer {INSTEAD}"
    assert roster.find_by_email(office, chief, email=MAILBOX)[0].version == seat.version
    kept = privacy.receipt(office, chief, person_id=planted.person_id)
    assert (kept.lines, len(kept.earlier), kept.earlier[1].lines) == (last.lines, 2, first.lines)
    with office.reading() as session:
        entries = session.exec(select(TrailEntry)).all()
        assert not any(word in one.changes for one in entries for word in ("Nussan", "Flicknamn"))


def test_a_former_address_is_forgotten_too(office: Office, cast: Cast, planted: Planted) -> None:
    """Of mails to the person, of one to nobody known, and where an answer would go."""
    chief, now = cast.coordinator, office.clock.now()
    former = f"x.{FAMILY.lower()}@forr.example.se"
    mails = [
        Mail(
            "reminder",
            "nia@forr.example.se",
            "Hej Xenia",
            "",
            group_id=chief.group_id,
            person_id=planted.person_id,
        ),
        Mail("address_changed", "Nia@forr.example.se", "Hej", ""),
        Mail("address_changed", former, "Hej", ""),
        Mail("reminder", "any@example.se", "Hej", "", group_id=chief.group_id, reply_to=former),
        Mail("address_changed", "nina@forr.example.se", "Hej", ""),
    ]
    with office.transaction() as session:
        ids = [queue(session, letter, now=now) for letter in mails]
        for one in ids:
            mail = session.get(OutboxMail, one)
            assert mail is not None
            mail.state = "sent"
    protect(office, cast, planted)
    with office.reading() as session:
        found = [session.get(OutboxMail, one) for one in ids]
        kept = [(one.address, one.reply_to) for one in found if one]
        assert found[0]
        assert found[0].subject == f"Hej {INSTEAD}"
    assert kept == [
        *[("", None)] * 3,
        ("any@example.se", None),
        ("nina@forr.example.se", None),  # somebody else's
    ]
