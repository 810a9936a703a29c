"""Signs of one life: an injury, a place by name, an age, a job, a day, what one's own kin did.

A person and one such sign make somebody. Each rule first asks whether the sentence speaks in
general ("ofta", "om", "kan"): handbooks and laws do, notes about one person do not.
"""

from __future__ import annotations

import re

from coordinator.identity.reading import Span
from coordinator.identity.sentences import (
    OBJECTS,
    PRONOUNS,
    Sentence,
    is_common_place,
    is_past,
    is_supine,
    person_form,
)
from coordinator.identity.word_lists import endings, words

_ONE = frozenset({"en", "ett", "någon", "min", "vår", "mitt", "vårt"})
_IS = frozenset(
    {"är", "var", "blev", "blivit", "sitter", "satt", "hittades", "hittats", "ligger", "blir"}
)
_HAS = frozenset(
    {
        "bär",
        "talar",
        "pratar",
        "har",
        "hade",
        "saknar",
        "fick",
        "får",
        "fått",
        "med",
        "sitter",
        "äger",
        "i",
    }
)
_WORKS = frozenset({"är", "arbetar", "jobbar", "som", "driver"})
_AT = frozenset({"i", "på", "från"})
_DETAIL = frozenset({"som", "vars", "med", "i", "på", "från", "hos", "vid", "här", "där"})
_BEFORE, _AFTER = 6, 12  # words around the person within which a sign belongs to it
_CLAUSE = 15  # words before the person in which an "om" still governs it
_HUMAN_AGE = re.compile(r"[1-9]\d?")


def lives(sentence: Sentence) -> Span | None:
    """From the person to the sign, or the other way round; None when nobody is meant."""
    if sentence.general:
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
        _somebody_now,
        _one_we_reach,
        _someone,
        _said_to_have,
        _case_against,
        _told_of_known,
        _wife_of,
        _case_of,
        _aged_worker,
        _bare_kin,
        _few,
    )
    for rule in rules:
        if found := rule(sentence):
            return found
    return None


# --- Whether it is told as a fact ---


def _supposed(sentence: Sentence, place: int) -> bool:
    """Whether what stands at ``place`` is only supposed: "om kvinnan", "när mannen slår"."""
    low = sentence.low
    if words("conditionals").isdisjoint(sentence.known):
        return False
    if low[0] in words("conditionals") and low[1:2] != ["några"] and not sentence.past:
        return True
    for at in range(place - 1, max(-1, place - _CLAUSE), -1):
        if low[at] in words("conditionals"):
            topic = low[at] == "om" and (
                low[at + 1] in {"att", "några"} or (at > 0 and _tells(low[at - 1]))
            )
            if not topic and not (sentence.past and low[at] in {"när", "där", "innan"}):
                return True
        if at and not {",", ":"}.isdisjoint(sentence.gap(at)):
            break
    return False


def _supposed_between(sentence: Sentence, first: int, last: int) -> bool:
    between = sentence.low[first + 1 : last]
    return not words("conditionals").isdisjoint(between) and not sentence.past


def _tells(word: str) -> bool:
    return word.startswith(endings("telling_stems")) and word not in words("conditionals")


def _modal(sentence: Sentence, first: int, last: int) -> bool:
    return not words("modals").isdisjoint(sentence.low[max(0, first - 2) : last + 1])


def _singular(sentence: Sentence) -> bool:
    """Whether the sentence is about one: "En lärare ...", "Chefen ..."; not "Män som slår"."""
    low = sentence.low
    if not _ONE.isdisjoint(low[:4]) or not PRONOUNS.isdisjoint(low[:4]):
        return True
    return low[0].endswith(("en", "an", "et", "rn", "ln")) or any(map(person_form, low[:3]))


# --- Signs ---


