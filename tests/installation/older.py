"""Rows of an older version."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

OLD = Path(__file__).parent / "golden" / "example-0001.zip"


def kept(table: str) -> list[dict[str, Any]]:
    with zipfile.ZipFile(OLD) as packed:
        lines = packed.read(f"tables/{table}.jsonl").splitlines()
    return [json.loads(line) for line in lines]
