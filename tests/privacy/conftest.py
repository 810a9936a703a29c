"""The group in which the person to protect stands everywhere: a test file makes it its office."""

from __future__ import annotations

import pytest

from coordinator.core.office import Office
from tests.conftest import Cast, Hand, Prepare

from .planted import Planted, plant, protect


@pytest.fixture
def prepared(prepare: Prepare) -> tuple[Office, Planted]:
    return prepare("planted", plant)


@pytest.fixture
def planted(prepared: tuple[Office, Planted]) -> Planted:
    return prepared[1]


@pytest.fixture
def protected(prepare: Prepare) -> tuple[Office, Planted]:
    """The same when the person has been protected, for tests that look at what is left."""

    def fill(office: Office, cast: Cast, hand: Hand) -> Planted:
        planted = plant(office, cast, hand)
        protect(office, cast, planted)
        return planted

    return prepare("protected", fill)
