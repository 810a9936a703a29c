"""What Streamlit holds of the files that were chosen on an open page."""

from __future__ import annotations

from streamlit import runtime


def is_held(page: str, file: str) -> bool:
    """Whether the file is still in memory: it goes when it is taken out, and with its page."""
    if not runtime.exists():
        return False
    return bool(runtime.get_instance().uploaded_file_mgr.get_files(page, [file]))
