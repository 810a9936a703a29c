"""The plain pages of an installation without a mail server: none says that a mail is on its way."""

from __future__ import annotations

from datetime import timedelta

import pytest

from coordinator.core.outbox.tables import OutboxMail
from coordinator.core.tokens import new_token
from tests.conftest import Cast
from tests.meetings.helpers import booked
from tests.web.conftest import Site, send

WHOM = "Be den som sköter systemet om en inloggningslänk"


def test_the_way_in_names_whom_to_turn_to_and_has_no_field_for_an_address(
    mailless_site: Site,
) -> None:
    page = mailless_site.browser().get("/sign-in").text

    assert WHOM in page
    assert 'name="address"' not in page
    assert "15 minuter" not in page


@pytest.mark.parametrize("address", ["member@example.se", "nobody@example.se"])
def test_a_form_from_before_promises_no_mail_and_tells_nothing_of_the_address(
    mailless_site: Site, address: str
) -> None:
    browser = mailless_site.browser()
    answer = send(browser, "/sign-in/mail", address=address)
    page = browser.get(answer.headers["location"]).text

    assert WHOM in page
    assert "15 minuter" not in page
    assert "kommer ett mejl" not in page


def test_a_server_that_has_taken_nothing_for_an_hour_is_told_of_to_everybody(
    site: Site, cast: Cast
) -> None:
    now = site.office.clock.now()
    with site.office.transaction() as session:
        session.add(
            OutboxMail(
                group_id=cast.coordinator.group_id,
                kind="minutes",
                address="a@example.se",
                subject="x",
                text="x",
                message_id=f"<{new_token()}>",
                last_error="mail-server-away",
                created_at=now - timedelta(days=3),
                due_at=now - timedelta(days=3),
            )
        )
    for address in ("member@example.se", "nobody@example.se"):
        browser = site.browser()
        answer = send(browser, "/sign-in/mail", address=address)
        page = browser.get(answer.headers["location"]).text
        assert "Mejlet är försenat" in page
        assert "15 minuter" not in page


def test_a_secret_place_is_told_by_phone_where_no_code_can_be_mailed(
    mailless_site: Site, cast: Cast
) -> None:
    code = booked(
        mailless_site.office,
        cast.coordinator,
        venue="Hemliga gatan 17",
        venue_kind="told_separately",
    )
    browser = mailless_site.signed_in(cast.member.person_id)
    page = browser.get(f"/my/meetings/{code}/venue?group=exempelby").text

    assert "Ring samordnaren" in page
    assert "Skicka en kod" not in page


def test_a_new_address_cannot_be_tried_where_no_code_can_be_mailed(
    mailless_site: Site, cast: Cast
) -> None:
    browser = mailless_site.signed_in(cast.member.person_id)
    page = browser.get("/my/details?group=exempelby").text

    assert "Be din samordnare ändra den" in page
    assert "Mejla en kod dit" not in page
