"""How alike two words are, and which words of the index are like a given one.

Plain Python on purpose: a name leads to a few dozen pairs of words, most of which a glance at their consonants rules
out, and at that size a loop is several times faster than arrays.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import OSA

from customer_risk.records import Record
from customer_risk.screening.commonness import SHARE
from customer_risk.screening.index import Floats, Index, Ints, is_patronymic, word_share
from customer_risk.screening.neighbourhood import (
    CLASS_COST,
    FOLD_COST,
    LETTER_COST,
    MOST_NEIGHBOURS,
    NEAR,
    OTHER_NUMBER,
    SAME_SOUND,
    SCALE,
    SKELETON_COST,
)
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
_edits: Callable[[str, str], int] = OSA.distance


class Leads(Record):
    """The postings that a word leads to: where those of each neighbour start, how many they are, what each is worth.

    ``worth`` is the likeness cubed, so that several half-alike words do not add up to a whole one; ``count`` is how
    many postings there are in all.
    """

    starts: Ints
    lengths: Ints
    worth: Floats
    count: int


class Word:
    """A word of a query, or several neighbouring ones written as one, beside the units of one index.

    ``units`` are the units that lead from it to names, the most alike last, ``alike`` says how alike they are (0…1)
    and ``best`` what the last of them is. ``core`` says whether the word has no role, ``form`` whether it is a title
    or legal form, ``common`` whether it is common everywhere or has a role, ``known`` whether it is itself a name.
    """

    __slots__ = (
        "_index", "_joined", "_number", "_partners", "_sound", "_vowelless", "alike", "best", "common", "core", "fold",
        "form", "known", "leads", "meets_joined", "patronymic", "text", "units", "weight",
    )  # fmt: skip

    def __init__(self, text: str, index: Index, *, vowelless: bool, joined: bool = False) -> None:
        """Look up the units like ``text`` (marked with its role, if it has one).

        A word written ``vowelless`` is compared by its consonants; several written as one are only ever like a listed
        word that is nearly the same.
        """
        self.text, self._index, self._vowelless, self._joined = text, index, vowelless, joined
        self._sound = sound(text.lstrip(ROLES))
        self._number = index.number(text)
        partners = (index.number(partner) for partner in PARTNERS.get(text, ()))
        self._partners = [partner for partner in partners if partner is not None]
        self.fold = self._sound.fold
        self.core, self.form = text[0] not in ROLES, text[0] in ROLES[:2]
        self.common = not self.core or text in SHARE
        self.patronymic = is_patronymic(text)
        self.units, self.alike = self._neighbours()
        self.best = float(self.alike[-1]) if len(self.units) else 0.0
        self.known = text in SHARE or self.best >= 1
        self.meets_joined = bool(index.joins[self.units].any())
        self.weight = self._weight()
        self.leads = self._leads()

    def _weight(self) -> float:
        """What the listed word weighs that is most alike, as far as it is; else as much as an unlisted one."""
        weight = self._index.unknown_weight * word_share(self.text)
        if self.text in SHARE:
            weight = min(weight, math.log1p(1 / SHARE[self.text]))
        return self.best * self._index.weight_of[self.units[-1]] + (1 - self.best) * weight if self.best else weight

    def _leads(self) -> Leads:
        starts = self._index.posting_starts[self.units]
        lengths = self._index.posting_starts[self.units + 1] - starts
        # A title or a legal form alone leads nowhere.
        return Leads(starts=starts, lengths=lengths, worth=self.alike**3, count=int(lengths.sum()) if self.core else 0)

    def _neighbours(self) -> tuple[Ints, Floats]:
        index, own = self._index, self._number
        words = len(index.near_starts) - 1
        if self.core and own is not None and own < words and not (self._vowelless or self._joined or self._partners):
            part = slice(index.near_starts[own], index.near_starts[own + 1])
            return index.near_units[part], index.near_alike[part] * np.float32(1 / SCALE)
        found = self.among({own} if own is not None and not self.core else self._sharing(words))
        near = sorted((alike, unit) for unit, alike in found.items() if alike >= NEAR)[-MOST_NEIGHBOURS:]
        return np.array([unit for _, unit in near], np.int32), np.array([alike for alike, _ in near], np.float32)

    def _sharing(self, words: int) -> set[int]:
        """The units that share a key, or are a nickname's other forms."""
        index = self._index
        keys = exact_keys(self._sound) if self._joined else near_keys(self._sound)
        wanted = np.fromiter(keys, dtype=np.uint32, count=len(keys))
        first = index.key_hashes.searchsorted(wanted, side="left")
        lengths = index.key_hashes.searchsorted(wanted, side="right") - first
        units = set(index.key_units[spans(first, lengths)].tolist()) if lengths.any() else set()
        # Several words of the query written as one are for listed single words: listed pairs meet them word by word.
        return {unit for unit in units if unit < words} if self._joined else units.union(self._partners)

    def among(self, units: Collection[int]) -> dict[int, float]:
        """Those of ``units`` that are like the word, and how alike they are (0…1)."""
        if not self.core:
            found = {}
        elif self._vowelless and len(self.text) > 1:
            found = {unit: self._by_consonants(unit) for unit in units}
        else:
            found = {unit: self._by_sound(unit) for unit in units}
        for partner in self._partners:
            if partner in units:
                found[partner] = max(found[partner], NICKNAME)
        if self._number is not None and self._number in units:
            found[self._number] = 1.0
        least = JOINED if self._joined else LEAST
        return {unit: alike for unit, alike in found.items() if alike >= least}

    def _by_sound(self, unit: int) -> float:
        """How alike a unit is by its sound or as it is written, whichever is more; 0 if that is surely too little."""
        index, own = self._index, self._sound
        letters = index.units[unit]
        if len(letters) == 1 or len(self.text) == 1:
            return INITIAL * (letters[0] == self.text[0])
        if not index.core[unit]:
            return 0.0
        fold = index.folds[unit]
        mean = (len(own.fold) + len(fold)) / 2
        classes = _edits(own.classes, index.classes[unit])
        alike = 0.0
        # What shows in the classes of consonants shows in the consonants, and that in the folded spelling.
        if classes <= (1 - LEAST) * mean:
            cost = CLASS_COST * classes + SKELETON_COST * _edits(own.skeleton, index.skeletons[unit])
            alike = 1 - (cost + FOLD_COST * _edits(own.fold, fold)) / mean
        written = 1 - LETTER_COST * _edits(own.letters, letters) / ((len(own.letters) + len(letters)) / 2)
        alike = min(max(alike, written), SAME_SOUND)
        return alike if letters.isalpha() else alike * OTHER_NUMBER

    def _by_consonants(self, unit: int) -> float:
        """How alike a unit is by its consonants, where one side writes no vowels: of few they prove little."""
        index, own = self._index, self._sound
        letters, skeleton = index.units[unit], index.skeletons[unit]
        if len(letters) == 1:
            return INITIAL * (letters == self.text[0])
        if not index.core[unit]:
            return 0.0
        shown = _edits(own.skeleton, skeleton)
        classes = _edits(own.classes, index.classes[unit]) + UNHEARD
        cost = FOLD_COST * shown + SKELETON_COST * (shown + UNHEARD) + CLASS_COST * classes
        alike = min(1 - cost / ((len(own.skeleton) + len(skeleton)) / 2 + UNHEARD), SAME_SOUND)
        return alike if letters.isalpha() else alike * OTHER_NUMBER


class Likeness:
    """The words that are asked for, beside the units of one index. Remembers those it met last."""

    def __init__(self, index: Index) -> None:
        """Compare with the units of ``index``."""
        self._index = index
        self._remembered = lru_cache(maxsize=_CACHE)(self._word)

    def word(self, text: str, *, vowelless: bool = False) -> Word:
        """A word of a query."""
        return self._remembered(text, vowelless)

    def _word(self, text: str, vowelless: bool) -> Word:  # noqa: FBT001 - the cache is quicker without names
        return Word(text, self._index, vowelless=vowelless)

    def joined(self, text: str, *, vowelless: bool = False) -> Word | None:
        """Several words of a query written as one, if that is nearly a listed word."""
        word = Word(text, self._index, vowelless=vowelless, joined=True)
        return word if len(word.units) else None


def spans(starts: npt.NDArray[Any], lengths: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """The numbers ``start … start + length - 1`` of every span, one span after the other."""
    ends = lengths.cumsum()
    numbers: npt.NDArray[Any] = np.arange(ends[-1]) + np.repeat(starts - (ends - lengths), lengths)
    return numbers
