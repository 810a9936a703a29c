"""One press for those whose personal links are gone: after a restore, or with another key."""

from __future__ import annotations

import streamlit as st

from coordinator.access.actor import Actor
from coordinator.core.office import Office
from coordinator.core.outbox.how_far import Way
from coordinator.core.translation import _, ngettext
from coordinator.mail import usecases as mail
from coordinator.planning.polls import letters
from coordinator.planning.polls import usecases as date_polls
from coordinator.ui import frame, outgoing, widgets


def button(office: Office, actor: Actor, code: str) -> None:
    """Asks again those of one question who have not answered; says how many got a mail."""
    if not widgets.primary(_("Ask them again"), "renew_poll_links", "forward_to_inbox"):
        return
    with frame.saying() as said:
        count = date_polls.renew_poll_links(office, actor, code=code)
    if said.ok:
        far = mail.how_far(office, actor, kinds=letters.ASKING, about=code)
        if far.way is not Way.BY_ITSELF:
            frame.flash(outgoing.words(far))
            st.rerun()
        frame.flash(
            ngettext(
                "{n} person is asked again with a new link.",
                "{n} people are asked again with new links.",
                count,
            )
        )
        st.rerun()
