"""What a process of :mod:`tests.soak.forked` need not read any more, nor put together."""

from __future__ import annotations

from sqlalchemy.orm import configure_mappers

import coordinator.cli
import coordinator.core.outbox.delivery  # noqa: F401 - for the mail workers
import tests.installation.helpers
import tests.soak.writer  # noqa: F401

configure_mappers()
