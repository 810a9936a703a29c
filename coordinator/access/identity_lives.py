"""Signs of one life: an injury, a place by name, an age, a job, a day, what one's own kin did.

A person and one such sign make somebody. Each rule first asks whether the sentence speaks in
general ("ofta", "om", "kan"): handbooks and laws do, notes about one person do not.
"""

from __future__ import annotations

import re

from coordinator.access.identity_reading import Span
from coordinator.access.identity_sentences import (
    OBJECTS,
    PRONOUNS,
    Sentence,
    is_common_place,
    is_past,
    is_supine,
    person_form,
)
from coordinator.access.identity_words import words

_ONE = frozenset({"en", "ett", "någon", "min", "vår", "mitt", "vårt"})
_IS = frozenset({"är", "var", "blev", "blivit", "sitter", "satt", "hittades", "hittats", "ligger"})
_HAS = frozenset({"har", "hade", "saknar", "fick", "får", "fått", "med", "sitter", "äger", "i"})
_WORKS = frozenset({"är", "arbetar", "jobbar", "som", "driver"})
_AT = frozenset({"i", "på", "från", "till", "vid", "hos", "ur"})
_DETAIL = frozenset({"som", "vars", "med", "i", "på", "från", "hos", "vid", "här", "där"})
_BEFORE, _AFTER = 6, 12  # words around the person within which a sign belongs to it
_HUMAN_AGE = re.compile(r"[1-9]\d?")


def lives(sentence: Sentence) -> Span | None:
    """From the person to the sign, or the other way round; None when nobody is meant."""
    if sentence.general():
        return None
    rules = (
        _person_with_sign,
        _what_is_hers,
        _told_of,
        _by_own_kin,
        _accused,
        _aged,
        _no_subject,
        _the_same,
        _known_group,
    )
    for rule in rules:
        if found := rule(sentence):
            return found
    return None


# --- Whether it is told as a fact ---


def _supposed(sentence: Sentence, place: int) -> bool:
    """Whether what stands at ``place`` is only supposed: "om kvinnan", "när mannen slår"."""
    low = sentence.low
    past = any(map(is_past, low))
    for at in range(place - 1, -1, -1):
        if low[at] in words("conditionals"):
            topic = low[at] == "om" and at > 0 and _tells(low[at - 1])
            if not topic and not (past and low[at] in {"när", "där", "innan"}):
                return True
        if at and "," in sentence.text[sentence.found[at - 1].end() : sentence.found[at].start()]:
            break
    return low[0] in words("conditionals") and not past


def _tells(word: str) -> bool:
    return word.startswith(tuple(words("telling_stems"))) and word not in words("conditionals")


def _modal(sentence: Sentence, first: int, last: int) -> bool:
    return not words("modals").isdisjoint(sentence.low[max(0, first - 2) : last + 1])


def _singular(sentence: Sentence) -> bool:
    """Whether the sentence is about one: "En lärare ...", "Chefen ..."; not "Män som slår"."""
    low = sentence.low
    if not _ONE.isdisjoint(low[:4]) or not PRONOUNS.isdisjoint(low[:4]):
        return True
    return low[0].endswith(("en", "an", "et", "rn", "ln")) or any(map(person_form, low[:3]))


# --- Signs ---


def _is_sign(sentence: Sentence, at: int) -> bool:
    """A sign that is only told of one: an injury, a state, a fact, a job, an age, a place."""
    low = sentence.low
    word, back = low[at], low[max(0, at - 4) : at]
    if word in words("injuries"):
        return True
    if word in words("participles") or word in words("states"):
        return not _IS.isdisjoint(back)
    if word in words("facts"):
        return not _HAS.isdisjoint(back)
    if _is_age(low, at):
        return True
    return at > 0 and low[at - 1] in _AT and _is_named_place(sentence, at)


def _is_age(low: list[str], at: int) -> bool:
    if low[at] == "år" and _HUMAN_AGE.fullmatch(low[at - 1]) and at:
        return low[at + 1 : at + 2] not in (["eller"], ["och"], ["till"], ["äldre"], ["gammal"])
    return low[at] in words("numbers") and at > 0 and low[at - 1] in {"är", "fyller", "fyllt"}


def _is_named_place(sentence: Sentence, at: int) -> bool:
    word = sentence.found[at].group()
    return word[0].isupper() and word[1:].islower() and not is_common_place(word.lower())


def _is_job(sentence: Sentence, at: int) -> bool:
    low = sentence.low
    if _WORKS.isdisjoint(low[max(0, at - 2) : at]):
        return False
    return low[at].endswith(tuple(words("jobs")))


