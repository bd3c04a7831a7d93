"""Pairs the words of a query one to one with the words of a listed name.

Greedy: the pair that explains most weight is taken first, its words are spent, and so on. Two neighbouring words may
be spent together on one word of the other side. Plain Python on purpose: names have a handful of words, and at that
size a loop is several times faster than arrays.
"""

from __future__ import annotations

from collections.abc import Sequence
from operator import mul

import numpy as np

from customer_risk.screening.candidates import Query
from customer_risk.screening.index import Index
from customer_risk.screening.likeness import JOINED, LEAST
from customer_risk.screening.words import ROLES

JOINED_WORTH = 0.6
"""Two words on one explain three words' weight at once; so that they do not outbid two good single pairs."""


class Pairing:
    """A query beside one listed name.

    ``alike`` says per word of the query how alike it is to its partner (0 without one) and ``partner`` which place of
    the listed name that is (-1 without one); ``theirs`` is the likeness seen from each listed word, ``weights`` are
    the listed words' weights and ``units`` their numbers. ``own_share`` and ``their_share`` are the shares of each
    side's weight that is matched, discounted by likeness.

    What most features ask for is listed once: ``own_left`` and ``their_left`` are the places of the words without a
    partner, ``own_core_left`` and ``their_core_left`` say how many of these have no role, ``differing`` has, for
    each word that its partner is not letter by letter, how alike they are, its place and the partner's unit, and
    ``by_initial`` has the places of the words that are paired with their initial only, which is no difference.
    ``rewritten`` says that the query's words were put as the listed name has them, being the same but for that.
    """

    __slots__ = (
        "alike", "by_initial", "differing", "index", "name", "own_core_left", "own_left", "own_share", "partner",
        "query", "rewritten", "their_core_left", "their_left", "their_share", "theirs", "units", "weights",
    )  # fmt: skip

    def __init__(self, query: Query, name: int, units: list[int], index: Index) -> None:
        """Start with nothing paired."""
        self.query, self.name, self.units, self.index = query, name, units, index
        self.weights = [index.weight_of[unit] for unit in units]
        self.alike = [0.0] * len(query.weights)
        self.partner = [-1] * len(query.weights)
        self.theirs = [0.0] * len(units)
        self.rewritten = False

    @property
    def listed(self) -> list[str]:
        """The words of the listed name."""
        return [self.index.units[unit] for unit in self.units]

    def weigh(self) -> None:
        """Work out what belongs together once everything is paired, and the shares."""
        self._repeat()
        self.by_initial = self._keep_initials()
        self.share()

    def share(self) -> None:
        """Work out the shares."""
        self.own_share: float = sum(map(mul, self.alike, self.query.weights)) / self.query.total
        total = sum(self.weights)
        self.their_share: float = sum(map(mul, self.theirs, self.weights)) / total if total else 0.0

    def settle(self) -> Pairing:
        """Work out the lists, which only those few pairings need that are judged; the pairing itself, for chaining."""
        query, units = self.query, self.units
        self.own_left = [place for place, alike in enumerate(self.alike) if not alike]
        self.their_left = [place for place, alike in enumerate(self.theirs) if not alike]
        self.own_core_left = sum([query.core[place] for place in self.own_left])
        self.their_core_left = sum([self.index.core[units[place]] for place in self.their_left])
        self.differing = [
            (alike, place, units[self.partner[place]])
            for place, alike in enumerate(self.alike)
            if 0 < alike < 1 and place not in self.by_initial
        ]
        return self

    def _repeat(self) -> None:
        """A word said twice in a row where the other name says it once goes with its first saying."""
        words, units = self.query.name.words, self.units
        if self.query.repeats:
            for one, place in _repetitions(words, self.alike):
                self.alike[place], self.partner[place] = self.alike[one], self.partner[one]
        if len(set(units)) < len(units):
            for one, place in _repetitions(units, self.theirs):
                self.theirs[place] = self.theirs[one]

    def _keep_initials(self) -> list[int]:
        """The words of the query that are paired with their initial, or the initials paired with a word.

        A word is parted from an initial whose name has yet another word left over: that one is what the word would
        have to be. *Richard Carter* is not *Richard C. Shelby*.
        """
        words, units = self.query.name.words, self.listed
        if not self.query.letters and min(map(len, units)) > 1:
            return []
        kept = []
        own_left = any(not alike and _is_name(word) for alike, word in zip(self.alike, words, strict=True))
        their_left = any(not alike and _is_name(unit) for alike, unit in zip(self.theirs, units, strict=True))
        for own, place in enumerate(self.partner):
            if place >= 0 and (len(words[own]) == 1) != (len(units[place]) == 1):
                if own_left if len(words[own]) == 1 else their_left:
                    self.alike[own], self.partner[own], self.theirs[place] = 0.0, -1, 0.0
                else:
                    kept.append(own)
        return kept


