"""What a page's run costs, counted: messages to the browser, statements and looks at the disk.

The time is measured by ``make bench``; these counts are what it is made of.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

import pytest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.scriptrunner import ScriptRunner

from coordinator.ui import markup
from tests.statements import count_statements
from tests.ui.conftest import Desk
from tests.ui.run import html

# Menu, head row, banner and foot are seven of them; what tells of the run itself is four.
MOST = {"help": 24, "home": 16, "meetings": 26}
STATEMENTS = {"help": 2, "home": 10, "meetings": 8}


@contextmanager
def sent() -> Iterator[list[ForwardMsg]]:
    """The messages of the runs inside."""
    seen: list[ForwardMsg] = []
    passing = ScriptRunner._enqueue_forward_msg

    def note(self: ScriptRunner, msg: ForwardMsg) -> None:
        seen.append(msg)
        passing(self, msg)

    with patch.object(ScriptRunner, "_enqueue_forward_msg", note):
        yield seen


@pytest.mark.parametrize("name", sorted(MOST))
def test_a_run_sends_little_and_asks_little(desk: Desk, name: str) -> None:
    page = desk.open(name)
    with sent() as messages, count_statements(desk.office.database) as statements:
        page.run()
    assert not page.exception
    assert len(messages) <= MOST[name], [str(one)[:200] for one in messages]
    assert len(statements) <= STATEMENTS[name], "\n".join(statements)


@pytest.mark.parametrize("name", ["meetings", "settings"])  # settings has a link of Streamlit's
def test_no_page_is_looked_for_on_the_disk_in_a_run(desk: Desk, name: str) -> None:
    page = desk.open(name)
    resolved: list[str] = []
    real = os.path.realpath

    def note(path: str, **given: bool) -> str:
        resolved.append(str(path))
        return real(path, **given)

    with patch("os.path.realpath", note):
        page.run()
    assert [path for path in resolved if "/ui/pages/" in path] == []


def test_the_look_is_no_part_of_a_run(desk: Desk) -> None:
    with sent() as messages:
        desk.open("home")
    assert sum(one.ByteSize() for one in messages) < 25_000
    assert not any(b"<style>" in one.SerializeToString() for one in messages)


def test_the_menu_and_the_lists_are_links_that_keep_the_group(desk: Desk) -> None:
    shown = html(desk.open("meetings"))
    for address in (
        "/?group=exempelkoping",
        "/meetings?group=exempelkoping&amp;meeting=HT2026-2",
        "/settings?group=exempelkoping",
        "/help?group=exempelkoping",
    ):
        assert f'<a class="to-page" href="{address}">' in shown, address


def test_what_stands_in_a_link_is_text() -> None:
    drawn = markup.link_html('/x?a=1&b="2"', "<b>ord</b>")
    assert drawn == '<a class="to-page" href="/x?a=1&amp;b=&quot;2&quot;"><b>ord</b></a>'
