"""Taking over a list: choose the file, see what would happen, take it over."""

from __future__ import annotations

import streamlit as st

from coordinator.access.actor import Actor
from coordinator.core.office import Office
from coordinator.core.translation import _, ngettext
from coordinator.roster import usecases as roster
from coordinator.roster.list_columns import PEOPLE
from coordinator.roster.views import ListPreview
from coordinator.ui import frame, state, upload_preview, widgets
from coordinator.ui.group import overview

_SHOWN = 50  # names written out


def show(office: Office, actor: Actor) -> None:
    frame.back("group", _("All agencies"))
    widgets.page_head(_("Upload a list"), _("Nothing changes before you have seen what would."))
    with widgets.card("upload"):
        file = st.file_uploader(
            _("A list as Excel or CSV"), type=list(widgets.TABLE_FILES), key="roster_list"
        )
        widgets.column_names(_(PEOPLE.offered))
        with st.expander(_("How the list should look"), icon=":material/table:", key="list_how"):
            _explain()
    if file is None:
        return
    content = file.getvalue()
    preview = upload_preview.preview(
        lambda: roster.preview_list(office, actor, content=content, filename=file.name)
    )
    if preview is None:
        return
    with widgets.card("preview"):
        st.header(_("What the list changes"), anchor=False)
        _effects(preview)
        if not (preview.added or preview.changed):
            return
        done = upload_preview.take_over(
            _("Import the list"),
            "do_import",
            lambda: roster.import_list(
                office,
                actor,
                content=content,
                filename=file.name,
                protected=_when_chosen(file.file_id, preview),
            ),
            is_main=True,
        )
    if done:
        frame.flash(
            ngettext(
                "The list is imported: {n} person added or changed.",
                "The list is imported: {n} people added or changed.",
                len(done.added) + len(done.changed),
            )
        )
        overview.go()


def _when_chosen(file_id: str, preview: ListPreview) -> int:
    """How many were protected when the file was chosen; who was since may stand in it."""
    kept: tuple[str, int] | None = st.session_state.get(state.LIST_CHOSEN)
    if kept is None or kept[0] != file_id:
        st.session_state[state.LIST_CHOSEN] = kept = (file_id, preview.protected)
    return kept[1]


def _explain() -> None:
    widgets.quiet(
        _(
            "One row per person. Name, agency and role are needed; the other columns may be left "
            "out, and an empty cell erases nothing."
        )
    )
    widgets.facts(
        [
            (
                _("Role"),
                _("representative, substitute, co-opted, coordinator, chair, secretary"),
            ),
            (_("Agency"), _("its name as on this page")),
            (_("Days"), "2026-08-31"),
            (_("Phone"), _("as text, with its zero")),
            (_("Protected identity"), _("yes or no")),
        ]
    )


def _effects(preview: ListPreview) -> None:
    """What is added and changed by name; what stands already as a number."""
    upload_preview.names(
        "added",
        ngettext("{n} person is added", "{n} people are added", len(preview.added)),
        preview.added,
        _SHOWN,
    )
    upload_preview.names(
        "changed",
        ngettext("{n} person is changed", "{n} people are changed", len(preview.changed)),
        preview.changed,
        _SHOWN,
    )
    if preview.unchanged:
        text = ngettext(
            "{n} person is as in the list already",
            "{n} people are as in the list already",
            preview.unchanged,
        )
        widgets.quiet(text)
