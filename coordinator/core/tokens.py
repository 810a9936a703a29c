"""Random tokens: given out once, stored only as a hash."""

from __future__ import annotations

import hashlib
import secrets


def new_token() -> str:
    """256 random bits, safe in an address."""
    return secrets.token_urlsafe(32)


def hash_token(token: str) -> str:
    """SHA-256 in hex. A random 256-bit token needs no salt or slow hash."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def reference_number() -> str:
    """A short number that ties what a person saw to a line in the log, such as ``7K4M-92TD``."""
    alphabet = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
    number = "".join(secrets.choice(alphabet) for _ in range(8))
    return f"{number[:4]}-{number[4:]}"
