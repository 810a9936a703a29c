"""Enumerations whose values carry what the house must know of them, each in its own line.

::

    class MeetingState(Worded):
        HELD = "held", N_("held")

The first stands in rows and never changes. The second is the message id of its words, for the log
and every page, in small letters unless they are a sentence. What else the house must know of a
value stands after them, and the enumeration's ``__init__`` gives it a name. A new value is one more
line, and nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Literal, Self

from coordinator.core.dates import capitalised
from coordinator.core.translation import Language, _, language

Tone = Literal["ok", "sub", "wait", "no", "late", "obs"]
"""What a colour means: done or coming; a substitute or out for comments; waited for; not coming
or put off; late or failed; a day or week of observance."""


@dataclass(frozen=True)
class EachLanguage:
    """A name that people write, in every language; shown in the reader's."""

    names: Mapping[Language, str]

    def in_words(self) -> str:
        return self.names[language()]


@dataclass(frozen=True)
class Look:
    """How a value is drawn: a Material symbol and the meaning of its colour."""

    icon: str
    tone: Tone = "sub"


NO_LOOK: Final = Look("")


class Worded(StrEnum):
    """``words`` is a message id."""

    words: str

    def __new__(cls, value: str, words: str = "", *_more: object) -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.words = words
        return member

    def in_words(self) -> str:
        """``bridge day``, in the reader's language."""
        return _(self.words)

    def heading(self) -> str:
        """``Bridge day``: the same where a line, a label or a chip begins."""
        return capitalised(self.in_words())

    @classmethod
    def earlier(cls) -> Mapping[str, str]:
        """Values that no row holds any more but old entries of the log may, with their words."""
        return {}

    @classmethod
    def say(cls, value: object) -> str:
        """Stored values in words: one, or several with commas between; unknown ones as they are."""
        known = {**{member.value: member.words for member in cls}, **cls.earlier()}
        parts = str(value).split(",")
        return ", ".join(_(known[part]) if part in known else part for part in parts)


class Drawn(Worded):
    """A value that is shown as a chip: its line ends with how."""

    look: Look

    def __init__(self, _value: str, _words: str = "", look: Look = NO_LOOK) -> None:
        self.look = look
