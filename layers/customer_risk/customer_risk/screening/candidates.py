"""Which listed names are worth a closer look for a queried one."""

from __future__ import annotations

import math
from threading import Lock

import numpy as np
import numpy.typing as npt
from msgspec.structs import replace

from customer_risk.records import Record
from customer_risk.screening.commonness import SHARE
from customer_risk.screening.index import Floats, Index, Ints, is_patronymic, joined_word, word_share
from customer_risk.screening.likeness import Likeness, Neighbours, spans
from customer_risk.screening.names import Name
from customer_risk.screening.sounds import sound
from customer_risk.screening.words import PARTICLE, ROLES

MOST = 40
_FEW = 4
_LEAST_SHARE, _LEAST_OF_BEST = 0.22, 0.5
_POSTINGS = 20_000
BURYING, BURIED_WEIGHT, _ALL = 7, 13.0, 0.97
"""From how many words on a name may have another buried in it, and how rare the words of that must be together."""
_LISTED, _FAMILIAR = 0.97, 0.9
"""How alike a listed word must be for two words to be that one word torn apart; and for a word to be no scrap."""


class Row(Record):
    """A word of the query or two neighbouring ones written as one: which places it covers, its weight, its likes."""

    word: str
    first: int
    last: int
    weight: float
    likes: Neighbours


class Query:
    """A queried name ready to be compared.

    ``rows`` has one row per word and then one per joined pair that means anything to the index; ``singles`` says how
    many words there are. ``core`` says of each word whether it has no role; ``forms`` and ``patronymics`` are the
    places of titles and legal forms, and of patronymics; ``common`` says that all words are common everywhere.
    """

    def __init__(self, name: Name, rows: list[Row], singles: int) -> None:
        """Work out once what every comparison needs."""
        self.name, self.rows, self.singles = name, rows, singles
        self.weights = [row.weight for row in rows[:singles]]
        self.total = sum(self.weights)
        self.row_weights = [sum(self.weights[row.first : row.last + 1]) for row in rows]
        self.core = [word[0] not in ROLES for word in name.words]
        self.core_count = sum(self.core)
        self.forms = [place for place, word in enumerate(name.words) if word[0] in ROLES[:2]]
        self.common = all(not core or word in SHARE for core, word in zip(self.core, name.words, strict=True))
        self.patronymics = [place for place, word in enumerate(name.words) if is_patronymic(word)]
        self.known = [
            row.word in SHARE or bool(len(row.likes.units) and row.likes.alike[-1] >= 1) for row in rows[:singles]
        ]
        self.folds = [sound(word).fold for word in name.bare]
        self.together, self.together_sorted = "".join(self.folds), "".join(sorted(self.folds))


def prepare(name: Name, index: Index, likeness: Likeness) -> Query:
    """Look up the neighbours and weights of all words of ``name`` and of its joined pairs."""
    rows = [_row(word, place, place, name, index, likeness) for place, word in enumerate(name.words)]
    for place in range(len(name.words) - 1):
        both = joined_word(name.words[place], name.words[place + 1])
        rows += _joined_row(both, place, place + 1, name, index, likeness)
        if both and name.words[place + 1][0] == PARTICLE and place + 2 < len(name.words):
            rest = joined_word(name.words[place + 1], name.words[place + 2])
            whole = joined_word(name.words[place], rest) if rest else None
            rows += _joined_row(whole, place, place + 2, name, index, likeness)
    return Query(name, _mended(rows, len(name.words)), len(name.words))


def _mended(rows: list[Row], singles: int) -> list[Row]:
    """The rows, with two words that are nothing apart and a listed word together weighing what that word weighs."""
    weights = [row.weight for row in rows[:singles]]
    for row in rows[singles:]:
        parts = range(row.first, row.last + 1)
        apart = sum(weights[place] for place in parts)
        if row.likes.alike[-1] >= _LISTED and row.weight < apart and any(_unknown(rows[place]) for place in parts):
            for place in parts:
                weights[place] *= row.weight / apart
    return [replace(row, weight=weight) for row, weight in zip(rows[:singles], weights, strict=True)] + rows[singles:]


