"""Pure decisions about answers: whose counts, and what an agency's people say together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from coordinator.invitations.views import Answer, ReplyCounts
from coordinator.meetings.outcome import Said

# What an answer is when the meeting starts; "later" tells nothing by then.
SAID = {
    Answer.ACCEPTED: Said.COMES,
    Answer.DELEGATED: Said.SENDS,
    Answer.TENTATIVE: Said.UNSURE,
    Answer.DECLINED: Said.AWAY,
}

CONFIRMING = frozenset({Answer.ACCEPTED, Answer.DELEGATED})

# What speaks for the agency, from the best down; a refusal only when nobody is waited for.
_RANK = (Answer.ACCEPTED, Answer.DELEGATED, Answer.TENTATIVE, Answer.LATER)


def agency_answer(answers: Sequence[Answer | None]) -> Answer | None:
    """An agency's answer from its people's; None while one who has not answered may still come."""
    for answer in _RANK:
        if answer in answers:
            return answer
    return Answer.DECLINED if answers and None not in answers else None


def is_confirmed(answers: Iterable[Answer | None]) -> bool:
    """An agency is confirmed when one of its people accepts or sends a substitute."""
    return any(answer in CONFIRMING for answer in answers)


def count(invited: Iterable[tuple[int, int]], answers: Mapping[int, Answer]) -> ReplyCounts:
    """Counts for one meeting. ``invited``: (person id, agency id); ``answers`` by person id.

    Answers of people who are not invited (any more) do not count.
    """
    numbers = dict.fromkeys(Answer, 0)
    unanswered = 0
    confirmed: set[int] = set()
    for person_id, agency_id in invited:
        answer = answers.get(person_id)
        if answer is None:
            unanswered += 1
            continue
        numbers[answer] += 1
        if answer in CONFIRMING:
            confirmed.add(agency_id)
    return ReplyCounts(
        accepted=numbers[Answer.ACCEPTED],
        declined=numbers[Answer.DECLINED],
        tentative=numbers[Answer.TENTATIVE],
        delegated=numbers[Answer.DELEGATED],
        later=numbers[Answer.LATER],
        unanswered=unanswered,
        agencies_confirmed=len(confirmed),
    )
