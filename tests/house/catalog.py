"""Keeps the Swedish catalog in step with the code: ``make translations``."""

from __future__ import annotations

import io
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[2]
SWEDISH = ROOT / "coordinator" / "locale" / "sv" / "LC_MESSAGES" / "messages.po"
# Babel's own head holds dates, its version and places to fill in: it would differ at each run.
HEAD = r"""
# The Swedish of Samordnaren: plain and warm, du to the reader, the words of docs/glossary.md.
# Kept in step with the code by `make translations`. EUPL-1.2, as the rest of the project.

msgid ""
msgstr ""
"Language: sv\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=utf-8\n"
"Content-Transfer-Encoding: 8bit\n"

"""


def extracted() -> Catalog:
    """Every message in the code and the templates."""
    return read_po(io.BytesIO(_told_by_the_tool()))


@cache
def _told_by_the_tool() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "messages.pot"
        subprocess.run(
            [
                sys.executable, "-m", "babel.messages.frontend", "-q", "extract",
                "-F", "pyproject.toml", "-k", "N_", "-k", "NN_:1,2", "--no-location",
                "-o", str(target), ".",
            ],
            cwd=ROOT, check=True, capture_output=True,
        )  # fmt: skip
        return target.read_bytes()


def swedish() -> Catalog:
    with SWEDISH.open("rb") as file:
        return read_po(file, locale="sv")


def in_step() -> bytes:
    """The file as it should stand: new messages without translation, none that is unused."""
    catalog = swedish()
    catalog.update(extracted(), no_fuzzy_matching=True)
    catalog.obsolete.clear()
    text = io.BytesIO()
    write_po(text, catalog, width=100, sort_output=True, no_location=True, omit_header=True)
    return HEAD.lstrip().encode() + text.getvalue()


if __name__ == "__main__":
    SWEDISH.write_bytes(in_step())
