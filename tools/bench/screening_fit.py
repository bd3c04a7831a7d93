"""Fit the weights of the screening model, on what may be fitted on, and write them beside the code.

    python -m tools.bench.screening_fit [--sample N] [--folds N]

Positives are the questions of the training set whose entry comes from OFAC or the UN; negatives are its synthetic
people and companies, and hard ones made here of the parts of two OFAC or UN names. The labelled pairs of names and of
entities say which differences people still take for the same name. Everything else is for measuring only and is never
read here.
With ``--folds`` nothing is written: every labelled pair is judged by a fit that has not seen it.
"""

from __future__ import annotations

import argparse
import random
from typing import Any

import msgspec
import numpy as np

from customer_risk.records import Record
from customer_risk.screening.features import FEATURES
from customer_risk.screening.matcher import Matcher
from customer_risk.screening.model import _FILE, Model, Together, Weights
from tools.bench.regression import Array, Lessons, Product, fit, strongest_product, with_products
from tools.bench.screening_sets import RETRIEVAL, entity_pairs, entry, licensed, lines, name_pairs, one_name, opened

VERSION = "2026-11f"
NO_MODEL = Model(version="", person=Weights(intercept=0, weights={}), other=Weights(intercept=0, weights={}))
ROUNDS = 2
"""How often the candidates to learn from are chosen anew by what was learned."""
FALSE_ALERTS = {"P": 0.0008, "O": 0.012}
"""Share of ordinary strangers whose best score may reach one half, on a list of this size, by name alone."""
ORDINARY = ("NP_us", "NP_global", "NO_us", "NO_faker")
ORDINARY_LIFT, HARD_LIFT, OTHERS_LIFT = 6.0, 0.42, 0.25
"""Weight of a wrong candidate of a stranger, of a made-up name, of a listed one: screening sees more strangers."""
NATURAL = ("P_alias", "P_xlist", "P_script", "P_roman", "O_alias", "O_xlist", "O_script")
NATURAL_LIFT = 2.0
"""Weight of a name as people really write it otherwise, beside one of a slip that was made up."""
PAIR_LIFT = {"P": 30.0, "O": 4.0}
"""Weight of a labelled pair: few, but judged by people."""
PRODUCTS = 14
"""How many products of two features get a weight, of each kind: more of them no longer help pairs not seen."""
RANKING_LIFT = 2.0
"""Weight of the right candidate's lead over the closest wrong one, beside that of a natural name's being found."""
LISTED = frozenset(
    {
        "بانک صادرات ایران",
        "کشتیرانی جمهوری اسلامی ایران",
        "بانك كارآفرين",
        "نفت بهران",
        "سازمان انرژی اتمی ایران",
        "توسعه صنايع بهشهر – هلدينگ",  # noqa: RUF001 - as the company writes itself
        "صنعتي بهشهر",
        "پتروشیمی جم",
        "كالسيمين",
        "پتروشیمی تند گویان",
        "پتروشیمی خارک",
        "سرمايه گذاري صنايع شيميايي ايران",
        "شرکت ملی نفت‌کش ایران",
    }
)
"""Companies among the strangers that are real and listed (Bank Saderat Iran, the Islamic Republic of Iran Shipping
Lines, Karafarin Bank, Behran Oil ...): no fit may learn that finding them is wrong."""


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
    negatives = [
        row for row in lines(RETRIEVAL / "train" / "neg.jsonl") if row["cat"] in ORDINARY and row["q"] not in LISTED
    ]
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
    """Features and labels of the labelled pairs of names and entities, each pair on an index of its own."""
    x, y = [], []
    for pair in name_pairs() + entity_pairs():
        if pair.person == (kind == "P"):
            matcher: Matcher = opened([one_name(pair.right, person=pair.person)], model=NO_MODEL)
            for pairing in matcher.pairings(pair.left, person=pair.person):
                x.append([function(pairing) for function in FEATURES.values()])
                y.append(float(pair.match))
    return np.array(x, np.float32), np.array(y)


def chosen(asked: Questions, odds: Array) -> Array:
    """The candidates to learn from: of each question the likeliest right and the likeliest wrong one.

    The best name of the right entry must win; its other aliases may well look different. Of the wrong ones only the
    closest can raise a false alert.
    """
    order = np.argsort(-odds, kind="stable")
    _, first = np.unique(asked.asked_by[order] * 2 + asked.right[order], return_index=True)
    picked: Array = order[first]
    return picked


