"""The product served with one page more, which draws nothing: what every run of a page costs.

``python -m tests.bench.served serve --port 8600`` is ``coordinator serve``; ``python -m
tests.bench.served bare 8600`` is Streamlit alone with an empty script.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

HERE = Path(__file__).resolve().parent
EMPTY = HERE / "empty.py"
NAME = "empty"


def add_empty_page() -> None:
    """Adds a page without anything on it: with menu, head and sign-in check as every other."""
    from coordinator.ui import navigation

    @dataclass(frozen=True)
    class EmptyEntry(navigation.Entry):
        @property
        def file(self) -> Path:
            return EMPTY

    last = navigation.ENTRIES[-1]
    entry = EmptyEntry(NAME, "Empty", last.icon, last.roles, in_menu=False)
    navigation.ENTRIES = (*navigation.ENTRIES, entry)
    navigation.FILES[NAME] = EMPTY


def main() -> None:
    if sys.argv[1] == "bare":
        port = int(sys.argv[2])
        sys.argv = [str(EMPTY)]
        st.App(EMPTY).run(config={"server.address": "127.0.0.1", "server.port": port})
        return
    from coordinator import cli

    add_empty_page()
    cli.main()


if __name__ == "__main__":
    main()
