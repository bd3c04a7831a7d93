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
from customer_risk.screening.neighbourhood import MOST_NEIGHBOURS, NEAR, SCALE, as_written, likeness
from customer_risk.screening.nicknames import PARTNERS
from customer_risk.screening.sounds import exact_keys, near_keys, sound
from customer_risk.screening.words import ROLES

LEAST = 0.55
"""Words less alike than this are different words."""
JOINED = 0.85
"""Two words written as one must be nearly the same as a third to be spent on it."""
UNHEARD = 0.5
"""Edits that the vowels nobody wrote are taken for."""
NICKNAME = 0.88
"""How alike two forms of one given name are."""
INITIAL = 0.6
"""How alike a name and its initial are."""
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
        nicknames = [unit for partner in PARTNERS.get(word, ()) if (unit := index.number(partner)) is not None]
        own = index.number(word)
        if own is not None and own < len(index.near_starts) - 1 and not (vowelless or joined or nicknames):
            part = slice(index.near_starts[own], index.near_starts[own + 1])
            alike = index.near_alike[part] * np.float32(1 / SCALE)
            return Neighbours(units=index.near_units[part], alike=alike)
        keys = (exact_keys if joined else near_keys)(sound(word))
        wanted = np.fromiter(keys, dtype=np.uint32, count=len(keys))
        left = np.searchsorted(index.key_hashes, wanted, side="left")
        right = np.searchsorted(index.key_hashes, wanted, side="right")
        # Two words of the query written as one are for listed single words: listed pairs meet them word by word.
        words = len(index.near_starts) - 1
        units = np.array(sorted({*nicknames, *index.key_units[spans(left, right - left)].tolist()}), dtype=np.int32)
        units = units[units < words] if joined else units
        if not len(units):
            return Neighbours(units=units, alike=np.zeros(0, np.float32))
        alike = self.between([word], units.tolist(), vowelless=vowelless)[0]
        order = np.argsort(alike, kind="stable")[-MOST_NEIGHBOURS:]
        order = order[alike[order] >= (JOINED if joined else NEAR)]
        return Neighbours(units=units[order], alike=alike[order])

    def between(self, words: Sequence[str], units: list[int], *, vowelless: bool = False) -> Floats:
        """Likeness (0…1) of each word with each unit: rows are words, columns units."""
        index = self._index
        asked = [sound(word.lstrip(ROLES)) for word in words]
        pick = itemgetter(*units, 0)  # one more than wanted, so that it always gives a tuple
        numbers = np.array(units, dtype=np.intp)
        skeletons = [one.skeleton for one in asked]
        skeleton_edits = _edits(skeletons, pick(index.skeletons))
        class_edits = _edits([one.classes for one in asked], pick(index.classes))
        if vowelless:
            # One side writes no vowels: what shows in the consonants is all there is, and of few it proves little.
            length = _mean_length(skeletons, index.skeleton_lengths[numbers]) + UNHEARD
            alike = likeness(skeleton_edits, skeleton_edits + UNHEARD, class_edits + UNHEARD, length)
        else:
            folds = [one.fold for one in asked]
            length = _mean_length(folds, index.fold_lengths[numbers])
            alike = likeness(_edits(folds, pick(index.folds)), skeleton_edits, class_edits, length)
            spelt = [one.letters for one in asked]
            written = _mean_length(spelt, index.lengths[numbers])
            np.maximum(alike, as_written(_edits(spelt, pick(index.units)), written), out=alike)
        alike *= index.openness[numbers]
        alike *= alike >= LEAST
        letters = [units.index(unit) for unit in index.letters.intersection(units)]
        for row, word in enumerate(words):
            own = index.number(word)
            if word[0] in ROLES:
                alike[row] = 0.0
            elif len(word) == 1:
                alike[row] = [INITIAL * (index.units[unit][0] == word) for unit in units]
            else:
                for at in letters:
                    alike[row, at] = INITIAL * (index.units[units[at]] == word[0])
            for partner in PARTNERS.get(word, ()):
                if (unit := index.number(partner)) in units:
                    alike[row, units.index(unit)] = max(alike[row, units.index(unit)], NICKNAME)
            if own in units:
                alike[row, units.index(own)] = 1.0
        return alike


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
