"""Fit the weights of the screening model, on public lists only, and write them beside the code.

    python -m tools.bench.screening_fit [--sample N]

Positives are the questions of the training set whose entry comes from OFAC or the UN; negatives are its synthetic
people and companies, and hard ones made here of the parts of two OFAC or UN names. Everything else in the set is for
measuring only and is never read here.
"""

from __future__ import annotations

import argparse
import random
from collections import defaultdict
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt

from customer_risk.screening.building import build
from customer_risk.screening.features import FEATURES
from customer_risk.screening.index import Index
from customer_risk.screening.matcher import Matcher
from customer_risk.screening.model import _FILE, Model, Weights
from tools.bench.screening_sets import RETRIEVAL, STATE, entry, licensed, lines

VERSION = "2026-11"
NO_MODEL = Model(version="", person=Weights(intercept=0, weights={}), other=Weights(intercept=0, weights={}))
RIDGE = 3.0
FALSE_ALERTS = 0.0035
"""Share of ordinary strangers whose best score may reach one half, on a list of this size, by name alone."""
ORDINARY = ("NP_us", "NP_global", "NO_us", "NO_faker")
EVERYDAY_LIFT = 6.0
"""Weight of a wrong candidate: screening sees far more strangers than listed people."""


def hard_negatives(rows: list[dict[str, Any]], kind: str, count: int) -> list[str]:
    """Names made of the parts of two listed ones, and listed names with one word replaced."""
    random_ = random.Random(7)  # noqa: S311 - a reproducible sample, no secret
    names = [row["names"][0]["n"].split() for row in rows if row["type"] == kind]
    names = [words for words in names if len(words) > 1]
    made = [
        " ".join(random_.choice(names)[: random_.choice((1, 1, 2))] + random_.choice(names)[-1:]) for _ in range(count)
    ]
    long_names = [words for words in names if len(words) > 2]  # noqa: PLR2004 - two words stay when one is replaced
    for _ in range(count // 8):
        words = list(random_.choice(long_names))
        words[random_.randrange(len(words))] = random_.choice(random_.choice(names))
        made.append(" ".join(words))
    return made


def table(
    matcher: Matcher, questions: list[tuple[str, str | None]], clusters: list[str], *, person: bool
) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32], npt.NDArray[np.float32], npt.NDArray[np.int64]]:
    """Features, labels, weights and question numbers of each question's closest candidates.

    A question is a text and its own cluster, or none.
    """
    rows, labels, weights, asked_by = [], [], [], []
    for number, (text, own) in enumerate(questions):
        pairings = matcher.pairings(text, person=person)
        own_pairs = [pairing for pairing in pairings if clusters[matcher.index.name_entries[pairing.name]] == own]
        others = [pairing for pairing in pairings if clusters[matcher.index.name_entries[pairing.name]] != own]
        # The best name of the right entry must win; its other aliases may well look different. Of the wrong ones
        # only the closest can raise a false alert.
        for group, most, weight in ((own_pairs, 1, 1.0), (others, 4, EVERYDAY_LIFT / 4 if own is None else 0.25)):
            for pairing in group[:most]:
                rows.append([function(pairing) for function in FEATURES.values()])
                labels.append(float(group is own_pairs))
                weights.append(weight)
                asked_by.append(number)
    return np.array(rows, np.float32), np.array(labels, np.float32), np.array(weights, np.float32), np.array(asked_by)


def fit(x: npt.NDArray[np.float32], y: npt.NDArray[np.float32], w: npt.NDArray[np.float32]) -> npt.NDArray[np.float64]:
    """Ridge logistic regression by Newton's method; the last coefficient is the intercept."""
    design = np.concatenate([x, np.ones((len(x), 1))], axis=1).astype(np.float64)
    penalty = np.eye(design.shape[1]) * RIDGE
    penalty[-1, -1] = 1e-6
    beta = np.zeros(design.shape[1])
    for _ in range(30):
        p = 1 / (1 + np.exp(-design @ beta))
        gradient = design.T @ (w * (p - y)) + penalty @ beta
        hessian = (design * (w * p * (1 - p))[:, None]).T @ design + penalty
        step = np.linalg.solve(hessian, gradient)
        beta -= step
        if np.abs(step).max() < 1e-6:  # noqa: PLR2004 - converged
            break
    return beta


def calibration(odds: npt.NDArray[np.float64], asked_by: npt.NDArray[np.int64], positives: int, ordinary: int) -> float:
    """What to add to all log-odds, so that the wished share of ordinary strangers scores one half or more."""
    best = np.full(int(asked_by.max()) + 1, -50.0)
    np.maximum.at(best, asked_by, odds)
    return -float(np.quantile(best[positives : positives + ordinary], 1 - FALSE_ALERTS))


def main() -> None:
    """Fit both kinds and write the model file."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--sample", type=int, default=6000, help="negatives of each kind")
    options = parser.parse_args()
    rows = [row for row in lines(RETRIEVAL / "train" / "index.jsonl") if licensed(row["id"])]
    positives = [row for row in lines(RETRIEVAL / "train" / "pos.jsonl") if licensed(row["cluster"])]
    negatives = [row for row in lines(RETRIEVAL / "train" / "neg.jsonl") if row["cat"] in ORDINARY]
    clusters = [row["cluster"] for row in rows]
    with NamedTemporaryFile(suffix=".idx") as file:
        file.write(build([entry(row) for row in rows], [STATE]).data)
        file.flush()
        matcher = Matcher(Index.open(Path(file.name)), NO_MODEL)
        fitted = {}
        for kind in "PO":
            asked: dict[str, list[tuple[str, str | None]]] = defaultdict(list)
            for row in positives:
                if row["type"] == kind:
                    asked["positive"].append((row["q"], row["cluster"]))
            ordinary = [row["q"] for row in negatives if row["type"] == kind]
            random.Random(3).shuffle(ordinary)  # noqa: S311 - a reproducible sample, no secret
            questions = asked["positive"] + [(text, None) for text in ordinary[: options.sample]]
            questions += [(text, None) for text in hard_negatives(rows, kind, options.sample // 3)]
            x, y, w, asked_by = table(matcher, questions, clusters, person=kind == "P")
            beta = fit(x, y, w)
            odds = np.concatenate([x, np.ones((len(x), 1))], axis=1) @ beta
            loss = float(np.average(np.logaddexp(0, odds) - y * odds, weights=w))
            print(f"{kind}: {len(x)} pairs, {int(y.sum())} right, log loss {loss:.4f}")
            for name, weight in sorted(zip(FEATURES, beta, strict=False), key=lambda pair: -abs(pair[1])):
                print(f"   {weight:+8.3f} {name}")
            shift = calibration(odds, asked_by, len(asked["positive"]), min(len(ordinary), options.sample))
            fitted[kind] = Weights(
                shift=round(shift, 4),
                intercept=round(float(beta[-1]), 4),
                weights={name: round(float(weight), 4) for name, weight in zip(FEATURES, beta, strict=False)},
            )
    model = Model(version=VERSION, person=fitted["P"], other=fitted["O"])
    _FILE.write_bytes(msgspec.json.format(msgspec.json.encode(model), indent=1) + b"\n")


if __name__ == "__main__":
    main()
