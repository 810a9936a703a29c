"""What is typed and not saved: its writer's own, window by window, gone when it is saved."""

from __future__ import annotations

from dataclasses import replace
from threading import Thread

import pytest

from coordinator.access.actor import Actor, Role
from coordinator.core.errors import BadInput, Conflict, NotAllowed
from coordinator.core.office import Office
from coordinator.drafts import in_transaction
from coordinator.drafts import usecases as drafts
from coordinator.drafts.rules import LONGEST, MOST
from coordinator.drafts.views import OwnDrafts
from coordinator.trail import usecases as trail
from tests.conftest import Cast, Hand
from tests.statements import count_statements

FORM = "new_decision_7"


def typed(
    office: Office,
    actor: Actor,
    text: str,
    *,
    tab: str = "a1",
    field: str = "text",
    number: int = 0,
) -> None:
    drafts.keep(
        office, actor, form=FORM, field=field, tab=tab, text=text, round_number=number,
        page="/meetings?meeting=HT2026-1", base="",
    )  # fmt: skip


def own(office: Office, actor: Actor) -> OwnDrafts:
    return drafts.own_drafts(office, actor)


@pytest.fixture
def colleague(cast: Cast) -> Actor:
    return replace(cast.other_member, roles=frozenset({Role.COORDINATOR}))


def test_the_last_text_of_a_field_is_kept_with_where_and_when(
    office: Office, cast: Cast, hand: Hand
) -> None:
    typed(office, cast.coordinator, "Vi går")
    hand.forward(minutes=2)
    typed(office, cast.coordinator, "Vi går igenom rutinen")
    (draft,) = own(office, cast.coordinator).of(FORM)
    assert dict(draft.texts) == {"text": "Vi går igenom rutinen"}
    assert (draft.page, draft.kept_at) == ("/meetings?meeting=HT2026-1", office.clock.now())


def test_nobody_else_sees_it(office: Office, cast: Cast, colleague: Actor) -> None:
    typed(office, cast.coordinator, "Mitt")
    assert own(office, colleague).drafts == ()
    drafts.let_go(office, colleague, form=FORM, tabs=["a1"])
    assert len(own(office, cast.coordinator).drafts) == 1


def test_two_windows_never_write_over_each_other(office: Office, cast: Cast, hand: Hand) -> None:
    typed(office, cast.coordinator, "I den ena", tab="a1")
    hand.forward(minutes=1)
    typed(office, cast.coordinator, "I den andra", tab="b2")
    found = own(office, cast.coordinator).of(FORM)
    assert [(one.tab, one.texts["text"]) for one in found] == [
        ("b2", "I den andra"),
        ("a1", "I den ena"),
    ]


def test_saving_lets_go_of_what_was_taken_over_and_of_nothing_else(
    office: Office, cast: Cast
) -> None:
    typed(office, cast.coordinator, "I den ena", tab="a1")
    typed(office, cast.coordinator, "I den andra", tab="b2")
    drafts.done(office, cast.coordinator, form=FORM, tabs=["a1"])
    assert [one.tab for one in own(office, cast.coordinator).of(FORM)] == ["b2"]


def test_a_field_that_was_emptied_keeps_nothing(office: Office, cast: Cast) -> None:
    typed(office, cast.coordinator, "Fel")
    typed(office, cast.coordinator, "  ")
    assert own(office, cast.coordinator).drafts == ()


def test_the_log_tells_once_that_a_form_was_begun_and_never_what_was_typed(
    office: Office, cast: Cast
) -> None:
    before = len(trail.trail_entries(office, cast.coordinator).lines)
    for text in ("Vi", "Vi går", "Vi går igenom"):
        typed(office, cast.coordinator, text)
    typed(office, cast.coordinator, "En till", field="title")
    drafts.done(office, cast.coordinator, form=FORM, tabs=["a1"])
    lines = trail.trail_entries(office, cast.coordinator).lines
    assert [one.use_case for one in lines[: len(lines) - before]] == ["drafts.keep"]
    assert "Vi går" not in repr(lines)


