"""Every form on a row that somebody else saves meanwhile: what differs is shown, then chosen."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import chain
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from coordinator.access.actor import Role
from coordinator.actions import usecases as actions
from coordinator.actions.lifecycle import InfoState, PointState
from coordinator.actions.views import InfoKind
from coordinator.core.clock import STOCKHOLM
from coordinator.groups import usecases as groups
from coordinator.invitations import usecases as invitations
from coordinator.meetings import usecases as meetings
from coordinator.minutes import usecases as minutes
from coordinator.planning import usecases as planning
from coordinator.planning.priorities import Importance, Notice, Priorities
from coordinator.privacy import usecases as privacy
from coordinator.roster import usecases as roster
from coordinator.roster.views import AgencyView, SeatView
from coordinator.terms import usecases as terms
from coordinator.terms.views import ClosedDay, Effect, NewClosedDay
from coordinator.ui.navigation import FILES
from tests.ui.conftest import Desk
from tests.ui.run import html, said

MEETING = "HT2026-2"


@dataclass(frozen=True)
class Change:
    """A field: what each side writes (None: leaves it), and whether the reader insists on theirs.

    ``end`` is how the key of the field ends, ``shown`` how the two values are told.
    """

    name: str
    end: str
    mine: Any = None
    theirs: Any = None
    insists: bool = False
    shown: tuple[str, ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        return self.shown or tuple(str(v) for v in (self.mine, self.theirs) if v is not None)

    @property
    def in_the_end(self) -> Any:
        both = self.mine is not None and self.theirs is not None
        return self.mine if self.mine is not None and (self.insists or not both) else self.theirs


@dataclass(frozen=True)
class Case:
    """A form, opened on ``form``'s keys; ``read`` and ``write`` go through the use cases."""

    form: str
    page: AppTest
    save: Callable[[AppTest], AppTest]
    read: Callable[[], dict[str, Any]]
    write: Callable[[Mapping[str, Any]], object]
    changes: tuple[Change, ...]

    def saved(self) -> dict[str, Any]:
        now = self.read()
        return {one.name: now[one.name] for one in self.changes}

    def others_save(self, changes: Mapping[str, Any]) -> None:
        self.write({**self.read(), **changes})


def field(page: AppTest, form: str, end: str) -> Any:
    """The field as it stands, whatever version and round its key holds."""
    key = re.compile(rf"{re.escape(form)}(_\d+)?(_r\d+)?_{end}")
    kinds = (
        *(page.text_input, page.text_area, page.number_input, page.date_input, page.time_input),
        *(page.selectbox, page.checkbox, page.radio),
    )
    return next(each for each in chain(*kinds) if key.fullmatch(each.key or ""))


def pressing(label: str) -> Callable[[AppTest], AppTest]:
    def press(page: AppTest) -> AppTest:
        next(button for button in page.button if button.label == label).click()
        return page.run()

    return press


def choice(page: AppTest, name: str) -> Any:
    return next(one for one in page.radio if (one.key or "").endswith(f"_choice_{name}"))


def shown(page: AppTest) -> str:
    """All that is told of a conflict."""
    sides = (side for radio in page.radio for side in radio.options)
    return " ".join((html(page), said(page), *sides)).replace("\\", "").replace("  \n", "\n")


def text_of(page: AppTest) -> str:
    """What stands on the page and in its fields."""
    return f"{shown(page)} {[each.value for each in (*page.text_input, *page.text_area)]}"


# The forms ----------------------------------------------------------------------------------------


def of_a_person(desk: Desk) -> Case:
    seat = seat_of(desk)

    def read() -> dict[str, Any]:
        now = seat_of(desk)
        names = ("given_name", "family_name", "email", "phone", "title", "duty", "functions")
        return {name: getattr(now, name) for name in (*names, "valid_from", "valid_to")}

    return Case(
        f"seat_{seat.id}",
        desk.open("group", agency="polis", seat=str(seat.id)),
        pressing("Spara"),
        read,
        lambda values: roster.change_person(
            desk.office, desk.actor, seat_id=seat.id, version=seat_of(desk).version, **values
        ),
        (
            Change("title", "title", "gruppchef", "kommissarie", insists=True),
            Change("phone", "phone", "040-11 11 11", "040-22 22 22"),
            Change("family_name", "family", mine="Hittepå"),
            Change("given_name", "given", theirs="Ellinor"),
        ),
    )


