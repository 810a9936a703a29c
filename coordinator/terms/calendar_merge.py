"""What a calendar's events mean for those of the same series that were read in before.

A file that brings the series itself brings all of it: single times that it does not name are gone,
unless they are newer than the file. One that holds single times alone, as an invitation or a
cancellation by mail does, changes those. What is older than what stands changes nothing.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from coordinator.terms.calendar_days import BUSY, EventIn, Series


def merged(
    there: Series, given: Series, written: datetime | None = None
) -> tuple[dict[str, EventIn], list[str]]:
    """The series' events after reading ``given`` in, and the names of what is older than that.

    ``written`` is when the file was written at the earliest, where its stamps say so.
    """
    if "" in given:
        events, stale = _whole(there, given, written)
    else:
        events, stale = _single_times(there, given)
    if any(event.is_hidden for event in there.values()):
        stale = [BUSY] * len(stale)
    return _hidden_alike(events, there, given), stale


def is_same(there: Series, result: Series) -> bool:
    return {event.content() for event in there.values()} == {
        event.content() for event in result.values()
    }


def _whole(
    there: Series, given: Series, written: datetime | None
) -> tuple[dict[str, EventIn], list[str]]:
    master, before = given[""], there.get("")
    if before is not None and _is_older(master, before):
        is_known = all(key in there and there[key].content() == event.content()
                       for key, event in given.items())  # fmt: skip
        return dict(there), [] if is_known and master.sequence == before.sequence else [master.name]
    result = dict(given)
    for instance, event in there.items():
        if instance and _outlives(event, result.get(instance), master, written):
            result[instance] = event
    return result, []


def _is_older(master: EventIn, before: EventIn) -> bool:
    if master.sequence != before.sequence:
        return master.sequence < before.sequence
    return bool(master.stamp and before.stamp and master.stamp < before.stamp)


def _outlives(
    event: EventIn, told: EventIn | None, master: EventIn, written: datetime | None
) -> bool:
    """Whether a single time that was read in before still holds beside the series as it is now.

    Sequences of single times count for themselves in many programs: a file that was written later
    knows better, whatever their numbers.
    """
    if told is None and master.is_out:
        return False
    said = told or master
    when = written or said.stamp
    if event.stamp and when and event.stamp != when:
        return event.stamp > when and event.sequence >= said.sequence
    return event.sequence > said.sequence


def _single_times(there: Series, given: Series) -> tuple[dict[str, EventIn], list[str]]:
    result, stale = dict(there), []
    before = there.get("")
    for instance, event in given.items():
        old = there.get(instance)
        is_older = old is not None and event.is_older_than(old)
        if (
            is_older
            or (before is not None and event.sequence < before.sequence)
            or (before is not None and before.is_out and event.sequence <= before.sequence)
        ):
            stale.append(event.name)
            continue
        result[instance] = event
        if event.is_out and "RANGE=" in event.text:  # and all that come after it
            for later, one in there.items():
                if later > instance and later not in given and one.sequence <= event.sequence:
                    result.pop(later, None)
    return result, stale


def _hidden_alike(events: dict[str, EventIn], there: Series, given: Series) -> dict[str, EventIn]:
    """A series of which one file hides the name shows it nowhere.

    A file that holds the series itself says again what may be seen of it; one that holds single
    times says nothing of that.
    """
    told = [there[""]] if "" in there else list(there.values())
    is_hidden = any(event.is_hidden for event in given.values()) or (
        "" not in given and any(event.is_hidden for event in told)
    )
    if not is_hidden:
        return events
    return {key: replace(event, name=BUSY, is_hidden=True) for key, event in events.items()}
