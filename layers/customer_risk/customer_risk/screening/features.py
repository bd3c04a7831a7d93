"""What speaks for and against two names being the same: small functions of one pairing each.

The model (:mod:`model`) is nothing but a weight for each of them, fitted apart for people and for everything else;
``docs/matching.md`` is generated from this module. Weights of words are their rarity, so *much* and *little* below
always mean rare and common words.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from rapidfuzz.distance import Indel

from customer_risk.screening import features_of_people as people
from customer_risk.screening.alignment import Pairing
from customer_risk.screening.features_of_people import VARIANT
from customer_risk.screening.syllables import says, syllables
from customer_risk.screening.words import PLAIN

_WEAK = 2
_RARE = 12.0
"""Weights are divided by this, so that features stay around 1."""
_WHOLE = 0.999
_MANY_EDITS = 4.0
_LATIN = 1
_SYLLABIC = 4
"""The flag of a listed name that is Korean or Chinese."""

type Feature = Callable[[Pairing], float]
FEATURES: dict[str, Feature] = {}


def feature(function: Feature) -> Feature:
    """Register a feature under its function's name."""
    FEATURES[function.__name__] = function
    return function


@feature
def covers_query(p: Pairing) -> float:
    """How much of the queried name is found in the listed one."""
    return p.own_share


@feature
def covers_both(p: Pairing) -> float:
    """The product of both shares: high only when neither name has much that the other lacks."""
    return p.own_share * p.their_share


@feature
def rare_evidence(p: Pairing) -> float:
    """How rare the matched words are together: two names agreeing on rare words are rarely so by chance."""
    return min(sum([a * a * w for a, w in zip(p.theirs, p.weights, strict=True)]) / (2 * _RARE), 1.5)


@feature
def rarest_match(p: Pairing) -> float:
    """The rarest word that is matched."""
    return max([a * a * w for a, w in zip(p.theirs, p.weights, strict=True)]) / _RARE


@feature
def rarest_same(p: Pairing) -> float:
    """The rarest word that both names have letter by letter."""
    same = zip(p.alike, p.query.weights, p.query.core, strict=True)
    return max([w for a, w, core in same if a >= 1 and core], default=0.0) / _RARE


@feature
def all_common(p: Pairing) -> float:
    """All words of the queried name are common everywhere."""
    return float(p.query.common)


@feature
def unmatched_query(p: Pairing) -> float:
    """The rarest word of the query that the listed name lacks."""
    return max([p.query.weights[place] for place in p.own_left], default=0.0) / _RARE


@feature
def unmatched_listed(p: Pairing) -> float:
    """The rarest word of the listed name that the query lacks."""
    return max([p.weights[place] for place in p.their_left], default=0.0) / _RARE


@feature
def both_unmatched(p: Pairing) -> float:
    """Each side has a word the other lacks: two people who share a name, rather than one who left a name out."""
    return min(unmatched_query(p), unmatched_listed(p))


@feature
def least_alike(p: Pairing) -> float:
    """How different the least alike pair of matched words without a role is."""
    return max([1 - a for a, place, _ in p.differing if p.query.core[place]], default=0.0)


@feature
def conflict(p: Pairing) -> float:
    """Each side has a word without a role that the other lacks, however common."""
    return float(p.own_core_left > 0 and p.their_core_left > 0)


@feature
def most_edits(p: Pairing) -> float:
    """The most that any one pair of matched words differs, in letters."""
    return min(max(_edits(p), default=0.0), _MANY_EDITS)


@feature
def all_edits(p: Pairing) -> float:
    """How much all matched words differ together, in letters."""
    return min(sum(_edits(p)), 2 * _MANY_EDITS)


def _edits(p: Pairing) -> list[float]:
    words, units = p.query.name.words, p.index.units
    return [(1 - a) * (len(words[place]) + len(units[unit])) / 2 for a, place, unit in p.differing]


@feature
def other_beginning(p: Pairing) -> float:
    """A word is matched with one that differs and begins with another sound."""
    own, folds = p.query.folds, p.index.folds
    other = [a < VARIANT and own[place][:1] != folds[unit][:1] for a, place, unit in p.differing]
    return float(any(other))


@feature
def known_name(p: Pairing) -> float:
    """How different a word is from its match that is itself a name: a slip seldom makes a name."""
    return max([1 - a for a, place, _ in p.differing if p.query.known[place]], default=0.0)


