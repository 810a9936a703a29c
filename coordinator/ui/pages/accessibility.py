"""Tillgänglighet: what works, what does not yet, and whom to tell."""

from __future__ import annotations

import streamlit as st

from coordinator.core.translation import _
from coordinator.ui import widgets


def page() -> None:
    widgets.page_head(_("Accessibility"))
    st.write(
        _(
            "The pages aim at WCAG 2.1 level AA. Every page is checked by machine at each change: "
            "contrast, labels, titles, language, keyboard and narrow screens."
        )
    )
    st.header(_("Known shortcomings"), anchor=False)
    st.write(
        _(
            "No test with people who use screen readers has been made yet. The month and year "
            "choice in the calendar pop-up reads badly aloud: type the date instead."
        )
    )
    st.header(_("Tell us"), anchor=False)
    st.write(
        _(
            "Tell the coordinator what stands in your way. If that does not help, the agency for "
            "digital government, Digg, oversees the law."
        )
    )


page()
