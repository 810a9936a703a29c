"""Every use case of the product, by the name that its decorator carries."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from types import MappingProxyType, ModuleType

import coordinator.installation.backup  # noqa: F401 - its use case stands beside what it does
from coordinator.access.actor import Role
from coordinator.access.permissions import use_cases as decorated
from coordinator.core.rooms import import_rooms

# These need no actor: they are how one becomes one, or tell only what ships with the product.
WITHOUT_ACTOR = {
    "entrance.founder_link",
    "entrance.look_at_link",
    "entrance.token_of_link",
    "entrance.is_signed_in",
    "entrance.why_signed_out",
    "entrance.session_of",
    "entrance.note_use",
    "entrance.ask_for_link",
    "entrance.is_mail_late",
    "entrance.people_behind",
    "entrance.way_home",
    "entrance.sign_in",
    "entrance.sign_out",
    "entrance.sign_in_with",
    "entrance.look_at_personal_link",
    "entrance.code_by_mail",
    "entrance.enter_with_code",
    "installation.group_template",
    "planning.poll_by_link",
    "planning.answer_poll_by_link",
}
import_rooms("usecases")
MAY: Mapping[str, frozenset[Role]] = {name: case.may for name, case in decorated().items()}


def modules() -> Iterator[ModuleType]:
    """The files that use cases stand in."""
    known = {inspect.getmodule(inspect.unwrap(case.function)) for case in decorated().values()}
    yield from (one for one in known if one is not None and "usecases" in one.__name__.split("."))


@cache
def use_cases() -> Mapping[str, Callable[..., object]]:
    """Also the public functions beside them that carry nothing, as ``room.function``."""
    found = {name: case.function for name, case in decorated().items()}
    for module in modules():
        room = module.__name__.split(".")[1]
        for name, function in inspect.getmembers(module, inspect.isfunction):
            own = function.__module__ == module.__name__ and not name.startswith("_")
            if own and function not in set(found.values()):
                found[f"{room}.{name}"] = function
    return MappingProxyType(found)
