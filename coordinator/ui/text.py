"""Text on its way to the screen: never markup, and broken only where a reader would break it.

What people wrote is told from the page's own words where these are in another language.
"""

from __future__ import annotations

import html
import re
from typing import Final

from coordinator.core.translation import language

# Around what people wrote, so that it stays known inside a sentence. Nobody can type these two:
# they are no characters, and every text that comes in is freed of them.
_THEIRS: Final = "\ufdd0"
_END: Final = "\ufdd1"
_SPAN: Final = re.compile(f"{_THEIRS}([^{_THEIRS}{_END}]*){_END}")
_SIGNS: Final = dict.fromkeys(map(ord, (_THEIRS, _END)))

SOFT_HYPHEN: Final = "\u00ad"
HARD_SPACE: Final = "\u00a0"
_JOINER: Final = "\u2060"  # no break on either side

# The last parts of the long words that agencies, meetings and agendas are named with. Browsers
# seldom carry Swedish hyphenation rules, so a narrow tile would cut these names anywhere.
_LAST_PARTS: Final = (
    "afton",
    "anteckning",
    "avdelning",
    "centrum",
    r"(?<!fre)dag(?:en|ar|arna)?\b",
    "enhet",
    "fredag",
    "färd",
    "förbund",
    "förvaltning",
    "grupp",
    "insats",
    "jour",
    "kommun",
    r"lov(?:et)?\b",
    "mässo",
    "mottagning",
    "myndighet",
    "nationell",
    "nämnd",
    "omsorg",
    r"plan(?:en|er|erna)?\b",
    "påminnelse",
    "psykiatri",
    "sjukhus",
    "stöd",
    "team",
    "tjänst",
    "utbyte",
    "verket",
    "verksamhet",
    "vård",
)
_NUMBERED: Final = re.compile(r"\b(v\.|kl\.|week) (?=\d)")
_HOURS: Final = re.compile(r"(\d[.:]\d\d)–(?=\d)")
_WORD: Final = re.compile(r"[^\W\d_]+")
_JOINT: Final = re.compile(rf"(?<=[^\W\d_]{{4}})(?=(?:{'|'.join(_LAST_PARTS)}))", re.IGNORECASE)

_MARKDOWN: Final = re.compile(
    r"[\\`*_\[\]<>$~&]|:(?=[a-z+-])|-(?=[->])|^[ \t]*(?:[#+=|-]|\d+[.)])",
    re.IGNORECASE | re.MULTILINE,
)


def soften(text: str, *, longest: int = 12) -> str:
    """Soft hyphens at the joints of long Swedish compounds: ``Ungdoms-mottagningen``.

    Words of up to ``longest`` letters stay whole, and so do a week with its number and a span of
    hours. Screen readers and searches in the page pass over these signs; :func:`firm` takes them
    away where they could be in the way.
    """
    soft = _WORD.sub(
        lambda word: _JOINT.sub(SOFT_HYPHEN, word[0]) if len(word[0]) > longest else word[0], text
    )
    return _HOURS.sub(rf"\1–{_JOINER}", _NUMBERED.sub(rf"\1{HARD_SPACE}", soft))


def firm(text: str) -> str:
    """The text as it was before :func:`soften`, for titles, attributes and comparisons."""
    return plain(text).replace(SOFT_HYPHEN, "").replace(_JOINER, "").replace(HARD_SPACE, " ")


def theirs(text: str) -> str:
    """What people of the group wrote, or what the country calls its days: Swedish on every page.

    On a page in another language a reader that speaks aloud changes its voice there. For what
    :func:`escape` or :func:`literal` draws, also inside a sentence; elsewhere see :func:`plain`.
    """
    return text if not text or language() == "sv" else f"{_THEIRS}{plain(text)}{_END}"


def plain(text: str) -> str:
    """The text without the signs of :func:`theirs`, where no language can be told."""
    return text.translate(_SIGNS)


def escape(text: str) -> str:
    """Text for our own HTML, what is :func:`theirs` with its language."""
    return plain(_SPAN.sub(r'<span lang="sv">\1</span>', html.escape(text)))


def literal(text: str) -> str:
    """Text for Streamlit's Markdown, shown as it was typed: no emphasis, link, icon or formula.

    Markdown knows no language. What is :func:`theirs` becomes the one coloured text of the pages,
    which look.css gives the colour of its neighbours and the page's script its language.
    """
    return plain(_SPAN.sub(r":violet[\1]", _MARKDOWN.sub(lambda found: _escaped(found[0]), text)))


def _escaped(found: str) -> str:
    """The sign itself, or the sign that starts a list or heading, behind a backslash."""
    return f"{found[:-1]}\\{found[-1]}"
