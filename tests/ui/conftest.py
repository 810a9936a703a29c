"""An example of its own for every page test."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from coordinator.access.actor import Actor
from coordinator.core.database import Database
from coordinator.core.office import Office
from coordinator.wiring import actor_of
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
def desk(example_file: tuple[Path, Office, str], tmp_path: Path) -> Iterator[Desk]:
    file, office, cookie = example_file
    shutil.copy(file, tmp_path / "example.sqlite")
    own = replace(office, database=Database(f"sqlite:///{tmp_path / 'example.sqlite'}"))
    with signed_in(own, cookie):
        yield Desk(own, cookie)
    own.database.dispose()
