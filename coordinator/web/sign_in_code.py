"""A one-time code by mail: for the holder of a personal link who wants more than to answer."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from coordinator.core import addresses
from coordinator.core.errors import CoordinatorError, RuleBroken
from coordinator.entrance import usecases as entrance
from coordinator.web import forms
from coordinator.web.come_in import session_cookie
from coordinator.web.devices import client_of, device_of
from coordinator.web.entering import welcome
from coordinator.web.faults import faults_of
from coordinator.web.forms import read_form
from coordinator.web.pages import draw, keep_language, listen, refused
from coordinator.wiring import running_office


def offer(request: Request) -> Response:
    """A button that sends the code; opening the page sends nothing."""
    listen(request)
    link = request.query_params.get("link", "")
    try:
        entrance.look_at_personal_link(running_office(), link)
    except CoordinatorError as error:
        return refused(error)
    return _page(link, addresses.onward(request.query_params.get("next")), is_sent=False)


def take(request: Request) -> Response:
    """Sends a code, or takes one that was typed."""
    listen(request)
    office, form = running_office(), read_form(request)
    link, onward = form.get("link", ""), addresses.onward(form.get("next"))
    if chosen := forms.language_asked(request):
        drawn = _page(link, onward, is_sent="sent" in form, typed=form.get("code", ""))
        return keep_language(drawn, chosen)
    try:
        if not forms.carries_token(request):
            return _page(link, onward, is_sent="code" in form, why=RuleBroken("form-too-old"))
        if "code" not in form:
            entrance.code_by_mail(office, link, client=client_of(request))
            return _page(link, onward, is_sent=True)
        entry = entrance.enter_with_code(
            office,
            link,
            code=form["code"],
            device=device_of(request),
            earlier=session_cookie(request),
            onward=onward,
        )
    except CoordinatorError as error:
        return refused(error)
    if entry is None:
        return _page(link, onward, is_sent=True, why=RuleBroken("sign-in-code-wrong"))
    return welcome(entry)


def _page(
    link: str,
    onward: str | None,
    *,
    is_sent: bool,
    typed: str = "",
    why: CoordinatorError | None = None,
) -> Response:
    return draw(
        "sign_in_code.html",
        status=400 if why else 200,
        action=addresses.SIGN_IN_CODE,
        link=link,
        onward=onward or "",
        is_sent=is_sent and running_office().settings.mail_goes,
        mail_goes=running_office().settings.mail_goes,
        typed=typed,
        faults=faults_of(why, {"sign-in-code-wrong": "code"}) if why else {},
    )


ROUTES = [
    Route(addresses.SIGN_IN_CODE, offer, methods=["GET"]),
    Route(addresses.SIGN_IN_CODE, take, methods=["POST"]),
]
