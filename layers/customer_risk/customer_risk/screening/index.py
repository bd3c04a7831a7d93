"""The index: every listed name as words, every word with its neighbours' keys, its names and its weight.

A *unit* is a word of a listed name, or two neighbouring words of it written as one (so that ``aero caribbean`` meets
``aerocaribbean``). Units are numbered; words come first, joined ones after them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt

from customer_risk.records import Record, decode, encode
from customer_risk.screening import index_file, neighbourhood
from customer_risk.screening.commonness import LEAST_ENTRIES, SHARE
from customer_risk.screening.entry import EntryKind, ListEntry, ListState, NameQuality
from customer_risk.screening.names import Name, normalise
from customer_risk.screening.sounds import Sound, exact_keys, near_keys, sound
from customer_risk.screening.words import ROLES

type Floats = npt.NDArray[Any]
type Ints = npt.NDArray[np.int32]

_KINDS = {kind: number for number, kind in enumerate(EntryKind)}
PERSON_KIND, UNKNOWN_KIND = _KINDS[EntryKind.PERSON], _KINDS[EntryKind.UNKNOWN]
_QUALITIES = {NameQuality.PRIMARY: 0, NameQuality.STRONG: 1, NameQuality.WEAK: 2}
_SUN_LETTERS = frozenset("tdrzsn")
_MOST_TOGETHER = 20_000
QUALITY_NAMES = tuple(_QUALITIES)
PATRONYMICS = ("ovich", "evich", "ievich", "ovych", "evych", "ovna", "evna", "yevna", "ivna", "yivna")
_LEAST_PATRONYMIC = 7
PATRONYMIC_SHARE = 0.5
ROLE_SHARE = 0.15
"""How much of its weight a word keeps that is a title, a particle or a legal form."""


class Built(Record):
    """A finished index: its version, its bytes, and what it holds."""

    version: str
    data: bytes
    entries: int
    names: int


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
        self.weight_of: list[float] = arrays["weights"].tolist()
        self.joins, self.openness = arrays["joins"], arrays["openness"]
        self.letters = frozenset(np.flatnonzero(arrays["letters"]).tolist())
        self.fold_lengths, self.skeleton_lengths = arrays["fold_lengths"], arrays["skeleton_lengths"]
        self.unknown_weight = float(np.log1p(max(LEAST_ENTRIES, len(arrays["entry_ends"]))))
        self.key_hashes, self.key_units = arrays["key_hashes"], arrays["key_units"]
        self.near_starts, self.near_units, self.near_alike = (
            arrays[name] for name in ("near_starts", "near_units", "near_alike")
        )
        self.posting_starts, self.posting_names = arrays["posting_starts"], arrays["posting_names"]
        self.name_starts, self.name_units = arrays["name_starts"], arrays["name_units"]
        self.name_joined = arrays["name_joined"]
        self.name_weights: Floats = arrays["name_weights"]
        self.name_entries: Ints = arrays["name_entries"]
        self.name_quality, self.name_flags = arrays["name_quality"], arrays["name_flags"]
        self.entry_kind, self.entry_source = arrays["entry_kind"], arrays["entry_source"]
        self.identifier_hashes, self.identifier_entries = arrays["identifier_hashes"], arrays["identifier_entries"]
        self._entry_data, self._entry_ends = arrays["entry_data"], arrays["entry_ends"]
        self._text_data, self._text_ends = arrays["text_data"], arrays["text_ends"]
        self.size = len(self.name_entries)
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

    def written_together(self, name: int) -> tuple[str, str]:
        """The sounds of a listed name without spaces, its words as they stand and sorted."""
        known = self._together.get(name)
        if known is None:
            if len(self._together) >= _MOST_TOGETHER:
                self._together.clear()
            units = self.name_units[self.name_starts[name] : self.name_starts[name + 1]].tolist()
            words = [self.folds[unit] for unit in units]
            known = self._together[name] = ("".join(words), "".join(sorted(words)))
        return known


def build(entries: Iterable[ListEntry], lists: Sequence[ListState]) -> Built:
    """Build the index of ``entries``; the same entries in the same order give the same bytes."""
    entries = tuple(entries)
    vocabulary: dict[str, int] = {}
    flat: list[int] = []
    starts, owners, qualities, flags, texts = [0], [], [], [], []
    for number, entry in enumerate(entries):
        for listed in entry.names:
            name = normalise(listed.text, person=entry.kind is EntryKind.PERSON)
            if not name.words:
                continue
            flat += [vocabulary.setdefault(word, len(vocabulary)) for word in name.words]
            starts.append(len(flat))
            owners.append(number)
            qualities.append(_QUALITIES[listed.quality])
            flags.append(name.latin + 2 * name.vowelless)
            texts.append(listed.text)
    words = list(vocabulary)
    joined = _joined(words, flat, starts, vocabulary)
    units = list(vocabulary)
    name_starts = np.array(starts, dtype=np.int64)
    name_entries = np.array(owners, dtype=np.int32)
    name_units, name_joined = np.array(flat, dtype=np.int32), np.array(joined, dtype=np.int32)
    name_of = np.repeat(np.arange(len(owners), dtype=np.int32), np.diff(name_starts))
    weights = _weights(units, len(entries), (name_units, name_joined), name_entries[name_of] if owners else name_of)
    sounds = [sound(unit.lstrip(ROLES)) for unit in units]
    name_weights = np.bincount(name_of, weights[name_units], minlength=len(owners)) if owners else np.zeros(0)
    keys = _keys(units, sounds, len(words))
    arrays: index_file.Arrays = {
        "units": _blob(units),
        "folds": _blob([word.fold for word in sounds]),
        "skeletons": _blob([word.skeleton for word in sounds]),
        "classes": _blob([word.classes for word in sounds]),
        "weights": weights,
        "openness": np.array([_openness(unit) for unit in units], dtype=np.float32),
        "in_form": np.array([unit[0] in ROLES[:2] for unit in units], dtype=bool),
        "joins": np.isin(np.arange(len(units)), name_joined),
        "letters": np.array([len(unit) == 1 for unit in units], dtype=bool),
        "fold_lengths": np.array([len(word.fold) for word in sounds], dtype=np.float32),
        "skeleton_lengths": np.array([len(word.skeleton) for word in sounds], dtype=np.float32),
        "name_starts": name_starts,
        "name_units": name_units,
        "name_joined": name_joined,
        "name_weights": name_weights.astype(np.float32),
        "name_entries": name_entries,
        "name_quality": np.array(qualities, dtype=np.uint8),
        "name_flags": np.array(flags, dtype=np.uint8),
        "entry_kind": np.array([_KINDS[entry.kind] for entry in entries], dtype=np.uint8),
        "entry_source": _source_numbers(entries, lists),
        **keys,
        **neighbourhood.table(keys["key_hashes"], keys["key_units"], sounds, len(words)),
        **_postings(len(units), name_of, (name_units, name_joined)),
        **_identifiers(entries),
        **_stored("entry", [encode(entry) for entry in entries]),
        **_stored("text", [text.encode() for text in texts]),
    }
    about = {"lists": [msgspec.to_builtins(state) for state in lists], "entries": len(entries), "names": len(owners)}
    version, data = index_file.write(arrays, about)
    return Built(version=version, data=data, entries=len(entries), names=len(owners))


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
    return PATRONYMIC_SHARE if word.endswith(PATRONYMICS) and len(word) >= _LEAST_PATRONYMIC else 1.0


def _openness(unit: str) -> float:
    """How far a unit may be like another one: not at all in a role, less with digits."""
    return 0.0 if unit[0] in ROLES else 1.0 if unit.isalpha() else neighbourhood.OTHER_NUMBER


def _joined(words: list[str], flat: list[int], starts: list[int], vocabulary: dict[str, int]) -> list[int]:
    """For each place in ``flat`` the unit that joins it with the next place of its name, else -1."""
    ends = set(starts)
    out: list[int] = []
    for place, word in enumerate(flat):
        both = None if place + 1 in ends else joined_word(words[word], words[flat[place + 1]])
        out.append(-1 if both is None else vocabulary.setdefault(both, len(vocabulary)))
    return out


def _weights(units: list[str], entries: int, placed: tuple[Ints, Ints], owner: Ints) -> Floats:
    """Rarity of each unit: ``log(1 + 1 / share of entries that have it)``, less for words in a role.

    The share is the list's own, but no less than what :mod:`commonness` knows of the world.
    """
    pairs = [np.stack([numbers, owner])[:, numbers >= 0] for numbers in placed]
    distinct = np.unique(np.concatenate(pairs, axis=1), axis=1)
    having = np.bincount(distinct[0], minlength=len(units)).clip(1)
    share = np.array([word_share(unit) for unit in units])
    known = np.array([SHARE.get(unit, 0.0) for unit in units])
    weights: Floats = (np.log1p(1 / np.maximum(having / max(entries, LEAST_ENTRIES), known)) * share).astype(np.float32)
    return weights


def _keys(units: list[str], sounds: list[Sound], words: int) -> index_file.Arrays:
    """Sorted hashes of units and their neighbours. Joined units get no deletions: they are many and long."""
    hashes: list[int] = []
    owners: list[int] = []
    for number, (unit, word) in enumerate(zip(units, sounds, strict=True)):
        keys = near_keys(word) if number < words else exact_keys(word)
        if unit[0] in ROLES:
            continue
        hashes += keys
        owners += [number] * len(keys)
    order = np.argsort(np.array(hashes, dtype=np.uint32), kind="stable")
    return {
        "key_hashes": np.array(hashes, dtype=np.uint32)[order],
        "key_units": np.array(owners, dtype=np.int32)[order],
    }


def _postings(units: int, name_of: Ints, placed: tuple[Ints, Ints]) -> index_file.Arrays:
    """For each unit the names that have it, in order."""
    numbers = np.concatenate(placed)
    names = np.concatenate([name_of, name_of])[numbers >= 0]
    numbers = numbers[numbers >= 0]
    order = np.argsort(numbers, kind="stable")
    starts = np.zeros(units + 1, dtype=np.int64)
    np.cumsum(np.bincount(numbers, minlength=units), out=starts[1:])
    return {"posting_starts": starts, "posting_names": names[order].astype(np.int32)}


def identifier_hash(value: str) -> int:
    """A hash of an identifier's letters and digits, whatever separates them."""
    from hashlib import blake2b  # noqa: PLC0415 - only identifiers need it

    plain = "".join(c for c in value.casefold() if c.isalnum())
    return int.from_bytes(blake2b(plain.encode(), digest_size=8).digest(), "little")


