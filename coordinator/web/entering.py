"""What every way in ends with: the session cookie, and the page to go on to."""

from __future__ import annotations

from starlette.responses import Response

from coordinator.access import cookies
from coordinator.entrance import usecases as entrance
from coordinator.entrance.views import Entry
from coordinator.web.pages import go_to
from coordinator.wiring import running_office


def welcome(entry: Entry) -> Response:
    """Sets the new session's cookie and leads on."""
    https = running_office().settings.is_https
    answer = go_to(entry.path)
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
