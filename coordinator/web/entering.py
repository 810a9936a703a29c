"""What every way in ends with: the session cookie, and the page to go on to."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from coordinator.access import cookies
from coordinator.entrance import usecases as entrance
from coordinator.entrance.views import Entry
from coordinator.wiring import running_office


def session_cookie(request: Request) -> str | None:
    return cookies.session_in(request.cookies, https=running_office().settings.is_https)


def welcome(entry: Entry) -> Response:
    """Sets the new session's cookie and leads on."""
    https = running_office().settings.is_https
    answer = RedirectResponse(entry.path, status_code=303, headers={"Cache-Control": "no-store"})
    answer.set_cookie(
        cookies.session_name(https=https),
        entry.cookie,
        max_age=int(entrance.SESSION_LIFETIME.total_seconds()),
        path="/",
        httponly=True,
        samesite="lax",
        secure=https,
    )
    return answer
