"""Builds the index of all listed names.

A *unit* is a word of a listed name, or two neighbouring words of it written as one (so that ``aero caribbean`` meets
``aerocaribbean``). Units are numbered; words come first, joined ones after them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec
import numpy as np
import numpy.typing as npt

from customer_risk.records import Record, encode
from customer_risk.screening import index_file, neighbourhood
from customer_risk.screening.entry import EntryKind, ListEntry, ListState
from customer_risk.screening.index import KINDS, QUALITIES, Floats, Ints, identifier_hash, joined_word, word_share
from customer_risk.screening.rarity import Rarity, rules
from customer_risk.screening.readings import readings
from customer_risk.screening.sounds import Sound, exact_keys, near_keys, sound
from customer_risk.screening.spellings import spellings
from customer_risk.screening.words import ROLES


class Built(Record):
    """A finished index: its version, its bytes, and what it holds."""

    version: str
    data: bytes
    entries: int
    names: int
    rarity: Rarity


def build(entries: Iterable[ListEntry], lists: Sequence[ListState], rarity: Rarity | None = None) -> Built:
    """Build the index of ``entries``; the same entries in the same order give the same bytes.

    ``rarity`` is what the epoch began with; without it a new one begins and the words of these entries are counted.
    """
    entries = tuple(entries)
    vocabulary: dict[str, int] = {}
    flat: list[int] = []
    starts, owners, qualities, flags, texts = [0], [], [], [], []
    written: list[tuple[int, int]] = []
    for number, entry in enumerate(entries):
        person = entry.kind is EntryKind.PERSON
        for listed, name in (
            (one, name)
            for one in entry.names
            for reading in readings(one.text, person=person)
            for name in spellings(reading, person=person)
        ):
            if not name.words:
                continue
            flat += [vocabulary.setdefault(word, len(vocabulary)) for word in name.words]
            starts.append(len(flat))
            owners.append(number)
            qualities.append(QUALITIES[listed.quality])
            flags.append(name.latin + 2 * name.vowelless + 4 * name.syllabic)
            texts.append(listed.text)
            written.append(name.written)
    words = list(vocabulary)
    joined = _joined(words, flat, starts, vocabulary)
    units = list(vocabulary)
    name_starts = np.array(starts, dtype=np.int64)
    name_entries = np.array(owners, dtype=np.int32)
    name_units, name_joined = np.array(flat, dtype=np.int32), np.array(joined, dtype=np.int32)
    name_of = np.repeat(np.arange(len(owners), dtype=np.int32), np.diff(name_starts))
    if rarity is None:
        pairs = _pairs((name_units, name_joined), name_entries[name_of] if owners else name_of)
        rarity = Rarity.count(units, pairs, len(entries))
    weights: Floats = (rarity.weights(units) * [word_share(unit) for unit in units]).astype(np.float32)
    sounds = [sound(unit.lstrip(ROLES)) for unit in units]
    name_weights = np.bincount(name_of, weights[name_units], minlength=len(owners)) if owners else np.zeros(0)
    keys = _keys(units, sounds, len(words))
    arrays: index_file.Arrays = {
        "units": _blob(units),
        "folds": _blob([word.fold for word in sounds]),
        "skeletons": _blob([word.skeleton for word in sounds]),
        "classes": _blob([word.classes for word in sounds]),
        "weights": weights,
        "counted": np.array([rarity.entries], dtype=np.int64),
        "rules": np.frombuffer(rules().encode(), dtype=np.uint8),
        "core": np.array([unit[0] not in ROLES for unit in units], dtype=bool),
        "in_form": np.array([unit[0] in ROLES[:2] for unit in units], dtype=bool),
        "joins": np.isin(np.arange(len(units)), name_joined),
        "name_starts": name_starts,
        "name_units": name_units,
        "name_joined": name_joined,
        "name_weights": name_weights.astype(np.float32),
        "name_entries": name_entries,
        "name_quality": np.array(qualities, dtype=np.uint8),
        "name_flags": np.array(flags, dtype=np.uint8),
        "entry_kind": np.array([KINDS[entry.kind] for entry in entries], dtype=np.uint8),
        "entry_source": _source_numbers(entries, lists),
        **keys,
        **neighbourhood.table(keys["key_hashes"], keys["key_units"], sounds, len(words)),
        **_postings(len(units), name_of, (name_units, name_joined)),
        **_identifiers(entries),
        **_written(written),
        **_stored("entry", [encode(entry) for entry in entries]),
        **_stored("text", [text.encode() for text in texts]),
    }
    about = {"lists": [msgspec.to_builtins(state) for state in lists], "entries": len(entries), "names": len(owners)}
    version, data = index_file.write(arrays, about)
    return Built(version=version, data=data, entries=len(entries), names=len(owners), rarity=rarity)


def _joined(words: list[str], flat: list[int], starts: list[int], vocabulary: dict[str, int]) -> list[int]:
    """For each place in ``flat`` the unit that joins it with the next place of its name, else -1."""
    ends = set(starts)
    out: list[int] = []
    for place, word in enumerate(flat):
        both = None if place + 1 in ends else joined_word(words[word], words[flat[place + 1]])
        out.append(-1 if both is None else vocabulary.setdefault(both, len(vocabulary)))
    return out


def _pairs(placed: tuple[Ints, Ints], owner: Ints) -> Ints:
    """Units and the entries that have them."""
    return np.concatenate([np.stack([numbers, owner])[:, numbers >= 0] for numbers in placed], axis=1)


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
    starts = np.zeros(units + 1, dtype=np.int32)
    np.cumsum(np.bincount(numbers, minlength=units), out=starts[1:])
    return {"posting_starts": starts, "posting_names": names[order].astype(np.int32)}


def _identifiers(entries: Sequence[ListEntry]) -> index_file.Arrays:
    pairs = sorted(
        {(identifier_hash(one.value), number) for number, entry in enumerate(entries) for one in entry.identifiers}
    )
    return {
        "identifier_hashes": np.array([pair[0] for pair in pairs], dtype=np.uint64),
        "identifier_entries": np.array([pair[1] for pair in pairs], dtype=np.int32),
    }


def _written(names: Sequence[tuple[int, int]]) -> index_file.Arrays:
    """The names under the hashes of how they are written."""
    pairs = sorted({(hashed, number) for number, hashes in enumerate(names) for hashed in hashes})
    return {
        "written_hashes": np.array([pair[0] for pair in pairs], dtype=np.uint64),
        "written_names": np.array([pair[1] for pair in pairs], dtype=np.int32),
    }


def _source_numbers(entries: Sequence[ListEntry], lists: Sequence[ListState]) -> npt.NDArray[np.uint16]:
    numbers = {state.source: number for number, state in enumerate(lists)}
    return np.array([numbers[entry.source] for entry in entries], dtype=np.uint16)


def _stored(name: str, items: Sequence[bytes]) -> index_file.Arrays:
    ends = np.cumsum([len(item) for item in items], dtype=np.int64)
    return {f"{name}_data": np.frombuffer(b"".join(items), dtype=np.uint8), f"{name}_ends": ends}


def _blob(strings: Sequence[str]) -> npt.NDArray[np.uint8]:
    return np.frombuffer("\n".join(strings).encode(), dtype=np.uint8)
