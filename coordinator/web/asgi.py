"""The application around Streamlit: our routes, our guard, our way of failing."""

from __future__ import annotations

import gc
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.routing import BaseRoute, Route

from coordinator.core import addresses, background_writes, logs
from coordinator.core.outbox.worker import Worker
from coordinator.installation import file_rights, server_log
from coordinator.installation.housekeeping import Housekeeper
from coordinator.installation.migrate import migrate, newest_revision
from coordinator.privacy import file_scrub
from coordinator.web import (
    asset_files,
    calendar_files,
    drafts,
    last_words,
    mail_files,
    my,
    own_details,
    own_sessions,
    polls,
    providers,
    sign_in,
    sign_in_code,
    start,
    trail_files,
    venue,
    which_group,
    year_plan,
)
from coordinator.web.forms import Forms
from coordinator.web.gate import Guard
from coordinator.web.health import health
from coordinator.web.html import PageShell
from coordinator.web.packed import PackedFiles
from coordinator.web.pages import failed, missing
from coordinator.web.tidy import TidyAddress
from coordinator.wiring import running_office


@asynccontextmanager
async def lifespan(_app: Any) -> AsyncIterator[dict[str, Any]]:
    """Brings the database to this version and its files in order, starts mail and housekeeping.

    Imports are kept uncollected.
    """
    logs.set_up_server()
    office = running_office()
    await run_in_threadpool(migrate, office.database, now=office.clock.now())
    office.database.needs = newest_revision
    await run_in_threadpool(file_rights.mend, office)
    await run_in_threadpool(file_scrub.finish, office)
    gc.collect()
    gc.freeze()
    worker, housekeeper = Worker(office), Housekeeper(office)
    worker.start()
    housekeeper.start()
    await run_in_threadpool(server_log.started, office)
    try:
        yield {}
    finally:
        await run_in_threadpool(housekeeper.stop)
        await run_in_threadpool(worker.stop)
        await run_in_threadpool(background_writes.settle)
    office.database.dispose()
    server_log.stopped()


ROUTES: list[BaseRoute] = [
    Route(addresses.HEALTH, health),
    *sign_in_code.ROUTES,
    *providers.ROUTES,
    *sign_in.ROUTES,
    *own_details.ROUTES,
    *own_sessions.ROUTES,
    *which_group.ROUTES,
    *start.ROUTES,
    *calendar_files.ROUTES,
    *mail_files.ROUTES,
    *trail_files.ROUTES,
    *asset_files.ROUTES,
    *venue.ROUTES,
    *my.ROUTES,
    *year_plan.ROUTES,
    *polls.ROUTES,
    *drafts.ROUTES,
    *last_words.ROUTES,
    # Without these Streamlit would answer with its page for any address.
    *(Route(f"{start}{{rest:path}}", missing) for start in addresses.PLAIN),
]

MIDDLEWARE = [
    Middleware(TidyAddress),
    Middleware(Forms),
    Middleware(Guard),
    Middleware(PackedFiles),
    Middleware(providers.ProviderLogin),
    Middleware(PageShell),
]

EXCEPTION_HANDLERS: Mapping[Any, Any] = {404: missing, 500: failed}
