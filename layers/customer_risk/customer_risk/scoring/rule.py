"""A factor together with what one risk model says of it, ready to be asked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Literal

from customer_risk.scoring.catalogue import MISSING, Factor, item_of

_WORD = re.compile(r"[^\W_]+")


class Terms:
    """Word lists by outcome. A term matches where its words stand side by side in a text, whatever stands between."""

    def __init__(self, lists: Mapping[str, Iterable[str]]) -> None:
        self.lists = {outcome: tuple(terms) for outcome, terms in lists.items()}
        self._by_first: dict[str, list[tuple[int, tuple[str, ...], str, str]]] = {}
        for rank, (outcome, terms) in enumerate(self.lists.items()):
            for term in terms:
                words = split(term)
                self._by_first.setdefault(words[0], []).append((rank, words, outcome, term))
        self._known: dict[str, tuple[str, str] | None] = {}

    def find(self, text: str) -> tuple[str, str] | None:
        """The first outcome (in the model's order, worst first) with a term in the text, and that term."""
        try:
            return self._known[text]
        except KeyError:
            found = self._find(split(text))
        if len(self._known) < _REMEMBERED:
            self._known[text] = found
        return found

    def _find(self, words: tuple[str, ...]) -> tuple[str, str] | None:
        found = [
            (rank, outcome, term)
            for position, word in enumerate(words)
            for rank, sought, outcome, term in self._by_first.get(word, ())
            if words[position : position + len(sought)] == sought
        ]
        return min(found)[1:] if found else None


_REMEMBERED = 2048


def split(text: str) -> tuple[str, ...]:
    """The lower-case words of a text; ``MAGNETIC_STRIPE``, ``magnetic-stripe`` and ``Magnetic Stripe`` are the same."""
    return tuple(_WORD.findall(text.casefold()))


class Rule:
    """What a factor's function and the engine need of the model, nothing else."""

    __slots__ = ("cap", "factor", "floor", "id", "item", "label", "limits", "points", "terms")

    def __init__(
        self,
        factor: Factor,
        *,
        organisation: bool,
        label: str | None,
        points: Mapping[str, int],
        missing: int | Literal["nothing", "highest"],
        cap: int | None,
        floor: int | None,
        limits: Mapping[str, float],
        terms: Terms,
    ) -> None:
        self.factor = factor
        self.id = factor.id
        self.label = label or factor.label
        self.item = item_of(factor, organisation=organisation)
        self.points = {**points, MISSING: _missing(missing, points)}
        self.cap = cap
        self.floor = floor
        self.limits = limits
        self.terms = terms

    def classify(self, text: str) -> tuple[str, str] | None:
        """The outcome whose word list the text meets, and the word that met it."""
        return self.terms.find(text)


def _missing(policy: int | Literal["nothing", "highest"], points: Mapping[str, int]) -> int:
    if policy == "nothing":
        return 0
    return max(points.values(), default=0) if policy == "highest" else policy
