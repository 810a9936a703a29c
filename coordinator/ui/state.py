"""The names under which pages keep ids and form drafts in ``st.session_state``."""

from __future__ import annotations

from typing import Final

FLASH: Final = "flash"  # sentences to show once after a rerun
ASKED: Final = "asked"  # the last search that led to the search page
STARTING: Final = "starting"  # the form for a new group is open
