"""Server time and SQL statements of every page's run: the example, and 10 years x 50 groups.

``make bench`` prints the table; it times, so it is no test. The bound on statements is a test:
``tests/ui/test_statements.py``.
"""

from __future__ import annotations

import gc
import statistics
import sys
import tempfile
from datetime import time, timedelta
from pathlib import Path
from time import perf_counter

from coordinator.core.office import Office
from coordinator.planning.rules import PlanQuestion, propose
from coordinator.planning.views import Member, RequestedTimes
from coordinator.terms.rules import computed_closed_days, default_term
from coordinator.terms.views import (
    AFTERNOON,
    MORNING,
    ClosedDay,
    ClosedKind,
    Effect,
    Recurrence,
    Rhythm,
)
from tests.bench.history import grow
from tests.terms.helpers import counted
from tests.ui.run import PageRun, demo_office, page_runs, with_polls

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
            begin = perf_counter()
            statements = len(run.count(office, cookie, test)[1])
            times.append((perf_counter() - begin) * 1000)
        rows.append((run.name, statements, statistics.median(times), max(times)))
    return rows


MEMBERS = tuple(Member(n, f"Verksamhet {n}", is_required=n == 1) for n in range(1, 13))
PARTS = (None, MORNING, AFTERNOON)


def planning() -> float:
    """Milliseconds for one term, every weekday open, a grid of fifteen minutes, the best of five.

    Sixty absences of twelve agencies: single days, mornings, afternoons, and weekly ones.
    """
    term = default_term("VT2027")
    closed = list(computed_closed_days(2027))
    for n in range(60):
        day = term.first_day + timedelta(days=2 * n)
        repeats = Recurrence(Rhythm.WEEKLY, n % 5) if n % 10 == 0 else None
        closed.append(
            counted(
                ClosedDay(
                    "Frånvaro",
                    day,
                    term.last_day if repeats else day,
                    ClosedKind.OWN_ABSENCE,
                    Effect.WARN,
                    agency_id=1 + n % 12,
                    hours=PARTS[n % 3],
                    repeats=repeats,
                )
            )
        )
    wishes = RequestedTimes((0, 1, 2, 3, 4), between=(time(8), time(17)))
    times = []
    for _ in range(5):
        begin = perf_counter()
        propose(PlanQuestion(term, closed, wishes, members=MEMBERS, quorum=6))
        times.append((perf_counter() - begin) * 1000)
    return min(times)


def main() -> None:
    print(f"one term, every hour of the grid, 60 absences: {planning():.0f} ms (at most 50)")
    with tempfile.TemporaryDirectory() as folder:
        for title, groups in (("the example", 0), ("10 years x 50 groups", 50)):
            begin = perf_counter()
            office, cookie = demo_office(Path(folder) / f"{groups}.sqlite")
            with_polls(office)
            print(f"\nthe example loads in {perf_counter() - begin:.1f} s")
            if groups:
                begin = perf_counter()
                print(f"growing {grow(office, groups=groups, years=10)} rows", file=sys.stderr)
                print(f"{perf_counter() - begin:.0f} s", file=sys.stderr)
            print(f"\n{title}\n{'page':<28}{'SQL':>5}{'median ms':>12}{'max ms':>10}")
            medians = {}
            for name, statements, median, most in measure(office, cookie, page_runs()):
                print(f"{name:<28}{statements:>5}{median:>12.0f}{most:>10.0f}")
                medians[name] = median
            more = medians["Planera"] - medians["Hjälp"]
            print(f"a term recalculated: {more:.0f} ms more than an empty page (at most 100)")
            office.database.dispose()


if __name__ == "__main__":
    main()
