"""Utskick: what waits to be sent and why, what went, what could not."""

from __future__ import annotations

import streamlit as st

from coordinator.access.actor import Actor, Role
from coordinator.core import addresses, dates
from coordinator.core.errors import Problem
from coordinator.core.messages import sentence
from coordinator.core.office import Office
from coordinator.core.outbox.how_far import Way
from coordinator.core.outbox.mail_state import MailState
from coordinator.core.translation import _, ngettext
from coordinator.mail import usecases as mail
from coordinator.mail.views import MailLine, MailView, OutboxView
from coordinator.ui import (
    callbacks,
    confirm,
    frame,
    mail_preview,
    markup,
    state,
    view_in_address,
    widgets,
)
from coordinator.ui.confirm import Confirmation
from coordinator.ui.text import escape, theirs

_SHOWN: dict[str, tuple[MailState, ...]] = {
    "waiting": (MailState.WAITING,),
    "failed": (MailState.FAILED,),
    "paused": (MailState.PAUSED,),
    "gone": (MailState.SENT, MailState.DROPPED),
}


def page() -> None:
    office, actor = frame.office_and_actor()
    asked = st.query_params.get("mail", "")
    if asked.isdecimal() and len(asked) < 12:
        _one(office, actor, int(asked))
        return
    show = st.query_params.get("show", "waiting")
    show = show if show in _SHOWN else "waiting"
    found = mail.outbox(office, actor, states=_SHOWN[show], page=view_in_address.page_number())
    right = widgets.page_head(_("Outgoing email"), _lead(found))
    leads = actor.has(Role.COORDINATOR)
    _choice(found, show)
    if show == "paused" and found.total and leads:
        with right:
            _paused(office, actor, found.total)
    if show == "waiting" and found.total and leads and found.way is Way.BY_HAND:
        _by_hand(office, actor, found)
    if not found.lines:
        widgets.empty(_("Nothing here."), _empty(show), key="no_mails")
        return
    with widgets.card("mails"):
        for line in found.lines:
            _line(line)
    view_in_address.pager(found.total, mail.PAGE_SIZE)


def _lead(found: OutboxView) -> str:
    if found.way is Way.BY_HAND:
        return _("No email goes out from here by itself: it waits here until you have sent it.")
    if found.way is Way.HELD_UP:
        return _("The mail server takes no email now: it waits here and is tried again.")
    return _("Emails are sent automatically, one to each recipient.")


def _empty(show: str) -> str:
    return {
        "waiting": _("No email is waiting to be sent."),
        "failed": _("Every email could be sent."),
        "paused": _("No email is paused."),
        "gone": _("No email has been sent yet."),
    }[show]


def _choice(found: OutboxView, show: str) -> None:
    """Links, so that each list has an address of its own."""
    words = {
        "waiting": _("Waiting"),
        "failed": _("Could not be sent"),
        "paused": _("Paused"),
        "gone": _("Sent or stopped"),
    }
    with st.container(horizontal=True, key="mail_lists", gap="medium"):
        for name, word in words.items():
            count = sum(found.counts[one] for one in _SHOWN[name])
            label = f"{word} ({count})"
            if name == show:
                widgets.count(label)
            else:
                st.page_link(
                    frame.page("sendings"), label=label, query_params=frame.query_for(show=name)
                )


def _line(line: MailLine) -> None:
    with widgets.row(f"mail_{line.id}"):
        with st.container(gap=None, width="stretch", key=f"what_mail_{line.id}"):
            st.page_link(
                frame.page("sendings"),
                label=f"**{widgets.literal(_subject(line))}**",
                query_params=frame.query_for(mail=line.id),
            )
            parts = (line.recipient, line.address or "", _when(line))
            widgets.quiet(" · ".join(part for part in parts if part))
        look = line.state.look
        widgets.chip(line.state.heading(), look.icon, look.tone)


def _subject(line: MailLine) -> str:
    """The subject line; a mail that was stopped for somebody's protection has none left."""
    return theirs(line.subject or "") or _("Email whose content has been removed")


def _when(line: MailLine) -> str:
    """The day it went, or in words why it has not, where the page's head does not say it."""
    if line.state is MailState.SENT and line.sent_at:
        day = dates.short_day_week(dates.local_day(line.sent_at))
        return f"{day} {dates.clock_time(line.sent_at)}"
    if line.reason is None or line.reason.code != "mail-no-server":
        return sentence(line.reason) if line.reason else ""
    later = line.due_at > frame.office_and_actor()[0].clock.now()
    return sentence(Problem("mail-due-later", (("day", line.due_at),))) if later else ""


# After a restore ----------------------------------------------------------------------------------


