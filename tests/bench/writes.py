"""How many SQL statements a save of a note and an answer about days take, on the example."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from coordinator.access.actor import Actor
from coordinator.core.office import Office
from coordinator.meetings import usecases as meetings
from coordinator.minutes import usecases as minutes
from coordinator.planning.polls import usecases as date_polls
from coordinator.planning.views import Choice
from coordinator.wiring import actor_of
from tests.statements import count_statements
from tests.ui.run import demo_office, with_polls

MEETING, POLL = "HT2026-1", "VT2027-poll-1"


def counts(office: Office, actor: Actor) -> dict[str, int]:
    """Statements by what is done; every one of these is saved in a transaction of its own."""
    item = meetings.meeting(office, actor, code=MEETING).agenda[3].id
    view = date_polls.poll(office, actor, code=POLL)
    person_id = next(iter(view.people))
    days = [one.candidate.id for one in view.candidates]

    def save(text: str) -> Callable[[], object]:
        stored = minutes.open_note(office, actor, item_id=item)
        return lambda: minutes.save_note(
            office, actor, item_id=item, text=text, base_version=stored.version
        )

    def answer(choice: Choice) -> Callable[[], object]:
        return lambda: date_polls.type_in_poll_answer(
            office, actor, code=POLL, person_id=person_id, choices=dict.fromkeys(days, choice)
        )

    return {
        "a note, a stretch's first save": counted(office, save("Vi gick igenom.")),
        "a note, at the next pause": counted(office, save("Vi gick igenom läget.")),
        "an answer about days": counted(office, answer(Choice.NO)),
    }


def counted(office: Office, do: Callable[[], object]) -> int:
    with count_statements(office.database) as seen:
        do()
    return len(seen)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        office, cookie = demo_office(Path(folder) / "writes.sqlite")
        with_polls(office)
        actor = actor_of(office, cookie, None)
        assert actor is not None
        print(f"{'what is saved':<34}{'SQL':>5}")
        for what, number in counts(office, actor).items():
            print(f"{what:<34}{number:>5}")
        office.database.dispose()


if __name__ == "__main__":
    main()
