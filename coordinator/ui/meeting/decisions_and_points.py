"""What is written beside the note: decisions, action points, information actions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import streamlit as st

from coordinator.access.actor import Actor
from coordinator.actions import usecases as actions
from coordinator.actions.views import ActionPointView
from coordinator.core.office import Office
from coordinator.core.translation import _, ngettext
from coordinator.meetings.views import MeetingView
from coordinator.minutes import paragraph_marks
from coordinator.minutes import usecases as minutes
from coordinator.minutes.views import DecisionView, ParagraphMark
from coordinator.ui import (
    conflict,
    frame,
    identity_notice,
    save_anyway,
    widgets,
)
from coordinator.ui.meeting import paragraph_mark_choice, under_item

_MOST = 2_000  # characters of a decision or an action point
_USUAL = timedelta(days=30)  # for an action point when no further meeting is booked


# What stands there already ------------------------------------------------------------------------


def decisions(office: Office, actor: Actor, shown: Sequence[DecisionView]) -> None:
    """The item's decisions with a way of mending each; the withdrawn ones stay in sight."""
    for decision in shown:
        if decision.is_withdrawn:
            word = _("Withdrawn § {number}", number=decision.number)
            widgets.labelled(word, "block", "no", paragraph_marks.bare(decision.text))
            continue
        with st.container(horizontal=True, wrap=False, key=f"entry_{decision.id}", gap="small"):
            _decision(decision)
            identity_notice.beside(f"decision_{decision.id}", decision.text)
            _mend_decision(office, actor, decision)


def standing_decisions(shown: Sequence[DecisionView]) -> None:
    """The item's decisions as everybody reads them."""
    for decision in shown:
        if not decision.is_withdrawn:
            _decision(decision)


def _decision(decision: DecisionView) -> None:
    word = _("Decision § {number}", number=decision.number)
    also = paragraph_mark_choice.chip_html(paragraph_marks.strictest(decision.text))
    widgets.labelled(word, "gavel", "ok", paragraph_marks.bare(decision.text), also=also)


def _mend_decision(office: Office, actor: Actor, decision: DecisionView) -> None:
    form = conflict.open_form(
        f"decision_{decision.id}",
        # A draft holds the words alone: one of a marked decision would come back without its mark.
        [conflict.Field("text", _("Decision"), is_kept=_parts(decision.text)[1] is None)],
        {"text": _whole(*_parts(decision.text))},
        decision.version,
        first="text",
    )
    seen = conflict.seen(f"decision_{decision.id}", decision.version)
    with st.popover(_("Change"), icon=":material/edit:", type="tertiary", key=f"{form.name}_box"):
        text, mark = _parts(form.given["text"])
        text = st.text_area(
            _("Decision"), value=text, key=f"{form.key}_text", max_chars=_MOST, width=420
        )
        if mark is not None:
            mark = paragraph_mark_choice.choice(f"{form.key}_mark", mark)
        # Text and mark are one value: a text never comes out from under the mark it was given.
        typed = {"text": _whole(text, mark)}
        form.show_conflict(typed)
        with st.container(horizontal=True, gap="small"):
            save = st.button(_("Save the change"), key=f"{form.name}_save", icon=":material/save:")
            withdraw = st.button(
                _("Withdraw it"), key=f"{form.name}_gone", icon=":material/block:", type="tertiary"
            )
        if save:
            done = form.save(
                typed,
                lambda version, values: minutes.change_decision(
                    office, actor, decision_id=decision.id, version=version, **values
                ),
            )
            if done:
                st.rerun()
        elif withdraw:
            with frame.saying() as said:
                minutes.withdraw_decision(office, actor, decision_id=decision.id, version=seen)
            if said.ok:
                frame.flash(
                    _("{code} is withdrawn. Its number is not used again.", code=decision.code)
                )
                st.rerun()


def _parts(text: str) -> tuple[str, ParagraphMark | None]:
    """Text and mark; no mark where paragraphs differ in it, whose tags then stand as typed."""
    mark = paragraph_marks.mark_of(text)
    return (text if mark is None else paragraph_marks.bare(text)), mark


def _whole(text: str, mark: ParagraphMark | None) -> str:
    return paragraph_marks.marked_whole(text, mark or ParagraphMark.OPEN)


# Item 3: the list from all meetings ---------------------------------------------------------------


def open_points(office: Office, actor: Actor, view: MeetingView) -> None:
    """The open action points of all meetings, overdue first, each with a quick way of closing."""
    page = actions.action_points(office, actor, limit=50)
    if not page.points:
        widgets.quiet(_("No open action points. Nothing is left behind."))
        return
    title = ngettext("{n} open action point", "{n} open action points", page.total)
    if page.overdue:
        title += ", " + ngettext("{n} overdue", "{n} overdue", page.overdue)
    with widgets.card("open_points"):
        st.header(title, anchor=False)
        for point in page.points:
            with widgets.row(f"point_{point.id}"):
                widgets.row_text(point.text, " · ".join([point.code, *under_item.whose(point)]))
                if point.is_overdue:
                    widgets.chip(_("Overdue"), "schedule", "late")
                identity_notice.beside(f"open_{point.id}", point.text)
                _close_point(office, actor, view, point)


def _close_point(office: Office, actor: Actor, view: MeetingView, point: ActionPointView) -> None:
    form = conflict.open_form(
        f"close_{point.id}",
        [
            conflict.Field("result", _("What came of it?")),
            conflict.Field("text", _("What is to be done?")),
        ],
        {"result": "", "text": point.text},
        point.version,
        first="result",
    )
    with st.popover(_("Done"), icon=":material/task_alt:", key=f"{form.name}_box", type="tertiary"):
        result = st.text_input(
            _("What came of it?"),
            value=form.given["result"],
            key=f"{form.key}_result",
            max_chars=_MOST,
            width=360,
        )
        form.show_conflict({"result": result})
        if not st.button(_("Close {code}", code=point.code), key=f"{form.name}_go"):
            return
        if form.save(
            {"result": result},
            lambda version, values: save_anyway.answered(
                form.name,
                (values["result"],),
                lambda accepted: actions.close_action_point(
                    office,
                    actor,
                    accepted=accepted,
                    point_id=point.id,
                    version=version,
                    meeting_code=view.line.code,
                    **values,
                ),
            ),
        ):
            frame.flash(_("{code} is closed.", code=point.code))
            st.rerun()
