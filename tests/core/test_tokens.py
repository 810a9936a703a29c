"""What mail programs and people do to the token in an address."""

from __future__ import annotations

import pytest

from coordinator.core.tokens import LENGTH, new_token, token_in, tokens_in

TOKEN = "AbC-_" + "x0" * 19
assert len(TOKEN) == LENGTH == len(new_token())


@pytest.mark.parametrize(
    "made",
    [
        "{}", "{}.", "{}).", "({})", "<{}>", "“{}”", "»{}«", "{},", "{};", "{}:", "{}!", "{}?",
        "{}…", "{}=20", "{}=20=", "{}=0D=0A", "{}=3D", "{}\r\n", " {} ", "{}\u00a0", "{}\u200b",
        "{}&gt;", "{}&nbsp;", "{}*", "*{}*", "_{}"[1:] + "_", "{}-", "{}/", "{}Hej", "{}%20",
        '"{}"', "'{}'", "[{}]", "{}|", "\ufeff{}",
    ],
)  # fmt: skip
def test_signs_around_a_token_fall_away(made: str) -> None:
    assert token_in(made.format(TOKEN)) == TOKEN


@pytest.mark.parametrize("at", [1, 5, 20, 42])
@pytest.mark.parametrize("broken_by", ["=\r\n", "=\n", "\r\n", " ", "=", "\u00ad", "\u200b"])
def test_a_broken_line_is_put_together(at: int, broken_by: str) -> None:
    assert token_in(TOKEN[:at] + broken_by + TOKEN[at:]) == TOKEN


@pytest.mark.parametrize(
    "made",
    ["", ".", "x", TOKEN[:-1], TOKEN[:-1] + ".", TOKEN[:-2] + "=20", TOKEN[:-6] + "&nbsp;",
     TOKEN[:20] + "…", TOKEN[:20] + "..." + TOKEN[21:], TOKEN[:20] + "–" + TOKEN[21:], "é" * 50],
)  # fmt: skip
def test_a_token_that_is_not_whole_is_none(made: str) -> None:
    assert token_in(made) is None


@pytest.mark.parametrize("before", ["_", "-", "3D", "=3D", "=3D_", "*_", "__"])
def test_signs_that_a_token_may_hold_fall_away_before_it_too(before: str) -> None:
    assert TOKEN in tokens_in(f"{before}{TOKEN}_")
    assert tokens_in(TOKEN + "Hej")[0] == TOKEN
    assert len(tokens_in("A" * 900)) == 5