def _is_time(sentence: Sentence, at: int) -> bool:
    """A day or a month: "på fredag", "sedan i mars", "den 14 mars", "i morgon"; or "igen"."""
    low = sentence.low
    if low[at] in words("still"):
        return True
    before = low[at - 1] if at else ""
    if low[at] in words("coming_times"):
        return before in {"på", "i", "till", "sedan", "om", "nästa"}
    return low[at] in words("months") and (
        before in {"i", "sedan", "till", "före", "efter"} or before.isdigit()
    )


# --- Who ---


def _person_with_sign(sentence: Sentence) -> Span | None:
    """Such as "Kvinnan är läkare", "Pojken fyller tolv", "Han är efterlyst"."""
    low = sentence.low
    signs = [at for at in range(len(low)) if _is_sign(sentence, at)]
    times = [at for at in range(len(low)) if _is_time(sentence, at)]
    jobs = [at for at in range(len(low)) if _is_job(sentence, at)]
    own = sentence.speaks_of_own()
    for place, word in enumerate(low):
        kind = _mention(low, place)
        if not kind or (kind == "pronoun" and own) or _supposed(sentence, place):
            continue
        near = signs if kind in {"pronoun", "general"} else sorted([*signs, *times, *jobs])
        for sign in near:
            first, last = min(place, sign), max(place, sign)
            if -_BEFORE <= sign - place <= _AFTER and sign != place:
                if not _modal(sentence, first, last):
                    return sentence.span(first, last)
        if kind == "definite" and word in words("kin_definite"):
            if (verb := _verb_after(low, place)) and not _modal(sentence, place, verb):
                return sentence.span(place, verb)
    return None


def _mention(low: list[str], place: int) -> str:
    word = low[place]
    if word in PRONOUNS or word in OBJECTS:
        return "pronoun"
    form = person_form(word)
    if form in {"definite", "general"}:
        return form
    if place and low[place - 1] == "den" and word in words("persons_as_adjectives"):
        return "general"
    owner = person_form(word.removesuffix("s"))
    return owner if word.endswith("s") and owner in {"definite", "general"} else ""


def _verb_after(low: list[str], place: int) -> int | None:
    """Of kin that general talk seldom names any statement counts: "maken jagar", "exet har"."""
    for at in range(place + 1, min(place + 3, len(low))):
        if low[at] in {"är", "har"} or (low[at].endswith("r") and len(low[at]) > 3):
            return at if low[at] not in words("no_verbs") else None
    return None


def _what_is_hers(sentence: Sentence) -> Span | None:
    """Such as "Kvinnans bil sågs", "Flickans telefon är tömd": what is one person's, and an event."""
    low = sentence.low
    for place in range(len(low) - 2):
        owner = low[place].removesuffix("s")
        form = person_form(owner) if owner != low[place] else ""
        known = form == "definite" or low[place] == "deras"
        if not (known or form == "general") or _supposed(sentence, place):
            continue
        kin = any(word in words("kin_and_home") for word in low[place + 1 : place + 3])
        for at in range(place + 2, min(place + 6, len(low))):
            told = is_past(low[at]) or (low[at - 1] in {"har", "är"} and is_supine(low[at]))
            if told and (kin or form == "definite") and not _modal(sentence, place, at):
                return sentence.span(place, at)
    return None


def _told_of(sentence: Sentence) -> Span | None:
    """Such as "Vi har en klient som vägrar", "berättade om en flicka som blivit bortgift"."""
    low = sentence.low
    if sentence.asks() or not words("lecturers").isdisjoint(sentence.known):
        return None
    for place, word in enumerate(low):
        if person_form(word) != "indefinite" or word == "person":
            continue
        first = next((at for at in range(place - 1, max(-1, place - 4), -1) if low[at] in _ONE), 0)
        if not first or low[place + 1 : place + 2] == [] or low[place + 1] not in _DETAIL:
            continue
        by = first - 1
        told = low[by] in words("having") and first >= 2
        if low[by] in {"om", "för", "på", "kring", "över", "in", "emot"} and first >= 2:
            told = _tells(low[by - 1]) or low[by - 1] in words("having")
        told = told or (low[by] in {"gäller", "rör", "avser"})
        if told and not _modal(sentence, by, place) and not _supposed(sentence, by):
            return sentence.span(first, place + 1)
    return None