for _of_people in (
    people.other_gender,
    people.other_patronymic,
    people.other_syllable,
    people.other_consonants,
    people.two_common_names,
    people.other_form_of_gender,
    people.fathers_left_out,
):
    feature(_of_people)


@feature
def contained_listed(p: Pairing) -> float:
    """All words of the listed name stand in the queried one, and there are two of them at least."""
    if p.their_core_left:
        return 0.0
    core = [a for a, unit in zip(p.theirs, p.units, strict=True) if p.index.core[unit]]
    return float(len(core) > 1 and min(core) > VARIANT)


@feature
def words_unmatched(p: Pairing) -> float:
    """How many words without a role are left over on both sides together."""
    return float(p.own_core_left + p.their_core_left)


@feature
def one_word_query(p: Pairing) -> float:
    """The queried name is one single word."""
    return float(p.query.core_count == 1)


@feature
def one_word_listed(p: Pairing) -> float:
    """The listed name is one single word."""
    return float(len(p.units) == 1)


@feature
def one_word_matched(p: Pairing) -> float:
    """Only one word is matched, of several."""
    return float(p.query.core_count > 1 and _matched(p) <= 1)


@feature
def three_words_matched(p: Pairing) -> float:
    """Three words or more are matched."""
    return float(_matched(p) >= 3)  # noqa: PLR2004 - as the name says


def _matched(p: Pairing) -> int:
    return p.query.core_count - p.own_core_left


@feature
def out_of_order(p: Pairing) -> float:
    """How often a matched word stands before its predecessor's partner."""
    places = [place for place in p.partner if place >= 0]
    return float(sum([later < earlier for earlier, later in pairwise(places)]))


@feature
def initials(p: Pairing) -> float:
    """How many words are matched by their initial only."""
    return float(len(p.by_initial))


@feature
def whole_string(p: Pairing) -> float:
    """How alike the sounds of both names are, written without spaces, in the given or in sorted order."""
    given, ordered = p.index.written_together(p.name)
    best = max(
        Indel.normalized_similarity(p.query.together, given),
        Indel.normalized_similarity(p.query.together_sorted, ordered),
    )
    return max(best - 0.5, 0.0) * 2


def identical_words(p: Pairing) -> bool:
    """Both names have exactly the same words, in whatever order: no feature, a rule of the matcher."""
    return min(p.alike) >= 1 and p.their_share > _WHOLE


def _is_listed_syllabic(p: Pairing) -> bool:
    return bool(p.index.name_flags[p.name] & _SYLLABIC)


def same_syllables(p: Pairing) -> bool:
    """One name is in another script, the other a spelling of its very syllables: a rule of the matcher."""
    if p.query.name.syllables:
        return says(p.query.name.syllables, p.index.name_text(p.name))
    if _is_listed_syllabic(p):
        return says(syllables(p.index.name_text(p.name)), " ".join(p.query.name.bare))
    return False


@feature
def the_very_words(p: Pairing) -> float:
    """Both names have exactly the same words, in whatever order."""
    return float(identical_words(p))


@feature
def other_form(p: Pairing) -> float:
    """Both names have a title or legal form, and not the same one; *company* says nothing else than *limited*."""
    if all(p.alike[place] for place in p.query.telling_forms):
        return 0.0
    in_form, units = p.index.in_form, p.index.units
    return float(any(in_form[p.units[place]] and units[p.units[place]] != PLAIN for place in p.their_left))


@feature
def same_form(p: Pairing) -> float:
    """Both names have the same title or legal form."""
    same = [p.alike[place] > 0 for place in p.query.forms]
    return float(any(same))


@feature
def other_script(p: Pairing) -> float:
    """One name is written in Latin letters, the other was transliterated."""
    return float(bool(p.index.name_flags[p.name] & _LATIN) != p.query.name.latin)


@feature
def few_syllables(p: Pairing) -> float:
    """One name is written in Korean or Chinese: few syllables make all names, so many strangers share them."""
    return float(p.query.name.syllabic or _is_listed_syllabic(p))


@feature
def no_vowels(p: Pairing) -> float:
    """The queried name comes from a script that leaves vowels out, so that many names look the same."""
    return float(p.query.name.vowelless)


@feature
def weak_alias(p: Pairing) -> float:
    """The list itself calls the name a weak alias."""
    return float(p.index.name_quality[p.name] == _WEAK)
