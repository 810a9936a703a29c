"""The personal links that a poll is answered by: made, followed, revoked, lost."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from coordinator.core.database import Session, save
from coordinator.core.errors import NotFound
from coordinator.core.keys import derived_key
from coordinator.core.settings import Settings
from coordinator.core.tokens import hash_token, new_token, tokens_in
from coordinator.planning.polls import rules, store
from coordinator.planning.polls.in_transaction import must_take_answers
from coordinator.planning.polls.lifecycle import PollState
from coordinator.planning.polls.tables import DatePoll, PollInvitee, PollLink
from coordinator.planning.polls.who_is_asked import Asked, holder_of, seats_on


def key_mark(settings: Settings) -> str:
    """What tells links of one signing key from those of another; of the key itself it says nothing.

    A link is no signature, so it would outlive a key that was changed because it had leaked.
    """
    return derived_key(settings, "poll-link")[:16]


def new_link(
    session: Session, invitee: PollInvitee, *, is_protected: bool, key_mark: str, now: datetime
) -> str:
    """A further personal link's token; earlier links go on working."""
    assert invitee.id is not None
    token = new_token()
    if is_protected and not invitee.was_protected:
        revoke_links(session, [invitee], now)
    invitee.was_protected = is_protected
    link = PollLink(
        group_id=invitee.group_id,
        invitee_id=invitee.id,
        token_hash=hash_token(token),
        key_mark=key_mark,
        made_at=now,
    )
    save(session, invitee, link)
    return token


def revoke_links(session: Session, invitees: Sequence[PollInvitee], now: datetime) -> None:
    ids = [each.id for each in invitees if each.id is not None]
    links = store.living_links(session, ids)
    for link in links:
        link.revoked_at = now
    save(session, *links)


def behind_link(session: Session, token: str, key_mark: str, today: date) -> tuple[DatePoll, Asked]:
    """Whose link it is.

    A stranger's, a former member's and that of somebody protected since are refused alike.

    Raises:
        NotFound: ``poll-link-unknown``.
    """
    found = store.behind_link(session, _hash(session, token), key_mark)
    if found is None:
        raise NotFound("poll-link-unknown")
    return found[1], holder_of(session, found[1], found[0], today)


def behind_link_to_answer(
    session: Session, token: str, key_mark: str, today: date
) -> tuple[DatePoll, Asked]:
    """As :func:`behind_link`; poll and link are locked and stay as they are found.

    Raises:
        NotFound: ``poll-link-unknown``.
        RuleBroken: the poll takes no answers.
    """
    token_hash = _hash(session, token)
    place = store.place_of_link(session, token_hash)
    if place is None:
        raise NotFound("poll-link-unknown")
    row = store.poll_for_change(session, *place)
    invitee = store.invitee_behind_link(session, token_hash, key_mark)
    if row is None or invitee is None:
        raise NotFound("poll-link-unknown")
    asked = holder_of(session, row, invitee, today)
    must_take_answers(row, today)
    return row, asked


def _hash(session: Session, token: str) -> str:
    """Of the token alone: mail programs add signs to its address."""
    each = [hash_token(one) for one in tokens_in(token)] or [hash_token(token)]
    if len(each) == 1:  # nothing to choose: whoever asks next looks for it
        return each[0]
    return next((one for one in each if store.place_of_link(session, one)), each[0])


def lost(session: Session, row: DatePoll, key_mark: str, today: date) -> list[Asked]:
    """Those who could still answer, but hold no link that works."""
    assert row.id is not None
    if not rules.takes_answers(PollState(row.state), row.answer_by, today):
        return []
    found = store.without_link(session, row.id, key_mark)
    seats = seats_on(session, row.group_id, today) if found else {}
    return [Asked(each, seats[each.person_id]) for each in found if each.person_id in seats]
