"""What was given out or planned under an agenda item, as lines beside its note."""

from __future__ import annotations

from collections.abc import Sequence

from coordinator.access.actor import Actor
from coordinator.actions import usecases as actions
from coordinator.actions.views import ActionPointView, InformationActionView
from coordinator.core import dates
from coordinator.core.office import Office
from coordinator.core.translation import _
from coordinator.meetings.views import MeetingView
from coordinator.ui import identity_notice, widgets
from coordinator.ui.actions import words


def points_here(office: Office, actor: Actor, view: MeetingView, item_id: int) -> None:
    """What has been given out under the item."""
    for point in actions.points_of_meeting(office, actor, code=view.line.code):
        if point.agenda_item_id == item_id:
            point_line(point)
            identity_notice.beside(f"here_{point.id}", point.text, point.result)


def infos_here(shown: Sequence[InformationActionView], item_id: int, *, is_checked: bool) -> None:
    """What has been planned under the item; ``is_checked``: looked through for individuals."""
    for action in shown:
        if action.agenda_item_id == item_id:
            info_line(action)
            if is_checked:
                identity_notice.beside(f"info_{action.id}", action.title)


def point_line(point: ActionPointView) -> None:
    """``AP-2026-11  Boka lokal · Polisen · senast ons 2 dec (v. 49)``."""
    text = " · ".join([point.text, *whose(point)])
    widgets.labelled(point.code, "task_alt", "sub", text)


def info_line(action: InformationActionView) -> None:
    """``INFO-19  Orange Day · Polisen · ons 25 nov (v. 48)``."""
    parts = [action.title, action.lead_agency_name, words.span(action)]
    widgets.labelled(action.code, "campaign", "sub", words.joined(parts))


def whose(point: ActionPointView) -> list[str]:
    parts = [point.agency_name] if point.agency_name else []
    if point.due_day:
        parts.append(_("by {day}", day=dates.short_day_week(point.due_day)))
    return parts
