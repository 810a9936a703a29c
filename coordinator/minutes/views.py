"""What leaves the minutes room."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from coordinator.core.outbox.how_far import NOTHING_OUT, HowFar
from coordinator.core.translation import N_
from coordinator.core.worded import Worded
from coordinator.minutes.lifecycle import MinutesState


class ParagraphMark(Worded):
    """Who may read a paragraph, from everybody to the fewest. ``readers``: the mark with them."""

    readers: str

    OPEN = "open", N_("open paragraph"), N_("Open: everybody who reads the notes")
    INTERNAL = (
        "internal",
        N_("internal"),
        N_("Internal: the office and agencies that are authorities"),
    )
    EXAMINE = (  # "prövas före utlämnande"
        "examine",
        N_("to be examined before release"),
        N_("To be examined before release: only the office and the registrar"),
    )

    def __init__(self, _value: str, _words: str = "", readers: str = "") -> None:
        self.readers = readers


@dataclass(frozen=True)
class DecisionView:
    """``code`` is the number for life, such as ``VT2027-1 § 4``."""

    id: int
    agenda_item_id: int
    number: int
    code: str
    text: str
    is_withdrawn: bool
    version: int


@dataclass(frozen=True)
class NoteView:
    """One agenda item with what is written under it (``version`` 0: nothing yet)."""

    agenda_item_id: int
    number: int
    title: str
    text: str
    saved_at: datetime | None
    version: int
    decisions: tuple[DecisionView, ...]


@dataclass(frozen=True)
class RoomNote:
    """One agenda item as it stands on the room's wall.

    ``left_out``: digests of the paragraphs that stay out because they may point to somebody.
    """

    number: int
    title: str
    text: str
    decisions: tuple[DecisionView, ...]
    left_out: frozenset[str]


@dataclass(frozen=True)
class NewNotes:
    """Notes open to the reader, as a list names them."""

    meeting_code: str
    meeting_start: datetime
    state: MinutesState
    approved_on: date | None
    comments_by: date | None = None


@dataclass(frozen=True)
class Progress:
    """How far a meeting's notes have come, and the mails about them."""

    state: MinutesState
    mails: HowFar

    @property
    def is_unsent(self) -> bool:
        """Whether sending them out is decided, and something of it has not gone."""
        return self.state is MinutesState.SENT and not self.mails.is_out


@dataclass(frozen=True)
class MinutesView:
    meeting_id: int
    meeting_code: str
    heading: str
    state: MinutesState
    adjuster_id: int | None
    adjuster_name: str | None
    circulated_on: date | None
    comments_by: date | None
    approved_on: date | None
    sent_on: date | None
    registration_number: str | None
    notes: tuple[NoteView, ...]
    version: int
    agreed_at: datetime | None = None  # the adjuster has said yes
    agreement_by: str | None = None  # who wrote that down, or the adjuster
    # how far the mails about them have come; for who sees more than approved notes
    mails: HowFar = NOTHING_OUT
    marked_items: tuple[int, ...] = ()  # numbers of items of which marked paragraphs are shown here

    @property
    def is_locked(self) -> bool:
        return self.state in (MinutesState.APPROVED, MinutesState.SENT)


@dataclass(frozen=True)
class RecipientView:
    """Somebody who is told, as everybody may see them."""

    name: str
    agency_name: str


@dataclass(frozen=True)
class SendingView:
    """What a step would send, to whom. ``html`` is the mail's; each recipient gets an own one.

    ``goes_by_itself`` is false where no mail server is set: then the mails wait as files.
    """

    recipients: tuple[RecipientView, ...]
    without_address: tuple[RecipientView, ...]
    subject: str
    html: str
    goes_by_itself: bool


@dataclass(frozen=True)
class OpenNote:
    """A note as a writer's page starts from it.

    ``text`` and ``version`` are what is stored. ``base_text`` is what the page shows first, and
    ``base_version`` the version that text builds on: the same, unless this writer has a text that
    could not be saved because somebody else saved in between. Then both wait for a choice.
    """

    agenda_item_id: int
    text: str
    version: int
    base_text: str
    base_version: int
    saved_at: datetime | None
    saved_by: str | None

    @property
    def needs_choice(self) -> bool:
        return self.base_version != self.version
