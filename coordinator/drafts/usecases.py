"""Keeping what is typed before it is saved, giving it back, letting it go."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from coordinator.access.actor import OFFICE, Actor
from coordinator.access.permissions import use_case
from coordinator.core.addresses import onward
from coordinator.core.database import Session, remove, save
from coordinator.core.errors import Conflict
from coordinator.core.office import Office
from coordinator.core.text import clean_lines
from coordinator.core.translation import N_
from coordinator.drafts import rules, store
from coordinator.drafts.tables import FormDraft
from coordinator.drafts.views import Draft, OwnDrafts
from coordinator.trail import in_transaction as trail
from coordinator.trail.in_transaction import logged_change


@use_case("drafts.own_drafts", may=OFFICE)
def own_drafts(office: Office, actor: Actor) -> OwnDrafts:
    """What waits for the actor in the group: two statements."""
    with office.reading() as session:
        number = store.round_number(session, actor.group_id)
        rows = store.own(session, actor.group_id, actor.person_id or 0)
        return OwnDrafts(number, tuple(_drafts(rows)))


@use_case("drafts.keep", may=OFFICE, log=N_("began a text and has not saved it yet"))
def keep(
    office: Office,
    actor: Actor,
    *,
    form: str,
    field: str,
    tab: str,
    text: str,
    round_number: int,
    page: str = "/",
    base: str = "",
) -> None:
    """Keeps what stands in one field of a form; an empty text lets the field's draft go.

    ``page``: where the form stands; anything but a page of ours is not kept. ``round_number``:
    :attr:`OwnDrafts.protected` as the page had it when the form was opened. The log tells once
    that a form was begun.

    Raises:
        Conflict: somebody has been protected since, and the text may hold the name.
        BadInput: no form of ours, or a text longer than 20,000 characters.
    """
    rules.check(form, field, tab, base, text)
    if actor.person_id is None:
        return  # the shell has no forms
    with logged_change(office, actor) as session:
        if store.round_in_turn(session, actor.group_id, to_change=False).number != round_number:
            raise Conflict("draft-protected")
        rows = store.own(session, actor.group_id, actor.person_id)
        if any(row.form == form for row in rows):
            trail.continue_entry(session)
        place = (form, field, tab)
        known = next((one for one in rows if (one.form, one.field, one.tab) == place), None)
        cleaned = clean_lines(text)
        if not cleaned:
            trail.continue_entry(session)
            if known is not None:
                remove(session, known)
            return
        row = known or FormDraft(
            group_id=actor.group_id, person_id=actor.person_id, form=form, field=field, tab=tab
        )
        row.text, row.base = cleaned, base
        row.page = onward(page) or "/"
        row.kept_at = office.clock.now()
        save(session, row)
        if known is None:
            remove(session, *rows[rules.MOST - 1 :])


@use_case("drafts.let_go", may=OFFICE, log=N_("threw away a text that was not saved"))
def let_go(office: Office, actor: Actor, *, form: str, tabs: Sequence[str]) -> None:
    """The writer does not want what those windows hold of a form."""
    with logged_change(office, actor) as session:
        if not _remove(session, actor, form, tabs):
            trail.continue_entry(session)


@use_case("drafts.done", may=OFFICE, log=N_("saved what had been begun"))
def done(office: Office, actor: Actor, *, form: str, tabs: Sequence[str]) -> None:
    """The form was saved, which its own entry in the log tells: nothing waits any more."""
    with logged_change(office, actor) as session:
        trail.continue_entry(session)
        _remove(session, actor, form, tabs)


def _remove(session: Session, actor: Actor, form: str, tabs: Sequence[str]) -> bool:
    """Whether there was anything."""
    rows = store.of_form(session, actor.group_id, actor.person_id or 0, form)
    gone = [row for row in rows if row.tab in tabs]
    remove(session, *gone)
    return bool(gone)


def _drafts(rows: Sequence[FormDraft]) -> Sequence[Draft]:
    def place(row: FormDraft) -> tuple[str, str]:
        return row.form, row.tab

    found = []
    for (form, tab), group in groupby(sorted(rows, key=place), key=place):
        mine = list(group)
        newest = max(mine, key=lambda row: row.kept_at)
        texts = {row.field: row.text for row in mine}
        found.append(Draft(form, tab, newest.page, texts, newest.base, newest.kept_at))
    return sorted(found, key=lambda one: one.kept_at, reverse=True)
