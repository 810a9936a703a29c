"""Plain pages: how they are drawn, and what is shown when something is missing or broken."""

from __future__ import annotations

import logging
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from coordinator.access import cookies
from coordinator.access.actor import Actor, Role
from coordinator.core import addresses, dates
from coordinator.core.build import version
from coordinator.core.database_errors import Trouble, refusal, trouble_in
from coordinator.core.errors import Conflict, CoordinatorError, NotAllowed, NotFound, Unavailable
from coordinator.core.messages import sentence
from coordinator.core.tokens import reference_number
from coordinator.core.translation import (
    LANGUAGES,
    Language,
    _,
    language,
    ngettext,
    preferred_language,
    speak,
)
from coordinator.web.forms import form_token, language_asked
from coordinator.web.headers import protect
from coordinator.web.written import written_in
from coordinator.wiring import running_office

log = logging.getLogger(__name__)
_YEAR = 365 * 24 * 3600  # seconds


class _Markup(str):
    """Text that a template takes as it is."""

    __slots__ = ()

    def __html__(self) -> str:
        return self


def theirs() -> str:
    """The language of what people of the group wrote, as an attribute, on pages in another."""
    return _Markup("" if language() == "sv" else ' lang="sv"')


@cache
def _templates() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["_"] = _
    environment.globals["ngettext"] = ngettext
    environment.globals["form_token"] = form_token
    environment.globals["language"] = language
    environment.globals["theirs"] = theirs
    environment.globals["addresses"] = addresses
    environment.globals["dates"] = dates
    environment.globals["version"] = version
    return environment


def go_to(address: str) -> RedirectResponse:
    """Leads on to a page, in an answer that nothing on the way keeps."""
    return RedirectResponse(address, status_code=303, headers={"Cache-Control": "no-store"})


def listen(request: Request) -> None:
    """Speaks the reader's language for the rest of this request."""
    chosen = language_asked(request) or request.cookies.get(cookies.LANGUAGE)
    if chosen in LANGUAGES:
        speak(chosen)
    else:
        speak(preferred_language(request.headers.get("accept-language")))


def keep_language(answer: Response, chosen: Language) -> Response:
    """The browser keeps the choice for a year."""
    answer.set_cookie(
        cookies.LANGUAGE, chosen, max_age=_YEAR, path="/", httponly=True, samesite="lax",
        secure=running_office().settings.is_https,
    )  # fmt: skip
    return answer


def home_of(actor: Actor | None) -> str:
    """Where somebody's day begins: a member's on the plain pages."""
    if actor and Role.FOUNDER in actor.roles:
        return addresses.START
    if actor and actor.is_member_only:
        return addresses.my(group=actor.group_slug)
    if actor and actor.group_slug:
        return addresses.page("home", group=actor.group_slug)
    return addresses.page("home")


def draw(template: str, /, *, status: int = 200, **values: Any) -> HTMLResponse:
    """A plain page; never kept by a cache."""
    text = _templates().get_template(template).render(**values)
    return HTMLResponse(text, status_code=status, headers={"Cache-Control": "no-store"})


def problem(
    *,
    status: int,
    title: str,
    text: str,
    reference: str | None = None,
    request: Request | None = None,
) -> HTMLResponse:
    """Whose fault it is, what to do, and a reference number when the fault is ours.

    ``request``: what was written in its form is shown, to be copied.
    """
    written = written_in(request) if request else []
    return draw(
        "error.html", status=status, title=title, text=text, reference=reference, written=written
    )


_STATUS = {NotFound: 404, NotAllowed: 403, Conflict: 409, Unavailable: 503}


def refused(
    error: CoordinatorError, number: str | None = None, *, request: Request | None = None
) -> HTMLResponse:
    """An expected refusal in words; ``request`` as in :func:`problem`."""
    status = next((code for kind, code in _STATUS.items() if isinstance(error, kind)), 400)
    return problem(
        status=status,
        title=_("That did not work."),
        text=sentence(error),
        reference=number,
        request=request,
    )


# A link that was cut off just before its token.
_LINKS_CUT = {
    f"{addresses.SIGN_IN}/": "link-cut",
    addresses.POLL: "poll-link-cut",
    f"{addresses.POLL}/": "poll-link-cut",
}


def missing(request: Request, _error: Exception | None = None) -> Response:
    listen(request)
    if request.url.path in _LINKS_CUT:
        return refused(NotFound(_LINKS_CUT[request.url.path]))
    return problem(
        status=404,
        title=_("This page does not exist."),
        text=_(
            "The address may be old or mistyped. Go to the start page and choose from the menu."
        ),
        request=request,
    )


def failed(request: Request, error: Exception) -> Response:
    """Nobody expected it: a number for the reader, everything for the log."""
    listen(request)
    number = reference_number()
    log.error("reference %s", number, exc_info=error, extra={"reference": number})
    page = error_page(error, number, request)
    # This answer is made outside every middleware.
    protect(page.headers)
    return page


def error_page(error: Exception, number: str, request: Request | None = None) -> HTMLResponse:
    """Whether the database is at fault, and then how, or we are."""
    trouble = trouble_in(error)
    expected = error if isinstance(error, Conflict) else refusal(error)
    if expected is not None:
        return refused(expected, number, request=request)
    if trouble is Trouble.DAMAGED:
        return problem(
            status=503,
            title=_("The database is damaged."),
            text=_(
                "Tell the person who runs the system to run “coordinator doctor” and to keep the "
                "file as it is. “coordinator restore” brings back a backup."
            ),
            reference=number,
            request=request,
        )
    if trouble is Trouble.GONE:
        return problem(
            status=503,
            title=_("The database cannot be reached."),
            text=_(
                "Tell the person who runs the system to run “coordinator doctor”. If the file is "
                "gone, “coordinator restore” brings back a backup."
            ),
            reference=number,
            request=request,
        )
    return problem(
        status=500,
        title=_("Something went wrong, and the fault is ours."),
        text=_(
            "What a page said was saved is saved. Try again in a while. If it happens again, "
            "tell the person who runs the system, who can run “coordinator doctor”."
        ),
        reference=number,
        request=request,
    )
