"""The agenda a new meeting starts with, from ``data/agenda.yaml``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import yaml

from coordinator.core.settings import shipped_data
from coordinator.meetings.views import ItemKind


@dataclass(frozen=True)
class TemplateItem:
    """``duration`` in whole minutes; ``kind`` tells what the item is for, whatever its title."""

    kind: ItemKind
    title: str
    duration: int


@cache
def agenda_template() -> tuple[TemplateItem, ...]:
    text = (shipped_data() / "agenda.yaml").read_text("utf-8")
    return tuple(
        TemplateItem(kind=ItemKind(item["code"]), title=item["title"], duration=item["duration"])
        for item in yaml.safe_load(text)["items"]
    )


def item_title(item: TemplateItem, theme: str | None) -> str:
    """The theme stands in the title of its own item."""
    return f"{item.title}: {theme}" if item.kind is ItemKind.THEME and theme else item.title
