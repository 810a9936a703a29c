"""The cookies' names; a browser holds a ``__Host-`` cookie to https and this one host."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from typing import Any, Final

SESSION: Final = "coordinator_session"
FORM: Final = "coordinator_form"
LANGUAGE: Final = "coordinator_language"


def session_name(*, https: bool) -> str:
    return f"__Host-{SESSION}" if https else SESSION


def form_name(*, https: bool) -> str:
    return f"__Host-{FORM}" if https else FORM


def form_token(secret: str) -> str:
    """What a form carries for a browser with this secret: the session cookie, or the form's own."""
    return hmac.new(secret.encode(), b"form", hashlib.sha256).hexdigest()


def session_in(cookies: Mapping[str, Any], *, https: bool) -> str | None:
    """The session token among a request's cookies."""
    value = cookies.get(session_name(https=https))
    return value if isinstance(value, str) else None