def _is_fact(sentence: Sentence, at: int) -> bool:
    """What is only told of one: an injury, a state, a belonging, an age, one's own kin."""
    low = sentence.low
    word, back = low[at], low[max(0, at - 4) : at]
    if word in words("injuries") or word.endswith(("märken", "märke")) or _is_age(low, at):
        return True
    if word in words("participles") or word in words("states"):
        return not _IS.isdisjoint(back)
    if word in words("facts"):
        return not _HAS.isdisjoint(back)
    kin = word in words("relatives")
    own = kin and word not in words("anybodys") and not {"sin", "sina"}.isdisjoint(back[-1:])
    return own or (back[-1:] == ["är"] and (kin or word in words("acquaintances")))


def _is_circumstance(sentence: Sentence, at: int) -> bool:
    """Such as "på tredje våningen", "den enda", "det är tredje gången", "ligger på sjukhus"."""
    word, back = sentence.low[at], sentence.low[max(0, at - 4) : at]
    if word == "enda" and back[-1:] == ["den"]:
        return words("organisation").isdisjoint(sentence.known)
    if word.startswith(endings("wards")):
        return not {"ligger", "låg", "vårdas"}.isdisjoint(back)
    again = word == "gången" and back[-3:-1] in (["det", "är"], ["det", "var"])
    return again or word == "våningen" or (word == "tillbaka" and back[-1:] == ["är"])


def _is_age(low: list[str], at: int) -> bool:
    if low[at] == "år" and _HUMAN_AGE.fullmatch(low[at - 1]) and at:
        return low[at + 1 : at + 2] not in (["eller"], ["och"], ["till"], ["äldre"], ["gammal"])
    return low[at] in words("numbers") and at > 0 and low[at - 1] in {"är", "fyller", "fyllt"}


def _is_named_place(sentence: Sentence, at: int) -> bool:
    """Such as "i Norrby", "på förskolan Myran"; not an agency."""
    low = sentence.low
    moved = at > 0 and low[at - 1] == "till" and any(word.startswith("flytt") for word in low)
    inside = at > 1 and low[at - 2] in _AT and low[at - 1].endswith(endings("houses"))
    if not (inside or moved) and (not at or low[at - 1] not in _AT):
        return False
    word = sentence.found[at].group()
    return word[0].isupper() and word[1:].islower() and not is_common_place(word.lower())


def _is_job(sentence: Sentence, at: int) -> bool:
    low = sentence.low
    if _WORKS.isdisjoint(low[max(0, at - 2) : at]):
        return False
    if low[at].endswith(endings("jobs")):
        return True
    return low[at - 1] == "är" and low[at].endswith("are") and low[at] not in words("no_jobs")


def _is_time(sentence: Sentence, at: int) -> bool:
    """A day or a month: "på fredag", "sedan i mars", "den 14 mars", "i morgon"; or "igen"."""
    low = sentence.low
    if low[at] in words("still") or (low[at] in words("single_times") and sentence.once()):
        return True
    before = low[at - 1] if at else ""
    if low[at] == "längre":
        return "inte" in low
    if low[at] in {"dagar", "veckor"}:
        return low[max(0, at - 2) : at - 1] == ["om"]
    if low[at] in words("coming_times"):
        return before in {"på", "i", "till", "sedan", "om", "nästa"}
    return low[at] in words("months") and (
        before in {"i", "sedan", "till", "före", "efter"} or before.isdigit()
    )


# --- Who ---


def _person_with_sign(sentence: Sentence) -> Span | None:
    """Such as "Kvinnan är läkare", "Pojken fyller tolv", "Han är efterlyst"."""
    low = sentence.low
    signs: list[str] = []
    for place in range(len(low)):
        kind = _mention(low, place)
        if not kind or _supposed(sentence, place):
            continue
        if kind == "pronoun" and sentence.speaks_of_own(place):
            kind = "colleague"
        signs = signs or [_sign(sentence, at) for at in range(len(low))]
        near = _near(sentence, place, kind, signs)
        if near is None:
            near = _stated(sentence, place)
        if near is not None:
            return sentence.span(min(place, near), max(place, near))
    return None


