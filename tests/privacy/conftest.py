"""The group in which the person to protect stands everywhere: a test file makes it its office."""

from __future__ import annotations

import pytest

from coordinator.core.office import Office
from tests.conftest import Prepare

from .planted import Planted, plant


@pytest.fixture
def prepared(prepare: Prepare) -> tuple[Office, Planted]:
    return prepare("planted", plant)


@pytest.fixture
def planted(prepared: tuple[Office, Planted]) -> Planted:
    return prepared[1]