def _repetitions(words: Sequence[object], alike: Sequence[float]) -> list[tuple[int, int]]:
    """Neighbouring places with the same word of which the first has a partner and the second has none."""
    neighbours = [pair for place in range(1, len(words)) for pair in ((place - 1, place), (place, place - 1))]
    return [(one, other) for one, other in neighbours if words[one] == words[other] and alike[one] and not alike[other]]


def _is_name(word: str) -> bool:
    """Whether a word is neither an initial nor in a role."""
    return len(word) > 1 and word[0] not in ROLES


def align(query: Query, names: list[int], index: Index) -> list[Pairing]:
    """Pair ``query`` with each of the listed ``names``; not yet settled."""
    # Joined words of the listed names matter only where a word of the query is like one.
    meets = any(row.meets_joined for row in query.rows)
    pairings: list[Pairing] = []
    joined: list[list[int]] = []
    numbers = np.array(names)
    starts, ends = index.name_starts[numbers].tolist(), index.name_ends[numbers].tolist()
    for name, first, last in zip(names, starts, ends, strict=True):
        pairings.append(Pairing(query, name, index.name_units[first:last].tolist(), index))
        joined.append(index.name_joined[first : last - 1].tolist() if meets else [])
    likes = _likes(query, {unit for pairing in pairings for unit in pairing.units}.union(*joined))
    for pairing, pairs in zip(pairings, joined, strict=True):
        _pair(pairing, pairs, likes)
        pairing.weigh()
    return pairings


type _Likes = dict[int, list[tuple[int, float, float]]]
"""For each unit that is like any row of a query, those rows, how alike they are, and the part of their weight that is
worth."""


def _likes(query: Query, units: set[int]) -> _Likes:
    """What a query has that is like any of ``units``."""
    likes: _Likes = {}
    units.discard(-1)
    for number, row in enumerate(query.rows):
        # Several words written as one are spent on another only if that is nearly the same.
        least, worth = (LEAST, 1.0) if number < query.singles else (JOINED, JOINED_WORTH)
        for unit, alike in row.among(units, least=least).items():
            # Cubed, so that the same common word is taken before a rare one that is only somewhat alike.
            likes.setdefault(unit, []).append((number, alike, alike**3 * worth))
    return likes


def _pair(pairing: Pairing, joined: list[int], likes: _Likes) -> None:
    """Take the best pairs first; ``joined`` are the units that join each listed word with the next (-1 for none)."""
    query, weights = pairing.query, pairing.weights
    options: list[tuple[float, int, int, int, float]] = []
    for place, unit in enumerate(pairing.units):
        for row, alike, worth in likes.get(unit, ()):
            options.append((worth * (query.row_weights[row] + weights[place]), row, place, place, alike))
    for place, unit in enumerate(joined):
        for row, alike, worth in likes.get(unit, ()):
            # Two joined rows never pair with two joined words: their words pair singly.
            if alike >= JOINED and row < query.singles:
                both = query.row_weights[row] + weights[place] + weights[place + 1]
                options.append((worth * JOINED_WORTH * both, row, place, place + 1, alike))
    options.sort(reverse=True)
    own, theirs, partner = pairing.alike, pairing.theirs, pairing.partner
    for _, row, first, last, alike in options:
        begin, end = query.places[row]
        if not (theirs[first] or theirs[last] or any(own[begin : end + 1])):
            theirs[first] = theirs[last] = alike
            for place in range(begin, end + 1):
                own[place], partner[place] = alike, first
