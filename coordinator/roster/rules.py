"""Pure decisions about seats: order of names, periods, who is the same person, who may host."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from datetime import date

from coordinator.access.actor import Role
from coordinator.core.errors import BadInput
from coordinator.core.mailboxes import as_shown, email_key, is_address
from coordinator.core.search.swedish import sort_key
from coordinator.core.text import typed_line
from coordinator.identity import finding
from coordinator.roster.views import AgencyKind, Duty, HolderView, NewSeat, SeatFields, SeatView

AUTHORITIES = frozenset({AgencyKind.MUNICIPALITY, AgencyKind.REGION, AgencyKind.STATE})
FUNCTION_MAILBOX = "funktionsbrevlåda"

# Names that make the question worth asking. They decide nothing: many shelters have other names.
_LIKE_A_SHELTER = re.compile(
    r"jour(?:en|er|erna|ens|s)?\b|(?:kvinno|tjej)jour|jourboende|kvinnohus|kvinnors\s+hus|kvinnohem"
    r"|kris(?:boende|center|centrum)|skydds(?:boende|hem|hus)|skydda(?:t|d|de)\s+(?:boende|bostad)",
    re.IGNORECASE,
)
_POSTCODE = re.compile(
    r"(?<!\d)(?<!\d[ -])(?:s-?|se-?)?\d{3}[ \u00a0]?\d{2}(?![ -]?\d)", re.IGNORECASE
)
_STREET = re.compile(
    r"\w{3,}(?:gatan|vägen|gränden|torget|stigen|allén|esplanaden)\b", re.IGNORECASE
)


def sign_in_address(email: str | None, key: str | None) -> str | None:
    """Where links to sign in go: the address, or one that is kept for that alone.

    A protected coordinator without successor keeps one, shown to nobody: only its key is left.
    """
    return key if key and key != email_key(email or "") else email


def slug_of(name: str, taken: Collection[str], *, otherwise: str = "agency") -> str:
    """A short name for addresses: ``Exempelköping`` becomes ``exempelkoping``.

    ``otherwise`` stands for a name of which no letter is left.
    """
    bare = sort_key(name).translate(str.maketrans("{|}", "aao"))
    slug = re.sub(r"[^a-z0-9]+", "-", bare).strip("-")[:40].rstrip("-") or otherwise
    number = 2
    numbered = slug
    while numbered in taken:
        numbered, number = f"{slug}-{number}", number + 1
    return numbered


def optional(text: str | None) -> str | None:
    """Cleaned text; None when nothing is left of it."""
    return typed_line(text or "") or None


def checked_email(text: str | None) -> str | None:
    """The cleaned address; None when nothing is written.

    Raises:
        BadInput: it is no address.
    """
    email = optional(text)
    if email and not is_address(email):
        raise BadInput("email-odd", text=email)
    return as_shown(email) if email else None


# Who stands for an agency, and so reads what its members read; co-opted people do not.
REPRESENTING = frozenset({Duty.REPRESENTATIVE, Duty.SUBSTITUTE})
# Roles that somebody may hold who stands for no agency.
WITHOUT_SEAT = frozenset(Role) - {Role.MEMBER, Role.FOUNDER}


def checked_seat(agency_id: int, fields: SeatFields) -> NewSeat:
    """The typed fields as a seat, text cleaned.

    A protected person keeps no name, title or phone, is written to through a function mailbox
    only, and has no function in the group: chair and secretary stand by name in the minutes.

    Raises:
        BadInput: no name, an address that is none, or an end before the start.
    """
    first, last = fields["valid_from"], fields.get("valid_to")
    email = checked_email(fields.get("email"))
    given, family = optional(fields["given_name"]), optional(fields["family_name"])
    protected = fields.get("is_protected", False)
    if not protected and not (given and family):
        raise BadInput("person-needs-name")
    if last is not None and last < first:
        raise BadInput("seat-end-before-start", first=first)
    return NewSeat(
        agency_id=agency_id,
        duty=fields["duty"],
        valid_from=first,
        given_name=None if protected else given,
        family_name=None if protected else family,
        functions=frozenset() if protected else frozenset(fields.get("functions", ())),
        title=None if protected else optional(fields.get("title")),
        email=email,
        phone=None if protected else optional(fields.get("phone")),
        is_protected=protected,
        contact_channel=FUNCTION_MAILBOX if protected else optional(fields.get("contact_channel")),
        valid_to=last,
        replaces_id=fields.get("replaces_id"),
    )


def is_valid_on(day: date, valid_from: date, valid_to: date | None) -> bool:
    """Both ends of a period are included."""
    return valid_from <= day and (valid_to is None or day <= valid_to)


def comes_in_since(roles: Collection[str], seats: Iterable[tuple[str, date]]) -> date | None:
    """From which day on somebody may sign in; None where nothing lets them in.

    ``seats``: duty and first day of those that are not over. A role lets in at once, but a
    member's, which rests while its holder sits nowhere.
    """
    if set(roles) - {Role.MEMBER}:
        return date.min
    is_member = Role.MEMBER in roles
    return min((first for duty, first in seats if is_member or duty in REPRESENTING), default=None)


def overlap(from_a: date, to_a: date | None, from_b: date, to_b: date | None) -> bool:
    """Whether two periods share a day; None is open-ended."""
    return from_a <= (to_b or date.max) and from_b <= (to_a or date.max)


def vacant_seats(seats: Iterable[SeatView], min_seats: int, day: date) -> int:
    """How many ordinary seats are missing on the day."""
    taken = sum(
        seat.duty is Duty.REPRESENTATIVE and is_valid_on(day, seat.valid_from, seat.valid_to)
        for seat in seats
    )
    return max(0, min_seats - taken)


def is_authority(kind: str | None) -> bool:
    """Whether the agency is a public authority. What nobody has told is taken for none."""
    return kind in AUTHORITIES


def is_shelter(kind: str | None) -> bool:
    """A women's shelter or other protected housing, as somebody has said in words."""
    return kind == AgencyKind.SHELTER


