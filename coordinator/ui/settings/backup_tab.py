"""How to take a copy of everything, and whether the installation is well."""

from __future__ import annotations

import streamlit as st

from coordinator.access.actor import Actor
from coordinator.core.errors import Problem
from coordinator.core.messages import sentence
from coordinator.core.office import Office
from coordinator.core.translation import _
from coordinator.installation.doctor import examine
from coordinator.installation.views import Finding
from coordinator.ui import widgets
from coordinator.ui.text import escape


def show(office: Office, actor: Actor) -> None:
    day = office.clock.today().isoformat()
    with widgets.card("backup"):
        st.header(_("Take a backup"), anchor=False)
        st.write(
            _(
                "Whoever runs the server writes this in its terminal. The program may go on "
                "running meanwhile."
            )
        )
        _command(f"coordinator backup samordnaren-{day}.zip")
    with widgets.card("restore"):
        st.header(_("Put a backup back"), anchor=False)
        st.write(
            _(
                "Into an empty database only. A damaged copy is refused before anything is "
                "touched. Try it now and then: a backup nobody has restored is a hope."
            )
        )
        _command(f"coordinator restore samordnaren-{day}.zip")
    with widgets.card("doctor"):
        st.header(_("How the installation is doing"), anchor=False)
        for finding in examine(office, quick=True):
            if not finding.subject.startswith("COORDINATOR_"):
                _finding(finding)
        _command("coordinator doctor")


def _command(text: str) -> None:
    style = "margin:0;white-space:pre-wrap;overflow-wrap:anywhere"
    st.html(f'<pre style="{style}"><code>{escape(text)}</code></pre>')
    widgets.copy_text(_("Copy the command"), text)


def _finding(finding: Finding) -> None:
    names = {
        "address": _("Address"),
        "setting names": _("Names of settings"),
        "database": _("Database"),
        "migrations": _("Database version"),
        "disk": _("Free space"),
        "clock": _("Clock"),
        "data": _("Shipped data"),
        "mail": _("Email"),
        "sign-in mail": _("Sign-in email"),
        "version": _("The program's version"),
        "writing": _("Can be written"),
        "encoding": _("The database's letters"),
        "signing key": _("Signing key"),
        "files": _("Who can read the files"),
    }
    with widgets.row(f"finding_{finding.subject}"):
        said = sentence(Problem(finding.code, finding.params)) if finding.code else ""
        widgets.row_text(names.get(finding.subject, finding.subject), said)
        if finding.ok and finding.code:
            widgets.chip(_("Good to know"), "info", "sub")
        elif finding.ok:
            widgets.chip(_("OK"), "check_circle", "ok")
        else:
            widgets.chip(_("Look at this"), "error", "late")
