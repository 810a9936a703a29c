"""The agenda and the theme, before and at the meeting."""

from __future__ import annotations

from coordinator.access.actor import OFFICE, Actor
from coordinator.access.permissions import use_case
from coordinator.core.database import save
from coordinator.core.errors import Conflict, NotFound
from coordinator.core.office import Office
from coordinator.core.text import typed_line
from coordinator.core.translation import N_
from coordinator.meetings import for_change, rows_to_views, rules, search_entry, secret_place, store
from coordinator.meetings.agenda_template import agenda_template, item_title
from coordinator.meetings.lifecycle import MeetingEvent
from coordinator.meetings.rows_to_views import item_view, meeting_view
from coordinator.meetings.tables import AgendaItem
from coordinator.meetings.views import AgendaItemView, ItemKind, MeetingView
from coordinator.trail.in_transaction import logged_change


@use_case("meetings.add_agenda_item", may=OFFICE, log=N_("added an agenda item"))
def add_agenda_item(
    office: Office,
    actor: Actor,
    *,
    code: str,
    title: str,
    duration: int,
    accepted: frozenset[str] = frozenset(),
) -> AgendaItemView:
    """Adds an item, before the closing one if that is still to come. ``duration`` in minutes.

    Raises:
        NotFound: no such meeting.
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
        last = agenda[-1] if agenda else None
        number = last.number + 1 if last else 1
        if (
            last
            and last.kind == ItemKind.NEXT
            and not last.is_done
            and last.id != row.current_item_id
        ):
            last.number, number = number, last.number
            save(session, last)  # first out of the way: a number stands only once
        item = AgendaItem(
            group_id=actor.group_id,
            meeting_id=rows_to_views.id_of(row),
            number=number,
            kind=ItemKind.OTHER.value,
            title=title,
            duration=duration,
        )
        save(session, item)
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
    accepted: frozenset[str] = frozenset(),
) -> AgendaItemView:
    """Changes an item's title and planned length (minutes).

    Raises:
        NotFound: no such item in the group.
        Conflict: somebody else changed it in between; ``mine`` and ``theirs`` hold both titles.
        RuleBroken: the meeting is held or cancelled, or a secret place stands in the text; the
            street and number alone are asked about (``venue-street-in-text`` in ``accepted``).
        BadInput: no title, or an odd length.
    """
    title = typed_line(title)
    rules.check_item(title, duration)
    with logged_change(office, actor) as session:
        code = store.code_of_item(session, actor.group_id, item_id)
        if code is None:
            raise NotFound("not-found")
        row = for_change.to_change(session, actor.group_id, code, MeetingEvent.EDIT_AGENDA)
        item = store.item_for_change(session, actor.group_id, item_id)
        if item is None:
            raise NotFound("not-found")
        secret_place.refuse_secret_places(session, actor.group_id, [title], accepted)
        if item.version != version:
            raise Conflict("changed-meanwhile", mine=title, theirs=item.title, version=item.version)
        item.title, item.duration = title, duration
        save(session, item)
        return item_view(item, row.current_item_id)


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