def seat_of(desk: Desk) -> SeatView:
    view = roster.roster(desk.office, desk.actor, day=date(2026, 11, 22))
    return next(entry for entry in view.agencies if entry.agency.slug == "polis").seats[0]


def of_somebody_with_a_role(desk: Desk) -> Case:
    person_id = roster.add_role_holder(
        desk.office,
        desk.actor,
        given_name="Rut",
        family_name="Granskare",
        email="rut@example.se",
        role=Role.AUDITOR,
    )

    def now() -> Any:
        return roster.role_holder(desk.office, desk.actor, person_id=person_id)

    return Case(
        f"holder_{person_id}",
        desk.open("group", person=str(person_id)),
        pressing("Spara"),
        lambda: {n: getattr(now(), n) for n in ("given_name", "family_name", "email")},
        lambda values: roster.change_role_holder(
            desk.office,
            desk.actor,
            person_id=person_id,
            version=now().version,
            is_protected=False,
            **values,
        ),
        (
            Change("family_name", "family", "Hittepå", "Påhittsson", insists=True),
            Change("email", "email", mine="rut.granskare@example.se"),
            Change("given_name", "given", theirs="Ruth"),
        ),
    )


def of_an_agency(desk: Desk) -> Case:
    def now() -> AgencyView:
        return next(a for a in roster.agencies(desk.office, desk.actor) if a.slug == "polis")

    names = ("name", "principal", "kind", "min_seats", "may_host", "note")
    return Case(
        f"agency_{now().id}",
        desk.open("group", agency="polis"),
        pressing("Spara"),
        lambda: {name: getattr(now(), name) for name in names},
        lambda values: roster.change_agency(
            desk.office, desk.actor, agency_id=now().id, version=now().version, **values
        ),
        (
            Change("note", "note", "Ring före tio", "Skriv hellre", insists=True),
            Change("principal", "principal", "Region Norr", "Region Syd"),
            Change("min_seats", "seats", mine=3, shown=("3",)),
            Change("may_host", "host", theirs=False, shown=("Nej",)),
        ),
    )


def of_the_group(desk: Desk) -> Case:
    def now() -> Any:
        return groups.group_settings(desk.office, desk.actor)

    names = ("name", "municipality", "quorum_agencies", "minutes_heading")
    return Case(
        "group_settings",
        desk.open("settings"),
        pressing("Spara"),
        lambda: {name: getattr(now(), name) for name in (*names, "mailbox")},
        lambda values: groups.change_group(
            desk.office, desk.actor, version=now().version, **values
        ),
        (
            Change("name", "name", "Mitt namn", "Deras namn", insists=True),
            Change("municipality", "municipality", "Mitt Köping", "Deras Köping"),
            Change("mailbox", "mailbox", mine="samverkan@example.se"),
            Change("minutes_heading", "heading", theirs="Protokoll"),
        ),
    )


def settings_tab(desk: Desk, name: str) -> AppTest:
    page = desk.open("settings")
    page.session_state["settings_tab"] = name
    return page.run()


LESS, MORE = Importance.LESS, Importance.MORE
SHOWN = ("Mindre viktigt", "Viktigare")


def of_planning(desk: Desk) -> Case:
    def now() -> Any:
        return planning.planning_settings(desk.office, desk.actor)

    return Case(
        "planning_settings",
        settings_tab(desk, "Planering"),
        pressing("Spara"),
        lambda: dict(now().priorities.by_name()),
        lambda values: planning.change_planning_settings(
            desk.office,
            desk.actor,
            version=now().version,
            priorities=Priorities(**values),
            off=(),
            required=(),
        ),
        (
            Change("absence", "absence", LESS, MORE, insists=True, shown=SHOWN),
            Change("doubtful_day", "doubtful_day", LESS, MORE, shown=SHOWN),
            Change("usual_time", "usual_time", mine=MORE, shown=SHOWN[1:]),
            Change("notice", "notice", theirs=Notice.FOUR_WEEKS, shown=("Fyra veckor före",)),
        ),
    )


