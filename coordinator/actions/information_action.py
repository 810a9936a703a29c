"""One information action, inside a use case's transaction."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any

from coordinator.access.actor import Actor
from coordinator.actions import action_point, in_transaction, rules, store
from coordinator.actions.lifecycle import InfoState
from coordinator.actions.tables import InformationAction
from coordinator.actions.views import InfoFields, InfoKind, InformationActionView
from coordinator.core.database import Session, save, touch
from coordinator.core.errors import BadInput, Conflict, NotFound
from coordinator.core.text import typed_line, typed_lines
from coordinator.meetings import in_transaction as meetings

_TEXTS = ("audience", "channel", "material", "evaluation", "effect")
_OTHERS = ("kind", "first_day", "last_day", "cost", "reach")
_Partners = Mapping[int, tuple[tuple[int, str], ...]]


def fill(session: Session, actor: Actor, row: InformationAction, fields: InfoFields) -> None:
    """Writes the given fields, checked; the others stay.

    Raises:
        BadInput: no title, an unknown kind, an odd number, or it ends before it starts.
        NotFound: the lead is no agency of the group.
    """
    for name, value in _cleaned(fields).items():
        setattr(row, name, value)
    if "lead_agency_id" in fields:
        row.lead_agency_id = action_point.agency_of(session, actor, fields["lead_agency_id"])
    if not row.title:
        raise BadInput("info-needs-title")
    if row.kind not in set(InfoKind):
        raise BadInput("info-kind-unknown", kind=row.kind)
    rules.check_days(row.first_day, row.last_day)
    rules.check_amount(row.cost)
    rules.check_amount(row.reach)


def to_change(
    session: Session, actor: Actor, info_id: int, version: int, fields: InfoFields
) -> InformationAction:
    """The row, locked and counted up.

    Raises:
        NotFound: no such one in the group.
        Conflict: somebody else changed it in between; ``mine`` and ``theirs`` hold what differs.
    """
    row = store.info_for_change(session, actor.group_id, info_id)
    if row is None:
        raise NotFound("not-found")
    if row.version != version:
        mine = {k: v for k, v in _cleaned(fields).items() if v != getattr(row, k)}
        theirs = {name: getattr(row, name) for name in mine} or {"title": row.title}
        raise Conflict(
            "changed-meanwhile", mine=_as_text(mine), theirs=_as_text(theirs), version=row.version
        )
    if "partner_ids" in fields:
        touch(row)  # partners have rows of their own
    return row


def saved(
    session: Session,
    actor: Actor,
    row: InformationAction,
    fields: InfoFields,
    today: date,
    *,
    accepted: Collection[str] = (),
) -> InformationActionView:
    """Writes the row with its partners and makes it found.

    Raises:
        NotFound: a partner is no agency of the group.
        RuleBroken: a secret meeting place stands in it; the street and number alone are asked
            about, unless their code is among the ``accepted``.
    """
    texts = [row.title, *(getattr(row, name) for name in _TEXTS)]
    meetings.refuse_secret_places(session, actor.group_id, texts, accepted)
    save(session, row)
    assert row.id is not None
    if "partner_ids" in fields:
        wanted = set(fields["partner_ids"]) - {row.lead_agency_id}
        if store.agencies_known(session, actor.group_id, wanted) != wanted:
            raise NotFound("not-found")
        store.set_partners(session, actor.group_id, row.id, wanted)
    stored = store.info(session, actor, row.id)
    assert stored is not None
    in_transaction.index_info(session, stored)
    return view(stored, store.partners(session, actor.group_id, [row.id]), today)


def found(session: Session, actor: Actor, info_id: int, today: date) -> InformationActionView:
    row = store.info(session, actor, info_id)
    if row is None:
        raise NotFound("not-found")
    return view(row, store.partners(session, actor.group_id, [info_id]), today)


def years(days: Iterable[tuple[date | None, date | None]]) -> tuple[int, ...]:
    """Every year that something lies in, from (first, last) days, ascending."""
    seen: set[int] = set()
    for first, last in days:
        if first is not None:
            seen.update(range(first.year, (last or first).year + 1))
    return tuple(sorted(seen))


def view(row: store.InfoRow, partners: _Partners, today: date) -> InformationActionView:
    action = row.action
    assert action.id is not None
    state = InfoState(action.state)
    return InformationActionView(
        id=action.id,
        code=action.code,
        title=action.title,
        kind=InfoKind(action.kind),
        audience=action.audience,
        first_day=action.first_day,
        last_day=action.last_day,
        lead_agency_id=action.lead_agency_id,
        lead_agency_name=row.lead_name,
        partners=partners.get(action.id, ()),
        channel=action.channel,
        material=action.material,
        reach=action.reach,
        cost=action.cost,
        evaluation=action.evaluation,
        effect=action.effect,
        state=state,
        asks_for_effect=rules.asks_for_effect(state, action.last_day, action.effect, today),
        meeting_code=row.meeting_code,
        version=action.version,
        agenda_item_id=action.agenda_item_id,
    )


def _cleaned(fields: InfoFields) -> dict[str, Any]:
    """The given fields as the row holds them; agencies apart."""
    given: Mapping[str, Any] = fields
    values = {name: given[name] for name in _OTHERS if name in given}
    values |= {name: typed_lines(given[name] or "") or None for name in _TEXTS if name in given}
    if "title" in fields:
        values["title"] = typed_line(fields["title"])
    return values


def _as_text(values: Mapping[str, Any]) -> str:
    """One line with what a reader needs in order to compare two versions."""
    return " · ".join(str(value) for value in values.values() if value is not None)
