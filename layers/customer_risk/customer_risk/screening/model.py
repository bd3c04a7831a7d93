"""The weights of the features, and what they make of a comparison."""

from __future__ import annotations

from functools import lru_cache
from math import sumprod
from pathlib import Path

import msgspec

from customer_risk.records import Record
from customer_risk.screening.alignment import Pairing
from customer_risk.screening.features import FEATURES
from customer_risk.screening.themes import THEME_OF, Theme, theme_of_both

_FILE = Path(__file__).with_name("model.json")


class Together(Record):
    """The weight (in log-odds) of the product of two features, which say more together than each for itself."""

    first: str
    second: str
    weight: float


class Weights(Record):
    """Weights (in log-odds) for one kind of query, by feature; ``scale`` and ``shift`` are the calibration."""

    intercept: float
    weights: dict[str, float]
    together: tuple[Together, ...] = ()
    scale: float = 1.0
    shift: float = 0.0


class Model(Record):
    """One set of weights for people, one for everything else."""

    version: str
    person: Weights
    other: Weights


class Judge:
    """What weights make of a comparison. Features without a weight are never asked."""

    def __init__(self, weights: Weights) -> None:
        """Look the features up once, as every comparison asks them all."""
        in_pairs = {name for both in weights.together for name in (both.first, both.second)}
        names = [name for name, weight in weights.weights.items() if weight or name in in_pairs]
        self._weights, self._begins = weights, weights.intercept
        self._features, self._alone = [FEATURES[name] for name in names], [weights.weights[name] for name in names]
        self._together = [(names.index(both.first), names.index(both.second), both.weight) for both in weights.together]
        self._scale, self._shift = weights.scale, weights.shift

    def parts(self, pairing: Pairing) -> tuple[float, dict[Theme, float]]:
        """The log-odds again, as what every comparison begins with and what each theme adds."""
        parts = dict.fromkeys(Theme, 0.0)
        values = {name: FEATURES[name](pairing) for name in self._weights.weights}
        for name, weight in self._weights.weights.items():
            parts[THEME_OF[name]] += weight * values[name] * self._scale
        for both in self._weights.together:
            theme = theme_of_both(both.first, both.second)
            parts[theme] += both.weight * values[both.first] * values[both.second] * self._scale
        return self._begins * self._scale + self._shift, parts

    def log_odds(self, pairing: Pairing) -> float:
        """Calibrated log-odds that both names are the same one's."""
        values = [feature(pairing) for feature in self._features]
        both = sum([weight * values[first] * values[second] for first, second, weight in self._together])
        return (self._begins + sumprod(self._alone, values) + both) * self._scale + self._shift


@lru_cache(maxsize=1)
def shipped() -> Model:
    """The fitted model that comes with the code."""
    return msgspec.json.decode(_FILE.read_bytes(), type=Model)
