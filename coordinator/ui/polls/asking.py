"""A new question: days from the planner or by hand, until when, and a few words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import chain

import streamlit as st

from coordinator.access.actor import Actor
from coordinator.core import dates
from coordinator.core.messages import sentence
from coordinator.core.office import Office
from coordinator.core.translation import _
from coordinator.planning import usecases as planning
from coordinator.planning.polls import usecases as date_polls
from coordinator.planning.polls.rules import FEWEST, LONGEST_MESSAGE, MOST
from coordinator.planning.polls.views import PollState, PollView
from coordinator.planning.rules import ProposedMeeting
from coordinator.planning.views import NEEDS_REASON, SAID_BESIDE, TermPlan
from coordinator.ui import frame, guard_mark, state, widgets
from coordinator.ui.meeting import by_hand, proposals

_AT_FIRST = 6  # days marked to begin with
_TIME_TO_ANSWER = timedelta(days=11)
# Doubts stand in words beside the days, so that whoever goes on has read them.
_ACCEPTED = SAID_BESIDE | {"people-meet-elsewhere"}
_AGAINST = frozenset({"plan-below-quorum", "plan-required-away", "plan-away"})


@dataclass(frozen=True)
class _Day:
    start: datetime
    end: datetime
    doubt: str = ""

    @property
    def day(self) -> date:
        return dates.local_day(self.start)


def show(office: Office, actor: Actor, term_code: str, draft_code: str | None) -> None:
    """The form; with a draft's code, of that draft."""
    draft = None
    with frame.saying() as said:
        found = planning.term_plan(office, actor, term_code=term_code)
        if draft_code:
            draft = date_polls.poll(office, actor, code=draft_code)
    if not said.ok:
        return
    if draft and draft.state is not PollState.DRAFT:
        draft = None
    days = _days(found, draft)
    frame.back("meetings", _("Plan {term}", term=term_code), plan=term_code)
    title = _("Ask the group about {term}", term=found.calendar.term.code)
    with widgets.page_head(title, _("Tick the days that could work. Nothing is sent yet.")):
        pressed = widgets.primary(_("Preview the question"), "make_poll", "visibility")
    key = _key(term_code, draft)
    left, right = st.columns(2, gap="large")
    with left, widgets.card("poll_days"):
        chosen = _choose(key, days, draft, _first(_proposed(found)))
        _add(office, actor, key, found, days)
    with right, widgets.card("poll_words"):
        wanted, answer_by, message, shown = _words(office, key, found, draft, chosen)
    if pressed:
        _make(
            office, actor, term_code, draft, chosen,
            wanted=wanted, answer_by=answer_by, message=message, answers_shown=shown,
        )  # fmt: skip


def _key(term_code: str, draft: PollView | None) -> str:
    return f"{state.POLL}_new_{draft.code if draft else term_code}"


def _days(found: TermPlan, draft: PollView | None) -> dict[datetime, _Day]:
    """What can be marked: a draft's days, the planner's, those added by hand."""
    code = found.calendar.term.code
    days: dict[datetime, _Day] = {}
    for one in draft.candidates if draft else ():
        doubts = [sentence(each) for each in one.objections if each.kind == "ask"]
        days[one.candidate.start] = _Day(one.candidate.start, one.candidate.end, " ".join(doubts))
    for meeting in chain.from_iterable(_proposed(found)):
        names = ", ".join(warned.name for warned in meeting.warnings)
        doubts = [_("Doubtful day: {name}.", name=names)] if names else []
        doubts += [
            f"{dates.capitalised(sentence(reason))}."
            for reason in meeting.reasons
            if reason.code in _AGAINST
        ]
        days.setdefault(meeting.start, _Day(meeting.start, meeting.end, " ".join(doubts)))
    for start, end, doubt in st.session_state.get(f"{_key(code, draft)}_added", ()):
        days.setdefault(start, _Day(start, end, doubt))
    return dict(sorted(days.items()))


def _proposed(found: TermPlan) -> list[list[ProposedMeeting]]:
    """For each meeting that lacks, its good days, best first.

    Those of the planning that led here, with the hours and weekdays wished for there.
    """
    taken: list[list[ProposedMeeting]] | None = st.session_state.get(
        f"{state.POLL_DAYS}_{found.calendar.term.code}"
    )
    if taken is not None:
        return taken
    if not found.plan.proposals:
        return []
    return [list(proposals.options(found, place).values()) for place in range(found.plan.wanted)]


def _choose(
    key: str, days: dict[datetime, _Day], draft: PollView | None, first: set[datetime]
) -> list[_Day]:
    """The days as boxes to mark, each with week and what makes it doubtful."""
    st.header(_("Days"), anchor=False)
    widgets.quiet(_("Tick {fewest} to {most} days.", fewest=FEWEST, most=MOST))
    before = {one.candidate.start for one in draft.candidates} if draft else first
    chosen = []
    for start, one in days.items():
        label = f"{dates.short_day_week(one.day)} {dates.time_span(one.start, one.end)}"
        if one.doubt:
            label += f" · {one.doubt}"
        box = f"{key}_{start.isoformat()}"
        if st.checkbox(widgets.literal(label), value=start in before, key=box):
            chosen.append(one)
    return chosen


