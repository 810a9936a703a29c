"""The agenda's forms: adding an item, changing, moving and removing one, copying last time's.

Moving and removing stand beside the item that is chosen, so the buttons and the focus on them stay
where they are while the item goes up or down.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import timedelta

import streamlit as st

from coordinator.access.actor import Actor
from coordinator.core import dates
from coordinator.core.office import Office
from coordinator.core.translation import N_, _
from coordinator.meetings import usecases as meetings
from coordinator.meetings.copied_agenda import AgendaCopy, CopiedItem, ItemLine
from coordinator.meetings.lifecycle import MeetingState
from coordinator.meetings.views import NOBODY, AgendaItemView, MeetingView, Presenter
from coordinator.roster import usecases as roster
from coordinator.ui import callbacks, confirm, conflict, drafts, frame, save_anyway, state, widgets
from coordinator.ui.confirm import Confirmation

_LONGEST = 480  # minutes

Presenters = Mapping[Presenter, str]


def presenters(office: Office, actor: Actor, view: MeetingView) -> Presenters:
    """Who may present: nobody yet, every agency, everybody with a seat on the meeting's day.

    A protected person is "Representant" and the agency here as everywhere.
    """
    day = dates.local_day(view.line.start)
    listed = roster.roster(office, actor, day=day, include_former=False).agencies
    agencies = {Presenter(agency_id=one.agency.id): one.agency.name for one in listed}
    people = {
        Presenter(person_id=seat.person_id): seat.name
        if one.agency.name in seat.name
        else f"{seat.name} · {one.agency.name}"
        for one in listed
        for seat in one.seats
    }
    gone = {item.presented_by: item.presenter or "" for item in view.agenda if item.presenter}
    return {NOBODY: _("Nobody yet"), **gone, **agencies, **people}


def fields(
    key: str, known: Presenters, title: str = "", duration: int = 10, presenter: Presenter = NOBODY
) -> tuple[str, int, Presenter]:
    with st.container(horizontal=True):
        typed = st.text_input(_("What it is about"), value=title, max_chars=200, key=f"{key}_title")
        minutes = st.number_input(
            _("Minutes"),
            min_value=1,
            max_value=_LONGEST,
            value=duration,
            step=5,
            key=f"{key}_minutes",
            width=140,
        )
    names = list(known)
    chosen = st.selectbox(
        _("Who presents"),
        names,
        index=names.index(presenter) if presenter in known else 0,
        format_func=known.__getitem__,
        key=f"{key}_presenter",
    )
    return typed, int(minutes), chosen or NOBODY


# Adding -------------------------------------------------------------------------------------------


def new_item(view: MeetingView) -> str:
    """The form's name as its draft has it."""
    return drafts.form_name(f"new_item_{view.line.code}")


def add(
    office: Office, actor: Actor, view: MeetingView, key: str, known: Presenters | None = None
) -> None:
    known = known or presenters(office, actor, view)
    draft = drafts.open_draft(new_item(view), ["title"])
    with st.form(key, border=False):
        title, duration, presenter = fields(draft.prefix, known, draft.text("title"))
        draft.line()
        pressed = st.form_submit_button(_("Add the item"), key=f"{key}_save")
    if not pressed:
        return
    with save_anyway.saying(key, title) as said:
        added = meetings.add_agenda_item(
            office,
            actor,
            code=view.line.code,
            title=title,
            duration=duration,
            presenter=presenter,
            accepted=said.accepted,
        )
    if said.ok:
        draft.done()
        frame.flash(_("Added as item {n}.", n=added.number))
        st.rerun()


# Changing, moving, removing -----------------------------------------------------------------------


def waits(item: AgendaItemView) -> bool:
    """Whether a change of the item was begun and not saved."""
    return drafts.waits(drafts.form_name(f"{state.AGENDA}_{item.id}")) is not None


def change_waits(item: AgendaItemView) -> str:
    return _("A change of item {n} that you began waits in the form.", n=item.number)


def changing(view: MeetingView) -> list[AgendaItemView]:
    return [item for item in view.agenda if waits(item)]


