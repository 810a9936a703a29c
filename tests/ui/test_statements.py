"""No page's run takes more than 15 SQL statements, and none shows an exception."""

from __future__ import annotations

import pytest

from coordinator.core.office import Office
from tests.ui.run import PageRun, demo_office, page_runs, with_polls

MOST = 15


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> tuple[Office, str]:
    office, cookie = demo_office(tmp_path_factory.mktemp("example") / "demo.sqlite")
    with_polls(office)
    return office, cookie


@pytest.mark.parametrize("run", page_runs(), ids=lambda run: run.name)
def test_a_page_takes_few_statements(example: tuple[Office, str], run: PageRun) -> None:
    office, cookie = example
    test = run.start(office, cookie)
    test, statements = run.count(office, cookie, test)
    assert not test.exception, test.exception[0].stack_trace if test.exception else ""
    assert len(statements) <= MOST, "\n".join(statements)
