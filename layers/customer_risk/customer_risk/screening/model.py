"""The weights of the features, and what they make of a comparison."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import msgspec

from customer_risk.records import Record
from customer_risk.screening.alignment import Pairing
from customer_risk.screening.features import FEATURES

_FILE = Path(__file__).with_name("model.json")


class Weights(Record):
    """Weights (in log-odds) for one kind of query, by feature; ``scale`` and ``shift`` are the calibration."""

    intercept: float
    weights: dict[str, float]
    scale: float = 1.0
    shift: float = 0.0


class Model(Record):
    """One set of weights for people, one for everything else."""

    version: str
    person: Weights
    other: Weights

    def judge(self, pairing: Pairing, *, person: bool) -> float:
        """Calibrated log-odds that both names are the same one's."""
        chosen = self.person if person else self.other
        total = chosen.intercept
        for name, weight in chosen.weights.items():
            total += weight * FEATURES[name](pairing)
        return total * chosen.scale + chosen.shift


@lru_cache(maxsize=1)
def shipped() -> Model:
    """The fitted model that comes with the code."""
    return msgspec.json.decode(_FILE.read_bytes(), type=Model)