def test_after_a_protection_an_open_page_hands_over_in_vain(office: Office, cast: Cast) -> None:
    typed(office, cast.coordinator, "Ring Kim")
    with office.transaction() as session:
        in_transaction.end_open_pages(session, cast.coordinator.group_id)
    with pytest.raises(Conflict) as refused:
        typed(office, cast.coordinator, "Ring Kim Påhitt")
    assert refused.value.code == "draft-protected"
    typed(office, cast.coordinator, "Ring jouren", number=own(office, cast.coordinator).protected)
    assert own(office, cast.coordinator).of(FORM)[0].texts["text"] == "Ring jouren"


def test_what_is_on_its_way_while_somebody_is_protected_is_not_kept(
    office: Office, cast: Cast
) -> None:
    """Two connections: the text waits until the protection is done, and is refused then."""
    said: list[str] = []

    def hand_over() -> None:
        try:
            typed(office, cast.coordinator, "Ring Kim Påhitt")
        except Conflict as error:
            said.append(error.code)

    with office.transaction() as session:
        in_transaction.queue_up(session, cast.coordinator.group_id)
        other = Thread(target=hand_over)
        other.start()
        other.join(0.5)
        assert other.is_alive()
        in_transaction.end_open_pages(session, cast.coordinator.group_id)
    other.join(30)
    assert own(office, cast.coordinator).drafts == ()
    assert said in (["draft-protected"], ["written-meanwhile"])  # made for the first time by both


def test_texts_of_two_writers_do_not_wait_for_each_other(
    office: Office, cast: Cast, colleague: Actor
) -> None:
    typed(office, cast.coordinator, "Mitt")
    typed(office, colleague, "Ditt")
    assert own(office, cast.coordinator).drafts[0].texts["text"] == "Mitt"
    assert own(office, colleague).drafts[0].texts["text"] == "Ditt"


def test_what_nobody_came_back_to_is_let_go_after_thirty_days(
    office: Office, cast: Cast, hand: Hand
) -> None:
    typed(office, cast.coordinator, "Gammalt", tab="a1")
    hand.forward(days=29)
    typed(office, cast.coordinator, "Nyare", tab="b2")
    hand.forward(days=2)
    with office.transaction() as session:
        in_transaction.forget_old(session, office.clock.now())
    assert [one.tab for one in own(office, cast.coordinator).drafts] == ["b2"]


@pytest.mark.parametrize(
    "odd",
    [
        {"form": "../etc"},
        {"form": "x" * 81},
        {"field": "'; --"},
        {"tab": "a" * 33},
        {"base": "Å"},
        {"text": "x" * (LONGEST + 1)},
    ],
)
def test_what_no_page_of_ours_hands_over_is_refused(
    office: Office, cast: Cast, odd: dict[str, str]
) -> None:
    given = {"form": FORM, "field": "text", "tab": "a1", "text": "Hej", "base": ""} | odd
    with pytest.raises(BadInput):
        drafts.keep(office, cast.coordinator, round_number=0, **given)
    assert own(office, cast.coordinator).drafts == ()


def test_an_address_that_is_none_of_ours_is_not_kept(office: Office, cast: Cast) -> None:
    drafts.keep(
        office, cast.coordinator, form=FORM, field="text", tab="a1", text="Hej", round_number=0,
        page="https://example.org/",
    )  # fmt: skip
    assert own(office, cast.coordinator).drafts[0].page == "/"


def test_the_oldest_make_room(office: Office, cast: Cast, hand: Hand) -> None:
    for number in range(MOST + 3):
        hand.forward(seconds=1)
        drafts.keep(
            office, cast.coordinator, form=f"form_{number}", field="text", tab="a1", text="Hej",
            round_number=0,
        )  # fmt: skip
    forms = {one.form for one in own(office, cast.coordinator).drafts}
    assert len(forms) == MOST
    assert "form_0" not in forms
    assert f"form_{MOST + 2}" in forms


def test_members_and_readers_have_no_forms_of_the_office(office: Office, cast: Cast) -> None:
    for actor in (cast.member, cast.reader):
        with pytest.raises(NotAllowed):
            typed(office, actor, "Hej")


def test_looking_takes_two_statements_however_much_waits(office: Office, cast: Cast) -> None:
    for tab in "abcdef":
        typed(office, cast.coordinator, "Hej", tab=tab)
    with count_statements(office.database) as statements:
        own(office, cast.coordinator)
    assert len([one for one in statements if one.lstrip().upper().startswith("SELECT")]) == 2
