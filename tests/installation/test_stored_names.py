"""Names that stand in rows are frozen: what an older version wrote is understood by this one.

Use cases, kinds and conditions of mails, places of masked copies, of go-aheads and of what search
finds stand in rows of every installation. Functions, files and rooms may be renamed; these not.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from coordinator.core.columns import looked_through
from coordinator.core.database import metadata
from coordinator.core.outbox import delivery
from coordinator.core.outbox.tables import OutboxMail
from coordinator.core.translation import speak
from coordinator.trail import entry_in_words
from coordinator.trail import usecases as trail
from coordinator.trail.words import entries
from coordinator.wiring import shell_actor
from tests.installation.two_groups import HERE, THERE, Split

# What entries of the log could be called in the version that the database is of.
NAMES = (Path(__file__).parent / "golden" / "log-names-0004.txt").read_text("utf-8").split()
# Columns whose rows name a table, and beside it a column of that table.
PLACES = (
    ("masked_text", "source", "field"),
    ("go_ahead", "source", None),
    ("search_entry", "source", None),
)


@pytest.mark.parametrize("name", NAMES)
def test_what_an_entry_was_called_then_has_words_now(name: str) -> None:
    speak("sv")
    assert name in entries()
    speak("en")
    assert entries()[name].log


@pytest.mark.parametrize("group", [HERE, THERE])
@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_log_of_then_is_read_in_words(split: Split, group: str, language: str) -> None:
    speak(language)
    page = trail.trail_entries(split.office, shell_actor(split.office, group), limit=100)
    assert page.total > 25
    for line in page.lines:
        assert "." not in entry_in_words.what(line)
        for text in entry_in_words.changes(line):
            assert "_" not in text, text


@pytest.mark.parametrize(("table", "source", "field"), PLACES)
def test_every_place_that_a_row_names_is_there(
    split: Split,
    table: str,
    source: str,
    field: str | None,
) -> None:
    columns = metadata.tables[table].c
    asked = [columns[source]] if field is None else [columns[source], columns[field]]
    with split.office.reading() as session:
        rows = session.connection().execute(select(*asked).distinct()).all()
    assert rows
    for row in rows:
        there = metadata.tables[row[0]]
        assert field is None or row[1] in there.c


def test_a_go_ahead_stands_for_a_text_that_is_still_looked_through(split: Split) -> None:
    columns = metadata.tables["go_ahead"].c
    with split.office.reading() as session:
        sources = set(session.connection().execute(select(columns.source)).scalars())
    assert sources
    assert sources <= {table for table, _column in looked_through()}


def test_every_mail_that_waits_is_asked_by_its_condition(split: Split) -> None:
    with split.office.reading() as session:
        rows = session.exec(select(OutboxMail)).scalars().all()  # type: ignore[call-overload]
        waiting = [row for row in rows if row.state in {"waiting", "paused"} and row.condition]
        assert {row.condition for row in waiting} >= {"poll-open"}
        answers = [delivery.still_holds(session, split.office, row) for row in waiting]
    assert any(answers)
