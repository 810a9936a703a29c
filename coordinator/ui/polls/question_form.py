"""A new question: days from the planner or by hand, until when, and a few words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import chain
from typing import Any

import streamlit as st

from coordinator.access.actor import Actor
from coordinator.core import dates
from coordinator.core.messages import sentence
from coordinator.core.office import Office
from coordinator.core.translation import _
from coordinator.planning import usecases as planning
from coordinator.planning.polls import usecases as date_polls
from coordinator.planning.polls.lifecycle import PollState
from coordinator.planning.polls.rules import FEWEST, LONGEST_MESSAGE, MOST
from coordinator.planning.polls.views import PollView
from coordinator.planning.views import NEEDS_REASON, SAID_BESIDE, ProposedMeeting, TermPlan
from coordinator.ui import conflict, frame, identity_notice, save_anyway, state, widgets
from coordinator.ui.planning import book_by_hand, proposals

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
    if not draft:
        _take_over(found)
    days = _days(found, draft)
    frame.back("meetings", _("Plan {term}", term=term_code), plan=term_code)
    title = _("Ask the group about {term}", term=found.calendar.term.code)
    with widgets.page_head(title, _("Tick the days that could work. Nothing is sent yet.")):
        pressed = widgets.primary(_("Preview the question"), "make_poll", "visibility")
    form = conflict.open_form(
        _key(term_code, draft),
        _field_words(),
        _values(office, found, draft, days),
        draft.version if draft else 0,
        first="until",
    )
    left, right = st.columns(2, gap="large")
    with left, widgets.card("poll_days"):
        chosen = _choose(form, days)
        _add(office, actor, form, found, days)
    with right, widgets.card("poll_words"):
        typed = {
            "times": [(one.start, one.end) for one in chosen],
            **_words(office, form, chosen),
        }
        form.show_conflict(typed)
    if pressed:
        _make(office, actor, term_code, draft, form=form, typed=typed)


def _take_over(found: TermPlan) -> None:
    """What was chosen in the planning since the form was opened is ticked in it too."""
    code = found.calendar.term.code
    asked = f"{state.POLL_CHOSEN}_{code}"
    times = st.session_state.get(asked)
    mark = f"{asked}_taken"
    if times is None or st.session_state.get(mark) == times:
        return
    st.session_state[mark] = times
    conflict.forget(_key(code, None))


def _field_words() -> list[conflict.Field]:
    return [
        conflict.Field(
            "times",
            _("Days"),
            lambda times: ", ".join(
                f"{dates.short_day(dates.local_day(start))} {dates.time_span(start, end)}"
                for start, end in times
            ),
        ),
        conflict.Field("answer_by", _("Last day to answer"), conflict.as_day),
        conflict.Field("wanted", _("How many days are to be chosen?")),
        conflict.Field("message", _("A few words to the group (optional)")),
        conflict.Field(
            "answers_shown",
            _("Members may see what other agencies answered"),
            conflict.as_yes_no,
        ),
    ]


def _values(
    office: Office, found: TermPlan, draft: PollView | None, days: dict[datetime, _Day]
) -> dict[str, Any]:
    """What the fields open with: a draft's own, or some good days and a usual time to answer."""
    if draft:
        return {
            "times": [(one.candidate.start, one.candidate.end) for one in draft.candidates],
            "answer_by": draft.answer_by,
            "wanted": draft.wanted,
            "message": draft.message,
            "answers_shown": draft.answers_shown,
        }
    chosen = {start for start, _end in _chosen_before(found)}
    first = chosen | _first(_proposed(found), chosen)
    return {
        "times": [(start, one.end) for start, one in days.items() if start in first],
        "answer_by": office.clock.today() + _TIME_TO_ANSWER,
        "wanted": max(1, found.plan.wanted),
        "message": "",
        "answers_shown": False,
    }


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
    for start, end in _chosen_before(found):
        days.setdefault(start, _Day(start, end))
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


