"""How alike two words are, and which words of the index are like a given one."""

from __future__ import annotations

from collections.abc import Sequence
from operator import itemgetter
from typing import Any

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist

from customer_risk.records import Record
from customer_risk.screening.index import Floats, Index, Ints
from customer_risk.screening.sounds import exact_keys, near_keys, sound
from customer_risk.screening.words import ROLES

FOLD_COST, SKELETON_COST, CLASS_COST = 0.4, 0.35, 0.25
"""What an edit costs that shows in the folded form, in the consonants, in the classes of consonants; 1 in all."""
LEAST = 0.55
"""Words less alike than this are different words."""
NEAR, JOINED = 0.62, 0.85
"""How alike a word must be to lead to a name; two words written as one must be nearly the same."""
SAME_SOUND = 0.99
"""Words that sound the same and are written differently."""
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
        self._known: dict[tuple[str, bool, bool], Neighbours] = {}

    def neighbours(self, word: str, *, vowelless: bool = False, joined: bool = False) -> Neighbours:
        """Units like ``word`` (marked with its role, if it has one); for a joined one only those nearly the same."""
        key = (word, vowelless, joined)
        found = self._known.get(key)
        if found is None:
            if len(self._known) >= _CACHE:
                self._known.clear()
            found = self._known[key] = self._find(word, vowelless=vowelless, joined=joined)
        return found

    def _find(self, word: str, *, vowelless: bool, joined: bool) -> Neighbours:
        index = self._index
        if word[0] in ROLES:
            own = index.number(word)
            units = np.array([] if own is None else [own], dtype=np.int32)
            return Neighbours(units=units, alike=np.ones(len(units), np.float32))
        keys = (exact_keys if joined else near_keys)(sound(word))
        wanted = np.fromiter(keys, dtype=np.uint32, count=len(keys))
        left = np.searchsorted(index.key_hashes, wanted, side="left")
        right = np.searchsorted(index.key_hashes, wanted, side="right")
        if not (right > left).any():
            return Neighbours(units=np.zeros(0, np.int32), alike=np.zeros(0, np.float32))
        units = np.unique(index.key_units[spans(left, right - left)])
        alike = self.between([word], units, vowelless=vowelless)[0]
        order = np.argsort(alike, kind="stable")[-_MOST_NEIGHBOURS:]
        order = order[alike[order] >= (JOINED if joined else NEAR)]
        return Neighbours(units=units[order], alike=alike[order])

    def between(self, words: Sequence[str], units: Ints, *, vowelless: bool = False) -> Floats:
        """Likeness (0…1) of each word with each unit: rows are words, columns units."""
        index = self._index
        asked = [sound(word.lstrip(ROLES)) for word in words]
        pick = itemgetter(*units.tolist(), 0)  # one more than wanted, so that it always gives a tuple
        skeletons = [one.skeleton for one in asked]
        cost = SKELETON_COST * _edits(skeletons, pick(index.skeletons))
        cost += CLASS_COST * _edits([one.classes for one in asked], pick(index.classes))
        if vowelless:
            # One side writes no vowels: compare consonants alone, on their own length.
            cost /= SKELETON_COST + CLASS_COST
            length = _mean_length(skeletons, index.skeleton_lengths[units])
        else:
            folds = [one.fold for one in asked]
            cost += FOLD_COST * _edits(folds, pick(index.folds))
            length = _mean_length(folds, index.fold_lengths[units])
        alike: Floats = np.minimum(1.0 - cost / length, SAME_SOUND)
        alike[alike < LEAST] = 0.0
        alike[:, index.in_role[units]] = 0.0
        for row, word in enumerate(words):
            own = index.number(word)
            if word[0] in ROLES:
                alike[row] = 0.0
            else:
                self._initials(alike[row], word, units)
            if own is not None:
                alike[row, units == own] = 1.0
        return alike

    def _initials(self, alike: Floats, word: str, units: Ints) -> None:
        """Let an initial on either side stand for a name that begins with it."""
        index = self._index
        same = index.initials[units] == ord(word[0])
        lone = index.lone[units]
        if len(word) == 1:
            alike[:] = np.where(same, np.where(lone, 1.0, INITIAL), 0.0)
        elif lone.any():
            alike[lone] = np.where(same[lone], INITIAL, 0.0)


def _edits(left: Sequence[str], right: Sequence[str]) -> Floats:
    return cdist(left, right, scorer=OSA.distance, dtype=np.float32)[:, :-1]


def _mean_length(words: Sequence[str], lengths: Floats) -> Floats:
    """Mean lengths of all pairs."""
    own = np.array([len(word) for word in words], dtype=np.float32)
    return (own[:, None] + lengths) / 2


def spans(starts: npt.NDArray[Any], lengths: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """The numbers ``start … start + length - 1`` of every span, one span after the other."""
    ends = lengths.cumsum()
    numbers: npt.NDArray[Any] = np.arange(ends[-1]) + np.repeat(starts - (ends - lengths), lengths)
    return numbers
