"""Search in the shell."""

from __future__ import annotations

from tests.cli.helpers import Shell


def test_search_has_the_agreed_keys(on_demo: Shell) -> None:
    found = on_demo("search", "samtycke", "--limit", "3", "--json").data

    assert 1 <= len(found) <= 3
    for hit in found:
        assert list(hit) == ["meeting", "item", "kind", "title", "excerpt", "date"]
    assert on_demo("search", "xyzzy", "--json").data == []
