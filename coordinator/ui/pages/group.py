"""Gruppen: the agencies with their people and empty chairs.

One address serves the list, an agency (``?agency=SLUG``), a person of it (``&seat=ID``), what
protecting the person does and did (``&protect=1``, ``receipt``), the same for somebody who holds a
role without a seat (``?person=ID``), a new person (``?add=1``), a new agency (``?new=1``) and the
uploading of a list (``?upload=1``).
"""

from __future__ import annotations

import streamlit as st

from coordinator.roster import usecases as roster
from coordinator.ui import frame
from coordinator.ui.group import agency, overview, people_upload, person, role_holder


def page() -> None:
    office, actor = frame.office_and_actor()
    asked = st.query_params
    if asked.get("upload"):
        people_upload.show(office, actor)
        return
    if asked.get("person"):
        role_holder.show(office, actor, asked["person"])
        return
    view = roster.roster(office, actor)
    entry = next((one for one in view.agencies if one.agency.slug == asked.get("agency")), None)
    if asked.get("add"):
        person.show_new(office, actor, view, entry)
    elif asked.get("new"):
        agency.show_new(office, actor)
    elif entry is not None and asked.get("seat"):
        person.show(office, actor, view, entry, asked["seat"])
    elif entry is not None:
        agency.show(office, actor, view, entry)
    else:
        overview.show(view)


page()