def of_the_usual_meeting(desk: Desk) -> Case:
    def now() -> Any:
        return groups.group_settings(desk.office, desk.actor)

    def read() -> dict[str, Any]:
        return {
            "usual_start": time.fromisoformat(now().usual_start),
            "usual_duration": now().usual_duration,
            "meetings_per_term": now().meetings_per_term,
        }

    return Case(
        "usual_meeting",
        settings_tab(desk, "Planering"),
        pressing("Spara det vanliga mötet"),
        read,
        lambda values: groups.change_usual_meeting(
            desk.office, desk.actor, version=now().version, **values
        ),
        (
            Change("meetings_per_term", "per_term", 3, 4, insists=True),
            Change("usual_start", "start", mine=time(9), shown=("09.00",)),
            Change("usual_duration", "duration", theirs=90, shown=("90",)),
        ),
    )


def of_a_term(desk: Desk) -> Case:
    def now() -> Any:
        return terms.term(desk.office, desk.actor, code="VT2027")

    def read() -> dict[str, Any]:
        weeks = {f"{one.position}": (one.first_day, one.last_day) for one in now().windows}
        return {"first": now().first_day, "last": now().last_day} | {
            f"weeks_{place}_{end}": day
            for place, days in weeks.items()
            for end, day in zip(("first", "last"), days, strict=True)
        }

    def write(values: Mapping[str, Any]) -> None:
        days = [day for name, day in values.items() if name.startswith("weeks")]
        terms.change_term(
            desk.office,
            desk.actor,
            code="VT2027",
            version=now().version,
            first_day=values["first"],
            last_day=values["last"],
            windows=list(zip(days[::2], days[1::2], strict=True)),
        )

    page = settings_tab(desk, "Stängda dagar")
    page.selectbox(key="term_code").set_value("VT2027")
    return Case(
        "term_VT2027",
        page.run(),
        pressing("Spara terminen"),
        read,
        write,
        (
            Change(
                "first",
                "first",
                date(2027, 1, 12),
                date(2027, 1, 13),
                insists=True,
                shown=("12 jan 2027", "13 jan 2027"),
            ),
            Change(
                "last",
                "last",
                date(2027, 6, 16),
                date(2027, 6, 17),
                shown=("16 juni 2027", "17 juni 2027"),
            ),
            Change("weeks_1_first", "weeks_1_first", date(2027, 1, 25), shown=("25 jan 2027",)),
            Change(
                "weeks_2_last",
                "weeks_2_last",
                theirs=date(2027, 6, 2),
                shown=("2 juni 2027",),
            ),
        ),
    )


def of_a_closed_day(desk: Desk) -> Case:
    day = NewClosedDay(name="Personaldag", first_day=date(2026, 12, 4), last_day=date(2026, 12, 4))
    made = terms.add_closed_day(desk.office, desk.actor, new=day)
    assert made.id is not None
    day_id = made.id

    def now() -> ClosedDay:
        span = {"first": date(2026, 1, 1), "last": date(2026, 12, 31)}
        found = terms.closed_days(desk.office, desk.actor, **span)
        return next(one for one in found if one.id == day_id)

    def write(values: Mapping[str, Any]) -> None:
        terms.change_closed_day(
            desk.office,
            desk.actor,
            closed_day_id=day_id,
            version=now().version,
            new=replace(now().as_new(), **values),
        )

    page = settings_tab(desk, "Stängda dagar")
    page.button(key=f"change_own_{day_id}").click()
    names = ("name", "municipality", "last_day", "effect")
    return Case(
        f"day_own {day_id}",
        page.run(),
        pressing("Spara dagen"),
        lambda: {name: getattr(now(), name) for name in names},
        write,
        (
            Change("name", "name", "Min dag", "Planeringsdag", insists=True),
            Change("municipality", "municipality", "Norrby", "Söderby"),
            Change("last_day", "last", date(2026, 12, 7), shown=("7 dec 2026",)),
            Change("effect", "effect", theirs=Effect.BLOCK, shown=("Inga möten",)),
        ),
    )


