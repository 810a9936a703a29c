"""One information action: its facts, its next step, how it went, changing and copying it."""

from __future__ import annotations

from typing import Any

import streamlit as st

from coordinator.access.actor import Actor
from coordinator.actions import usecases as actions
from coordinator.actions.lifecycle import FINISHED, INFORMATION_ACTION, InfoEvent, InfoState
from coordinator.actions.views import InformationActionView
from coordinator.core.errors import NotFound
from coordinator.core.lifecycles import possible_events
from coordinator.core.office import Office
from coordinator.core.translation import _
from coordinator.roster import usecases as roster
from coordinator.ui import conflict, frame, identity_notice, save_anyway, state, widgets
from coordinator.ui.actions import copying, info_form, words
from coordinator.ui.meeting.meeting_head import chip_of
from coordinator.ui.text import theirs

_MOST = 2_000  # characters of an evaluation
_SENTENCE = 300  # characters of the effect
_WIDEST = 999_999_999  # people
_FORWARD = (InfoEvent.DECIDE, InfoEvent.BEGIN, InfoEvent.FINISH, InfoEvent.RESUME)


def find(office: Office, actor: Actor, asked: str) -> InformationActionView | None:
    """The action whose id stands in the address, if the group has it."""
    if not asked.isdecimal() or len(asked) > 9:
        return None
    try:
        return actions.information_action(office, actor, info_id=int(asked))
    except NotFound:
        return None


def show(office: Office, actor: Actor, asked: str) -> None:
    frame.back("information-actions", _("All information actions"))
    action = find(office, actor, asked)
    if action is None:
        widgets.page_head(_("Information action"))
        widgets.empty(
            _("There is no such information action here."),
            _("Perhaps the link is old, or it belongs to another group."),
            key="info",
        )
        return
    seen = conflict.seen(f"info_{action.id}", action.version)
    lead = words.joined((action.code, action.kind.heading()))
    with widgets.page_head(widgets.soften(theirs(action.title)), lead):
        chip_of(action.state).show()
        _main_step(office, actor, action, seen)
    with widgets.card("info_facts"):
        _facts(action)
        if actor.in_office:
            identity_notice.beside(f"info_{action.id}", *_typed(action))
        _other_steps(office, actor, action, seen)
    if action.state in FINISHED:
        with widgets.card("info_outcome"):
            st.header(_("How did it go?"), anchor=False)
            if action.asks_for_effect:
                widgets.quiet(_("It was a while ago: write in one sentence what it led to."))
            _outcome(office, actor, action)
    with st.expander(
        _("Change"),
        expanded=info_form.change_waits(action),
        icon=":material/edit:",
        key=f"change_info_{action.id}",
    ):
        info_form.show_change(office, actor, action, roster.agencies(office, actor))


def _typed(action: InformationActionView) -> tuple[str | None, ...]:
    return (
        *(action.title, action.audience, action.channel),
        *(action.material, action.evaluation, action.effect),
    )


def _facts(action: InformationActionView) -> None:
    partners = ", ".join(name for _id, name in action.partners)
    facts = [
        (_("When"), words.span(action) or _("No day yet")),
        (_("Lead agency"), theirs(action.lead_agency_name or "") or _("No agency")),
        (_("Together with"), theirs(partners)),
        (_("For whom"), theirs(action.audience or "")),
        (_("Where and how"), theirs(action.channel or "")),
        (_("Material"), theirs(action.material or "")),
        (_("Cost"), words.sek(action.cost) if action.cost is not None else None),
        (_("Reached"), words.reached(action.reach) if action.reach is not None else None),
        (_("Evaluation"), theirs(action.evaluation or "")),
        (_("Effect"), theirs(action.effect or "")),
    ]
    widgets.facts([(label, text) for label, text in facts if text])
    if action.meeting_code:
        with widgets.row("from_meeting"):
            st.page_link(
                frame.page("meetings"),
                label=_("From {meeting}", meeting=action.meeting_code),
                query_params=frame.query_for(meeting=action.meeting_code),
            )


# Steps ------------------------------------------------------------------------------------------


def _main_step(office: Office, actor: Actor, action: InformationActionView, seen: int) -> None:
    """The step forward as the view's one filled button; where it is done, the outcome has it."""
    event = _main(action)
    if event is None:
        return
    if widgets.primary(event.heading(), f"step_{event}", event.look.icon):
        _advance(office, actor, action, seen, event)


