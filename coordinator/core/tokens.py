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
