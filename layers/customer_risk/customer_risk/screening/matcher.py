"""From a queried name to the listed names that may mean the same one, each with log-odds."""

from __future__ import annotations

import numpy as np

from customer_risk.records import Record
from customer_risk.screening.alignment import align
from customer_risk.screening.candidates import Gatherer, Query, prepare
from customer_risk.screening.features import FEATURES, Comparison
from customer_risk.screening.index import PERSON_KIND, UNKNOWN_KIND, Index
from customer_risk.screening.likeness import Likeness
from customer_risk.screening.model import Model, shipped
from customer_risk.screening.names import normalise

SAME_NAME, SAME_WEAK_NAME = 2.2, 1.0
"""Log-odds that the very words of a listed name have at least: scores of 0.90 and 0.73."""

TIE_BREAK = 0.1
OTHER_KIND = -3.0
"""A person's name on an entry that is no person, or the other way round: possible, and rarely meant."""


class Match(Record):
    """A listed name that may be the queried one: numbers of its entry and of the name, and the log-odds."""

    entry: int
    name: int
    log_odds: float


class Matcher:
    """Matches single names against one index. Deterministic; safe to share between threads."""

    def __init__(self, index: Index, model: Model | None = None) -> None:
        """Match against ``index`` with ``model``, by default the shipped one."""
        self.index = index
        self._model = model or shipped()
        self.likeness = Likeness(index)
        self._gatherer = Gatherer(index)

    def compare(self, text: str, *, person: bool) -> Comparison | None:
        """Align a name with its candidates; ``None`` when nothing in the index is like it."""
        name = normalise(text, person=person)
        if not name.words:
            return None
        query = prepare(name, self.index, self.likeness)
        names = self._gatherer.gather(query)
        if not len(names):
            return None
        return Comparison(query, align(query, names, self.index, self.likeness), self.index)

    def match(self, text: str, *, person: bool, most: int = 10, least: float = -6.0) -> list[Match]:
        """The likeliest entries for a name, best first, each once, with at least ``least`` log-odds."""
        comparison = self.compare(text, person=person)
        if comparison is None:
            return []
        names = comparison.alignment.names
        odds = self._model.judge(comparison, person=person)
        # The very words of a listed name always alert, however common they are; evidence may still speak against it.
        same = FEATURES["identical_words"](comparison) > 0
        floor = np.where(FEATURES["weak_alias"](comparison) > 0, SAME_WEAK_NAME, SAME_NAME)
        odds = np.where(same, np.maximum(odds, floor + TIE_BREAK * odds), odds)
        entries = self.index.name_entries[names]
        listed_as = self.index.entry_kind[entries]
        odds += OTHER_KIND * (listed_as != UNKNOWN_KIND) * ((listed_as == PERSON_KIND) != person)
        # Ties are broken by the listed name's number, so that the same question always has the same answer.
        order = np.lexsort((names, -odds))
        found: dict[int, Match] = {}
        for at in order.tolist():
            if odds[at] < least or len(found) == most:
                break
            number = int(names[at])
            entry = int(entries[at])
            if entry not in found:
                found[entry] = Match(entry=entry, name=number, log_odds=float(odds[at]))
        return list(found.values())

    def query(self, text: str, *, person: bool) -> Query:
        """A name as it is compared, for an explanation."""
        return prepare(normalise(text, person=person), self.index, self.likeness)
