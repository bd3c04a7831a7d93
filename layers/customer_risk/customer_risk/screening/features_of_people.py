"""What tells people's names apart: features of one pairing each, registered in :mod:`features`."""

from __future__ import annotations

from rapidfuzz.distance import OSA

from customer_risk.screening.alignment import Pairing
from customer_risk.screening.commonness import SHARE
from customer_risk.screening.index import is_patronymic
from customer_risk.screening.nicknames import PARTNERS, is_feminine
from customer_risk.screening.romanised_korean import are_other_syllables
from customer_risk.screening.sounds import sound
from customer_risk.screening.words import CHILD_OF

VARIANT = 0.95
"""Words more alike than this are spellings of one name."""
_SHORT = 3
"""Words of no more letters have endings that mean nothing."""


def other_gender(p: Pairing) -> float:
    """How many words are matched with one that differs and has another gender's ending: Antonia is not Antonio."""
    own, folds = p.query.folds, p.index.folds
    other = [
        len(own[place]) > _SHORT and (own[place][-1] == "a") != (folds[unit][-1:] == "a")
        for _, place, unit in p.differing
    ]
    return float(sum(other))


def other_patronymic(p: Pairing) -> float:
    """Both names have a patronymic, and not the same one: how different the likest pairing of them is."""
    own = [p.alike[place] for place in p.query.patronymics]
    if not own or max(own) >= VARIANT:
        return 0.0
    theirs = [a for a, unit in zip(p.theirs, p.units, strict=True) if is_patronymic(p.index.units[unit])]
    return 1 - max(own) if theirs and max(theirs) < VARIANT else 0.0


def other_syllable(p: Pairing) -> float:
    """How many words of a Korean name are matched with other syllables: Yong-chol is not Yong-chun."""
    if not (p.differing and p.query.korean):
        return 0.0
    units, words = p.index.units, p.query.name.words
    return float(sum([are_other_syllables(words[place], units[unit]) for _, place, unit in p.differing]))


def other_consonants(p: Pairing) -> float:
    """How many kinds of consonants tell a word from its match that is itself a name, short forms apart; two at most."""
    told = [
        OSA.distance(sound(word).classes, p.index.classes[unit])
        for word, unit, place in _unlike_names(p)
        if p.query.known[place]
    ]
    return float(min(max(told, default=0), 2))


def two_common_names(p: Pairing) -> float:
    """A word is matched with another one, and both are common everywhere: no slip, but two people's names."""
    units = p.index.units
    return float(any(word in SHARE and units[unit] in SHARE for word, unit, _ in _unlike_names(p)))


def other_form_of_gender(p: Pairing) -> float:
    """A word is matched with what may be its form for the other gender: Michelle and Michel, Antonia and Antonio."""
    told = [
        len(word) > _SHORT and is_feminine(word) != is_feminine(p.index.units[unit])
        for word, unit, _ in _unlike_names(p)
        if word[:_SHORT] == p.index.units[unit][:_SHORT]
    ]
    return float(any(told))


def fathers_left_out(p: Pairing) -> float:
    """What one name lacks stands between the first word and the last of the other, which has a chain of fathers."""
    index, query = p.index, p.query
    if bool(p.own_core_left) == bool(p.their_core_left):
        return 0.0
    own = [place for place, core in enumerate(query.core) if core]
    theirs = [place for place, unit in enumerate(p.units) if index.core[unit]]
    longer = query.name.words if p.own_core_left else p.listed
    ends = p.partner[own[0]] == theirs[0] and p.partner[own[-1]] == theirs[-1]
    return float(len(own) > 1 and len(theirs) > 1 and ends and CHILD_OF in longer)


def _unlike_names(p: Pairing) -> list[tuple[str, int, int]]:
    """The words that differ from their match and are no short form of it, with its unit and their place."""
    words, units = p.query.name.words, p.index.units
    return [
        (words[place], unit, place)
        for _, place, unit in p.differing
        if units[unit] not in PARTNERS.get(words[place], ())
    ]
