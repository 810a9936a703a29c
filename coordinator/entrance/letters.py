"""The mails of the entrance. None tells what the group works with, nor names anybody."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from coordinator.core import addresses, dates
from coordinator.core.outbox import kinds
from coordinator.core.outbox.body import Body, as_html, as_text
from coordinator.core.outbox.mail import Mail
from coordinator.core.translation import N_, _

SIGN_IN_LINK: Final = kinds.kind("sign_in_link", N_("sign-in link"), is_to_mailbox=True)
CODE: Final = kinds.kind("one_time_code", N_("one-time code"))
NEW_ADDRESS: Final = kinds.kind("new_address", N_("code to a new address"), is_to_mailbox=True)
ADDRESS_CHANGED: Final = kinds.kind(
    "address_changed", N_("word of a changed address"), is_to_mailbox=True
)


def link_mail(
    address: str, *, person_id: int | None, base_url: str, token: str, until: datetime
) -> Mail:
    """``until``: the moment from which the link is worth nothing."""
    body = Body(
        heading=_("Sign in"),
        paragraphs=(
            _(
                "Press the button to sign in. The link works once, until {time}.",
                time=dates.clock_time(until),
            ),
        ),
        button=(_("Sign in"), addresses.sign_in(base_url, token)),
        after=(_("A shared computer? Sign out when you are done."),),
        why=_(
            "You get this email because somebody asked for a sign-in link to this address. If it "
            "was not you, there is nothing to do: nobody comes in without this email."
        ),
    )
    # No group: a mail that opens a door stands on no group's page of mails.
    return Mail(
        kind=SIGN_IN_LINK,
        address=address,
        person_id=person_id,
        subject=_("Your sign-in link"),
        text=as_text(body),
        html=as_html(body),
        is_secret=True,
    )


def code_mail(address: str, *, person_id: int, code: str, until: datetime) -> Mail:
    why = _(
        "You get this email because your personal link was used to ask for a code. If it was "
        "not you, do not give the code to anybody, and tell your coordinator."
    )
    return _with_code(CODE, address, person_id=person_id, code=code, until=until, why=why)


def new_address_mail(address: str, *, person_id: int, code: str, until: datetime) -> Mail:
    why = _(
        "You get this email because somebody who is signed in gave this address as their own. "
        "If it was not you, there is nothing to do."
    )
    return _with_code(NEW_ADDRESS, address, person_id=person_id, code=code, until=until, why=why)


def _with_code(
    kind: str, address: str, *, person_id: int, code: str, until: datetime, why: str
) -> Mail:
    body = Body(
        heading=_("Your code"),
        paragraphs=(
            _("Type this code on the page that asked for it:"),
            f"{code[:3]} {code[3:]}",
            _("It works once, until {time}.", time=dates.clock_time(until)),
        ),
        why=why,
    )
    return Mail(
        kind=kind,
        address=address,
        person_id=person_id,
        subject=_("Your code"),
        text=as_text(body),
        html=as_html(body),
        is_secret=True,
    )


def address_changed_mail(address: str, *, person_id: int) -> Mail:
    """To the address that was somebody's until now: whoever did not do it is warned."""
    body = Body(
        heading=_("Your address was changed"),
        paragraphs=(
            _("Somebody signed in as you gave another address. This one opens nothing any more."),
            _("Was it not you? Tell your coordinator at once."),
        ),
        why=_("You get this email because this address was yours until now."),
    )
    return Mail(
        kind=ADDRESS_CHANGED,
        address=address,
        person_id=person_id,
        subject=_("Your address was changed"),
        text=as_text(body),
        html=as_html(body),
    )
