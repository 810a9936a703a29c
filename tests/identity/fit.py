"""Fits the guard's model on the labelled sentences: ``make guard``.

Writes data/guard/model.json and tests/identity/material/figures.json: what is found of whole styles
and whole lists that were left out of the fitting. The same sentences give the same bytes.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from coordinator.core.settings import shipped_data
from coordinator.identity.sentence_model import BETWEEN, WORD, features
from tests.identity.labelled import MATERIAL, Labelled, labelled

FIGURES = MATERIAL / "figures.json"
MODEL = shipped_data() / "guard" / "model.json"
FOLDS = 10  # each leaves out a tenth of the styles
FALSE_ALARMS = 0.055  # of the harmless sentences in the judged lists, each left out
RARE = 1.5  # how much more a rare feature may weigh
STRENGTH = 0.02  # the less, the flatter the weights
FEWEST = 2  # sentences that have a feature
LEAST = 2  # hundredths; what weighs less is left out
MOST_BYTES = 490_000
SHARE_OF_LAST = 0.3
_NAME = "…"  # stands for a word that is never written with a small letter
JUDGED = ("sentences_1", "sentences_2")  # as mixed and hard as what is to come


class Fitted(NamedTuple):
    weights: dict[str, int]
    constant: float  # hundredths

    def score(self, found: Iterable[str]) -> float:
        return self.constant + sum(self.weights.get(feature, 0) for feature in found)


@dataclass
class Material:
    rows: list[Labelled]
    found: list[list[str]]  # features, by row
    nameless: list[set[str]]  # the same, without what only a name has

    @classmethod
    def read(cls) -> Material:
        rows = labelled()
        words = [WORD.findall(row.text) for row in rows]
        small = {word for each in words for word in each if word.islower()}
        no_names = (
            [word if word.lower() in small or word.isupper() else _NAME for word in each]
            for each in words
        )
        nameless = ({one for one in features(each) if _NAME not in one} for each in no_names)
        return cls(rows, [features(each) for each in words], list(nameless))


def fit(material: Material, use: Sequence[int]) -> Fitted:
    """Logistic regression on the rows of these places."""
    known = _worth_knowing(material, use)
    place = {feature: at for at, feature in enumerate(known)}
    table = _table([material.found[at] for at in use], place)
    seen = np.bincount(table.indices, minlength=len(known))
    scale = (np.log((1 + len(use)) / (1 + seen)) + 1) ** RARE / 10
    regression = LogisticRegression(
        C=STRENGTH, class_weight="balanced", solver="liblinear", max_iter=300
    )
    regression.fit(table @ sparse.diags(scale), [material.rows[at].points for at in use])
    hundredths = np.rint(regression.coef_[0] * scale * 100).astype(int)
    weights = {
        feature: int(weight)
        for feature, weight in zip(known, hundredths, strict=True)
        if abs(weight) >= LEAST
    }
    return Fitted(weights, float(regression.intercept_[0]) * 100)


def _worth_knowing(material: Material, use: Sequence[int]) -> list[str]:
    """Features of several sentences; none that only a name has."""
    seen = Counter(one for at in use for one in material.nameless[at])
    return sorted(feature for feature, n in seen.items() if n >= FEWEST)


def _table(found: list[list[str]], place: dict[str, int]) -> Any:
    counted = [Counter(place[one] for one in each if one in place) for each in found]
    ends = np.cumsum([0, *map(len, counted)])
    columns = [at for each in counted for at in each]
    numbers = [float(n) for each in counted for n in each.values()]
    return sparse.csr_matrix((numbers, columns, ends), shape=(len(found), len(place)))


def left_out(material: Material, groups: Sequence[Any]) -> list[float]:
    """Each row's score by a model that knew nothing of the row's group."""
    scores = [0.0] * len(groups)
    for group in sorted(set(groups)):
        fitted = fit(material, [at for at, own in enumerate(groups) if own != group])
        for at, own in enumerate(groups):
            if own == group:
                scores[at] = fitted.score(material.found[at])
    return scores


def style_folds(material: Material) -> list[int]:
    """Which tenth of the styles a row belongs to: a style is never divided."""
    styles = sorted({(row.list, row.style) for row in material.rows})
    fold = {style: at % FOLDS for at, style in enumerate(styles)}
    return [fold[row.list, row.style] for row in material.rows]


def threshold(material: Material, scores: Sequence[float]) -> float:
    """What just so many harmless sentences reach as may."""
    harmless = sorted(
        (s for row, s in zip(material.rows, scores, strict=True) if _counts(row)), reverse=True
    )
    return harmless[int(FALSE_ALARMS * len(harmless))]


def _counts(row: Labelled) -> bool:
    return not row.points and row.list in JUDGED


def shares(
    material: Material, scores: Sequence[float], least: float, by: Callable[[Labelled], str]
) -> dict[str, dict[str, float]]:
    """Recall and false alarms, by group; only what the group has."""
    reached: dict[str, dict[str, list[bool]]] = {}
    for row, score in zip(material.rows, scores, strict=True):
        name = "recall" if row.points else "false_alarms"
        reached.setdefault(by(row), {}).setdefault(name, []).append(score > least)
    return {
        group: {name: round(sum(each) / len(each), 3) for name, each in sorted(found.items())}
        for group, found in sorted(reached.items())
    }


def figures(material: Material) -> tuple[dict[str, Any], float]:
    """What left-out styles and lists give, and the threshold, in hundredths, for all of it."""
    by_style = left_out(material, style_folds(material))
    by_list = left_out(material, [row.list for row in material.rows])
    least = threshold(material, by_list)
    styles = shares(material, by_style, least, lambda row: f"{row.list}: {row.style}")
    recalls = {style: found["recall"] for style, found in styles.items() if "recall" in found}
    alarms = {s: found["false_alarms"] for s, found in styles.items() if "false_alarms" in found}
    return {
        "sentences": len(material.rows),
        "styles": len(styles),
        "threshold": round(least),
        "left_out_styles": {
            **shares(material, by_style, least, lambda _row: "all")["all"],
            "mean_recall": round(sum(recalls.values()) / len(recalls), 3),
            "worst_recall": min((share, style) for style, share in recalls.items()),
            "mean_false_alarms": round(sum(alarms.values()) / len(alarms), 3),
            "worst_false_alarms": max((share, style) for style, share in alarms.items()),
        },
        "by_list_styles_left_out": shares(material, by_style, least, lambda row: row.list),
        "by_list_left_out": shares(material, by_list, least, lambda row: row.list),
    }, least


def pruned(fitted: Fitted) -> dict[str, int]:
    """The heaviest weights, as many as the file may hold, in the order of the alphabet."""
    size, kept = 10_000, {}  # the weights themselves take some
    for feature, weight in sorted(fitted.weights.items(), key=lambda one: (-abs(one[1]), one[0])):
        size += len(json.dumps(feature, ensure_ascii=False).encode()) - 1
        if size > MOST_BYTES:
            break
        kept[feature] = weight
    return dict(sorted(kept.items()))


def by_weight(weights: dict[str, int]) -> dict[int, str]:
    """The features of each weight in one text: a number is written once."""
    found: dict[int, list[str]] = {}
    for feature, weight in weights.items():
        found.setdefault(weight, []).append(feature)
    return {weight: BETWEEN.join(found[weight]) for weight in sorted(found)}


def main() -> None:
    material = Material.read()
    found, least = figures(material)
    fitted = fit(material, range(len(material.rows)))
    weights = pruned(fitted)
    raw = {
        "threshold": round(least - fitted.constant),
        "share_of_last": SHARE_OF_LAST,
        "features_by_weight": by_weight(weights),
    }
    MODEL.write_text(json.dumps(raw, ensure_ascii=False, separators=(",", ":"), indent=0) + "\n")
    found["features"] = len(weights)
    FIGURES.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    json.dump(found, sys.stdout, ensure_ascii=False, indent=1)


if __name__ == "__main__":
    main()
