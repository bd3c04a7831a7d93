"""How alike two words are, and which words of the index are like a given one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist

from customer_risk.records import Record
from customer_risk.screening.index import Floats, Index, Ints
from customer_risk.screening.sounds import near_keys, role_key, sound
from customer_risk.screening.words import ROLES

FOLD_COST, SKELETON_COST, CLASS_COST = 0.4, 0.35, 0.25
"""What an edit costs that shows in the folded form, in the consonants, in the classes of consonants; 1 in all."""
LEAST = 0.55
"""Words less alike than this are different words."""
INITIAL = 0.6
"""How alike a name and its initial are."""
_MOST_NEIGHBOURS = 48
_CACHE = 8192


class Neighbours(Record):
    """Units of the index like one word, most alike last, and how alike they are (0…1)."""

    units: Ints
    alike: Floats


class Likeness:
    """Compares words with the units of one index. Remembers the neighbours of words it has met."""

    def __init__(self, index: Index) -> None:
        """Compare with the units of ``index``."""
        self._index = index
        self._known: dict[tuple[str, bool], Neighbours] = {}

    def neighbours(self, word: str, *, vowelless: bool = False) -> Neighbours:
        """Units like ``word`` (marked with its role, if it has one)."""
        key = (word, vowelless)
        found = self._known.get(key)
        if found is None:
            if len(self._known) >= _CACHE:
                self._known.clear()
            found = self._known[key] = self._find(word, vowelless=vowelless)
        return found

    def _find(self, word: str, *, vowelless: bool) -> Neighbours:
        index = self._index
        in_role = word[0] in ROLES
        keys = {role_key(word)} if in_role else near_keys(sound(word))
        wanted = np.fromiter(keys, dtype=np.uint32, count=len(keys))
        left = np.searchsorted(index.key_hashes, wanted, side="left")
        right = np.searchsorted(index.key_hashes, wanted, side="right")
        if not (right > left).any():
            return Neighbours(units=np.zeros(0, np.int32), alike=np.zeros(0, np.float32))
        units: Ints = np.unique(index.key_units[spans(left, right - left)])
        if in_role:
            units = np.array([unit for unit in units.tolist() if index.units[unit] == word], dtype=np.int32)
            return Neighbours(units=units, alike=np.ones(len(units), np.float32))
        alike = self.between([word], units, vowelless=vowelless)[0]
        order = np.argsort(alike, kind="stable")[-_MOST_NEIGHBOURS:]
        order = order[alike[order] >= LEAST]
        return Neighbours(units=units[order], alike=alike[order])

    def between(self, words: Sequence[str], units: Ints, *, vowelless: bool = False) -> Floats:
        """Likeness (0…1) of each word with each unit: rows are words, columns units."""
        index = self._index
        asked = [sound(word.lstrip(ROLES)) for word in words]
        numbers = units.tolist()
        cost = SKELETON_COST * _edits([one.skeleton for one in asked], [index.skeletons[n] for n in numbers])
        cost += CLASS_COST * _edits([one.classes for one in asked], [index.classes[n] for n in numbers])
        folds = [index.folds[n] for n in numbers]
        if vowelless:
            # One side writes no vowels: compare consonants alone, on their own length.
            cost /= SKELETON_COST + CLASS_COST
            length = _lengths([one.skeleton for one in asked], [index.skeletons[n] for n in numbers])
        else:
            cost += FOLD_COST * _edits([one.fold for one in asked], folds)
            length = _lengths([one.fold for one in asked], folds)
        alike: Floats = np.maximum(1.0 - cost / length, 0.0).astype(np.float32)
        alike[alike < LEAST] = 0.0
        for row, word in enumerate(words):
            if word[0] in ROLES:
                alike[row] = [index.units[n] == word for n in numbers]
            elif len(word) == 1:
                alike[row] = [_initial(word, index.units[n]) for n in numbers]
            else:
                alike[row, index.in_role[units]] = 0.0
                first = word[0]
                alike[row, [at for at, n in enumerate(numbers) if index.units[n] == first]] = INITIAL
        return alike


def _initial(letter: str, unit: str) -> float:
    return 1.0 if unit == letter else INITIAL if unit[0] == letter else 0.0


def _edits(left: Sequence[str], right: Sequence[str]) -> Floats:
    return cdist(left, right, scorer=OSA.distance, dtype=np.float32)


def _lengths(left: Sequence[str], right: Sequence[str]) -> Floats:
    """Mean lengths of all pairs."""
    rows, columns = (np.array([len(text) for text in texts], dtype=np.float32) for texts in (left, right))
    return (rows[:, None] + columns[None, :]) / 2


def spans(starts: npt.NDArray[Any], lengths: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """The numbers ``start … start + length - 1`` of every span, one span after the other."""
    ends = lengths.cumsum()
    numbers: npt.NDArray[Any] = np.arange(ends[-1]) + np.repeat(starts - (ends - lengths), lengths)
    return numbers
