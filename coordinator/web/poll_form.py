"""The form of a question about days: what it shows, and what a sent one says."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from coordinator.core.dates import capitalised, long_day, time_span, whole_week
from coordinator.core.errors import BadInput, Conflict, CoordinatorError
from coordinator.core.messages import sentence
from coordinator.planning.polls.letters import question
from coordinator.planning.polls.rules import LONGEST_COMMENT, answer_mark
from coordinator.planning.polls.views import Candidate, OwnPoll
from coordinator.planning.views import Choice
from coordinator.web.identity_notice import pointing

# What a refusal is about, where one field can be pointed at.
_FIELD_OF = {"poll-comment-long": "comment", "date-odd": "again"}
_FIELD = "day-"  # followed by a candidate's id


def read_answer(form: Mapping[str, str]) -> dict[str, Any]:
    """The form as :func:`coordinator.planning.usecases.answer_poll` takes it.

    Raises:
        BadInput: the form did not arrive whole.
    """
    if not form:
        raise BadInput("form-too-large")
    seen = form.get("seen", "")
    given = {
        "comment": form.get("comment", ""),
        "seen": int(seen) if seen.isascii() and seen.isdecimal() and len(seen) < 20 else None,
    }
    if "later" in form:
        return {"choices": {}, "ask_again_on": _day(form.get("again", "")), **given}
    if "all" in form:
        return {"choices": Choice.YES, **given}
    return {"choices": _choices(form), **given}


def page_values(
    mine: OwnPoll,
    action: str,
    *,
    typed: Mapping[str, str] | None = None,
    problem: CoordinatorError | None = None,
    is_saved: bool = False,
) -> dict[str, Any]:
    """What the template shows. ``typed``: a form that could not be saved, shown as it was sent.

    Where another answer stands by now, that fills the form: the comment that was sent may be from
    before somebody in it was protected, and is only shown.
    """
    not_kept = ""
    if isinstance(problem, Conflict) and typed is not None:
        not_kept, typed = typed.get("comment", ""), None
    chosen = mine.choices if typed is None else _choices(typed)
    is_gap = problem is not None and problem.code == "poll-choose-all"
    return {
        "title": question(mine.term_code),
        "action": action,
        "poll": mine,
        "days": [
            {
                "field": f"{_FIELD}{one.id}",
                "name": capitalised(long_day(one.day)),
                "detail": f"{whole_week(one.day)}, {time_span(one.start, one.end)}",
                "choice": chosen.get(one.id),
                "word": choice_words().get(chosen[one.id]) if one.id in chosen else "",
                "is_missing": is_gap and one.id not in chosen,
            }
            for one in mine.candidates
        ],
        "choices": choice_words(),
        "last_day": f"{long_day(mine.answer_by)} ({whole_week(mine.answer_by)})",
        "again": [(day.isoformat(), _long(day)) for day in mine.ask_again_days],
        "again_on": _long(mine.ask_again_on) if mine.ask_again_on else "",
        "comment": mine.comment if typed is None else typed.get("comment", ""),
        "longest": LONGEST_COMMENT,
        "others": [(name, _lines(mine.candidates, said)) for name, said in mine.others],
        "problem": sentence(problem) if problem else "",
        "faulty": _FIELD_OF.get(problem.code, "") if problem else "",
        "not_kept": not_kept if not_kept != mine.comment else "",
        # A form that is shown as it was sent builds on what it was first drawn with.
        "seen": (typed or {}).get("seen", "") or answer_mark(mine.choices, mine.comment),
        "pointing": pointing(mine.comment),
        "is_saved": is_saved and not problem and mine.takes_answers,
    }


def choice_words() -> dict[Choice, str]:
    return {choice: choice.heading() for choice in Choice}


def _lines(candidates: tuple[Candidate, ...], said: Mapping[int, Choice]) -> list[str]:
    words = choice_words()
    return [words[said[one.id]] if one.id in said else "–" for one in candidates]


def _choices(form: Mapping[str, str]) -> dict[int, Choice]:
    """Days and what was said about them, also days that are none of this poll's."""
    found = {}
    for name, value in form.items():
        number = name.removeprefix(_FIELD)
        is_day = name != number and number.isascii() and number.isdecimal() and len(number) < 10
        if is_day and value in list(Choice):
            found[int(number)] = Choice(value)
    return found


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise BadInput("date-odd", text=text[:40]) from error


def _long(day: date) -> str:
    return f"{long_day(day)} ({whole_week(day)})"
