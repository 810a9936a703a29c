"""What a page keeps between its runs."""

from __future__ import annotations

from typing import Any

import pytest
import streamlit as st

from coordinator.ui import state


class TakenByAnother(dict[str, Any]):
    """The next run of the page has taken it out in the very moment."""

    def pop(self, key: str, *_otherwise: Any) -> Any:
        raise KeyError(key)


def test_what_another_run_has_taken_out_meanwhile_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(st, "session_state", TakenByAnother(drafts_known=1))
    assert state.take("drafts_known") is None
    assert state.take("drafts_known", ()) == ()
