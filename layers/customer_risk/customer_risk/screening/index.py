"""The index: every listed name as words, every word with its neighbours' keys, its names and its weight.

A *unit* is a word of a listed name, or two neighbouring words of it written as one (so that ``aero caribbean`` meets
``aerocaribbean``). Units are numbered; words come first, joined ones after them.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt

from customer_risk.records import decode
from customer_risk.screening import index_file
from customer_risk.screening.entry import EntryKind, ListEntry, ListState, NameQuality
from customer_risk.screening.stems import is_east_slavic
from customer_risk.screening.words import ROLES

type Floats = npt.NDArray[Any]
type Ints = npt.NDArray[np.int32]

KINDS = {kind: number for number, kind in enumerate(EntryKind)}
PERSON_KIND, UNKNOWN_KIND = KINDS[EntryKind.PERSON], KINDS[EntryKind.UNKNOWN]
QUALITIES = {NameQuality.PRIMARY: 0, NameQuality.STRONG: 1, NameQuality.WEAK: 2}
_SUN_LETTERS = frozenset("tdrzsn")
_MOST_TOGETHER = 20_000
MOST_WRITTEN_ALIKE = 40
"""Names written the same that are looked at: more would only say the same again."""
QUALITY_NAMES = tuple(QUALITIES)
_PATRONYMIC = re.compile(r"\w{3,}(?:[oei]?[vw](?:[iy]{1,2}(?:t?ch|t?sch|tsch|ts|tz)|na)|(?:ov|ev|iv)ic)")
_SERBIAN = re.compile(r"\w+ic")
PATRONYMIC_SHARE = 0.5
ROLE_SHARE = 0.15
"""How much of its weight a word keeps that is a title, a particle or a legal form."""


class Index:
    """An open index. Arrays are views of the mapped file; nothing here is ever written."""

    def __init__(self, version: str, arrays: index_file.Arrays, about: dict[str, Any]) -> None:
        """Wire up the arrays that :func:`build` wrote."""
        self.version = version
        self.lists = tuple(msgspec.convert(state, ListState) for state in about["lists"])
        self.units = _strings(arrays["units"])
        self.number = {unit: number for number, unit in enumerate(self.units)}.get
        self.folds = _strings(arrays["folds"])
        self.skeletons = _strings(arrays["skeletons"])
        self.classes = _strings(arrays["classes"])
        self.in_form: list[bool] = arrays["in_form"].tolist()
        self.core: list[bool] = arrays["core"].tolist()
        self.weight_of: list[float] = arrays["weights"].tolist()
        self.joins = arrays["joins"]
        self.unknown_weight = float(np.log1p(arrays["counted"][0]))
        self.key_hashes, self.key_units = arrays["key_hashes"], arrays["key_units"]
        self._key_hashes, self._key_units = memoryview(self.key_hashes), memoryview(self.key_units)
        self.near_starts, self.near_units, self.near_alike = (
            arrays[name] for name in ("near_starts", "near_units", "near_alike")
        )
        self.posting_starts, self.posting_names = arrays["posting_starts"], arrays["posting_names"]
        self.name_starts, self.name_ends = arrays["name_starts"][:-1], arrays["name_starts"][1:]
        self.name_units = arrays["name_units"]
        self.name_joined = arrays["name_joined"]
        self.name_weights: Floats = arrays["name_weights"]
        # These are asked for one at a time, for which a plain view is quicker than an array.
        self.name_entries, self.name_quality, self.name_flags, self.entry_kind = (
            memoryview(arrays[name]) for name in ("name_entries", "name_quality", "name_flags", "entry_kind")
        )
        self.entry_source = arrays["entry_source"]
        self.identifier_hashes, self.identifier_entries = arrays["identifier_hashes"], arrays["identifier_entries"]
        self._written_hashes, self._written_names = arrays["written_hashes"], arrays["written_names"]
        self._entry_data, self._entry_ends = arrays["entry_data"], arrays["entry_ends"]
        self._text_data, self._text_ends = arrays["text_data"], arrays["text_ends"]
        self.size, self.words = len(self.name_entries), len(self.near_starts) - 1
        self._together: dict[int, tuple[str, str]] = {}

    @classmethod
    def open(cls, path: Path) -> Index:
        """Map an index file; raises :class:`index_file.UnusableIndexError`."""
        return cls(*index_file.read(path))

    def entry(self, number: int) -> ListEntry:
        """The entry with this number, decoded from its stored bytes."""
        return decode(_slice(self._entry_data, self._entry_ends, number), ListEntry)

    def name_text(self, number: int) -> str:
        """A listed name as the list writes it."""
        return _slice(self._text_data, self._text_ends, number).decode()

    def sharing(self, keys: set[int]) -> set[int]:
        """The units that have any of these keys (see :mod:`sounds`)."""
        wanted = np.fromiter(keys, dtype=np.uint32, count=len(keys))
        first = self.key_hashes.searchsorted(wanted, side="left")
        lengths = self.key_hashes.searchsorted(wanted, side="right") - first
        return set(self.key_units[spans(first, lengths)].tolist()) if lengths.any() else set()

    def words_with(self, keys: set[int]) -> set[int]:
        """The listed words that have any of very few keys, for which one search after the other is quicker."""
        hashes, found = self._key_hashes, set[int]()
        for key in keys:
            at = bisect_left(hashes, key)
            while at < len(hashes) and hashes[at] == key:
                found.add(self._key_units[at])
                at += 1
        return {unit for unit in found if unit < self.words}

    def written_alike(self, written: Iterable[int]) -> frozenset[int]:
        """The names with the very letters, wherever spaces stand, or the very words in another order, if not many.

        ``written`` are the hashes of a :class:`customer_risk.screening.names.Name`.
        """
        found: list[int] = []
        for hashed in written:
            first = int(self._written_hashes.searchsorted(np.uint64(hashed)))
            if first < len(self._written_hashes) and self._written_hashes[first] == hashed:
                last = int(self._written_hashes.searchsorted(np.uint64(hashed), side="right"))
                found += self._written_names[first : min(last, first + MOST_WRITTEN_ALIKE)].tolist()
        return frozenset(found)

    def written_together(self, name: int) -> tuple[str, str]:
        """The sounds of a listed name without spaces, its words as they stand and sorted."""
        known = self._together.get(name)
        if known is None:
            if len(self._together) >= _MOST_TOGETHER:
                self._together.clear()
            units = self.name_units[self.name_starts[name] : self.name_ends[name]].tolist()
            words = [self.folds[unit] for unit in units]
            known = self._together[name] = ("".join(words), "".join(sorted(words)))
        return known


def spans(starts: npt.NDArray[Any], lengths: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """The numbers ``start … start + length - 1`` of every span, one span after the other."""
    ends = lengths.cumsum()
    numbers: npt.NDArray[Any] = (starts - ends + lengths).repeat(lengths)
    numbers += np.arange(len(numbers))
    return numbers


def joined_word(left: str, right: str) -> str | None:
    """Two neighbouring words written as one; legal forms and titles do not join."""
    if left[0] in ROLES[:2] or right[0] in ROLES[:2]:
        return None
    left, right = left.lstrip(ROLES), right.lstrip(ROLES)
    if left == "al" and right[0] in _SUN_LETTERS:
        # The Arabic article takes on the sound that follows: al-Din is said and often written uddin.
        left = "a"
    return left + right


def word_share(word: str) -> float:
    """What part of its weight a word keeps: little in a role, half for a patronymic, which is often left out."""
    if word[0] in ROLES:
        return ROLE_SHARE
    return PATRONYMIC_SHARE if is_patronymic(word) else 1.0


@lru_cache(maxsize=32768)
def is_patronymic(word: str) -> bool:
    """Whether a word is made of a father's name as in Russian and Ukrainian, in any usual romanisation."""
    # "Petrovic" is as well a Serbian family name: it counts only where the father's name is East Slavic.
    return bool(_PATRONYMIC.fullmatch(word)) and not (_SERBIAN.fullmatch(word) and not is_east_slavic(word))


def identifier_hash(value: str) -> int:
    """A hash of an identifier's letters and digits, whatever separates them."""
    from hashlib import blake2b  # noqa: PLC0415 - only identifiers need it

    plain = "".join(c for c in value.casefold() if c.isalnum())
    return int.from_bytes(blake2b(plain.encode(), digest_size=8).digest(), "little")


def _slice(data: npt.NDArray[np.uint8], ends: npt.NDArray[np.int64], number: int) -> bytes:
    return data[(ends[number - 1] if number else 0) : ends[number]].tobytes()


def _strings(blob: npt.NDArray[np.uint8]) -> list[str]:
    return blob.tobytes().decode().split("\n")
