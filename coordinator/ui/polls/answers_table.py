"""The answers as a table: agencies down, days across; a word in every cell, not only a colour.

Where the table does not fit, the same stands day by day: who cannot, who can if need be, who is
silent. Whoever is not named there can come.
"""

from __future__ import annotations

from collections.abc import Collection

from coordinator.core import dates
from coordinator.core.messages import sentence
from coordinator.core.translation import _, ngettext
from coordinator.planning.polls.views import AgencyAnswers, CandidateView, PollView
from coordinator.planning.views import Choice
from coordinator.ui.markup import chip_html, icon, only_heard
from coordinator.ui.polls import words
from coordinator.ui.text import escape, soften, theirs

_AGENCY, _DAY = 9, 5  # rem, the narrowest columns that can be read


def style(view: PollView) -> str:
    """Table or days, by whether as many columns fit."""
    narrow = f"@container poll (max-width:{_AGENCY + _DAY * len(view.candidates)}rem)"
    table, days = ".poll-frame .poll{display:none}", ".poll-frame .poll-days{display:block}"
    return f"<style>{narrow}{{{table}{days}}}</style>"


def same_hours(view: PollView) -> str:
    """The hours, where they are those of every day; empty where each day has its own."""
    hours = {_hours(one) for one in view.candidates}
    return hours.pop() if len(hours) == 1 else ""


def _hours(one: CandidateView) -> str:
    return dates.time_span(one.candidate.start, one.candidate.end)


def table(view: PollView, picked: Collection[int]) -> str:
    """The whole matrix; ``picked`` are the ids of days that stand to be booked."""
    title = _("Answers by agency")
    agency = _("Agency")
    hours = not same_hours(view)
    heads = "".join(_head(one, one.candidate.id in picked, hours) for one in view.candidates)
    days = "".join(_day(one, view, one.candidate.id in picked) for one in view.candidates)
    rows = "".join(_row(each, view, picked) for each in view.agencies)
    feet = (
        _foot(_("Can come"), [_can(one) for one in view.candidates])
        + _foot(_("Cannot, but should be there"), [_blockers(one) for one in view.candidates])
        + _foot(_("The calendar"), [_calendar(one) for one in view.candidates])
    )
    return (
        f'<div class="poll-frame">'
        f'<table class="poll"><caption class="only-heard">{escape(title)}</caption>'
        f'<thead><tr><th scope="col">{escape(agency)}</th>{heads}</tr></thead>'
        f"<tbody>{rows}</tbody><tfoot>{feet}</tfoot></table>"
        f'<ol class="poll-days" role="list">{days}</ol></div>'
    )


def _head(one: CandidateView, is_picked: bool, hours: bool) -> str:  # noqa: FBT001 - of one cell
    day = escape(dates.short_day(one.candidate.day))
    week = escape(dates.week(one.candidate.day))
    time = f"<small>{escape(soften(_hours(one)))}</small>" if hours else ""
    css = ' class="picked"' if is_picked else ""
    chosen = _chosen() if is_picked else ""
    return f'<th scope="col"{css}>{day} <small>{week}</small>{time}{chosen}</th>'


def _chosen() -> str:
    word = _("Chosen")
    return f'<span class="chosen">★ {escape(word)}</span>'


def _row(each: AgencyAnswers, view: PollView, picked: Collection[int]) -> str:
    must = _("should be there")
    note = f"<small>{escape(must)}</small>" if each.is_required else ""
    cells = "".join(
        _cell(each.choices.get(one.candidate.id), one.candidate.id in picked)
        for one in view.candidates
    )
    return f'<tr><th scope="row">{escape(soften(theirs(each.name)))}{note}</th>{cells}</tr>'


def _cell(choice: Choice | None, is_picked: bool) -> str:  # noqa: FBT001 - as above
    symbol, state = words.sign(choice)
    css = f"{state} picked" if is_picked else state
    return f'<td class="{css}">{icon(symbol)}<span>{escape(words.choice(choice))}</span></td>'


def _day(one: CandidateView, view: PollView, is_picked: bool) -> str:  # noqa: FBT001 - as above
    """One day: how many can, and everybody who did not simply say yes."""
    day = escape(soften(dates.short_day_week(one.candidate.day)))
    time = "" if same_hours(view) else f" {escape(soften(_hours(one)))}"
    can = ngettext(
        "{can} of {n} agency can come",
        "{can} of {n} agencies can come",
        one.tally.of,
        can=one.tally.can,
    )
    lines = [f"<p>{escape(can)}{_short(one)}</p>"]
    for choice in (Choice.NO, Choice.IF_NEED_BE, None):
        names = [theirs(a.name) for a in view.agencies if a.choices.get(one.candidate.id) is choice]
        if names:
            sign = chip_html(words.choice(choice), *words.sign(choice))
            lines.append(f"<p>{sign} {escape(soften(', '.join(names)))}</p>")
    for title, text in (
        (_("Cannot, but should be there"), _blockers(one)),
        (_("The calendar"), _calendar(one)),
    ):
        if text:
            lines.append(f"<p>{escape(title)}: {text}</p>")
    chosen = _chosen() if is_picked else ""
    css = ' class="picked"' if is_picked else ""
    return f"<li{css}><strong>{day}</strong>{time}{chosen}{''.join(lines)}</li>"


def _foot(title: str, texts: list[str]) -> str:
    if not any(texts):
        return ""
    cells = "".join(f"<td>{text or '–'}</td>" for text in texts)
    return f'<tr><th scope="row">{escape(title)}</th>{cells}</tr>'


def _can(one: CandidateView) -> str:
    text = _("{can} of {of}", can=one.tally.can, of=one.tally.of)
    return f"<strong>{escape(text)}</strong>{_short(one)}"


def _short(one: CandidateView) -> str:
    """That they are fewer than the quorum."""
    if one.tally.short_of is None:
        return ""
    fewer = _("fewer than {n}", n=one.tally.short_of)
    return f"<small>{escape(fewer)}</small>"


def _blockers(one: CandidateView) -> str:
    silent = [_("{agency} (no answer)", agency=theirs(name)) for name in one.tally.required_silent]
    return escape(", ".join((*map(theirs, one.tally.required_away), *silent)))


def _calendar(one: CandidateView) -> str:
    said = [
        (only_heard(_("Closed:")) if each.kind == "refuse" else "") + escape(sentence(each))
        for each in one.objections
        if each.kind != "inform"
    ]
    return "<br>".join(said)
