"""Logg: the auditor's one page."""

from __future__ import annotations

from coordinator.core.translation import _
from coordinator.ui import frame, trail_list, widgets


def page() -> None:
    office, actor = frame.office_and_actor()
    widgets.page_head(_("Log"), _("What was done in the group, newest first."))
    trail_list.show(office, actor)


page()
