"""A chosen file: its size as people say it, and why it is refused where all can read it."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenPage, Server, open_as, picture, settled
from tests.browser.faults import slides_sideways, violations

pytestmark = pytest.mark.browser

SIZES = {"liten.csv": (38, "38\u00a0byte"), "lista.csv": (1100, "1,1\u00a0kB")}
NO_SUCH_TYPE = "Fel: Filer av den här typen tas inte emot."


def test_sizes_and_refusals_are_said_in_swedish(
    demo_server: Server, open_page: OpenPage, tmp_path: Path
) -> None:
    page = open_page(demo_server, width=320)
    address = "/group?group=exempelkoping&upload=1"
    open_as(page, demo_server, "asa.ovningsson@example.se", address)
    uploader = page.get_by_test_id("stFileUploader")
    chip = uploader.get_by_test_id("stFileChip")
    for name, (letters, size) in SIZES.items():
        file = tmp_path / name
        file.write_text("a" * letters, encoding="utf-8")
        uploader.locator("input[type=file]").set_input_files(file)
        settled(page)
        expect(chip).to_have_attribute("aria-label", f"{name}, {size}")
        expect(uploader.get_by_text(size, exact=True)).to_be_visible()

    refused = tmp_path / "program.exe"
    refused.write_text("x", encoding="utf-8")
    uploader.locator("input[type=file]").set_input_files(refused)
    why = uploader.get_by_role("alert")
    expect(why).to_have_text(NO_SUCH_TYPE)
    box = why.bounding_box()
    assert box is not None
    assert box["width"] > 100
    assert box["height"] > 15
    assert violations(page) == []
    assert not slides_sideways(page)
    picture(page, "refused-320")
