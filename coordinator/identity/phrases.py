"""Phrases about one individual: "kvinnan som kom i går", "en 34-årig man i Norrby", "hennes son".

A person alone is general talk ("barnet har rätt till stöd"); it becomes somebody when the sentence
also tells what happened, when, where or how old. One mark per sentence is enough.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from coordinator.identity.lives import lives
from coordinator.identity.reading import Span
from coordinator.identity.sentences import (
    OBJECTS,
    ONE_AGED,
    PRONOUNS,
    Sentence,
    is_common_place,
    is_past,
    is_supine,
    person_form,
    sentences,
)
from coordinator.identity.word_lists import words

_REACH = 10  # words after the person in which its verb must come
_AGED = re.compile(r"\d{1,3}-?åri(?:g|ga|ge)|\d{1,3}-årsåldern|\d{1,3}-åring(?:en|ens)?")
_PREPOSITIONS = frozenset(
    [
        "till",
        "av",
        "för",
        "om",
        "med",
        "mot",
        "från",
        "på",
        "hos",
        "kring",
        "runt",
        "i",
        "åt",
        "mellan",
        "inom",
    ]
)
_ARTICLES = frozenset(["en", "ett", "någon", "1", "vår", "vårt", "min", "mitt", "er"])
_EVERY_SO_OFTEN = [[word] for word in ("tredje", "fjärde", "femte", "sjätte", "tionde", "annan")]
_OFTEN = (["i", "veckan"], ["i", "månaden"], ["om", "året"], ["om", "dagen"])
_CHILDREN = [["barn"], ["söner"], ["döttrar"], ["syskon"]]
_WORRIED = frozenset(["orolig", "oroliga", "oro"])
_ABOUT = (["handlar", "om"], ["det", "gäller"], ["det", "rör"])
_PRESENTED = frozenset(["var", "gällde", "rörde", "handlade"])
_TOPICS = frozenset(["om", "för", "kring", "av"])
_OWN = frozenset({"min", "vår"})
_IN_GENERAL_TALK = frozenset({"kvinnan", "mannen", "brukaren", "klienten", "patienten"})


def individuals(text: str) -> Iterator[Span]:
    """At most one span per sentence: from the person to what makes it somebody."""
    for found in sentences(text):
        if isinstance(found, Sentence) and (span := _first(found)):
            yield span


def _first(sentence: Sentence) -> Span | None:
    rules = (_known_person, _one_of_several, _somebody, _kin_of, _possession, _pronoun, _own_kin)
    for rule in rules:
        if found := rule(sentence):
            return found
    return lives(sentence)


# --- What a verb says ---


def _event(sentence: Sentence, place: int, *, strict: bool, reach: int = _REACH) -> int | None:
    """Where after the person at ``place`` the sentence tells of an event; None when it does not."""
    low = sentence.low
    unsure = sentence.conditional(place) or sentence.general
    modal = False
    for at in range(place + 1, min(place + 1 + reach, len(low))):
        word = low[at]
        if word in words("modals"):
            modal = True
        elif word == "var" and (
            low[at - 1] in _PREPOSITIONS or low[at + 1 : at + 2] in _EVERY_SO_OFTEN
        ):
            continue  # "i var sin broschyr", "var tredje vecka"
        elif low[at - 2 : at] == ["det", "som"]:
            continue  # "barnet ritar det som hände"
        elif is_past(word) and (not sentence.general or low[at - 1] == "aldrig"):
            return at  # "pappan aldrig lämnade rummet" is told of one
        elif word == "kunde" and low[at + 1 : at + 2] == ["inte"] and not unsure:
            return at
        elif unsure or modal:
            continue
        elif word == "har" and (supine := _supine_after(sentence, at)):
            return supine
        elif not strict and (near := _present(sentence, place, at)):
            return near
    return None


def _supine_after(sentence: Sentence, at: int) -> int | None:
    for place in range(at + 1, min(at + 4, len(sentence.low))):
        if is_supine(sentence.low[place]):
            return place
    return None


def _present(sentence: Sentence, person: int, at: int) -> int | None:
    """A present tense close to the person that tells about one life: bor, går, är anmäld."""
    low, close = sentence.low, at - person <= 2
    if low[person + 1] == "som" and not words("modals").isdisjoint(sentence.known):
        return None  # "Mannen som slår behöver hjälp"
    often = low[person] in _IN_GENERAL_TALK and low[at] in words("general_verbs")
    if close and low[at] in words("life_verbs") and not often:
        return at
    if close and low[at] == "har" and low[at + 2 : at + 3] in _CHILDREN:
        return at + 2
    if close and low[at] in words("close_verbs") and low[person] not in _IN_GENERAL_TALK:
        return at
    if low[at] == "är":
        for place in range(at + 1, min(at + 4, len(low))):
            if low[place] in words("states"):
                return place
    return None


# --- Who is spoken of ---


def _known_person(sentence: Sentence) -> Span | None:
    """The definite form: kvinnan, brukaren, den misstänkte, 16-åringen."""
    low = sentence.low
    for place, word in enumerate(low):
        strict = person_form(word) == "general" or (
            word in words("persons_as_adjectives") and place > 0 and low[place - 1] == "den"
        )
        aged = word.endswith("åringen") and word[0].isdigit()
        known = strict or aged or person_form(word) == "definite"
        if not known or _is_subject_of_talk(low, place):
            continue
        if found := _told(sentence, place, strict=strict):
            return found
    return None


def _is_subject_of_talk(low: list[str], place: int) -> bool:
    """Such as "Familjen i fokus", "Kvinnan som ideal", "sonen som vittne"."""
    if low[place] == "familjen" and low[max(0, place - 1) : place] == ["i"]:
        return True
    return low[place + 1 : place + 2] == ["som"] and not _goes_on(low, place + 2)


def _told(sentence: Sentence, place: int, *, strict: bool) -> Span | None:
    """What is told of the known person at ``place``, if it is told of one."""
    low = sentence.low
    if (described := _described(sentence, place)) is not None:
        return described
    if place > 1 and _turned(sentence, place) and not _modal_before(low, place):
        return sentence.span(place - 1, place)
    at = _event(sentence, place, strict=strict)
    if at is not None and not _is_topic(low, place, at):
        return sentence.span(place, at)
    if sentence.general:
        return None
    if not (strict or sentence.conditional(place)) and _is_told(sentence):
        first = _acted_on(low, place)
        if first is not None and not _modal_before(low, place):
            return sentence.span(first, place)
    end = place if sentence.once() else _placed(sentence, place)
    return sentence.span(place, end) if end is not None else None


def _is_told(sentence: Sentence) -> bool:
    return (words("organisation") | words("lecturers")).isdisjoint(sentence.known)


def _goes_on(low: list[str], at: int) -> bool:
    """Whether "som" begins a clause: a verb follows, or what may stand before one."""
    word = "".join(low[at : at + 1])
    return (
        word.endswith(("r", "s", "de", "te", "at", "it", "t"))
        or is_past(word)
        or word in words("before_verbs")
    )


def _modal_before(low: list[str], place: int) -> bool:
    return not words("modals").isdisjoint(low[max(0, place - 4) : place])


def _described(sentence: Sentence, place: int) -> Span | None:
    """Such as "52-årige maken", "den häktade mannen": what stands before tells who it is."""
    low = sentence.low
    if not place or sentence.general:
        return None
    if _AGED.fullmatch(low[place - 1]):
        return sentence.span(place - 1, place)
    if place > 1 and low[place - 2] == "den" and low[place - 1] in words("in_custody"):
        return sentence.span(place - 2, place)
    return None


def _is_topic(low: list[str], place: int, at: int) -> bool:
    """Such as "Föreläsningen om patienten var ...": the verb tells of the lecture, not of the patient."""
    if not place or low[place - 1] not in _PREPOSITIONS:
        return False
    return at - place > 6 or (low[place - 1] in _TOPICS and "som" not in low[place + 1 : at])


def _acted_on(low: list[str], place: int) -> int | None:
    """Such as "Handläggaren har träffat kvinnan", "beslagtog två gevär hos mannen": where the verb is."""
    for back in range(1, 6):
        verb = "".join(low[place - back : place - back + 1]) if place >= back else ""
        if not verb or verb in words("no_object"):
            return None
        told = verb in words("acts_on") if back < 3 else False
        if (
            told
            or is_past(verb)
            or (is_supine(verb) and "har" in low[max(0, place - back - 3) : place])
        ):
            return place - back
    return None


def _placed(sentence: Sentence, place: int) -> int | None:
    """Such as "Brukaren i lägenhet 1203", "pojken i 4B", "kvinnan från Norrby", "mannen, född 1987"."""
    if sentence.conditional(place):
        return None
    born = sentence.low[place + 1 : place + 3]
    if len(born) == 2 and born[0] in {"född", "fött"} and born[1].isdigit():
        return place + 2
    for at in range(place + 1, min(place + 6, len(sentence.low) - 1)):
        if sentence.low[at + 1] == "år" and sentence.low[at].isdigit():
            return at + 1
    if place + 2 >= len(sentence.low) or sentence.low[place + 1] not in {
        "i",
        "på",
        "från",
        "vid",
    }:
        return None
    after = sentence.low[place + 2]
    if after in {"lägenhet", "lgh", "lägenheten", "rum", "huset", "trappan"}:
        return min(place + 3, len(sentence.low) - 1)
    if re.fullmatch(r"\d[a-d]|\d{3,4}", after) or (
        sentence.capital(place + 2) and not is_common_place(after)
    ):
        return place + 2
    return None


def _one_of_several(sentence: Sentence) -> Span | None:
    """Such as "En av våra klienter, som arbetar på akuten": not "en av fyra kvinnor"."""
    low = sentence.low
    for place in range(len(low) - 2):
        if low[place] not in _ARTICLES or low[place + 1] != "av":
            continue
        noun = (
            place + 2 + (low[place + 2] in {"våra", "vara", "mina", "deras", "era", "de", "dessa"})
        )
        if noun >= len(low) or low[noun] not in words("persons_plural"):
            continue
        told = noun + 1 < len(low) and low[noun + 1] == "som"
        at = _event(sentence, noun, strict=False)
        if told or at is not None or sentence.once():
            return sentence.span(place, noun if at is None else at)
    return None


def _somebody(sentence: Sentence) -> Span | None:
    """The indefinite form with an age, a place, a time or an event: en 34-årig man i Norrby."""
    low = sentence.low
    for place, word in enumerate(low):
        if ONE_AGED.fullmatch(word) and place and low[place - 1] in _ARTICLES:
            pass
        elif person_form(word) != "indefinite":
            continue
        first = _article(low, place)
        aged = _is_aged(low, first if first is not None else place, place)
        if first is None and not aged:
            if (at := _relative(sentence, place)) is not None:
                return sentence.span(place - 1, at)
            continue
        if end := _somebody_at(sentence, place if first is None else first, place, aged=aged):
            return end
    return None


def _relative(sentence: Sentence, place: int) -> int | None:
    """Such as "Kollegans dotter blev slagen": a child or a spouse of one other person."""
    owner = sentence.low[place - 1] if place else ""
    named = owner.endswith("s") and (owner[-2:-1] == "n" or owner[:-1] in words("persons_general"))
    if len(owner) < 4 or not named or sentence.low[place] not in words("relatives"):
        return None
    return _event(sentence, place, strict=True)


def _article(low: list[str], place: int) -> int | None:
    for back in range(1, 4):
        if place - back < 0:
            return None
        if low[place - back] in _ARTICLES:
            return place - back
    return None


def _is_aged(low: list[str], first: int, place: int) -> bool:
    if any(_AGED.fullmatch(word) for word in low[max(0, first, place - 2) : place]) or (
        place and re.fullmatch(r"\d{1,3}-?åri(?:g|ge|ga)", low[place - 1])
    ):
        return True
    after = low[place + 1 : place + 5]
    if any(re.fullmatch(r"\d{1,3}-årsåldern", word) for word in after):
        return True
    years = len(after) > 1 and re.fullmatch(r"\d{1,3}", after[0]) and after[1] == "år"
    return bool(years) and not {"eller", "och", "till"} & set(after[2:3])


def _somebody_at(sentence: Sentence, first: int, place: int, *, aged: bool) -> Span | None:
    low = sentence.low
    if aged and not sentence.general:
        return sentence.span(first, place)
    presented = low[max(0, first - 2) : first] in _ABOUT
    unsure = sentence.conditional(first - 2 if presented else first)
    if sentence.general or unsure or _is_anybody(low, place):
        return None
    at = _event(sentence, place, strict=low[first] not in _OWN)
    if at is None and presented and "som" in low[place:]:
        at = next(
            (n for n in range(place, len(low)) if low[n] in words("life_verbs")), None
        )  # "det handlar om en kvinna som gömmer sig"
    if at is None and first > 1 and low[first - 2] == "det" and low[first - 1] in _PRESENTED:
        at = _supine_after(sentence, place)  # "det var en dam som blivit slagen"
    unusual = not sentence.known.isdisjoint(words("not_about_cases") | words("organisation"))
    if at and not first and low[place + 1 : place + 2] == ["som"] and not is_past(low[at]):
        return None  # "En man som söker hjälp har tagit första steget"
    if at is not None and not unusual:
        return sentence.span(first, at)
    return None if unusual else _singled_out(sentence, first, place)


def _is_anybody(low: list[str], place: int) -> bool:
    """Such as "en kvinna i veckan", "en av fyra", "en förälder som har dömts kan"."""
    after = low[place + 1 : place + 3]
    if after[:1] == ["som"]:
        return not words("modals").isdisjoint(low[place:])
    return after in _OFTEN or (after[:1] == ["av"] and not words("numbers").isdisjoint(after))


def _singled_out(sentence: Sentence, first: int, place: int) -> Span | None:
    """Such as "endast en man", "orolig för en elev", "en patient vars man", or a place by name."""
    low = sentence.low
    only = (first > 0 and low[first - 1] in words("only_words")) or "enda" in low[first:place]
    told = first > 0 and low[first - 1] in words("contact_verbs")
    told = told or (first > 1 and low[first - 2] in _WORRIED and low[first - 1] == "för")
    whose = low[place + 1 : place + 2] == ["vars"]
    if only or told or whose or sentence.once():
        return sentence.span(first, place)
    told_of = low[place] != "person" or "ensamstående" in sentence.known
    end = _placed(sentence, place) if told_of else None
    return sentence.span(first, end) if end is not None else None


def _kin_of(sentence: Sentence) -> Span | None:
    """Such as "kvinnans syster": who is near one known person, told as a fact."""
    low = sentence.low
    if sentence.general or not words("modals").isdisjoint(sentence.known):
        return None
    for place in range(len(low) - 1):
        owner = low[place].removesuffix("s")
        if owner == low[place] or owner not in words("persons_definite"):
            continue
        first = _acted_on(low, place) if _is_told(sentence) else None
        if first is not None and not sentence.conditional(place):
            return sentence.span(first, place)
        if low[place + 1] not in words("relatives") | words("acquaintances"):
            continue
        if (
            owner in {"brukaren", "klienten", "patienten"}
            and low[place + 1] not in words("spouses")
            and _event(sentence, place + 1, strict=False) is None
        ):
            continue
        if not sentence.conditional(place):
            return sentence.span(place, place + 1)
    return None


def _possession(sentence: Sentence) -> Span | None:
    """Such as "Hennes son", "hittade henne": unless the group's own people are spoken of."""
    low = sentence.low
    for place in range(1, len(low)):
        if low[place] in OBJECTS and _was_met(sentence, place):
            return sentence.span(place - 1, place)
    for place in range(len(low) - 1):
        # "Deras" at the beginning only: "kvinnor och deras söner" are nobody.
        theirs = low[place] == "deras" and place == 0
        if low[place] not in words("possessives") and not theirs:
            continue
        if sentence.speaks_of_own(place):
            return None
        described = low[place + 1].endswith(("a", "e")) and place + 2 < len(low)
        for at in (place + 1, place + 2)[: 1 + described]:
            general = low[at] == "barn" and (theirs or not words("modals").isdisjoint(low))
            if low[at] in words("kin_and_home") and not general:
                return sentence.span(place, at)
    return None


