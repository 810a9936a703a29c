"""The notice beside a text that may point to somebody. It hinders nothing.

What is found is looked for each time a page is drawn, in the stored text: nothing about it is kept.
"""

from __future__ import annotations

import streamlit as st

from coordinator.core import dates
from coordinator.core.messages import sentence
from coordinator.core.translation import _
from coordinator.identity.finding import Finding, find, why
from coordinator.identity.kinds import FindingKind
from coordinator.trail.go_aheads import QUIET, UnclearPlace
from coordinator.ui import markup

_MOST = 12  # findings that are listed
# Where the value can simply be left out, the line without it is proposed.
_CAN_GO = frozenset({"personnummer", "samordningsnummer", "phone", "email", "plate", "case-number"})


def beside(key: str, *texts: str | None) -> None:
    """Nothing, or a small button that tells what was found, why it matters and what to write.

    It is quieter still where a model has found all of it.
    """
    found = [(text, finding) for text in texts if text for finding in find(text)]
    if not found:
        return
    is_quiet = all(finding.kind in QUIET for _text, finding in found)
    label = _("May be about one person") if is_quiet else _("May point to somebody")
    name = f"quiet_notice_{key}" if is_quiet else f"notice_{key}"
    with st.popover(label, icon=":material/person_alert:", type="tertiary", key=name):
        rows = "".join(_row(text, finding) for text, finding in found[:_MOST])
        st.html(f'<ul class="findings">{rows}</ul>')
        if len(found) > _MOST:
            st.html(markup.quiet_html(_("And {n} more.", n=len(found) - _MOST)))
        st.html(
            markup.quiet_html(
                _("This is a reminder, not a judgement, and it does not find everything.")
            )
        )


def is_needed(text: str) -> bool:
    """Whether anything is found in the text."""
    return next(iter(find(text)), None) is not None


def _row(text: str, finding: Finding) -> str:
    said = [sentence(reason) for reason in why(finding)]
    if finding.kind in _CAN_GO:
        said.append(_("For example: “{line}”", line=_without(text, finding)))
    return markup.finding_html(" ".join(finding.text.split()), said)


def _without(text: str, finding: Finding) -> str:
    """The line with a gap where the value stood."""
    line = text.splitlines()[finding.line - 1]
    start = finding.column - 1
    rest = line[start + finding.length :].lstrip(".")
    return " ".join(f"{line[:start]}…{rest}".split())


def place_words(place: UnclearPlace) -> str:
    """A place and the kinds of what was found there: never what stands there."""
    kinds = FindingKind.say(",".join(place.kinds))
    return _("{place}: {kinds}", place=dates.capitalised(place.where), kinds=kinds)
