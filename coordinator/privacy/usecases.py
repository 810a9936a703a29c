"""Protecting somebody after the fact: every place where the name stands, and what becomes of it."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import replace

from coordinator.access import steps as access
from coordinator.access.actor import Actor, Role
from coordinator.access.rules import permit
from coordinator.access.trail import acting, append, lock_chains, says
from coordinator.core.database import Session
from coordinator.core.errors import NotFound, RuleBroken
from coordinator.core.office import Office
from coordinator.privacy import protecting, rules, store
from coordinator.privacy.looking import FoundMail, FoundText, Look, look, name_instead
from coordinator.privacy.rules import Name
from coordinator.privacy.views import (
    Beyond,
    Did,
    NamedPlace,
    NameHit,
    PlacesView,
    Receipt,
)
from coordinator.roster import steps as roster
from coordinator.roster.rules import FUNCTION_MAILBOX, checked_email, email_key

_PROTECT_NOW = "privacy.protect_now"
_WITHOUT_A_TASK = frozenset({Role.MEMBER, Role.READER})  # roles that a group does not depend on


def places_of_name(
    office: Office, actor: Actor, *, person_id: int, also: Collection[str] = ()
) -> PlacesView:
    """Every place where the person's name stands, and what protecting would do there.

    ``also``: further names, such as one from before a marriage, which nobody has recorded here.
    Changes nothing. Places in the person's other groups are found too; of groups that the actor
    does not coordinate nothing is told but what will be done, and how often.

    Raises:
        NotFound: nobody of the group.
        RuleBroken: the person is protected already, or works for a group that the actor does not
            coordinate.
    """
    permit(actor, "privacy.places_of_name")
    with office.reading() as session:
        found = _look(session, actor, person_id, also)
        others = tuple(
            NamedPlace(one.source, one.field, one.about, None, one.did, one.count)
            for one in protecting.preview_lines(session, found, actor.group_id, office.clock.now())
        )
        person = found.person
        known = person.email if person.contact_channel == FUNCTION_MAILBOX else None
        return PlacesView(
            person_id=person_id,
            name=roster.name_of(person, None),
            instead=found.instead[actor.group_id],
            mailbox=known,
            places=(
                *others,
                *(_text_place(one, found.unseen) for one in found.texts),
                *(_mail_place(one, found.unseen) for one in found.mails),
            ),
            beyond=tuple(Beyond),
            sent_mails=_sent(found),
            unseen_groups=len(found.unseen),
        )


def protect_now(
    office: Office,
    actor: Actor,
    *,
    person_id: int,
    mailbox: str | None = None,
    answers: Mapping[str, bool] | None = None,
    also: Collection[str] = (),
) -> Receipt:
    """Protects a person in one transaction, in every group; the receipt of what was done here.

    ``mailbox``: a function mailbox that mail goes to from now on; None leaves none. ``answers``:
    by a hit's key whether it is this person; without an answer everything but ``UNSURE`` is.
    ``also``: further names, as in :func:`places_of_name`; they are not kept.
    Approved originals stay as they are; others than coordinator and archive read masked copies.
    Each group's trail keeps its own receipt.

    Raises:
        NotFound, RuleBroken: as :func:`places_of_name`; or a mailbox was named, which opens doors,
            for somebody who is also in a group that the actor does not coordinate.
        BadInput: the mailbox is no address, or somebody's own.
    """
    permit(actor, _PROTECT_NOW)
    box = checked_email(mailbox)
    now = office.clock.now()
    with acting(office, actor, _PROTECT_NOW, about=_about(person_id)) as session:
        found = _look(session, actor, person_id, also, for_change=True)
        if box and found.unseen:
            raise RuleBroken("mailbox-of-other-group")
        _check_mailbox(session, found, box)
        sent = _sent(found)
        done = protecting.protect(session, found, mailbox=box, answers=answers or {}, now=now)
        says(session, lines=protecting.as_said(done[actor.group_id]), sent=sent)
        lock_chains(session, found.groups)
        for group_id in found.groups:
            if group_id != actor.group_id:
                append(
                    session,
                    replace(actor, group_id=group_id),
                    _PROTECT_NOW,
                    now=now,
                    about=_about(person_id),
                    said={"lines": protecting.as_said(done[group_id]), "sent": sent},
                )
        return Receipt(
            person_id=person_id,
            instead=found.instead[actor.group_id],
            done_at=now,
            done_by=found.instead[actor.group_id] if actor.person_id == person_id else actor.name,
            lines=done[actor.group_id],
            beyond=tuple(Beyond),
            sent_mails=sent,
        )


def receipt(office: Office, actor: Actor, *, person_id: int) -> Receipt:
    """What was done when the person was protected, as the trail keeps it.

    Raises:
        NotFound: the person was not protected this way, or the trail of it is disposed of.
    """
    permit(actor, "privacy.receipt")
    with office.reading() as session:
        found = store.receipt_entry(session, actor.group_id, _PROTECT_NOW, _about(person_id))
        if found is None:
            raise NotFound("not-found")
        entry, by_protected = found
        said = next(one["said"] for one in json.loads(entry.changes) if "said" in one)
        # The trail keeps people by id; the name is the one that stands today.
        by = entry.actor_name
        if entry.person_id is not None:
            names = roster.person_names(session, actor.group_id, [entry.person_id])
            by = names.get(entry.person_id, by)
        if by_protected and entry.person_id is not None:
            by = name_instead(session, actor.group_id, entry.person_id)
        return Receipt(
            person_id=person_id,
            instead=name_instead(session, actor.group_id, person_id),
            done_at=entry.happened_at,
            done_by=by,
            lines=tuple(protecting.as_lines(said["lines"])),
            beyond=tuple(Beyond),
            sent_mails=said["sent"],
        )


# Inside -------------------------------------------------------------------------------------------


def _look(
    session: Session,
    actor: Actor,
    person_id: int,
    also: Collection[str],
    *,
    for_change: bool = False,
) -> Look:
    groups = frozenset({actor.group_id})
    unseen: frozenset[int] = frozenset()
    if not access.belongs(session, actor.group_id, person_id):
        raise NotFound("not-found")
    return look(session, person_id, groups, also=also, unseen=unseen, for_change=for_change)


def _check_mailbox(session: Session, found: Look, mailbox: str | None) -> None:
    if mailbox is None:
        return
    owners = [*found.sought.names]
    owners += [
        Name(person.given_name or "", person.family_name or "")
        for person in store.people_with_address(session, email_key(mailbox))
    ]
    rules.check_mailbox(mailbox, owners)


def _about(person_id: int) -> str:
    return f"person-{person_id}"


def _sent(found: Look) -> int:
    return sum(one.row.state == "sent" for one in found.mails)


def _text_place(found: FoundText, unseen: Collection[int]) -> NamedPlace:
    is_unseen = found.group_id in unseen
    shown = () if found.is_secret or found.is_whole or is_unseen else found.matches
    changed = Did.REMOVED if found.is_whole else Did.REPLACED
    return NamedPlace(
        source=found.source,
        field=found.column,
        about=None if is_unseen else found.about,
        day=None if is_unseen else found.day,
        did=Did.MASKED if found.is_original else changed,
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


def _mail_place(found: FoundMail, unseen: Collection[int]) -> NamedPlace:
    row = found.row
    if found.is_stopped:
        did = Did.STOPPED
    elif found.is_waiting and found.is_unreadable:
        did = Did.HELD
    else:
        did = Did.REPLACED
    about = None if row.group_id in unseen else row.about
    return NamedPlace("outbox_mail", "text", about, None, did, 1)