def _near(sentence: Sentence, place: int, kind: str, signs: list[str]) -> int | None:
    """Where a sign stands that belongs to the person at ``place`` and is told as a fact."""
    for at in range(max(0, place - _BEFORE), min(place + _AFTER, len(signs))):
        if at == place or not _tells_of(sentence, place, at, kind, signs[at]):
            continue
        first, last = min(place, at), max(place, at)
        sure = sentence.low[at] in words("coming_times") and kind == "definite"
        told = sure or not _modal(sentence, first, last)
        if told and not _supposed_between(sentence, first, last):
            return at
    return None


def _stated(sentence: Sentence, place: int) -> int | None:
    """Of kin that general talk seldom names, and of who is tried, any statement is of one."""
    low = sentence.low
    if place and low[place - 1] == "den" and low[place] in words("in_court"):
        told = not words("in_court_verbs").isdisjoint(low[place + 1 : place + 2])
        return place + 1 if told else None
    verb = _verb_after(low, place) if low[place] in words("kin_definite") else None
    return verb if verb and not _modal(sentence, place, verb) else None


def _sign(sentence: Sentence, at: int) -> str:
    """Which sign the word is: ``place``, ``fact``, ``time``, ``job``, or none."""
    if _is_named_place(sentence, at):
        return "place"
    if _is_fact(sentence, at) or _is_circumstance(sentence, at):
        return "fact"
    if _is_time(sentence, at):
        return "time"
    return "job" if _is_job(sentence, at) else ""


def _tells_of(sentence: Sentence, place: int, at: int, kind: str, sign: str) -> bool:
    """Whether the word at ``at`` is a sign that such a person is one; of "hon" days tell nothing."""
    low = sentence.low
    if low[at] in words("participles") and 0 < at - place <= 2:
        return True  # "mannen häktad, barnen hos mormor"
    if kind == "colleague":
        hurt = low[at] in words("participles") or low[at] in words("done_to")
        return hurt and not _IS.isdisjoint(low[max(0, at - 3) : at])
    if kind == "pronoun":
        stays = low[at] == "kvar" and {"bor", "ligger", "hos"} & set(low[max(0, at - 3) : at + 2])
        return sign == "fact" or bool(stays)
    if sign in {"place", "fact", ""}:
        return sign != ""
    if not words("organisation").isdisjoint(sentence.known):
        return False
    return kind == "definite" or low[at] in words("still") or "sedan" in low or sign == "job"


def _mention(low: list[str], place: int) -> str:
    word = low[place]
    if word in PRONOUNS or word in OBJECTS:
        return "pronoun"
    form = person_form(word)
    if form in {"definite", "general"}:
        return form
    if place and low[place - 1] == "den" and word in words("persons_as_adjectives"):
        return "definite" if word in words("in_court") else "general"
    if word in words("relatives") and not words("owners").isdisjoint(
        low[max(0, place - 2) : place]
    ):
        return "definite"
    if word in words("persons_plural") and "av" in low[max(1, place - 2) : place]:
        return "definite" if not _ONE.isdisjoint(low[max(0, place - 3) : place]) else ""
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


def _case_of(sentence: Sentence) -> Span | None:
    """Such as "Ärendet gäller tre syskon", "det gäller dottern till"."""
    low = sentence.low
    for at in range(1, min(6, len(low) - 1)):
        about = low[at] in {"gäller", "rör", "gällde", "rörde"} and not _supposed(sentence, at)
        if not about or low[at - 1] not in {"ärendet", "fallet", "anmälan", "det"}:
            continue
        for who in range(at + 1, min(at + 5, len(low))):
            form = person_form(low[who]) if low[who] not in words("counted_persons") else ""
            case = form == "indefinite" and low[at - 1] != "det"
            if (case or low[who] in words("kin_known")) and not _modal(sentence, 0, who):
                return sentence.span(at - 1, who)
    return None


def _aged_worker(sentence: Sentence) -> Span | None:
    """Such as "en 28-årig sjuksköterskestudent"."""
    low = sentence.low
    for place in range(1, len(low) - 1):
        aged = re.fullmatch(r"[1-9]\d-årig", low[place]) and low[place - 1] in _ONE
        if aged and low[place + 1].endswith(endings("jobs")):
            return sentence.span(place - 1, place + 1)
    return None


