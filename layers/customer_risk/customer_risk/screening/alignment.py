"""Pairs the words of a query one to one with the words of every candidate at once.

Greedy: the pair that explains most weight is taken first, its words are spent, and so on. Two neighbouring words may
be spent together on one word of the other side. All arrays have one row per candidate.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from customer_risk.records import Record
from customer_risk.screening.candidates import Query
from customer_risk.screening.index import Floats, Index, Ints
from customer_risk.screening.likeness import Likeness

JOINED_LEAST = 0.85
"""Two words are spent on one only when together they are nearly the same: else a long word would swallow its like."""

type Bools = npt.NDArray[Any]


class Alignment(Record):
    """What was paired.

    ``alike`` (candidate, query word) is how alike each query word is to its partner, 0 without one; ``partner`` the
    place of the partner in the listed name, -1 without one; ``theirs`` the same likeness seen from each listed word.
    ``words`` are the units of the listed names, ``own_weights`` and ``their_weights`` are the weights of the words; beyond a name's end they are 0.
    """

    names: npt.NDArray[np.int64]
    words: Ints
    own_weights: Floats
    their_weights: Floats
    alike: Floats
    theirs: Floats
    partner: npt.NDArray[np.int64]
    lengths: npt.NDArray[np.int64]


def align(query: Query, names: npt.NDArray[np.int64], index: Index, likeness: Likeness) -> Alignment:
    """Align ``query`` with each of the listed ``names``."""
    starts = index.name_starts[names]
    lengths = index.name_starts[names + 1] - starts
    widest, own = int(lengths.max()), len(query.name.words)
    places = np.arange(widest)
    there = places < lengths[:, None]
    at = np.where(there, starts[:, None] + places, 0)
    words = np.where(there, index.name_units[at], index.nothing)
    # Joined words of the listed names matter only where a word of the query is like one.
    meets = any(index.joins[row.likes.units].any() for row in query.rows)
    joined = np.where(there, index.name_joined[at], -1)[:, : widest - 1 if meets else 0]
    their_weights: Floats = index.weights[words]
    columns = np.concatenate([words, np.maximum(joined, 0)], axis=1)
    usable = np.concatenate([there, joined >= 0], axis=1)

    units, where = np.unique(columns, return_inverse=True)
    between = likeness.between([row.word for row in query.rows], units, vowelless=query.name.vowelless)
    alike = between[:, where.reshape(columns.shape)].transpose(1, 0, 2) * usable[:, None, :]

    row_covers = np.array([[row.first <= word <= row.last for word in range(own)] for row in query.rows])
    column_covers = np.concatenate([np.eye(widest, dtype=bool), _pairs(widest)])[: columns.shape[1]]
    row_weight = row_covers @ query.weights
    column_weight = their_weights @ column_covers.T
    alike[:, own:][alike[:, own:] < JOINED_LEAST] = 0.0
    alike[:, :, widest:][alike[:, :, widest:] < JOINED_LEAST] = 0.0
    value = alike * (row_weight[None, :, None] + column_weight[:, None, :])
    # Two joined rows never pair with two joined columns: their words pair singly.
    value[:, own:, widest:] = 0.0
    return _greedy(query, names, words, lengths, their_weights, alike, value, row_covers, column_covers)


def _pairs(count: int) -> Bools:
    """Rows that cover two neighbouring places of ``count``."""
    places = np.arange(count)
    pairs: Bools = (places == places[: count - 1, None]) | (places == places[: count - 1, None] + 1)
    return pairs


def _greedy(
    query: Query,
    names: npt.NDArray[np.int64],
    words: Ints,
    lengths: npt.NDArray[np.int64],
    their_weights: Floats,
    alike: Floats,
    value: Floats,
    row_covers: Bools,
    column_covers: Bools,
) -> Alignment:
    count, rows, columns = value.shape
    everyone = np.arange(count)
    row_clash = row_covers @ row_covers.T
    column_clash = column_covers @ column_covers.T
    mine = np.zeros((count, row_covers.shape[1]), dtype=np.float32)
    theirs = np.zeros(their_weights.shape, dtype=np.float32)
    partner = np.full(mine.shape, -1, dtype=np.int64)
    first_place = column_covers.argmax(axis=1)
    flat = value.reshape(count, rows * columns)
    for _ in range(min(mine.shape[1], theirs.shape[1])):
        best = flat.argmax(axis=1)
        found = flat[everyone, best] > 0
        if not found.any():
            break
        row, column = best // columns, best % columns
        how = alike[everyone, row, column] * found
        covered = row_covers[row] & found[:, None]
        mine += covered * how[:, None]
        theirs += (column_covers[column] & found[:, None]) * how[:, None]
        np.copyto(partner, first_place[column][:, None], where=covered)
        value[row_clash[row][:, :, None] | column_clash[column][:, None, :]] = 0.0
    return Alignment(
        names=names,
        words=words,
        own_weights=query.weights,
        their_weights=their_weights,
        alike=mine,
        theirs=theirs,
        partner=partner,
        lengths=lengths,
    )
