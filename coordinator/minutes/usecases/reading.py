"""Reading the record of a meeting: the whole of it, and what of a note the room sees."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from coordinator.access.actor import OFFICE, Actor
from coordinator.access.permissions import EVERYONE, use_case
from coordinator.core.database import Session
from coordinator.core.errors import NotFound
from coordinator.core.office import Office
from coordinator.core.outbox.how_far import how_far
from coordinator.core.translation import N_
from coordinator.minutes import in_room, letters, store
from coordinator.minutes.lifecycle import MinutesState
from coordinator.minutes.rows_to_views import minutes_view, view_with_mails
from coordinator.minutes.rules import READ_MARKED
from coordinator.minutes.views import MinutesView, NewNotes, Progress, RoomNote
from coordinator.trail import in_transaction as trail
from coordinator.trail import logged_reading
from coordinator.trail.in_transaction import logged_change


@use_case("minutes.minutes", may=EVERYONE)
def minutes(office: Office, actor: Actor, *, code: str) -> MinutesView:
    """A meeting's record, item by item: three statements, and one for the adjuster's name.

    Marked paragraphs are left out as :func:`coordinator.minutes.rules.readable_marks` says. Who is
    shown one leaves an entry in the trail. Notes that are out for comments are read by who was
    asked for them and by the adjuster, until the last day for comments.

    Raises:
        NotFound: no such meeting, or its minutes are not open to this reader yet.
    """
    with office.reading() as session:
        if store.reads_drafts(actor):
            view = view_with_mails(session, actor, code, office, (letters.MINUTES,))
        else:
            view = minutes_view(session, actor, code, today=office.clock.today())
    logged_reading.trace(office, actor, READ_MARKED, about=code, items=view.marked_items)
    return view


@use_case("minutes.states", may=EVERYONE)
def states(office: Office, actor: Actor, *, codes: Sequence[str]) -> dict[str, MinutesState]:
    """How far the minutes of these meetings are; those the actor may not read are left out."""
    if not codes:
        return {}
    with office.reading() as session:
        return {
            code: MinutesState(state)
            for code, state in store.states(session, actor, codes, office.clock.today())
        }


@use_case("minutes.progress", may=EVERYONE)
def progress(office: Office, actor: Actor, *, codes: Sequence[str]) -> dict[str, Progress]:
    """How far these meetings' minutes and the mails about them are; one statement.

    Those the actor may not read are left out.
    """
    if not codes:
        return {}
    with office.reading() as session:
        rows = store.progress(session, actor, codes, (letters.MINUTES,), office.clock.now())
    return {
        code: Progress(MinutesState(state), how_far(office.settings, counts))
        for code, state, counts in rows
    }


@use_case("minutes.newest", may=EVERYONE)
def newest(office: Office, actor: Actor, *, limit: int = 3) -> tuple[NewNotes, ...]:
    """The newest meetings whose notes the actor may read: one statement."""
    with office.reading() as session:
        return tuple(
            NewNotes(
                meeting.code,
                meeting.starts_at,
                MinutesState(row.state),
                row.approved_on,
                row.comments_by,
            )
            for meeting, row in store.newest(
                session, actor, limit=limit, today=office.clock.today()
            )
        )


@use_case("minutes.note_in_room", may=OFFICE)
def note_in_room(
    office: Office, actor: Actor, *, code: str, item_id: int, shown: Collection[str] = ()
) -> RoomNote:
    """An item as the projector shows it, whoever runs it: without marked paragraphs.

    What may point to somebody stays out too, but for the digests in ``shown``
    (:func:`show_in_room`).

    Raises:
        NotFound: no such meeting or item in the group.
    """
    with office.reading() as session:
        return _on_the_wall(session, actor, code, item_id, shown)


@use_case("minutes.show_in_room", may=OFFICE, log=N_("showed the room what had been left out"))
def show_in_room(office: Office, actor: Actor, *, code: str, item_id: int) -> frozenset[str]:
    """Somebody lets the room see an item's paragraphs that stay out now; gives their digests.

    Nothing is kept but the entry in the log, which tells the item by its number.

    Raises:
        NotFound: no such meeting or item in the group.
    """
    with logged_change(office, actor, about=code) as session:
        note = _on_the_wall(session, actor, code, item_id, ())
        trail.add_values(session, items=[note.number])
        return note.left_out


def _on_the_wall(
    session: Session, actor: Actor, code: str, item_id: int, shown: Collection[str]
) -> RoomNote:
    view = minutes_view(session, actor, code, open_only=True)
    note = next((one for one in view.notes if one.agenda_item_id == item_id), None)
    if note is None:
        raise NotFound("not-found")
    return in_room.on_the_wall(note, shown)
