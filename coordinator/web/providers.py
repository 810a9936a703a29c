"""Signing in with a provider: from a deep link there, and from there to a session of ours.

Streamlit goes to the provider and comes back. Its answer on the way back is caught here: the
address that the provider has verified is matched to one person, a session of ours is opened, and
Streamlit's own cookies never reach the browser. So there is one kind of session, whatever the way
in, and it is checked in the database on every run.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from http.cookies import CookieError, SimpleCookie
from typing import Any, Final, Protocol
from urllib.parse import urlencode

import httpx
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from coordinator.core import addresses
from coordinator.core.errors import CoordinatorError, RuleBroken
from coordinator.core.providers import Provider
from coordinator.core.tokens import reference_number
from coordinator.entrance import usecases as entrance
from coordinator.web.come_in import session_cookie
from coordinator.web.devices import device_of
from coordinator.web.entering import welcome
from coordinator.web.pages import listen, missing, refused
from coordinator.wiring import running_office

log = logging.getLogger(__name__)

ONWARD: Final = "coordinator_onward"  # the page wished for, while the browser is at the provider
_ONWARD_LIFETIME = 600  # seconds
_NOT_VERIFIED: Final = "provider-address-not-verified"  # for the log; the reader is told less
_WORDS_ON_ADDRESSES: Final = ("email_verified", "xms_edov")


class StreamlitLogin(Protocol):
    """What :mod:`coordinator.ui.login` offers; ``web`` does not import Streamlit."""

    def start_address(self, provider: str) -> str: ...

    def claims(self, cookies: Mapping[str, str]) -> dict[str, Any] | None: ...


_given: list[StreamlitLogin] = []


def use_login(login: StreamlitLogin) -> None:
    """Hands this process Streamlit's part of the sign-in; the door does it."""
    _given[:] = [login]


def start(request: Request) -> Response:
    """Off to the provider; ``next`` waits in a cookie, and is checked again on the way back."""
    listen(request)
    settings = running_office().settings
    provider = settings.provider(request.path_params["name"])
    if provider is None or not _given:
        return missing(request)
    answer = RedirectResponse(
        _given[0].start_address(provider.name),
        status_code=303,
        headers={"Cache-Control": "no-store"},
    )
    onward = addresses.onward(request.query_params.get("next"))
    if onward:
        answer.set_cookie(
            ONWARD, onward, max_age=_ONWARD_LIFETIME, path=addresses.PROVIDER_BACK, httponly=True,
            samesite="lax", secure=settings.is_https,
        )  # fmt: skip
    return answer


