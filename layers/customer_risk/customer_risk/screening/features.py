"""What speaks for and against two names being the same: small functions, each over all candidates at once.

A feature sees an alignment and returns one number per candidate. The model (:mod:`model`) is nothing but a weight for
each of them, fitted apart for people and for everything else; ``docs/matching.md`` is generated from this module.
Weights of words are their rarity in the index, so *much* and *little* below always mean rare and common words.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

import numpy as np
from rapidfuzz.distance import Indel
from rapidfuzz.process import cdist

from customer_risk.screening.alignment import Alignment, Bools
from customer_risk.screening.candidates import Query
from customer_risk.screening.index import Floats, Index
from customer_risk.screening.sounds import sound
from customer_risk.screening.words import ROLES

_WEAK = 2
_RARE = 12.0
"""Weights are divided by this, so that features stay around 1."""


class Comparison:
    """A query beside its candidates, with what several features need worked out once."""

    def __init__(self, query: Query, alignment: Alignment, index: Index) -> None:
        """Compare ``query`` with the names of ``alignment``."""
        self.query, self.alignment, self.index = query, alignment, index

    @cached_property
    def own_share(self) -> Floats:
        """Share of the query's weight that is matched, discounted by likeness."""
        share: Floats = (self.alignment.alike @ self.alignment.own_weights) / max(self.query.total, 1e-6)
        return share

    @cached_property
    def their_share(self) -> Floats:
        """Share of the listed name's weight that is matched, discounted by likeness."""
        weights = self.alignment.their_weights
        value: Floats = (self.alignment.theirs * weights).sum(axis=1) / np.maximum(weights.sum(axis=1), 1e-6)
        return value

    @cached_property
    def own_matched(self) -> Bools:
        """Which words of the query have a partner."""
        return self.alignment.alike > 0

    @cached_property
    def their_matched(self) -> Bools:
        """Which words of the listed name have a partner."""
        return self.alignment.theirs > 0

    @cached_property
    def core(self) -> Bools:
        """Which words of the query have no role (are no title, particle or legal form)."""
        return np.array([word[0] not in ROLES for word in self.query.name.words])

    @cached_property
    def own_roles(self) -> Bools:
        """Which words of the query are a title or a legal form."""
        return np.array([word[0] in ROLES[:2] for word in self.query.name.words])

    @cached_property
    def their_roles(self) -> Bools:
        """Which words of the listed names are a title or a legal form."""
        value: Bools = self.index.in_form[self.alignment.words]
        return value

    @cached_property
    def matched_count(self) -> Floats:
        """How many words of the query without a role are matched."""
        return (self.own_matched & self.core).sum(axis=1).astype(np.float32)


type Feature = Callable[[Comparison], Floats]
FEATURES: dict[str, Feature] = {}


def feature(function: Feature) -> Feature:
    """Register a feature under its function's name."""
    FEATURES[function.__name__] = function
    return function


@feature
def covers_query(c: Comparison) -> Floats:
    """How much of the queried name is found in the listed one."""
    return c.own_share


@feature
def covers_listed(c: Comparison) -> Floats:
    """How much of the listed name is found in the queried one."""
    return c.their_share


@feature
def covers_both(c: Comparison) -> Floats:
    """The product of both shares: high only when neither name has much that the other lacks."""
    return c.own_share * c.their_share


@feature
def weaker_cover(c: Comparison) -> Floats:
    """The smaller of both shares, squared."""
    return np.minimum(c.own_share, c.their_share) ** 2


@feature
def rare_evidence(c: Comparison) -> Floats:
    """How rare the matched words are together: two names agreeing on rare words are rarely so by chance."""
    evidence: Floats = (c.alignment.theirs**2 * c.alignment.their_weights).sum(axis=1) / (2 * _RARE)
    return np.minimum(evidence, 1.5)


@feature
def rarest_match(c: Comparison) -> Floats:
    """The rarest word that is matched."""
    return (c.alignment.theirs**2 * c.alignment.their_weights).max(axis=1) / _RARE


@feature
def unmatched_query(c: Comparison) -> Floats:
    """The rarest word of the query that the listed name lacks."""
    return (c.alignment.own_weights * ~c.own_matched).max(axis=1) / _RARE


@feature
def unmatched_listed(c: Comparison) -> Floats:
    """The rarest word of the listed name that the query lacks."""
    return (c.alignment.their_weights * ~c.their_matched).max(axis=1) / _RARE