def of_an_action_point(desk: Desk) -> Case:
    point = actions.action_points(desk.office, desk.actor).points[0]

    def now() -> Any:
        return actions.action_point(desk.office, desk.actor, point_id=point.id)

    def read() -> dict[str, Any]:
        begun = now().state is PointState.UNDER_WAY
        names = ("text", "agency_id", "due_day")
        return {name: getattr(now(), name) for name in names} | {"under_way": begun}

    page = desk.open("actions")
    page.button(key=f"follow_{point.id}").click().run()
    way = next(e for e in page.get("button_group") if "way" in (e.key or ""))
    way.set_value("change")  # type: ignore[union-attr]
    other = not read()["under_way"]
    return Case(
        f"point_draft_change_{point.id}",
        page.run(),
        pressing("Spara ändringen"),
        read,
        lambda values: actions.change_action_point(
            desk.office, desk.actor, point_id=point.id, version=now().version, **values
        ),
        (
            Change("text", "text", "Mina *ord*\n\nom saken", "Deras ord", insists=True),
            Change(
                "due_day",
                "due",
                date(2027, 1, 12),
                date(2027, 1, 13),
                shown=("12 jan 2027", "13 jan 2027"),
            ),
            Change("under_way", "begun", theirs=other, shown=("Ja" if other else "Nej",)),
        ),
    )


def of_an_information_action(desk: Desk) -> Case:
    made = actions.add_information_action(
        desk.office, desk.actor, title="Filmkväll", kind=InfoKind.TRAINING, audience="Alla"
    )

    def now() -> Any:
        return actions.information_action(desk.office, desk.actor, info_id=made.id)

    names = ("title", "audience", "channel", "material")
    return Case(
        f"info_draft_{made.id}",
        desk.open("information-actions", action=str(made.id)),
        pressing("Spara ändringen"),
        lambda: {name: getattr(now(), name) for name in names},
        lambda values: actions.change_information_action(
            desk.office, desk.actor, info_id=made.id, version=now().version, **values
        ),
        (
            Change("title", "title", "Biokväll", "Teaterkväll", insists=True),
            Change("audience", "audience", "Skolan", "Vården"),
            Change("channel", "channel", mine="Bion"),
            Change("material", "material", theirs="Affischer"),
        ),
    )


def of_an_agenda_item(desk: Desk) -> Case:
    def now() -> Any:
        return meetings.meeting(desk.office, desk.actor, code=MEETING).agenda[0]

    return Case(
        f"agenda_item_{now().id}",
        desk.open("meetings", meeting=MEETING),
        pressing("Spara punkten"),
        lambda: {"title": now().title, "duration": now().duration},
        lambda values: meetings.change_agenda_item(
            desk.office, desk.actor, item_id=now().id, version=now().version, **values
        ),
        (
            Change("title", "title", "Välkommen", "Öppnande", insists=True),
            Change("duration", "minutes", 7, 8),
        ),
    )


def of_the_theme(desk: Desk) -> Case:
    def now() -> Any:
        return meetings.meeting(desk.office, desk.actor, code=MEETING).line

    return Case(
        f"agenda_item_theme_{MEETING}",
        desk.open("meetings", meeting=MEETING),
        pressing("Spara temat"),
        lambda: {"theme": now().theme},
        lambda values: meetings.set_theme(
            desk.office, desk.actor, code=MEETING, version=now().version, **values
        ),
        (Change("theme", "t", "Barnen", "Vräkningar", insists=True),),
    )


