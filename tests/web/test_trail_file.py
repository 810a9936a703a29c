"""The log as a file: for those who read the log, and safe to open in a spreadsheet program."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest

from coordinator.access.actor import Role
from coordinator.core import addresses
from coordinator.core.spreadsheet import csv_bytes, harmless
from coordinator.groups import in_transaction as groups
from coordinator.privacy import usecases as privacy
from coordinator.roster import usecases as roster
from coordinator.wiring import shell_actor
from tests.conftest import Cast
from tests.web.conftest import Site

FILE = addresses.trail_file("exempelby")


@pytest.fixture
def engine() -> str:
    """Nothing here depends on the engine."""
    return "sqlite"


def table(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))


def test_the_coordinator_takes_the_log_out(site: Site, cast: Cast) -> None:
    browser = site.signed_in(cast.coordinator.person_id)
    browser.get(FILE)
    answer = browser.get(FILE)

    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"] == 'attachment; filename="logg-2026-08-17.csv"'
    assert answer.headers["cache-control"] == "no-store"
    rows = table(answer.content)
    assert rows[0] == ["Nummer", "När", "Vem", "Vad", "Om", "Varifrån", "Ändringar"]
    who = f"Åsa Övning (person {cast.coordinator.person_id})"
    assert rows[1][2:4] == [who, "tog ut loggen som fil"]
    assert [row[0] for row in rows[1:]] == [str(n) for n in range(len(rows) - 1, 0, -1)]


def test_the_auditor_takes_it_out_and_nobody_else_does(site: Site, cast: Cast) -> None:
    with site.office.transaction() as session:
        groups.add_grant(
            session,
            group_id=cast.reader.group_id,
            person_id=cast.reader.person_id or 0,
            role=Role.AUDITOR,
            now=site.office.clock.now(),
        )

    assert site.signed_in(cast.reader.person_id).get(FILE).status_code == 200
    assert site.signed_in(cast.member.person_id).get(FILE).status_code == 403
    back = addresses.sign_in_first(FILE)
    assert site.browser().get(FILE).headers["location"] == back
    other = site.signed_in(cast.coordinator.person_id).get(addresses.trail_file("andraby"))
    assert other.status_code == 404


@pytest.mark.parametrize("query", ["first=x", "last=2026-02-31", "person=1%20OR%201", "person=x"])
def test_an_odd_filter_is_refused_in_words(site: Site, cast: Cast, query: str) -> None:
    answer = site.signed_in(cast.coordinator.person_id).get(f"{FILE}?{query}")

    assert answer.status_code == 400
    assert b";" not in answer.content.split(b"<main")[1].split(b"</main")[0]


def test_somebody_protected_later_stands_without_name_in_old_entries(
    site: Site, cast: Cast
) -> None:
    shell = shell_actor(site.office, "exempelby")
    nadia = next(iter(roster.find_by_email(site.office, shell, email="member@example.se")))
    roster.grant_role(site.office, shell, person_id=nadia.person_id, role=Role.COORDINATOR)
    acting = replace(cast.member, roles=frozenset({Role.COORDINATOR}))
    roster.add_agency(site.office, acting, name="Ny verksamhet")
    before = site.signed_in(cast.coordinator.person_id).get(FILE).content.decode()
    assert "Nadia Prov" in before

    privacy.protect_now(site.office, shell, person_id=nadia.person_id)

    after = site.signed_in(cast.coordinator.person_id).get(FILE).content.decode()
    assert "Nadia" not in after
    assert "Representant, Ungdomsmottagningen" in after


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+46", "-2", "@SUM(A1)", "\t=1", "\r=1", " =HYPERLINK(1)", "＝1", '=cmd|"/c calc"!A1'],
)
def test_no_cell_becomes_a_formula(text: str) -> None:
    assert harmless(text) == f"'{text}"
    cell = table(csv_bytes(["a"], [[text]]))[1][0]
    assert cell.startswith("'")


@pytest.mark.parametrize("text", ["", "Åsa", "VT2027-1", "3", "a=b", "–", "status: planned → held"])
def test_plain_cells_stay_as_they_are(text: str) -> None:
    assert harmless(text) == text
