"""How sending is spoken of on every page: what has gone, what waits and for whom.

A step that sends is taken when its button is pressed; whether its mails have left is another
question, which :func:`coordinator.mail.usecases.how_far` answers. No page says that something has
been sent before it has.
"""

from __future__ import annotations

from html import escape

from coordinator.core.outbox.how_far import HowFar, Way
from coordinator.core.translation import _, ngettext
from coordinator.ui import frame, markup, widgets


def words(far: HowFar) -> str:
    """``14 emails are waiting for you.``; empty when everything has gone."""
    said = []
    if far.waiting:
        said.append(waiting(far.way, far.waiting))
    if far.failed:
        said.append(failed(far.failed))
    return " ".join(said)


def waiting(way: Way, count: int) -> str:
    if way is Way.BY_HAND:
        return ngettext("{n} email is waiting for you.", "{n} emails are waiting for you.", count)
    if way is Way.HELD_UP:
        return ngettext(
            "{n} email waits: the mail server does not take it now.",
            "{n} emails wait: the mail server does not take them now.",
            count,
        )
    return ngettext("{n} email is being sent.", "{n} emails are being sent.", count)


def failed(count: int) -> str:
    return ngettext("{n} email could not be sent.", "{n} emails could not be sent.", count)


def short(far: HowFar) -> str:
    """For a step or a chip: ``Waits to be sent (14)``."""
    if far.waiting:
        if far.way is Way.BY_ITSELF:
            return _("Being sent ({n})", n=far.waiting)
        return _("Waits to be sent ({n})", n=far.waiting)
    return _("Could not be sent ({n})", n=far.failed)


def chip(far: HowFar) -> tuple[str, str, markup.State]:
    """Word, icon and ground of something whose mails have not all gone."""
    return short(far), "schedule_send" if far.waiting else "error", "wait"


def note(far: HowFar, key: str) -> None:
    """What waits, why, and the one way to where it is sent; nothing when all has gone."""
    if far.is_out:
        return
    with widgets.card(f"unsent_{key}"):
        widgets.rows([_line(far)])


def _line(far: HowFar) -> str:
    why = _("No email goes out from here by itself.") if far.way is Way.BY_HAND else ""
    show = "waiting" if far.waiting else "failed"
    label = f"<span>{escape(_to_do(far))}</span>{markup.icon('arrow_forward')}"
    link = markup.link_html(frame.office_page("sendings", show=show), label)
    return markup.line_html(words(far), why) + link


def _to_do(far: HowFar) -> str:
    """The button's words."""
    if far.waiting and far.way is Way.BY_HAND:
        return ngettext("Send the email", "Send the emails", far.waiting)
    return _("Show them")


def flash(far: HowFar) -> None:
    """After a step: that the mails are leaving. What waits says so on the page itself."""
    if far.waiting and far.way is Way.BY_ITSELF:
        frame.flash(words(far))


def preview_hint(*, goes_by_itself: bool) -> None:
    """Under a mail that is looked at before it is queued: what pressing the button does."""
    if not goes_by_itself:
        widgets.quiet(
            _(
                "No email goes out from here by itself: the emails will wait for you under "
                "Outgoing email, to be sent from your own mail program."
            )
        )
