"""Mail addresses: what is one, which are the same mailbox, and how they go over the wire."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordinator.core.mailboxes import (
    as_shown,
    email_key,
    host_on_the_wire,
    is_address,
    needs_smtputf8,
    on_the_wire,
)

OURS = "namn@exempelköping.example"
WIRE = "namn@xn--exempelkping-cjb.example"


@pytest.mark.parametrize(
    "written",
    [
        *(OURS, WIRE, "NAMN@EXEMPELKÖPING.EXAMPLE", "Namn@XN--Exempelkping-CJB.example"),
        *("namn@exempelko\u0308ping.example", " namn@Exempelköping.example "),
    ],
)
def test_capitals_a_labels_and_split_letters_are_the_same_mailbox(written: str) -> None:
    assert email_key(written) == OURS
    assert is_address(written.strip())
    assert on_the_wire(written.strip()).lower() == WIRE
    assert not needs_smtputf8(written.strip())


def test_what_is_kept_is_what_people_read_and_plain_domains_stay_as_typed() -> None:
    assert as_shown("Namn@xn--exempelkping-cjb.example") == "Namn@exempelköping.example"
    assert as_shown("Namn@EXEMPELKÖPING.example") == "Namn@exempelköping.example"
    assert as_shown("Namn@Kommun.SE") == "Namn@Kommun.SE"
    assert host_on_the_wire("möten.exempelköping.example") == (
        "xn--mten-5qa.xn--exempelkping-cjb.example"
    )
    assert host_on_the_wire("127.0.0.1") == "127.0.0.1"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("a@straße.example", "a@strasse.example"),
        ("a@oﬃce.example", "a@office.example"),
        ("a@ｅxample.se", "a@example.se"),
        ("a@exempelköping.example", "a@exempelkoping.example"),
        ("a@ехаmple.se", "a@exampe.se"),
        ("ﬁka@example.se", "fika@example.se"),
        ("ſasa@example.se", "sasa@example.se"),
    ],
)
def test_what_only_looks_alike_is_another_mailbox(one: str, other: str) -> None:
    assert email_key(one) != email_key(other)
    assert on_the_wire(one) != on_the_wire(other)


def test_only_a_foreign_local_part_needs_smtputf8() -> None:
    assert needs_smtputf8("åsa@example.se")
    assert needs_smtputf8("åsa@exempelköping.example")
    assert on_the_wire("åsa@exempelköping.example") == "åsa@xn--exempelkping-cjb.example"


@pytest.mark.parametrize(
    "text",
    [
        *(
            "a@oﬃce.example",
            "a@ｅxample.se",
            "a@xn--zz.example",
            "a@-ö.se",
            "a@" + "ö" * 60 + ".se",
        ),
        *("a@exempelköping", "a@b@ö.se", "a..b@ö.se", ".a@ö.se", "a@ö..se", "a b@ö.se", "a@ö .se"),
        *(
            "å" * 33 + "@example.se",
            "a@" + "ö" * 20 + "." + "abcdefgh." * 25 + "se",
            "a:b@example.se",
        ),
        *("a@-x.example", "a@x-.example", "a@x!.example", "a@" + "x" * 64 + ".example"),
    ],
)
def test_what_cannot_be_written_to_is_no_address(text: str) -> None:
    assert not is_address(text)


@given(st.text(max_size=40))
def test_any_text_is_one_mailbox_with_its_own_spellings(text: str) -> None:
    assert email_key(email_key(text)) == email_key(text)
    if is_address(text):
        wire = on_the_wire(text)
        assert email_key(wire) == email_key(text)
        assert email_key(as_shown(text)) == email_key(text)
        assert wire.rpartition("@")[2].isascii()
