"""Reads the group templates that ship in ``data/templates``."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from datetime import time
from typing import Any

import yaml

from coordinator.core.errors import NotFound
from coordinator.core.settings import shipped_data
from coordinator.installation.views import TemplateView
from coordinator.roster.views import NewAgency


def template(slug: str) -> TemplateView:
    """One template with its agencies in order.

    Raises:
        NotFound: there is none of that name; the error lists those there are.
    """
    folder = shipped_data() / "templates"
    known = sorted(path.name for path in folder.iterdir() if path.is_dir())
    if slug not in known:
        raise NotFound("template-unknown", slug=slug, known=", ".join(known))
    head = yaml.safe_load((folder / slug / "template.yaml").read_text(encoding="utf-8"))
    return TemplateView(
        slug=head["slug"],
        name=head["name"],
        municipality=head["municipality"],
        agencies=read_agencies((folder / slug / "agencies.csv").read_text(encoding="utf-8")),
        **usual_meeting(head),
    )


def usual_meeting(head: Mapping[str, Any]) -> dict[str, Any]:
    """How a group of this head usually meets and writes, as ``access.steps.add_group`` takes it.

    What a template leaves out is as for every group.
    """
    given = {
        name: head[name]
        for name in ("usual_duration", "meetings_per_term", "minutes_heading")
        if name in head
    }
    usual = {"usual_duration": 120, "meetings_per_term": 2, "minutes_heading": "Minnesanteckningar"}
    return {**usual, **given, "usual_start": time.fromisoformat(head.get("usual_start", "13:30"))}


def read_agencies(text: str) -> tuple[NewAgency, ...]:
    """Agencies from a shipped CSV file."""
    return tuple(
        NewAgency(
            slug=row["slug"],
            name=row["name"],
            principal=row["principal"] or None,
            kind=row["kind"] or None,
            min_seats=int(row["min_seats"]),
            is_member=row["is_member"] == "true",
            may_host=row["may_host"] == "true",
            note=row["note"] or None,
        )
        for row in csv.DictReader(text.splitlines())
    )
