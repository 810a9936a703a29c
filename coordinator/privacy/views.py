"""What leaves the privacy room."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Certainty(StrEnum):
    """``SURE`` and ``LIKELY`` are changed unless somebody says no; ``UNSURE`` only on a yes."""

    SURE = "sure"  # given and family name, address, phone
    LIKELY = "likely"  # family name alone, a name with the other as its initial
    UNSURE = "unsure"  # given name alone, initials


class Did(StrEnum):
    """What becomes of a place where a name stands."""

    REMOVED = "removed"  # the value is taken away
    REPLACED = "replaced"  # the text says "Representant, <agency>" instead
    MASKED = "masked"  # the approved original stays; others read a copy without the name
    STOPPED = "stopped"  # a waiting mail that is never sent
    HELD = "held"  # a waiting mail that somebody has to look at first
    ENDED = "ended"  # a session, link or code
    HIDDEN = "hidden"  # kept as it is, shown without the name
    SPARED = "spared"  # left standing: somebody said that it is not this person


class Beyond(StrEnum):
    """Where the product cannot reach, and a person has to."""

    SENT_MAIL = "sent_mail"
    CALENDARS = "calendars"
    FILES = "files"
    PAPER = "paper"
    BACKUPS = "backups"
    OPEN_PAGES = "open_pages"
    LATER_TEXT = "later_text"


@dataclass(frozen=True)
class NameHit:
    """A name in a text with what stands around it. ``key`` is what a yes or no refers to."""

    key: str
    certainty: Certainty
    before: str
    found: str
    after: str


@dataclass(frozen=True)
class NamedPlace:
    """A place where the name stands; ``source`` and ``field`` are table and column.

    ``about`` is a code that tells where, such as ``HT2026-1``. ``count`` is how many values or
    rows are meant. Where nothing is to be decided, or the text must not be shown, there are no hits
    to look at.
    """

    source: str
    field: str
    about: str | None
    day: date | None
    did: Did
    count: int
    hits: tuple[NameHit, ...] = ()


@dataclass(frozen=True)
class PlacesView:
    """Everything there is to know before somebody is protected.

    ``is_again``: the person is protected already, and further names are looked for.
    ``instead`` is what everybody will read. ``mailbox`` is the person's function mailbox if one is
    known. ``beyond``: where the product cannot reach.
    """

    person_id: int
    name: str
    is_again: bool
    instead: str
    mailbox: str | None
    places: tuple[NamedPlace, ...]
    beyond: tuple[Beyond, ...]
    sent_mails: int


class AskState(StrEnum):
    """What came of asking another group in which somebody protected here stands."""

    KNOWN = "known"  # nobody has asked
    SHARED = "shared"  # nobody has asked; several people read the mailbox here
    HIDDEN = "hidden"  # asked, and the name is hidden there meanwhile
    ASKED = "asked"  # asked; several people read the mailbox there, so nobody is hidden
    SHOWN = "shown"  # its coordinator has decided that no protection is needed there
    DECIDED = "decided"  # its coordinator has protected the person there too


@dataclass(frozen=True)
class OtherGroup:
    """Another group of the installation in which the same mailbox stands."""

    name: str
    municipality: str
    state: AskState


@dataclass(frozen=True)
class AskedHere:
    """Another group asks about somebody here. ``agency_slug`` and ``seat_id`` name the page.

    Without a seat the person only holds a role.
    """

    person_id: int
    name: str
    agency_slug: str | None
    seat_id: int | None
    is_hidden: bool
    asked_at: datetime | None


@dataclass(frozen=True)
class ReceiptLine:
    """What was done in one kind of place; nothing here names anybody."""

    source: str
    field: str
    about: str | None
    did: Did
    count: int


@dataclass(frozen=True)
class Receipt:
    """What protecting somebody did, as the trail keeps it; ``earlier`` runs, the newest first.

    ``is_file_clean``: whether the old text is gone from the database's files as well.
    ``elsewhere``: other groups of the installation in which the same mailbox stands.
    """

    person_id: int
    instead: str
    done_at: datetime
    done_by: str
    lines: tuple[ReceiptLine, ...]
    beyond: tuple[Beyond, ...]
    sent_mails: int
    is_file_clean: bool = False
    elsewhere: tuple[OtherGroup, ...] = ()
    earlier: tuple[Receipt, ...] = ()