def waiting(view: MeetingView, *, but: Collection[str | int] = ()) -> list[str]:
    """What was begun in the agenda's forms, which are closed until somebody opens them.

    ``but``: what stands open, "add", "change" or the id of an item whose own form is open.
    """
    lines = []
    new = None if "add" in but else drafts.waits(new_item(view))
    if new is not None:
        words = (
            N_("An item you began {time} was not added to the agenda: {text}")
            if view.line.state is MeetingState.HELD
            else N_("An item you began {time} waits in the form: {text}")
        )
        lines.append(_(words, time=drafts.said_when(new), text=drafts.excerpt(new)))
    changed = [] if "change" in but else [one for one in changing(view) if one.id not in but]
    return [*lines, *map(change_waits, changed)]


def change(
    office: Office, actor: Actor, view: MeetingView, _key: str, known: Presenters | None = None
) -> None:
    known = known or presenters(office, actor, view)
    items = {item.id: item for item in view.agenda}
    # The browser knows the choice by its words, and those change when the item moves.
    key = f"{state.AGENDA}_{view.line.code}"
    before = st.session_state.get(key)
    begun = [item.id for item in changing(view)]
    st.session_state[key] = before if before in items else [*begun, view.agenda[0].id][0]
    chosen = st.selectbox(
        _("Item"),
        list(items),
        index=list(items).index(st.session_state[key]),
        key=key,
        format_func=lambda one: f"{items[one].number}. {items[one].title}",
    )
    item = items[chosen]
    _place(office, actor, view, item)
    words(office, actor, item, known)


def _place(office: Office, actor: Actor, view: MeetingView, item: AgendaItemView) -> None:
    """Up, down and away; what a press came to is said in a line whose room is kept."""
    key = f"{state.AGENDA}_remove_{item.id}"
    with st.container(horizontal=True, gap="small"):
        for step, label, icon in (
            (-1, _("Move up"), "arrow_upward"),
            (1, _("Move down"), "arrow_downward"),
        ):
            st.button(
                label,
                key=f"{state.AGENDA}_move_{step}",
                icon=f":material/{icon}:",
                on_click=_move,
                args=(item, item.number + step, len(view.agenda)),
            )
        st.button(
            _("Remove …"),
            key=f"{state.AGENDA}_remove",
            icon=":material/delete:",
            type="tertiary",
            on_click=confirm.ask,
            args=(key,),
        )
    said, is_refused = frame.pressed(state.PRESSED_ORDER)
    widgets.kept_line(said, says=bool(said), loud=is_refused)
    seen = conflict.seen(key, item.version)
    question = Confirmation(
        title=_("Remove item {n}?", n=item.number),
        lines=(item.title, _("The items after it get new numbers.")),
        go=_("Remove the item"),
        icon="delete",
        stay=_("Keep it"),
    )
    if confirm.confirmed(key, question):
        _remove(office, actor, item, seen)


def _move(item: AgendaItemView, to: int, last: int) -> None:
    if not 1 <= to <= last:
        words = _("It stands first already.") if to < 1 else _("It stands last already.")
        frame.came_of_press(state.PRESSED_ORDER, words)
        return

    def move(office: Office, actor: Actor) -> None:
        meetings.move_agenda_item(office, actor, item_id=item.id, seen=item.number, to=to)
        words = _("“{title}” is item {n} now.", title=item.title, n=to)
        frame.came_of_press(state.PRESSED_ORDER, words)

    callbacks.act(move, beside=state.PRESSED_ORDER, rules_too=True)


def _remove(office: Office, actor: Actor, item: AgendaItemView, seen: int) -> None:
    with frame.saying(beside=state.PRESSED_ORDER, rules_too=True):
        meetings.remove_agenda_item(office, actor, item_id=item.id, version=seen)
        words = _("“{title}” is off the agenda.", title=item.title)
        frame.came_of_press(state.PRESSED_ORDER, words)
    st.rerun()


