"""Writes a migration from the difference between the tables and the newest revision.

``python -m tests.house.revision "what changes"``; read and tidy what it wrote.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from alembic import command

from coordinator.core.database import Database
from coordinator.installation.migrate import config, migrate, newest_revision


def main(message: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{Path(folder) / 'empty.sqlite'}")
        try:
            newest: str | None = newest_revision()
        except AssertionError:
            newest = None
        if newest is not None:
            migrate(database, keep_copy=False)
        settings = config()
        number = 1 if newest is None else int(newest) + 1
        with database.engine.connect() as connection:
            settings.attributes["connection"] = connection
            command.revision(settings, message, autogenerate=True, rev_id=f"{number:04d}")
        database.dispose()


if __name__ == "__main__":
    main(sys.argv[1])
