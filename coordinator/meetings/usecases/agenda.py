"""The agenda and the theme, before and at the meeting."""

from __future__ import annotations

from coordinator.access.actor import OFFICE, Actor
from coordinator.access.permissions import use_case
from coordinator.core.database import save
from coordinator.core.errors import BadInput, Conflict, RuleBroken
from coordinator.core.office import Office
from coordinator.core.search import store as search
from coordinator.core.text import typed_line
from coordinator.core.translation import N_
from coordinator.meetings import (
    agenda_rules,
    agenda_steps,
    for_change,
    rows_to_views,
    rules,
    search_entry,
    secret_place,
    store,
)
from coordinator.meetings.agenda_template import agenda_template, item_title
from coordinator.meetings.lifecycle import MeetingEvent
from coordinator.meetings.rows_to_views import agenda_views, item_view, meeting_view
from coordinator.meetings.tables import AgendaItem
from coordinator.meetings.views import NOBODY, AgendaItemView, ItemKind, MeetingView, Presenter
from coordinator.trail.in_transaction import logged_change, set_subject


@use_case("meetings.add_agenda_item", may=OFFICE, log=N_("added an agenda item"))
def add_agenda_item(
    office: Office,
    actor: Actor,
    *,
    code: str,
    title: str,
    duration: int,
    presenter: Presenter = NOBODY,
    accepted: frozenset[str] = frozenset(),
) -> AgendaItemView:
    """Adds an item before *other*, or the closing one, if that is still to come.

    ``duration`` in minutes.

    Raises:
        NotFound: no such meeting, agency or person.
        RuleBroken: the meeting is held or cancelled, or a secret place stands in the text; the
            street and number alone are asked about (``venue-street-in-text`` in ``accepted``).
        BadInput: no title, or an odd length.
    """
    title = typed_line(title)
    rules.check_item(title, duration)
    with logged_change(office, actor, about=code) as session:
        row = for_change.to_change(session, actor.group_id, code, MeetingEvent.EDIT_AGENDA)
        secret_place.refuse_secret_places(session, actor.group_id, [title], accepted)
        agenda = store.agenda(session, actor.group_id, rows_to_views.id_of(row))
        item = AgendaItem(
            group_id=actor.group_id,
            meeting_id=rows_to_views.id_of(row),
            number=0,
            kind=ItemKind.ADDED.value,
            title=title,
            duration=duration,
        )
        agenda_steps.present(session, row, item, presenter)
        agenda.insert(agenda_rules.place_of_new(agenda, row.current_item_id), item)
        agenda_steps.renumber(session, row, agenda)
        return item_view(item, row.current_item_id)


@use_case("meetings.change_agenda_item", may=OFFICE, log=N_("changed an agenda item"))
def change_agenda_item(
    office: Office,
    actor: Actor,
    *,
    item_id: int,
    version: int,
    title: str,
    duration: int,
    presenter: Presenter | None = None,
    accepted: frozenset[str] = frozenset(),
) -> AgendaItemView:
    """Changes an item's title, planned length (minutes) and who presents it (None: as before).

    After the meeting too, until its notes are approved: what is marked in a title is rewritten so.

    Raises:
        NotFound: no such item in the group, or no such agency or person.
        Conflict: somebody else changed it in between; ``mine`` and ``theirs`` hold both titles.
        RuleBroken: the meeting is cancelled, its notes are approved, or a secret place stands in
            the text; the street and number alone are asked about (``venue-street-in-text`` in
            ``accepted``).
        BadInput: no title, or an odd length.
    """
    title = typed_line(title)
    rules.check_item(title, duration)
    with logged_change(office, actor) as session:
        row, _agenda, item = agenda_steps.item_to_change(
            session, actor.group_id, item_id, MeetingEvent.CORRECT_ITEM
        )
        secret_place.refuse_secret_places(session, actor.group_id, [title], accepted)
        if item.version != version:
            raise Conflict("changed-meanwhile", mine=title, theirs=item.title, version=item.version)
        search.retitle(
            session, group_id=row.group_id, meeting_code=row.code, item_number=item.number,
            old=item.title, new=title,
        )  # fmt: skip
        item.title, item.duration = title, duration
        if presenter is not None:
            agenda_steps.present(session, row, item, presenter)
        save(session, item)
        return item_view(item, row.current_item_id)