def _was_met(sentence: Sentence, place: int) -> bool:
    """Such as "Läkaren träffade henne", "polisen körde honom": the one acted upon is no colleague."""
    low = sentence.low
    verb = low[place - 1]
    inner = words("organisation") | words("inner_roles")
    if not (inner.isdisjoint(sentence.known) and words("roles").isdisjoint(sentence.before)):
        return False
    if sentence.general or sentence.conditional(place):
        return False
    done = is_past(verb) or (is_supine(verb) and not {"har", "hade"}.isdisjoint(low[:place]))
    return done or (verb in words("harming_verbs") and words("roles").isdisjoint(sentence.known))


def _pronoun(sentence: Sentence) -> Span | None:
    """Such as "Hon nås på", "då flyttade han": unless the group's own people are spoken of."""
    low = sentence.low
    for place, word in enumerate(low):
        if word not in PRONOUNS or sentence.speaks_of_own(place):
            continue
        if place > 1 and _turned(sentence, place):
            return sentence.span(place - 1, place)
        at = _event(sentence, place, strict=False, reach=5)
        unwilling = low[place + 1 : place + 3] == ["vill", "inte"] and not sentence.general
        if unwilling and not sentence.conditional(place):
            return sentence.span(place, place + 2)
        if at is not None and low[at] not in words("anybody_does"):
            return sentence.span(place, at)
    return None


