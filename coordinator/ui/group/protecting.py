"""Skydda nu: every place where a name stands, what becomes of it, and the receipt afterwards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import streamlit as st

from coordinator.access.actor import Actor
from coordinator.access.permissions import may
from coordinator.core import dates
from coordinator.core.errors import NotFound
from coordinator.core.office import Office
from coordinator.core.translation import _, ngettext
from coordinator.privacy import usecases as privacy
from coordinator.privacy.views import (
    Certainty,
    Did,
    NamedPlace,
    NameHit,
    PlacesView,
    Receipt,
    ReceiptLine,
)
from coordinator.ui import frame, state, widgets
from coordinator.ui.group import elsewhere, overview, protecting_words
from coordinator.ui.text import escape


@dataclass(frozen=True)
class Subject:
    """Whom it is about; ``where`` is the query of the person's own page."""

    person_id: int
    name: str
    is_protected: bool
    where: Mapping[str, str | int]


def card(actor: Actor, who: Subject) -> None:
    """On the person's page: the way to Skydda nu, or to its receipt."""
    with widgets.card("protection"):
        st.header(_("Protected identity"), anchor=False)
        if not may(privacy.protect_now, actor):
            widgets.quiet(_("A coordinator protects somebody, from this page."))
        elif who.is_protected:
            widgets.quiet(_("What was done, and where the name could not be reached:"))
            with st.container(horizontal=True, gap="small"):
                if st.button(
                    _("Show the receipt"), icon=":material/receipt_long:", key="to_receipt"
                ):
                    overview.go(**who.where, protect="receipt")
                if st.button(_("Look for more names …"), icon=":material/search:", key="to_more"):
                    overview.go(**who.where, protect="1")
        else:
            widgets.quiet(
                _(
                    "If the person must be protected: you see every place where the name is "
                    "written before anything is done."
                )
            )
            if st.button(_("Protect now …"), icon=":material/shield_person:", key="to_protect"):
                overview.go(**who.where, protect="1")


def show(office: Office, actor: Actor, who: Subject) -> None:
    """The places, a tick at each doubtful hit, the function mailbox and the one filled button."""
    frame.back("group", who.name, **who.where)
    key = f"{state.PROTECTING}_names_{who.person_id}"
    also = str(st.session_state.get(key, "")).splitlines()
    if who.is_protected and not any(name.strip() for name in also):
        widgets.page_head(
            _("Look for more names"),
            _("No name is kept here, so write those that may be in texts. They are not kept."),
        )
        _names(key)
        return
    with frame.saying() as said:
        view = privacy.places_of_name(office, actor, person_id=who.person_id, also=also)
    if not said.ok:
        _names(key)
        return
    title = _("Look for more names") if view.is_again else _("Protect {name} now", name=view.name)
    widgets.page_head(title, _lead(view))
    _names(key)
    _doing(view)
    answers = _hits(view)
    _beyond(view)
    with widgets.card("protect"):
        mailbox = "" if view.is_again else _mailbox(view)
        widgets.quiet(_("It happens at once and cannot be undone: the name is not kept anywhere."))
        label = _("Replace these names") if view.is_again else _("Protect now")
        pressed = widgets.primary(label, "protect_now", "shield_person")
    if not pressed:
        return
    with frame.saying() as said:
        privacy.protect_now(
            office,
            actor,
            person_id=who.person_id,
            mailbox=mailbox or None,
            answers=answers,
            also=also,
        )
    if said.ok:
        state.take(key)
        overview.go(**who.where, protect="receipt")


def show_receipt(office: Office, actor: Actor, who: Subject) -> None:
    """What was done, place by place; names nobody and can be printed."""
    frame.back("group", who.name, **who.where)
    try:
        receipt = privacy.receipt(office, actor, person_id=who.person_id)
    except NotFound:
        widgets.page_head(_("Receipt"))
        widgets.empty(
            _("No receipt is kept."),
            _("The person was protected from the start, or the log of it has been disposed of."),
            key="no_receipt",
        )
        return
    day = dates.local_day(receipt.done_at)
    widgets.page_head(
        _("Receipt: {name} is protected", name=receipt.instead),
        _(
            "{day} {time}, by {who}. Print it or keep it: the log keeps it too.",
            day=dates.short_day_week(day),
            time=dates.clock_time(receipt.done_at),
            who=receipt.done_by or _("somebody of another group"),
        ),
    )
    with widgets.card("receipt"):
        st.header(_("What was done"), anchor=False)
        st.html(_table(receipt))
        _file(office, actor, receipt)
    elsewhere.others(office, actor, receipt)
    for number, run in enumerate(receipt.earlier):
        with widgets.card(f"receipt_{number}"):
            st.header(
                _(
                    "Before that, {day} {time}",
                    day=dates.short_day_week(dates.local_day(run.done_at)),
                    time=dates.clock_time(run.done_at),
                ),
                anchor=False,
            )
            st.html(_table(run))
    _beyond(receipt)


# Parts ------------------------------------------------------------------------------------------


