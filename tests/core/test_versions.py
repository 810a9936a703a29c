"""Rows that two people can edit: of two who read the same one, the second to save is told."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, NamedTuple

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, SQLModel, func, select

from coordinator.access.actor import Actor, Role
from coordinator.actions import usecases as actions
from coordinator.actions.tables import ActionPoint, InformationAction
from coordinator.core.database import touch
from coordinator.core.errors import Conflict
from coordinator.core.office import Office
from coordinator.groups import usecases as groups
from coordinator.groups.tables import CollaborationGroup, RoleGrant
from coordinator.invitations.tables import Reply
from coordinator.meetings.tables import AgendaItem, Meeting
from coordinator.minutes.tables import Decision, Minutes, Note, NoteDraft
from coordinator.planning import usecases as planning
from coordinator.planning.polls.tables import DatePoll
from coordinator.planning.priorities import Notice, Priorities
from coordinator.planning.tables import PlanningSettings
from coordinator.roster import usecases as roster
from coordinator.roster.tables import Agency, Person, Representation
from coordinator.roster.views import Duty
from coordinator.terms import usecases as terms
from coordinator.terms.tables import ClosedDayRow, Term
from coordinator.terms.views import NewClosedDay
from coordinator.trail import usecases as trail
from coordinator.trail.tables import TrailHead
from tests.conftest import Cast
from tests.together import at_once


class Ids(NamedTuple):
    """What the rows below refer to."""

    group: int
    agency: int
    person: int
    meeting: int = 0
    item: int = 0


Row = Callable[[Office, Ids], SQLModel]


def _meeting(office: Office, ids: Ids) -> Meeting:
    now = office.clock.now()
    return Meeting(
        group_id=ids.group, code="HT2026-9", term_code="HT2026", number=9, uid="u9",
        state="planned", starts_at=now, ends_at=now + timedelta(hours=2), changed_at=now,
    )  # fmt: skip


def _item(_office: Office, ids: Ids) -> AgendaItem:
    return AgendaItem(
        group_id=ids.group, meeting_id=ids.meeting, number=1, kind="other", title="-", duration=5
    )


def _decision(_office: Office, ids: Ids) -> Decision:
    return Decision(
        group_id=ids.group, meeting_id=ids.meeting, agenda_item_id=ids.item, number=1, text="-"
    )


def _reply(office: Office, ids: Ids) -> Reply:
    return Reply(
        group_id=ids.group, meeting_id=ids.meeting, person_id=ids.person, answer="later",
        source="typed", answered_at=office.clock.now(),
    )  # fmt: skip


def _poll(office: Office, ids: Ids) -> DatePoll:
    return DatePoll(
        group_id=ids.group, code="HT2026-Q1", term_code="HT2026", number=1, state="draft", wanted=1,
        answer_by=office.clock.today(), created_at=office.clock.now(),
    )  # fmt: skip


def _seat(_office: Office, ids: Ids) -> Representation:
    return Representation(
        group_id=ids.group, agency_id=ids.agency, person_id=ids.person, duty="substitute",
        valid_from=date(2026, 1, 1),
    )  # fmt: skip


# One of each, and the column that two people write. A versioned table without a case here fails.
CASES: dict[str, tuple[Row, str]] = {
    "meeting": (_meeting, "theme"),
    "agenda_item": (_item, "title"),
    "decision": (_decision, "text"),
    "reply": (_reply, "answer"),
    "date_poll": (_poll, "message"),
    "representation": (_seat, "functions"),
    "minutes": (
        lambda _o, i: Minutes(group_id=i.group, meeting_id=i.meeting),
        "registration_number",
    ),
    "note": (
        lambda _o, i: Note(group_id=i.group, meeting_id=i.meeting, agenda_item_id=i.item),
        "text",
    ),
    "action_point": (lambda _o, i: ActionPoint(group_id=i.group, code="AP-1", text="-"), "text"),
    "information_action": (
        lambda _o, i: InformationAction(group_id=i.group, code="I-1", title="-", kind="campaign"),
        "title",
    ),
    "planning_settings": (lambda _o, i: PlanningSettings(group_id=i.group), "weights"),
    "term": (
        lambda _o, i: Term(
            group_id=i.group, code="HT2030", first_day=date(2030, 8, 1),
            last_day=date(2030, 12, 1), windows="",
        ),
        "windows",
    ),
    "closed_day": (
        lambda _o, i: ClosedDayRow(
            group_id=i.group, name="-", first_day=date(2027, 5, 4), last_day=date(2027, 5, 4),
            kind="other", effect="warn",
        ),
        "name",
    ),
    "agency": (
        lambda _o, i: Agency(group_id=i.group, slug="ny", name="-", position=99),
        "name",
    ),
    "person": (lambda _o, i: Person(group_id=i.group, given_name="-", sort_key="-"), "title"),
    "collaboration_group": (
        lambda _o, _i: CollaborationGroup(slug="ny", name="-", municipality="-"),
        "name",
    ),
}  # fmt: skip


def versioned() -> dict[str, type[Any]]:
    """Every table with a version, by name, from the mappers."""
    found = {}
    for mapper in SQLModel._sa_registry.mappers:
        if "version" in mapper.local_table.columns:
            found[str(mapper.local_table)] = mapper.class_
    return found


def test_every_versioned_table_has_a_case() -> None:
    assert set(versioned()) == set(CASES)


@pytest.mark.parametrize("table", sorted(versioned()))
def test_of_two_who_read_the_same_row_the_second_to_save_is_told(
    office: Office, cast: Cast, table: str
) -> None:
    make, column = CASES[table]
    kind, row_id = versioned()[table], _made(office, cast, make)

    with pytest.raises(Conflict) as told:
        _save_between(office, kind, row_id, column)

    assert told.value.code == "changed-meanwhile"
    with office.reading() as session:
        stands: Any = session.get(kind, row_id)
        assert (getattr(stands, column), stands.version) == ("first", 2)


def _save_between(office: Office, kind: type[Any], row_id: int, column: str) -> None:
    """Somebody has read the row; somebody else saves it; then the first one saves."""
    if office.database.is_sqlite:  # one writer at a time: the late one has read beforehand
        with office.reading() as session:
            late = session.get(kind, row_id)
            session.expunge(late)
        _save(office, kind, row_id, column)
        with office.transaction() as session:
            session.add(late)
            setattr(late, column, "second")
        return
    with office.transaction() as session:
        late = session.get(kind, row_id)
        _save(office, kind, row_id, column)
        setattr(late, column, "second")


def _save(office: Office, kind: type[Any], row_id: int, column: str) -> None:
    with office.transaction() as session:
        setattr(session.get(kind, row_id), column, "first")


def _made(office: Office, cast: Cast, make: Row) -> int:
    with office.transaction() as session:
        ids = _things(office, session, cast.coordinator)
        row: Any = make(office, ids)
        kind = type(row)
        if kind in (Meeting, AgendaItem):  # made already, for the others to refer to
            return ids.meeting if kind is Meeting else ids.item
        session.add(row)
        session.flush()
        return int(row.id)


def _things(office: Office, session: Session, actor: Actor) -> Ids:
    agency = session.exec(select(Agency.id).where(Agency.group_id == actor.group_id)).first()
    ids = Ids(actor.group_id, agency or 0, actor.person_id or 0)
    meeting = _meeting(office, ids)
    session.add(meeting)
    session.flush()
    ids = ids._replace(meeting=meeting.id or 0)
    item = _item(office, ids)
    session.add(item)
    session.flush()
    return ids._replace(item=item.id or 0)


@pytest.mark.parametrize("engine", ["postgres"])
def test_the_second_waits_for_the_first_and_is_told_then(office: Office, cast: Cast) -> None:
    """As above, with the first one's save still open when the second begins to write.

    On SQLite the second has not read anything by then.
    """
    row_id = _made(office, cast, CASES["planning_settings"][0])
    has_read, may_write = threading.Event(), threading.Event()

    def second() -> None:
        with office.transaction() as session:
            row = session.get(PlanningSettings, row_id)
            assert row is not None
            has_read.set()
            assert may_write.wait(10)
            row.weights = "second"

    with ThreadPoolExecutor(1) as other:
        with office.transaction() as session:
            row = session.get(PlanningSettings, row_id)
            assert row is not None
            later = other.submit(second)
            assert has_read.wait(10)
            row.weights = "first"
            session.flush()
            may_write.set()
        with pytest.raises(Conflict):
            later.result(10)


# How it counts ------------------------------------------------------------------------------------


def test_the_first_save_is_version_one_whatever_the_row_was_made_with(
    office: Office, cast: Cast
) -> None:
    with office.transaction() as session:
        row = PlanningSettings(group_id=cast.coordinator.group_id, version=0)
        session.add(row)
        touch(row)
        session.flush()
        assert row.version == 1


def test_a_save_that_changes_nothing_is_no_new_version(office: Office, cast: Cast) -> None:
    row_id = _made(office, cast, CASES["note"][0])
    for _again in range(2):
        with office.transaction() as session:
            row = session.get(Note, row_id)
            assert row is not None
            row.text = row.text
        assert row.version == 1


@pytest.mark.parametrize("also", [False, True])
def test_what_changes_in_its_children_is_one_step_of_the_row(
    office: Office, cast: Cast, *, also: bool
) -> None:
    row_id = _made(office, cast, CASES["date_poll"][0])
    with office.transaction() as session:
        row = session.get(DatePoll, row_id)
        assert row is not None
        touch(row)
        if also:
            row.message = "Två dagar till"
        session.flush()
        assert row.version == 2
    with office.reading() as session:
        stands = session.get(DatePoll, row_id)
        assert (stands.version if stands else 0) == 2


def test_other_partners_alone_make_an_old_page_of_an_information_action_old(
    office: Office, cast: Cast
) -> None:
    police, clinic = (_agency(office, cast, slug) for slug in ("polis", "umo"))
    made = actions.add_information_action(
        office, cast.coordinator, title="Orange day", kind="campaign", partner_ids=[police]
    )
    change: Any = {"info_id": made.id, "version": made.version}
    changed = actions.change_information_action(
        office, cast.coordinator, partner_ids=[clinic], **change
    )
    assert (made.version, changed.version) == (1, 2)
    with pytest.raises(Conflict):
        actions.change_information_action(office, cast.coordinator, partner_ids=[], **change)


def test_another_quorum_alone_makes_an_old_page_of_the_settings_old(
    office: Office, cast: Cast
) -> None:
    asked: dict[str, Any] = {"priorities": Priorities(), "off": ()}
    for version, slug in enumerate(("polis", "umo")):
        saved = planning.change_planning_settings(
            office,
            cast.coordinator,
            version=version,
            required=[_agency(office, cast, slug)],
            **asked,
        )
        assert saved.version == version + 1
    with pytest.raises(Conflict):
        planning.change_planning_settings(office, cast.coordinator, version=1, required=[], **asked)


def _agency(office: Office, cast: Cast, slug: str) -> int:
    found = roster.agencies(office, cast.coordinator)
    return next(agency.id for agency in found if agency.slug == slug)


# Two people, one moment ---------------------------------------------------------------------------


def test_the_groups_settings_saved_by_two_at_once_hold_one_of_them(
    office: Office, cast: Cast
) -> None:
    present = groups.group_settings(office, cast.coordinator)

    def save(name: str) -> Callable[[], str]:
        return lambda: (
            groups.change_group(
                office,
                cast.coordinator,
                version=present.version,
                name=name,
                municipality=present.municipality,
                meetings_per_term=2,
                quorum_agencies=None,
                minutes_heading="",
            ).name
        )

    done = at_once(office, save("Första"), save("Andra"))

    assert sorted(map(str, done))[1:] == ["changed-meanwhile"]
    assert groups.group_settings(office, cast.coordinator).name in done


def test_a_person_saved_by_two_at_once_is_as_one_of_them_wrote(office: Office, cast: Cast) -> None:
    seat = roster.add_person(
        office,
        cast.coordinator,
        agency_id=_agency(office, cast, "polis"),
        given_name="Kim",
        family_name="Påhitt",
        duty=Duty.SUBSTITUTE,
        valid_from=date(2026, 8, 1),
    )

    def save(title: str) -> Callable[[], str | None]:
        return lambda: (
            roster.change_person(
                office,
                cast.coordinator,
                seat_id=seat.id,
                version=seat.version,
                given_name="Kim",
                family_name="Påhitt",
                title=title,
                duty=Duty.SUBSTITUTE,
                valid_from=date(2026, 8, 1),
            ).title
        )

    done = at_once(office, save("kurator"), save("chef"))

    assert sorted(map(str, done))[:1] == ["changed-meanwhile"]
    with office.reading() as session:
        person = session.get(Person, seat.person_id)
        assert person is not None
        assert person.title in done


def test_the_first_planning_settings_saved_by_two_at_once_are_one_of_theirs(
    office: Office, cast: Cast
) -> None:
    def save(notice: Notice) -> Callable[[], Notice]:
        return lambda: (
            planning.change_planning_settings(
                office,
                cast.coordinator,
                version=0,
                priorities=Priorities(notice=notice),
                off=(),
                required=(),
            ).priorities.notice
        )

    done = at_once(office, save(Notice.TWO_WEEKS), save(Notice.FOUR_WEEKS))

    refused = {"written-meanwhile", "changed-meanwhile"}
    assert len(refused & set(map(str, done))) == 1
    stands = planning.planning_settings(office, cast.coordinator)
    assert (stands.version, stands.priorities.notice in done) == (1, True)


def test_a_closed_day_that_somebody_just_changed_is_not_removed_by_an_old_page(
    office: Office, cast: Cast
) -> None:
    day = date(2027, 5, 4)
    new = NewClosedDay(name="Personaldag", first_day=day, last_day=day)
    own = terms.add_closed_day(office, cast.coordinator, new=new)
    moved = replace(new, last_day=day + timedelta(days=1))
    seen = {"closed_day_id": own.id or 0, "version": own.version}

    def change() -> object:
        terms.change_closed_day(office, cast.coordinator, new=moved, **seen)
        return "changed"

    def remove() -> object:
        terms.remove_closed_day(office, cast.coordinator, **seen)
        return "removed"

    assert change() == "changed"
    with pytest.raises(Conflict) as told:
        remove()
    assert told.value.params["now"] == "Personaldag, 2027-05-04–2027-05-05"

    again = terms.add_closed_day(office, cast.coordinator, new=replace(new, name="Flytt"))
    seen = {"closed_day_id": again.id or 0, "version": again.version}
    done = at_once(
        office, remove, lambda: terms.remove_closed_day(office, cast.coordinator, **seen)
    )
    assert len([one for one in done if one in ("removed", None)]) == 1, done


# Keys that stand once -----------------------------------------------------------------------------


ONCE: dict[str, Row] = {
    "a role": lambda o, i: RoleGrant(
        group_id=i.group, person_id=i.person, role="archive", granted_at=o.clock.now()
    ),
    "a draft": lambda _o, i: NoteDraft(
        group_id=i.group, agenda_item_id=i.item, person_id=i.person, base_version=0, base_text=""
    ),
    "an agency's short name": lambda _o, i: Agency(
        group_id=i.group, slug="ny", name="-", position=99
    ),
    "the end of a chain": lambda _o, _i: TrailHead(group_id=99, number=1, hash="-"),
    "an answer": _reply,
    "settings": lambda _o, i: PlanningSettings(group_id=i.group),
}


@pytest.mark.parametrize("what", ONCE)
def test_a_key_that_somebody_else_wrote_first_is_told_as_a_conflict(
    office: Office, cast: Cast, what: str
) -> None:
    with office.transaction() as session:
        ids = _things(office, session, cast.coordinator)

    def write() -> object:
        with office.transaction() as session:
            session.add(ONCE[what](office, ids))
            session.flush()
        return "written"

    done = at_once(office, write, write)

    assert sorted(map(str, done)) == ["written", "written-meanwhile"]


def test_what_breaks_another_rule_of_the_tables_is_still_our_fault(
    office: Office, cast: Cast
) -> None:
    for row in (
        PlanningSettings(group_id=12345),
        Note(group_id=cast.coordinator.group_id, meeting_id=12345, agenda_item_id=12345),
        RoleGrant(group_id=cast.coordinator.group_id),
    ):
        with pytest.raises(IntegrityError), office.transaction() as session:
            session.add(row)


def test_a_role_given_by_two_at_once_is_given_once(office: Office, cast: Cast) -> None:
    def give() -> object:
        roster.grant_role(
            office, cast.coordinator, person_id=cast.member.person_id or 0, role=Role.SECRETARY
        )
        return "given"

    done = at_once(office, give, give)

    assert "given" in done
    assert set(done) <= {"given", "written-meanwhile"}
    with office.reading() as session:
        query = select(func.count()).select_from(RoleGrant).where(RoleGrant.role == "secretary")
        assert session.exec(query).one() == 1


def test_the_first_two_entries_of_a_log_are_one_and_a_conflict_or_two_in_a_row(
    office: Office, cast: Cast
) -> None:
    with office.transaction() as session:
        group = CollaborationGroup(slug="ny", name="Ny", municipality="Nyby")
        session.add(group)
        session.flush()
    actor = replace(cast.coordinator, group_id=group.id or 0, group_slug="ny")
    day = date(2027, 5, 4)

    def add(name: str) -> Callable[[], str]:
        new = NewClosedDay(name=name, first_day=day, last_day=day)
        return lambda: terms.add_closed_day(office, actor, new=new).name

    done = at_once(office, add("Flytt"), add("Studiedag"))

    saved = [name for name in done if name != "written-meanwhile"]
    assert saved
    assert trail.trail_entries(office, actor).total == len(saved)
    found = terms.closed_days(office, actor, first=day, last=day)
    assert {own.name for own in found if own.id} == set(saved)
