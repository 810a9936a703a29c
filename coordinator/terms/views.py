"""What leaves the terms room."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, time, timedelta
from enum import StrEnum
from typing import Final

from coordinator.core import dates
from coordinator.core.errors import Problem
from coordinator.core.translation import N_, _
from coordinator.core.worded import NO_LOOK, Drawn, Look, Worded


class Season(StrEnum):
    VT = "VT"  # spring
    HT = "HT"  # autumn


class Effect(Drawn):
    """What a closed day does to a date, strongest first. ``spellings``: what lists call it too."""

    spellings: tuple[str, ...]

    BLOCK = "block", N_("no meetings"), Look("block", "no"), "stoppa", "blockera"
    WARN = "warn", N_("asks first"), Look("contrast", "wait"), "varna"
    INFORM = "inform", N_("only shown"), Look("info", "obs"), "upplys", "informera"

    def __init__(self, value: str, words: str = "", look: Look = NO_LOOK, *spellings: str) -> None:
        super().__init__(value, words, look)
        self.spellings = spellings


@dataclass(frozen=True, kw_only=True)
class KindTraits:
    """What the house must know of a kind of closed day.

    ``effect``: what it has unless the group has said otherwise. ``price``: what a day costs that it
    makes doubtful, in tenths of a point; 60 is one agency that cannot come. ``is_own``: a group may
    enter it, and open again what it has closed. ``is_computed``: the calendar alone decides it.
    ``is_once_a_year``: a new one of the same name near by is the same one with new days.
    ``is_the_senders``: it concerns the agency or municipality whose list or calendar it is in.
    ``spellings``: what lists call it, beside its words. ``in_names``: a whole day of a calendar
    whose name holds this, a regular expression, is of this kind.
    """

    effect: Effect = Effect.WARN
    price: int = 150
    is_own: bool = True
    is_computed: bool = False
    is_once_a_year: bool = False
    is_the_senders: bool = False
    spellings: tuple[str, ...] = ()
    in_names: str | None = None


_USUAL: Final = KindTraits()


class ClosedKind(Worded):
    """Why a day is closed, doubtful or worth knowing, each with all that follows of it."""

    traits: KindTraits

    HOLIDAY = (
        "holiday", N_("holiday"),
        KindTraits(effect=Effect.BLOCK, is_own=False, is_computed=True),
    )  # fmt: skip
    DE_FACTO = (  # eves that everybody treats as holidays
        "de_facto", N_("free in practice"),
        KindTraits(effect=Effect.BLOCK, is_own=False, is_computed=True),
    )  # fmt: skip
    OWN_ABSENCE = (
        "own_absence", N_("own closed day"),
        KindTraits(price=250, is_the_senders=True, spellings=("frånvaro", "egen")),
    )  # fmt: skip
    SCHOOL_BREAK = (
        "school_break", N_("school break"),
        KindTraits(
            is_once_a_year=True, is_the_senders=True, spellings=("lov",), in_names=r"lov(et)?\b"
        ),
    )  # fmt: skip
    VACATION = "vacation", N_("vacation"), KindTraits(price=200, is_once_a_year=True)
    BRIDGE_DAY = (
        "bridge_day", N_("bridge day"),
        KindTraits(price=200, is_computed=True, spellings=("klamdag",)),
    )  # fmt: skip
    HALF_DAY = "half_day", N_("short day"), KindTraits(price=120, is_computed=True)
    ELECTION = "election", N_("election"), KindTraits(price=100, is_once_a_year=True)
    # These two ship with the product.
    OBSERVANCE = (
        "observance", N_("awareness day"), KindTraits(effect=Effect.INFORM, is_own=False),
    )  # fmt: skip
    CAMPAIGN = (
        "campaign", N_("campaign week"), KindTraits(effect=Effect.INFORM, is_own=False),
    )  # fmt: skip

    def __init__(self, _value: str, _words: str = "", traits: KindTraits = _USUAL) -> None:
        self.traits = traits


OWN_KINDS = tuple(kind for kind in ClosedKind if kind.traits.is_own)
"""What a group may enter itself; holidays are computed, awareness days ship with the product."""

_STRENGTH = {effect: place for place, effect in enumerate(Effect)}


@dataclass(frozen=True)
class TermCode:
    """``VT2027`` taken apart."""

    season: Season
    year: int

    def __str__(self) -> str:
        return f"{self.season}{self.year}"


@dataclass(frozen=True)
class Window:
    """The usual weeks of one meeting, the term's first at ``position`` 1; both days included."""

    position: int
    first_day: date
    last_day: date

    def holds(self, day: date) -> bool:
        return self.first_day <= day <= self.last_day


