"""Why two names are held to be alike is told as a sum that comes out at the score."""

from __future__ import annotations

import math
import re
from pathlib import Path

import pytest

from customer_risk.screening.explanation import explain
from customer_risk.screening.features import FEATURES
from customer_risk.screening.themes import THEME_OF, Theme, theme_of_both
from tests.support.matching import matched

_NUMBER = re.compile(r"[+-]\d+\.\d\d")


@pytest.mark.parametrize(
    ("asked", "listed"),
    [
        ("Ann Fablewick", "Ann Fablewick"),
        ("Ann Fablewick", "Anna Fablewick Kortovan"),
        ("Fablewick & Sons Ltd", "Ann Fablewick"),
        ("F. Kortovan (Ann Fablewick)", "Ann Fablewick"),
    ],
)
def test_what_is_told_adds_up_to_what_was_judged(tmp_path: Path, asked: str, listed: str) -> None:
    matcher = matched(tmp_path, listed)
    (match,) = matcher.match(asked, person=True, least=-50.0)
    told = explain(matcher, asked, match.name, person=True, source="s")[-1]
    total, *parts = map(float, _NUMBER.findall(told))
    assert math.isclose(total, match.log_odds, abs_tol=0.005)
    assert math.isclose(sum(parts), total, abs_tol=0.005 * (len(parts) + 1) + 0.005)


def test_each_feature_belongs_to_one_theme() -> None:
    assert set(THEME_OF) == set(FEATURES)


def test_a_product_belongs_to_what_it_takes_away_from() -> None:
    assert theme_of_both("rare_evidence", "conflict") is theme_of_both("conflict", "rare_evidence") is Theme.LACKING
