"""Reads the group templates that ship in ``data/templates``, for a group of any municipality."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import time
from typing import Any, Final

import yaml

from coordinator.core.errors import NotFound
from coordinator.core.settings import shipped_data
from coordinator.installation.views import TemplateView
from coordinator.roster.views import NewAgency
from coordinator.terms.rules import same_municipality

_OFFICIAL: Final = re.compile(r"\b(kommun|stad|region)\b", re.IGNORECASE)
_NO_GENITIVE_S: Final = ("s", "x", "z")
_VOWELS: Final = "aeiouyåäöéü"


def template(slug: str, municipality: str = "") -> TemplateView:
    """One template with its agencies in order, as a group of the municipality begins with it.

    Raises:
        NotFound: there is none of that name; the error lists those there are.
    """
    folder = shipped_data() / "templates"
    known = sorted(path.name for path in folder.iterdir() if path.is_dir())
    if slug not in known:
        raise NotFound("template-unknown", slug=slug, known=", ".join(known))
    head = yaml.safe_load((folder / slug / "template.yaml").read_text(encoding="utf-8"))
    agencies = read_agencies((folder / slug / "agencies.csv").read_text(encoding="utf-8"))
    found = TemplateView(
        slug=head["slug"],
        name=head["name"],
        municipality=head["municipality"],
        agencies=agencies,
        first_slugs=tuple(agency.slug for agency in agencies),
        **usual_meeting(head),
    )
    if not municipality or same_municipality(municipality, found.municipality):
        return found
    return _moved(found, municipality, head.get("elsewhere", {}))


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


def official(municipality: str) -> str:
    """The municipality as an authority: ``Lunds kommun``, ``Växjö kommun``, ``Borås kommun``.

    Most whose names end in a vowel or an s call themselves by the name as it is. It can be edited.
    """
    if _OFFICIAL.search(municipality):
        return municipality
    last = municipality[-1:].lower()
    ending = "" if last in _VOWELS or last in _NO_GENITIVE_S else "s"
    return f"{municipality}{ending} kommun"


def genitive(municipality: str) -> str:
    """Whose something is: ``Växjös``, ``Borås``."""
    return municipality if municipality.lower().endswith(_NO_GENITIVE_S) else f"{municipality}s"


def _moved(
    found: TemplateView, municipality: str, elsewhere: Mapping[str, Mapping[str, Any]]
) -> TemplateView:
    """The template in another municipality."""
    pairs = (
        (official(found.municipality), official(municipality)),
        (genitive(found.municipality), genitive(municipality)),
        (found.municipality, municipality),
    )
    places = re.compile("|".join(rf"\b{re.escape(old)}\b" for old, _new in pairs))
    new = dict(pairs)

    def follows(text: str | None) -> str | None:
        return places.sub(lambda match: new[match[0]], text) if text else text

    agencies = []
    for agency in found.agencies:
        other = elsewhere.get(agency.slug)
        if other is not None:
            agencies.append(
                replace(
                    agency,
                    slug=other["slug"],
                    name=other["name"],
                    principal=other["principal"] or None,
                    note=other["note"],
                )
            )
        else:
            name = follows(agency.name) or agency.name
            principal, note = follows(agency.principal), follows(agency.note)
            agencies.append(replace(agency, name=name, principal=principal, note=note))
    return replace(found, municipality=municipality, agencies=tuple(agencies))
