"""Logg: what was done in the group, by whom and when; filters, pages, a file, a check."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import streamlit as st

from coordinator.access.actor import Actor
from coordinator.core import addresses, dates
from coordinator.core.errors import BadInput, Problem
from coordinator.core.messages import sentence
from coordinator.core.office import Office
from coordinator.core.translation import _, ngettext
from coordinator.roster import usecases as roster
from coordinator.trail import entry_in_words
from coordinator.trail import usecases as trail
from coordinator.trail.views import TrailCheck, TrailFilter, TrailLine
from coordinator.trail.words import rooms
from coordinator.ui import frame, state, view_in_address, widgets
from coordinator.ui.markup import only_heard
from coordinator.ui.text import escape

PAGE_SIZE = 50


def show(office: Office, actor: Actor) -> None:
    everybody = trail.trail_entries(office, actor, limit=0).person_ids
    names = roster.names(office, actor, person_ids=everybody)
    wanted = _filters(everybody, names)
    number = view_in_address.page_number()
    page = trail.trail_entries(
        office, actor, filter=wanted, limit=PAGE_SIZE, offset=(number - 1) * PAGE_SIZE
    )
    count = ngettext("{n} entry", "{n} entries", page.total)
    st.markdown(f"**{count}**")
    if page.lines:
        with widgets.card("log"):
            st.html(lines_html(page.lines, names))
        view_in_address.pager(page.total, PAGE_SIZE, _("Later entries"), _("Earlier entries"))
    else:
        widgets.empty(_("No matching entries."), _("Remove a filter."), key="log")
    with widgets.card("log_file"):
        st.header(_("Export and check"), anchor=False)
        widgets.quiet(
            _(
                "Entries are only ever added. The log tells that something was changed, never a "
                "text, a name or an address. Exporting it is itself an entry."
            )
        )
        link = addresses.trail_file(actor.group_slug, wanted.first, wanted.last, wanted.person_id)
        label = _("Export the log as a file (CSV)")
        st.html(f'<p><a href="{escape(link)}" download>{escape(label)}</a></p>')
        if st.button(_("Check the log"), key="check_log", icon=":material/fact_check:"):
            _say_check(trail.check_trail(office, actor), actor.group_slug)


def _filters(everybody: tuple[int, ...], names: Mapping[int, str]) -> TrailFilter:
    people = {str(one): names[one] for one in everybody if one in names}
    parts = {room: _(word) for room, word in rooms().items()}
    with st.container(horizontal=True, key="filters", gap="small", vertical_alignment="bottom"):
        first = view_in_address.words(state.LOG_FIRST, _("First day"), such_as="2026-11-25")
        last = view_in_address.words(state.LOG_LAST, _("Last day"), such_as="2026-12-31")
        person = view_in_address.choice(state.LOG_PERSON, _("Who"), people)
        room = view_in_address.choice(state.LOG_ROOM, _("What"), parts)
        about = view_in_address.words(state.LOG_ABOUT, _("About"), such_as="VT2027-1")
    return TrailFilter(
        _day(first),
        _day(last),
        int(person) if person else None,
        room,
        entry_in_words.code_of(about or "") or None,
    )


def _day(text: str) -> date | None:
    """The day that was typed; one that is none is said and left out."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        frame.say(BadInput("date-odd", text=text))
        return None


def _say_check(check: TrailCheck, group: str) -> None:
    if check.fault is None:
        text = ngettext(
            "The log is whole: {n} entry, the last with the sum {hash}.",
            "The log is whole: {n} entries, the last with the sum {hash}.",
            check.entries,
            hash=check.hash[:16],
        )
        st.success(widgets.literal(text), icon=":material/check_circle:")
        return
    params = (("group", group), ("number", check.broken_at))
    st.error(widgets.literal(sentence(Problem(f"trail-{check.fault}", params))))


def lines_html(lines: tuple[TrailLine, ...], names: Mapping[int, str]) -> str:
    """The entries as a list; what each one changed is folded away below it."""
    return f'<ol class="log" role="list">{"".join(_line(line, names) for line in lines)}</ol>'


def _line(line: TrailLine, names: Mapping[int, str]) -> str:
    day = dates.local_day(line.happened_at)
    when = dates.short_day_week(day, year=True)
    place = f"{when} {dates.clock_time(line.happened_at)} · {entry_in_words.where_from(line)}"
    about = f" · {escape(entry_in_words.about(line))}" if line.about else ""
    changed = "".join(f"<li>{escape(text)}</li>" for text in entry_in_words.changes(line))
    # Each list that is folded away bears its entry's words, for those who hear only the lists.
    label = escape(_("What was changed")) + only_heard(
        f": {line.number}, {entry_in_words.what(line)}"
    )
    folded = f"<details><summary>{label}</summary><ul>{changed}</ul></details>" if changed else ""
    return (
        f"<li><strong>{escape(entry_in_words.who(line, names))}</strong> "
        f"{escape(entry_in_words.what(line))}{about}"
        f'<span class="quiet">{escape(place)}</span>{folded}</li>'
    )
