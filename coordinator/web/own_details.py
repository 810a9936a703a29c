"""Mina uppgifter: everybody's own name and address in the group, on a plain page."""

from __future__ import annotations

import re
from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from coordinator.access.actor import Actor
from coordinator.core import addresses
from coordinator.core.errors import CoordinatorError, Problem, RuleBroken
from coordinator.core.messages import sentence
from coordinator.core.office import Office
from coordinator.core.translation import _
from coordinator.entrance.usecases import own_person
from coordinator.web.come_in import come_in
from coordinator.web.faults import faults_of
from coordinator.web.forms import language_asked, read_form
from coordinator.web.pages import draw, go_to, home_of, keep_language, refused


def show(request: Request) -> Response:
    found = come_in(request)
    if isinstance(found, Response):
        return found
    office, actor = found.office, found.actor
    said = {
        "name": _("Your name is saved."),
        "address": _("Your address is changed. The old one opens nothing any more."),
    }
    return _page(office, actor, done=said.get(request.query_params.get("saved", ""), ""))


def change(request: Request) -> Response:
    """Saves the name, sends a code, or takes one that was typed."""
    found = come_in(request)
    if isinstance(found, Response):
        return found
    office, actor, form = found.office, found.actor, read_form(request)
    if chosen := language_asked(request):
        asked = form.get("address", "") if "asked" in form else ""
        return keep_language(_page(office, actor, asked=asked, typed=form), chosen)
    try:
        return _change(office, actor, form)
    except CoordinatorError as error:
        # What is wrong with the name, or with the form that had no name in it.
        about = "given_name" if _is_name(form) else "code" if "code" in form else "address"
        return _page(office, actor, typed=form, faults=_faults(error, form, about))


def _change(office: Office, actor: Actor, form: Mapping[str, str]) -> Response:
    address, code = form.get("address", ""), form.get("code")
    if _is_name(form):
        version = form.get("version", "")
        own_person.change_own_name(
            office,
            actor,
            version=int(version) if re.fullmatch(r"[0-9]{1,9}", version) else -1,
            given_name=form.get("given_name", ""),
            family_name=form.get("family_name", ""),
        )
        return _done(actor, "name")
    if code is None:
        own_person.ask_for_new_address(office, actor, address=address)
        return _page(office, actor, asked=address)
    if own_person.take_new_address(office, actor, address=address, code=code):
        return _done(actor, "address")
    return _page(office, actor, asked=address, faults={"code": _wrong_code()})


def _is_name(form: Mapping[str, str]) -> bool:
    """Fields that were left empty do not arrive."""
    return not form.keys().isdisjoint({"version", "given_name"})


def _wrong_code() -> str:
    return sentence(RuleBroken("venue-code-wrong"))


def _faults(error: CoordinatorError, form: Mapping[str, str], about: str) -> dict[str, str]:
    """Beside the part of the name that is missing, or beside the field that was sent."""
    if error.code == "person-needs-name":
        codes = {"given_name": "given-name-missing", "family_name": "family-name-missing"}
        return {
            name: sentence(Problem(code))
            for name, code in codes.items()
            if not form.get(name, "").strip()
        }
    return faults_of(error, {error.code: about})


def _page(
    office: Office,
    actor: Actor,
    *,
    asked: str = "",
    typed: Mapping[str, str] | None = None,
    faults: Mapping[str, str] | None = None,
    done: str = "",
) -> Response:
    """``asked``: the address that a code went to. ``typed``: what stays in the fields."""
    try:
        me = own_person.own_details(office, actor)
    except CoordinatorError as error:
        return refused(error)
    saved = {"given_name": me.given_name, "family_name": me.family_name}
    name = typed if typed is not None and _is_name(typed) else saved
    return draw(
        "own_details.html",
        status=400 if faults else 200,
        title=_("My details"),
        home_url=home_of(actor),
        action=_here(actor),
        group=actor.group_name,
        me=me,
        given_name=name.get("given_name") or "",
        family_name=name.get("family_name") or "",
        address=(typed or {}).get("address", ""),
        asked=asked,
        code=(typed or {}).get("code", ""),
        faults=faults or {},
        mail_goes=office.settings.mail_goes,
        done=done,
    )


def _done(actor: Actor, what: str) -> Response:
    address = addresses.my(addresses.MY_DETAILS, group=actor.group_slug, saved=what)
    return go_to(address)


def _here(actor: Actor) -> str:
    return addresses.my(addresses.MY_DETAILS, group=actor.group_slug)


ROUTES = [
    Route(addresses.MY_DETAILS, show, methods=["GET"]),
    Route(addresses.MY_DETAILS, change, methods=["POST"]),
]
