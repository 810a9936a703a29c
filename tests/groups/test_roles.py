"""Two at once: a group never loses its last coordinator."""

from __future__ import annotations

from threading import Thread

from coordinator.access.actor import Role
from coordinator.core.errors import CoordinatorError
from coordinator.core.office import Office
from coordinator.groups import store as group_store
from coordinator.groups import usecases as groups
from coordinator.roster import usecases as roster
from tests.conftest import Cast


def test_two_coordinators_who_withdraw_each_other_leave_one(office: Office, cast: Cast) -> None:
    first, second = cast.coordinator.person_id or 0, cast.reader.person_id or 0
    group_id = cast.coordinator.group_id
    roster.grant_role(office, cast.coordinator, person_id=second, role=Role.COORDINATOR)
    said: list[str] = []

    def withdraw() -> None:
        try:
            roster.withdraw_role(office, cast.coordinator, person_id=second, role=Role.COORDINATOR)
        except CoordinatorError as error:
            said.append(error.code)

    with office.transaction() as session:
        grants = group_store.grants_for_change(session, group_id)
        session.delete(next(one for one in grants if one.person_id == first))
        session.flush()
        other = Thread(target=withdraw)
        other.start()
        other.join(0.5)
    other.join(30)

    left = groups.role_grants(office, cast.coordinator)
    assert [one.person_id for one in left if one.role is Role.COORDINATOR] == [second]
    assert said == ["last-coordinator"]
