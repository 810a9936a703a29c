"""From where somebody asks for a mail, and how often they may."""

from __future__ import annotations

from dataclasses import replace

import pytest

from coordinator.core.errors import RuleBroken
from coordinator.core.office import Office
from coordinator.entrance import usecases as entrance
from coordinator.web.devices import place_on_the_net


@pytest.mark.parametrize(
    ("host", "place"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:DB8:1:2::", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("", ""),
        ("unknown", ""),
        ("192.0.2.7, 192.0.2.8", ""),
        ("<script>", ""),
    ],
)
def test_a_place_is_what_one_house_has(host: str, place: str) -> None:
    assert place_on_the_net(host) == place


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_how_many_mails_one_place_may_ask_for_is_a_setting(office: Office) -> None:
    settings = office.settings.model_copy(update={"sign_in_mails_per_address": 3})
    small = replace(office, settings=settings)

    def ask(number: int, client: str) -> None:
        entrance.ask_for_link(small, address=f"person{number}@example.se", client=client)

    for number in range(3):
        ask(number, "192.0.2.7")
    with pytest.raises(RuleBroken, match="asked-too-often"):
        ask(3, "192.0.2.7")
    ask(4, "192.0.2.8")
