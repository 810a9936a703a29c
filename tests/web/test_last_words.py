"""The route that takes in the last words of a note: as the page itself would have saved them."""

from __future__ import annotations

import pytest

from coordinator.core import addresses
from coordinator.core.office import Office
from coordinator.core.text import clean_lines
from coordinator.minutes import usecases as minutes
from coordinator.minutes.rules import LONGEST_NOTE, FieldBase
from coordinator.minutes.views import OpenNote
from tests.conftest import Cast
from tests.meetings.helpers import begun
from tests.minutes.helpers import item_of, note
from tests.web.conftest import Site, send


@pytest.fixture
def engine() -> str:
    return "sqlite"


@pytest.fixture
def item(site: Site, cast: Cast) -> int:
    return item_of(begun(site.office, cast.coordinator), 4)


def stored(office: Office, cast: Cast, item: int) -> OpenNote:
    return minutes.open_note(office, cast.coordinator, item_id=item)


def leave(
    site: Site, person_id: int | None, item: int, text: str, base: FieldBase, *, before: str = ""
) -> int:
    browser = site.signed_in(person_id)
    given = {"group": "exempelby", "item": str(item), "base": str(base), "text": text}
    given["before"] = before
    return send(browser, addresses.LAST_WORDS, **given).status_code


def test_the_last_word_is_saved(site: Site, cast: Cast, item: int) -> None:
    note(site.office, cast.coordinator, item, "Rutinen gås")
    base = FieldBase.of(1, "Rutinen gås")
    status = leave(site, cast.coordinator.person_id, item, "Rutinen gås igenom.", base)
    assert (status, stored(site.office, cast, item).text) == (204, "Rutinen gås igenom.")


def test_a_page_that_had_not_heard_of_its_own_save_goes_on_from_it(
    site: Site, cast: Cast, item: int
) -> None:
    note(site.office, cast.coordinator, item, "Rutinen gås")
    base = FieldBase.of(0, "")
    status = leave(site, cast.coordinator.person_id, item, "Rutinen gås igenom.", base)
    assert (status, stored(site.office, cast, item).text) == (204, "Rutinen gås igenom.")


def test_a_page_that_went_back_in_its_text_goes_on_from_its_own_save(
    site: Site, cast: Cast, item: int
) -> None:
    writer = cast.coordinator
    note(site.office, writer, item, "Rutinen gås igen.")
    base, before = FieldBase.of(0, ""), "Rutinen gås igen. "
    status = leave(site, writer.person_id, item, "Rutinen gås om.", base, before=before)
    found = stored(site.office, cast, item)
    assert (status, found.text, found.needs_choice) == (204, "Rutinen gås om.", False)


def test_the_longest_note_is_taken_in_whole(site: Site, cast: Cast, item: int) -> None:
    text = "Å nej då \n" * (LONGEST_NOTE // 10)
    status = leave(site, cast.coordinator.person_id, item, text, FieldBase.of(0, ""))
    assert (status, stored(site.office, cast, item).text) == (204, clean_lines(text))


def test_what_was_seen_and_not_typed_in_changes_nothing(site: Site, cast: Cast, item: int) -> None:
    note(site.office, cast.coordinator, item, "Nyare.")
    status = leave(site, cast.coordinator.person_id, item, "Äldre.", FieldBase.of(0, "Äldre."))
    assert (status, stored(site.office, cast, item).text) == (204, "Nyare.")


def test_somebody_else_s_text_stays_and_both_wait_for_a_choice(
    site: Site, cast: Cast, item: int
) -> None:
    note(site.office, cast.coordinator, item, "Ett.")
    status = leave(site, cast.coordinator.person_id, item, "Något annat.", FieldBase.of(0, ""))
    found = stored(site.office, cast, item)
    assert (status, found.text, found.base_text) == (409, "Ett.", "Något annat.")


def test_it_is_for_the_office_with_a_session_and_a_page_of_its_own(
    site: Site, cast: Cast, item: int
) -> None:
    fields = {"group": "exempelby", "item": str(item), "base": "0.", "text": "Fel hand."}
    assert send(site.browser(), addresses.LAST_WORDS, **fields).status_code == 401
    member = site.signed_in(cast.member.person_id)
    assert send(member, addresses.LAST_WORDS, **fields).status_code == 400
    office = site.signed_in(cast.coordinator.person_id)
    for odd in ({"form_token": "old"}, {"item": "x"}, {"item": "9" * 9}, {"text": "x" * 20_001}):
        assert send(office, addresses.LAST_WORDS, **(fields | odd)).status_code == 400
    assert send(office, addresses.LAST_WORDS, **(fields | {"group": "andraby"})).status_code == 401
    assert stored(site.office, cast, item).text == ""
