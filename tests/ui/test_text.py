"""Typed text on its way to the screen."""

from __future__ import annotations

import pytest

from coordinator.ui.text import firm, literal, soften


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Ungdomsmottagningen", "Ungdoms-mottagningen"),
        ("Socialpsykiatriska enheten", "Social-psykiatriska enheten"),
        ("Arbetsmarknadsförvaltningen", "Arbetsmarknads-förvaltningen"),
        ("Informationsutbyte", "Informations-utbyte"),
        ("Handlingsplanen", "Handlings-planen"),
        ("LSS-verksamheten", "LSS-verksamheten"),
        ("Polisen", "Polisen"),
        ("Vuxenpsykiatrin", "Vuxen-psykiatrin"),
    ],
)
def test_long_names_break_at_their_joints(name: str, shown: str) -> None:
    assert soften(name).replace("\u00ad", "-") == shown


def test_short_words_may_be_softened_where_room_is_scarce() -> None:
    assert soften("Sommarlov", longest=8) == "Sommar\u00adlov"
    assert soften("Långfredagen", longest=8) == "Lång\u00adfredagen"


def test_a_softened_name_is_the_same_name() -> None:
    assert firm(soften("Familjevårdsgruppen")) == "Familjevårdsgruppen"


def test_a_week_keeps_its_number_and_a_span_of_hours_stays_whole() -> None:
    when = "ons 2 dec (v. 49) kl. 13.30–15.30"
    assert soften(when) == "ons 2 dec (v.\u00a049) kl.\u00a013.30–\u206015.30"
    assert firm(soften(when)) == when
    assert soften("Wed 2 Dec (week 49)") == "Wed 2 Dec (week\u00a049)"


@pytest.mark.parametrize(
    "typed",
    ["*betoning*", "_under_", "[länk](http://x)", "`kod`", "$x$", ":red[x]", "<b>", "# rubrik",
     "- punkt", "1. först", "~~struket~~", "a -> b", ":smile:", "&amp;", "a\\*"],
)  # fmt: skip
def test_what_people_type_is_never_markup(typed: str) -> None:
    assert "\\" in literal(typed)
    assert literal(typed).replace("\\\\", "\0").replace("\\", "").replace("\0", "\\") == typed


@pytest.mark.parametrize("typed", ["Möte 1 (v. 49) kl. 13.30–15.30", "Tema: förslag", "8–9 maj"])
def test_ordinary_text_passes_as_it_is(typed: str) -> None:
    assert literal(typed) == typed
