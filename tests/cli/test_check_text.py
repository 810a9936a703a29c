"""``coordinator check-text``: exit code, JSON keys and sentences are a contract."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.helpers import Shell

Typed = Callable[..., tuple[int, str, str]]

NOTES = "Lägesbild på gruppnivå, 140 personer.\nHon nås på 070-174 06 05.\n"


@pytest.fixture
def typed(shell: Shell, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Typed:
    """Types ``check-text`` where no database is; returns exit status, stdout and stderr."""
    monkeypatch.setenv("COORDINATOR_DATABASE_URL", "postgresql+psycopg://nobody@127.0.0.1:1/none")

    def run(content: bytes | None, *options: str) -> tuple[int, str, str]:
        if content is not None:
            (tmp_path / "notes.txt").write_bytes(content)
        answer = shell("check-text", "notes.txt", *options)
        return answer.status, answer.out, answer.err

    return run


def test_findings_come_as_json_with_their_place(typed: Typed) -> None:
    status, out, err = typed(NOTES.encode(), "--json")

    found = json.loads(out)
    assert (status, err) == (1, "")
    assert {
        "line": 2,
        "column": 12,
        "length": 13,
        "kind": "phone",
        "text": "070-174 06 05",
    } in found
    assert all(list(one) == ["line", "column", "length", "kind", "text"] for one in found)


def test_findings_come_in_words_one_line_each(typed: Typed) -> None:
    status, out, _err = typed(NOTES.encode())

    assert status == 1
    assert "Rad 2, kolumn 12: 070-174 06 05. Det här ser ut som någons telefonnummer." in out
    assert len(out.splitlines()) == len(json.loads(typed(NOTES.encode(), "--json")[1]))


def test_a_text_without_findings_ends_well(typed: Typed) -> None:
    assert typed(b"Ring Kvinnofridslinjen, 020-50 50 50.\n") == (0, "", "")
    assert typed(b"", "--json") == (0, "[]\n", "")


def test_a_file_saved_by_a_windows_editor_counts_columns_right(typed: Typed) -> None:
    content = b"\xef\xbb\xbf" + "Första raden\r\nTel 070-174 06 05\r\n".encode()

    (found,) = json.loads(typed(content, "--json")[1])

    assert (found["line"], found["column"], found["length"]) == (2, 5, 13)


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00binary", "kvällen".encode("latin-1")])
def test_what_cannot_be_read_is_refused_in_a_sentence(typed: Typed, content: bytes | None) -> None:
    status, out, err = typed(content, "--json")

    assert (status, out) == (1, "")
    assert "notes.txt" in err
    assert "Traceback" not in err