def _paused(office: Office, actor: Actor, total: int) -> None:
    st.button(
        _("Send none of them"),
        key="drop_paused",
        type="tertiary",
        on_click=confirm.ask,
        args=("drop_paused",),
    )
    widgets.primary(
        _("Send them"), "release", "play_circle", on_click=confirm.ask, args=("release",)
    )
    mails = ngettext("{n} email", "{n} emails", total)
    release = Confirmation(
        title=_("Send them?"),
        lines=(
            _(
                "{mails} will be sent. Some may have been sent before the backup was put back.",
                mails=mails,
            ),
        ),
        go=_("Send them"),
        icon="play_circle",
    )
    drop = Confirmation(
        title=_("Send none of them?"),
        lines=(_("{mails} will never be sent.", mails=mails),),
        go=_("Send none of them"),
        icon="do_not_disturb_on",
    )
    if confirm.confirmed("release", release):
        with frame.saying() as said:
            mail.release_mail(office, actor)
        _again(said)
    elif confirm.confirmed("drop_paused", drop):
        with frame.saying() as said:
            mail.drop_paused_mail(office, actor)
        _again(said)


def _again(said: frame.Said) -> None:
    if said.ok:
        frame.flash(_("Done."))
        st.rerun()


# Without a mail server ----------------------------------------------------------------------------


def _by_hand(office: Office, actor: Actor, found: OutboxView) -> None:
    """Files, addresses to copy one by one, and the mark that they have gone."""
    ids = list(found.by_hand)
    if not ids:
        widgets.quiet(
            _(
                "These emails hold a personal link that only their recipients may see. They wait "
                "until there is a mail server."
            )
        )
        return
    with widgets.card("by_hand"):
        st.header(_("Send them yourself"), anchor=False)
        st.write(
            _(
                "Get the files, open each in your mail program and send it. One email has one "
                "recipient: nobody sees anybody else's address. Then mark them as sent."
            )
        )
        where = escape(addresses.mail_files(actor.group_slug))
        label = escape(_("Download the emails as files (ZIP)"))
        if any(line.is_secret and line.is_by_hand for line in found.lines):
            widgets.quiet(
                _(
                    "Some hold a personal link that answers for its recipient: send each to its "
                    "own address only, and delete the files afterwards."
                )
            )
        # Our own route, which checks the session; Streamlit's downloads would be open to anybody.
        sign = markup.icon("download")
        st.html(
            f'<a class="outlined-button" href="{where}" download>{sign}<span>{label}</span></a>'
        )
        with st.expander(
            _("The addresses, one by one"), icon=":material/alternate_email:", key="to"
        ):
            for line in found.lines:
                if line.address and line.is_by_hand:
                    with widgets.row(f"to_{line.id}"):
                        widgets.row_text(line.recipient or line.address, line.address)
                        widgets.copy_text(_("Copy"), line.address)
        widgets.primary(
            ngettext("Mark {n} email as sent", "Mark {n} emails as sent", len(ids)),
            "mark_sent",
            "mark_email_read",
            on_click=_mark,
            args=(ids,),
        )


def _mark(ids: list[int]) -> None:
    if callbacks.act(lambda office, actor: mail.mark_mail_sent(office, actor, mail_ids=ids)):
        frame.flash(_("The emails are marked as sent."))


# One mail -----------------------------------------------------------------------------------------


def _one(office: Office, actor: Actor, mail_id: int) -> None:
    with frame.saying() as said:
        view = mail.mail(office, actor, mail_id=mail_id)
    if not said.ok:
        return
    line = view.line
    frame.back("sendings", _("All outgoing email"))
    right = widgets.page_head(_subject(line), _when(line))
    with right:
        look = line.state.look
        widgets.chip(line.state.heading(), look.icon, look.tone)
        _deeds(line)
    _headers(view)
    with widgets.card("mail"):
        if line.is_secret:
            st.write(_("The email holds a link that only its recipient may see."))
        elif view.html:
            mail_preview.show_mail(line.subject, view.html)
        else:
            st.html(markup.prose_html(view.text or ""))
    if view.attachments:
        widgets.facts([(_("Attachments"), ", ".join(view.attachments))])


def _headers(view: MailView) -> None:
    if view.hindrance:
        st.warning(sentence(view.hindrance))
    names = {
        "From": _("From"),
        "Reply-To": _("Answers go to"),
        "To": _("To"),
    }
    shown = dict(view.headers)
    widgets.facts([(word, shown[name]) for name, word in names.items() if name in shown])


def _deeds(line: MailLine) -> None:
    if line.may_drop:
        st.button(
            _("Do not send"),
            key=f"{state.MAIL_DEED}_drop",
            type="tertiary",
            on_click=_drop,
            args=(line.id,),
        )
    if line.may_try_again:
        widgets.primary(_("Try again"), "mail_again", "refresh", on_click=_try, args=(line.id,))


def _drop(mail_id: int) -> None:
    if callbacks.act(lambda office, actor: mail.drop_mail(office, actor, mail_id=mail_id)):
        frame.flash(_("The email will not be sent."))


def _try(mail_id: int) -> None:
    if callbacks.act(lambda office, actor: mail.try_mail_again(office, actor, mail_id=mail_id)):
        frame.flash(_("The email is being tried again."))


page()
