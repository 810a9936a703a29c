"""Asks whether anything installed has a known weakness, and says in one line what was found.

Status 1 when something was found. Without a way to the vulnerability feed it says so and passes:
work goes on without a network, and the next run with one catches up.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

UNREACHED = re.compile(r"ConnectionError|ProxyError|Timeout|SSLError|Could not connect|unable to c")


def main() -> int:
    command = [
        str(Path(sys.executable).with_name("pip-audit")),
        "--skip-editable",
        "--format",
        "json",
    ]
    run = subprocess.run(
        [*command, "--progress-spinner", "off", "--timeout", "15"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    status, lines = verdict(run.stdout, run.stderr)
    print("\n".join(lines))
    return status


def verdict(answer: str, complaint: str) -> tuple[int, list[str]]:
    """The exit status and what to say, from pip-audit's JSON and from what it complained of."""
    if not answer.strip():
        if UNREACHED.search(complaint):
            return 0, ["pip-audit: NOT CHECKED, the vulnerability feed cannot be reached from here"]
        return 1, ["pip-audit: failed", complaint]
    packages: list[dict[str, Any]] = json.loads(answer)["dependencies"]
    known = [package for package in packages if "vulns" in package]
    found = [
        f"pip-audit: {package['name']} {package['version']}: {weakness['id']},"
        f" mended in {', '.join(weakness['fix_versions']) or 'no version yet'}"
        for package in known
        for weakness in package["vulns"]
    ]
    if found:
        return 1, found
    if not known:
        return 0, ["pip-audit: NOT CHECKED, the vulnerability feed knows no package from here"]
    unknown = len(packages) - len(known)
    return 0, [
        f"pip-audit: {len(known)} packages without known weaknesses, {unknown} not looked up"
    ]


if __name__ == "__main__":
    sys.exit(main())