def _bare_kin(sentence: Sentence) -> Span | None:
    """Such as "Farmor kom och hämtade": kin named as by the child."""
    low = sentence.low
    for place in range(len(low) - 1):
        free = not place or low[place - 1] in {"att", "när", "och", "medan", "sedan"}
        if low[place] in words("kin_by_name") and free and is_past(low[place + 1]):
            return sentence.span(place, place + 1)
    return None


def _told_of(sentence: Sentence) -> Span | None:
    """Such as "Vi har en klient som vägrar", "berättade om en flicka som blivit bortgift"."""
    low = sentence.low
    if sentence.asks() or not (words("lecturers") | words("organisation")).isdisjoint(
        sentence.known
    ):
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
        general = "som" in low[:place] and not sentence.past and "har" not in low
        if not general and not _supposed(sentence, place) and not _modal(sentence, 0, place):
            return sentence.span(harm[0], kin[0])
    return None


def _is_kin(word: str) -> bool:
    return word in words("relatives") or word in words("acquaintances") or person_form(word) != ""


def _is_harm(word: str) -> bool:
    return word in words("harming_verbs") or word.startswith(endings("harm_stems"))


def _accused(sentence: Sentence) -> Span | None:
    """Such as "En lärare har häktats", "Chefen är anmäld för misshandel": whoever it is."""
    low = sentence.low
    if not _singular(sentence) or not {"den", "de"}.isdisjoint(low[:2]):
        return None
    for at in range(2, len(low)):
        back = low[max(0, at - 3) : at]
        state = low[at] in words("participles") - {"efterlyst"} and not _IS.isdisjoint(back)
        done = low[at] in words("done_supines") and not {"har", "hade"}.isdisjoint(back)
        hurt = low[at] in words("injuries") and sentence.past
        hidden = low[at] in words("hidden") and low[at - 1].startswith("skydda")
        hidden = hidden and not {"har", "fått", "fick", "lever"}.isdisjoint(back)
        if (
            not (state or done or hurt or hidden)
            or _supposed(sentence, at)
            or _modal(sentence, 0, at)
        ):
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
        about = low[place + 1] in {"ca", "cirka"}
        at = place + 1 + (about or low[place + 1] in {"f", "född"})
        if at >= len(low) or not re.fullmatch(r"[1-9]\d|19\d\d|20[01]\d", low[at]):
            continue
        born = at == place + 2 and low[place + 1] in {"f", "född"}
        years = low[at + 1 : at + 2] == ["år"] and low[at + 2 : at + 3] not in (["eller"], ["och"])
        gap = sentence.gap(at - about)
        after = sentence.text[sentence.found[at].end() :][:1]
        if born or years or (gap in {", ", " ("} and after in {",", ")"}):
            return sentence.span(place, at)
    return None


def _no_subject(sentence: Sentence) -> Span | None:
    """Such as "Blev slagen av sin man", "Är sjukskriven sedan i mars": notes without a subject."""
    low = sentence.low
    if len(low) < 3 or sentence.asks() or not sentence.capital(0):
        return None
    done = (low[0] in words("done_to") or low[0] in words("participles")) and low[1] == "av"
    opens = (
        is_past(low[0]) or low[0] in words("openings") or low[0] in {"hotas", "förföljs"} or done
    )
    if low[0] == "var" or not opens or low[1] in words("subjects"):
        return None
    for at in range(1, len(low)):
        kin = low[at] in {"sin", "sina", "sitt"} and any(map(_is_kin, low[at + 1 : at + 3]))
        done = low[0].startswith(endings("harm_stems")) and low[0].endswith("s") and sentence.once()
        if (
            kin
            or done
            or _sign(sentence, at) in {"place", "fact"}
            or low[at] in words("kin_definite")
        ):
            return sentence.span(0, at)
    return None