def lessons(asked: Questions, x: Array, odds: Array, judged: tuple[Array, Array], lift: float) -> Lessons:
    """What is to be learned with features ``x`` when candidates look as likely as ``odds`` says."""
    rows = chosen(asked, odds)
    right, by = asked.right[rows], asked.asked_by[rows]
    pair_x, pair_y = judged
    return Lessons(
        x=np.concatenate([x[rows], pair_x]),
        y=np.concatenate([right, pair_y]),
        weight=np.concatenate([np.where(right, asked.worth[by], asked.lifts[by]), np.full(len(pair_y), lift)]),
        constant=np.ones(len(rows) + len(pair_y)),
    )


def leads(asked: Questions, x: Array, odds: Array) -> Lessons:
    """How far the likeliest right candidate of a question is from its likeliest wrong one, which must not be first."""
    rows = chosen(asked, odds)
    by = asked.asked_by[rows]
    # Of each question the wrong one is chosen first, as unique() sorts them.
    both = np.flatnonzero((by[1:] == by[:-1]) & asked.right[rows][1:])
    return Lessons(
        x=x[rows[both + 1]] - x[rows[both]],
        y=np.ones(len(both)),
        weight=RANKING_LIFT * asked.worth[by[both]],
        constant=np.zeros(len(both)),
    )


def learned(asked: Questions, judged: tuple[Array, Array], lift: float) -> tuple[list[Product], Array]:
    """The products chosen one after another, and the coefficients of features, products and intercept."""
    pair_x, pair_y = judged
    products: list[Product] = []
    x, pairs_x = asked.x, pair_x
    odds = asked.x[:, list(FEATURES).index("covers_both")]
    for _ in range(PRODUCTS):
        told = lessons(asked, x, odds, (pairs_x, pair_y), lift)
        beta = fit(told)
        plain = told.x[:, : len(FEATURES)]
        products.append(strongest_product(plain, told, beta, products))
        odds = x @ beta[:-1]
        x, pairs_x = with_products(asked.x, products), with_products(pair_x, products)
    for _ in range(ROUNDS):
        told, ahead = lessons(asked, x, odds, (pairs_x, pair_y), lift), leads(asked, x, odds)
        beta = fit(told.joined(ahead))
        odds = x @ beta[:-1]
    return products, beta


def calibration(asked: Questions, products: list[Product], beta: Array, rate: float) -> float:
    """What to add so that ``rate`` of ordinary strangers reach one half."""
    best = np.full(len(asked.lifts), -50.0)
    np.maximum.at(best, asked.asked_by, with_products(asked.x, products) @ beta[:-1] + beta[-1])
    return -float(np.quantile(best[asked.ordinary], 1 - rate))


def weights(kind: str, sample: int) -> Weights:
    """The fitted and calibrated weights for one kind."""
    asked, judged = questions(kind, sample), pairs(kind)
    products, beta = learned(asked, judged, PAIR_LIFT[kind])
    print(f"{kind}: {len(asked.x)} candidates, {int(asked.right.sum())} right, {len(judged[1])} labelled pairs")
    names = list(FEATURES)
    rounded = [round(float(weight), 4) for weight in beta]
    return Weights(
        shift=round(calibration(asked, products, beta, FALSE_ALERTS[kind]), 4),
        intercept=rounded[-1],
        weights=dict(zip(names, rounded, strict=False)),
        together=tuple(
            Together(first=names[first], second=names[second], weight=weight)
            for (first, second), weight in zip(products, rounded[len(names) :], strict=False)
        ),
    )


def cross_validate(kind: str, sample: int, folds: int) -> None:
    """Judge every labelled pair by a fit on the other folds."""
    asked, (x, y) = questions(kind, sample), pairs(kind)
    fold = np.random.default_rng(3).permutation(len(y)) % folds
    called = np.zeros(len(y), bool)
    for number in range(folds):
        products, beta = learned(asked, (x[fold != number], y[fold != number]), PAIR_LIFT[kind])
        odds = with_products(x[fold == number], products) @ beta[:-1] + beta[-1]
        called[fold == number] = odds + calibration(asked, products, beta, FALSE_ALERTS[kind]) > 0
    right, wrong, missed = (int(n) for n in ((called & (y > 0)).sum(), (called & (y == 0)).sum(), (y[~called]).sum()))
    print(f"{kind}: {right} right, {wrong} wrong, {missed} missed: F1 {2 * right / (2 * right + wrong + missed):.3f}")


def main() -> None:
    """Fit both kinds and write the model file, or cross-validate."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--sample", type=int, default=3000, help="made-up names of each kind")
    parser.add_argument("--folds", type=int, help="only judge the labelled pairs, in this many parts")
    options = parser.parse_args()
    if options.folds:
        for kind in PAIR_LIFT:
            cross_validate(kind, options.sample, options.folds)
        return
    model = Model(version=VERSION, person=weights("P", options.sample), other=weights("O", options.sample))
    _FILE.write_bytes(msgspec.json.format(msgspec.json.encode(model), indent=1) + b"\n")


if __name__ == "__main__":
    main()
