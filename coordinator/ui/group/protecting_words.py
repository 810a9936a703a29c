"""What places, deeds and limits of Skydda nu are called on screen."""

from __future__ import annotations

from coordinator.core.columns import in_log, word_of
from coordinator.core.translation import _, ngettext
from coordinator.privacy.name_columns import texts
from coordinator.privacy.views import Beyond, Did


def where(source: str, field: str, about: str | None) -> str:
    """``Anteckning, HT2026-1``; a column is called as in the log, so that none goes missing."""
    word = {
        "person.name": _("Name in the group's list"),
        "person.sign_in": _("Role and address to sign in with, until somebody else coordinates"),
        "person.mailbox": _("Function mailbox"),
        "access.doors": _("Sessions, links and codes"),
        "trail_entry.actor_name": _("Own acts in the log"),
        "search_entry.body": _("The search index"),
        "meeting.leads": _("Chair or secretary"),
        "minutes.adjuster": _("Adjuster"),
        "day_fall.name": _("Closed day, of a calendar's series"),
        "outbox_mail.text": _("Email"),
    }.get(f"{source}.{field}") or _column(source, field)
    return f"{word}, {about}" if about else word


def _column(source: str, field: str) -> str:
    """The table's word, and the column's where more than one of its columns is typed."""
    thing = _(in_log().get(source, source))
    typed = next((len(one.columns) for one in texts() if one.name == source), 0)
    msgid = word_of(source, field)
    if msgid and typed != 1:
        word = _(msgid)
        thing = f"{thing}: {word}"
    return thing[:1].upper() + thing[1:]


def was_done(did: Did) -> str:
    """The same, afterwards."""
    return _(did.afterwards) if did.afterwards else did.heading()


def beyond(what: Beyond, sent_mails: int) -> str:
    if what is Beyond.SENT_MAIL and sent_mails:
        return ngettext(
            "Email that has been sent: {n} with the name or to the person. Ask the recipients to "
            "delete it.",
            "Emails that have been sent: {n} with the name or to the person. Ask the recipients "
            "to delete them.",
            sent_mails,
        )
    return what.heading()
