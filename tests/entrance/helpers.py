"""Short words for what the tests of the entrance plant and read."""

from __future__ import annotations

from sqlmodel import col, select

from coordinator.core.office import Office
from coordinator.core.outbox.tables import OutboxMail
from coordinator.roster import usecases as roster
from coordinator.roster.views import Duty
from coordinator.wiring import shell_actor


def mails(office: Office) -> list[OutboxMail]:
    with office.reading() as session:
        found = session.exec(select(OutboxMail).order_by(col(OutboxMail.id))).all()
        session.expunge_all()
        return list(found)


def seat(
    office: Office,
    *,
    email: str,
    agency: str = "polis",
    duty: Duty = Duty.SUBSTITUTE,
    **more: object,
) -> int:
    """Somebody of the group with a seat and no role."""
    shell = shell_actor(office, "exempelby")
    ids = {one.slug: one.id for one in roster.agencies(office, shell)}
    fields: dict[str, object] = {
        "given_name": "Petra",
        "family_name": "Påhitt",
        "valid_from": office.clock.today(),
    } | more
    added = roster.add_person(
        office, shell, agency_id=ids[agency], duty=duty, email=email, **fields,  # type: ignore[arg-type]
    )  # fmt: skip
    return added.person_id


def token_in(mail: OutboxMail) -> str:
    return mail.text.split("/sign-in/", 1)[1].split()[0]
