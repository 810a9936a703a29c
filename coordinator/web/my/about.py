"""Personuppgifter, Tillgänglighet and Hjälp: open to everybody, with the menu for who has one."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from coordinator.core import product_information
from coordinator.core.translation import _
from coordinator.web.my.frame import plain, reader_of
from coordinator.web.pages import listen


def privacy(request: Request) -> Response:
    listen(request)
    return _show(request, _("Personal data"), product_information.personal_data())


def accessibility(request: Request) -> Response:
    listen(request)
    return _show(request, _("Accessibility"), product_information.accessibility())


def help_page(request: Request) -> Response:
    listen(request)
    return _show(request, _("Help"), product_information.members_help())


def _show(request: Request, title: str, parts: product_information.Parts) -> Response:
    found = reader_of(request)
    me = None if isinstance(found, Response) else found
    return plain("my/about.html", me, title=title, parts=parts)
