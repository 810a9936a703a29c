"""Signing in by a one-time link, asking for one by mail, signing out, and choosing a language.

The link opens a page with a button; only pressing it spends the link, because mail scanners open
every link they see. The form carries a random value that also stands in a strict cookie.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from coordinator.access import cookies
from coordinator.core import addresses
from coordinator.core.errors import BadInput, CoordinatorError, RuleBroken
from coordinator.core.messages import sentence
from coordinator.core.translation import LANGUAGES
from coordinator.entrance import usecases as entrance
from coordinator.entrance.views import LinkState
from coordinator.web import forms
from coordinator.web.come_in import session_cookie
from coordinator.web.devices import client_of, device_of
from coordinator.web.entering import welcome
from coordinator.web.faults import faults_of
from coordinator.web.forms import read_form
from coordinator.web.pages import draw, go_to, keep_language, listen, refused
from coordinator.wiring import reader_of, running_office

_WORTH = {
    LinkState.CUT: "link-cut",
    LinkState.UNKNOWN: "link-unknown",
    LinkState.USED: "link-used",
    LinkState.ENDED: "link-ended",
    LinkState.EXPIRED: "link-expired",
}


def landing(request: Request) -> Response:
    """Shows the button; looks at the link without spending it.

    Whoever is signed in and opens the link that they came by goes home; a new one of theirs also
    shows its button, for a session that lasts longer. Somebody else's link says what pressing it
    ends.
    """
    listen(request)
    office = running_office()
    token, cookie = request.path_params["token"], session_cookie(request)
    if f"{addresses.SIGN_IN}/{token}" == addresses.SIGN_IN_MAIL:  # a form's answer, loaded again
        return go_to(addresses.SIGN_IN)
    home = entrance.way_home(office, token, cookie) if cookie else None
    worth = entrance.look_at_link(office, token)
    if home and worth is not LinkState.GOOD:
        return go_to(home)
    if worth is not LinkState.GOOD:
        return _ways(None, status=400, why=sentence(RuleBroken(_WORTH[worth])))
    return _button(token, cookie, home)


def _button(
    token: str, cookie: str | None, home: str | None, why: CoordinatorError | None = None
) -> Response:
    """``why``: it was pressed before, and this was wrong."""
    office = running_office()
    return draw(
        "sign_in.html",
        status=400 if why else 200,
        token=entrance.token_of_link(office, token),
        home=home,
        is_elsewhere=home is None and cookie is not None and reader_of(office, cookie) is not None,
        action=addresses.SIGN_IN,
        mailboxes=entrance.people_behind(office, token),
        fault=sentence(why) if why else "",
    )


def enter(request: Request) -> Response:
    """Spends the link and sets the session cookie; a link that is still good can be pressed again.

    What one that is not is worth is said beside the form for a new one.
    """
    listen(request)
    office = running_office()
    form, cookie = read_form(request), session_cookie(request)
    token = form.get("token", "")
    try:
        forms.check(request)
        chosen = [_number(value) for name, value in form.items() if name.startswith("person")]
        entry = entrance.sign_in(
            office,
            token,
            person_ids=[one for one in chosen if one is not None],
            device=device_of(request),
            earlier=cookie,
        )
    except (BadInput, RuleBroken) as error:
        if entrance.look_at_link(office, token) is LinkState.GOOD:
            return _button(token, cookie, None, error)
        return _ways(None, status=400, why=sentence(error))
    except CoordinatorError as error:
        return refused(error)
    return welcome(entry)


def _number(text: str | None) -> int | None:
    return int(text) if text and re.fullmatch(r"[0-9]{1,9}", text) else None


def ways_in(request: Request) -> Response:
    """How to come in: by mail, by a provider, by the shell. ``next`` is the page wished for."""
    listen(request)
    onward = addresses.onward(request.query_params.get("next"))
    cookie = session_cookie(request)
    home, why = (_signed_in_or_why(cookie, onward)) if cookie else ("", "")
    return _ways(onward, home=home, why=why)


def _signed_in_or_why(cookie: str, onward: str | None) -> tuple[str, str]:
    """Where somebody goes on to who is signed in; or why they are not any more."""
    office = running_office()
    if reader_of(office, cookie) is not None:
        return onward or addresses.page("home"), ""
    return "", entrance.why_signed_out(office, cookie).heading()


def _ways(
    onward: str | None,
    *,
    status: int = 200,
    home: str = "",
    why: str = "",
    typed: str = "",
    faults: Mapping[str, str] | None = None,
) -> Response:
    settings = running_office().settings
    return draw(
        "sign_in_help.html",
        status=status,
        action=addresses.SIGN_IN_MAIL,
        onward=onward or "",
        home=home,
        why=why,
        typed=typed,
        faults=faults or {},
        mail_goes=settings.mail_goes,
        providers=[(one.label, addresses.sign_in_with(one.name, onward)) for one in settings.oidc],
    )


def ask(request: Request) -> Response:
    """Mails a link if the address is known, and says the same either way."""
    listen(request)
    form = read_form(request)
    typed = form.get("address", "")
    try:
        forms.check(request)
        entrance.ask_for_link(
            running_office(),
            address=typed,
            client=client_of(request),
            onward=form.get("next"),
        )
    except (BadInput, RuleBroken) as error:
        field = {} if error.code == "form-too-old" else {error.code: "address"}
        return _ways(
            addresses.onward(form.get("next")),
            status=400,
            typed=typed[:254],
            faults=faults_of(error, field),
        )
    return go_to(addresses.SIGN_IN_ASKED)


def asked(request: Request) -> Response:
    listen(request)
    office = running_office()
    return draw(
        "sign_in_asked.html",
        mail_goes=office.settings.mail_goes,
        is_late=entrance.is_mail_late(office),
    )


def leave(request: Request) -> Response:
    """Ends the session at once, in the database and in the browser.

    A button on a page of an earlier session ends nothing: it leads to one that does.
    """
    office = running_office()
    https = office.settings.is_https
    cookie = session_cookie(request)
    if cookie and not forms.carries_token(request):
        return go_to(addresses.MY_SESSIONS)
    way = entrance.sign_out(office, cookie) if cookie else None
    provider = office.settings.provider(way) if way else None
    answer = RedirectResponse(
        addresses.signed_out(provider.name if provider else None),
        status_code=303,
        headers={"Cache-Control": "no-store", "Clear-Site-Data": '"cache", "storage"'},
    )
    answer.delete_cookie(
        cookies.session_name(https=https), path="/", httponly=True, samesite="lax", secure=https
    )
    return answer


def left(request: Request) -> Response:
    """After signing out; whoever came by a provider may end the session there too."""
    listen(request)
    provider = running_office().settings.provider(request.query_params.get("with", ""))
    return draw(
        "signed_out.html",
        provider_label=provider.label if provider else "",
        provider_url=f"{addresses.SIGN_OUT_WITH}/{provider.name}" if provider else "",
    )


def choose_language(request: Request) -> Response:
    """Keeps the choice for a year and goes back to where the reader stood, within the product."""
    wish = read_form(request).get("to", "")
    answer = RedirectResponse(_back(request), status_code=303)
    if wish in LANGUAGES and forms.carries_token(request):
        return keep_language(answer, wish)
    return answer


def _back(request: Request) -> str:
    """The page the form stood on, as a path of ours: never another host."""
    try:
        stood_on = urlsplit(request.headers.get("referer", ""))
    except ValueError:
        return "/"
    path = stood_on.path
    is_ours = (
        addresses.is_page(path)
        or addresses.is_my_page(path)
        or path in {addresses.SIGNED_OUT, addresses.START, addresses.START_GROUP}
    )
    if not is_ours and not re.fullmatch(rf"({addresses.SIGN_IN}|{addresses.POLL})(/[\w-]+)?", path):
        return "/"
    return f"{path}?{stood_on.query}" if stood_on.query else path


ROUTES = [
    Route(addresses.SIGN_IN, ways_in, methods=["GET"]),
    Route(addresses.SIGN_IN, enter, methods=["POST"]),
    Route(addresses.SIGN_IN_MAIL, ask, methods=["POST"]),
    Route(addresses.SIGN_IN_ASKED, asked, methods=["GET"]),
    Route(addresses.SIGN_IN + "/{token}", landing, methods=["GET"]),
    Route(addresses.SIGN_OUT, leave, methods=["POST"]),
    Route(addresses.SIGNED_OUT, left, methods=["GET"]),
    Route(addresses.LANGUAGE, choose_language, methods=["POST"]),
]
