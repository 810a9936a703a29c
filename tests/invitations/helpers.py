"""Somebody who joins a meeting."""

from __future__ import annotations

from sqlmodel import select

from coordinator.core.office import Office
from coordinator.meetings.tables import Meeting


def joined_by(office: Office, code: str, link: str) -> None:
    with office.transaction() as session:
        row = session.exec(select(Meeting).where(Meeting.code == code)).one()
        row.mode, row.joining_link = "digital", link
        session.add(row)
