"""What leaves the privacy room."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from coordinator.core.translation import N_
from coordinator.core.worded import Worded


class Certainty(StrEnum):
    """``SURE`` and ``LIKELY`` are changed unless somebody says no; ``UNSURE`` only on a yes."""

    SURE = "sure"  # given and family name, address, phone
    LIKELY = "likely"  # family name alone, a name with the other as its initial
    UNSURE = "unsure"  # given name alone, initials


class Did(Worded):
    """What becomes of a place where a name stands.

    ``afterwards`` is the message id of how the receipt says it; the words as they are where empty.
    """

    afterwards: str

    # The value is taken away.
    REMOVED = "removed", N_("Taken away"), N_("Was taken away")
    # The text says "Representant, <agency>" instead.
    REPLACED = (
        "replaced",
        N_("Replaced by “Representant” and the agency"),
        N_("Was replaced by “Representant” and the agency"),
    )
    # The approved original stays; others read a copy without the name.
    MASKED = "masked", N_("The approved original stays; only coordinator and archive read it")
    # A waiting mail that is never sent.
    STOPPED = (
        "stopped",
        N_("Never sent; write it again if it is needed"),
        N_("Was never sent; write it again if it is needed"),
    )
    # A waiting mail that somebody has to look at first.
    HELD = "held", N_("Waits until somebody has looked at its attachments")
    # A session, link or code.
    ENDED = "ended", N_("Ended at once"), N_("Was ended")
    # Kept as it is.
    HIDDEN = "hidden", N_("Stays, shown without the name")
    # A function mailbox that whoever leads the group signs in with.
    LEFT_OUT = (
        "left_out",
        N_("Left out: the coordinator signs in with it. Write another on the person's page."),
    )
    # Somebody said that it is not this person.
    SPARED = "spared", N_("Left as it is: not this person")

    def __init__(self, _value: str, _words: str = "", afterwards: str = "") -> None:
        self.afterwards = afterwards


class Beyond(Worded):
    """Where the product cannot reach, and a person has to."""

    SENT_MAIL = "sent_mail", N_("Email that was sent by other means than from here.")
    CALENDARS = (
        "calendars",
        N_(
            "Calendar files that have been downloaded. They hold no names, unless one stood in "
            "the meeting's title or place."
        ),
    )
    FILES = "files", N_("Documents that have been exported or uploaded elsewhere.")
    PAPER = (
        "paper",
        N_("What has been printed: name signs, attendance lists, notes in a binder."),
    )
    BACKUPS = (
        "backups",
        N_(
            "Backups made before today. After a restore the person must be protected again; "
            "delete old backups as soon as you may."
        ),
    )
    OPEN_PAGES = "open_pages", N_("Pages open in somebody's browser, until they are reloaded.")
    LATER_TEXT = (
        "later_text",
        N_("What is written from now on: the name is not kept here, so it cannot be recognised."),
    )


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


class AskState(Worded):
    """What came of asking another group in which somebody protected here stands."""

    KNOWN = "known", N_("Not asked")
    SHARED = "shared", N_("Not asked")  # several people read the mailbox here
    HIDDEN = "hidden", N_("Asked; the name is hidden there until they have decided")
    ASKED = (
        "asked",
        N_("Asked; several people share the mailbox there, so nobody is hidden"),
    )
    SHOWN = "shown", N_("They have decided that no protection is needed there")
    DECIDED = "decided", N_("Protected there too")


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