@use_case("meetings.move_agenda_item", may=OFFICE, log=N_("moved an agenda item"))
def move_agenda_item(
    office: Office, actor: Actor, *, item_id: int, seen: int, to: int
) -> tuple[AgendaItemView, ...]:
    """Gives an item another place, from the number that was ``seen``; the others close up.

    Two who move it to the same place both get it. While the meeting runs only what is still to
    come moves. Decisions keep their numbers, and notes and points their item.

    Raises:
        NotFound: no such item in the group.
        RuleBroken: the meeting is held or cancelled, or the item, or what it would pass, has begun.
        Conflict: somebody else has changed the order in between.
        BadInput: there is no such place.
    """
    with logged_change(office, actor) as session:
        row, agenda, item = agenda_steps.item_to_change(session, actor.group_id, item_id)
        set_subject(session, row.code)
        if not 1 <= to <= len(agenda):
            raise BadInput("agenda-place-odd")
        if item.number != to:
            agenda_steps.check_place(item.number, seen)
            first, last = sorted((item.number, to))
            agenda_rules.check_to_come(agenda[first - 1 : last], row.current_item_id)
            agenda.remove(item)
            agenda.insert(to - 1, item)
            agenda_steps.renumber(session, row, agenda)
        return agenda_views(session, row)


@use_case("meetings.remove_agenda_item", may=OFFICE, log=N_("removed an agenda item"))
def remove_agenda_item(
    office: Office, actor: Actor, *, item_id: int, version: int
) -> tuple[AgendaItemView, ...]:
    """Takes an item off the agenda; those after it get other numbers.

    Raises:
        NotFound: no such item in the group.
        Conflict: somebody else changed it in between.
        RuleBroken: the meeting is held or cancelled, the item has begun or is the only one, or
            something is written under it.
    """
    with logged_change(office, actor) as session:
        row, agenda, item = agenda_steps.item_to_change(session, actor.group_id, item_id)
        set_subject(session, row.code)
        if item.version != version:
            raise Conflict("changed-meanwhile", version=item.version)
        agenda_rules.check_to_come([item], row.current_item_id)
        if len(agenda) == 1:
            raise RuleBroken("agenda-needs-item")
        agenda_steps.take_away(session, item)
        agenda.remove(item)
        agenda_steps.renumber(session, row, agenda)
        return agenda_views(session, row)


@use_case("meetings.set_theme", may=OFFICE, log=N_("changed the meeting's theme"))
def set_theme(
    office: Office,
    actor: Actor,
    *,
    code: str,
    version: int,
    theme: str,
    accepted: frozenset[str] = frozenset(),
) -> MeetingView:
    """Sets the meeting's theme (empty: none); the agenda's theme item follows.

    Raises:
        NotFound, Conflict: see :func:`coordinator.meetings.for_change.to_change`.
        RuleBroken: the meeting is held or cancelled, or a secret place stands in the text; the
            street and number alone are asked about (``venue-street-in-text`` in ``accepted``).
    """
    with logged_change(office, actor, about=code) as session:
        row = for_change.to_change(session, actor.group_id, code, MeetingEvent.EDIT_AGENDA, version)
        row.theme = typed_line(theme) or None
        secret_place.refuse_secret_places(session, actor.group_id, [row.theme], accepted)
        titles = {item.kind: item_title(item, row.theme) for item in agenda_template()}
        changed = [
            item
            for item in store.agenda(session, actor.group_id, rows_to_views.id_of(row))
            if item.kind == ItemKind.THEME and ItemKind.THEME in titles
        ]
        for item in changed:
            item.title = titles[ItemKind.THEME]
        save(session, row, *changed)
        search_entry.index_meeting(session, row)
        return meeting_view(session, actor, code)
