"""How rare words are, counted once and kept for a while.

A word weighs the more the fewer entries have it. Were that counted anew with every change of a list, each new entry
would move the scores of customers it has nothing to do with: a listed name would weigh less because somebody else now
shares a part of it, and everything would because there is one entry more. So rarities are counted at the beginning of
an *epoch* and stand until it ends; a word that came later counts as one entry's. Within an epoch a change of the lists
can only concern customers who have a word, or a number, in common with what changed, and screening them again is as
good as screening everybody. An epoch ends when a tenth of the entries has changed since it began, and when the rules of
matching do; then everybody is screened again.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from hashlib import blake2b
from pathlib import Path

import msgspec
import numpy as np
import numpy.typing as npt

from customer_risk.records import Record
from customer_risk.screening.commonness import LEAST_ENTRIES, SHARE

MOST_DRIFT = 0.1
"""The share of entries whose change ends an epoch."""


class Rarity(Record):
    """Among how many entries units were counted, and how many have each that more than one has."""

    entries: int
    having: dict[str, int] = msgspec.field(default_factory=dict)

    @classmethod
    def count(cls, units: Sequence[str], pairs: npt.NDArray[np.int32], entries: int) -> Rarity:
        """Count units: ``pairs`` are two rows, numbers of units and of the entries that have them.

        A short list counts as one of :data:`LEAST_ENTRIES`: a rare word is as rare in it as in a long one.
        """
        numbers, counts = np.unique(np.unique(pairs, axis=1)[0], return_counts=True)
        shared = counts > 1
        having = {units[number]: count for number, count in zip(numbers[shared], counts[shared].tolist(), strict=True)}
        return cls(entries=max(entries, LEAST_ENTRIES), having=having)

    def weights(self, units: Sequence[str]) -> npt.NDArray[np.float64]:
        """``log(1 + 1 / share of entries that have it)`` of each unit.

        The share is the lists' own, but no less than what :mod:`commonness` knows of the world.
        """
        having = np.array([self.having.get(unit, 1) for unit in units])
        known = np.array([SHARE.get(unit, 0.0) for unit in units])
        weights: npt.NDArray[np.float64] = np.log1p(1 / np.maximum(having / self.entries, known))
        return weights

    @property
    def room(self) -> int:
        """How many entries may change before these rarities are to be counted anew."""
        return int(MOST_DRIFT * self.entries)


@cache
def rules() -> str:
    """What tells the rules of matching apart: a hash of every module and table of this package that is not a reader's.

    Wider than it need be, on purpose: nobody has to remember that a rule has changed.
    """
    hashed = blake2b(digest_size=8)
    for file in sorted(path for path in Path(__file__).parent.iterdir() if path.is_file()):
        hashed.update(file.name.encode() + b"\0" + file.read_bytes())
    return hashed.hexdigest()
