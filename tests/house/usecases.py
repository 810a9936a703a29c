"""Every use case of the product, found in the code."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from types import MappingProxyType, ModuleType

PACKAGE = Path(__file__).resolve().parents[2] / "coordinator"
ROOMS = sorted({path.parent.name for path in PACKAGE.glob("*/usecases*")})
# Use cases of a room that stand in a file or folder of their own.
FURTHER = {
    "privacy": ("elsewhere",),
    "entrance": ("own_details",),
    "invitations": ("outbox",),
    "planning": ("polls.usecases",),
}
# These need no actor: they are how one becomes one, or tell only what ships with the product.
WITHOUT_ACTOR = {
    "access.founder_link",
    "access.look_at_link",
    "access.token_of_link",
    "access.is_signed_in",
    "access.session_of",
    "access.note_use",
    "entrance.ask_for_link",
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


def modules_of(room: str) -> Iterator[ModuleType]:
    for place in ("usecases", *FURTHER.get(room, ())):
        module = import_module(f"coordinator.{room}.{place}")
        yield module
        for part in iter_modules(getattr(module, "__path__", ())):
            yield import_module(f"{module.__name__}.{part.name}")


@cache
def use_cases() -> Mapping[str, Callable[..., object]]:
    found: dict[str, Callable[..., object]] = {}
    for room in ROOMS:
        for module in modules_of(room):
            for name, function in inspect.getmembers(module, inspect.isfunction):
                if function.__module__ == module.__name__ and not name.startswith("_"):
                    found[f"{room}.{name}"] = function
    return MappingProxyType(found)