def _turned(sentence: Sentence, place: int) -> bool:
    """Such as "Förra året försökte hon", "Just nu vistas hon": the verb before the person."""
    verb = sentence.low[place - 1]
    if verb == "inte":
        verb = sentence.low[place - 2]
    told = is_past(verb) and not {"innan", "när"}.isdisjoint(sentence.low[:place])
    if sentence.general or sentence.asks() or (sentence.conditional(place) and not told):
        return False
    if is_past(verb) or (verb == "har" and _supine_after(sentence, place) is not None):
        return True
    return sentence.low[place] in PRONOUNS and verb in words("turned_verbs")


def _own_kin(sentence: Sentence) -> Span | None:
    """Such as "har anmälts av sin hustru", "läraren i Norrby hotar sin fru"."""
    low = sentence.low
    if sentence.general or not (words("modals") | words("conditionals")).isdisjoint(low):
        return None
    for place in range(2, len(low) - 1):
        if low[place] != "sin" or low[place + 1] not in words("relatives"):
            continue
        verb = low[place - 2]
        if low[place - 1] == "av" and (verb in words("done_to") or verb.endswith("ts")):
            if not {"har", "är", "blev", "blivit"}.isdisjoint(low[:place]) and "som" not in low:
                return sentence.span(place - 2, place + 1)
        elif low[place - 1] in words("harming_verbs") and _names_place(sentence, place - 1):
            return sentence.span(place - 1, place + 1)
    return None


def _names_place(sentence: Sentence, before: int) -> bool:
    """Whether a village, a school or a street by name stands before the word."""
    return any(
        sentence.low[at] in {"i", "på", "från", "vid"}
        and (
            (sentence.capital(at + 1) and not is_common_place(sentence.low[at + 1]))
            or sentence.low[at + 1].endswith(("boendet", "gården", "skolan", "avdelningen"))
        )
        for at in range(before - 1)
    )
