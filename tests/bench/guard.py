"""What the identity guard finds, by kind, and how long it takes: ``python -m tests.bench.guard``.

Exit status 1 when a number or a code is found too seldom, when something harmless warns, when
100 KB of notes take a tenth of a second or 1 MB of hostile text two (processor time, one thread).
"""

from __future__ import annotations

import random
import sys
import time

from coordinator.identity.finding import find
from tests.identity.labelled import demo_texts
from tests.identity.test_finding import (
    test_identity_numbers_reach_recall_and_precision,
    test_secrecy_cases_warn_as_labelled,
    test_what_points_by_a_number_or_a_code_is_found_by_kind,
)

# Each makes one of the patterns try as hard as it can.
HOSTILE = (
    *("0", "900101-2385 ", "9 0 ", "0 7 ", "123456789012 ", "12-", "12\n", "1-", "(0", "9\u200b"),
    *("@", "a@", "x@x.x.", "+46 ", "00 46 ", "070-1 ", "ring på ", "gatan 1 ", " nr", "a 1 "),
    *("c/o A", "bor på Aa ", "bil är med ", "5000-K1", "ärende ", "A.", "a.b.", "Aa ", "a", "a-"),
    *("sin fru ", "kvinnan om ", "kvinna, 45 ", "Anna S ", "hennes ", "pnr ", "född ", "900101-x"),
    *("Kvinnan som ", "han ", "34-årig ", "en ", " ", "\n", "\n      ", "-", "a_", "a\u0301"),
)


def seconds(text: str) -> float:
    begin = time.process_time()
    find(text)
    return time.process_time() - begin


def words_nobody_wrote(signs: int) -> str:
    """A long text of words that never come again, in sentences."""
    draw = random.Random(7)
    letters = "etanrsildomkgvhfupåäbcöyjxwzq"
    words = ("".join(draw.choices(letters, k=draw.randint(1, 12))) for _ in range(signs // 5))
    return " ".join(word + "." * (draw.random() < 0.1) for word in words)[:signs]


def main() -> None:
    print("Labelled cases:", end="")
    test_secrecy_cases_warn_as_labelled()
    print("\nIdentity numbers by written form:", end="")
    test_identity_numbers_reach_recall_and_precision()
    for name in ("fresh", "minutes"):
        print(f"\nNumbers and codes by kind, {name}:", end="")
        test_what_points_by_a_number_or_a_code_is_found_by_kind(name)
    print()
    notes = "\n".join(text for text in demo_texts() if len(text) > 40)
    notes = (notes * (100_000 // len(notes) + 1))[:100_000]
    usual = min(seconds(notes) for _ in range(5))
    print(f"100 KB of notes: {usual * 1000:.0f} ms")
    print(f"100 KB of words never seen: {seconds(words_nobody_wrote(100_000)) * 1000:.0f} ms")
    hostile = {piece: seconds((piece * 1_000_000)[:1_000_000]) for piece in HOSTILE}
    hostile["words never seen"] = seconds(words_nobody_wrote(1_000_000))
    worst = max(hostile, key=lambda piece: hostile[piece])
    print(f"1 MB of hostile text, the worst ({worst!r}): {hostile[worst]:.2f} s")
    sys.exit(usual >= 0.1 or hostile[worst] >= 2)


if __name__ == "__main__":
    main()