@dataclass(frozen=True)
class TermDates:
    """A term's days, both included, and its usual weeks in order. ``code`` such as ``VT2027``.

    ``version`` is 0 as long as nobody has edited the term.
    """

    code: str
    first_day: date
    last_day: date
    windows: tuple[Window, ...]
    version: int = 0

    def holds(self, day: date) -> bool:
        return self.first_day <= day <= self.last_day


class Rhythm(Worded):
    """How an absence comes back between its first and its last day."""

    WEEKLY = "weekly", N_("every week")
    # This and the following are counted from the first day's week.
    FORTNIGHTLY = "fortnightly", N_("every other week")
    THIRD_WEEK = "third_week", N_("every third week")
    FOURTH_WEEK = "fourth_week", N_("every fourth week")
    MONTHLY = "monthly", N_("every month")  # such as the second Tuesday
    CALENDAR = "calendar", N_("as the calendar says")  # that it was read in from


WEEKS: Mapping[Rhythm, int] = {
    Rhythm.WEEKLY: 1,
    Rhythm.FORTNIGHTLY: 2,
    Rhythm.THIRD_WEEK: 3,
    Rhythm.FOURTH_WEEK: 4,
}
"""How many weeks lie between two days of a rhythm that counts in weeks."""

LAST = -1
"""The place in the month of its last Tuesday, Wednesday ..."""


def weekday_in_words(weekday: object) -> str:
    """``torsdagar``, for the log; Monday is 0."""
    return dates.weekdays(int(str(weekday)))


def nth_in_words(nth: object) -> str:
    """The place in the month for the log; "last" in words."""
    return _("the last") if str(nth) == str(LAST) else str(nth)


@dataclass(frozen=True)
class Recurrence:
    """``weekday`` with Monday as 0; ``nth`` (1 to 4, or :data:`LAST`) for a monthly one only."""

    rhythm: Rhythm
    weekday: int
    nth: int = 0


Hours = tuple[time, time]
"""From and to; the end is not included."""

NOON = time(12)
DAYS_END = time(23, 59)
MORNING: Hours = (time.min, NOON)
AFTERNOON: Hours = (NOON, DAYS_END)


@dataclass(frozen=True)
class Fall:
    """Days on which something that comes back falls, both included.

    ``hours`` narrow them to a part of the day; ``name`` is only there when it is another one then.
    """

    first_day: date
    last_day: date
    hours: Hours | None = None
    name: str = ""


FAR = date(2100, 12, 31)
"""The last day of what has no end."""


@dataclass(frozen=True)
class ClosedDay:
    """A day or span that closes a date, makes it doubtful or is worth knowing.

    Both days are included. ``id`` and ``version`` are those of the group's own row; None for what
    is computed or shipped. ``municipality`` is the one whose schools rest, empty for all;
    ``agency`` the one that is away, empty for the whole group. ``hours`` narrows it to a part of
    the day. What comes back holds on its ``falls`` alone: those of the days that were asked for;
    ``repeats`` says in words how. ``is_read_in``: it traits a calendar that was read in.
    """

    name: str
    first_day: date
    last_day: date
    kind: ClosedKind
    effect: Effect
    id: int | None = None
    version: int = 0
    municipality: str = ""
    agency_id: int | None = None
    agency: str = ""
    hours: Hours | None = None
    repeats: Recurrence | None = None
    is_read_in: bool = field(default=False, compare=False)
    falls: tuple[Fall, ...] | None = field(default=None, compare=False)

    def holds(self, day: date) -> bool:
        return any(True for _day, _there in self.placed(day, day))

    def days(self, first_day: date, last_day: date) -> tuple[date, ...]:
        """The days of the span on which it holds."""
        return tuple(sorted({day for day, _there in self.placed(first_day, last_day)}))

    def placed(self, first_day: date, last_day: date) -> Iterator[tuple[date, ClosedDay]]:
        """Each day of the span on which it holds, with what it is then: its hours and its name."""
        if self.falls is None:
            yield from ((day, self) for day in _between(self, first_day, last_day))
            return
        for fall in self.falls:
            there = self
            if fall.hours != self.hours or fall.name:
                there = replace(self, hours=fall.hours, name=fall.name or self.name)
            yield from ((day, there) for day in _between(fall, first_day, last_day))

    def as_new(self) -> NewClosedDay:
        """What somebody would write down to get the same."""
        return NewClosedDay(
            name=self.name,
            first_day=self.first_day,
            last_day=self.last_day,
            kind=self.kind,
            effect=self.effect,
            municipality=self.municipality,
            agency_id=self.agency_id,
            hours=self.hours,
            repeats=self.repeats,
        )

    def title(self) -> str:
        """The name with whom it is about: ``Polisen: Personaldag``, ``Sportlov (Vellinge)``."""
        name = f"{self.name} ({self.municipality})" if self.municipality else self.name
        return f"{self.agency}: {name}" if self.agency else name


