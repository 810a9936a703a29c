"""Before a text goes out: each place that may point to somebody, and what is asked about it.

Where a number, an address or a mistyped mark was found a written reason is asked for; where a
sentence only may be about one person, one press says that all of them have been read once more.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import streamlit as st

from coordinator.core import dates
from coordinator.core.translation import _, ngettext
from coordinator.trail import go_aheads
from coordinator.trail.go_aheads import UnclearPlace
from coordinator.ui import identity_notice, widgets
from coordinator.ui.confirm import Confirmation


def with_places(
    question: Confirmation,
    places: Sequence[UnclearPlace],
    anyway: str,
    *,
    rewrite: Callable[[int], None] | None = None,
) -> Confirmation:
    """The question as it is, or with the places and what is asked about them.

    ``anyway``: what the button says once a reason is written, such as "Send anyway". ``rewrite``
    opens an agenda item for writing; without it nothing can be rewritten here.
    """
    if not places:
        return question
    loud = [place for place in places if not place.is_quiet]
    quiet = [place for place in places if place.is_quiet]

    def show() -> None:
        if question.show:
            question.show()
        if loud:
            _loud(loud, rewrite)
        if quiet:
            _quiet(quiet, rewrite, is_all=not loud)

    return replace(
        question,
        go=anyway if loud else f"{_read(len(quiet))} {anyway}",
        show=show,
        why=_("Why may it stay as it is?") if loud else "",
        read=frozenset(place.text_hash for place in quiet),
    )


def _read(count: int) -> str:
    return ngettext("I have read it.", "I have read them.", count)


def _loud(places: Sequence[UnclearPlace], rewrite: Callable[[int], None] | None) -> None:
    if go_aheads.code_for(places) == "bracket-may-be-mark":
        st.warning(_("A mark may be mistyped:"), icon=":material/lock_open:")
    else:
        st.warning(_("The text may point to somebody:"), icon=":material/person_alert:")
    _list(places, rewrite, identity_notice.place_words)


def _quiet(
    places: Sequence[UnclearPlace], rewrite: Callable[[int], None] | None, *, is_all: bool
) -> None:
    count = len(places)
    lead = (
        ngettext("Read one place once more", "Read {n} places once more", count)
        if is_all
        else ngettext("Also read one place once more", "Also read {n} places once more", count)
    )
    with widgets.card("read_again"):
        widgets.row_text(lead, _("They may be about one person. No reason is needed."))
        _list(places, rewrite, lambda place: dates.capitalised(place.where))


def _list(
    places: Sequence[UnclearPlace],
    rewrite: Callable[[int], None] | None,
    words: Callable[[UnclearPlace], str],
) -> None:
    """Each place in words, never what stands there, with a way to it while it can be rewritten."""
    for place in places:
        with widgets.row(f"place_{place.source}_{place.source_id}"):
            widgets.row_text(words(place))
            if rewrite is None or place.item is None:
                continue
            if st.button(
                _("Rewrite"),
                key=f"rewrite_{place.source}_{place.source_id}",
                type="tertiary",
                icon=":material/edit:",
                help=_("Rewrite {place}", place=place.where),
            ):
                rewrite(place.item)
                st.rerun()  # the whole page: a dialog alone would only be drawn again
