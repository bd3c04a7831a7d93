"""How alike two words are, and which words of the index are like a given one.

Plain Python on purpose: a name leads to a few dozen pairs of words, most of which a glance at their consonants rules
out, and at that size a loop is several times faster than arrays.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection
from functools import lru_cache

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
_CACHE = 16_384
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

    ``leads`` are the names it leads to and ``best`` is how alike the likest unit is (0…1). ``core`` says whether the
    word has no role, ``form`` whether it is a title or legal form, ``common`` whether it is common everywhere or has a
    role, ``known`` whether it is itself a name.
    """

    __slots__ = (
        "_index", "_number", "_partners", "_sound", "_vowelless", "best", "common", "core", "fold", "form", "known",
        "leads", "meets_joined", "patronymic", "text", "weight",
    )  # fmt: skip

    def __init__(self, text: str, index: Index, *, vowelless: bool) -> None:
        """A word as it is written, marked with its role if it has one; ``vowelless`` ones go by their consonants."""
        self.text, self._index, self._vowelless = text, index, vowelless
        self._sound = sound(text.lstrip(ROLES))
        self._number = index.number(text)
        self._partners = [unit for one in PARTNERS.get(text, ()) if (unit := index.number(one)) is not None]
        self.fold = self._sound.fold
        self.core = text[0] not in ROLES

    def look_up(self) -> Word:
        """Find the units it leads to; the word itself, for chaining."""
        index, own = self._index, self._number
        if not self.core:
            return self._lead_to({} if own is None else {own: 1.0})
        if own is None or own >= index.words or self._vowelless or self._partners:
            return self._lead_to(self.among(index.sharing(near_keys(self._sound)).union(self._partners), least=NEAR))
        part = slice(index.near_starts[own], index.near_starts[own + 1])
        return self._lead_by(index.near_units[part].astype(np.intp), index.near_alike[part] * np.float32(1 / SCALE))

    def look_up_joined(self) -> Word | None:
        """Find the listed words that are nearly several words written as one: listed pairs meet them word by word."""
        found = self.among(self._index.words_with(exact_keys(self._sound)), least=JOINED)
        return self._lead_to(found) if found else None

    def _lead_to(self, found: dict[int, float]) -> Word:
        near = sorted(zip(found.values(), found, strict=True))[-MOST_NEIGHBOURS:]
        units, alike = [unit for _, unit in near], [alike for alike, _ in near]
        return self._lead_by(np.array(units, np.intp), np.array(alike, np.float32))

    def _lead_by(self, units: npt.NDArray[np.intp], alike: Floats) -> Word:
        index = self._index
        self.form = self.text[0] in ROLES[:2]
        self.common = not self.core or self.text in SHARE
        self.patronymic = is_patronymic(self.text)
        self.best, likest = (float(alike[-1]), int(units[-1])) if len(units) else (0.0, 0)
        self.known = self.text in SHARE or self.best >= 1
        self.meets_joined = bool(index.joins[units].any())
        # It weighs what the likest listed word does, as far as it is like it; else as much as an unlisted one.
        weight = index.unknown_weight * word_share(self.text)
        if self.text in SHARE:
            weight = min(weight, math.log1p(1 / SHARE[self.text]))
        self.weight = self.best * index.weight_of[likest] + (1 - self.best) * weight if self.best else weight
        starts = index.posting_starts[units]
        lengths = index.posting_starts[units + 1] - starts
        # A title or a legal form alone leads nowhere.
        self.leads = Leads(starts=starts, lengths=lengths, worth=alike**3, count=int(lengths.sum()) if self.core else 0)
        return self

    def among(self, units: Collection[int], *, least: float = LEAST) -> dict[int, float]:
        """Those of ``units`` that are at least so much like the word, and how much (0…1)."""
        if not self.core:
            found = {}
        elif len(self.text) == 1:
            found = {unit: INITIAL for unit in units if self._index.units[unit][0] == self.text}
        elif self._vowelless:
            found = self._by_consonants(units, least)
        else:
            found = self._by_sound(units, least)
        for partner in self._partners:
            if partner in units:
                found[partner] = max(found.get(partner, 0.0), NICKNAME)
        if self._number is not None and self._number in units:
            found[self._number] = 1.0
        return found

    def _by_sound(self, units: Collection[int], least: float) -> dict[int, float]:
        """How alike units are by their sound or as they are written, whichever is more."""
        index, own = self._index, self._sound
        listed, folds, classes = index.units, index.folds, index.classes
        letters, consonants, size, length = own.letters, own.classes, len(own.fold), len(own.letters)
        most, found = (1 - least) / 2, dict[int, float]()
        for unit in units:
            other = listed[unit]
            if len(other) == 1:
                if other == letters[0]:
                    found[unit] = INITIAL
                continue
            sizes = size + len(folds[unit])
            edits = _edits(consonants, classes[unit])
            alike = 0.0
            # What shows in the classes of consonants shows in the consonants, and that in the folded spelling.
            if edits <= most * sizes:
                cost = CLASS_COST * edits + SKELETON_COST * _edits(own.skeleton, index.skeletons[unit])
                alike = 1 - 2 * (cost + FOLD_COST * _edits(own.fold, folds[unit])) / sizes
            written = 1 - 2 * LETTER_COST * _edits(letters, other) / (length + len(other))
            alike = max(alike, written)
            if alike >= least and (alike := self._settled(alike, unit)) >= least:
                found[unit] = alike
        return found

    def _by_consonants(self, units: Collection[int], least: float) -> dict[int, float]:
        """How alike units are by their consonants, where one side writes no vowels: of few they prove little."""
        index, own = self._index, self._sound
        found: dict[int, float] = {}
        for unit in units:
            letters, skeleton = index.units[unit], index.skeletons[unit]
            if len(letters) == 1:
                alike = INITIAL * (letters == own.letters[0])
            else:
                shown = _edits(own.skeleton, skeleton)
                cost = FOLD_COST * shown + SKELETON_COST * (shown + UNHEARD)
                cost += CLASS_COST * (_edits(own.classes, index.classes[unit]) + UNHEARD)
                alike = self._settled(1 - cost / ((len(own.skeleton) + len(skeleton)) / 2 + UNHEARD), unit)
            if alike >= least:
                found[unit] = alike
        return found

    def _settled(self, alike: float, unit: int) -> float:
        """A likeness, less where there are digits; none to a word in a role."""
        if not self._index.core[unit]:
            return 0.0
        return min(alike, SAME_SOUND) * (1.0 if self._index.units[unit].isalpha() else OTHER_NUMBER)


class Likeness:
    """The words that are asked for, beside the units of one index. Remembers those it met last."""

    def __init__(self, index: Index) -> None:
        """Compare with the units of ``index``."""
        self.index = index
        self._remembered = lru_cache(maxsize=_CACHE)(self._word)

    def word(self, text: str, *, vowelless: bool = False) -> Word:
        """A word of a query."""
        return self._remembered(text, vowelless)

    def _word(self, text: str, vowelless: bool) -> Word:  # noqa: FBT001 - the cache is quicker without names
        return Word(text, self.index, vowelless=vowelless).look_up()

    def joined(self, text: str, *, vowelless: bool = False) -> Word | None:
        """Several words of a query written as one, if that is nearly a listed word."""
        return Word(text, self.index, vowelless=vowelless).look_up_joined()
