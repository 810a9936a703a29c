"""The two plain forms in the office's frame carry this session's token, as the door wants it."""

from __future__ import annotations

from coordinator.access import cookies
from tests.ui.conftest import Desk
from tests.ui.run import html


def test_language_and_sign_out_carry_the_sessions_token(desk: Desk) -> None:
    shown = html(desk.open("home"))
    field = f'name="form_token" value="{cookies.form_token(desk.cookie)}"'
    assert shown.count(field) == 2
