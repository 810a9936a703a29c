"""Server time and SQL statements of every page's run: the example, and 10 years x 50 groups.

``make bench`` prints the table; it times, so it is no test. The bound on statements is a test:
``tests/ui/test_statements.py``.
"""

from __future__ import annotations

import gc
import statistics
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

from coordinator.core.office import Office
from coordinator.planning.rules import Wishes, propose
from coordinator.terms.rules import closed_day, computed_closed_days, default_term
from coordinator.terms.views import ClosedKind
from tests.bench.history import grow
from tests.ui.run import PageRun, demo_office, page_runs

ROUNDS = 7


def measure(
    office: Office, cookie: str, runs: list[PageRun]
) -> list[tuple[str, int, float, float]]:
    rows = []
    for run in runs:
        times, statements = [], 0
        test = run.start(office, cookie)
        for _ in range(ROUNDS):
            gc.collect()
            begin = time.perf_counter()
            statements = len(run.count(office, cookie, test)[1])
            times.append((time.perf_counter() - begin) * 1000)
        rows.append((run.name, statements, statistics.median(times), max(times)))
    return rows


def planning() -> float:
    """Milliseconds for one term with 60 absences and every weekday open, the best of five."""
    term = default_term("VT2027")
    closed = list(computed_closed_days(2027))
    for n in range(60):
        day = term.first_day + timedelta(days=2 * n)
        closed.append(closed_day("Frånvaro", day, day, ClosedKind.OWN_ABSENCE))
    times = []
    for _ in range(5):
        begin = time.perf_counter()
        propose(term, closed, Wishes((0, 1, 2, 3, 4)))
        times.append((time.perf_counter() - begin) * 1000)
    return min(times)


def main() -> None:
    print(f"one term planned with 60 absences: {planning():.0f} ms")
    with tempfile.TemporaryDirectory() as folder:
        for title, groups in (("the example", 0), ("10 years x 50 groups", 50)):
            begin = time.perf_counter()
            office, cookie = demo_office(Path(folder) / f"{groups}.sqlite")
            print(f"\nthe example loads in {time.perf_counter() - begin:.1f} s")
            if groups:
                begin = time.perf_counter()
                print(f"growing {grow(office, groups=groups, years=10)} rows", file=sys.stderr)
                print(f"{time.perf_counter() - begin:.0f} s", file=sys.stderr)
            print(f"\n{title}\n{'page':<28}{'SQL':>5}{'median ms':>12}{'max ms':>10}")
            for name, statements, median, most in measure(office, cookie, page_runs()):
                print(f"{name:<28}{statements:>5}{median:>12.0f}{most:>10.0f}")
            office.database.dispose()


if __name__ == "__main__":
    main()
