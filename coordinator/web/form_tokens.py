"""A value in the form and the same in a strict cookie: a form on another site has neither.

The guard refuses foreign origins before this; both are asked, so that one of them may fail.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response

from coordinator.access import cookies
from coordinator.core.errors import RuleBroken
from coordinator.wiring import running_office

_LIFETIME = 3600  # seconds


def new_form_token() -> str:
    return secrets.token_urlsafe(24)


def keep(answer: Response, form_token: str, path: str) -> Response:
    """Puts the cookie beside the form, for forms sent to ``path`` or below it."""
    answer.set_cookie(
        cookies.FORM, form_token, max_age=_LIFETIME, path=path, httponly=True,
        samesite="strict", secure=running_office().settings.is_https,
    )  # fmt: skip
    return answer


def check(request: Request, form: Mapping[str, str]) -> None:
    """Lets a form of ours pass.

    Raises:
        RuleBroken: the value is missing, or another one than in the cookie.
    """
    sent, kept = form.get("form_token", ""), request.cookies.get(cookies.FORM, "")
    if not kept or not secrets.compare_digest(sent.encode(), kept.encode()):
        raise RuleBroken("form-too-old")