def _unknown(row: Row) -> bool:
    """Whether no listed word is much like it."""
    return row.word[0] not in ROLES and not (len(row.likes.units) and row.likes.alike[-1] >= _FAMILIAR)


def _joined_row(word: str | None, first: int, last: int, name: Name, index: Index, likeness: Likeness) -> list[Row]:
    """A row of words written as one, if that means anything to the index."""
    row = _row(word, first, last, name, index, likeness) if word else None
    return [row] if row and len(row.likes.units) else []


def _row(word: str, first: int, last: int, name: Name, index: Index, likeness: Likeness) -> Row:
    likes = likeness.neighbours(word, vowelless=name.vowelless, joined=last > first)
    weight = index.unknown_weight * word_share(word)
    if word in SHARE:
        weight = min(weight, math.log1p(1 / SHARE[word]))
    if len(likes.units):
        best = float(likes.alike[-1])
        weight = best * index.weight_of[likes.units[-1]] + (1 - best) * weight
    return Row(word=word, first=first, last=last, weight=weight, likes=likes)


class Gatherer:
    """Collects names through the postings of the query's neighbours; one query at a time."""

    def __init__(self, index: Index) -> None:
        """Keep one running sum per listed name of ``index``."""
        self._index = index
        self._sum = np.zeros(index.size, dtype=np.float32)
        self._best = np.zeros(index.size, dtype=np.float32)
        self._lock = Lock()

    def gather(self, query: Query) -> npt.NDArray[np.int64]:
        """The names that share most weight with the query, seen from both sides; at most :data:`MOST`."""
        with self._lock:
            touched = self._add_up(query)
            if not len(touched):
                return touched
            shared = self._sum[touched]
            self._sum[touched] = 0.0
        total = query.total
        theirs = self._index.name_weights[touched]
        np.minimum(shared, np.minimum(total, theirs), out=shared)
        share = shared / (total + theirs - shared)
        if len(query.weights) >= BURYING:
            # However many words stand around it, a listed name that is there as a whole is there.
            buried = (shared >= _ALL * theirs) & (theirs >= BURIED_WEIGHT)
            np.maximum(share, 0.5, out=share, where=buried)
        if len(touched) > MOST:
            top = np.argpartition(share, -MOST)[-MOST:]
            touched, share = touched[top], share[top]
        if len(touched) > _FEW:
            touched = touched[share >= max(_LEAST_SHARE, _LEAST_OF_BEST * float(share.max()))]
        kept: npt.NDArray[np.int64] = touched
        return kept

    def _add_up(self, query: Query) -> npt.NDArray[np.int64]:
        """Sum per name the weights of the query's words it has; the commonest words only while few names are met."""
        starts = self._index.posting_starts
        plans = []
        for row, weight in zip(query.rows, query.row_weights, strict=True):
            if row.word[0] in ROLES or not len(row.likes.units):
                continue
            first = starts[row.likes.units]
            lengths = starts[row.likes.units + 1] - first
            # Cubed, so that several half-alike words do not add up to a whole one.
            plans.append((int(lengths.sum()), first, lengths, row.likes.alike**3 * weight))
        plans.sort(key=lambda plan: plan[0])
        met: list[Ints] = []
        count = 0
        for size, first, lengths, values in plans:
            if met and count + size > _POSTINGS:
                break
            count += size
            names = self._index.posting_names[spans(first, lengths)]
            # The likest neighbours come last, so each name keeps its best; then every name gains once.
            self._best[names] = np.repeat(values, lengths)
            self._sum[names] += self._best[names]
            met.append(names)
        if not met:
            return np.zeros(0, np.int64)
        names = met[0] if len(met) == 1 else np.concatenate(met)
        return distinct(names, self._best)


def distinct(names: Ints, scratch: Floats) -> npt.NDArray[np.int64]:
    """Each of ``names`` once, without sorting: the last place that wrote a name's cell owns it."""
    places = np.arange(len(names), dtype=np.float32)
    scratch[names] = places
    kept: npt.NDArray[np.int64] = names[scratch[names] == places].astype(np.int64)
    return kept
