"""Random tokens: given out once, stored only as a hash."""

from __future__ import annotations

import hashlib
import re
import secrets
from typing import Final

from coordinator.core.text import clean

LENGTH: Final = 43  # signs of a token: 32 bytes in base64 without its padding
_MOST_BEFORE: Final = 4  # signs that a token could begin with, and which stand before it
_SIGN: Final = "[A-Za-z0-9_-]"
# What a mail program leaves behind an address: a sign of quoted-printable, an HTML entity.
_LEFT_OVER: Final = re.compile(r"(?:=[0-9A-Fa-f]{2}|&[a-z]{2,5};?)+$")


def new_token() -> str:
    """256 random bits, safe in an address."""
    return secrets.token_urlsafe(32)


def token_in(text: str) -> str | None:
    """The token in what somebody's mail program made of its address; None when part is missing.

    Signs before it and behind it, a line break within it and invisible signs fall away: whoever has
    all of the token has it, whatever stands around it.
    """
    return next(iter(tokens_in(text)), None)


def tokens_in(text: str) -> tuple[str, ...]:
    """What may be the token, the likeliest first: at most five.

    A token may begin with the signs that a mail program also leaves before it, such as ``_`` and
    ``3D``: which it is, only whoever knows the tokens can tell.
    """
    bare = _LEFT_OVER.sub("", "".join(clean(text).split()))
    for each in (bare, bare.replace("=", "")):  # a long line is parted by "=" in mail
        if found := re.match(rf"[^A-Za-z0-9_-]*({_SIGN}{{{LENGTH},}})", each):
            run = found[1]
            most = min(len(run) - LENGTH, _MOST_BEFORE)
            return tuple(run[at : at + LENGTH] for at in range(most + 1))
    return ()


def hash_token(token: str) -> str:
    """SHA-256 in hex. A random 256-bit token needs no salt or slow hash."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def reference_number() -> str:
    """A short number that ties what a person saw to a line in the log, such as ``7K4M-92TD``."""
    alphabet = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
    number = "".join(secrets.choice(alphabet) for _ in range(8))
    return f"{number[:4]}-{number[4:]}"
