"""A named file is written whole or not at all, and only where a file can be."""

from __future__ import annotations

import os
import stat
from collections.abc import Sequence
from pathlib import Path

import pytest

from coordinator.core.atomic_files import is_file, written_whole
from coordinator.core.errors import BadInput


def write(file: Path, content: bytes = b"whole", *, keep: Sequence[Path] = ()) -> None:
    with written_whole(file, keep=keep) as handle:
        handle.write(content)
        if not content:
            raise ZeroDivisionError


def refused(file: Path, *, keep: Sequence[Path] = ()) -> str:
    with pytest.raises(BadInput) as error:
        write(file, keep=keep)
    return error.value.code


def odd_places(folder: Path) -> dict[str, Path]:
    """What somebody may name that is no file."""
    (folder / "folder").mkdir()
    os.mkfifo(folder / "pipe")
    (folder / "to-device").symlink_to("/dev/null")
    (folder / "to-folder").symlink_to(folder / "folder")
    (folder / "to-pipe").symlink_to(folder / "pipe")
    named = ("folder", "pipe", "to-device", "to-folder", "to-pipe")
    return {name: folder / name for name in named} | {"device": Path("/dev/full")}


def test_devices_pipes_and_folders_are_refused_and_left_as_they_are(tmp_path: Path) -> None:
    places = odd_places(tmp_path)
    before = {name: (os.lstat(place).st_mode, os.lstat(place).st_ino)
              for name, place in places.items()}  # fmt: skip

    assert {name: refused(place) for name, place in places.items()} == dict.fromkeys(
        places, "file-not-ordinary"
    )

    after = {name: (os.lstat(place).st_mode, os.lstat(place).st_ino)
             for name, place in places.items()}  # fmt: skip
    assert after == before
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)
    assert sorted(each.name for each in tmp_path.iterdir()) == sorted(set(places) - {"device"})


def test_a_link_leads_to_the_file_that_is_written(tmp_path: Path) -> None:
    (tmp_path / "newest").symlink_to(tmp_path / "real")
    write(tmp_path / "newest")
    (tmp_path / "round").symlink_to(tmp_path / "round")

    assert (tmp_path / "newest").is_symlink()
    assert (tmp_path / "real").read_bytes() == b"whole"
    assert refused(tmp_path / "round") == "file-cannot-write"


def test_what_goes_wrong_half_way_leaves_the_old_file(tmp_path: Path) -> None:
    write(tmp_path / "copy", b"yesterday")

    with pytest.raises(ZeroDivisionError):
        write(tmp_path / "copy", b"")

    assert (tmp_path / "copy").read_bytes() == b"yesterday"
    assert [each.name for each in tmp_path.iterdir()] == ["copy"]


def test_a_file_in_use_is_not_replaced_by_whatever_name(tmp_path: Path) -> None:
    own = tmp_path / "own.sqlite"
    own.write_bytes(b"database")
    (tmp_path / "link").symlink_to(own)
    os.link(own, tmp_path / "twin")

    for name in ("own.sqlite", "link", "twin"):
        assert refused(tmp_path / name, keep=[own]) == "file-in-use"
    assert own.read_bytes() == b"database"


def test_a_place_that_is_none_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    for place in (tmp_path / "nowhere" / "b", tmp_path / "file" / "b", tmp_path / ("x" * 300)):
        assert refused(place) == "file-cannot-write"


def test_only_its_owner_may_read_it_even_where_others_could_read_the_old(tmp_path: Path) -> None:
    (tmp_path / "copy").write_bytes(b"old")
    (tmp_path / "copy").chmod(0o644)

    write(tmp_path / "copy")

    assert stat.S_IMODE((tmp_path / "copy").stat().st_mode) == 0o600
    assert is_file(tmp_path / "copy")
