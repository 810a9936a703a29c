"""What a meeting is called, and the head that stays in sight on its page."""

from __future__ import annotations

from typing import NamedTuple

from streamlit.delta_generator import DeltaGenerator

from coordinator.core import dates
from coordinator.core.translation import N_, _, ngettext
from coordinator.core.worded import Drawn
from coordinator.meetings.lifecycle import MeetingState
from coordinator.meetings.views import MeetingLine, VenueKind
from coordinator.minutes.views import Progress
from coordinator.ui import outgoing, widgets
from coordinator.ui.markup import State
from coordinator.ui.text import theirs

_ORDINALS = (
    N_("First"),
    N_("Second"),
    N_("Third"),
    N_("Fourth"),
    N_("Fifth"),
    N_("Sixth"),
)


class Chip(NamedTuple):
    """A state as a chip shows it."""

    word: str
    icon: str
    state: State

    def show(self, *, width: int | None = None) -> None:
        widgets.chip(self.word, self.icon, self.state, width=width or "content")


def chip_of(value: Drawn) -> Chip:
    """A value of an enumeration that carries its own look."""
    return Chip(value.heading(), value.look.icon, value.look.tone)


def meeting_name(line: MeetingLine) -> str:
    """``Second autumn meeting 2026``; past the sixth by its number."""
    season, year = line.term_code[:2], line.term_code[2:]
    if line.number > len(_ORDINALS):
        return _("Meeting {n} in {term}", n=line.number, term=line.term_code)
    ordinal = _(_ORDINALS[line.number - 1])
    if season == "VT":
        return _("{ordinal} spring meeting {year}", ordinal=ordinal, year=year)
    return _("{ordinal} autumn meeting {year}", ordinal=ordinal, year=year)


def are_coming(confirmed: int, total: int) -> str:
    """``7 av 12 verksamheter kommer``."""
    return ngettext(
        "{part} of {n} agency is coming", "{part} of {n} agencies are coming", total, part=confirmed
    )


def when(line: MeetingLine) -> str:
    """``ons 2 dec (v. 49) kl. 13.30–15.30``."""
    day = dates.short_day_week(dates.local_day(line.start))
    return f"{day} {dates.time_span(line.start, line.end)}"


def place(line: MeetingLine) -> str:
    """Where, in words: the venue, that it is told separately, or nothing known yet."""
    if line.venue_kind == VenueKind.PROTECTED:
        return _("Protected place: it is told to nobody here")
    if line.venue_kind != VenueKind.OPEN:
        return _("The place is told separately")
    return theirs(line.venue or "") or _("No place yet")


def next_meeting_sentence(line: MeetingLine) -> str:
    """``Nästa möte: ons 2 dec (v. 49) kl. 13.30–15.30``, ready to be copied."""
    return _("Next meeting: {when}", when=when(line))


def notes_chip(notes: Progress) -> Chip:
    """They are not called sent out before their mails have gone."""
    return Chip(*outgoing.chip(notes.mails)) if notes.is_unsent else chip_of(notes.state)


def state_chip(line: MeetingLine, notes: Progress | None = None) -> Chip:
    """How far the meeting has come; after it, how far its notes have."""
    if line.state is MeetingState.PLANNED and line.invited_at:
        return Chip(_("Invited"), "outgoing_mail", "wait")
    if line.state is MeetingState.HELD and notes is not None:
        return notes_chip(notes)
    return chip_of(line.state)  # its notes are not begun, or not for this reader's eyes


def of_agencies(part: int, whole: int) -> str:
    """``7 of 12``."""
    return _("{part} of {whole}", part=part, whole=whole)


def show_head(
    line: MeetingLine, *, counted: str = "", notes: Progress | None = None
) -> DeltaGenerator:
    """The sticky head: name, time, state and ``counted`` (such as "7 of 12 come").

    Gives the container after them, for the one filled button.
    """
    right = widgets.sticky_head(meeting_name(line), when(line))
    with right:
        state_chip(line, notes).show()
        if counted:
            widgets.count(counted)
    return right