def _the_same(sentence: Sentence) -> Span | None:
    """Such as "samma kvinna", "den enda kvinna som", "vederbörande har", "fru Exempelsson"."""
    low = sentence.low
    if not words("organisation").isdisjoint(sentence.known):
        return None
    for place in range(len(low) - 1):
        after = low[place + 1]
        if (
            low[place] == "vem"
            and after == "det"
            and not {"vet", "förstår"}.isdisjoint(low[:place])
        ):
            return sentence.span(place, place + 1) if not sentence.asks() else None
        single = person_form(after) and after not in {"person", "personen", "barn"}
        told = not _modal(sentence, place, place + 3) and not _supposed(sentence, place)
        if low[place] in {"samma", "enda"} and single and told:
            return sentence.span(place, place + 1)
        if (
            low[place] == "vederbörande"
            and told
            and (is_past(after) or after in {"har", "bor", "är"})
        ):
            return sentence.span(place, place + 1)
        if person_form(low[place]) and low[place + 1 : place + 3] == ["i", "fråga"]:
            return sentence.span(place, place + 2)
        if low[place] in {"fru", "herr", "fröken"} and sentence.capital(place + 1):
            return sentence.span(place, place + 1)
    return None


def _known_group(sentence: Sentence) -> Span | None:
    """Such as "Barnen är kvar hos pappan", "syskonen hämtades": the children of one family."""
    low = sentence.low
    for place, word in enumerate(low):
        if word not in words("known_group") or _supposed(sentence, place):
            continue
        for at in range(max(0, place - 4), min(place + 8, len(low))):
            custody = low[at].startswith(endings("custody_stems")) and (
                sentence.once() or low[at - 1] == "har"
            )
            lives_there = _is_named_place(sentence, at) and not {"går", "bor"}.isdisjoint(low[:at])
            kin = low[at - 1] in {"sin", "sina"} and low[at] in words("relatives") and at > place
            fact = (
                low[at] in words("still") or low[at] == "våningen" or custody or lives_there or kin
            )
            if fact and not _modal(sentence, min(place, at), max(place, at)):
                return sentence.span(min(place, at), max(place, at))
    return None


def _somebody_now(sentence: Sentence) -> Span | None:
    """Such as "en mamma sover i bilen sedan fredag", "en klient friges den 14 mars"."""
    low = sentence.low
    if not words("organisation").isdisjoint(sentence.known):
        return None
    for place, word in enumerate(low):
        if person_form(word) != "indefinite" or word == "person" or _supposed(sentence, place):
            continue
        end = _in_a_list(sentence, place)
        if end is None and not _ONE.isdisjoint(low[max(0, place - 3) : place]):
            end = _here_and_now(sentence, place)
        if end is not None:
            return sentence.span(place, end)
    return None


def _in_a_list(sentence: Sentence, place: int) -> int | None:
    """Such as "Nytt ärende: ung man", "Ny placering: kvinna från Piteå": no article is needed."""
    low = sentence.low
    for colon in (place, place - 1):
        if ":" in sentence.gap(colon) and not words("headings").isdisjoint(low[:colon]):
            return place
    if low[place] in words("no_plural") or (place and ":" not in sentence.gap(place)):
        return None
    for at in range(place + 1, min(place + 6, len(low))):
        told = _is_named_place(sentence, at) or low[at] in words("facts")
        if told and not _modal(sentence, place, len(low)):
            return at
    return None


def _here_and_now(sentence: Sentence, place: int) -> int | None:
    low = sentence.low
    for at in range(place + 1, min(place + _AFTER, len(low))):
        if _is_named_place(sentence, at) and not words("life_verbs").isdisjoint(low[at:]):
            return at
        since = low[at - 1] in {"sedan", "den"} or low[at - 1].isdigit()
        if since and _is_time(sentence, at) and not _modal(sentence, place, at):
            return at
    return None


