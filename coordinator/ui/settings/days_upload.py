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
from coordinator.ui import agency_select, frame, upload_preview, widgets
from coordinator.ui.settings.day_words import words_of
from coordinator.ui.text import theirs

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
        agency = agency_select.one_or_whole_group(
            _("Whose days, if the file does not say"),
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
    preview = upload_preview.preview(lambda: terms.preview_days(office, actor, **given))
    if preview is None:
        return
    _effects(preview)
    _of_a_calendar(preview)
    if not any((preview.added, preview.changed, preview.removed)):
        return
    done = upload_preview.take_over(
        _("Import the days"),
        "take_days",
        lambda: terms.import_days(office, actor, **given),
    )
    if done:
        frame.flash(
            ngettext(
                "{n} day or span is imported.",
                "{n} days or spans are imported.",
                len(done.added) + len(done.changed) + len(done.removed),
            )
        )
        st.rerun()


def _effects(preview: DaysPreview) -> None:
    """What is added by name; what stands already as a number."""
    added = ngettext("{n} day or span is added", "{n} days or spans are added", len(preview.added))
    upload_preview.names("days_added", added, list(map(_words, preview.added)), _SHOWN)
    changed = ngettext("{n} gets new days", "{n} get new days", len(preview.changed))
    pairs = [f"{_words(before)} → {words_of(after)}" for before, after in preview.changed]
    upload_preview.names("days_changed", changed, pairs, _SHOWN)
    if preview.unchanged:
        widgets.quiet(ngettext("{n} is here already", "{n} are here already", preview.unchanged))
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
    removed = ngettext("{n} is taken away", "{n} are taken away", len(preview.removed))
    upload_preview.names("days_removed", removed, list(map(_words, preview.removed)), _SHOWN)
    unread = ngettext(
        "{n} event cannot be read and is left out",
        "{n} events cannot be read and are left out",
        len(preview.unread),
    )
    upload_preview.names("days_unread", unread, lines_of(preview.unread), _SHOWN)
    if preview.stale:
        names = upload_preview.first_of(list(dict.fromkeys(preview.stale)), _SHOWN)
        widgets.quiet(_("Older than what is here, and left as it is: {names}.", names=names))
    if preview.free:
        widgets.quiet(_("Marked as free, and closing nothing: {n}.", n=preview.free))


def _words(day: ClosedDay) -> str:
    return f"{theirs(day.title())}: {words_of(day)}"
