"""The answers as a table: agencies down, days across; a word in every cell, not only a colour."""

from __future__ import annotations

from collections.abc import Collection
from html import escape

from coordinator.core import dates
from coordinator.core.messages import sentence
from coordinator.core.translation import _
from coordinator.planning.polls.views import AgencyAnswers, CandidateView, Choice, PollView
from coordinator.ui.markup import icon, only_heard
from coordinator.ui.polls import words
from coordinator.ui.text import soften


def table(view: PollView, picked: Collection[int]) -> str:
    """The whole matrix; ``picked`` are the ids of days that stand to be booked."""
    title = _("Answers by agency")
    agency = _("Agency")
    heads = "".join(_head(one, one.candidate.id in picked) for one in view.candidates)
    rows = "".join(_row(each, view, picked) for each in view.agencies)
    feet = (
        _foot(_("Can come"), [_can(one) for one in view.candidates])
        + _foot(_("Cannot, but should be there"), [_blockers(one) for one in view.candidates])
        + _foot(_("The calendar"), [_calendar(one) for one in view.candidates])
    )
    return (
        f'<div class="poll-frame" role="region" tabindex="0" aria-label="{escape(title)}">'
        f'<table class="poll"><caption>{escape(title)}</caption>'
        f'<thead><tr><th scope="col">{escape(agency)}</th>{heads}</tr></thead>'
        f"<tbody>{rows}</tbody><tfoot>{feet}</tfoot></table></div>"
    )


def _head(one: CandidateView, is_picked: bool) -> str:  # noqa: FBT001 - one flag of a cell
    day = escape(dates.short_day(one.candidate.day))
    week = escape(dates.week(one.candidate.day))
    time = escape(dates.time_span(one.candidate.start, one.candidate.end))
    word = _("Chosen")
    chosen = f'<span class="chosen">★ {escape(word)}</span>' if is_picked else ""
    css = ' class="picked"' if is_picked else ""
    return f'<th scope="col"{css}>{day} <small>{week}</small><small>{time}</small>{chosen}</th>'


def _row(each: AgencyAnswers, view: PollView, picked: Collection[int]) -> str:
    must = _("should be there")
    note = f"<small>{escape(must)}</small>" if each.is_required else ""
    cells = "".join(
        _cell(each.choices.get(one.candidate.id), one.candidate.id in picked)
        for one in view.candidates
    )
    return f'<tr><th scope="row">{escape(soften(each.name))}{note}</th>{cells}</tr>'


def _cell(choice: Choice | None, is_picked: bool) -> str:  # noqa: FBT001 - as above
    symbol, state = words.SIGNS[choice]
    css = f"{state} picked" if is_picked else state
    return f'<td class="{css}">{icon(symbol)}<span>{escape(words.choice(choice))}</span></td>'


def _foot(title: str, texts: list[str]) -> str:
    if not any(texts):
        return ""
    cells = "".join(f"<td>{text or '–'}</td>" for text in texts)
    return f'<tr><th scope="row">{escape(title)}</th>{cells}</tr>'


def _can(one: CandidateView) -> str:
    tally = one.tally
    text = _("{can} of {of}", can=tally.can, of=tally.of)
    short = ""
    if tally.short_of is not None:
        fewer = _("fewer than {n}", n=tally.short_of)
        short = f"<small>{escape(fewer)}</small>"
    return f"<strong>{escape(text)}</strong>{short}"


def _blockers(one: CandidateView) -> str:
    silent = [_("{agency} (no answer)", agency=name) for name in one.tally.required_silent]
    return escape(", ".join((*one.tally.required_away, *silent)))


def _calendar(one: CandidateView) -> str:
    said = [
        (only_heard(_("Closed:")) if each.kind == "refuse" else "") + escape(sentence(each))
        for each in one.objections
        if each.kind != "inform"
    ]
    return "<br>".join(said)
