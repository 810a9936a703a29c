"""The process that is killed: it writes notes, presses tiles and adds action points.

A line goes out before each call, and one when it has returned: the acknowledgement.
"""

from __future__ import annotations

import itertools
import json
import random
import sys

from coordinator.actions import usecases as actions
from coordinator.core.office import Office
from coordinator.core.settings import Settings
from coordinator.meetings import usecases as meetings
from coordinator.minutes import usecases as minutes
from coordinator.wiring import open_office, shell_actor
from tests.meetings.helpers import press
from tests.ui.run import DEMO_NOW

MEETING = "HT2026-2"


def office_on(address: str) -> Office:
    return open_office(Settings(database_url=address, now=DEMO_NOW, _env_file=None))


def note_text(seed: int, number: int) -> str:
    """Long enough to fill more than one page of the file, and telling which writing it was."""
    return f"{seed}:{number}" + f"\nAnteckning {number} i omgång {seed}." * (1 + number % 300)


def point_text(seed: int, number: int) -> str:
    return f"Uppgift {number} i omgång {seed}"


def write_until_killed(address: str, seed: int) -> None:
    office = office_on(address)
    actor = shell_actor(office, None)
    view = meetings.meeting(office, actor, code=MEETING)
    items = [item.id for item in view.agenda]
    agencies = [one.agency_id for one in view.presence]
    dice = random.Random(seed)
    for number in itertools.count():
        kind = dice.choice(("note", "tile", "point"))
        if kind == "note":
            item = dice.choice(items)
            base = minutes.open_note(office, actor, item_id=item).version
            text = note_text(seed, number)
            _say("begin", kind, item, number)
            minutes.save_note(office, actor, item_id=item, text=text, base_version=base)
            _say("done", kind, item, number)
        elif kind == "tile":
            agency = dice.choice(agencies)
            _say("begin", kind, agency, None)
            pressed = press(office, actor, MEETING, agency)
            _say("done", kind, agency, pressed.outcome.value)
        else:
            text = point_text(seed, number)
            _say("begin", kind, None, text)
            point = actions.add_action_point(office, actor, text=text, meeting_code=MEETING)
            _say("done", kind, point.id, text)


def _say(*what: object) -> None:
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()
