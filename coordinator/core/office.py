"""The running installation, handed to every use case."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass, field

from coordinator.core.clock import Clock
from coordinator.core.database import Database, Session
from coordinator.core.outbox.mail_addresses import MailAddresses
from coordinator.core.settings import Settings


@dataclass(frozen=True)
class Office:
    """Settings, clock, transactions, and where mail comes from and goes. One per process."""

    settings: Settings
    clock: Clock
    database: Database
    mail_addresses: MailAddresses = field(default_factory=MailAddresses)

    def transaction(self) -> AbstractContextManager[Session]:
        """A write transaction; everything in it is saved, or nothing."""
        return self.database.transaction()

    def reading(self) -> AbstractContextManager[Session]:
        """A read-only look at the database."""
        return self.database.reading()

    def look(self) -> AbstractContextManager[None]:
        """Several looks at the database as one: nothing is written inside."""
        return self.database.look()
