"""``python -m coordinator`` is the same as ``coordinator``."""

from coordinator.cli import main

main()