def words(office: Office, actor: Actor, item: AgendaItemView, known: Presenters) -> None:
    """What the item is called, how long it takes and who presents it."""
    form = conflict.open_form(
        f"{state.AGENDA}_{item.id}",
        [
            conflict.Field("title", _("What it is about")),
            conflict.Field("duration", _("Minutes")),
            conflict.Field(
                "presenter", _("Who presents"), conflict.as_name(known, _("Nobody yet"))
            ),
        ],
        {"title": item.title, "duration": item.duration, "presenter": item.presented_by},
        item.version,
        first="title",
    )
    with st.form(form.name, border=False):
        given = form.given
        title, duration, presenter = fields(
            form.key, known, given["title"], given["duration"], given["presenter"]
        )
        typed = {"title": title, "duration": duration, "presenter": presenter}
        form.show_conflict(typed)
        pressed = st.form_submit_button(_("Save the item"), key=f"{form.name}_save")
    if not pressed:
        return
    if form.save(
        typed,
        lambda version, values: save_anyway.answered(
            form.name,
            (values["title"],),
            lambda accepted: meetings.change_agenda_item(
                office, actor, item_id=item.id, version=version, accepted=accepted, **values
            ),
        ),
    ):
        frame.flash(_("Item {n} is saved.", n=item.number))
        st.rerun()


# The agenda of last time --------------------------------------------------------------------------


def copy(office: Office, actor: Actor, view: MeetingView) -> None:
    """Says first what would come, change and go; then does exactly that."""
    key = f"{state.AGENDA_COPY}_{view.line.code}"
    st.button(
        _("Copy the agenda of last time …"),
        key=f"{key}_ask",
        icon=":material/content_copy:",
        on_click=_look,
        args=(view.line.code, key),
    )
    seen: AgendaCopy | None = st.session_state.get(key)
    if seen is None or not confirm.confirmed(key, _question(view, seen)):
        return
    state.take(key)
    titles = [one.line.title for one in seen.lines]
    with save_anyway.saying(key, *titles) as said:
        meetings.copy_agenda(office, actor, code=view.line.code, seen=seen, accepted=said.accepted)
    if said.ok:
        frame.flash(_("The agenda of {code} is copied.", code=seen.meeting_code))
        st.rerun()


def _look(code: str, key: str) -> None:
    def look(office: Office, actor: Actor) -> None:
        found = meetings.agenda_of_last_time(office, actor, code=code)
        if found.changes_nothing:
            frame.flash(_("The agenda is as it was at {code} already.", code=found.meeting_code))
        else:
            st.session_state[key] = found
            confirm.ask(key)

    callbacks.act(look)


def _question(view: MeetingView, seen: AgendaCopy) -> Confirmation:
    day = dates.short_day_week(dates.local_day(seen.start))
    lines = [_("From {code}, {day}.", code=seen.meeting_code, day=day)]
    for change, words in (
        ("new", N_("Comes: {items}.")),
        ("changed", N_("Is changed: {items}.")),
        ("kept", N_("Was added for this meeting and stays: {items}.")),
    ):
        listed = [_in_words(one) for one in seen.lines if one.change == change]
        if listed:
            lines.append(_(words, items=", ".join(listed)))
    if seen.gone:
        lines.append(_("Is taken away: {items}.", items=", ".join(map(_item, seen.gone))))
    end = view.line.start + timedelta(minutes=seen.duration)
    lines.append(_("Estimated end {time}", time=dates.clock_time(end)) + ".")
    return Confirmation(
        title=_("Copy the agenda of last time?"),
        lines=lines,
        go=_("Copy it"),
        icon="content_copy",
        stay=_("Keep the agenda"),
    )


def _in_words(one: CopiedItem) -> str:
    """``Laget runt (30 → 45 min)``; where the words change both stand there."""
    if one.before is None or one.change == "kept":
        return _item(one.line)
    before = one.before
    title = one.line.title
    if before.title != title:
        title = f"{before.title} → {title}"
    if before.duration == one.line.duration:
        return f"{title} ({_minutes(one.line.duration)})"
    return f"{title} ({before.duration} → {_minutes(one.line.duration)})"


def _item(line: ItemLine) -> str:
    return f"{line.title} ({_minutes(line.duration)})"


def _minutes(number: int) -> str:
    return _("{planned} min", planned=number)
