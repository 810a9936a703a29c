"""What leaves the meetings room."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from coordinator.core.translation import N_
from coordinator.core.worded import Worded
from coordinator.meetings.lifecycle import MeetingState
from coordinator.meetings.outcome import Outcome, Said


class Mode(Worded):
    """How people meet."""

    PHYSICAL = "physical", N_("in person")
    DIGITAL = "digital", N_("online")
    HYBRID = "hybrid", N_("both")


class VenueKind(Worded):
    OPEN = "open", N_("written in the calendar")
    TOLD_SEPARATELY = "told_separately", N_("told separately")
    PROTECTED = "protected", N_("protected")  # then no place is stored


class ToldBy(Worded):
    """How somebody got to know a place that is told separately."""

    CODE = "code", N_("with a code")
    PHONE = "phone", N_("by phone")


class ItemKind(Worded):
    """What an agenda item is for, whatever its title: those of ``data/agenda.yaml``, and added."""

    OPENING = "opening", N_("opening")
    ADJUSTERS = "adjusters", N_("choice of adjusters")
    PREVIOUS = "previous", N_("notes of the last meeting")
    SITUATION = "situation", N_("the situation")
    THEME = "theme", N_("theme")
    INFORMATION = "information", N_("information actions")
    DEVELOPMENT = "development", N_("development")
    ADDED = "added", N_("added item")
    OTHER = "other", N_("other")
    NEXT = "next", N_("next meeting")


@dataclass(frozen=True)
class NewMeeting:
    """A meeting to be booked. ``start`` and ``end`` are aware."""

    start: datetime
    end: datetime
    venue: str | None = None
    venue_kind: str = "open"  # open, told_separately, protected
    mode: str = "physical"
    theme: str | None = None
    host_agency_id: int | None = None
    extra_reason: str | None = None


@dataclass(frozen=True)
class MeetingLine:
    """A meeting in a list. ``agencies_present`` counts members only; None before it was held.

    ``venue`` is None unless the place is open to everybody: one that is told separately never
    leaves the room this way, only that it is stored (``has_secret_place``). Nor does the way into
    a digital meeting (``has_joining_link``).

    ``title_key`` parts: season VT/HT, number within the term, year, so a face can say
    "Höstens andra möte 2026".
    """

    id: int
    code: str
    term_code: str
    number: int
    uid: str
    sequence: int
    state: MeetingState
    title: str
    start: datetime
    end: datetime
    zone: str
    mode: str
    venue: str | None
    venue_kind: str
    host_agency_id: int | None
    theme: str | None
    extra_reason: str | None
    moved_from: datetime | None
    change_reason: str | None
    invited_at: datetime | None
    agencies_present: int | None
    agencies_total: int
    version: int
    has_secret_place: bool = False
    has_joining_link: bool = False
    host: str | None = None  # the host agency's name; None where it is not told

    @property
    def counts(self) -> bool:
        """A moved meeting still counts; a cancelled one does not."""
        return self.state is not MeetingState.CANCELLED


@dataclass(frozen=True)
class ToldLine:
    """An invited person, and how they got to know a place told separately, if they did.

    ``how`` is ``code`` or ``phone``.
    """

    person_id: int
    name: str
    agency_name: str
    how: str | None
    told_at: datetime | None


@dataclass(frozen=True)
class Presenter:
    """Who presents an item: an agency, or a person of the roster; neither is nobody yet."""

    agency_id: int | None = None
    person_id: int | None = None


NOBODY: Final = Presenter()


@dataclass(frozen=True)
class AgendaItemView:
    """``presenter`` is who presents, as everybody may read it."""

    id: int
    number: int
    kind: str
    title: str
    duration: int
    presenter_agency_id: int | None
    opened_at: datetime | None
    seconds_used: int
    is_done: bool
    is_current: bool
    version: int
    presenter_person_id: int | None = None
    presenter: str | None = None

    @property
    def presented_by(self) -> Presenter:
        return Presenter(self.presenter_agency_id, self.presenter_person_id)


@dataclass(frozen=True)
class Announced:
    """What an invited person had told beforehand; with ``SENDS``, who comes if that is known."""

    said: Said
    substitute_id: int | None = None


@dataclass(frozen=True)
class AttendanceRow:
    """One outcome; without person it speaks for the agency.

    ``said`` is what was told beforehand, for the office alone; ``expected_substitute`` the name of
    the substitute who was announced, where one may stand here.
    """

    id: int
    agency_id: int
    agency_name: str
    person_id: int | None
    person_name: str | None
    duty: str
    is_member: bool
    outcome: Outcome
    substitute_for_id: int | None
    said: Said | None = None
    expected_substitute: str | None = None


@dataclass(frozen=True)
class Came:
    """How many a single press has marked as here."""

    agencies: int
    people: int


@dataclass(frozen=True)
class Seen:
    """What a page showed of one person, or of an agency's row without a person.

    With ``SUBSTITUTE``, ``substitute_id`` is whoever came instead, None where nobody is named.
    """

    outcome: Outcome
    substitute_id: int | None = None


@dataclass(frozen=True)
class AgencyPresence:
    """A member agency at a meeting; ``outcome`` sums up its people (best outcome wins)."""

    agency_id: int
    agency_name: str
    outcome: Outcome
    rows: tuple[AttendanceRow, ...]

    @property
    def is_represented(self) -> bool:
        return self.outcome.is_there


@dataclass(frozen=True)
class MeetingView:
    """One meeting with agenda and attendance. ``guests`` are rows of non-members."""

    line: MeetingLine
    chair_id: int | None
    secretary_id: int | None
    started_at: datetime | None
    closed_at: datetime | None
    reply_by: datetime | None
    agenda: tuple[AgendaItemView, ...]
    presence: tuple[AgencyPresence, ...]
    guests: tuple[AttendanceRow, ...]
    quorum_agencies: int | None

    @property
    def represented(self) -> int:
        return sum(agency.is_represented for agency in self.presence)

    @property
    def current_item(self) -> AgendaItemView | None:
        return next((item for item in self.agenda if item.is_current), None)


@dataclass(frozen=True)
class TermCount:
    """How a term stands: meetings that count, of how many there should be."""

    term_code: str
    planned: int  # planned or held: everything that counts
    held: int
    wanted: int
    extra: int  # beyond ``wanted``


@dataclass(frozen=True)
class YearView:
    """The year's meetings in order, and both terms' counts.

    ``coming``: those of any year that stand from today on, the next one first.
    """

    year: int
    meetings: tuple[MeetingLine, ...]
    terms: tuple[TermCount, ...]
    years: tuple[int, ...]  # years that have meetings, ascending
    coming: tuple[MeetingLine, ...] = ()


@dataclass(frozen=True)
class MeetingPage:
    """One page of a filtered list, newest first.

    ``attended`` and ``held`` answer "13 av 17" when an agency is asked for.
    """

    meetings: tuple[MeetingLine, ...]
    total: int
    held: int
    attended: int | None
    attended_ids: frozenset[int]


@dataclass(frozen=True)
class MeetingFilter:
    """All given parts must hold."""

    year: int | None = None
    term_code: str | None = None
    agency_id: int | None = None
    theme: str | None = None
    day_from: date | None = None
    day_to: date | None = None
    states: frozenset[MeetingState] = frozenset()


@dataclass(frozen=True)
class MeetingKey:
    """What a booking gives back."""

    id: int
    code: str


@dataclass(frozen=True)
class Standing:
    """A day that a meeting, not cancelled, stands on."""

    code: str
    term_code: str
    day: date


@dataclass(frozen=True)
class PastItem:
    """An agenda item of an imported meeting; ``duration`` in whole minutes."""

    number: int
    kind: str
    title: str
    duration: int
    presenter_agency_id: int | None = None


@dataclass(frozen=True)
class PastAttendance:
    """An outcome of an imported meeting; a protected person's has no name."""

    agency_id: int
    agency_name: str
    is_member: bool
    outcome: Outcome
    duty: str = "representative"
    person_id: int | None = None
    person_name: str | None = None
    substitute_for_id: int | None = None


@dataclass(frozen=True)
class PastMeeting:
    """A meeting that comes with its history. The rules bind use cases, not history."""

    code: str
    term_code: str
    number: int
    state: MeetingState
    start: datetime
    end: datetime
    mode: str = "physical"
    venue: str | None = None
    venue_kind: str = "open"
    host_agency_id: int | None = None
    theme: str | None = None
    chair_id: int | None = None
    secretary_id: int | None = None
    extra_reason: str | None = None
    moved_from: datetime | None = None
    change_reason: str | None = None
    invited_at: datetime | None = None
    reply_by: datetime | None = None
    uid: str | None = None  # None: a new one
    sequence: int = 0
    approved_on: date | None = None  # its notes
    agenda: tuple[PastItem, ...] = ()
    attendance: tuple[PastAttendance, ...] = ()


@dataclass(frozen=True)
class RecordedMeeting:
    """Keys of an imported meeting; ``items`` are agenda item ids by number."""

    id: int
    items: Mapping[int, int]
