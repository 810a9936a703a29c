"""Writes a migration from the difference between the tables and the newest revision.

``python -m tests.house.revision "what changes"``; read and tidy what it wrote. Before a first
release ``--again`` throws the only revision away and writes it again.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from alembic import command
from alembic.script import Script, ScriptDirectory

from coordinator.core.database import Database
from coordinator.installation.migrate import config, migrate, newest_revision


def main(message: str, *, again: bool = False) -> None:
    settings = config()
    versions = list(ScriptDirectory.from_config(settings).walk_revisions())
    if again:
        (only,) = versions
        Path(only.path).unlink()
        versions = []
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{Path(folder) / 'empty.sqlite'}")
        if versions:
            migrate(database, keep_copy=False)
        number = int(newest_revision()) + 1 if versions else 1
        with database.engine.connect() as connection:
            settings.attributes["connection"] = connection
            written = command.revision(settings, message, autogenerate=True, rev_id=f"{number:04d}")
        database.dispose()
    assert isinstance(written, Script)
    _tidy(Path(written.path))


def _tidy(file: Path) -> None:
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    file.write_text("".join(line for line in lines if "# ###" not in line), encoding="utf-8")
    ruff = Path(sys.executable).with_name("ruff")
    subprocess.run([ruff, "format", "--quiet", file], check=True)


if __name__ == "__main__":
    words = [word for word in sys.argv[1:] if word != "--again"]
    main(words[0], again="--again" in sys.argv)
