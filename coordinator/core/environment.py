"""What whoever runs the installation has set: the environment, and the file ``.env`` below it.

One list holds every name that is read anywhere; a name that only looks like one of them is told,
because a setting that nobody reads looks like one that is in force.
"""

from __future__ import annotations

import io
import os
import re
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Final

from coordinator.core.errors import BadInput
from coordinator.core.web_address import without_quotes

PREFIX: Final = "COORDINATOR_"
FILE: Final = Path(".env")
# What is read as settings; a test compares it with the fields of ``Settings``.
NAMES: Final = (
    "DATABASE_URL",
    "DATABASE_WAIT",
    "SECRET_KEY",
    "BASE_URL",
    "SMTP_URL",
    "SMTP_CA_FILE",
    "IMAP_URL",
    "MAIL_FROM",
    "SIGN_IN_MAILS_PER_ADDRESS",
    "NOW",
    "LANG",
)
# Read by the product's own tests alone.
_OF_TESTS: Final = ("CHROMIUM", "PICTURES")
PROVIDER_PARTS: Final = ("CLIENT_ID", "CLIENT_SECRET", "METADATA_URL", "LABEL", "TRUSTS_ADDRESSES")
PROVIDER: Final = re.compile(rf"{PREFIX}OIDC_([A-Z0-9]+)_({'|'.join(PROVIDER_PARTS)})")
_ANY_PROVIDER: Final = re.compile(rf"{PREFIX}OIDC_(\w+?)_?({'|'.join(PROVIDER_PARTS)})")
_EXACT: Final = frozenset({f"{PREFIX}SECRET_KEY"})  # another sign would be another key
# What Kubernetes and Docker put beside a service of this name; nobody has written it.
_OF_THE_HOST: Final = re.compile(
    rf"{PREFIX}(\w+_)?(SERVICE_HOST|SERVICE_PORT(_\w+)?|PORT(_\d+_(TCP|UDP)(_(PROTO|PORT|ADDR))?)?)"
)
# Read by the server below us, which does not look into the file.
_OF_THE_SERVER: Final = re.compile(r"FORWARDED_ALLOW_IPS|STREAMLIT_\w+")
_LINE: Final = re.compile(r"\s*(?:export\s+)?([A-Za-z][A-Za-z0-9_.-]*)")
# How much of two names has to be alike, from 0 to 1: of what follows the beginning, and of all.
_NEAR: Final = 0.6
_NEAR_WHOLE: Final = 0.85


@dataclass(frozen=True)
class OddName:
    """A name that nobody reads, and what it was perhaps meant to be."""

    name: str
    nearest: str | None
    fault: str = ""  # the sentence's code, where it is another fault

    @property
    def code(self) -> str:
        """Of the sentence that tells it."""
        return self.fault or ("setting-unknown-near" if self.nearest else "setting-unknown")

    @property
    def params(self) -> tuple[tuple[str, object], ...]:
        return ("name", self.name), ("nearest", self.nearest)


def given(file: Path | str | None = FILE) -> dict[str, str]:
    """Every setting of ours that has a value, by its name in capitals; the environment comes first.

    Raises:
        BadInput: the file is there and cannot be read.
    """
    found: dict[str, str] = {}
    for source in (_in_file(file), os.environ):
        for name, value in source.items():
            key = name.strip().upper()
            tidy = value if key in _EXACT else without_quotes(value)
            if key.startswith(PREFIX) and tidy.strip():
                found[key] = tidy
    return found


def language_wish() -> str:
    """The language that the shell speaks before anything else is known: ``sv`` or ``en``."""
    try:
        wish = given().get(f"{PREFIX}LANG")
    except BadInput:  # told by whoever reads the settings next
        wish = os.environ.get(f"{PREFIX}LANG")
    return language_of(wish or os.environ.get("LANG", "")) or "sv"


