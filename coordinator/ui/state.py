"""The names under which pages keep ids and form drafts in ``st.session_state``."""

from __future__ import annotations

from typing import Final

FLASH: Final = "flash"  # sentences to show once after a rerun
ASKED: Final = "asked"  # the last search that led to the search page
STARTING: Final = "starting"  # the form for a new group is open
YEAR: Final = "year_shown"  # the year of the meetings page
EARLIER_YEAR: Final = "in_year"  # filters of earlier meetings; these names stand in the address
EARLIER_TERM: Final = "in_term"
EARLIER_AGENCY: Final = "agency"
EARLIER_THEME: Final = "theme"
EARLIER_PAGE: Final = "page"
