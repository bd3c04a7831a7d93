"""From a queried name to the listed names that may mean the same one, each with log-odds."""

from __future__ import annotations

from heapq import nlargest

from msgspec.structs import replace

from customer_risk.records import Record
from customer_risk.screening.acronyms import spell_out
from customer_risk.screening.alignment import Pairing, align
from customer_risk.screening.candidates import BURIED_WEIGHT, BURYING, MOST, Gatherer, Query, prepare
from customer_risk.screening.contradictions import contradiction, contradictions, sentence
from customer_risk.screening.features import contained_listed, identical_words, out_of_order, same_syllables, weak_alias
from customer_risk.screening.index import PERSON_KIND, UNKNOWN_KIND, Index
from customer_risk.screening.likeness import Likeness
from customer_risk.screening.model import Judge, Model, shipped
from customer_risk.screening.readings import readings
from customer_risk.screening.spellings import asked_as
from customer_risk.screening.themes import Theme

SAME_NAME, SAME_WEAK_NAME = 1.2, 0.3
"""Log-odds that the very words of a listed name have at least, scores of 0.77 and 0.57: enough to alert against a
country that differs, and no more than what rare words alone are worth."""
TIE_BREAK, HOPELESS = 0.03, -10.0
"""What the judgement still adds to that, from the least it ever says, so that the rarer name stands first."""
OTHER_KIND = -3.0
"""A person's name on an entry that is no person, or the other way round: possible, and rarely meant."""
REWRITTEN = -0.3
"""What other spaces or another order of the very same words take away: who is written just so stands before."""
MOST_JUDGED = 8
LEAST_COVERED = 0.08
"""The product of both shares below which two names are not worth judging."""


def is_buried(pairing: Pairing) -> bool:
    """Whether a listed name stands as a whole, word by word, among many words that are no part of it."""
    own = [(at, place) for at, place in enumerate(pairing.partner) if place >= 0]
    return bool(
        len(pairing.partner) >= max(BURYING, 2 * len(pairing.units) + 1)
        and contained_listed(pairing)
        and sum(pairing.weights) >= BURIED_WEIGHT
        and own == [(own[0][0] + place, place) for place in range(len(pairing.units))]
    )


class Match(Record):
    """A listed name that may be the queried one: numbers of its entry and of the name, and the log-odds."""

    entry: int
    name: int
    log_odds: float


class Account(Record):
    """A judgement as a sum of log-odds: ``begins``, each theme, each contradiction, what other rules made of that."""

    pairing: Pairing
    begins: float
    parts: dict[Theme, float]
    against: dict[str, float]
    rules: float
    total: float


class Matcher:
    """Matches single names against one index. Deterministic; safe to share between threads."""

    def __init__(self, index: Index, model: Model | None = None) -> None:
        """Match against ``index`` with ``model``, by default the shipped one."""
        self.index = index
        model = model or shipped()
        self._judges = {True: Judge(model.person), False: Judge(model.other)}
        self.likeness = Likeness(index)
        self._gatherer = Gatherer(index)

    def pairings(self, text: str, *, person: bool) -> list[Pairing]:
        """A name beside the listed names that share most with it; empty when nothing is like it."""
        queries = self._queries(text, person=person)
        # The spellings of a person's name find much the same candidates, so they share the room for them.
        most = MOST // max(1, len(queries)) if person else MOST
        near = [
            pairing
            for query in queries
            if (names := list(query.same.union(self._gatherer.gather(query, person=person, most=most).tolist())))
            for pairing in self._aligned(query, names, person=person)
            if pairing.own_share * pairing.their_share > LEAST_COVERED or pairing.name in query.same
        ]
        # Those that are written the same are all judged, beside the likest others.
        most = MOST_JUDGED + sum([pairing.name in pairing.query.same for pairing in near])
        best = nlargest(
            most, near, key=lambda one: (one.name in one.query.same, one.own_share + one.their_share, -one.name)
        )
        return list(map(self._settled, best))

    def _aligned(self, query: Query, names: list[int], *, person: bool) -> list[Pairing]:
        """A query beside listed names, with what stands for words by first letters."""
        pairings = align(query, names, self.index)
        if not person:
            for pairing in pairings:
                spell_out(pairing)
        return pairings

    def _settled(self, pairing: Pairing) -> Pairing:
        """The pairing ready to be judged.

        Of the very letters or words of the listed name, it is that name beside itself: where spaces stand, and in
        which order the words do, says hardly anything against it.
        """
        if pairing.name in pairing.query.same and (out_of_order(pairing) or not identical_words(pairing)):
            query = prepare(replace(pairing.query.name, words=tuple(pairing.listed)), self.likeness)
            pairing = align(query, [pairing.name], self.index)[0]
            pairing.rewritten = True
        return pairing.settle()

    def match(self, text: str, *, person: bool, most: int = 10, least: float = -6.0) -> list[Match]:
        """The likeliest entries for a name, best first, each once, with at least ``least`` log-odds."""
        judged = [
            (self._log_odds(pairing, person=person), pairing.name)
            for reading in readings(text, person=person)
            for pairing in self.pairings(reading, person=person)
        ]
        # Ties are broken by the listed name's number, so that the same question always has the same answer.
        judged.sort(key=lambda pair: (-pair[0], pair[1]))
        found: dict[int, Match] = {}
        for log_odds, name in judged:
            if log_odds < least or len(found) == most:
                break
            entry = self.index.name_entries[name]
            if entry not in found:
                found[entry] = Match(entry=entry, name=name, log_odds=log_odds)
        return list(found.values())

    def account(self, text: str, name: int, *, person: bool) -> Account:
        """What :meth:`match` makes of the listed name numbered ``name``, part by part, by the likeliest reading."""
        pairings = [
            self._settled(self._aligned(query, [name], person=person)[0])
            for reading in readings(text, person=person)
            for query in self._queries(reading, person=person)
        ]
        judged = [(self._log_odds(pairing, person=person), pairing) for pairing in pairings]
        total, pairing = max(judged, key=lambda pair: pair[0])
        begins, parts = self._judges[person].parts(pairing)
        against = {} if person else {sentence(rule): odds for rule, odds in contradictions(pairing).items()}
        rules = total - begins - sum(parts.values()) - sum(against.values())
        return Account(pairing=pairing, begins=begins, parts=parts, against=against, rules=rules, total=total)

    def _log_odds(self, pairing: Pairing, *, person: bool) -> float:
        log_odds = self._judges[person].log_odds(pairing)
        if identical_words(pairing) or pairing.name in pairing.query.same:
            # The very words of a listed name always alert, however common; evidence may still speak against it.
            floor = SAME_WEAK_NAME if weak_alias(pairing) or pairing.query.name.otherwise else SAME_NAME
            log_odds = max(log_odds, floor + TIE_BREAK * max(0.0, log_odds - HOPELESS))
        elif same_syllables(pairing) or is_buried(pairing):
            log_odds = max(log_odds, SAME_WEAK_NAME)
        if pairing.rewritten:
            log_odds += REWRITTEN
        if not person:
            log_odds += contradiction(pairing)
        kind = self.index.entry_kind[self.index.name_entries[pairing.name]]
        if kind != UNKNOWN_KIND and (kind == PERSON_KIND) != person:
            log_odds += OTHER_KIND
        return log_odds

    def _queries(self, text: str, *, person: bool) -> list[Query]:
        """A name as it is compared, in each of its spellings."""
        return [prepare(name, self.likeness) for name in asked_as(text, person=person) if name.words]
