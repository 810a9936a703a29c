"""The rooms of the house, found in its folders; what each declares is known once it is imported."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Final, Literal

Floor = Literal["tables", "letters", "usecases"]

_HOUSE: Final = Path(__file__).resolve().parents[1]
_NO_ROOMS: Final = frozenset({"ui", "web", "cli", "migrations", "locale"})


@cache
def import_rooms(floor: Floor) -> None:
    """Imports that file, or folder of files, of every room: its tables, mails or use cases.

    Tables and mails are needed by every process. Use cases draw in whatever they work with, so
    they are asked for where all of them must be known: by the words of the log, and by tests.
    """
    for file in sorted((*_HOUSE.rglob(f"{floor}.py"), *_HOUSE.rglob(f"{floor}/*.py"))):
        parts = file.relative_to(_HOUSE.parent).with_suffix("").parts
        if parts[1] not in _NO_ROOMS:
            import_module(".".join(parts).removesuffix(".__init__"))