def language_of(wish: str) -> str | None:
    """``sv`` or ``en`` for ``sv_SE.UTF-8``, ``English``, ``svenska``; None for anything else."""
    said = wish.strip().lower()
    if re.fullmatch(r"(en|eng|english|engelska)([-_.@].*)?", said):
        return "en"
    if re.fullmatch(r"(sv|swe|svenska|swedish)([-_.@].*)?", said):
        return "sv"
    return None


def odd_names(file: Path | str | None = FILE) -> tuple[OddName, ...]:
    """What looks like a setting of ours and is none, in the environment and in the file.

    In the file, which is ours alone, a name without the beginning counts too, and a line that
    gives its name no value.

    Raises:
        BadInput: the file is there and cannot be read.
    """
    text = read_file(file)
    written = _in_file(file)
    lines = [match[1] for line in text.splitlines() if (match := _LINE.match(line))]
    without_value = {n for n in lines if n.upper().startswith(PREFIX) and n not in written}
    found = {name: OddName(name, None, "setting-without-value") for name in without_value}
    for name in written:
        if _OF_THE_SERVER.fullmatch(name) and name not in os.environ:
            found[name] = OddName(name, None, "setting-not-from-file")
    for name in (*os.environ, *written):
        key = name.strip().upper()
        if _is_known(key):
            continue
        nearest = _nearest(key)
        is_ours = key.startswith(PREFIX) or (nearest is not None and key.startswith("CO"))
        in_our_file = name in written and f"{PREFIX}{key}" in _known()
        if is_ours or in_our_file:
            found[name] = OddName(name, f"{PREFIX}{key}" if in_our_file else nearest)
    return tuple(found[name] for name in sorted(found))


def _known() -> tuple[str, ...]:
    return tuple(f"{PREFIX}{name}" for name in (*NAMES, *_OF_TESTS))


def _is_known(key: str) -> bool:
    patterns = (PROVIDER, _OF_THE_HOST)
    return key in _known() or any(each.fullmatch(key) for each in patterns)


def _nearest(name: str) -> str | None:
    key = re.sub(r"[^A-Z0-9]+", "_", name.upper())
    provider = _ANY_PROVIDER.fullmatch(key)
    if provider:  # its own name holds a sign that it may not
        return f"{PREFIX}OIDC_{re.sub('[^A-Z0-9]', '', provider[1])}_{provider[2]}"
    begun = re.match(rf"{PREFIX}OIDC_([A-Z0-9]+)_", key)
    names = [f"OIDC_{begun[1]}_{part}" for part in PROVIDER_PARTS] if begun else []
    if key.startswith(PREFIX):  # all of them begin so: only what follows tells them apart
        rest = key.removeprefix(PREFIX)
        close = get_close_matches(rest, (*NAMES, *names), n=1, cutoff=_NEAR)
        return f"{PREFIX}{close[0]}" if close else None
    close = get_close_matches(key, _known(), n=1, cutoff=_NEAR_WHOLE)
    return close[0] if close else None


def _in_file(file: Path | str | None) -> dict[str, str]:
    from dotenv import dotenv_values

    text = read_file(file)
    values = dotenv_values(stream=io.StringIO(text)) if text else {}
    return {name: value for name, value in values.items() if value is not None}


def read_file(file: Path | str | None) -> str:
    """The file's text; empty when there is none.

    Notepad writes it with a byte order mark, or as UTF-16.

    Raises:
        BadInput: it may not be read, is no file, or is written in another encoding.
    """
    path = Path(file) if file is not None else None
    if path is None:
        return ""
    try:
        # A folder of that name holds somebody's Python, and no settings.
        raw = path.read_bytes() if path.exists() and not path.is_dir() else b""
    except OSError as error:
        raise BadInput("env-file-unreadable", file=str(path.absolute())) from error
    encoding = "utf-16" if raw[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"
    try:
        return raw.decode(encoding).replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise BadInput("env-file-odd", file=str(path.absolute()), line=line) from None
