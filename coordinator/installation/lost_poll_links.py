"""Open questions about days whose personal links are gone: after a restore, or with another key."""

from __future__ import annotations

from dataclasses import dataclass

from coordinator.core.office import Office
from coordinator.groups import in_transaction as groups
from coordinator.planning.polls import letters, personal_links, rows_to_views
from coordinator.planning.polls.views import PollLine


@dataclass(frozen=True)
class LostQuestion:
    """One question, with the short name of the group that asked it.

    Whoever looks after the installation belongs to none of the groups, and need not know more.
    """

    group: str
    poll: PollLine

    @property
    def params(self) -> tuple[tuple[str, object], ...]:
        """For the sentence ``question-links-lost``."""
        return (
            ("term", self.poll.term_code),
            ("group", self.group),
            ("number", self.poll.lost),
        )


def lost_questions(office: Office) -> tuple[LostQuestion, ...]:
    """Every one of the installation, by group."""
    key_mark = personal_links.key_mark(office.settings)
    with office.reading() as session:
        return tuple(
            LostQuestion(group.slug, poll)
            for group in groups.all_groups(session)
            for poll in rows_to_views.lines(session, office, group.id, key_mark, letters.ALL)
            if poll.lost
        )
