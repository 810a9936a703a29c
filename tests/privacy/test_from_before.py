"""What was opened before Skydda nu and is saved afterwards does not bring the name back."""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from threading import Thread
from typing import Any

import pytest
from sqlmodel import select

from coordinator.core.errors import Conflict, RuleBroken
from coordinator.core.office import Office
from coordinator.meetings import usecases as meetings
from coordinator.minutes import usecases as minutes
from coordinator.minutes.tables import NoteDraft
from coordinator.minutes.usecases import notes
from coordinator.planning.polls import usecases as date_polls
from coordinator.planning.polls.rules import answer_mark
from coordinator.privacy import store as privacy_store
from coordinator.privacy import usecases as privacy
from coordinator.roster import usecases as roster
from coordinator.wiring import shell_actor
from tests.conftest import Cast
from tests.minutes.helpers import item_of
from tests.roster.helpers import readdressed

from .planted import EMAIL, FAMILY, INSTEAD, MAILBOX, NAME, POLL, Planted, leaks, protect


@pytest.fixture
def office(prepared: tuple[Office, Planted]) -> Office:
    return prepared[0]


def test_a_page_with_the_old_text_does_not_bring_the_name_back(
    office: Office, cast: Cast, planted: Planted
) -> None:
    view = meetings.meeting(office, cast.coordinator, code=planted.draft)
    open_page = minutes.open_note(office, cast.coordinator, item_id=item_of(view, 4), refresh=True)
    protect(office, cast, planted)
    with pytest.raises(Conflict):
        minutes.save_note(
            office,
            cast.coordinator,
            item_id=open_page.agenda_item_id,
            text=open_page.text + " Mer.",
            base_version=open_page.version,
        )


def test_an_answer_about_a_text_that_changed_since_is_not_used(
    office: Office, cast: Cast, planted: Planted
) -> None:
    places = privacy.places_of_name(office, cast.coordinator, person_id=planted.person_id).places
    note = next(one for one in places if one.source == "note" and one.about == planted.draft)
    view = meetings.meeting(office, cast.coordinator, code=planted.draft)
    opened = minutes.open_note(office, cast.coordinator, item_id=item_of(view, 4), refresh=True)
    minutes.save_note(
        office,
        cast.coordinator,
        item_id=opened.agenda_item_id,
        text=f"Nu är det {NAME}.",
        base_version=opened.version,
    )
    protect(office, cast, planted, answers={hit.key: False for hit in note.hits})
    after = minutes.minutes(office, cast.coordinator, code=planted.draft)
    assert after.notes[3].text == f"Nu är det {INSTEAD}."


@pytest.mark.parametrize("is_first", [True, False])
def test_a_note_saved_in_the_same_moment_is_neither_lost_nor_brings_the_name_back(
    office: Office,
    cast: Cast,
    planted: Planted,
    monkeypatch: pytest.MonkeyPatch,
    is_first: bool,  # noqa: FBT001 - a case of the test
) -> None:
    """Somebody types on; the page saves by itself while the coordinator presses Skydda nu."""
    view = meetings.meeting(office, cast.coordinator, code=planted.draft)
    opened = minutes.open_note(office, cast.coordinator, item_id=item_of(view, 4), refresh=True)
    protecting = Thread(target=protect, args=(office, cast, planted))
    write, queue_up = notes._put_in_place, privacy_store.queue_up

    def slow_write(*args: Any, **named: Any) -> Any:
        protecting.start()
        protecting.join(0.5)
        return write(*args, **named)

    def slow_queue_up(*args: Any) -> None:
        queue_up(*args)
        saving.start()
        saving.join(0.5)

    def save() -> None:
        with suppress(Conflict):
            minutes.save_note(
                office,
                cast.coordinator,
                item_id=opened.agenda_item_id,
                text=f"{opened.text} Nytt ord av {FAMILY}.",
                base_version=opened.version,
            )

    saving = Thread(target=save)
    if is_first:
        monkeypatch.setattr(notes, "_put_in_place", slow_write)
        save()
    else:
        monkeypatch.setattr(privacy_store, "queue_up", slow_queue_up)
        protecting.start()
        protecting.join(30)
        saving.join(30)
    protecting.join(30)

    text = minutes.minutes(office, cast.coordinator, code=planted.draft).notes[3].text
    assert not leaks(text)
    assert ("Nytt ord" in text) == is_first