def _file(office: Office, actor: Actor, receipt: Receipt) -> None:
    """Whether the old text is gone from the database's files; else the way to try again."""
    if receipt.is_file_clean:
        widgets.quiet(_("The old text is overwritten in the database's own files."))
        return
    st.warning(
        _(
            "The old text still stands in the database's own files, which nobody reads from here: "
            "somebody was reading them. Try again in a minute."
        ),
        icon=":material/hourglass_empty:",
    )
    if st.button(_("Overwrite it now"), icon=":material/delete_forever:", key="to_scrub"):
        with frame.saying() as said:
            privacy.scrub(office, actor, person_id=receipt.person_id)
        if said.ok:
            st.rerun()


def _names(key: str) -> None:
    with widgets.card("names"):
        st.text_area(
            _("Other names the person has had (one on each line, may be empty)"),
            key=key,
            max_chars=300,
            height=80,
        )
        widgets.quiet(
            _("A name from before a marriage, or a short one. It is looked for too, and not kept.")
        )


def _mailbox(view: PlacesView) -> str:
    typed = st.text_input(
        _("Function mailbox (may be empty)"),
        value=view.mailbox or "",
        key=f"{state.PROTECTING}_mailbox_{view.person_id}",
        max_chars=200,
    )
    widgets.quiet(
        _("The only address that email goes to from now on. It must not tell anybody's name.")
    )
    return typed


def _lead(view: PlacesView) -> str:
    texts = sum(len(place.hits) for place in view.places)
    where = ngettext("{n} name in a text", "{n} names in texts", texts)
    return _("{where}. Everybody will read “{instead}”.", where=where, instead=view.instead)


def _doing(view: PlacesView) -> None:
    """What needs no looking at: the roster, the doors, the mails."""
    with widgets.card("doing"):
        st.header(_("This is done"), anchor=False)
        kinds: dict[tuple[str, str, Did], list[NamedPlace]] = {}
        for place in view.places:
            if not place.hits:
                kinds.setdefault((place.source, place.field, place.did), []).append(place)
        for number, ((source, field, did), places) in enumerate(kinds.items()):
            with widgets.row(f"doing_{number}"):
                count = sum(one.count for one in places)
                done = did.heading()
                what = protecting_words.where(source, field, _abouts(places))
                widgets.row_text(what, f"{done} ({count})" if count > 1 else done)


def _abouts(places: Sequence[NamedPlace | ReceiptLine]) -> str | None:
    """The meetings and the like that places of one kind are about."""
    return ", ".join(dict.fromkeys(one.about for one in places if one.about)) or None


def _hits(view: PlacesView) -> dict[str, bool]:
    """A tick for each name in a text; the answers by the hit's key."""
    answers: dict[str, bool] = {}
    shown = [place for place in view.places if place.hits]
    with widgets.card("hits"):
        st.header(_("Names in texts"), anchor=False)
        widgets.quiet(_("Take away the tick where it is somebody else, or no name at all."))
        if not shown:
            widgets.quiet(_("No text holds the name."))
        for place in shown:
            found = [hit for hit in place.hits if hit.certainty is not Certainty.UNSURE]
            if found:
                _ticks(place, found, answers)
        unsure = [
            (place, [hit for hit in place.hits if hit.certainty is Certainty.UNSURE])
            for place in shown
        ]
        number = sum(len(hits) for _place, hits in unsure)
        if number:
            label = ngettext("{n} place that is doubtful", "{n} places that are doubtful", number)
            with st.expander(label, icon=":material/help:", key=f"{state.PROTECTING}_unsure"):
                widgets.quiet(_("Set a tick where it is this person."))
                for place, hits in unsure:
                    if hits:
                        _ticks(place, hits, answers)
    return answers


def _ticks(place: NamedPlace, hits: Sequence[NameHit], answers: dict[str, bool]) -> None:
    widgets.row_text(
        protecting_words.where(place.source, place.field, place.about),
        place.did.heading(),
    )
    for hit in hits:
        label = (
            f"{widgets.literal(hit.before)}**{widgets.literal(hit.found)}**"
            f"{widgets.literal(hit.after)}"
        )
        answers[hit.key] = st.checkbox(
            label,
            value=hit.certainty is not Certainty.UNSURE,
            key=f"{state.PROTECTING}_{hit.key}",
        )


def _beyond(view: PlacesView | Receipt) -> None:
    """Where the product cannot reach, and what a person can do there."""
    with widgets.card("beyond"):
        st.header(_("This cannot be reached from here"), anchor=False)
        lines = [protecting_words.beyond(one, view.sent_mails) for one in view.beyond]
        st.html("<ul>" + "".join(f"<li>{escape(line)}</li>" for line in lines) + "</ul>")


def _table(receipt: Receipt) -> str:
    titles = (_("Where"), _("What was done"), _("Number"))
    head = "".join(f'<th scope="col">{escape(title)}</th>' for title in titles)
    kinds: dict[tuple[str, str, Did], list[ReceiptLine]] = {}
    for line in sorted(receipt.lines, key=lambda line: list(Did).index(line.did)):
        kinds.setdefault((line.source, line.field, line.did), []).append(line)
    rows = "".join(
        f"<tr><td>{escape(protecting_words.where(source, field, _abouts(lines)))}</td>"
        f"<td>{escape(protecting_words.was_done(did))}</td>"
        f"<td>{sum(line.count for line in lines)}</td></tr>"
        for (source, field, did), lines in kinds.items()
    )
    return f'<table class="plain"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'
