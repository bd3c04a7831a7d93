"""Which listed names are worth a closer look for a queried one."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate, pairwise
from threading import Lock

import numpy as np
import numpy.typing as npt

from customer_risk.screening.index import Floats, Index, joined_word, spans
from customer_risk.screening.likeness import Likeness, Word
from customer_risk.screening.names import Name
from customer_risk.screening.romanised_korean import is_korean
from customer_risk.screening.words import PARTICLE, PLAIN

MOST = 40
_FEW = 4
_LEAST_SHARE, _LEAST_OF_BEST = {True: 0.25, False: 0.22}, 0.5
_LEAST_HEARD, _LEAST_OF_BEST_HEARD = 0.15, 0.35
"""The least share of both names' weight that must be common: of people's and of others', whose names are cut short
more; and the least part of the share of the best. The latter two are for names from other
scripts, whose words are less like the listed ones, all of them."""
_POSTINGS = 20_000
BURYING, BURIED_WEIGHT, _ALL = 7, 13.0, 0.97
"""From how many words on a name may have another buried in it, and how rare the words of that must be together."""
_LISTED, _FAMILIAR = 0.97, 0.9
"""How alike a listed word must be for two words to be that one word torn apart; and for a word to be no scrap."""


class Query:
    """A queried name ready to be compared.

    ``rows`` has one word per word and then one per joined pair that means anything to the index; ``places`` says where
    in the name each begins and ends, ``singles`` how many words there are. ``weights`` are the words' own, and
    ``row_weights`` those of all rows. ``core`` says of each word whether it has no role; ``forms`` and ``patronymics``
    are the places of titles and legal forms, and of patronymics, ``telling_forms`` of those that say more than that it
    is a company; ``common`` says that all words are common everywhere, ``korean`` that they can be a Korean's;
    ``letters`` that one is a single letter, ``repeats`` that one stands twice; ``same`` are the listed names written
    with the very letters, or the very words, of this one.
    """

    def __init__(
        self, name: Name, words: list[Word], joined: list[tuple[Word, int, int]], same: frozenset[int]
    ) -> None:
        """Work out once what every comparison needs; ``joined`` come with the places of their first and last word."""
        self.name, self.singles, self.same = name, len(words), same
        self.rows = words + [row for row, _, _ in joined]
        self.places = [(place, place) for place in range(len(words))] + [(first, last) for _, first, last in joined]
        self.weights = _mended(words, joined)
        self.total = sum(self.weights)
        self.row_weights = self.weights + [sum(self.weights[first : last + 1]) for _, first, last in joined]
        self.core = [word.core for word in words]
        self.core_count = sum(self.core)
        self.letters = any(len(word) == 1 for word in name.words)
        self.repeats = len(set(name.words)) < len(name.words)
        self.forms = [place for place, word in enumerate(words) if word.form]
        self.telling_forms = [place for place in self.forms if name.words[place] != PLAIN]
        self.common = all(word.common for word in words)
        self.patronymics = [place for place, word in enumerate(words) if word.patronymic]
        self.korean = is_korean([word for word, core in zip(name.words, self.core, strict=True) if core])
        self.known = [word.known for word in words]
        self.folds = [word.fold for word in words]
        self.together, self.together_sorted = "".join(self.folds), "".join(sorted(self.folds))


def prepare(name: Name, likeness: Likeness) -> Query:
    """Look up the neighbours and weights of all words of ``name`` and of its joined pairs."""
    words = [likeness.word(word, vowelless=name.vowelless) for word in name.words]
    joined = [
        (row, first, last)
        for text, first, last in (*written_as_one(name.words), *_torn_in_three(words))
        if (row := likeness.joined(text, vowelless=name.vowelless))
    ]
    return Query(name, words, joined, likeness.index.written_alike(name.written))


def written_as_one(words: tuple[str, ...]) -> Iterator[tuple[str, int, int]]:
    """Every two neighbouring words as one, and three with a particle between; with the first and the last place."""
    for place, (left, right) in enumerate(pairwise(words)):
        both = joined_word(left, right)
        if both:
            yield both, place, place + 1
        if both and right[0] == PARTICLE and place + 2 < len(words):
            rest = joined_word(right, words[place + 2])
            whole = joined_word(left, rest) if rest else None
            if whole:
                yield whole, place, place + 2


def _torn_in_three(words: list[Word]) -> Iterator[tuple[str, int, int]]:
    """Every three neighbouring words as one of which two are no words of their own: *Plat Ono Vich*."""
    for place in range(len(words) - 2):
        three = words[place : place + 3]
        if sum([word.core and word.best < _FAMILIAR for word in three]) > 1 and all(word.core for word in three):
            yield "".join([word.text for word in three]), place, place + 2


def _mended(words: list[Word], joined: list[tuple[Word, int, int]]) -> list[float]:
    """What the words weigh; two that are nothing apart and a listed word together weigh what that word does."""
    weights = [word.weight for word in words]
    for row, first, last in joined:
        apart = sum(weights[first : last + 1])
        torn = any(word.core and word.best < _FAMILIAR for word in words[first : last + 1])
        if row.best >= _LISTED and row.weight < apart and torn:
            for place in range(first, last + 1):
                weights[place] *= row.weight / apart
    return weights


class Gatherer:
    """Collects names through the postings of the query's neighbours; one query at a time."""

    def __init__(self, index: Index) -> None:
        """Keep one running sum per listed name of ``index``."""
        self._index = index
        self._sum = np.zeros(index.size, dtype=np.float32)
        self._best = np.zeros(index.size, dtype=np.float32)
        self._lock = Lock()

    def gather(self, query: Query, *, person: bool, most: int = MOST) -> npt.NDArray[np.intp]:
        """The names that share most weight with the query, seen from both sides; at most ``most``."""
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
        if len(touched) > _FEW:
            least, of_best = (
                (_LEAST_SHARE[person], _LEAST_OF_BEST) if query.name.latin else (_LEAST_HEARD, _LEAST_OF_BEST_HEARD)
            )
            enough = share >= max(least, of_best * float(share.max()))
            touched, share = touched[enough], share[enough]
        if len(touched) > most:
            touched = touched[np.lexsort((touched, -share))[:most]]
        return touched

    def _add_up(self, query: Query) -> npt.NDArray[np.intp]:
        """Sum per name the weights of the query's words it has; the commonest words only while few names are met."""
        leads = [
            (row.leads, weight) for row, weight in zip(query.rows, query.row_weights, strict=True) if row.leads.count
        ]
        leads.sort(key=lambda lead: lead[0].count)
        reach = list(accumulate(lead.count for lead, _ in leads))
        leads = leads[: max(1, bisect_right(reach, _POSTINGS))]
        if not leads:
            return np.zeros(0, np.intp)
        starts = np.concatenate([lead.starts for lead, _ in leads], dtype=np.intp)
        lengths = np.concatenate([lead.lengths for lead, _ in leads], dtype=np.intp)
        # Arrays are looked up several times faster by numbers of the machine's own width.
        names = self._index.posting_names[spans(starts, lengths)].astype(np.intp)
        gains = np.concatenate([lead.worth * weight for lead, weight in leads]).repeat(lengths)
        for first, last in pairwise([0, *reach[: len(leads)]]):
            # The likest neighbours come last, so each name keeps its best; then every name gains once.
            part = names[first:last]
            self._best[part] = gains[first:last]
            self._sum[part] += self._best[part]
        return distinct(names, self._best)


def distinct(names: npt.NDArray[np.intp], scratch: Floats) -> npt.NDArray[np.intp]:
    """Each of ``names`` once, without sorting: the last place that wrote a name's cell owns it."""
    places = np.arange(len(names), dtype=np.float32)
    scratch[names] = places
    kept: npt.NDArray[np.intp] = names[scratch[names] == places]
    return kept
