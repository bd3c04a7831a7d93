"""The neighbours of every listed word, worked out once when the index is built.

Most words that are asked for stand in the index themselves; their neighbours are then read off instead of found.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import OSA
from rapidfuzz.process import cpdist

from customer_risk.screening.sounds import Sound

FOLD_COST, SKELETON_COST, CLASS_COST = 0.4, 0.35, 0.25
"""What an edit costs that shows in the folded form, in the consonants, in the classes of consonants; 1 in all."""
LETTER_COST = 0.8
"""What an edit between the letters as written costs, whatever it does to the sound."""
NEAR = 0.62
"""How alike a word must be to lead to a name."""
OTHER_NUMBER = 0.7
"""How much less alike words are of which one holds digits: 7601 is not nearly 7603."""
SAME_SOUND = 0.99
"""Words that sound the same and are written differently."""
MOST_NEIGHBOURS = 48
SCALE = 255
_PAIRS_AT_ONCE = 2_000_000


def table(
    key_hashes: npt.NDArray[Any], key_units: npt.NDArray[Any], sounds: Sequence[Sound], words: int
) -> dict[str, npt.NDArray[Any]]:
    """For each of the first ``words`` units its neighbours among all, the most alike last.

    ``near_starts`` delimits each word's part of ``near_units`` and ``near_alike`` (likeness in 1/255).
    """
    group_starts = (
        np.flatnonzero(np.r_[True, key_hashes[1:] != key_hashes[:-1]]) if len(key_hashes) else np.zeros(0, int)
    )
    sizes = np.diff(np.r_[group_starts, len(key_hashes)])
    order = np.argsort(key_units, kind="stable")
    group_of = np.repeat(np.arange(len(sizes)), sizes)[order]
    firsts = np.searchsorted(key_units[order], np.arange(words + 1))
    reach = np.r_[0, np.cumsum(sizes[group_of])]
    found: list[tuple[npt.NDArray[Any], npt.NDArray[Any], npt.NDArray[Any]]] = []
    first = 0
    while first < words:
        limit = reach[firsts[first]] + _PAIRS_AT_ONCE
        last = max(first + 1, int(np.searchsorted(reach[firsts[: words + 1]], limit, side="right")) - 1)
        groups = group_of[firsts[first] : firsts[last]]
        lefts = np.repeat(key_units[order[firsts[first] : firsts[last]]], sizes[groups])
        ends = np.cumsum(sizes[groups])
        places = np.arange(ends[-1] if len(ends) else 0) + np.repeat(
            group_starts[groups] - (ends - sizes[groups]), sizes[groups]
        )
        packed = np.unique(lefts.astype(np.int64) << 32 | key_units[places])
        found.append(_judged(packed >> 32, packed & 0xFFFFFFFF, sounds))
        first = last
    left, right, alike = (
        (np.concatenate(parts) for parts in zip(*found, strict=True)) if found else (np.zeros(0, int),) * 3
    )
    order = np.lexsort((right, left == right, alike, left))
    left, right, alike = left[order], right[order], alike[order]
    counts = np.bincount(left, minlength=words)
    rank_from_end = np.repeat(np.cumsum(counts), counts) - np.arange(len(left))
    kept = rank_from_end <= MOST_NEIGHBOURS
    starts = np.zeros(words + 1, dtype=np.int64)
    np.cumsum(np.bincount(left[kept], minlength=words), out=starts[1:])
    return {
        "near_starts": starts,
        "near_units": right[kept].astype(np.int32),
        "near_alike": np.rint(alike[kept] * SCALE).astype(np.uint8),
    }


def _judged(
    left: npt.NDArray[Any], right: npt.NDArray[Any], sounds: Sequence[Sound]
) -> tuple[npt.NDArray[Any], npt.NDArray[Any], npt.NDArray[Any]]:
    """The pairs that are near, with their likeness."""
    own, other = [sounds[n] for n in left.tolist()], [sounds[n] for n in right.tolist()]
    edits = [
        cpdist(
            [getattr(one, form) for one in own],
            [getattr(one, form) for one in other],
            scorer=OSA.distance,
            dtype=np.float32,
        )
        for form in ("fold", "skeleton", "classes", "letters")
    ]
    mean, written = (
        np.array(
            [(len(getattr(a, form)) + len(getattr(b, form))) / 2 for a, b in zip(own, other, strict=True)], np.float32
        )
        for form in ("fold", "letters")
    )
    alike = np.maximum(likeness(edits[0], edits[1], edits[2], mean), as_written(edits[3], written))
    numeric = np.array([not one.fold.isalpha() for one in other], dtype=bool)
    alike[numeric & (left != right)] *= OTHER_NUMBER
    lone = np.array([min(len(a.fold), len(b.fold)) == 1 for a, b in zip(own, other, strict=True)], dtype=bool)
    alike[lone] = 0.0
    alike[left == right] = 1.0
    near = alike >= NEAR
    return left[near], right[near], alike[near]


def likeness(
    fold: npt.NDArray[Any], skeleton: npt.NDArray[Any], classes: npt.NDArray[Any], mean_length: npt.NDArray[Any]
) -> npt.NDArray[Any]:
    """How alike words are, from the edits between their three forms and the mean length of their folds.

    At most 1; below 0 for words with nothing in common.
    """
    cost = FOLD_COST * fold + SKELETON_COST * skeleton + CLASS_COST * classes
    alike: npt.NDArray[Any] = np.minimum(1.0 - cost / mean_length, SAME_SOUND)
    return alike


def as_written(letters: npt.NDArray[Any], mean_length: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """How alike words are as written, from the edits between their letters and their mean number of letters."""
    alike: npt.NDArray[Any] = np.minimum(1.0 - LETTER_COST * letters / mean_length, SAME_SOUND)
    return alike
