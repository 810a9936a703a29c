"""The log tells no code: every column whose value stands in it has words for all it can hold."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pytest
import yaml
from sqlmodel import AutoString

from coordinator.access.actor import Role
from coordinator.actions.views import InfoState, PointState
from coordinator.core.columns import shown_in_log
from coordinator.core.database import metadata
from coordinator.core.outbox import kinds
from coordinator.core.settings import shipped_data
from coordinator.core.translation import speak
from coordinator.invitations.views import Answer
from coordinator.mail.views import MailState
from coordinator.meetings.rules import MODES, VENUE_KINDS
from coordinator.meetings.views import MeetingState, Outcome
from coordinator.minutes.views import MinutesState
from coordinator.planning.polls.views import PollState, Source
from coordinator.planning.priorities import Priorities
from coordinator.planning.views import Choice
from coordinator.roster.rules import KINDS
from coordinator.roster.views import Duty, Function
from coordinator.terms.views import ClosedKind, Effect, Rhythm
from coordinator.trail import entry_in_words
from coordinator.trail.go_aheads import MARK
from coordinator.trail.views import TrailChange, TrailField
from tests.trail.helpers import line

_CODE = re.compile(r"[a-z]+(?:[_-][a-z]+)+|[a-z_]+=\d+|\b(?:mon|tue|wed|thu|fri|sat|sun)\b")
# Swedish for what English calls alike.
ALIKE = {"digital", "region", "regional", "registrator"}
HYPHENATED = "e-postadress"  # a Swedish word that looks like a code


def agenda_codes() -> set[str]:
    text = (shipped_data() / "agenda.yaml").read_text("utf-8")
    return {item["code"] for item in yaml.safe_load(text)["items"]} | {"other"}


# What each column can hold, by the lists that decide it.
HOLDS: dict[str, Iterable[object]] = {
    "action_point.state": PointState,
    "agency.kind": KINDS,
    "agenda_item.kind": agenda_codes(),
    "attendance.duty": Duty,
    "attendance.outcome": Outcome,
    "closed_day.effect": Effect,
    "closed_day.kind": ClosedKind,
    "closed_day.rhythm": Rhythm,
    "date_poll.state": PollState,
    "go_ahead.kinds": ("phone,email", MARK, "case-number,individual,personnummer"),
    "information_action.state": InfoState,
    "meeting.mode": MODES,
    "meeting.state": MeetingState,
    "meeting.venue_kind": VENUE_KINDS,
    "minutes.state": MinutesState,
    "outbox_mail.kind": kinds.KINDS,
    "outbox_mail.state": MailState,
    "planning_settings.off_hours": ("thu-am fri-pm mon", "sun-08:00-09:30"),
    "planning_settings.weights": (
        *(
            f"{name}={option}"
            for name, usual in Priorities().by_name().items()
            for option in type(usual)
        ),
        "notice=28 outside=150",  # as it was written until there were six choices
    ),
    "poll_answer.choice": Choice,
    "poll_invitee.source": Source,
    "reply.answer": Answer,
    "reply.source": ("import", "typed"),
    "representation.duty": Duty,
    "representation.functions": (*Function, ",".join(Function)),
    "role_grant.role": Role,
    "venue_told.how": ("code", "phone"),
}
NUMBERS_FOR_WORDS: dict[str, Iterable[object]] = {
    "closed_day.weekday": range(7),
    "closed_day.nth": (1, 5, -1),
}
# Codes that stand on the things themselves, and hours.
AS_THEY_ARE = {
    *("meeting.term_code", "poll_candidate.meeting_code"),
    "collaboration_group.usual_start",
}


def test_every_column_that_can_hold_a_code_is_looked_at() -> None:
    texts = {
        name
        for name in shown_in_log()
        if isinstance(metadata.tables[name.split(".")[0]].c[name.split(".")[1]].type, AutoString)
    }
    assert texts == set(HOLDS) | AS_THEY_ARE


@pytest.mark.parametrize("name", sorted(HOLDS | NUMBERS_FOR_WORDS))
def test_the_log_tells_words_and_no_codes(name: str) -> None:
    speak("sv")
    table, column = name.split(".")
    for value in (HOLDS | NUMBERS_FOR_WORDS)[name]:
        kept = str(value) if isinstance(value, str) else value
        field = TrailField(column, is_shown=True, before=None, after=kept)
        (told,) = entry_in_words.changes(line(TrailChange(table, "changed", (field,))))
        shown = told.rpartition(" → ")[2]
        assert not _CODE.search(shown.replace(HYPHENATED, "")), told
        if isinstance(kept, str) and kept not in ALIKE:
            assert shown != kept, told
        if name == "closed_day.weekday":
            assert shown.endswith("dagar")
