"""The members' plain pages: whole without a script, each request read with a member's eyes."""

from __future__ import annotations

from starlette.routing import Route

from coordinator.core import addresses
from coordinator.web.my import about, actions, home, meetings, polls, search
from coordinator.web.my.frame import nowhere, page

ROUTES = [
    Route(addresses.MY, page(home.show), methods=["GET"]),
    Route(addresses.MY_MEETINGS, page(meetings.show), methods=["GET"]),
    Route(addresses.MY_MEETINGS + "/{code}", page(meetings.show_one), methods=["GET"]),
    Route(addresses.MY_MEETINGS + "/{code}", page(meetings.agree), methods=["POST"]),
    Route(addresses.MY_ACTIONS, page(actions.show), methods=["GET"]),
    Route(addresses.MY_ACTIONS + "/{point}", page(actions.show_one), methods=["GET"]),
    Route(addresses.MY_ACTIONS + "/{point}", page(actions.report), methods=["POST"]),
    Route(addresses.MY_POLLS + "/{code}", page(polls.show), methods=["GET"]),
    Route(addresses.MY_POLLS + "/{code}", page(polls.answer), methods=["POST"]),
    Route(addresses.MY_SEARCH, page(search.show), methods=["GET"]),
    Route(addresses.MY_PRIVACY, about.privacy, methods=["GET"]),
    Route(addresses.MY_ACCESSIBILITY, about.accessibility, methods=["GET"]),
    Route(addresses.MY_HELP, about.help_page, methods=["GET"]),
    Route(addresses.MY + "/{rest:path}", page(nowhere), methods=["GET", "POST"]),
]
