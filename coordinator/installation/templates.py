"""Reads the group templates that ship in ``data/templates``."""

from __future__ import annotations

import csv

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
    )


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
