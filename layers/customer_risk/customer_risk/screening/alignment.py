"""Pairs the words of a query one to one with the words of a listed name.

Greedy: the pair that explains most weight is taken first, its words are spent, and so on. Two neighbouring words may
be spent together on one word of the other side. Plain Python on purpose: names have a handful of words, and at that
size a loop is several times faster than arrays.
"""

from __future__ import annotations

from collections.abc import Sequence
from operator import mul

from customer_risk.screening.candidates import Query
from customer_risk.screening.index import Index
from customer_risk.screening.likeness import JOINED, LEAST

JOINED_WORTH = 0.6
"""Two words on one explain three words' weight at once; so that they do not outbid two good single pairs."""


class Pairing:
    """A query beside one listed name.

    ``alike`` says per word of the query how alike it is to its partner (0 without one) and ``partner`` which place of
    the listed name that is (-1 without one); ``theirs`` is the likeness seen from each listed word, ``weights`` are
    the listed words' weights and ``units`` their numbers. ``own_share`` and ``their_share`` are the shares of each
    side's weight that is matched, discounted by likeness.

    What most features ask for is listed once: ``own_left`` and ``their_left`` are the places of the words without a
    partner, ``own_core_left`` and ``their_core_left`` say how many of these have no role, and ``differing`` has, for
    each word that its partner is not letter by letter, how alike they are, its place and the partner's unit.
    """

    __slots__ = (
        "alike", "differing", "index", "name", "own_core_left", "own_left", "own_share", "partner", "query",
        "their_core_left", "their_left", "their_share", "theirs", "units", "weights",
    )  # fmt: skip

    def __init__(self, query: Query, name: int, units: list[int], index: Index) -> None:
        """Start with nothing paired."""
        self.query, self.name, self.units, self.index = query, name, units, index
        self.weights = [index.weight_of[unit] for unit in units]
        self.alike = [0.0] * len(query.weights)
        self.partner = [-1] * len(query.weights)
        self.theirs = [0.0] * len(units)

    def settle(self) -> None:
        """Work out shares and lists once everything is paired."""
        query, units = self.query, self.units
        self.own_share: float = sum(map(mul, self.alike, query.weights)) / query.total
        total = sum(self.weights)
        self.their_share: float = sum(map(mul, self.theirs, self.weights)) / total if total else 0.0
        self.own_left = [place for place, alike in enumerate(self.alike) if not alike]
        self.their_left = [place for place, alike in enumerate(self.theirs) if not alike]
        self.own_core_left = sum([query.core[place] for place in self.own_left])
        self.their_core_left = sum([self.index.core[units[place]] for place in self.their_left])
        self.differing = [
            (alike, place, units[self.partner[place]]) for place, alike in enumerate(self.alike) if 0 < alike < 1
        ]


def align(query: Query, names: list[int], index: Index) -> list[Pairing]:
    """Pair ``query`` with each of the listed ``names``."""
    flat = index.name_units
    # Joined words of the listed names matter only where a word of the query is like one.
    meets = any(row.meets_joined for row in query.rows)
    columns: list[list[int]] = []
    pairings: list[Pairing] = []
    for name, first, last in zip(
        names, index.name_starts[names].tolist(), index.name_ends[names].tolist(), strict=True
    ):
        units = flat[first:last].tolist()
        pairings.append(Pairing(query, name, units, index))
        columns.append(units + index.name_joined[first : last - 1].tolist() if meets else units)
    likes = _likes(query, {unit for column in columns for unit in column if unit >= 0})
    for pairing, column in zip(pairings, columns, strict=True):
        _pair(pairing, [likes.get(unit, ()) for unit in column])
        pairing.settle()
    return pairings


def _likes(query: Query, units: set[int]) -> dict[int, list[tuple[int, float]]]:
    """For each of ``units`` that is like any row of the query, those rows and how alike they are."""
    likes: dict[int, list[tuple[int, float]]] = {}
    for number, row in enumerate(query.rows):
        # Several words written as one are spent on another only if that is nearly the same.
        for unit, alike in row.among(units, least=LEAST if number < query.singles else JOINED).items():
            likes.setdefault(unit, []).append((number, alike))
    return likes


def _pair(pairing: Pairing, likes: list[Sequence[tuple[int, float]]]) -> None:
    """Take the best pairs first; ``likes`` has for each column (word or joined pair) the rows like it, and how much."""
    query, count = pairing.query, len(pairing.units)
    options: list[tuple[float, int, int, float]] = []
    for column, rows in enumerate(likes):
        joined = column >= count
        place = column - count if joined else column
        theirs = pairing.weights[place] + (pairing.weights[place + 1] if joined else 0.0)
        for row, alike in rows:
            # Two joined rows never pair with two joined columns: their words pair singly.
            if not (joined and (alike < JOINED or row >= query.singles)):
                both = joined or row >= query.singles
                # Cubed, so that the same common word is taken before a rare one that is only somewhat alike.
                worth = alike**3 * (query.row_weights[row] + theirs) * (JOINED_WORTH if both else 1.0)
                options.append((worth, row, column, alike))
    options.sort(reverse=True)
    for _, row, column, alike in options:
        first, last = query.places[row]
        joined = column >= count
        place = column - count if joined else column
        free = not pairing.theirs[place] and not (joined and pairing.theirs[place + 1])
        if free and not any(pairing.alike[first : last + 1]):
            for own in range(first, last + 1):
                pairing.alike[own] = alike
                pairing.partner[own] = place
            pairing.theirs[place] = alike
            if joined:
                pairing.theirs[place + 1] = alike
