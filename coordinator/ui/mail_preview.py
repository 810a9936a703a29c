"""A look before anything is sent: who gets it, one by one, the mail as it goes, what it means.

The same for every sending: ``ask`` opens it from a button, ``approved`` draws it and is true in
the one run after the person said yes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import streamlit as st

from coordinator.core.translation import _, language, ngettext
from coordinator.ui import outgoing, widgets
from coordinator.ui.confirm import Confirmation, ask, confirmed
from coordinator.ui.text import escape, theirs

__all__ = ["MailPreview", "approved", "ask", "mail_html", "show_mail"]

_BODY = re.compile(r"<body[^>]*>(.*)</body>", re.DOTALL)
_LANGUAGE = re.compile(r'<html lang="(\w+)"')
_HEADING = re.compile(r"<(/?)h[12]\b")


@dataclass(frozen=True)
class MailPreview:
    """What is about to be sent. ``recipients`` and ``unreached``: name and agency, one each.

    ``meaning``: one sentence on what the sending means by law. ``lines``: other consequences.
    """

    title: str
    recipients: Sequence[tuple[str, str]]
    subject: str
    html: str
    meaning: str
    go: str
    icon: str = "send"
    lines: Sequence[str] = ()
    unreached: Sequence[tuple[str, str]] = field(default=())
    goes_by_itself: bool = True


def approved(
    key: str, preview: MailPreview, asking: Callable[[Confirmation], Confirmation] | None = None
) -> bool:
    """Draws the preview while it is open. True in the one run after the person said yes.

    ``asking`` may add to the question, such as a field for a reason.
    """
    question = Confirmation(
        title=preview.title,
        lines=preview.lines,
        go=preview.go,
        icon=preview.icon,
        show=lambda: _show(key, preview),
    )
    return confirmed(key, asking(question) if asking else question)


def _show(key: str, preview: MailPreview) -> None:
    count = len(preview.recipients)
    who = ngettext("{n} recipient, one email each", "{n} recipients, one email each", count)
    with st.expander(who, icon=":material/group:", key=f"recipients_{key}"):
        st.html(_list(preview.recipients))
    if preview.unreached:
        alone = escape(_("Without an email address: tell them yourself"))
        st.html(f"<p><strong>{alone}</strong></p>{_list(preview.unreached)}")
    with widgets.card(f"mail_{key}"):
        show_mail(preview.subject, preview.html)
    widgets.quiet(preview.meaning)
    outgoing.preview_hint(goes_by_itself=preview.goes_by_itself)


def show_mail(subject: str, body_html: str) -> None:
    """The subject and the mail as a mail program shows it, escaped as it was when it was made."""
    st.html(f"<p><strong>{escape(theirs(subject))}</strong></p>")
    st.html(mail_html(body_html))


def mail_html(document: str) -> str:
    """What stands in the mail's body, its headings one level below the page's own."""
    found = _BODY.search(document)
    inner = found.group(1) if found else document
    shown = _HEADING.sub(r"<\1h3", inner)
    spoken = _LANGUAGE.search(document)
    if spoken is None or spoken[1] == language():
        return shown
    return f'<div lang="{spoken[1]}">{shown}</div>'


def _list(rows: Sequence[tuple[str, str]]) -> str:
    items = "".join(f"<li>{escape(', '.join(part for part in row if part))}</li>" for row in rows)
    return f"<ul>{items}</ul>"
