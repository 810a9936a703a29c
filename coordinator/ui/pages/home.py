"""Hem: one sentence and one button for what today asks, then three quiet lines."""

from __future__ import annotations

import streamlit as st

from coordinator.access.permissions import may
from coordinator.core import dates
from coordinator.core.outbox.how_far import Way
from coordinator.core.translation import _, ngettext
from coordinator.meetings.views import TermCount
from coordinator.privacy.usecases import elsewhere
from coordinator.privacy.views import AskedHere
from coordinator.reports import usecases as reports
from coordinator.reports.views import MAILS, Ask, Errand, HomeView
from coordinator.ui import drafts, frame, markup, outgoing, widgets
from coordinator.ui.navigation import starts_at_meetings
from coordinator.ui.polls import ask_again_button
from coordinator.ui.text import escape, theirs

_MOST_BEGUN = 3


def page() -> None:
    office, actor = frame.office_and_actor()
    if starts_at_meetings(actor.roles):
        st.switch_page(frame.page("meetings"), query_params=frame.query_for())
    with office.look():
        home = reports.home(office, actor)
        asks = may(elsewhere.asked_here, actor)
        urgent = elsewhere.asked_here(office, actor) if asks else ()
    today = office.clock.today()
    above = f"{dates.capitalised(dates.long_day(today))} · {dates.week(today)}"
    leads = actor.in_office
    ask = home.ask if leads else Ask(Errand.NOTHING)
    if urgent:
        with widgets.hero(_urgent_sentence(urgent), above=above):
            _urgent_button(urgent[0])
    else:
        with widgets.hero(_sentence(ask), above=above):
            _button(ask)
            if ask.errand is Errand.ASK_AGAIN and ask.poll_code:
                ask_again_button.button(office, actor, ask.poll_code)
    lines = [_next_meeting(home), _waiting(home)]
    if leads:
        lines[1:1] = [_term(home)]
        lines += [*_mails(home), *_begun()]
    with widgets.card("home"):
        widgets.rows(lines)


def _urgent_sentence(asked: tuple[AskedHere, ...]) -> str:
    """Before everything else: whether somebody needs protection cannot wait."""
    return ngettext(
        "Another group asks whether somebody here needs protection.",
        "Other groups ask whether {n} people here need protection.",
        len(asked),
    )


def _urgent_button(one: AskedHere) -> None:
    where: dict[str, str | int] = (
        {"agency": one.agency_slug, "seat": one.seat_id}
        if one.agency_slug and one.seat_id
        else {"person": one.person_id}
    )
    if widgets.primary(_("Decide now"), "do_decide_protection", "shield_person"):
        st.switch_page(frame.page("group"), query_params=frame.query_for(**where))


def _sentence(ask: Ask) -> str:
    if ask.errand in MAILS:
        return _mail_sentence(ask.errand, ask.number)
    match ask.errand:
        case Errand.RESUME | Errand.START if ask.moment:
            text = _meeting_sentence(ask.errand, dates.clock_time(ask.moment))
        case Errand.PLAN:
            text = _plan_sentence(ask)
        case Errand.CHOOSE:
            text = _answered_sentence(ask)
        case Errand.ASK_AGAIN:
            text = ngettext(
                "The personal link about {term} that {n} person has no longer works.",
                "The personal links about {term} that {n} people have no longer work.",
                ask.number,
                term=ask.term_code,
            )
        case Errand.PEOPLE:
            text = _("There is nobody to invite yet.")
        case Errand.WRITE if ask.day:
            day = dates.long_day(ask.day)
            text = _("The draft is with you. It should be out by {day}.", day=day)
        case Errand.APPROVE if ask.moment:
            day = dates.long_day(dates.local_day(ask.moment))
            text = _("The notes of {day} are waiting to be approved.", day=day)
        case Errand.POINTS:
            text = ngettext(
                "{n} action point is overdue.", "{n} action points are overdue.", ask.number
            )
        case _other:
            text = _("Nothing urgent.")
    return text


def _mail_sentence(errand: Errand, count: int) -> str:
    if errand is Errand.MAILS_FAILED:
        return outgoing.failed(count)
    if errand is Errand.MAILS_PAUSED:
        return ngettext("{n} email is paused.", "{n} emails are paused.", count)
    return outgoing.waiting(Way.HELD_UP if errand is Errand.MAILS_HELD_UP else Way.BY_HAND, count)


def _meeting_sentence(errand: Errand, time: str) -> str:
    if errand is Errand.RESUME:
        return _("The meeting has been under way since {time}.", time=time)
    return _("Meeting today at {time}.", time=time)


def _answered_sentence(ask: Ask) -> str:
    if ask.number == ask.total:
        return _("Everybody has answered about {term}.", term=ask.term_code)
    return _(
        "{n} of {total} have answered about {term}.",
        n=ask.number,
        total=ask.total,
        term=ask.term_code,
    )


def _plan_sentence(ask: Ask) -> str:
    if ask.day is not None:
        day = f"{dates.long_day(ask.day)} ({dates.week(ask.day)})"
        if not ask.number:
            return _("{term} has no meetings yet and ends on {day}.", term=ask.term_code, day=day)
        return ngettext(
            "{term} has {planned} of {n} meeting and ends on {day}.",
            "{term} has {planned} of {n} meetings and ends on {day}.",
            ask.total,
            term=ask.term_code,
            planned=ask.number,
            day=day,
        )
    if not ask.number:
        return _("{term} has no meetings yet.", term=ask.term_code)
    return ngettext(
        "{term} has {n} meeting so far.",
        "{term} has {n} meetings so far.",
        ask.number,
        term=ask.term_code,
    )