@feature
def both_unmatched(c: Comparison) -> Floats:
    """Each side has a word the other lacks: two people who share a name, rather than one who left a name out."""
    return np.minimum(unmatched_query(c), unmatched_listed(c))


@feature
def likeness_lost(c: Comparison) -> Floats:
    """How much weight the spelling differences inside matched words cost."""
    lost = ((1 - c.alignment.alike) * c.own_matched * c.alignment.own_weights).sum(axis=1)
    share: Floats = lost / _RARE
    return share


@feature
def least_alike(c: Comparison) -> Floats:
    """How different the least alike pair of matched words without a role is."""
    alike = np.where(c.own_matched & c.core, c.alignment.alike, 1.0)
    least: Floats = 1 - alike.min(axis=1)
    return least


@feature
def second_alike(c: Comparison) -> Floats:
    """How different the second least alike pair is: one word misspelt is common, two are not."""
    alike = np.where(c.own_matched & c.core, c.alignment.alike, 1.0)
    return 1 - np.partition(alike, 1, axis=1)[:, 1] if alike.shape[1] > 1 else np.zeros(len(alike), np.float32)


@feature
def one_word_query(c: Comparison) -> Floats:
    """The queried name is one single word."""
    return np.full(len(c.alignment.names), float(c.core.sum() == 1), np.float32)


@feature
def one_word_listed(c: Comparison) -> Floats:
    """The listed name is one single word."""
    value: Floats = (c.alignment.lengths == 1).astype(np.float32)
    return value


@feature
def one_word_matched(c: Comparison) -> Floats:
    """Only one word is matched, of several."""
    value: Floats = ((c.matched_count <= 1) & (c.core.sum() > 1)).astype(np.float32)
    return value


@feature
def three_words_matched(c: Comparison) -> Floats:
    """Three words or more are matched."""
    return (c.matched_count >= 3).astype(np.float32)  # noqa: PLR2004 - as the name says


@feature
def out_of_order(c: Comparison) -> Floats:
    """The matched words stand in another order."""
    partner = c.alignment.partner
    falls = (partner[:, 1:] < partner[:, :-1]) & (partner[:, 1:] >= 0) & (partner[:, :-1] >= 0)
    return falls.sum(axis=1).astype(np.float32)


@feature
def initials(c: Comparison) -> Floats:
    """How many matched words stand as an initial on one side."""
    short = np.array([len(word) == 1 for word in c.query.name.words])
    alike = c.alignment.alike
    return (((alike > 0) & (alike < 1)) & (short | (np.abs(alike - 0.6) < 1e-6))).sum(axis=1).astype(np.float32)  # noqa: PLR2004


@feature
def whole_string(c: Comparison) -> Floats:
    """How alike the sounds of both names are, written without spaces, in the given or in sorted order."""
    words = [sound(word).fold for word in c.query.name.bare]
    listed = [c.index.written_together(name) for name in c.alignment.names.tolist()]
    given = cdist(["".join(words)], [one for one, _ in listed], scorer=Indel.normalized_similarity)
    ordered = cdist(["".join(sorted(words))], [one for _, one in listed], scorer=Indel.normalized_similarity)
    best: Floats = np.maximum(given[0], ordered[0])
    above: Floats = (best - 0.5).clip(0) * 2
    return above


@feature
def identical_words(c: Comparison) -> Floats:
    """Both names have exactly the same words, in whatever order."""
    whole = c.alignment.alike.min(axis=1) >= 1
    same: Floats = (whole & (c.their_share > 0.999)).astype(np.float32)  # noqa: PLR2004 - all of it, floats apart
    return same


@feature
def other_form(c: Comparison) -> Floats:
    """Both names have a title or legal form, and not the same one."""
    own, theirs = c.own_roles & ~c.own_matched, c.their_roles & ~c.their_matched
    value: Floats = (own.any(axis=1) & theirs.any(axis=1)).astype(np.float32)
    return value


@feature
def same_form(c: Comparison) -> Floats:
    """Both names have the same title or legal form."""
    value: Floats = (c.own_roles & c.own_matched).any(axis=1).astype(np.float32)
    return value


@feature
def other_script(c: Comparison) -> Floats:
    """One name is written in Latin letters, the other was transliterated."""
    latin = (c.index.name_flags[c.alignment.names] & 1).astype(bool)
    value: Floats = (latin != c.query.name.latin).astype(np.float32)
    return value


@feature
def weak_alias(c: Comparison) -> Floats:
    """The list itself calls the name a weak alias."""
    value: Floats = (c.index.name_quality[c.alignment.names] == _WEAK).astype(np.float32)
    return value