def _chosen_before(found: TermPlan) -> list[tuple[datetime, datetime]]:
    """The days that somebody had chosen in the planning that led here."""
    code = found.calendar.term.code
    return st.session_state.get(f"{state.POLL_CHOSEN}_{code}") or []


def _choose(form: conflict.Form, days: dict[datetime, _Day]) -> list[_Day]:
    """The days as boxes to mark, each with week and what makes it doubtful."""
    st.header(_("Days"), anchor=False)
    widgets.quiet(_("Tick {fewest} to {most} days.", fewest=FEWEST, most=MOST))
    before = {start for start, _end in form.given["times"]}
    chosen = []
    for start, one in days.items():
        label = f"{dates.short_day_week(one.day)} {dates.time_span(one.start, one.end)}"
        if one.doubt:
            label += f" · {one.doubt}"
        box = f"{form.key}_{start.isoformat()}"
        if st.checkbox(widgets.literal(label), value=start in before, key=box):
            chosen.append(one)
    return chosen


def _first(places: list[list[ProposedMeeting]], taken: set[datetime]) -> set[datetime]:
    """Six good days to begin with, as many for each meeting, those that were chosen among them.

    For each the one that was chosen, or the best one, then the best on other weekdays and in other
    weeks: whoever never can on one weekday has something to say yes to. Doubtful days only where
    there is nothing else.
    """
    chosen: set[datetime] = set()
    for options in places:
        mine = [one for one in options if one.start in taken]
        left = [one for one in options if one not in mine]
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
    office: Office,
    actor: Actor,
    form: conflict.Form,
    found: TermPlan,
    days: dict[datetime, _Day],
) -> None:
    key = form.name
    box = st.expander(
        _("Add a day by hand"), icon=":material/add:", key=f"{key}_box", on_change="rerun"
    )
    if not box.open:
        return
    with box:
        some = max(office.clock.today(), found.calendar.term.first_day)
        day, begins, ends = book_by_hand.times(
            f"{key}_hand", some, found.start, book_by_hand.end_of(found.start, found.duration)
        )
        start, end = book_by_hand.moment(day, begins), book_by_hand.moment(day, ends)
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
            st.session_state[f"{form.key}_{start.isoformat()}"] = True
            st.rerun()


def _words(office: Office, form: conflict.Form, chosen: list[_Day]) -> dict[str, Any]:
    st.header(_("The question"), anchor=False)
    today = office.clock.today()
    key, until = form.key, form.given["answer_by"]
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
        value=form.given["wanted"],
        key=f"{key}_wanted",
    )
    message = st.text_area(
        _("A few words to the group (optional)"),
        value=form.given["message"],
        max_chars=LONGEST_MESSAGE,
        key=f"{key}_message",
    )
    identity_notice.beside(f"{key}_message", message)
    shown = st.checkbox(
        _("Members may see what other agencies answered"),
        value=form.given["answers_shown"],
        key=f"{key}_shown",
    )
    return {
        "wanted": int(wanted),
        "answer_by": answer_by,
        "message": message,
        "answers_shown": shown,
    }


def _make(
    office: Office,
    actor: Actor,
    term_code: str,
    draft: PollView | None,
    *,
    form: conflict.Form,
    typed: conflict.Values,
) -> None:
    if draft:
        code = draft.code
        made = form.save(
            typed,
            lambda version, values: save_anyway.answered(
                form.name,
                (values["message"],),
                lambda accepted: date_polls.change_poll(
                    office, actor, code=code, version=version, accepted=_ACCEPTED | accepted,
                    **values,
                ),
            ),
        )  # fmt: skip
    else:
        made = form.save(
            typed,
            lambda _version, values: save_anyway.answered(
                form.name,
                (values["message"],),
                lambda accepted: date_polls.make_poll(
                    office, actor, term_code=term_code, accepted=_ACCEPTED | accepted, **values
                ),
            ),
        )
    if made:
        st.switch_page(frame.page("meetings"), query_params=frame.query_for(poll=made.code))
