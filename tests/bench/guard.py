"""What the identity guard finds, by kind, and how long it takes: ``python -m tests.bench.guard``.

Exit status 1 when a kind is found too seldom, when something harmless warns, when 100 KB of notes
take a tenth of a second or 1 MB of hostile text two seconds (processor time, one thread).
"""

from __future__ import annotations

import sys
import time

from coordinator.identity.finding import find
from tests.identity.test_finding import (
    demo_texts,
    test_fresh_sentences_by_kind_are_found_and_the_rest_left_alone,
    test_identity_numbers_reach_recall_and_precision,
    test_secrecy_cases_warn_as_labelled,
)

# Each makes one of the patterns try as hard as it can.
HOSTILE = (
    *("0", "900101-2385 ", "9 0 ", "0 7 ", "123456789012 ", "12-", "12\n", "1-", "(0", "9\u200b"),
    *("@", "a@", "x@x.x.", "+46 ", "00 46 ", "070-1 ", "ring på ", "gatan 1 ", " nr", "a 1 "),
    *("c/o A", "bor på Aa ", "bil är med ", "5000-K1", "ärende ", "A.", "a.b.", "Aa ", "a", "a-"),
    *("sin fru ", "kvinnan om ", "kvinna, 45 ", "Anna S ", "hennes "),
    *("Kvinnan som ", "han ", "34-årig ", "en ", " ", "\n", "\n      ", "-", "a_", "a\u0301"),
)


def seconds(text: str) -> float:
    begin = time.process_time()
    find(text)
    return time.process_time() - begin


def main() -> None:
    print("Labelled cases:", end="")
    test_secrecy_cases_warn_as_labelled()
    print("\nIdentity numbers by written form:", end="")
    test_identity_numbers_reach_recall_and_precision()
    print("\nSentences by kind:", end="")
    test_fresh_sentences_by_kind_are_found_and_the_rest_left_alone("fresh.yaml", 0.95)
    print("\nSentences of minutes by kind:", end="")
    test_fresh_sentences_by_kind_are_found_and_the_rest_left_alone("minutes.yaml", 0.9)
    print()
    notes = "\n".join(text for text in demo_texts() if len(text) > 40)
    notes = (notes * (100_000 // len(notes) + 1))[:100_000]
    usual = min(seconds(notes) for _ in range(5))
    print(f"100 KB of notes: {usual * 1000:.0f} ms")
    hostile = {piece: seconds((piece * 1_000_000)[:1_000_000]) for piece in HOSTILE}
    worst = max(hostile, key=lambda piece: hostile[piece])
    print(f"1 MB of hostile text, the worst ({worst!r}): {hostile[worst]:.2f} s")
    sys.exit(usual >= 0.1 or hostile[worst] >= 2)


if __name__ == "__main__":
    main()
