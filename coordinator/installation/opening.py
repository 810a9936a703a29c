"""Opens the installation for a command, and says in words why it cannot be opened."""

from __future__ import annotations

from pydantic import ValidationError

from coordinator.core.errors import BadInput, RuleBroken
from coordinator.core.office import Office
from coordinator.core.settings import Settings
from coordinator.installation import store
from coordinator.installation.migrate import migrate, revision_of
from coordinator.wiring import open_office


def open_as_it_is() -> Office:
    """The office on whatever database there is, perhaps none: for a look at what is wrong.

    Raises:
        BadInput: a setting cannot be used; the error names it.
    """
    try:
        settings = Settings()
    except ValidationError as error:
        names = {f"COORDINATOR_{str(part['loc'][0]).upper()}" for part in error.errors()}
        raise BadInput("settings-odd", names=", ".join(sorted(names))) from error
    try:
        return open_office(settings)
    except store.NO_DATABASE as error:
        raise BadInput("settings-odd", names="COORDINATOR_DATABASE_URL") from error


def open_reachable() -> Office:
    """The office on a database that answers, of whatever version.

    Raises:
        BadInput: a setting cannot be used.
        RuleBroken: the database does not answer.
    """
    office = open_as_it_is()
    try:
        revision_of(office.database)
    except store.NO_DATABASE as error:
        office.database.dispose()
        raise RuleBroken("database-unreachable", address=office.database.shown_url) from error
    return office


def open_current() -> Office:
    """The office on a database of this version.

    Raises:
        BadInput: a setting cannot be used.
        RuleBroken: the database does not answer, or is of a newer version.
    """
    office = open_reachable()
    migrate(office.database, now=office.clock.now())
    return office
