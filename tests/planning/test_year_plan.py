"""The year plan as a document to keep and to hang up."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import timedelta

import pytest
from pypdf import PdfReader

from coordinator.access.actor import Actor
from coordinator.core.clock import Clock
from coordinator.core.documents.pdf import _BLOCKS, _SIGNS, pdf, printable
from coordinator.core.errors import BadInput
from coordinator.core.office import Office
from coordinator.invitations import usecases as invitations
from coordinator.planning import usecases as planning
from coordinator.planning import year_plan
from tests.conftest import Cast
from tests.meetings.helpers import at, booked


def text_of(office: Office, actor: Actor, year: int) -> str:
    """What a reader of the document reads, lines broken anywhere as spaces."""
    made = PdfReader(io.BytesIO(planning.year_plan(office, actor, year=year)))
    return " ".join(" ".join(page.extract_text() for page in made.pages).split())


def test_it_is_archivable_tagged_and_in_swedish(office: Office, cast: Cast) -> None:
    booked(office, cast.coordinator, "2026-09-16", venue="Rådhuset")
    made = planning.year_plan(office, cast.reader, year=2026)
    assert made.startswith(b"%PDF-")
    assert b"/StructTreeRoot" in made or b"/ObjStm" in made
    for marker in (rb"pdfaid:part>2<", rb"pdfaid:conformance>A<", rb"pdfuaid:part>1<", rb"sv-SE"):
        assert re.search(marker, made), marker
    assert planning.year_plan(office, cast.reader, year=2026) == made  # the same moment


def test_it_can_be_made_at_any_part_of_a_second(office: Office, cast: Cast) -> None:
    moment = at("2026-11-22", "12:00") + timedelta(microseconds=730_001)
    later = replace(office, clock=Clock.fixed(moment))
    assert planning.year_plan(later, cast.reader, year=2026).startswith(b"%PDF-")


def test_it_tells_days_and_places_and_nothing_of_the_work(office: Office, cast: Cast) -> None:
    booked(office, cast.coordinator, "2026-09-16", venue="Rådhuset 😀", theme="Hemligt tema")
    booked(office, cast.coordinator, "2026-12-02", venue_kind="told_separately")
    text = text_of(office, cast.coordinator, 2026)
    assert "Onsdag 16 september" in text
    assert "v. 38" in text
    assert "Rådhuset" in text
    assert "Meddelas separat" in text
    assert "2 möten saknar datum ännu." in text  # the spring
    for word in ("Hemligt", "våld", "Åsa", "Nadia"):
        assert word not in text


def test_a_cancelled_meeting_stays_marked(office: Office, cast: Cast) -> None:
    code = booked(office, cast.coordinator, "2026-09-16")
    invitations.cancel(office, cast.coordinator, code=code, reason="Sjukdom")
    text = text_of(office, cast.coordinator, 2026)
    assert "Inställt" in text
    assert "Sjukdom" not in text
    assert "Inga datum är satta än." in text


def test_every_sign_that_is_let_through_can_be_drawn(office: Office, cast: Cast) -> None:
    signs = "".join(chr(n) for first, last in _BLOCKS for n in range(first, last + 1))
    text = printable(signs + "".join(_SIGNS))
    assert text.count("?") == 2  # itself, and the soft hyphen
    template = year_plan._TEMPLATE
    data = {
        "title": "Prov", "municipality": text, "lang": "sv", "region": "SE", "page": "{n} {last}",
        "made": text, "columns": list("abcde"), "terms": [], "sentence-heading": "Mening",
        "sentence": text,
    }  # fmt: skip
    assert pdf(template, data, at=at("2026-09-16")).startswith(b"%PDF-")


def test_what_no_font_has_becomes_a_question_mark() -> None:
    assert printable("Lokal 😀 中文 e\u0301") == "Lokal ? ?? é"


@pytest.mark.parametrize("year", [0, 99, 123456])
def test_an_odd_year_is_refused(office: Office, cast: Cast, year: int) -> None:
    with pytest.raises(BadInput, match="term-code-odd"):
        planning.year_plan(office, cast.coordinator, year=year)


def test_another_groups_meetings_are_not_in_it(office: Office, cast: Cast) -> None:
    booked(office, cast.coordinator, "2026-09-16", venue="Rådhuset")
    assert "Rådhuset" not in text_of(office, cast.outsider, 2026)
