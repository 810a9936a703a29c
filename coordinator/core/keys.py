"""The installation's signing key: from the environment, or made once and kept beside the data."""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import os
import secrets
from pathlib import Path

from coordinator.core.settings import Settings
from coordinator.core.tokens import new_token

_OF_THIS_PROCESS = new_token()


def found_key(file: Path) -> str | None:
    """The key in the file; None where there is none."""
    with contextlib.suppress(FileNotFoundError):
        return file.read_text(encoding="ascii").strip()
    return None


def kept_key(file: Path) -> str:
    """The key in the file; a new one, readable by its owner only, when there is none yet.

    Of two processes that start at once both get the same one.
    """
    if (found := found_key(file)) is not None:
        return found
    file.parent.mkdir(parents=True, exist_ok=True)
    made = file.with_name(f"{file.name}.{secrets.token_hex(8)}")
    handle = os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as out:
        out.write(new_token())
        out.flush()
        os.fsync(out.fileno())
    try:
        with contextlib.suppress(FileExistsError):
            os.link(made, file)
    finally:
        made.unlink()
    return file.read_text(encoding="ascii").strip()


def derived_key(settings: Settings, purpose: str) -> str:
    """A key for one purpose, in hex: what leaks of one says nothing of another.

    An office that was opened without a key has one for as long as its process lives.
    """
    key = settings.secret_key.get_secret_value() if settings.secret_key else _OF_THIS_PROCESS
    return hmac.new(key.encode(), purpose.encode(), hashlib.sha256).hexdigest()


def keyed_hash(settings: Settings, purpose: str, text: str) -> str:
    """What stands for a short text that could be guessed from a plain hash, such as an address."""
    key = derived_key(settings, purpose).encode()
    return hmac.new(key, text.encode("utf-8", "replace"), hashlib.sha256).hexdigest()
