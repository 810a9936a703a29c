"""Before the question goes out: whom it goes to and the mail as it will look."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from coordinator.access.actor import Actor
from coordinator.core import dates
from coordinator.core.office import Office
from coordinator.core.translation import _, ngettext
from coordinator.planning.polls import usecases as date_polls
from coordinator.planning.polls.letters import question
from coordinator.planning.polls.views import PollPreview, PollView
from coordinator.trail.go_aheads import UnclearPlace
from coordinator.ui import confirm, conflict, frame, go_ahead_question, outgoing, widgets
from coordinator.ui.confirm import Confirmation, ask, confirmed
from coordinator.ui.mail_preview import show_mail
from coordinator.ui.text import escape, theirs


def show(office: Office, actor: Actor, view: PollView) -> None:
    seen = conflict.seen(f"poll_{view.code}", view.version)
    preview = date_polls.preview_poll(office, actor, code=view.code)
    reached = [one for one in preview.recipients if one[2]]
    day = f"{dates.long_day(view.answer_by)} ({dates.week(view.answer_by)})"
    lead = _("Nothing has been sent. Answers are taken until {day}.", day=day)
    with widgets.page_head(question(view.term_code), lead):
        label = ngettext("Send to {n} person", "Send to {n} people", len(reached))
        pressed = widgets.primary(label, "send_poll", "send", disabled=not reached)
    key = f"send_{view.code}_{view.version}"
    if pressed and preview.unclear:
        ask(key)
    elif pressed:
        _send(office, actor, view, seen)
    if preview.unclear and confirmed(key, _question(preview.unclear)):
        _send(
            office,
            actor,
            view,
            seen,
            reason=confirm.reason(key),
            acknowledged=confirm.what_was_read(key),
        )
    left, right = st.columns(2, gap="large")
    with left, widgets.card("poll_mail"):
        _mail(preview)
    with right, widgets.card("poll_recipients"):
        _recipients(preview)
    _more(office, actor, view, seen)


def _mail(preview: PollPreview) -> None:
    st.header(_("The email"), anchor=False)
    show_mail(preview.subject, preview.html)
    widgets.quiet(
        _("Everyone gets their own email with a personal link and sees nobody else's answer.")
    )
    outgoing.preview_hint(goes_by_itself=preview.goes_by_itself)


def _recipients(preview: PollPreview) -> None:
    st.header(_("Recipients"), anchor=False)
    st.html(_list([_who(name, agency) for name, agency, address in preview.recipients if address]))
    alone = [_who(name, agency) for name, agency, address in preview.recipients if not address]
    if alone:
        st.header(_("Without an email address: ask by phone and type the answer in"), anchor=False)
        st.html(_list(alone))


def _more(office: Office, actor: Actor, view: PollView, seen: int) -> None:
    """Changing the days, or discarding the question."""
    with st.container(horizontal=True, vertical_alignment="center", key="poll_more"):
        st.page_link(
            frame.page("meetings"),
            label=_("Change the days"),
            icon=":material/edit:",
            query_params=frame.query_for(ask=view.term_code, poll=view.code),
        )
        st.button(
            _("Discard the question"),
            icon=":material/delete:",
            key="drop_poll",
            on_click=ask,
            args=("drop_poll",),
        )
    if confirmed(
        "drop_poll",
        Confirmation(
            title=_("Discard the question?"),
            lines=[_("It has not been sent, so nobody is told.")],
            go=_("Discard it"),
            icon="delete",
        ),
    ):
        with frame.saying() as said:
            date_polls.withdraw_poll(office, actor, code=view.code, version=seen)
        if said.ok:
            st.switch_page(
                frame.page("meetings"), query_params=frame.query_for(plan=view.term_code)
            )


def _who(name: str, agency: str) -> str:
    """A protected person's name is the agency's already."""
    return name if agency in name else f"{name}, {theirs(agency)}"


def _list(texts: Sequence[str]) -> str:
    return "<ul>" + "".join(f"<li>{escape(text)}</li>" for text in texts) + "</ul>"


def _question(places: Sequence[UnclearPlace]) -> Confirmation:
    """Before a message goes out that may point to somebody: what was found, and why it may."""
    question = Confirmation(
        title=_("Send the question?"),
        lines=[_("You can leave it and change the words first.")],
        go=_("Send anyway"),
        icon="send",
    )
    return go_ahead_question.with_places(question, places, _("Send anyway"))


def _send(
    office: Office,
    actor: Actor,
    view: PollView,
    seen: int,
    *,
    reason: str | None = None,
    acknowledged: frozenset[str] = frozenset(),
) -> None:
    with frame.saying() as said:
        sent = date_polls.open_poll(
            office,
            actor,
            code=view.code,
            version=seen,
            reason=reason,
            acknowledged=acknowledged,
        )
    if said.ok:
        outgoing.flash(sent.mails)
        st.rerun()
