"""Fit the weights of the screening model, on what may be fitted on, and write them beside the code.

    python -m tools.bench.screening_fit [--sample N]

Positives are the questions of the training set whose entry comes from OFAC or the UN; negatives are its synthetic
people and companies, and hard ones made here of the parts of two OFAC or UN names. The labelled pairs of names say
which differences people still take for the same name. Everything else is for measuring only and is never read here.
"""

from __future__ import annotations

import argparse
import random
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt

from customer_risk.records import Record
from customer_risk.screening.features import FEATURES
from customer_risk.screening.matcher import Matcher
from customer_risk.screening.model import _FILE, Model, Weights
from tools.bench.screening_sets import RETRIEVAL, entry, licensed, lines, one_name, opened, table

VERSION = "2026-11d"
NO_MODEL = Model(version="", person=Weights(intercept=0, weights={}), other=Weights(intercept=0, weights={}))
RIDGE = 3.0
ROUNDS = 2
"""How often the candidates to learn from are chosen anew by what was learned."""
FALSE_ALERTS = {"P": 0.0011, "O": 0.012}
"""Share of ordinary strangers whose best score may reach one half, on a list of this size, by name alone."""
ORDINARY = ("NP_us", "NP_global", "NO_us", "NO_faker")
ORDINARY_LIFT, HARD_LIFT, OTHERS_LIFT = 6.0, 0.42, 0.25
"""Weight of a wrong candidate of a stranger, of a made-up name, of a listed one: screening sees more strangers."""
NATURAL = ("P_alias", "P_xlist", "P_script", "P_roman", "O_alias", "O_xlist", "O_script")
NATURAL_LIFT = 2.0
"""Weight of a name as people really write it otherwise, beside one of a slip that was made up."""
PAIR_LIFT = {"P": 30.0, "O": 4.0}
"""Weight of a labelled pair: few, but judged by people."""

type Array = npt.NDArray[Any]


class Questions(Record):
    """Features of every candidate, the number of its question, and whether it is the right one.

    ``worth`` and ``lifts`` are per question: the weights of its right candidate and of its best wrong one; ``ordinary``
    numbers the questions of ordinary strangers.
    """

    x: Array
    asked_by: Array
    right: Array
    worth: Array
    lifts: Array
    ordinary: Array


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


def questions(kind: str, sample: int) -> Questions:
    """All candidates of all questions of one kind, ``P`` or ``O``."""
    rows = [row for row in lines(RETRIEVAL / "train" / "index.jsonl") if licensed(row["id"])]
    clusters = [row["cluster"] for row in rows]
    matcher = opened([entry(row) for row in rows], model=NO_MODEL)
    asked: list[tuple[str, str | None, float, float]] = [
        (row["q"], row["cluster"], NATURAL_LIFT if row["cat"] in NATURAL else 1.0, OTHERS_LIFT)
        for row in lines(RETRIEVAL / "train" / "pos.jsonl")
        if licensed(row["cluster"]) and row["type"] == kind
    ]
    negatives = [row for row in lines(RETRIEVAL / "train" / "neg.jsonl") if row["cat"] in ORDINARY]
    asked += [(row["q"], None, 0.0, ORDINARY_LIFT) for row in negatives if row["type"] == kind]
    asked += [(text, None, 0.0, HARD_LIFT) for text in hard_negatives(rows, kind, sample)]
    x, asked_by, right = [], [], []
    for number, (text, own, _, _) in enumerate(asked):
        for pairing in matcher.pairings(text, person=kind == "P"):
            x.append([function(pairing) for function in FEATURES.values()])
            asked_by.append(number)
            right.append(clusters[matcher.index.name_entries[pairing.name]] == own)
    lifts = np.array([lift for *_, lift in asked])
    return Questions(
        x=np.array(x, np.float32),
        asked_by=np.array(asked_by),
        right=np.array(right, bool),
        worth=np.array([worth for _, _, worth, _ in asked]),
        lifts=lifts,
        ordinary=np.flatnonzero(lifts == ORDINARY_LIFT),
    )