def sounds_like_shelter(text: str) -> bool:
    """Whether a name or a place is like a shelter's: then it is asked about, no more."""
    return _LIKE_A_SHELTER.search(text) is not None


def is_place_asked(kind: str | None, name: str) -> bool:
    """Whether somebody must say that the agency's place is no secret before it may be told."""
    return kind == AgencyKind.ASSOCIATION or (not is_shelter(kind) and sounds_like_shelter(name))


def holds_address(*texts: str | None) -> bool:
    """Whether a street or a postcode stands in one of the texts."""
    return any(
        _POSTCODE.search(text)
        or _STREET.search(text)
        or any(finding.kind == "address" for finding in finding.find(text))
        for text in texts
        if text
    )


def is_same_person(new: NewSeat, seat: NewSeat | SeatView) -> bool:
    """Whether two seats of one agency are the same person's, as far as they tell.

    Same name, unless two different addresses tell two namesakes apart. A protected person has no
    name and is known by duty and mailbox.
    """
    if new.is_protected or seat.is_protected:
        return (
            new.is_protected == seat.is_protected
            and new.duty is seat.duty
            and email_key(new.email or "") == email_key(seat.email or "")
        )
    if name_key(new.given_name, new.family_name) != name_key(seat.given_name, seat.family_name):
        return False
    keys = {email_key(email) for email in (new.email, seat.email) if email}
    return len(keys) < 2


def sits_twice(new: NewSeat, seat: NewSeat | SeatView) -> bool:
    """Whether somebody would sit in one agency twice at a time.

    Protected people cannot be told apart: several may share a shelter's mailbox.
    """
    return (
        not new.is_protected
        and is_same_person(new, seat)
        and overlap(new.valid_from, new.valid_to, seat.valid_from, seat.valid_to)
    )


def opens_doors(before: SeatView, new: NewSeat) -> bool:
    """Whether a change touches what somebody signs in with, or the person's protection."""
    same_address = email_key(new.email or "") == email_key(before.email or "")
    return not same_address or new.is_protected != before.is_protected


def renames(before: SeatView | HolderView, new: NewSeat) -> bool:
    """Whether a change says another name; capital letters too are somebody's name."""
    return (before.given_name, before.family_name) != (new.given_name, new.family_name)


def name_key(given_name: str | None, family_name: str | None) -> str:
    return f"{given_name or ''} {family_name or ''}".strip().casefold()
