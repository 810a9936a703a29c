"""Every page of the office in both languages: none of its own words is of the other one."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from streamlit.testing.v1 import AppTest

from coordinator.core.translation import LANGUAGES, Language, speak
from tests.one_language import Written, mixed, of_html, of_markdown, written
from tests.ui.run import PageRun, demo_office, page_runs, with_polls

# What an element says, by the names of its parts; everything else is its machinery.
_SAYS = {"label", "body", "help", "placeholder", "caption", "options", "value", "content"}
# What is chosen from or typed is told without any language: neither Streamlit's lists nor its
# fields can hold one.
_CANNOT_TELL = {"options", "value", "content"}
MORE = [
    PageRun("Möten, tidigare", "meetings", {"view": "earlier"}),
    PageRun("Möten, tomt år", "meetings", {"year": "2031"}),
    PageRun("Möte före, svar", "meetings", {"meeting": "HT2026-2", "tab": "answers"}),
    PageRun("Möte före, kallelse", "meetings", {"meeting": "HT2026-2", "tab": "invitation"}),
    PageRun("Möte före, lägesbilder", "meetings", {"meeting": "HT2026-2", "tab": "situations"}),
    PageRun("Inget möte", "meetings", {"meeting": "HT1999-1"}),
    PageRun("Åtgärder, försenade", "actions", {"show": "overdue"}),
    PageRun("Åtgärder, klara", "actions", {"show": "done"}),
    PageRun("Ny insats", "information-actions", {"new": "1"}),
    PageRun("En insats", "information-actions", {"action": "1"}),
    PageRun("Ingen insats", "information-actions", {"action": "99999"}),
    PageRun("En verksamhet", "group", {"agency": "polis"}),
    PageRun("Ny verksamhet", "group", {"new": "1"}),
    PageRun("Ny person", "group", {"add": "1"}),
    PageRun("Ladda upp en lista", "group", {"upload": "1"}),
    PageRun("Sök, inget", "search", {"q": "xyzzy"}),
]


def says(page: AppTest, *, all_of_it: bool = True) -> Iterator[str]:
    """Every text of the page's elements, in the page's own language as far as they tell."""
    waiting: list[Any] = list(page._tree.children.values())
    while waiting:
        node = waiting.pop()
        waiting += getattr(node, "children", {}).values()
        if (proto := getattr(node, "proto", None)) is not None:
            is_html = type(proto).__name__ == "Html"
            for text in _texts(proto, _SAYS if all_of_it else _SAYS - _CANNOT_TELL):
                yield from of_html(text) if is_html else (of_markdown(text),)


def _texts(proto: Any, names: Collection[str]) -> Iterator[str]:
    for part, value in proto.ListFields():
        if part.type == part.TYPE_MESSAGE:
            for one in [value] if hasattr(value, "ListFields") else value:
                yield from _texts(one, names)
        elif part.name in names and part.type == part.TYPE_STRING:
            yield from (value,) if isinstance(value, str) else map(str, value)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_mixes_its_languages(tmp_path: Path, language: Language) -> None:
    office, cookie = demo_office(tmp_path / "demo.sqlite")
    with_polls(office)
    people = written(office) | {"kontaktkort"}
    found = []
    with patch("coordinator.ui.frame.choose_language", lambda: speak(language)):
        for run in (*page_runs(), *MORE):
            page = run.start(office, cookie)
            found += [f"{run.name}: {text}" for text in mixed(says(page), language, people)]
    assert found == [], "\n".join(found)


def test_what_people_wrote_says_that_it_is_swedish_on_english_pages(tmp_path: Path) -> None:
    office, cookie = demo_office(tmp_path / "demo.sqlite")
    with_polls(office)
    asked = Written(("kontaktkort",))  # what the page of a search repeats is in no language
    found = []
    with patch("coordinator.ui.frame.choose_language", lambda: speak("en")):
        for run in (*page_runs(), *MORE):
            page = run.start(office, cookie)
            texts = says(page, all_of_it=False)
            found += [f"{run.name}: {text}" for text in mixed(texts, "en", asked)]
    assert found == [], "\n".join(found)
