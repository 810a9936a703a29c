"""Reading the log: its entries, all of them as a file, and whether its chain is whole."""

from __future__ import annotations

from coordinator.access.actor import Actor
from coordinator.access.permissions import READERS_OF_THE_LOG, use_case
from coordinator.core.office import Office
from coordinator.core.translation import N_
from coordinator.trail import store
from coordinator.trail.chain import verify
from coordinator.trail.in_transaction import logged_change
from coordinator.trail.rows_to_views import trail_line
from coordinator.trail.views import TrailCheck, TrailFilter, TrailLine, TrailPage


@use_case("access.trail_entries", may=READERS_OF_THE_LOG)
def trail_entries(
    office: Office,
    actor: Actor,
    *,
    filter: TrailFilter | None = None,  # noqa: A002 - the word that callers read
    limit: int = 50,
    offset: int = 0,
) -> TrailPage:
    """What was done in the group, newest first: three statements."""
    wanted = filter or TrailFilter()
    with office.reading() as session:
        acted, renumbered = store.people_in_trail(session, actor.group_id)
        return TrailPage(
            lines=tuple(
                trail_line(entry, renumbered)
                for entry in store.trail_entries(
                    session, actor.group_id, wanted, limit=limit, offset=offset
                )
            ),
            total=store.count_trail_entries(session, actor.group_id, wanted),
            person_ids=tuple(sorted({renumbered.get(one, one) for one in acted})),
        )


@use_case("access.export_trail", may=READERS_OF_THE_LOG, log=N_("took the log out as a file"))
def export_trail(
    office: Office,
    actor: Actor,
    *,
    filter: TrailFilter | None = None,  # noqa: A002 - the word that callers read
) -> tuple[TrailLine, ...]:
    """Every entry that fits, newest first, for a file. Taking the trail out is itself in it."""
    with logged_change(office, actor) as session:
        found = store.trail_entries(session, actor.group_id, filter or TrailFilter())
        renumbered = store.renumbered_people(session, actor.group_id)
        return tuple(trail_line(entry, renumbered) for entry in found)


@use_case("access.check_trail", may=READERS_OF_THE_LOG)
def check_trail(office: Office, actor: Actor) -> TrailCheck:
    """Reads the group's whole chain and says whether, and where, it is broken."""
    key = office.settings.secret_key
    with office.reading() as session:
        return verify(
            session, actor.group_id, key=key.get_secret_value() if key is not None else None
        )
