"""An answer about days is saved in few statements, by whichever way it comes."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from coordinator.core.office import Office
from coordinator.planning.polls import usecases as date_polls
from coordinator.planning.polls.views import PollView
from coordinator.planning.views import Choice
from tests.conftest import Cast
from tests.planning.polls import NO, YES, opened, said, token_for
from tests.statements import count_statements

pytestmark = pytest.mark.usefixtures("november")
MOST = 12


def by_link(office: Office, cast: Cast, view: PollView, choice: Choice) -> None:
    date_polls.answer_poll_by_link(
        office, token=token_for(office, cast.member.person_id), choices=said(view, *(choice,) * 6)
    )


def on_the_page(office: Office, cast: Cast, view: PollView, choice: Choice) -> None:
    date_polls.answer_poll(
        office, cast.member, code=view.code, choices=said(view, *(choice,) * 6), comment="Ring!"
    )


def typed_in(office: Office, cast: Cast, view: PollView, choice: Choice) -> None:
    date_polls.type_in_poll_answer(
        office,
        cast.coordinator,
        code=view.code,
        person_id=cast.member.person_id or 0,
        choices=said(view, *(choice,) * 6),
    )


@pytest.mark.parametrize("answer", [by_link, on_the_page, typed_in])
@pytest.mark.parametrize("answers_shown", [False, True])
def test_an_answer_takes_few_statements(
    office: Office,
    cast: Cast,
    answer: Callable[[Office, Cast, PollView, Choice], None],
    *,
    answers_shown: bool,
) -> None:
    view = opened(office, cast.coordinator, answers_shown=answers_shown)
    token = token_for(office, cast.member.person_id)
    for choice in (YES, NO):  # the first answer, and another in its place
        with count_statements(office.database) as seen:
            answer(office, cast, view, choice)
        own = [one for one in seen if "outbox_mail" not in one]  # where the test reads the link
        assert len(own) <= MOST, "\n".join(own)
        mine = date_polls.poll_by_link(office, token=token)
        assert set(mine.choices.values()) == {choice}