def _main(action: InformationActionView) -> InfoEvent | None:
    possible = possible_events(INFORMATION_ACTION, action.state)
    return next((event for event in _FORWARD if event in possible), None)


def _other_steps(office: Office, actor: Actor, action: InformationActionView, seen: int) -> None:
    possible = [
        event
        for event in possible_events(INFORMATION_ACTION, action.state)
        if event is not _main(action) and event is not InfoEvent.EVALUATE
    ]
    with st.container(horizontal=True, key="info_steps"):
        for event in possible:
            icon = f":material/{event.look.icon}:"
            if st.button(event.heading(), key=f"step_{event}", icon=icon):
                _advance(office, actor, action, seen, event)
        _copy(office, action)


def _advance(
    office: Office, actor: Actor, action: InformationActionView, seen: int, event: InfoEvent
) -> None:
    """Takes the step from the version that was on screen when the button was pressed."""
    with frame.saying() as said:
        after = actions.advance_information_action(
            office, actor, info_id=action.id, version=seen, event=event
        )
    if said.ok:
        info_form.forget_forms(action.id)
        frame.flash(_("{code}: {state}.", code=after.code, state=after.state.heading()))
        st.rerun()


def _copy(office: Office, action: InformationActionView) -> None:
    today = office.clock.today()
    year = copying.target_year(action, today)
    if year is None:
        return
    label = _("Copy to this year") if year == today.year else _("Copy to {year}", year=year)
    if st.button(label, key=f"copy_{action.id}", icon=":material/content_copy:", type="tertiary"):
        info_form.go(new=1, copy=action.id)


# How it went ------------------------------------------------------------------------------------


def _outcome(office: Office, actor: Actor, action: InformationActionView) -> None:
    """How many it reached, what was learnt, and the effect in one sentence."""
    form = conflict.open_form(
        f"{state.INFO_DRAFT}_outcome_{action.id}",
        _outcome_words(),
        {"reach": action.reach, "evaluation": action.evaluation, "effect": action.effect},
        action.version,
        first="effect",
    )
    is_done = action.state is InfoState.DONE
    with st.form(f"{form.name}_form", border=False):
        typed = _outcome_fields(form)
        form.show_conflict(typed)
        with st.container(horizontal=True):
            ready = is_done and st.form_submit_button(
                _("Save as evaluated"),
                type="primary",
                icon=":material/verified:",
                key="do_evaluated",
            )
            kept = st.form_submit_button(_("Save"), icon=":material/save:", key="save_outcome")
    if not (ready or kept):
        return
    if ready:
        saved = form.save(
            typed,
            lambda version, values: actions.advance_information_action(
                office,
                actor,
                info_id=action.id,
                version=version,
                event=InfoEvent.EVALUATE,
                **values,
            ),
        )
    else:
        saved = form.save(
            typed,
            lambda version, values: save_anyway.answered(
                form.name,
                (values["evaluation"], values["effect"]),
                lambda accepted: actions.change_information_action(
                    office, actor, info_id=action.id, version=version, accepted=accepted, **values
                ),
            ),
        )
    if saved:
        info_form.forget_forms(action.id)
        frame.flash(_("{code} is saved.", code=action.code))
        st.rerun()


def _outcome_fields(form: conflict.Form) -> dict[str, Any]:
    reach = st.number_input(
        _("How many were reached"),
        min_value=0,
        max_value=_WIDEST,
        value=form.given["reach"],
        step=1,
        key=f"{form.key}_reach",
        width=240,
    )
    evaluation = st.text_area(
        _("How it was evaluated"),
        value=form.given["evaluation"] or "",
        key=f"{form.key}_evaluation",
        max_chars=_MOST,
        height=80,
    )
    effect = st.text_input(
        _("The effect, in one sentence"),
        value=form.given["effect"] or "",
        key=f"{form.key}_effect",
        max_chars=_SENTENCE,
    )
    return {"reach": reach, "evaluation": evaluation, "effect": effect}


def _outcome_words() -> list[conflict.Field]:
    return [
        conflict.Field(
            "reach",
            _("How many were reached"),
            lambda reach: conflict.as_text(None if reach is None else words.reached(reach)),
        ),
        conflict.Field("evaluation", _("How it was evaluated")),
        conflict.Field("effect", _("The effect, in one sentence")),
    ]
