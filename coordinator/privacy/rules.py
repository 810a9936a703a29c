"""Pure decisions about names that were found: which are replaced, by what, and what is shown.

Swedish writes a name's genitive with an s, sometimes after a colon or an apostrophe; that is the
only inflection a name has in running text. A family name is often a common word (Berg, Lind), so
a person looks at every place before it is changed.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence

from coordinator.core.errors import BadInput
from coordinator.core.search.swedish import fold
from coordinator.privacy.names.places import Match
from coordinator.privacy.names.spellings import LONGEST_NAME, Name, name_words
from coordinator.privacy.names.text_as_words import TAG_NAMES
from coordinator.privacy.views import Certainty

_AROUND = 40  # signs shown before and after a name
_MOST_TYPED = 20  # further names of one person
_SHORTEST_PART = 3  # letters of a name that tell a mailbox is somebody's own
_TAG = re.compile(rf"<(/?{TAG_NAMES})\b[^<>]{{0,2000}}>", re.IGNORECASE)


def names_from(
    given: str | None, family: str | None, others: Iterable[str], also: Iterable[str] = ()
) -> tuple[Name, ...]:
    """The name the roster holds and older ones that past meetings recorded, each once.

    ``also``: what somebody typed; a word alone is looked for as a family name is.
    """
    known = [Name((given or "").strip(), (family or "").strip())]
    several = [words for written in others if len(words := written.split()) > 1]
    typed = [words for written in also if (words := written.split())]
    known += [Name(" ".join(words[:-1]), words[-1]) for words in (*several, *typed)]
    return tuple(name for name in dict.fromkeys(known) if name.given or name.family)


def typed_names(also: Iterable[str]) -> tuple[str, ...]:
    """Names that somebody typed, one each, without empty ones.

    Raises:
        BadInput: more or longer ones than anybody has.
    """
    typed = tuple(" ".join(name.split()) for name in also if name.strip())
    if len(typed) > _MOST_TYPED or any(len(name) > LONGEST_NAME for name in typed):
        raise BadInput("protect-names-odd", most=_MOST_TYPED, longest=LONGEST_NAME)
    return typed


def masked(text: str, matches: Iterable[Match], instead: str) -> str:
    """The text with the matches replaced; a genitive stays one."""
    composed = unicodedata.normalize("NFC", text)
    for match in sorted(matches, key=lambda one: one.start, reverse=True):
        ending = "s" if match.is_genitive and not instead.endswith(("s", "x", "z")) else ""
        # Tags between the parts of a name stay, so that what was opened is closed.
        tags = "".join(f"<{tag}>" for tag in _TAG.findall(composed[match.start : match.end]))
        composed = composed[: match.start] + instead + ending + tags + composed[match.end :]
    return composed


def around(text: str, match: Match) -> tuple[str, str, str]:
    """What stands before the match, the match, and what stands after it, on one line."""
    composed = unicodedata.normalize("NFC", text)
    before = composed[max(0, match.start - _AROUND) : match.start]
    after = composed[match.end : match.end + _AROUND]
    start = "…" if match.start > _AROUND else ""
    end = "…" if match.end + _AROUND < len(composed) else ""
    return (
        start + " ".join(before.split()) + (" " if before[-1:].isspace() else ""),
        composed[match.start : match.end],
        (" " if after[:1].isspace() else "") + " ".join(after.split()) + end,
    )


def hit_key(place: tuple[str, int, str], text: str, match: Match) -> str:
    """Names one match for as long as the text around it stands as it was shown.

    An answer given about a text that has been changed since fits nothing and is not used.
    """
    digest = hashlib.sha256(text.encode()).hexdigest()[:12]
    return f"{'.'.join(map(str, place))}.{match.start}.{digest}"


def chosen(
    place: tuple[str, int, str], text: str, matches: Sequence[Match], answers: Mapping[str, bool]
) -> list[Match]:
    """The matches to be replaced: those said yes to, and sure ones that nobody said no to."""
    return [
        match
        for match in matches
        if answers.get(hit_key(place, text, match), match.certainty is not Certainty.UNSURE)
    ]


def check_mailbox(mailbox: str | None, owners: Iterable[Name]) -> None:
    """A function mailbox names nobody: neither the protected person nor whoever else has it.

    Raises:
        BadInput: a name of one of its owners stands in the address.
    """
    local = fold(mailbox or "").partition("@")[0]
    for name in owners:
        for part in map(fold, (*name_words(name.given), *name_words(name.family))):
            plain = part.translate(str.maketrans("åäö", "aao"))
            if len(part) >= _SHORTEST_PART and (part in local or plain in local):
                raise BadInput("mailbox-is-personal")