def _one_we_reach(sentence: Sentence) -> Span | None:
    """Such as "Vi har försökt nå honom", "Vi behöver hjälpa henne": one outside the group."""
    low = sentence.low
    if sentence.speaks_of_own() or not words("organisation").isdisjoint(sentence.known):
        return None
    for place in range(2, len(low)):
        met = low[place] in OBJECTS and low[place - 1] in words("care_verbs")
        met = met or (low[place] in OBJECTS and low[place - 2 : place] == ["kontakten", "med"])
        if low[place] in OBJECTS and low[place - 1] == "efter" and low[place - 2] in words("hunts"):
            return sentence.span(place - 2, place)
        if met and not {"vi", "jag"}.isdisjoint(low[:place]) and not _supposed(sentence, place):
            return sentence.span(place - 1, place)
    return None


def _someone(sentence: Sentence) -> Span | None:
    """Such as "Någon på ekonomiavdelningen har sökt hjälp för våld hemma"."""
    low = sentence.low
    if low[0] != "någon" or len(low) < 4 or low[1] not in _AT or _modal(sentence, 0, len(low)):
        return None
    harm = next((at for at in range(2, len(low)) if _is_harm(low[at])), None)
    told = sentence.past or not {"har", "lever"}.isdisjoint(low)
    return sentence.span(0, harm) if harm and told else None


def _said_to_have(sentence: Sentence) -> Span | None:
    """Such as "att klienten missat två möten": after "att" the perfect does without its "har"."""
    low = sentence.low
    for place in range(1, len(low) - 1):
        if low[place - 1] not in {"att", "eftersom", "sedan"} or not _mention(low, place):
            continue
        at = place + 1 + (low[place + 1] in {"inte", "också", "redan", "själv", "aldrig"})
        own = low[place] in PRONOUNS and sentence.speaks_of_own()
        if at < len(low) and is_supine(low[at]) and not own and not _modal(sentence, place, at):
            return sentence.span(place, at)
    return None


def _case_against(sentence: Sentence) -> Span | None:
    """Such as "åtalet mot honom", "häktningen av mannen"."""
    low = sentence.low
    for place in range(len(low) - 2):
        if low[place] not in words("proceedings") or low[place + 1] not in {"mot", "av", "för"}:
            continue
        known = _mention(low, place + 2) and not _supposed(sentence, place)
        if known and not _modal(sentence, place, len(low) - 1):
            return sentence.span(place, place + 2)
    return None


def _told_of_known(sentence: Sentence) -> Span | None:
    """Such as "orosanmälan om flickan", "har anmält oro för det ofödda barnet"."""
    low = sentence.low
    if not words("lecturers").isdisjoint(sentence.known) or "gruppen" in sentence.known:
        return None
    for place in range(1, len(low) - 1):
        if low[place] not in {"om", "för", "kring"} or not _tells(low[place - 1]):
            continue
        told = is_past(low[place - 1]) or low[place - 1].endswith("anmälan") or "har" in low[:place]
        for who in range(place + 1, min(place + 4, len(low))):
            known = told and person_form(low[who]) in {"definite", "general"}
            if low[who] in words("conditionals"):
                break
            if known and not _modal(sentence, place, who + 4) and not _supposed(sentence, place):
                return sentence.span(place - 1, who)
    return None


def _wife_of(sentence: Sentence) -> Span | None:
    """Such as "prästens fru": a job in a place has one holder, and one spouse."""
    low = sentence.low
    for place in range(len(low) - 1):
        owner = low[place].removesuffix("s").removesuffix("n").removesuffix("e")
        job = low[place].endswith("ns") and owner in words("jobs")
        if job and low[place + 1] in words("spouses") and not _supposed(sentence, place):
            return sentence.span(place, place + 1)
    return None


def _few(sentence: Sentence) -> Span | None:
    """Such as "Två syskon hämtades i natt": few, and on one day."""
    low = sentence.low
    if low[0] not in words("numbers") or not sentence.once() or len(low) < 3:
        return None
    who = next((at for at in (1, 2) if low[at] in words("few")), None)
    return sentence.span(0, who) if who and words("organisation").isdisjoint(low) else None