def _first(places: list[list[ProposedMeeting]]) -> set[datetime]:
    """Six good days to begin with, as many for each meeting.

    For each the best one, then the best on other weekdays and in other weeks: whoever never can
    on one weekday has something to say yes to. Doubtful days only where there is nothing else.
    """
    chosen: set[datetime] = set()
    for options in places:
        left = list(options)
        mine: list[ProposedMeeting] = []
        while left and len(mine) < _AT_FIRST // len(places):
            best = min(left, key=lambda one: _likeness(one, mine))
            left.remove(best)
            mine.append(best)
        chosen |= {one.start for one in mine}
    return chosen


def _likeness(one: ProposedMeeting, taken: list[ProposedMeeting]) -> tuple[bool, int, int]:
    same_weekday = sum(each.day.weekday() == one.day.weekday() for each in taken)
    same_week = sum(each.iso_week == one.iso_week for each in taken)
    return bool(one.warnings), same_weekday, same_week


def _add(
    office: Office, actor: Actor, key: str, found: TermPlan, days: dict[datetime, _Day]
) -> None:
    box = st.expander(
        _("Add a day by hand"), icon=":material/add:", key=f"{key}_box", on_change="rerun"
    )
    if not box.open:
        return
    with box:
        some = max(office.clock.today(), found.calendar.term.first_day)
        day, begins, ends = by_hand.times(
            f"{key}_hand", some, found.start, by_hand.end_of(found.start, found.duration)
        )
        start, end = by_hand.moment(day, begins), by_hand.moment(day, ends)
        with frame.saying() as said:
            against = planning.check(
                office, actor, start=start, end=end, term_code=found.calendar.term.code
            )
        if not said.ok:
            return
        refused = [one for one in against if one.kind == "refuse"]
        doubts = [one for one in against if one.kind == "ask" and one.code != NEEDS_REASON]
        for one in (*refused, *doubts):
            st.warning(widgets.literal(sentence(one)))
        if st.button(_("Add the day"), key=f"{key}_add", disabled=bool(refused) or start in days):
            added = st.session_state.setdefault(f"{key}_added", [])
            added.append((start, end, " ".join(sentence(one) for one in doubts)))
            st.session_state[f"{key}_{start.isoformat()}"] = True
            st.rerun()


def _words(
    office: Office, key: str, found: TermPlan, draft: PollView | None, chosen: list[_Day]
) -> tuple[int, date, str, bool]:
    st.header(_("The question"), anchor=False)
    today = office.clock.today()
    until = draft.answer_by if draft else today + _TIME_TO_ANSWER
    while until.weekday() > 4:
        until -= timedelta(days=1)
    latest = min((one.day for one in chosen), default=date(2099, 12, 31)) - timedelta(days=1)
    picked = st.date_input(
        _("Last day to answer"),
        value=max(today, min(until, latest)),
        min_value=today,
        format="YYYY-MM-DD",
        key=f"{key}_until",
    )
    answer_by = picked if isinstance(picked, date) else until
    widgets.quiet(f"{dates.long_day(answer_by)} ({dates.week(answer_by)})")
    wanted = st.number_input(
        _("How many days are to be chosen?"),
        min_value=1,
        max_value=MOST - 1,
        value=draft.wanted if draft else max(1, found.plan.wanted),
        key=f"{key}_wanted",
    )
    message = st.text_area(
        _("A few words to the group (optional)"),
        value=draft.message if draft else "",
        max_chars=LONGEST_MESSAGE,
        key=f"{key}_message",
    )
    guard_mark.beside(f"{key}_message", message)
    shown = st.checkbox(
        _("Members may see what other agencies answered"),
        value=draft.answers_shown if draft else False,
        key=f"{key}_shown",
    )
    return int(wanted), answer_by, message, shown


def _make(
    office: Office,
    actor: Actor,
    term_code: str,
    draft: PollView | None,
    chosen: list[_Day],
    *,
    wanted: int,
    answer_by: date,
    message: str,
    answers_shown: bool,
) -> None:
    times = [(one.start, one.end) for one in chosen]
    with frame.saying() as said:
        if draft:
            made = date_polls.change_poll(
                office, actor, code=draft.code, version=draft.version, times=times, wanted=wanted,
                answer_by=answer_by, message=message, answers_shown=answers_shown,
                accepted=_ACCEPTED,
            )  # fmt: skip
        else:
            made = date_polls.make_poll(
                office, actor, term_code=term_code, times=times, wanted=wanted,
                answer_by=answer_by, message=message, answers_shown=answers_shown,
                accepted=_ACCEPTED,
            )  # fmt: skip
    if said.ok:
        st.switch_page(frame.page("meetings"), query_params=frame.query_for(poll=made.code))
