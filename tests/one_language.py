"""Whether a text that a reader meets is in one language.

Nothing is listed by hand. The catalog says which words are English alone and which Swedish alone;
the database says what people have written; the page says which of its parts are in Swedish.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from bs4 import BeautifulSoup
from sqlalchemy import select

from coordinator.core.columns import Holds, holds, tables_with_classes, text_columns
from coordinator.core.office import Office
from coordinator.core.settings import shipped_data
from coordinator.core.translation import Language
from coordinator.ui.text import firm
from tests.house.catalog import swedish

# Names, and what is written alike everywhere.
NAMES = {"exempel", "samordnaren", "digg", "excel", "office", "coordinator", "exempelköping"}
# Marks and roles that stand in texts as they are typed, whatever the page's language.
TERMS = {"dnr", "enter", "internt", "prövas", "öppet", "representant", "svenska", "english"}
_WORD = re.compile(r"[^\W\d_]{2,}")
_PLACE = re.compile(r"\{\w+\}")
# What is quoted, and what is typed into a computer: commands, settings, addresses, file names.
_TYPED = re.compile(r"\[\w+\]|[“”\"][^“”\"]*[“”\"]|\S*[_/@=\\]\S+|\S+\.\w+|\b[A-Z]{2,}\b|\S+\[\S+")
_THEIRS = re.compile(r":violet\[((?:\\.|[^\]\\])*)\]")
_HEARD = ("aria-label", "title", "placeholder", "alt", "aria-valuetext", "data-copied")


def own_words(text: str) -> str:
    """A message without its places, quotations and what is typed into a computer."""
    return _TYPED.sub(" ", _PLACE.sub(" ", text))


def words_in(text: str) -> set[str]:
    return {word.lower() for word in _WORD.findall(firm(text))}


@cache
def _vocabularies() -> tuple[frozenset[str], frozenset[str]]:
    """The words of all English messages, and those of all Swedish ones."""
    english: set[str] = set()
    swedes: set[str] = set()
    for message in swedish():
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        texts = message.string if isinstance(message.string, tuple) else (message.string,)
        for known, said in ((english, ids), (swedes, texts)):
            for one in said:
                known.update(words_in(own_words(str(one))))
    return frozenset(english), frozenset(swedes)


def foreign(language: Language) -> frozenset[str]:
    """Words that a text in this language cannot hold: those of the other one alone."""
    english, swedes = _vocabularies()
    other, own = (swedes, english) if language == "en" else (english, swedes)
    return other - own - NAMES - TERMS


@dataclass(frozen=True)
class Written:
    """What people wrote, longest first; to be taken out of what the page itself says."""

    texts: tuple[str, ...]

    def __or__(self, more: Iterable[str]) -> Written:
        return Written((*self.texts, *more))

    def taken_out_of(self, text: str) -> str:
        for one in self.texts:
            text = text.replace(one, " ")
        return text


def written(office: Office) -> Written:
    """What somebody typed, by the columns' own word for it, and what the country calls its days."""
    found: set[str] = set()
    with office.reading() as session:
        connection = session.connection()
        for table, _class in tables_with_classes():
            for column in text_columns(table):
                if holds(column) is not Holds.MADE:
                    values = connection.execute(select(column).where(column.is_not(None)))
                    found.update(line for (value,) in values for line in value.splitlines())
    for file in ("closed_days.csv", "observances.csv"):
        rows = (shipped_data() / file).read_text("utf-8").splitlines()
        found.update(cell.strip('"') for row in rows[1:] for cell in row.split(","))
    texts = {firm(text).strip() for text in found}
    # Words alone in small letters are those of the search's index.
    phrases = (text for text in texts if len(text) > 3 and (" " in text or text[0].isupper()))
    return Written(tuple(sorted(phrases, key=len, reverse=True)))


def of_html(body: str) -> Iterator[str]:
    """Each text of an HTML page that is in the page's own language, seen or heard.

    A part with a ``lang`` of its own is in that language, which the reader is told.
    """
    soup = BeautifulSoup(body, "html.parser")
    for gone in soup.select("script, style, code, pre, .icon"):
        gone.decompose()
    for part in soup.select("body [lang], div [lang], p [lang], li [lang], [lang]"):
        if part.name != "html" and not part.decomposed:
            part.decompose()
    yield from (str(text) for text in soup.find_all(string=True) if text.strip())
    for element in soup.find_all(True):
        yield from (str(element[name]) for name in _HEARD if element.get(name))


def of_markdown(text: str) -> str:
    """Streamlit's Markdown without what it says is people's own (:func:`ui.text.literal`)."""
    return _THEIRS.sub(" ", text).replace("\\", "")


def mixed(texts: Iterable[str], language: Language, people: Written) -> list[str]:
    """The texts that hold a word of the other language, each with its words."""
    strange = foreign(language)
    found = []
    for text in dict.fromkeys(texts):
        said = _TYPED.sub(" ", people.taken_out_of(firm(text)))
        if odd := words_in(said) & strange:
            found.append(f"{sorted(odd)}: {text.strip()[:160]}")
    return found
