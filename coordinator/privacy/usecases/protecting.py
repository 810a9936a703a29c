"""Protecting somebody after the fact: every place where the name stands, and what becomes of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from coordinator.access import in_transaction as access
from coordinator.access.actor import Actor
from coordinator.access.permissions import COORDINATOR, use_case
from coordinator.core.database import Session
from coordinator.core.errors import NotFound
from coordinator.core.mailboxes import email_key
from coordinator.core.office import Office
from coordinator.core.translation import N_
from coordinator.privacy import other_groups, protecting, rules, store
from coordinator.privacy.file_scrub import PROTECT_NOW, SCRUB, overwrite, said
from coordinator.privacy.name_search import FoundMail, FoundText, Look, look, name_instead
from coordinator.privacy.names.spellings import Name
from coordinator.privacy.views import Beyond, Did, NamedPlace, NameHit, PlacesView, Receipt
from coordinator.roster import in_transaction as roster
from coordinator.roster import rows_to_views
from coordinator.roster.rules import FUNCTION_MAILBOX, checked_email
from coordinator.trail import people as trail_people
from coordinator.trail.in_transaction import add_values, logged_change
from coordinator.trail.tables import TrailEntry


@use_case("privacy.places_of_name", may=COORDINATOR)
def places_of_name(
    office: Office, actor: Actor, *, person_id: int, also: Collection[str] = ()
) -> PlacesView:
    """Every place where the person's name stands, and what protecting would do there.

    ``also``: further names, such as one from before a marriage, which nobody has recorded here; at
    least one when the person is protected already. Changes nothing, and looks in the actor's group
    alone.

    Raises:
        NotFound: nobody of the group.
        BadInput: the person is protected already and no further name is told, or a name is odd.
    """
    with office.reading() as session:
        found = _look(session, actor, person_id, also)
        others = tuple(
            NamedPlace(one.source, one.field, one.about, None, one.did, one.count)
            for one in protecting.preview_lines(session, found, office.clock.now())
        )
        person = found.person
        known = person.email if person.contact_channel == FUNCTION_MAILBOX else None
        return PlacesView(
            person_id=person_id,
            name=found.instead if found.is_again else rows_to_views.name_of(person, None),
            is_again=found.is_again,
            instead=found.instead,
            mailbox=known,
            places=(
                *others,
                *map(_text_place, found.texts),
                *map(_mail_place, found.mails),
            ),
            beyond=tuple(Beyond),
            sent_mails=_sent(found),
        )


@use_case(PROTECT_NOW, may=COORDINATOR, log=N_("protected a person's identity"))
def protect_now(
    office: Office,
    actor: Actor,
    *,
    person_id: int,
    mailbox: str | None = None,
    answers: Mapping[str, bool] | None = None,
    also: Collection[str] = (),
) -> Receipt:
    """Protects a person of the group in one transaction; the receipt of what was done.

    Somebody protected already is looked for by further names, as often as one becomes known; the
    mailbox stays as it is then. Each run has a receipt of its own.

    ``mailbox``: a function mailbox that mail goes to from now on; None leaves none. ``answers``:
    by a hit's key whether it is this person; without an answer everything but ``UNSURE`` is.
    ``also``: further names, as in :func:`places_of_name`; they are not kept.
    Approved originals stay as they are; others than coordinator and archive read masked copies.
    The trail keeps the receipt.

    Raises:
        NotFound, BadInput: as :func:`places_of_name`; or the mailbox is no address, or somebody's
            own.
    """
    box = checked_email(mailbox)
    now = office.clock.now()
    with logged_change(office, actor, about=_about(person_id)) as session:
        other_groups.settle(session, actor.group_id, person_id, now)
        found = _look(session, actor, person_id, also, for_change=True)
        _check_mailbox(session, actor.group_id, found, box)
        sent = _sent(found)
        if not found.is_again:  # a function mailbox is nobody's trace
            other_groups.note(session, actor.group_id, person_id, found.person.email_key)
        lines = protecting.protect(session, found, mailbox=box, answers=answers or {}, now=now)
        others = other_groups.others(session, actor.group_id, person_id)
        add_values(session, lines=protecting.as_said(lines), sent=sent)
    return Receipt(
        person_id=person_id,
        instead=found.instead,
        done_at=now,
        done_by=found.instead if actor.person_id == person_id else actor.name,
        lines=lines,
        beyond=tuple(Beyond),
        sent_mails=sent,
        is_file_clean=overwrite(office, actor, _about(person_id)),
        elsewhere=others,
    )


@use_case(SCRUB, may=COORDINATOR, log=N_("overwrote old text in the database's files"))
def scrub(office: Office, actor: Actor, *, person_id: int) -> bool:
    """Tries again to make the old text unreadable in the database's files; whether it succeeded.

    Somebody who read the database while it was tried before may have kept it from being done.

    Raises:
        NotFound: nobody of the group was protected this way.
    """
    with office.reading() as session:
        abouts = trail_people.codes_of_person(session, actor.group_id, person_id)
        if not store.receipt_entries(session, actor.group_id, (PROTECT_NOW,), abouts):
            raise NotFound("not-found")
    return overwrite(office, actor, _about(person_id))


@use_case("privacy.receipt", may=COORDINATOR)
def receipt(office: Office, actor: Actor, *, person_id: int) -> Receipt:
    """What was done when the person was protected, as the trail keeps it; the newest run first.

    Raises:
        NotFound: the person was not protected this way, or the trail of it is disposed of.
    """
    with office.reading() as session:
        abouts = trail_people.codes_of_person(session, actor.group_id, person_id)
        entries = store.receipt_entries(session, actor.group_id, (PROTECT_NOW, SCRUB), abouts)
        others = other_groups.others(session, actor.group_id, person_id)
        found, is_clean = [], False
        for entry in entries:
            if entry.use_case == SCRUB:
                is_clean |= bool(said(entry)["clean"])
                continue
            found.append(
                replace(
                    _kept_receipt(session, actor, person_id, entry),
                    is_file_clean=is_clean,
                )
            )
    if not found:
        raise NotFound("not-found")
    return replace(found[0], elsewhere=others, earlier=tuple(found[1:]))


# Inside -------------------------------------------------------------------------------------------


def _look(
    session: Session,
    actor: Actor,
    person_id: int,
    also: Collection[str],
    *,
    for_change: bool = False,
) -> Look:
    if not access.belongs(session, actor.group_id, person_id):
        raise NotFound("not-found")
    return look(session, person_id, actor.group_id, also=also, for_change=for_change)


def _check_mailbox(session: Session, group_id: int, found: Look, mailbox: str | None) -> None:
    if mailbox is None:
        return
    owners = [*found.sought.names]
    owners += [
        Name(person.given_name or "", person.family_name or "")
        for person in store.people_with_address(session, group_id, email_key(mailbox))
    ]
    rules.check_mailbox(mailbox, owners)


def _kept_receipt(session: Session, actor: Actor, person_id: int, entry: TrailEntry) -> Receipt:
    kept = said(entry)
    # The trail keeps people by number; the name is the one that everybody may see today.
    by = entry.actor_name
    if entry.person_id is not None:
        number = trail_people.number_now(session, actor.group_id, entry.person_id)
        by = roster.person_names(session, actor.group_id, [number]).get(number, by)
    return Receipt(
        person_id=person_id,
        instead=name_instead(session, actor.group_id, person_id),
        done_at=entry.happened_at,
        done_by=by,
        lines=tuple(protecting.as_lines(kept["lines"])),
        beyond=tuple(Beyond),
        sent_mails=kept["sent"],
    )


def _about(person_id: int) -> str:
    return f"person-{person_id}"


def _sent(found: Look) -> int:
    return sum(one.row.state == "sent" for one in found.mails)


def _text_place(found: FoundText) -> NamedPlace:
    shown = () if found.is_secret or found.is_whole else found.matches
    return NamedPlace(
        source=found.source,
        field=found.column,
        about=found.about,
        day=found.day,
        did=Did.MASKED if found.is_original else protecting.changed(found),
        count=len(found.matches),
        hits=tuple(
            NameHit(
                rules.hit_key(found.place, found.text, match),
                match.certainty,
                *rules.around(found.text, match),
            )
            for match in shown
        ),
    )


def _mail_place(found: FoundMail) -> NamedPlace:
    if found.is_stopped:
        did = Did.STOPPED
    elif found.is_waiting and found.is_unreadable:
        did = Did.HELD
    else:
        did = Did.REPLACED
    return NamedPlace("outbox_mail", "text", found.row.about, None, did, 1)