def test_what_builds_on_a_note_from_before_the_protection_is_kept_nowhere(
    office: Office, cast: Cast, planted: Planted
) -> None:
    """Where the note held the name, where the field alone does, and where a text waits already."""
    chief = cast.coordinator
    view = meetings.meeting(office, chief, code=planted.draft)
    named, plain = item_of(view, 4), item_of(view, 6)
    minutes.save_note(office, chief, item_id=plain, text="Inget namn.", base_version=0)
    pages = {
        item: minutes.open_note(office, chief, item_id=item, refresh=True)
        for item in (named, plain)
    }
    protect(office, cast, planted)

    for write in (minutes.save_note, partial(take_over, minutes.take_over_note)):
        for item, page in pages.items():
            with pytest.raises(Conflict, match="note-protected") as refused:
                write(office, chief, item_id=item, text=f"Mer av {NAME}", base_version=page.version)
            assert not leaks(refused.value)
            assert not leaks(minutes.open_note(office, chief, item_id=item))
    with office.reading() as session:
        assert not [one for one in session.exec(select(NoteDraft)).all() if leaks(one.base_text)]

    # A page that was opened afterwards is like any other, and its text waits when it must.
    now = minutes.open_note(office, chief, item_id=plain, refresh=True)
    minutes.save_note(
        office, shell_actor(office, "exempelby"), item_id=plain, text="A", base_version=now.version
    )
    with pytest.raises(Conflict, match="note-changed"):
        minutes.save_note(office, chief, item_id=plain, text="B", base_version=now.version)
    assert minutes.open_note(office, chief, item_id=plain).base_text == "B"


def take_over(use_case: Callable[..., Any], *given: Any, base_version: int, **named: Any) -> Any:
    return use_case(*given, version=base_version, **named)


def test_a_form_from_before_the_protection_does_not_bring_the_name_back(
    office: Office, cast: Cast, planted: Planted, caplog: pytest.LogCaptureFixture
) -> None:
    """The person's form, that of a role's holder, and a list that is taken in."""
    chief = cast.coordinator
    seat = roster.find_by_email(office, chief, email=EMAIL)[0]
    holder = roster.role_holder(office, chief, person_id=planted.person_id)
    protect(office, cast, planted)

    with caplog.at_level(logging.DEBUG):
        with pytest.raises(RuleBroken, match="protected-meanwhile") as refused:
            readdressed(office, chief, seat, EMAIL)
        assert not leaks(refused.value)
        with pytest.raises(RuleBroken, match="protected-meanwhile") as refused:
            roster.change_role_holder(
                office,
                chief,
                person_id=planted.person_id,
                version=holder.version,
                given_name=holder.given_name,
                family_name=holder.family_name,
                email=EMAIL,
            )
        assert not leaks(refused.value)

    assert not leaks(roster.roster(office, chief))
    assert not leaks(caplog.text)
    assert roster.find_by_email(office, chief, email=MAILBOX)[0].is_protected


def test_an_answer_from_before_the_protection_does_not_bring_a_comment_back(
    office: Office, cast: Cast, planted: Planted
) -> None:
    """By the own page and typed in for somebody; an answer that says the same is no quarrel."""
    chief = cast.coordinator
    person_id = chief.person_id or 0
    before = date_polls.own_poll(office, chief, code=POLL)
    mark = answer_mark(before.choices, before.comment)
    assert leaks(before.comment)
    protect(office, cast, planted)
    saves: tuple[Callable[..., Any], ...] = (
        partial(date_polls.answer_poll, office, chief, code=POLL),
        partial(date_polls.type_in_poll_answer, office, chief, code=POLL, person_id=person_id),
    )
    for save in saves:
        with pytest.raises(Conflict, match="poll-answer-changed") as refused:
            save(choices={}, comment=before.comment, seen=mark)
        assert not leaks(refused.value)
        now = date_polls.own_poll(office, chief, code=POLL)
        assert now.comment == f"Ring {INSTEAD}"
        save(choices={}, comment=now.comment, seen=mark)
        save(choices={}, comment="Annat", seen=answer_mark(now.choices, now.comment))
        save(choices={}, comment=now.comment)


def test_a_list_from_before_the_protection_is_not_taken_over(
    office: Office, cast: Cast, planted: Planted
) -> None:
    content = f"Namn;Organisation;Roll\n{NAME};Polisen;ledamot\n".encode()
    given: dict[str, Any] = {"content": content, "filename": "lista.csv"}
    preview = roster.preview_list(office, cast.coordinator, **given)
    protect(office, cast, planted)
    with pytest.raises(RuleBroken, match="list-from-before") as refused:
        roster.import_list(office, cast.coordinator, **given, protected=preview.protected)
    assert not leaks((refused.value, roster.roster(office, cast.coordinator)))