def pairs(kind: str) -> tuple[Array, Array]:
    """Features and labels of the labelled pairs of names, each pair on an index of its own."""
    x, y = [], []
    for row in table("name_pairs.csv"):
        person = row["schema"] == "Person"
        if person == (kind == "P"):
            matcher: Matcher = opened([one_name(row["name2"], person=person)], model=NO_MODEL)
            for pairing in matcher.pairings(row["name1"], person=person):
                x.append([function(pairing) for function in FEATURES.values()])
                y.append(float(row["is_match"] == "true"))
    return np.array(x, np.float32), np.array(y)


def fit(x: Array, y: Array, w: Array) -> Array:
    """Ridge logistic regression by Newton's method; the last coefficient is the intercept."""
    design = np.concatenate([x, np.ones((len(x), 1))], axis=1).astype(np.float64)
    penalty = np.eye(design.shape[1]) * RIDGE
    penalty[-1, -1] = 1e-6
    beta = np.zeros(design.shape[1])
    for _ in range(40):
        p = 1 / (1 + np.exp(-np.clip(design @ beta, -30, 30)))
        gradient = design.T @ (w * (p - y)) + penalty @ beta
        hessian = (design * (w * p * (1 - p))[:, None]).T @ design + penalty
        step = np.linalg.solve(hessian, gradient)
        beta -= step
        if np.abs(step).max() < 1e-6:  # noqa: PLR2004 - converged
            break
    return beta


def chosen(asked: Questions, odds: Array) -> Array:
    """The candidates to learn from: of each question the likeliest right and the likeliest wrong one.

    The best name of the right entry must win; its other aliases may well look different. Of the wrong ones only the
    closest can raise a false alert.
    """
    order = np.argsort(-odds, kind="stable")
    _, first = np.unique(asked.asked_by[order] * 2 + asked.right[order], return_index=True)
    picked: Array = order[first]
    return picked


def weights(kind: str, sample: int) -> Weights:
    """The fitted and calibrated weights for one kind."""
    asked = questions(kind, sample)
    pair_x, pair_y = pairs(kind)
    odds = asked.x[:, list(FEATURES).index("covers_both")]
    beta = np.zeros(0)
    for _ in range(ROUNDS + 1):
        rows = chosen(asked, odds)
        right = asked.right[rows]
        beta = fit(
            np.concatenate([asked.x[rows], pair_x]),
            np.concatenate([right, pair_y]),
            np.concatenate(
                [
                    np.where(right, asked.worth[asked.asked_by[rows]], asked.lifts[asked.asked_by[rows]]),
                    np.full(len(pair_y), PAIR_LIFT[kind]),
                ]
            ),
        )
        odds = asked.x @ beta[:-1] + beta[-1]
    best = np.full(len(asked.lifts), -50.0)
    np.maximum.at(best, asked.asked_by, odds)
    shift = -float(np.quantile(best[asked.ordinary], 1 - FALSE_ALERTS[kind]))
    print(f"{kind}: {len(asked.x)} candidates, {int(asked.right.sum())} right, {len(pair_y)} labelled pairs")
    for name, weight in sorted(zip(FEATURES, beta, strict=False), key=lambda pair: -abs(pair[1])):
        print(f"   {weight:+8.3f} {name}")
    return Weights(
        shift=round(shift, 4),
        intercept=round(float(beta[-1]), 4),
        weights={name: round(float(weight), 4) for name, weight in zip(FEATURES, beta, strict=False)},
    )


def main() -> None:
    """Fit both kinds and write the model file."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--sample", type=int, default=3000, help="made-up names of each kind")
    options = parser.parse_args()
    model = Model(version=VERSION, person=weights("P", options.sample), other=weights("O", options.sample))
    _FILE.write_bytes(msgspec.json.format(msgspec.json.encode(model), indent=1) + b"\n")


if __name__ == "__main__":
    main()