def _weight(closed: ClosedDay) -> tuple[object, ...]:
    """A total order: two reasons alike in all but their kind stand the same way every time."""
    return (
        _STRENGTH[closed.effect],
        closed.first_day,
        closed.last_day,
        closed.name,
        closed.kind,
        closed.municipality,
        closed.agency,
        closed.agency_id or 0,
        closed.hours or MORNING,
        closed.hours is not None,
        closed.repeats.weekday if closed.repeats else -1,
    )


def _between(span: ClosedDay | Fall, first_day: date, last_day: date) -> Iterator[date]:
    start, end = max(first_day, span.first_day), min(last_day, span.last_day)
    return (start + timedelta(days=n) for n in range((end - start).days + 1))


def closed_on(day: date, closed_days: Iterable[ClosedDay]) -> tuple[ClosedDay, ...]:
    """What stands on one day, strongest effect first. For many days use :func:`by_day`."""
    there = [each for closed in closed_days for _day, each in closed.placed(day, day)]
    return tuple(sorted(there, key=_weight))


def by_day(
    closed_days: Iterable[ClosedDay], first_day: date, last_day: date
) -> Mapping[date, tuple[ClosedDay, ...]]:
    """The same for every day of a span at once; a day with nothing on it has no entry."""
    found: dict[date, list[ClosedDay]] = {}
    unsorted: set[date] = set()
    for closed in sorted(closed_days, key=_weight):
        for day, there in closed.placed(first_day, last_day):
            found.setdefault(day, []).append(there)
            if there is not closed:
                unsorted.add(day)
    for day in unsorted:
        found[day].sort(key=_weight)
    return {day: tuple(there) for day, there in found.items()}


@dataclass(frozen=True)
class Breaks:
    """A municipality's school breaks of a year: those entered, and estimates nobody has set."""

    municipality: str
    entered: tuple[ClosedDay, ...]
    estimates: tuple[ClosedDay, ...]


@dataclass(frozen=True, kw_only=True)
class NewClosedDay:
    """What a group writes down itself. Without ``effect`` the kind's usual one."""

    name: str
    first_day: date
    last_day: date
    kind: ClosedKind = ClosedKind.OWN_ABSENCE
    effect: Effect | None = None
    municipality: str = ""
    agency_id: int | None = None
    hours: Hours | None = None
    repeats: Recurrence | None = None


@dataclass(frozen=True)
class DaysPreview:
    """What a list of days would do: added, there already, decided by the calendar alone, moved.

    ``changed`` holds what stands now and what would stand in its place. Of a calendar also:
    ``removed`` is cancelled or comes on no day any more, ``stale`` are the names of events that
    stand here in a newer version, ``free`` is how many events close nothing, and ``unread`` tells
    which could not be read.
    """

    added: tuple[ClosedDay, ...]
    unchanged: int
    computed: int
    changed: tuple[tuple[ClosedDay, ClosedDay], ...] = ()
    removed: tuple[ClosedDay, ...] = ()
    stale: tuple[str, ...] = ()
    free: int = 0
    unread: tuple[Problem, ...] = ()