class ProviderLogin:
    """ASGI middleware: what Streamlit answers on the way back from a provider becomes ours."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] != addresses.PROVIDER_BACK:
            await self.app(scope, receive, send)
            return
        set_cookies: list[str] = []

        async def keep(message: Message) -> None:
            if message["type"] == "http.response.start":
                set_cookies.extend(
                    value.decode("latin-1")
                    for name, value in message["headers"]
                    if name.lower() == b"set-cookie"
                )

        await self.app(scope, receive, keep)
        answer = await run_in_threadpool(_come_back, Request(scope), set_cookies)
        await answer(scope, receive, send)


def _come_back(request: Request, set_cookies: list[str]) -> Response:
    listen(request)
    said = _given[0].claims(_values(set_cookies)) if _given else None
    office = running_office()
    provider = office.settings.provider(str((said or {}).get("provider", "")))
    address = verified_address(provider, said) if said and provider else None
    try:
        if said is None or provider is None:
            raise RuleBroken("provider-said-nothing")
        entry = entrance.sign_in_with(
            office,
            provider=provider.name,
            address=address,
            device=device_of(request),
            earlier=session_cookie(request),
            onward=request.cookies.get(ONWARD),
        )
    except CoordinatorError as error:
        number = reference_number()
        _log_refusal(provider, said, error.code if address or not said else _NOT_VERIFIED, number)
        return _forget(refused(error, number), set_cookies)
    return _forget(welcome(entry), set_cookies)


def _log_refusal(
    provider: Provider | None, said: Mapping[str, Any] | None, why: str, number: str
) -> None:
    """Tells the administrator that somebody was turned away and why, and never who.

    What the provider says of addresses is told apart, since its settings are the likeliest reason.
    """
    words = {name: _word(said, name) for name in _WORDS_ON_ADDRESSES}
    log.warning(
        "sign-in refused: %s, provider %s, %s",
        why,
        provider.name if provider else "-",
        ", ".join(f"{name} {word}" for name, word in words.items()),
        extra={"reference": number},
    )


def _word(said: Mapping[str, Any] | None, name: str) -> str:
    if not said or name not in said:
        return "missing"
    return "yes" if _is_yes(said[name]) else "no"


def verified_address(provider: Provider, claims: Mapping[str, Any]) -> str | None:
    """The address the provider answers for; None when it does not.

    ``email_verified`` is OpenID Connect Core 1.0 section 5.1; ``xms_edov`` is Entra ID's word for
    an address whose domain its owner has proved. What is said of it has to be a yes: a no in any
    spelling, and what nobody can read, is believed before everything else. A provider that says
    nothing at all is believed where its administrator alone decides who has which address.
    """
    said = [_is_yes(claims[name]) for name in _WORDS_ON_ADDRESSES if name in claims]
    if not all(said):
        return None
    email = claims.get("email")
    if isinstance(email, str) and (said or provider.trusts_addresses):
        return email
    name = claims.get("preferred_username")
    if email is None and provider.trusts_addresses and isinstance(name, str):
        return name
    return None


def _is_yes(word: object) -> bool:
    """Whether a claim says yes, in one of the spellings that providers use; nothing else does."""
    if isinstance(word, str):
        return word.strip().lower() in {"true", "1"}
    return word is True or (type(word) is int and word == 1)


def _values(set_cookies: list[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for line in set_cookies:
        jar = SimpleCookie()
        try:
            jar.load(line)
        except CookieError:
            continue
        found |= {name: morsel.value for name, morsel in jar.items()}
    return found


def _forget(answer: Response, set_cookies: list[str]) -> Response:
    """Streamlit's session keeps its word (the used state is gone); its user cookies go."""
    for line in set_cookies:
        if not line.startswith("_streamlit_user"):
            answer.headers.append("set-cookie", line)
    answer.delete_cookie(ONWARD, path=addresses.PROVIDER_BACK)
    return answer


_ends: dict[str, str] = {}  # asked once per provider and process


async def _end_address(provider: Provider) -> str | None:
    """Where the provider's sessions end, as its metadata tells; None when it does not."""
    try:
        async with httpx.AsyncClient(timeout=10, follow_redirects=False) as client:
            told = (await client.get(provider.metadata_url)).json()
        end = told.get("end_session_endpoint")
    except (httpx.HTTPError, ValueError, AttributeError):
        end = None
    if not isinstance(end, str) or not end.startswith(("https://", "http://")):
        log.warning("the provider %s does not tell where its sessions end", provider.name)
        return None
    _ends[provider.name] = end
    return end


async def leave_provider(request: Request) -> Response:
    """To the provider's own page for ending its session (RP-Initiated Logout 1.0)."""
    listen(request)
    settings = running_office().settings
    provider = settings.provider(request.path_params["name"])
    if provider is None:
        return missing(request)
    end = _ends.get(provider.name) or await _end_address(provider)
    if end is None:
        return refused(RuleBroken("provider-cannot-sign-out", provider=provider.label))
    query = urlencode(
        {
            "client_id": provider.client_id,
            "post_logout_redirect_uri": f"{settings.origin}{addresses.SIGNED_OUT}",
        }
    )
    return RedirectResponse(
        f"{end}{'&' if '?' in end else '?'}{query}",
        status_code=303,
        headers={"Cache-Control": "no-store"},
    )


ROUTES = [
    Route(addresses.SIGN_IN_WITH + "/{name}", start, methods=["GET"]),
    Route(addresses.SIGN_OUT_WITH + "/{name}", leave_provider, methods=["GET"]),
]
