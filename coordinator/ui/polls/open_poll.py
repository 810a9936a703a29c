"""A question that is out: which days are best and why, the answers, who has not answered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import streamlit as st

from coordinator.access.actor import Actor
from coordinator.core import dates
from coordinator.core.messages import sentence
from coordinator.core.office import Office
from coordinator.core.translation import _, ngettext
from coordinator.planning.hosts import HostChoice
from coordinator.planning.polls import rules
from coordinator.planning.polls import usecases as date_polls
from coordinator.planning.polls.letters import question
from coordinator.planning.polls.lifecycle import PollState
from coordinator.planning.polls.views import Candidate, PollView
from coordinator.ui import conflict, frame, identity_notice, outgoing, state, widgets
from coordinator.ui.confirm import Confirmation, ask, confirmed
from coordinator.ui.markup import State
from coordinator.ui.polls import answers_table, ask_again_button, typed_answer, words
from coordinator.ui.text import HARD_SPACE, theirs

_SETTLED = frozenset({PollState.BOOKED, PollState.WITHDRAWN})
_OWN = -1  # the place of "other days" after the proposed sets
_WARNING: dict[str, tuple[str, State]] = {
    "poll-required-away": ("event_busy", "late"),
    "poll-required-silent": ("schedule", "wait"),
    "poll-below-quorum": ("group_off", "late"),
}


def show(office: Office, actor: Actor, view: PollView) -> None:
    seen = conflict.seen(f"poll_{view.code}", view.version)
    chosen = _head(view)
    outgoing.note(view.mails, "poll")
    if view.state not in _SETTLED:
        _best(office, actor, view, seen, chosen)
    booked = tuple(c.candidate.id for c in view.candidates if c.candidate.meeting_code)
    with widgets.section(_("Answers by agency")):
        if hours := answers_table.same_hours(view):
            widgets.quiet(hours, width="content")
    st.html(answers_table.style(view))
    st.html(answers_table.table(view, booked or (chosen if _has_answers(view) else ())))
    left, right = st.columns(2, gap="large")
    with left:
        _waiting(office, actor, view)
    with right:
        _comments(view)
    if view.state not in _SETTLED:
        typed_answer.show(office, actor, view)
        _more(office, actor, view, seen)


# Head --------------------------------------------------------------------------------------------


def _head(view: PollView) -> tuple[int, ...]:
    """Title, how far it has come, the one filled button; the days that stand to be booked."""
    chosen = _chosen(view)
    with widgets.page_head(question(view.term_code), _lead(view)):
        widgets.chip(*words.state(view.state, view.mails, is_complete=not view.waiting))
        if chosen and _has_answers(view):
            widgets.primary(
                words.book_label(len(chosen)),
                "book_poll",
                "event_available",
                on_click=ask,
                args=("book_poll",),
            )
    return chosen


def _lead(view: PollView) -> str:
    asked = [one for one in view.people.values() if one.is_asked]
    answered = sum(one.answered_at is not None for one in asked)
    said = ngettext(
        "{answered} of {n} has answered.",
        "{answered} of {n} have answered.",
        len(asked),
        answered=answered,
    )
    if view.state in _SETTLED:
        return said
    day = f"{dates.long_day(view.answer_by)} ({dates.week(view.answer_by)})"
    if view.takes_answers:
        return said + " " + _("Last day to answer: {day}.", day=day)
    return said + " " + _("The last day was {day}.", day=day)


def _has_answers(view: PollView) -> bool:
    return any(each.choices for each in view.agencies)


# The best days -----------------------------------------------------------------------------------


def _key(view: PollView, field: str) -> str:
    return f"{state.POLL}_{field}_{view.code}"


def _chosen(view: PollView) -> tuple[int, ...]:
    """The set that is marked below, by default the best one."""
    if not view.sets:
        return ()
    place: int = st.session_state.get(_key(view, "set")) or 0
    if place == _OWN:
        own = st.session_state.get(_key(view, "own")) or ()
        return tuple(one.candidate.id for one in view.candidates if one.candidate.id in own)
    return view.sets[min(place, len(view.sets) - 1)].candidate_ids


def _best(office: Office, actor: Actor, view: PollView, seen: int, chosen: tuple[int, ...]) -> None:
    with widgets.card("best_days"):
        if not view.sets:
            st.header(_("No day is left to book"), anchor=False)
            widgets.quiet(_("Every day that was asked about has been closed since."))
            return
        if not _has_answers(view):
            st.header(_("No answers yet"), anchor=False)
            widgets.quiet(_("The best days appear here as soon as somebody answers."))
            return
        _standing(view, chosen)
        places = [*range(len(view.sets)), _OWN]
        st.radio(
            _("Days to book"),
            places,
            key=_key(view, "set"),
            format_func=lambda place: _set_label(view, place),
        )
        if st.session_state.get(_key(view, "set")) == _OWN:
            st.pills(
                _("Choose the days yourself"),
                [one.candidate.id for one in view.candidates if not one.is_refused],
                selection_mode="multi",
                key=_key(view, "own"),
                format_func=lambda key: words.short(view.candidate(key).candidate),
            )
        reason = _reason(view)
    _book(office, actor, view, chosen, seen=seen, reason=reason)


def _standing(view: PollView, chosen: Sequence[int]) -> None:
    """The chosen days large, then why, what speaks against them first."""
    days = [view.candidate(key).candidate for key in chosen]
    said = words.listed([f"{dates.long_day(one.day)} ({dates.week(one.day)})" for one in days])
    widgets.quiet(_("The best days") if chosen == view.sets[0].candidate_ids else _("Your choice"))
    st.header(dates.capitalised(said) if days else _("Choose at least one day"), anchor=False)
    for one in rules.reasons_in(view, chosen):
        if one.code in _WARNING:
            icon, colour = _WARNING[one.code]
            widgets.chip(dates.capitalised(sentence(one)), icon, colour)
    for key in chosen:
        for each in view.candidate(key).objections:
            widgets.chip(sentence(each), "contrast", "wait")
    plain = [
        dates.capitalised(sentence(one))
        for one in rules.reasons_in(view, chosen)
        if one.code not in _WARNING
    ]
    st.markdown("\n".join(f"- {widgets.literal(text)}" for text in plain))


def _set_label(view: PollView, place: int) -> str:
    if place == _OWN:
        return _("Other days")
    found = view.sets[place]
    parts = []
    for key in found.candidate_ids:
        one = view.candidate(key)
        count = _("{can} of {of}", can=one.tally.can, of=one.tally.of).replace(" ", HARD_SPACE)
        away = "".join(
            ", " + _("without {agency}", agency=theirs(name)) for name in one.tally.required_away
        )
        parts.append(f"{words.short(one.candidate)}: {count}{away}")
    return widgets.literal(widgets.soften(" · ".join(parts)))


def _reason(view: PollView) -> str | None:
    if not view.needs_reason:
        return None
    widgets.quiet(_("The term will have more meetings than usual."))
    return st.text_input(_("Why an extra meeting?"), key=_key(view, "why"), max_chars=300)


def _book(
    office: Office,
    actor: Actor,
    view: PollView,
    chosen: tuple[int, ...],
    *,
    seen: int,
    reason: str | None,
) -> None:
    days = [view.candidate(key).candidate for key in chosen]
    doubts = {
        each.code for key in chosen for each in view.candidate(key).objections if each.kind == "ask"
    }
    reached = sum(one.has_address for one in view.people.values())
    warnings = [
        dates.capitalised(sentence(one)) + "."
        for one in rules.reasons_in(view, chosen)
        if one.code in _WARNING
    ]
    hosts = view.hosts_of(chosen)
    lines = [
        *(_day_and_host(one, hosts[one.id]) for one in days),
        *warnings,
        _told(office, reached),
    ]
    if not confirmed(
        "book_poll",
        Confirmation(
            title=_("Book these days and tell the group"),
            lines=lines,
            go=words.book_label(len(chosen)),
            icon="event_available",
        ),
    ):
        return
    with frame.saying() as said:
        date_polls.book_poll(
            office,
            actor,
            code=view.code,
            version=seen,
            candidate_ids=chosen,
            accepted=frozenset(doubts),
            extra_reason=reason,
            hosts={key: host.id for key, host in hosts.items() if host},
        )
    if said.ok:
        listed = words.listed([words.short(one) for one in days])
        frame.flash(_("Booked: {days}.", days=listed))
        st.rerun()


def _told(office: Office, count: int) -> str:
    """What booking does to those who are to come."""
    if office.settings.mail_goes:
        return ngettext(
            "{n} person gets an email with the days and a calendar file.",
            "{n} people get an email with the days and a calendar file.",
            count,
        )
    return ngettext(
        "{n} email with the days and a calendar file will wait for you under Outgoing email.",
        "{n} emails with the days and a calendar file will wait for you under Outgoing email.",
        count,
    )


def _day_and_host(one: Candidate, host: HostChoice | None) -> str:
    day = dates.capitalised(words.with_time(one))
    return _("{day}, host: {agency}", day=day, agency=theirs(host.name)) if host else day


# Who has not answered ----------------------------------------------------------------------------


def _waiting(office: Office, actor: Actor, view: PollView) -> None:
    with widgets.card("poll_waiting"):
        st.header(_("Have not answered"), anchor=False)
        if not view.waiting:
            widgets.quiet(_("Everybody has answered."))
        people = view.people
        agency_of = {p.person_id: a.name for a in view.agencies for p in a.people}
        for key in view.waiting:
            with widgets.row(f"waiting_{key}"):
                about = words.missing(people[key])
                agency = theirs(agency_of[key])
                widgets.row_text(people[key].name, f"{agency} · {about}" if about else agency)
        if view.lost:
            widgets.quiet(
                ngettext(
                    "The personal link that {n} person got no longer works.",
                    "The personal links that {n} people got no longer work.",
                    view.lost,
                )
            )
            ask_again_button.button(office, actor, view.code)
        elif view.takes_answers and view.to_remind:
            label = _("Remind {n}", n=len(view.to_remind))
            if st.button(label, icon=":material/notifications:", key="remind_poll"):
                with frame.saying() as said:
                    count = date_polls.remind_poll(office, actor, code=view.code)
                if said.ok:
                    _reminded(office, count)
                    st.rerun()
        if view.takes_answers and view.not_asked:
            names = words.listed([people[key].name for key in view.not_asked])
            widgets.quiet(_("Came to the group after the email went: {names}.", names=names))
            if st.button(_("Ask them too"), icon=":material/person_add:", key="ask_newcomers"):
                with frame.saying() as said:
                    date_polls.ask_newcomers(office, actor, code=view.code)
                if said.ok:
                    st.rerun()


def _reminded(office: Office, count: int) -> None:
    """Where nothing goes by itself the page says what waits."""
    if office.settings.mail_goes:
        frame.flash(ngettext("{n} is reminded.", "{n} are reminded.", count))


def _comments(view: PollView) -> None:
    with widgets.card("poll_comments"):
        st.header(_("Comments"), anchor=False)
        said = [one for one in view.people.values() if one.comment]
        if not said:
            widgets.quiet(_("No comments yet."))
        for one in said:
            with widgets.row(f"comment_{one.person_id}"):
                widgets.row_text(one.name, one.comment, loud=True)
                identity_notice.beside(f"poll_comment_{one.person_id}", one.comment)


# More --------------------------------------------------------------------------------------------


def _more(office: Office, actor: Actor, view: PollView, seen: int) -> None:
    with st.expander(_("New last day, close or withdraw"), icon=":material/more_horiz:"):
        first = view.candidates[0].candidate.day
        today = office.clock.today()
        latest = first - timedelta(days=1)
        if today <= latest:
            picked = st.date_input(
                _("Last day to answer"),
                value=min(max(view.answer_by, today), latest),
                min_value=today,
                max_value=latest,
                format="YYYY-MM-DD",
                key=_key(view, "until"),
            )
            if isinstance(picked, date):
                widgets.quiet(f"{dates.long_day(picked)} ({dates.week(picked)})")
            label = _("Move the last day") if view.takes_answers else _("Open it again")
            if st.button(label, icon=":material/update:", key="reopen_poll") and isinstance(
                picked, date
            ):
                with frame.saying() as said:
                    date_polls.reopen_poll(
                        office, actor, code=view.code, version=seen, answer_by=picked
                    )
                if said.ok:
                    frame.flash(_("Answers are taken again. None is lost, and the links work."))
                    st.rerun()
        with st.container(horizontal=True):
            if view.state is PollState.OPEN and st.button(
                _("Close without booking"), icon=":material/lock:", key="close_poll"
            ):
                with frame.saying() as said:
                    date_polls.close_poll(office, actor, code=view.code, version=seen)
                if said.ok:
                    st.rerun()
            st.button(
                _("Withdraw the question"),
                icon=":material/undo:",
                key="withdraw_poll",
                on_click=ask,
                args=("withdraw_poll",),
            )
    if confirmed(
        "withdraw_poll",
        Confirmation(
            title=_("Withdraw the question?"),
            lines=[
                _("The links say that it is withdrawn. No email is sent, and nothing is booked."),
                _("It cannot be opened again."),
            ],
            go=_("Withdraw it"),
            icon="undo",
        ),
    ):
        with frame.saying() as said:
            date_polls.withdraw_poll(office, actor, code=view.code, version=seen)
        if said.ok:
            st.rerun()
