"""Small samples of ``make soak``, with their own seed."""

from __future__ import annotations

from pathlib import Path

from tests.soak.damage import HARMS, refuse_damaged
from tests.soak.fuzz import read_lists, search_words
from tests.soak.kill import kill_writers
from tests.soak.mails import kill_workers

SEED = 7


def test_a_killed_writer_loses_nothing_it_acknowledged(tmp_path: Path) -> None:
    report = kill_writers(tmp_path, kills=4, seed=SEED)

    assert report.lost == []
    assert report.damaged == []
    assert report.is_good


def test_a_killed_mail_worker_loses_nothing_and_sends_at_most_one_twice(tmp_path: Path) -> None:
    report = kill_workers(tmp_path, kills=3, seed=SEED)

    assert report.lost == []
    assert report.damaged == []
    assert report.too_often == []
    assert report.is_good


def test_a_backup_harmed_in_any_way_is_refused_and_touches_nothing(tmp_path: Path) -> None:
    report = refuse_damaged(tmp_path, files=3 * len(HARMS), seed=SEED)

    assert report.faults == []
    assert report.is_good


def test_a_list_is_read_or_refused_in_words() -> None:
    report = read_lists(lists=200, seed=SEED)

    assert report.faults == []
    assert min(report.outcomes["read"], report.outcomes["refused"]) > 20


def test_a_search_for_anything_gives_no_error(tmp_path: Path) -> None:
    report = search_words(tmp_path, queries=200, seed=SEED)

    assert report.faults == []
    assert min(report.outcomes["found"], report.outcomes["nothing"]) > 5
