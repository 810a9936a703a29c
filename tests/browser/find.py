"""Finds a Chromium or Chrome for the browser tests; installs one where there is none.

Run as a module it prepares the machine, or ends with one clear line.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome")
PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)


def installed() -> str | None:
    """The browser's path: named by COORDINATOR_CHROMIUM, on the PATH, or Playwright's own."""
    named = os.environ.get("COORDINATOR_CHROMIUM")
    if named:
        return named
    for name in NAMES:
        path = shutil.which(name)
        if path:
            return path
    return next((place for place in (*PLACES, *_playwrights()) if Path(place).is_file()), None)


def _playwrights() -> list[str]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        return [playwright.chromium.executable_path]


def install() -> None:
    """Playwright's own build, or Debian's package when that cannot be had and we are root."""
    own = [sys.executable, "-m", "playwright", "install", "chromium"]
    if subprocess.run(own, check=False, capture_output=True, timeout=600).returncode == 0:
        return
    if shutil.which("apt-get") and os.geteuid() == 0:
        env = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "update", "-q"], check=False, env=env, timeout=600)
        subprocess.run(
            ["apt-get", "install", "-y", "-q", "chromium"], check=False, env=env, timeout=900
        )


def main() -> None:
    if installed() is None:
        install()
    path = installed()
    if path is None:
        sys.exit(
            "No Chromium or Chrome was found and none could be installed: install one, or name it "
            "in COORDINATOR_CHROMIUM."
        )
    print(f"Browser: {path}")


if __name__ == "__main__":
    main()
