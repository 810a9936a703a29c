"""What was begun in another window or on another computer, as the pages offer it."""

from __future__ import annotations

from coordinator.actions import usecases as actions
from coordinator.drafts import usecases as drafts
from tests.ui.conftest import Desk
from tests.ui.run import html, press

NEW_POINT = "/actions?group=exempelkoping&new=1"


def begun(desk: Desk, text: str, *, tab: str = "b2") -> None:
    drafts.keep(
        desk.office, desk.actor, form="new_point", field="text", tab=tab, text=text,
        round_number=0, page=NEW_POINT,
    )  # fmt: skip


def test_what_another_window_holds_is_offered_and_gone_once_it_is_saved(desk: Desk) -> None:
    begun(desk, "Ring jouren om lokalen")
    page = desk.open("actions", new="1")
    assert "Ring jouren om lokalen" in html(page)
    assert page.text_area(key="new_point_text").value == ""
    page = press(page, "Fortsätt på det")
    assert page.text_area(key="new_point_d1_text").value == "Ring jouren om lokalen"
    page = press(page, "Lägg till åtgärden")
    saved = actions.action_points(desk.office, desk.actor).points
    assert "Ring jouren om lokalen" in {one.text for one in saved}
    assert drafts.own_drafts(desk.office, desk.actor).drafts == ()
    assert "Ring jouren" not in html(desk.open("home"))


def test_what_is_taken_over_is_what_stands_there_when_it_is_pressed(desk: Desk) -> None:
    """As after somebody was protected in between, whose name is not in the text any more."""
    begun(desk, "Ring Kim Påhitt")
    page = desk.open("actions", new="1")
    begun(desk, "Ring Representant, Polisen")
    page = press(page, "Fortsätt på det")
    assert page.text_area(key="new_point_d1_text").value == "Ring Representant, Polisen"


def test_what_was_begun_can_be_thrown_away(desk: Desk) -> None:
    begun(desk, "Inte längre")
    page = press(desk.open("actions", new="1"), "Släng det")
    assert not page.exception
    assert drafts.own_drafts(desk.office, desk.actor).drafts == ()
    assert "Inte längre" not in html(page)


def test_home_leads_back_to_what_was_begun(desk: Desk) -> None:
    assert "Påbörjat" not in html(desk.open("home"))
    begun(desk, "Ring jouren om lokalen")
    home = html(desk.open("home"))
    assert "Påbörjat 12.00, inte sparat" in home
    assert "Ring jouren om lokalen" in home
    assert "/actions?group=exempelkoping&amp;new=1" in home


def test_a_fold_with_something_begun_in_it_is_drawn_open(desk: Desk) -> None:
    def is_open() -> bool:
        page = desk.open("meetings", meeting="HT2026-2")
        return next(
            one.proto.expanded for one in page.expander if one.label == "Lägg till en punkt"
        )

    assert not is_open()
    drafts.keep(
        desk.office, desk.actor, form="new_item_ht2026-2", field="title", tab="b2",
        text="Läget på jouren", round_number=0,
    )  # fmt: skip
    assert is_open()


def test_what_was_begun_on_an_older_version_says_so(desk: Desk) -> None:
    action = actions.information_actions(desk.office, desk.actor).actions[0]
    drafts.keep(
        desk.office, desk.actor, form=f"info_draft_{action.id}", field="title", tab="b2",
        text="Ett annat namn", round_number=0, base="0123456789abcdef",
    )  # fmt: skip
    page = desk.open("information-actions", action=str(action.id))
    assert "har sparats sedan dess" in html(page)
