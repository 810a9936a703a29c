"""That a mail was not taken, and what follows from it."""

from __future__ import annotations


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
    def told(self) -> str:
        """As the outbox keeps it: ``mail-recipient-refused 550``; never an address or a text."""
        return f"{self.code} {self.number}" if self.number else self.code
