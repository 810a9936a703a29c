"""What words with å, ä and ö look like: which of several readings of some bytes is a word."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

_VOWELS: Final = frozenset("aeiouyåäöéèàáíóúüæøâêîôûëï")
_OTHER_CONSONANTS: Final = frozenset("šžñçðþß")
_PLAIN_SIGNS: Final = frozenset("–—…§°´·½«»“”‘’\xa0²³©®•")
_CLOSING: Final = frozenset("”’…»²³®\xa0–°")
_OPENING: Final = frozenset("“‘«”’§\xa0–")
# Words that stand in lists of people and of school breaks: in one of them a letter is certain.
_KNOWN: Final = frozenset(
    [
        "förnamn",
        "tillnamn",
        "efternamn",
        "benämning",
        "från",
        "första",
        "läsår",
        "läsåret",
        "höstlov",
        "påsklov",
        "jullov",
        "sportlov",
        "höstlovet",
        "påsklovet",
        "påsk",
        "påskdagen",
        "långfredag",
        "långfredagen",
        "midsommarafton",
        "klämdag",
        "klämdagar",
        "halvdag",
        "måndag",
        "tisdag",
        "lördag",
        "söndag",
        "måndagar",
        "söndagar",
        "trettondag",
        "år",
        "för",
        "och",
        "är",
        "på",
        "frånvaro",
        "ersättare",
        "ordförande",
        "kontaktväg",
        "skyddad",
        "ersätter",
        "återkommande",
        "förmiddag",
        "eftermiddag",
        "hälso",
        "sjukvård",
        "polisområde",
        "åklagare",
        "åklagarmyndigheten",
        "kriminalvården",
        "frivården",
        "socialförvaltningen",
        "förvaltning",
        "enhetschef",
        "överläkare",
        "rådgivare",
        "rådgivning",
        "barnavårdscentral",
        "vårdcentral",
        "mödravård",
        "kvinnofridssamordnare",
        "våld",
        "nära",
        "anhörig",
        "stöd",
        "åsa",
        "örjan",
        "öberg",
        "åberg",
        "öström",
        "åström",
        "göran",
        "sören",
        "björn",
        "jörgen",
        "märta",
        "pär",
        "åke",
        "håkan",
        "mårten",
        "växjö",
        "malmö",
        "göteborg",
        "örebro",
        "västerås",
        "jönköping",
        "norrköping",
        "linköping",
        "gävle",
        "umeå",
        "luleå",
        "östersund",
        "skåne",
        "småland",
        "östergötland",
        "västmanland",
        "värmland",
        "sörmland",
        "ängelholm",
        "härnösand",
        "lärare",
        "skola",
        "grundskola",
        "förskola",
        "fritids",
        "studiedag",
        "lov",
        "möte",
        "möten",
        "födelsedag",
        "telefon",
    ]
)


@lru_cache(maxsize=16_384)
def likelihood(word: bytes, codec: str) -> float:
    """How much a word with letters beyond ASCII looks like one when it is read so."""
    text = word[:200].decode(codec, "replace")
    known = 3.0 if text.strip(".:()*!?'-").casefold() in _KNOWN else 0.0
    padded = f" {text} "
    return known + sum(
        _score_in(padded[at - 1], sign, padded[at + 1])
        for at, sign in enumerate(padded)
        if not sign.isascii()
    )


def _score_in(before: str, sign: str, after: str) -> float:
    """How likely the sign is between its neighbours; 2 for a Swedish vowel among consonants."""
    if not sign.isalpha() or sign in "ªº":
        return _score_of_sign(before, sign, after)
    if sign.isupper() and before.islower():
        return -3.0
    if (sign.islower() and after.isupper()) or (
        sign.isupper() and before.isupper() and after.islower()
    ):
        return -2.0
    vowels = (before.lower() in _VOWELS) + (after.lower() in _VOWELS)
    is_alone = not before.isalpha() and not after.isalpha()
    return _score_of_letter(sign.lower(), before.isalpha(), vowels, is_alone=is_alone)


def _score_of_letter(
    letter: str,
    follows: bool,  # noqa: FBT001 - a plain fact
    vowels: int,
    *,
    is_alone: bool,
) -> float:
    """``follows``: whether another letter stands before it; ``vowels`` beside it: 0 to 2."""
    if letter in "åäö":
        score = 0.5 if is_alone else (2.0, 1.0, -1.0)[vowels]
    elif is_alone:
        score = -1.5
    elif letter in _OTHER_CONSONANTS:
        score = 0.0 if vowels or not follows else -2.0
    elif letter == "é":
        score = 1.0 if follows and vowels < 2 else 0.0
    elif letter in "üèæø":
        score = 0.0 if vowels else 0.5
    else:
        score = -0.5 if letter in _VOWELS else -3.0
    return score


def _score_of_sign(before: str, sign: str, after: str) -> float:
    stands_before, stands_after = before.isalpha(), after.isalpha()
    if sign not in _PLAIN_SIGNS:
        return -3.0 if stands_before or stands_after else -1.0
    if stands_before and stands_after:
        return 0.0 if sign in "’´\xa0–" else -3.0
    if stands_before:
        return 0.0 if sign in _CLOSING else -1.0
    if stands_after:
        return 0.0 if sign in _OPENING else -1.0
    return 0.3