def of_a_meetings_time_and_place(desk: Desk) -> Case:
    def now() -> Any:
        return meetings.meeting(desk.office, desk.actor, code=MEETING).line

    def read() -> dict[str, Any]:
        start, end = (one.astimezone(STOCKHOLM) for one in (now().start, now().end))
        when = {"day": start.date(), "starts": start.time(), "ends": end.time()}
        return {**when, "venue": now().venue}

    def write(values: Mapping[str, Any]) -> None:
        start, end = (
            datetime.combine(values["day"], values[at], STOCKHOLM) for at in ("starts", "ends")
        )
        invitations.reschedule(
            desk.office,
            desk.actor,
            code=MEETING,
            version=now().version,
            start=start,
            end=end,
            venue=values["venue"],
            reason="Lokalbyte",
        )

    page = desk.open("meetings", meeting=MEETING, tab="invitation")
    field(page, f"moving_{MEETING}", "reason").set_value("Bättre så")
    return Case(
        f"moving_{MEETING}",
        page,
        pressing("Spara ändringen"),
        read,
        write,
        (
            Change("ends", "ends_off", theirs=time(15, 15), shown=("15.15",)),
            Change("venue", "venue", "Biblioteket", "Rådhuset", insists=True),
        ),
    )


CASES = (
    of_a_person,
    of_somebody_with_a_role,
    of_an_agency,
    of_the_group,
    of_planning,
    of_the_usual_meeting,
    of_a_term,
    of_a_closed_day,
    of_an_action_point,
    of_an_information_action,
    of_an_agenda_item,
    of_the_theme,
    of_a_meetings_time_and_place,
)


def chosen(one: Change) -> str:
    """What the form calls the field; kind and venue are one to it."""
    return {"venue": "place"}.get(one.name, one.name)


def still_newer(value: Any) -> Any:
    match value:
        case Importance():
            return Importance.USUAL
        case str():
            return f"{value} igen"
        case date():
            return value + timedelta(days=1)
        case _:
            return value + 1


def fill(case: Case, page: AppTest) -> None:
    for one in case.changes:
        if one.mine is not None:
            field(page, case.form, one.end).set_value(one.mine)


@pytest.mark.parametrize("opened", CASES)
def test_every_field_that_differs_is_shown_and_only_what_was_chosen_is_written(
    desk: Desk, opened: Callable[[Desk], Case]
) -> None:
    # Given a form in which somebody has typed, while somebody else saved
    case = opened(desk)
    fill(case, case.page)
    theirs = {one.name: one.theirs for one in case.changes if one.theirs is not None}
    case.others_save(theirs)
    between = case.saved()
    assert between == case.saved() | theirs
    # When it is saved, nothing is written and every field that differs is told with both values
    page = case.save(case.page)
    assert not page.exception
    assert "Någon annan sparade medan du hade det öppet" in said(page)
    assert case.saved() == between
    told = shown(page)
    for one in case.changes:
        assert [words for words in one.words if words not in told] == [], one.name
        is_both = one.mine is not None and one.theirs is not None
        asked = [each for each in page.radio if (each.key or "").endswith(f"_choice_{chosen(one)}")]
        assert bool(asked) is is_both, one.name
        if one.insists:
            choice(page, chosen(one)).set_value("mine")
    # And when a third one comes in between, the newest is shown and what was chosen stays chosen
    (insisted,) = [one for one in case.changes if one.insists]
    newest = still_newer(insisted.theirs)
    case.others_save({insisted.name: newest})
    page = case.save(page)
    assert case.saved() == between | {insisted.name: newest}
    if type(newest) is str:  # an option stands on the page anyhow, among those to choose from
        assert newest in shown(page)
    assert choice(page, chosen(insisted)).value == "mine"
    # Then the next save writes exactly what was chosen
    page = case.save(page)
    assert not page.exception
    assert case.saved() == {one.name: one.in_the_end for one in case.changes}


def test_a_field_written_again_after_the_choice_was_shown_is_what_its_writer_means(
    desk: Desk,
) -> None:
    case = of_an_agency(desk)
    fill(case, case.page)
    case.others_save({"note": "Skriv hellre", "principal": None})
    page = case.save(case.page)
    # What is emptied on one side is told as empty.
    assert choice(page, "principal").options == [
        "**Sparat nu**  \n(tomt)",
        "**Ditt**  \nRegion Norr",
    ]
    field(page, case.form, "note").set_value("Skriv, eller ring före tio")
    page = case.save(page)
    assert not page.exception
    now = case.read()
    assert (now["note"], now["principal"]) == ("Skriv, eller ring före tio", None)


