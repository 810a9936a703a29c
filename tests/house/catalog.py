"""Keeps the Swedish catalog in step with the code: ``make translations``."""

from __future__ import annotations

import io
import subprocess
import sys
import tempfile
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[2]
SWEDISH = ROOT / "coordinator" / "locale" / "sv" / "LC_MESSAGES" / "messages.po"


def extracted() -> Catalog:
    """Every message in the code and the templates."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "messages.pot"
        subprocess.run(
            [
                sys.executable, "-m", "babel.messages.frontend", "-q", "extract",
                "-F", "pyproject.toml", "-k", "N_", "--no-location", "-o", str(target), ".",
            ],
            cwd=ROOT, check=True, capture_output=True,
        )  # fmt: skip
        with target.open("rb") as file:
            return read_po(file)


def swedish() -> Catalog:
    with SWEDISH.open("rb") as file:
        return read_po(file, locale="sv")


def update() -> None:
    """New messages come in without translation, unused ones go out."""
    catalog = swedish()
    catalog.update(extracted(), no_fuzzy_matching=True)
    catalog.obsolete.clear()
    catalog.fuzzy = False
    text = io.BytesIO()
    write_po(text, catalog, width=100, sort_output=True, no_location=True, omit_header=False)
    SWEDISH.write_bytes(text.getvalue())


if __name__ == "__main__":
    update()
