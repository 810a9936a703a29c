"""That a session is in use is noted beside the page's run, never in it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import get_ident
from typing import Any

from sqlalchemy import event

from coordinator.core import background_writes
from coordinator.core.office import Office
from coordinator.entrance import usecases as entrance
from coordinator.wiring import actor_of, shell_actor
from tests.conftest import Cast, Hand


@contextmanager
def own_statements(office: Office) -> Iterator[list[str]]:
    """The statements of this thread alone, as a page's run makes them."""
    here, seen = get_ident(), []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if get_ident() == here and not statement.startswith(("BEGIN", "PRAGMA")):
            seen.append(statement)

    event.listen(office.database.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(office.database.engine, "before_cursor_execute", note)


def signed_in(office: Office, cast: Cast) -> str:
    shell = shell_actor(office, "exempelby")
    assert cast.member.person_id
    link = entrance.make_sign_in_link(office, shell, person_id=cast.member.person_id)
    return entrance.sign_in(office, link).cookie


def test_a_run_takes_two_statements_also_when_the_use_is_noted(
    office: Office, cast: Cast, hand: Hand
) -> None:
    cookie = signed_in(office, cast)
    for minutes in (1, 6, 6, 60):
        hand.forward(minutes=minutes)
        with own_statements(office) as seen:
            actor = actor_of(office, cookie, None)
        assert actor is not None
        assert len(seen) == 2, seen
    background_writes.settle()
    assert actor is not None
    (own,) = entrance.own_sessions(office, actor)
    assert own.seen_at == office.clock.now()


def test_what_fails_beside_the_run_is_nobodys_trouble(office: Office, cast: Cast) -> None:
    def fail() -> None:
        raise RuntimeError

    done: list[int] = []
    background_writes.soon("odd", fail)
    background_writes.settle()
    background_writes.soon("odd", lambda: done.append(1))
    background_writes.settle()
    assert done == [1]
    assert actor_of(office, signed_in(office, cast), None) is not None