def test_what_others_have_said_is_a_shelter_is_one_in_a_form_that_was_opened_before(
    desk: Desk,
) -> None:
    case = of_an_agency(desk)
    case.others_save({"kind": "association", "may_host": False})
    page = desk.open("group", agency="polis")
    field(page, case.form, "note").set_value("Ring före tio")
    field(page, case.form, "host").check()
    field(page, case.form, "secret").set_value(False)
    case.others_save({"kind": "association", "may_host": False, "place_is_secret": True})
    page = case.save(page)
    assert "Kvinnojour eller skyddat boende" in shown(page)
    page = case.save(page)
    assert not page.exception
    now = case.read()
    assert (now["kind"], now["may_host"], now["note"]) == ("shelter", False, "Ring före tio")


def test_that_it_is_no_shelter_is_said_again_when_somebody_has_saved_in_between(
    desk: Desk,
) -> None:
    case = of_an_agency(desk)
    case.others_save({"kind": "shelter", "may_host": False})
    page = desk.open("group", agency="polis")
    field(page, case.form, "kind").set_value("state")
    field(page, case.form, "no_shelter").check()
    case.others_save({"note": "Skriv hellre"})
    page = case.save(case.save(page))
    assert case.read()["kind"] == "shelter"
    assert field(page, case.form, "kind").value == "state"
    field(page, case.form, "no_shelter").check()
    assert not case.save(page).exception
    now = case.read()
    assert (now["kind"], now["note"]) == ("state", "Skriv hellre")


def test_what_others_changed_can_be_changed_back_in_the_same_form(desk: Desk) -> None:
    case = of_an_agency(desk)
    field(case.page, case.form, "name").set_value("Ungdomshälsan")
    case.others_save({"may_host": False, "note": "Skriv hellre"})
    page = case.save(case.page)
    # The form holds what will be saved: their values, where only they have changed one.
    assert field(page, case.form, "note").value == "Skriv hellre"
    assert field(page, case.form, "host").value is False
    field(page, case.form, "host").check()
    page = case.save(page)
    now = case.read()
    assert (now["name"], now["may_host"], now["note"]) == ("Ungdomshälsan", True, "Skriv hellre")


def test_what_was_typed_is_kept_when_the_choice_makes_something_that_is_refused(
    desk: Desk,
) -> None:
    case = of_a_term(desk)
    fill(case, case.page)
    case.others_save({"first": date(2027, 1, 13)})
    page = case.save(case.page)
    field(page, case.form, "last").set_value(date(2026, 12, 31))
    page = case.save(page)
    assert page.error
    assert field(page, case.form, "first").value == date(2027, 1, 12)
    assert field(page, case.form, "last").value == date(2026, 12, 31)
    assert choice(page, "first").value == "theirs"


def test_a_day_that_somebody_moved_away_from_the_year_shown_keeps_its_form(desk: Desk) -> None:
    case = of_a_closed_day(desk)
    fill(case, case.page)
    case.others_save({"first_day": date(2028, 1, 3), "last_day": date(2028, 1, 5)})
    page = case.save(case.page)
    assert field(page, case.form, "name").value == "Min dag"
    assert "3 jan 2028" in shown(page)


def test_a_name_that_is_protected_meanwhile_is_gone_from_the_form_that_held_it(desk: Desk) -> None:
    case = of_a_person(desk)
    seat = seat_of(desk)
    fill(case, case.page)
    privacy.protect_now(desk.office, desk.actor, person_id=seat.person_id)
    page = case.save(case.page)
    assert not page.exception
    assert "Personens skydd ändrades" in said(page)
    kept = repr(page.session_state)
    for name in (seat.given_name, seat.family_name, "Hittepå", "040-11 11 11"):
        assert str(name) not in text_of(page), name
        assert str(name) not in kept, name
    case.save(page)
    assert seat_of(desk).is_protected


def test_a_page_that_was_left_keeps_no_name(desk: Desk) -> None:
    seat = seat_of(desk)
    page = desk.open("group", agency="polis", seat=str(seat.id))
    assert str(seat.family_name) in repr(page.session_state)
    page.switch_page(str(FILES["settings"])).run()
    page.run()
    assert str(seat.family_name) not in repr(page.session_state)


