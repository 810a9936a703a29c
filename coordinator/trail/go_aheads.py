"""Asks before a text leaves the group: does it point to somebody, and has that been answered for?

For every sending, printing and circulating. Nothing here holds or passes on what was found: places
and kinds only.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from coordinator.access.actor import Actor
from coordinator.core.database import Session
from coordinator.core.errors import BadInput, RuleBroken
from coordinator.core.text import clean
from coordinator.core.translation import N_
from coordinator.identity.finding import KINDS, find
from coordinator.identity.kinds import FindingKind
from coordinator.trail import in_transaction as trail
from coordinator.trail import store
from coordinator.trail.tables import GoAhead
from coordinator.trail.words import entry

GO_AHEAD = entry("access.go_ahead", N_("gave a reasoned go-ahead for a text"), room="trail")
READ_AGAIN = entry(
    "access.read_again",
    N_("read again what may be about one person, and let it stand"),
    room="trail",
)
ACKNOWLEDGED = "acknowledged"  # stored as the reason where one press was the answer
LONGEST_REASON = 500
MARK: Final = FindingKind.MARK.value  # a bracket that may have been meant to hide its paragraph
QUIET = frozenset({"individual"})  # found by a model, which may be wrong: one press answers


@dataclass(frozen=True)
class Writing:
    """A text about to leave. ``source`` and ``source_id`` name its row.

    ``where`` is what the reader calls the place: "item 4", a decision's code. ``item`` is the
    agenda item to go to for a rewrite, where there is one. ``also`` are kinds of what the room that
    owns the text is unsure of itself, such as a bracket that may be a mark.
    """

    source: str
    source_id: int
    text: str
    where: str
    item: int | None = None
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class UnclearPlace:
    """A place whose text may point to somebody, and the kinds of what was found there.

    ``text_hash`` is the :func:`digest` of the text that was looked at.
    """

    source: str
    source_id: int
    where: str
    item: int | None
    kinds: tuple[str, ...]
    text_hash: str = field(default="", compare=False, repr=False)

    @property
    def is_quiet(self) -> bool:
        """Whether reading it once more is enough, and no reason is asked for."""
        return QUIET.issuperset(self.kinds)


def unclear_places(
    session: Session, group_id: int, texts: Iterable[Writing]
) -> tuple[UnclearPlace, ...]:
    """The places with findings for which nobody has given a go-ahead; asks only when there are any.

    A go-ahead holds for its text in its place, and for the kinds that were found then: a changed
    text is asked about again.
    """
    found = [(text, kinds) for text in texts if (kinds := (*kinds_in(text.text), *text.also))]
    if not found:
        return ()
    given = {
        (row.source, row.source_id, row.text_hash, kind)
        for row in store.go_aheads(session, group_id, [digest(text.text) for text, _kinds in found])
        for kind in row.kinds.split(",")
    }
    return tuple(
        UnclearPlace(text.source, text.source_id, text.where, text.item, kinds, digest(text.text))
        for text, kinds in found
        if any(
            (text.source, text.source_id, digest(text.text), kind) not in given for kind in kinds
        )
    )


def must_be_cleared(
    session: Session,
    actor: Actor,
    texts: Sequence[Writing],
    *,
    now: datetime,
    reason: str | None = None,
    acknowledged: Collection[str] = (),
    about: str | None = None,
) -> None:
    """Lets the texts pass when none points to somebody, or somebody has answered for those that do.

    A written ``reason`` answers for every place. Where nothing but quiet kinds were found, somebody
    who has read the places once more answers too: ``acknowledged`` are the ``text_hash`` of those
    that stood on the screen, so a text that has changed since is asked about again. The go-ahead is
    stored for each place, and told in the trail by kinds and number of places.

    Raises:
        RuleBroken: ``text-may-point-to-someone`` with ``places``, a tuple of :class:`UnclearPlace`;
            ``bracket-may-be-mark`` or ``text-to-read-again`` when they are about nothing else.
        BadInput: the reason is too long, or points to somebody itself.
    """
    places = unclear_places(session, actor.group_id, texts)
    if not places:
        return
    why = _checked_reason(reason)
    read = [one for one in places if one.is_quiet and one.text_hash in acknowledged]
    others = [one for one in places if one not in read]
    if others and not why:
        listed = ", ".join(dict.fromkeys(place.where for place in others))
        raise RuleBroken(code_for(others), places=places, where=listed)
    for answered, entry_name, words in ((others, GO_AHEAD, why), (read, READ_AGAIN, ACKNOWLEDGED)):
        if answered:
            session.add_all(_row(actor, place, words, now) for place in answered)
            session.flush()
            kinds = sorted({kind for place in answered for kind in place.kinds})
            said = {"kinds": kinds, "places": len(answered)}
            trail.append(session, actor, entry_name, now=now, about=about, said=said)


def _row(actor: Actor, place: UnclearPlace, reason: str, now: datetime) -> GoAhead:
    return GoAhead(
        group_id=actor.group_id,
        person_id=actor.person_id,
        source=place.source,
        source_id=place.source_id,
        text_hash=place.text_hash,
        kinds=",".join(place.kinds),
        reason=reason,
        given_at=now,
    )


def _checked_reason(reason: str | None) -> str:
    why = clean(reason or "")
    if len(why) > LONGEST_REASON:
        raise BadInput("guard-reason-long", most=LONGEST_REASON)
    if find(why):
        raise BadInput("guard-reason-points")
    return why


def code_for(places: Collection[UnclearPlace]) -> str:
    """The code of the sentence that asks about these places."""
    if all(place.kinds == (MARK,) for place in places):
        return "bracket-may-be-mark"
    if all(place.is_quiet for place in places):
        return "text-to-read-again"
    return "text-may-point-to-someone"


def kinds_in(text: str) -> tuple[str, ...]:
    """The kinds of what is found, the surest first."""
    kinds = {finding.kind for finding in find(text)}
    return tuple(kind for kind in KINDS if kind in kinds)


def digest(text: str) -> str:
    """What binds a go-ahead to one text."""
    return hashlib.sha256(text.encode()).hexdigest()
