"""An example of its own for every page test."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from coordinator.access.actor import Actor
from coordinator.core import background_writes
from coordinator.core.office import Office
from coordinator.wiring import actor_of
from tests.conftest import Databases
from tests.ui.run import demo_office, open_page, signed_in


@dataclass(frozen=True)
class Desk:
    """The coordinator of the example at their desk: pages to open, and what they changed."""

    office: Office
    cookie: str

    @property
    def actor(self) -> Actor:
        actor = actor_of(self.office, self.cookie, None)
        assert actor is not None
        return actor

    def open(self, name: str, **query: str) -> AppTest:
        return open_page(name, **query)


@pytest.fixture(scope="session")
def example_file(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Office, str]:
    file = tmp_path_factory.mktemp("pages") / "example.sqlite"
    office, cookie = demo_office(file)
    office.database.dispose()
    return file, office, cookie


@pytest.fixture
def desk(example_file: tuple[Path, Office, str], databases: Databases) -> Iterator[Desk]:
    file, office, cookie = example_file

    def fill(address: str) -> None:
        shutil.copy(file, address.removeprefix("sqlite:///"))

    with databases.lent("sqlite", "pages", fill) as address:
        own = replace(office, database=databases.open(address))
        with signed_in(own, cookie):
            yield Desk(own, cookie)
        background_writes.settle()
        own.database.dispose()
