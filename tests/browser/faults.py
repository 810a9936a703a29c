"""What no page may have: faults that axe finds, and a line that slides out of sight."""

from __future__ import annotations

from contextlib import suppress

from axe_core_python.sync_playwright import Axe
from playwright.sync_api import Page, TimeoutError  # noqa: A004 - as Playwright calls it

STANDARD: dict[str, object] = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}
}
# What of it the other light can change.
COLOURS: dict[str, object] = {
    "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
}


_SCRIPT: str = Axe().axe_script


def violations(page: Page, options: dict[str, object] = STANDARD) -> list[str]:
    mended(page)
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(_SCRIPT)
    # What is well is not told: it is a hundred times as much.
    asked = {**options, "resultTypes": ["violations"]}
    found = page.evaluate("asked => axe.run(asked)", asked)["violations"]
    return [
        f"{each['id']}: {node['target']} {node['failureSummary']}"
        for each in found
        for node in each["nodes"]
    ]


def mended(page: Page) -> None:
    """Waits until the page's own script has been over what it mends; axe tells where it was not."""
    with suppress(TimeoutError):
        page.wait_for_function(
            "() => !document.querySelector('[role=spinbutton]:not([aria-valuenow])')", timeout=3_000
        )


def slides_sideways(page: Page) -> bool:
    return bool(
        page.evaluate(
            "() => document.documentElement.scrollWidth > document.documentElement.clientWidth"
        )
    )