def _identifiers(entries: Sequence[ListEntry]) -> index_file.Arrays:
    pairs = sorted(
        {(identifier_hash(one.value), number) for number, entry in enumerate(entries) for one in entry.identifiers}
    )
    return {
        "identifier_hashes": np.array([pair[0] for pair in pairs], dtype=np.uint64),
        "identifier_entries": np.array([pair[1] for pair in pairs], dtype=np.int32),
    }


def _source_numbers(entries: Sequence[ListEntry], lists: Sequence[ListState]) -> npt.NDArray[np.uint16]:
    numbers = {state.source: number for number, state in enumerate(lists)}
    return np.array([numbers[entry.source] for entry in entries], dtype=np.uint16)


def _stored(name: str, items: Sequence[bytes]) -> index_file.Arrays:
    ends = np.cumsum([len(item) for item in items], dtype=np.int64)
    return {f"{name}_data": np.frombuffer(b"".join(items), dtype=np.uint8), f"{name}_ends": ends}


def _slice(data: npt.NDArray[np.uint8], ends: npt.NDArray[np.int64], number: int) -> bytes:
    return data[(ends[number - 1] if number else 0) : ends[number]].tobytes()


def _blob(strings: Sequence[str]) -> npt.NDArray[np.uint8]:
    return np.frombuffer("\n".join(strings).encode(), dtype=np.uint8)


def _strings(blob: npt.NDArray[np.uint8]) -> list[str]:
    return blob.tobytes().decode().split("\n")


__all__ = ["Built", "Index", "Name", "build", "identifier_hash", "joined_word"]