def _button(ask: Ask) -> None:
    """The day's one button goes straight to the place where the work is done."""
    to_meeting = ("meetings", {"meeting": ask.meeting_code})
    ways: dict[Errand, tuple[str, str, tuple[str, dict[str, str | None]]]] = {
        Errand.RESUME: (_("Go to the meeting"), "play_circle", to_meeting),
        Errand.START: (_("Go to the meeting"), "play_circle", to_meeting),
        Errand.PLAN: (
            _("Plan {term}", term=ask.term_code),
            "edit_calendar",
            ("meetings", {"plan": ask.term_code}),
        ),
        Errand.CHOOSE: (
            _("Choose the days"),
            "event_available",
            ("meetings", {"poll": ask.poll_code}),
        ),
        Errand.WRITE: (_("Read the draft"), "edit_note", to_meeting),
        Errand.APPROVE: (_("Open the notes"), "verified", to_meeting),
        Errand.POINTS: (_("Show the action points"), "task_alt", ("actions", {})),
        Errand.PEOPLE: (_("Add a person"), "person_add", ("group", {"add": "1"})),
        Errand.MAILS_BY_HAND: (_("Send them"), "outgoing_mail", _to_mails("waiting")),
        Errand.MAILS_HELD_UP: (_("Show them"), "outgoing_mail", _to_mails("waiting")),
        Errand.MAILS_FAILED: (_("Show them"), "outgoing_mail", _to_mails("failed")),
        Errand.MAILS_PAUSED: (_("Show them"), "outgoing_mail", _to_mails("paused")),
    }
    if ask.errand not in ways:
        return
    label, icon, (page_name, query) = ways[ask.errand]
    if widgets.primary(label, "today", icon):
        st.switch_page(frame.page(page_name), query_params=frame.query_for(**query))


def _to_mails(show: str) -> tuple[str, dict[str, str | None]]:
    return "sendings", {"show": show}


def _counted(home: HomeView) -> tuple[tuple[Errand, int, str], ...]:
    """Mails that somebody must look at, the most pressing first, and the list they stand in."""
    mails = home.mails
    return (
        (Errand.MAILS_FAILED, mails.failed, "failed"),
        (Errand.MAILS_PAUSED, mails.paused, "paused"),
        (Errand.MAILS_HELD_UP, mails.held_up, "waiting"),
        (Errand.MAILS_BY_HAND, mails.by_hand, "waiting"),
    )


def _line(title: str, text: str, link: str, to: str, /, **query: str | None) -> str:
    label = f"<span>{escape(link)}</span>{markup.icon('arrow_forward')}"
    return markup.line_html(title, text) + markup.link_html(frame.office_page(to, **query), label)


def _next_meeting(home: HomeView) -> str:
    meeting = home.next_meeting
    if meeting is None:
        text = _("No meeting is booked.")
        return _line(_("Next meeting"), text, _("All meetings"), "meetings")
    day = dates.short_day_week(dates.local_day(meeting.start))
    text = f"{day} {dates.time_span(meeting.start, meeting.end)}"
    if meeting.venue:
        text += f" · {theirs(meeting.venue)}"
    return _line(_("Next meeting"), text, _("Open the meeting"), "meetings", meeting=meeting.code)


def _term(home: HomeView) -> str:
    text = term_line(home.term)
    if not home.next_term.planned:
        text += " " + _("{term} has no meetings yet.", term=home.next_term.term_code)
    to_plan = home.lacking or home.next_term
    return _line(_("The term"), text, _("Plan"), "meetings", plan=to_plan.term_code)


def term_line(term: TermCount) -> str:
    """``HT2026: 1 av 2 möten``, with how many are held."""
    text = ngettext(
        "{term}: {planned} of {n} meeting.",
        "{term}: {planned} of {n} meetings.",
        term.wanted,
        term=term.term_code,
        planned=term.planned,
    )
    if term.held:
        text += " " + ngettext("{n} held.", "{n} held.", term.held)
    return text


def _waiting(home: HomeView) -> str:
    text = _("No open action points.")
    if home.open_points:
        text = ngettext("{n} open action point", "{n} open action points", home.open_points)
    if home.overdue_points:
        text += ", " + ngettext("{n} overdue", "{n} overdue", home.overdue_points)
    return _line(_("Waiting for you"), text, _("Show"), "actions")


def _begun() -> list[str]:
    """What was typed here or on another computer and not saved: the way back to it."""
    go_on = escape(_("Go on"))
    label = f"<span>{go_on}</span>{markup.icon('arrow_forward')}"
    return [
        markup.line_html(
            _("Begun {time}, not saved", time=drafts.said_when(one)), drafts.excerpt(one)
        )
        + markup.link_html(one.page, label)
        for one in drafts.waiting("home")[:_MOST_BEGUN]
    ]


def _mails(home: HomeView) -> list[str]:
    """Only when somebody must look: what could not be sent, is paused, or waits for a hand."""
    found = [
        (show, _mail_sentence(errand, count)) for errand, count, show in _counted(home) if count
    ]
    if not found:
        return []
    said = " ".join(text for _show, text in found)
    return [_line(_("Outgoing email"), said, _("Show"), "sendings", show=found[0][0])]


page()
