"""The kinds of what in a text may point to one individual."""

from __future__ import annotations

from coordinator.core.translation import N_
from coordinator.core.worded import Worded


class FindingKind(Worded):
    """The surest first: where two claim the same signs, the first keeps them."""

    PERSONNUMMER = "personnummer", N_("personnummer")
    SAMORDNINGSNUMMER = "samordningsnummer", N_("samordningsnummer")
    EMAIL = "email", N_("email address")
    CASE_NUMBER = "case-number", N_("case number")
    PHONE = "phone", N_("phone number")
    PLATE = "plate", N_("number plate")
    ADDRESS = "address", N_("address")
    INITIALS = "initials", N_("initials")
    INDIVIDUAL = "individual", N_("about one person")
    # Found by the minutes, and asked about with the others.
    MARK = "mark", N_("a bracket that is no known mark")
