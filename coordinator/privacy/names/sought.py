"""Finding a name in running text, however it is written.

The text is read as words of letters, once: entities, tags, per cent signs, invisible signs, accents
and capitals are seen through, and a word in camel case is several. A given and a family name that
stand beside each other are *one* place, whatever stands between them: to replace one and leave the
other would tell more than either. Every step looks at a bounded number of words around one word,
so the time grows with the text alone, whatever is in it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from coordinator.privacy.names.alone import find_alone, find_initials, find_written_as_one
from coordinator.privacy.names.hits import hits_in
from coordinator.privacy.names.places import (
    Match,
    not_left_beside,
    whole_addresses,
    with_marks,
    without_overlaps,
)
from coordinator.privacy.names.spellings import Name
from coordinator.privacy.names.text_as_words import TAG, Reading, read_words
from coordinator.privacy.names.together import find_together
from coordinator.privacy.names.written_forms import Forms
from coordinator.privacy.views import Certainty


@dataclass(frozen=True)
class Sought:
    """What is looked for: every name the person is known by, their address and phone."""

    names: tuple[Name, ...]
    email: str | None = None
    phone: str | None = None

    def find(self, text: str) -> tuple[Match, ...]:
        """Every place in order; where two readings overlap, the surer and then the longer one."""
        composed = unicodedata.normalize("NFC", text)
        found = [*self._contacts_in(composed)]
        readings = [read_words(composed, without_tags=False)]
        if ("<" in composed or "](" in composed) and TAG.search(composed):
            readings.append(read_words(composed, without_tags=True))
        for reading in readings:
            found += _find(self._forms, reading)
        apart = without_overlaps(whole_addresses(composed, found))
        return not_left_beside(composed, with_marks(composed, apart))

    @cached_property
    def _forms(self) -> Forms:
        return Forms(self.names)

    def _contacts_in(self, composed: str) -> Iterator[Match]:
        for pattern in self._contacts:
            for found in pattern.finditer(composed):
                yield Match(found.start(), found.end(), Certainty.SURE)

    @cached_property
    def _contacts(self) -> tuple[re.Pattern[str], ...]:
        patterns = []
        if self.email:
            patterns.append(rf"(?<![\w.]){re.escape(self.email)}(?!\w)")
        digits = re.sub(r"\D", "", self.phone or "")
        if len(digits) >= 6:
            # The same number with and without the country's code, and with any gaps.
            local = re.sub(r"^(?:00)?46|^0", "", digits)
            spread = r"[\s\-\u2010-\u2015().]{0,6}".join(local)
            patterns.append(rf"(?<!\d)(?:(?:\+|00)46[\s\-()0]{{0,6}}|0)?{spread}(?!\d)")
        return tuple(re.compile(pattern, re.IGNORECASE) for pattern in patterns)


def _find(forms: Forms, reading: Reading) -> list[Match]:
    hits = hits_in(forms, reading)
    found = list(find_together(reading, hits))
    found += find_alone(forms, reading, hits)
    found += find_initials(forms, reading)
    found += find_written_as_one(forms, reading)
    return found