def _by_own_kin(sentence: Sentence) -> Span | None:
    """Such as "har hotat sin fru", "lever under hot från sin bror": of one who is not "den som"."""
    low = sentence.low
    for place in range(2, len(low) - 1):
        if low[place] not in {"sin", "sina", "sitt"}:
            continue
        kin = [at for at in (place + 1, place + 2) if low[at : at + 1] and _is_kin(low[at])]
        harm = [at for at in range(max(0, place - 5), place) if _is_harm(low[at])]
        if not kin or not harm or not _singular(sentence):
            continue
        general = "som" in low[:place] and not any(map(is_past, low)) and "har" not in low
        if not general and not _supposed(sentence, place) and not _modal(sentence, 0, place):
            return sentence.span(harm[0], kin[0])
    return None


def _is_kin(word: str) -> bool:
    return word in words("relatives") or word in words("acquaintances") or person_form(word) != ""


def _is_harm(word: str) -> bool:
    return word in words("harming_verbs") or word.startswith(tuple(words("harm_stems")))


def _accused(sentence: Sentence) -> Span | None:
    """Such as "En lärare har häktats", "Chefen är anmäld för misshandel": whoever it is."""
    low = sentence.low
    if not _singular(sentence) or not {"den", "de"}.isdisjoint(low[:2]):
        return None
    for at in range(2, len(low)):
        back = low[max(0, at - 3) : at]
        state = low[at] in words("participles") and not _IS.isdisjoint(back)
        done = low[at] in words("done_supines") and not {"har", "hade"}.isdisjoint(back)
        if not (state or done) or _supposed(sentence, at) or _modal(sentence, 0, at):
            continue
        if low[at - 2] == "som" and not any(word in {"rör", "gäller", "om"} for word in low[:at]):
            continue
        return sentence.span(at - 1, at)
    return None


def _aged(sentence: Sentence) -> Span | None:
    """Such as "man, 45, dömd", "kvinna 62 år", "f. 72": the short lines of a list of cases."""
    low = sentence.low
    for place in range(len(low) - 1):
        if person_form(low[place]) != "indefinite" or low[place] in words("counted_persons"):
            continue
        at = place + 1 + (low[place + 1] in {"f", "född", "ca", "cirka"})
        if at >= len(low) or not re.fullmatch(r"[1-9]\d|19\d\d|20[01]\d", low[at]):
            continue
        born = at == place + 2 and low[place + 1] in {"f", "född"}
        years = low[at + 1 : at + 2] == ["år"] and low[at + 2 : at + 3] not in (["eller"], ["och"])
        gap = sentence.text[sentence.found[at - 1].end() : sentence.found[at].start()]
        after = sentence.text[sentence.found[at].end() :][:1]
        if born or years or (gap in {", ", " ("} and after in {",", ")"}):
            return sentence.span(place, at)
    return None


def _no_subject(sentence: Sentence) -> Span | None:
    """Such as "Blev slagen av sin man", "Är sjukskriven sedan i mars": notes without a subject."""
    low = sentence.low
    if len(low) < 3 or sentence.asks() or not sentence.capital(0):
        return None
    if not (is_past(low[0]) or low[0] in words("openings")) or low[1] in words("subjects"):
        return None
    for at in range(1, len(low)):
        kin = low[at] in {"sin", "sina", "sitt"} and any(map(_is_kin, low[at + 1 : at + 3]))
        if kin or _is_sign(sentence, at) or low[at] in words("kin_definite"):
            return sentence.span(0, at)
    return None


def _the_same(sentence: Sentence) -> Span | None:
    """Such as "samma kvinna", "den enda kvinna som", "vederbörande har", "fru Exempelsson"."""
    low = sentence.low
    if not words("organisation").isdisjoint(sentence.known):
        return None
    for place in range(len(low) - 1):
        after = low[place + 1]
        single = person_form(after) and after not in {"person", "personen", "barn"}
        told = not _modal(sentence, place, place + 3) and not _supposed(sentence, place)
        if low[place] in {"samma", "enda"} and single and told:
            return sentence.span(place, place + 1)
        if low[place] == "vederbörande" and told and (is_past(after) or after in {"har", "bor", "är"}):
            return sentence.span(place, place + 1)
        if low[place] in {"fru", "herr", "fröken"} and sentence.capital(place + 1):
            return sentence.span(place, place + 1)
    return None


def _known_group(sentence: Sentence) -> Span | None:
    """Such as "Barnen är kvar hos pappan", "syskonen hämtades": the children of one family."""
    low = sentence.low
    for place, word in enumerate(low):
        if word not in words("known_group") or _supposed(sentence, place):
            continue
        for at in range(place + 1, min(place + 8, len(low))):
            custody = low[at].startswith(tuple(words("custody_stems"))) and (
                is_past(low[at]) or is_supine(low[at])
            )
            fact = low[at] in words("still") or custody and sentence.once()
            if fact and not _modal(sentence, place, at):
                return sentence.span(place, at)
    return None
