"""Taking over closed days from a file: choose it, see what would happen, take it over."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from coordinator.access.actor import Actor
from coordinator.core.messages import lines_of
from coordinator.core.office import Office
from coordinator.core.translation import _, ngettext
from coordinator.roster.views import AgencyView
from coordinator.terms import usecases as terms
from coordinator.terms.list_columns import DAYS
from coordinator.terms.views import ClosedDay, DaysPreview
from coordinator.ui import day_fields, frame, widgets
from coordinator.ui.settings.day_words import words_of

_SHOWN = 30  # days written out


def show(office: Office, actor: Actor, agencies: Sequence[AgencyView]) -> None:
    box = st.expander(
        _("Import days from a file"),
        icon=":material/upload_file:",
        key="days_upload",
        on_change="rerun",
    )
    if box.open:
        with box:
            _upload(office, actor, agencies)


def _upload(office: Office, actor: Actor, agencies: Sequence[AgencyView]) -> None:
    widgets.quiet(
        _(
            "A calendar file (.ics), or a list as Excel or CSV. A name and a first day are "
            "needed; the other columns may be left out. Nothing changes before you have seen what "
            "would."
        )
    )
    widgets.quiet(_("Of a calendar only days, hours and names are kept."))
    widgets.column_names(_(DAYS.offered))
    left, right = st.columns(2)
    with left:
        agency = day_fields.agency_choice(
            _("Whose days, where the file does not say"),
            agencies,
            "days_agency",
        )
    municipality = right.text_input(
        _("Municipality, for school breaks"), key="days_municipality", max_chars=80
    )
    file = st.file_uploader(
        _("A list or a calendar"), type=["ics", *widgets.TABLE_FILES], key="days_file"
    )
    if file is None:
        return
    given = {
        "content": file.getvalue(),
        "filename": file.name,
        "municipality": municipality,
        "agency_id": agency,
    }
    with frame.saying() as said:
        preview = terms.preview_days(office, actor, **given)
    if not said.ok:
        return
    _effects(preview)
    _of_a_calendar(preview)
    if any((preview.added, preview.changed, preview.removed)) and st.button(
        _("Take over the days"), key="take_days", icon=":material/check:"
    ):
        with frame.saying() as said:
            done = terms.import_days(office, actor, **given)
        if said.ok:
            frame.flash(
                ngettext(
                    "{n} day or span is taken over.",
                    "{n} days or spans are taken over.",
                    len(done.added) + len(done.changed) + len(done.removed),
                )
            )
            st.rerun()


def _effects(preview: DaysPreview) -> None:
    """What is added by name; what stands already as a number."""
    added = ngettext("{n} day or span is added", "{n} days or spans are added", len(preview.added))
    with widgets.row("days_added"):
        widgets.row_text(added, _shown([_words(day) for day in preview.added]))
    if preview.changed:
        changed = ngettext("{n} gets new days", "{n} get new days", len(preview.changed))
        with widgets.row("days_changed"):
            shown = " · ".join(
                f"{_words(before)} → {words_of(after)}"
                for before, after in preview.changed[:_SHOWN]
            )
            widgets.row_text(changed, shown)
    if preview.unchanged:
        widgets.quiet(
            ngettext("{n} stands here already", "{n} stand here already", preview.unchanged)
        )
    if preview.computed:
        widgets.quiet(
            ngettext(
                "{n} follows from the calendar and is not needed",
                "{n} follow from the calendar and are not needed",
                preview.computed,
            )
        )


def _of_a_calendar(preview: DaysPreview) -> None:
    """What only a calendar can do: take away, be older, close nothing, be read in part."""
    if preview.removed:
        removed = ngettext("{n} is taken away", "{n} are taken away", len(preview.removed))
        with widgets.row("days_removed"):
            widgets.row_text(removed, _shown([_words(day) for day in preview.removed]))
    if preview.unread:
        unread = ngettext(
            "{n} event cannot be read and is left out",
            "{n} events cannot be read and are left out",
            len(preview.unread),
        )
        with widgets.row("days_unread"):
            widgets.row_text(unread, _shown(lines_of(preview.unread)))
    if preview.stale:
        names = _shown(list(dict.fromkeys(preview.stale)))
        widgets.quiet(_("Older than what stands here, and left as it is: {names}.", names=names))
    if preview.free:
        widgets.quiet(_("Marked as free, and closing nothing: {n}.", n=preview.free))


def _shown(said: Sequence[str]) -> str:
    shown = " · ".join(said[:_SHOWN])
    if len(said) > _SHOWN:
        shown += " · " + _("and {n} more", n=len(said) - _SHOWN)
    return shown


def _words(day: ClosedDay) -> str:
    return f"{day.title()}: {words_of(day)}"
