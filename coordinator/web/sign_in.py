"""Signing in by a one-time link, signing out, and choosing a language.

The link opens a page with a button; only pressing it spends the link, because mail scanners open
every link they see. The form carries a random value that also stands in a strict cookie.
"""

from __future__ import annotations

import re
import secrets
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from coordinator.access import cookies
from coordinator.access import usecases as access
from coordinator.access.views import LinkState
from coordinator.core import addresses
from coordinator.core.errors import CoordinatorError, RuleBroken
from coordinator.core.translation import LANGUAGES
from coordinator.web.forms import read_form
from coordinator.web.pages import draw, home_of, listen, refused
from coordinator.wiring import actor_of, running_office

_YEAR = 365 * 24 * 3600


def landing(request: Request) -> Response:
    """Shows the button; looks at the link without spending it."""
    listen(request)
    token = request.path_params["token"]
    worth = access.look_at_link(running_office(), token)
    if worth is not LinkState.GOOD:
        code = "link-expired" if worth is LinkState.EXPIRED else "link-used"
        return refused(RuleBroken(code))
    form_token = secrets.token_urlsafe(24)
    page = draw("sign_in.html", token=token, form_token=form_token, action=addresses.SIGN_IN)
    page.set_cookie(
        cookies.FORM, form_token, max_age=900, path=addresses.SIGN_IN, httponly=True,
        samesite="strict", secure=running_office().settings.is_https,
    )  # fmt: skip
    return page


def enter(request: Request) -> Response:
    """Spends the link and sets the session cookie."""
    listen(request)
    office = running_office()
    form = read_form(request)
    sent, kept = form.get("form_token", ""), request.cookies.get(cookies.FORM, "")
    if not kept or not secrets.compare_digest(sent.encode(), kept.encode()):
        return refused(RuleBroken("form-too-old"))
    try:
        cookie = access.sign_in(office, form.get("token", ""))
    except CoordinatorError as error:
        return refused(error)
    https = office.settings.is_https
    earlier = cookies.session_in(request.cookies, https=https)
    if earlier:
        access.sign_out(office, earlier)
    home = home_of(actor_of(office, cookie, None))
    answer = RedirectResponse(home, status_code=303, headers={"Cache-Control": "no-store"})
    answer.set_cookie(
        cookies.session_name(https=https),
        cookie,
        max_age=int(access.SESSION_LIFETIME.total_seconds()),
        path="/",
        httponly=True,
        samesite="lax",
        secure=https,
    )
    answer.delete_cookie(cookies.FORM, path=addresses.SIGN_IN)
    return answer


def help_page(request: Request) -> Response:
    listen(request)
    return draw("sign_in_help.html")


def leave(request: Request) -> Response:
    """Ends the session at once, in the database and in the browser."""
    office = running_office()
    https = office.settings.is_https
    cookie = cookies.session_in(request.cookies, https=https)
    if cookie:
        access.sign_out(office, cookie)
    answer = RedirectResponse(
        addresses.SIGNED_OUT,
        status_code=303,
        headers={"Cache-Control": "no-store", "Clear-Site-Data": '"cache", "storage"'},
    )
    answer.delete_cookie(
        cookies.session_name(https=https), path="/", httponly=True, samesite="lax", secure=https
    )
    return answer


def left(request: Request) -> Response:
    listen(request)
    return draw("signed_out.html")


def choose_language(request: Request) -> Response:
    """Keeps the choice for a year and goes back to where the reader stood, within the product."""
    wish = read_form(request).get("to", "")
    answer = RedirectResponse(_back(request), status_code=303)
    if wish in LANGUAGES:
        answer.set_cookie(
            cookies.LANGUAGE, wish, max_age=_YEAR, path="/", httponly=True, samesite="lax",
            secure=running_office().settings.is_https,
        )  # fmt: skip
    return answer


def _back(request: Request) -> str:
    """The page the form stood on, as a path of ours: never another host."""
    try:
        stood_on = urlsplit(request.headers.get("referer", ""))
    except ValueError:
        return "/"
    path = stood_on.path
    is_ours = addresses.is_page(path) or addresses.is_my_page(path) or path == addresses.SIGNED_OUT
    if not is_ours and not re.fullmatch(rf"{addresses.SIGN_IN}(/[\w-]+)?", path):
        return "/"
    return f"{path}?{stood_on.query}" if stood_on.query else path


ROUTES = [
    Route(addresses.SIGN_IN, help_page, methods=["GET"]),
    Route(addresses.SIGN_IN, enter, methods=["POST"]),
    Route(addresses.SIGN_IN + "/{token}", landing, methods=["GET"]),
    Route(addresses.SIGN_OUT, leave, methods=["POST"]),
    Route(addresses.SIGNED_OUT, left, methods=["GET"]),
    Route(addresses.LANGUAGE, choose_language, methods=["POST"]),
]
