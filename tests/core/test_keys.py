"""The signing key is made once, kept for its owner's eyes, and the same for everybody after."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from pydantic import SecretStr

from coordinator.core.keys import derived_key, kept_key, keyed_hash
from coordinator.core.settings import Settings
from coordinator.wiring import open_office


def test_of_many_that_start_at_once_all_get_the_same_key(tmp_path: Path) -> None:
    file = tmp_path / "new" / "coordinator.sqlite.key"
    with ThreadPoolExecutor(8) as at_once:
        keys = set(at_once.map(lambda _: kept_key(file), range(32)))

    assert len(keys) == 1
    assert len(keys.pop()) >= 43
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [path.name for path in file.parent.iterdir()] == [file.name]


def test_an_office_without_a_key_keeps_one_beside_its_database(tmp_path: Path) -> None:
    settings = Settings(database_url=f"sqlite:///{tmp_path / 'c.sqlite'}", _env_file=None)
    first, second = open_office(settings), open_office(settings)

    assert (tmp_path / "c.sqlite.key").is_file()
    assert derived_key(first.settings, "x") == derived_key(second.settings, "x")
    given = settings.model_copy(update={"secret_key": SecretStr("given")})
    assert open_office(given).settings.secret_key == SecretStr("given")
    for office in (first, second):
        office.database.dispose()


def test_each_purpose_has_its_own_key() -> None:
    settings = Settings(secret_key=SecretStr("k" * 40), _env_file=None)

    assert derived_key(settings, "a") != derived_key(settings, "b")
    assert "k" * 40 not in derived_key(settings, "a")
    assert keyed_hash(settings, "a", "x") != keyed_hash(settings, "b", "x")