def test_who_saves_one_form_meets_no_conflict_in_the_next_on_the_same_page(desk: Desk) -> None:
    case = of_a_meetings_time_and_place(desk)
    fill(case, case.page)
    field(case.page, f"meeting_mode_{MEETING}", "mode").set_value("hybrid")
    page = pressing("Spara hur vi träffas")(case.page)
    assert meetings.meeting(desk.office, desk.actor, code=MEETING).line.mode == "hybrid"
    # What was typed elsewhere on the page stands there, and builds on what the page shows now.
    page = case.save(page)
    assert not page.exception
    assert not page.warning
    line = meetings.meeting(desk.office, desk.actor, code=MEETING).line
    assert (line.venue, line.mode) == ("Biblioteket", "hybrid")


def test_what_others_saved_elsewhere_on_the_row_is_met_once_and_then_saved_over_nothing(
    desk: Desk,
) -> None:
    case = of_the_theme(desk)
    fill(case, case.page)
    line = meetings.meeting(desk.office, desk.actor, code=MEETING).line
    meetings.set_mode(desk.office, desk.actor, code=MEETING, version=line.version, mode="hybrid")
    page = case.save(case.page)
    assert "Det som ändrades finns inte i det här formuläret." in shown(page)
    assert case.saved() == {"theme": line.theme}
    case.save(page)
    line = meetings.meeting(desk.office, desk.actor, code=MEETING).line
    assert (line.theme, line.mode) == ("Barnen", "hybrid")


def test_a_secret_place_is_never_shown_in_a_conflict(desk: Desk) -> None:
    case = of_a_meetings_time_and_place(desk)
    fill(case, case.page)
    line = meetings.meeting(desk.office, desk.actor, code=MEETING).line
    invitations.reschedule(
        desk.office,
        desk.actor,
        code=MEETING,
        version=line.version,
        start=line.start,
        end=line.end,
        venue="Hemliga gatan 17",
        venue_kind="told_separately",
        reason="Säkrare",
    )
    page = case.save(case.page)
    assert choice(page, "place").options == [
        "**Sparat nu**  \nMeddelas separat",
        "**Ditt**  \nBiblioteket",
    ]
    assert "Hemliga" not in text_of(page)
    page = case.save(page)
    assert meetings.meeting(desk.office, desk.actor, code=MEETING).line.has_secret_place


def test_a_decision_never_comes_out_from_under_the_mark_that_somebody_gave_it(desk: Desk) -> None:
    view = meetings.meeting(desk.office, desk.actor, code=MEETING)
    meetings.start(desk.office, desk.actor, code=MEETING, version=view.line.version)
    item = view.agenda[0].id
    made = minutes.add_decision(desk.office, desk.actor, item_id=item, text="Vi ses i maj.")
    page = desk.open("meetings", meeting=MEETING)
    field(page, f"decision_{made.id}", "text").set_value("Vi ses i juni.")
    minutes.change_decision(
        desk.office,
        desk.actor,
        decision_id=made.id,
        version=made.version,
        text="[internt] Vi ses i maj hos Kim.",
    )
    page = pressing("Spara ändringen")(page)
    assert "[internt] Vi ses i maj hos Kim." in shown(page)
    pressing("Spara ändringen")(page)
    (kept,) = minutes.minutes(desk.office, desk.actor, code=MEETING).notes[0].decisions
    assert kept.text == "[internt] Vi ses i maj hos Kim."


def test_a_button_pressed_on_an_old_page_changes_nothing_and_shows_the_new_one(
    desk: Desk,
) -> None:
    case = of_an_information_action(desk)
    case.others_save({"title": "Teaterkväll"})
    step = next(b for b in case.page.button if (b.key or "").startswith("do_step_"))
    step.click()
    page = case.page.run()
    assert "Någon annan sparade" in said(page)
    assert "Teaterkväll" in [title.value for title in page.title]
    found = actions.information_actions(desk.office, desk.actor).actions
    assert next(one for one in found if one.title == "Teaterkväll").state is InfoState.PLANNED
