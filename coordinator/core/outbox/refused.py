"""That a mail was not taken, and whose fault it is, read from the server's answer.

A recipient that does not exist ends the mail. A sender that we may not use, a sign-in that is
missing, a relay that does not know us: those are ours, every mail waits until they are mended, and
none is given up for them. Servers say so in three places, at the sender, at the recipient (Postfix
with ``smtpd_delay_reject``, its default) and after the content (Exchange), so the number alone does
not tell. The text is looked at here and never kept.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Final

# RFC 4954 section 6 and RFC 3207 section 4: sign in first, or encrypt first.
_SIGN_IN: Final = frozenset({530, 534, 535, 538})
_ADDRESSES: Final = re.compile(r"<[^>]*>|\S+@\S+")
_SIGN_IN_WORDS: Final = re.compile(
    r"authentication (is )?required|not authenticated|must authenticate|starttls", re.ASCII
)
_CLOSING: Final = 421  # RFC 5321 section 3.8: the server goes away; no other mail would be taken
_TOO_LARGE: Final = 552  # at the sender it answers our SIZE (RFC 1870 section 6.1)
_ENHANCED: Final = re.compile(r"\s*[245]\.(\d{1,3}\.\d{1,3})\b", re.ASCII)
# RFC 3463 section 3.2 (bad sender), RFC 7372 (SPF, DKIM, reverse DNS), RFC 7505 (sender without
# mail), and Exchange's own numbers for "may not send as" and "unknown tenant".
_SENDER: Final = frozenset(
    {"1.7", "1.8", "2.252", "7.60", "7.64", "7.705", "7.708", "7.750"}
    | {f"7.{number}" for number in range(20, 28)}
)
_SENDER_WORDS: Final = re.compile(
    r"sender (address |domain )?(is )?(rejected|refused|denied|unknown|invalid|not allowed)"
    r"|sender verif\w+ failed|not owned by|send ?as|as this sender"
    r"|not (allowed|authori[sz]ed|permitted) to send|from address (is )?(not|invalid)"
    r"|domain (is )?not verified|\bspf\b|\bdmarc\b|\bdkim\b",
    re.ASCII,
)
_RELAY: Final = frozenset({"7.54"})
_RELAY_WORDS: Final = re.compile(
    r"relay(ing)?\b.{0,40}\b(denied|refused|prohibited|not permitted|not allowed|disabled)"
    r"|(unable|not permitted|not allowed|cannot|do not|don't) (to )?relay",
    re.ASCII,
)


class Refused(Exception):
    """The mail was not taken.

    ``code`` names the sentence, ``number`` is the server's own (0: none).

    ``is_final``: trying again is of no use. ``is_outage``: no other mail would be taken now either.
    ``is_ours``: somebody here has to mend something first, so that the mail waits and is not given
    up. ``is_senders``: no other mail of the same sender would be taken either.
    """

    def __init__(
        self,
        code: str,
        number: int = 0,
        *,
        is_final: bool = False,
        is_outage: bool = False,
        is_ours: bool = False,
        is_senders: bool = False,
    ) -> None:
        super().__init__(code, number)
        self.code, self.number = code, number
        self.is_final, self.is_outage = is_final, is_outage
        self.is_ours, self.is_senders = is_ours, is_senders

    @property
    def as_stored(self) -> str:
        """As the outbox keeps it: ``mail-recipient-refused 550``; never an address or a text."""
        return f"{self.code} {self.number}" if self.number else self.code


class Step(StrEnum):
    """Which part of a mail the server answered."""

    SENDER = "sender"
    RECIPIENT = "recipient"
    CONTENT = "content"


_CODES: Final = {
    Step.SENDER: "mail-sender-refused",
    Step.RECIPIENT: "mail-recipient-refused",
    Step.CONTENT: "mail-content-refused",
}


def refusal_of(step: Step, number: int, answer: bytes | str) -> Refused:
    """What the server's answer at that step means: whose fault it is, and what follows from it."""
    text = (answer.decode("ascii", "replace") if isinstance(answer, bytes) else answer).lower()
    text = _ADDRESSES.sub(" ", text)  # the words are the server's, and not of whom it speaks
    enhanced = found[1] if (found := _ENHANCED.match(text)) else ""
    if number == _CLOSING:
        return Refused(_CODES[step], number, is_outage=True)
    if number in _SIGN_IN or enhanced in {"7.57", "7.8"} or _SIGN_IN_WORDS.search(text):
        return Refused("mail-login-refused", number, is_outage=True)
    if step is Step.SENDER and number == _TOO_LARGE:
        return Refused(_CODES[Step.CONTENT], number, is_final=True)
    is_senders = step is Step.SENDER
    if is_senders or enhanced in _SENDER or _SENDER_WORDS.search(text):
        return Refused(_CODES[Step.SENDER], number, is_ours=True, is_senders=is_senders)
    if enhanced in _RELAY or _RELAY_WORDS.search(text):
        return Refused("mail-relay-denied", number, is_ours=True)
    return Refused(_CODES[step], number, is_final=number >= 500)
