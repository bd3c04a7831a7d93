"""The judgement is a sum of features and of products of two, and the fit finds the products worth having."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from customer_risk.screening.features import FEATURES
from customer_risk.screening.model import Judge, Together, Weights
from tests.support.matching import matched
from tests.unit.screening.test_features import pairing
from tools.bench.regression import Lessons, fit, strongest_product, with_products

ASKED, LISTED = "Ann Fablewick", "Anna Fablewick Kortovan"


def log_odds(folder: Path, weights: Weights) -> float:
    return Judge(weights).log_odds(pairing(folder, ASKED, LISTED))


def test_a_judgement_is_the_sum_a_reader_can_do_by_hand(tmp_path: Path) -> None:
    seen = pairing(tmp_path, ASKED, LISTED)
    covers, lacks = (FEATURES[name](seen) for name in ("covers_query", "unmatched_listed"))
    assert 0 < covers < 1
    assert lacks > 0
    together = (Together(first="unmatched_listed", second="covers_query", weight=-3.0),)
    weights = Weights(
        intercept=0.25, weights={"covers_query": 2.0, "unmatched_listed": 0.0}, together=together, scale=2.0, shift=-1.0
    )
    assert log_odds(tmp_path, weights) == pytest.approx((0.25 + 2 * covers - 3 * lacks * covers) * 2 - 1)


def test_what_has_no_weight_changes_nothing(tmp_path: Path) -> None:
    without = Weights(intercept=0.5, weights={"covers_query": 1.5})
    none_at_all = Weights(intercept=0.5, weights=dict.fromkeys(FEATURES, 0.0) | {"covers_query": 1.5})
    assert log_odds(tmp_path, without) == log_odds(tmp_path, none_at_all)


def test_a_name_in_another_order_stands_behind_the_name_as_it_is_written_and_before_one_that_differs(
    tmp_path: Path,
) -> None:
    def weighed(asked: str) -> float:
        return matched(tmp_path, "Ann Fablewick Kortovan").match(asked, person=True)[0].log_odds

    assert weighed("Ann Fablewick Kortovan") > weighed("Kortovan Ann Fablewick") > weighed("Kortovan Ann Fablewyck")


def lessons(x: np.ndarray, y: np.ndarray) -> Lessons:
    return Lessons(x=x, y=y, weight=np.ones(len(y)), constant=np.ones(len(y)))


def test_the_product_that_decides_is_found_and_decides() -> None:
    random = np.random.default_rng(5)
    x = np.concatenate([random.uniform(-1, 1, (800, 3)), random.integers(0, 2, (800, 1))], axis=1)
    y = (x[:, 0] * x[:, 2] > 0).astype(float)
    plain = lessons(x, y)
    assert strongest_product(x, plain, fit(plain), taken=()) == (0, 2)
    wiser = lessons(with_products(x, [(0, 2)]), y)
    beta = fit(wiser)
    assert ((wiser.x @ beta[:-1] + beta[-1] > 0) == y).mean() > 0.95
    assert strongest_product(x, wiser, beta, taken=[(0, 2)]) not in {(0, 2), (3, 3)}


def test_a_lead_teaches_the_order_without_an_intercept() -> None:
    random = np.random.default_rng(6)
    leads = Lessons(
        x=random.uniform(0.5, 1, (200, 1)), y=np.ones(200), weight=np.full(200, 5.0), constant=np.zeros(200)
    )
    balanced = lessons(random.uniform(-1, 1, (200, 1)), (np.arange(200) % 2).astype(float))
    slope, intercept = fit(balanced.joined(leads))
    assert slope > 1
    assert abs(intercept) < 0.5
