"""Who may do what: each use case carries it beside its function, and it is asked before it runs.

A use case is decorated with :func:`use_case`: its name, who may, and, when it changes something,
its words in the log. The name stands in the log's entries for good; the function may be renamed.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from functools import wraps
from types import MappingProxyType
from typing import Concatenate, Final, ParamSpec, TypeVar

from coordinator.access.actor import OFFICE, Actor, Role
from coordinator.core.errors import NotAllowed
from coordinator.core.office import Office

P = ParamSpec("P")
R = TypeVar("R")
Asked = Callable[Concatenate[Office, Actor, P], R]  # the shape of every use case

COORDINATOR: Final = frozenset({Role.COORDINATOR})
REGISTRY: Final = OFFICE | {Role.REGISTRATOR}
FINDERS: Final = REGISTRY | {Role.READER}
EVERYONE: Final = FINDERS | {Role.MEMBER}
ANYBODY: Final = EVERYONE | {Role.AUDITOR}
MEMBERS: Final = frozenset({Role.MEMBER})
READERS_OF_THE_LOG: Final = COORDINATOR | {Role.AUDITOR}
STARTERS: Final = COORDINATOR | {Role.FOUNDER}
ADDRESSEES: Final = OFFICE | {Role.AUDITOR}


@dataclass(frozen=True)
class UseCase:
    """``name``: as the log stores it. ``room`` is the folder that the function stands in.

    ``log``: the end of a sentence about who did it, as a message id; empty for what only reads.
    """

    name: str
    may: frozenset[Role]
    log: str
    room: str
    function: Callable[..., object]


_BY_NAME: Final[dict[str, UseCase]] = {}
_BY_FUNCTION: Final[dict[Callable[..., object], UseCase]] = {}
_RUNNING: Final[ContextVar[UseCase]] = ContextVar("use case")


def use_case(
    name: str, *, may: Collection[Role], log: str = ""
) -> Callable[[Asked[P, R]], Asked[P, R]]:
    """Makes the function a use case: nobody but these roles gets as far as its first line.

    Raises (when it is called):
        NotAllowed: the actor has none of the roles.
    """

    def made(function: Asked[P, R]) -> Asked[P, R]:
        @wraps(function)
        def asked_first(office: Office, actor: Actor, /, *given: P.args, **named: P.kwargs) -> R:
            permit(actor, case)
            before = _RUNNING.set(case)
            try:
                return function(office, actor, *given, **named)
            finally:
                _RUNNING.reset(before)

        room = function.__module__.split(".")[1]
        case = UseCase(name, frozenset(may), log, room, asked_first)
        _BY_NAME[name] = _BY_FUNCTION[asked_first] = case
        return asked_first

    return made


def use_cases() -> Mapping[str, UseCase]:
    """Every use case by its name, of the rooms whose use cases have been imported."""
    return MappingProxyType(_BY_NAME)


def running() -> UseCase:
    """The use case whose function runs now, the innermost where one calls another."""
    return _RUNNING.get()


def who_may(function: Callable[..., object]) -> frozenset[Role]:
    """The roles that the use case names."""
    return _BY_FUNCTION[function].may


def may(function: Callable[..., object], actor: Actor) -> bool:
    """Whether the actor has one of them."""
    return bool(actor.roles & who_may(function))


def permit(actor: Actor, case: UseCase) -> None:
    """Lets the actor pass, or raises.

    Raises:
        NotAllowed: the actor has none of the roles that the use case names.
    """
    if not actor.roles & case.may:
        raise NotAllowed("not-allowed")
