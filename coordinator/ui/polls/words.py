"""How polls are spoken of on screen."""

from __future__ import annotations

from collections.abc import Sequence

from coordinator.core import dates
from coordinator.core.outbox.how_far import HowFar
from coordinator.core.translation import _, ngettext
from coordinator.planning.polls.lifecycle import PollState
from coordinator.planning.polls.views import Candidate, PersonAnswers, PollLine, Source
from coordinator.planning.views import Choice
from coordinator.ui import outgoing
from coordinator.ui.markup import State

_TELLS = frozenset({PollState.OPEN, PollState.BOOKED})  # its mails ask, or tell of the days


def choice(one: Choice | None) -> str:
    return one.heading() if one else _("No answer")


def sign(one: Choice | None) -> tuple[str, State]:
    """Icon and colour."""
    return (one.look.icon, one.look.tone) if one else ("schedule", "wait")


def state(one: PollState, mails: HowFar, *, is_complete: bool) -> tuple[str, str, State]:
    """Word, icon and colour of a poll's state; of an open one also whether everybody answered.

    Nobody is waited for who has not been asked yet.
    """
    if one in _TELLS and not is_complete and not mails.is_out:
        return outgoing.chip(mails)
    if one is PollState.OPEN and is_complete:
        return _("All have answered"), "check_circle", "ok"
    return one.heading(), one.look.icon, one.look.tone


def counted(line: PollLine) -> str:
    """``7 of 16 have answered, last day Fri 4 Dec (week 49)``."""
    if line.state is PollState.DRAFT:
        return _("A draft. Nobody has been asked yet.")
    return _(
        "{answered} of {asked} have answered, last day {day}",
        answered=line.answered,
        asked=line.asked,
        day=dates.short_day_week(line.answer_by),
    )


def short(candidate: Candidate) -> str:
    """``tis 2 feb (v. 5)``, with the hour only where two candidates share a day."""
    return dates.short_day_week(candidate.day)


def with_time(candidate: Candidate) -> str:
    return f"{short(candidate)} {dates.time_span(candidate.start, candidate.end)}"


def listed(texts: Sequence[str]) -> str:
    """``a, b and c``."""
    return _(" and ").join([", ".join(texts[:-1]), texts[-1]] if len(texts) > 1 else texts)


def book_label(count: int) -> str:
    if count > 2:
        return _("Book all {n} dates", n=count)
    return ngettext("Book the date", "Book both dates", count)


def missing(person: PersonAnswers) -> str:
    """What is worth knowing of somebody under the heading of those who have not answered."""
    plain = person.is_asked and person.has_address and not person.ask_again_on
    return "" if plain else source(person)


def source(person: PersonAnswers) -> str:
    """Where an answer came from and when."""
    if person.answered_at is None:
        if person.ask_again_on:
            day = dates.short_day_week(person.ask_again_on)
            return _("Knows when the rota is set. Asked again {day}.", day=day)
        if not person.is_asked:
            return _("Not asked")
        return _("Not answered") if person.has_address else _("Not answered, no email address")
    day = dates.short_day(dates.local_day(person.answered_at))
    if person.source is Source.TYPED:
        return _("Typed in by {name}, {day}", name=person.typed_by or "–", day=day)
    if person.source is Source.PAGE:
        return _("Answered on the own page, {day}", day=day)
    return _("Answered by link, {day}", day=day)
