# ruff: noqa: SIM905 - endings read best as text
"""What no slip explains: two names of organisations that differ in it are held to be two organisations' names.

The judgement (:mod:`model`) weighs how much of two names agrees, and of a long name that is nearly all even where the
one word that differs is the one that counts: the *5th* and the *6th* brigade, the government of *Estonia* and that of
*Ethiopia*, the plant *Rubin* and the plant *Planet*. Too few names differ so in what weights are fitted on, so these
are rules with log-odds of their own, which are taken off.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from customer_risk.screening.alignment import Pairing
from customer_risk.screening.commonness import is_ordinary
from customer_risk.screening.features import other_form
from customer_risk.screening.features_of_people import VARIANT, other_syllable
from customer_risk.screening.likeness import INITIAL
from customer_risk.screening.places import PLACES
from customer_risk.screening.words import LEGAL

DISTINCTIVE = 6.6
"""A word that weighs less may be left out, put in or replaced without a thought."""
_LEAST_STEM = 4
_ENDINGS = frozenset(
    """s es ed d ing er ers or ors r rs al ial ials als ic ics ical y ies e ion ions ian ians ive ives ation ations ate
    ates ated ant ants ent ents ence ance ment ments ism ist ists ity ary n ns um a i ly ous ful ry ery eries""".split()
) | {""}
_NO_COMPANY = frozenset(LEGAL + form for form in ("ano", "ngo"))
_COMPANY = frozenset(LEGAL + form for form in ("ltd", "llc", "jsc", "kg"))

type Rule = Callable[[Pairing], bool]


def contradictions(pairing: Pairing) -> dict[Rule, float]:
    """What sets two names of organisations apart, with the log-odds against their being one."""
    return {rule: log_odds for rule, log_odds in AGAINST.items() if rule(pairing)}


def contradiction(pairing: Pairing) -> float:
    """Log-odds against two names of organisations for all that sets them apart; 0 for nothing."""
    return sum(contradictions(pairing).values())


def sentence(rule: Rule) -> str:
    """What a rule says, without the full stop."""
    return " ".join((rule.__doc__ or "").split()).rstrip(".")


def other_number(p: Pairing) -> bool:
    """Both names have a number, and none in common."""
    own, theirs = _numbers(p.query.name.words), _numbers(p.listed)
    return bool(own and theirs) and own.isdisjoint(theirs)


def lone_number(p: Pairing) -> bool:
    """One of the names has a number above one, the other has none."""
    return bool(_numbers(p.query.name.words) - {"1"}) != bool(_numbers(p.listed) - {"1"})


def other_place(p: Pairing) -> bool:
    """Both names name a country or a large region, and none in common."""
    own = {PLACES[word] for word in p.query.name.words if word in PLACES}
    theirs = {PLACES[word] for word in p.listed if word in PLACES} if own else own
    return bool(theirs) and own.isdisjoint(theirs)


def other_word(p: Pairing) -> bool:
    """A word of everyday English is matched with one that is neither the same nor a form of it."""
    own, theirs = p.query.name.words, p.index.units
    return any(
        INITIAL < alike < VARIANT and is_ordinary(own[place]) and not _inflected(own[place], theirs[unit])
        for alike, place, unit in p.differing
    )


def replaced_word(p: Pairing) -> bool:
    """A distinctive word stands in the place of another one, beside the same words."""
    if not (p.own_core_left and p.their_core_left):
        return False
    last = len(p.units)
    for at in p.own_left:
        if p.query.weights[at] > DISTINCTIVE:
            before = p.partner[at - 1] if at else -1
            after = p.partner[at + 1] if at + 1 < len(p.partner) else last
            beside = {before + 1, after - 1}.intersection(p.their_left)
            if any(p.weights[place] > DISTINCTIVE for place in beside):
                return True
    return False


def other_aim(p: Pairing) -> bool:
    """One is a company by its legal form, the other an association that makes no profit."""
    own, theirs = {p.query.name.words[place] for place in p.query.forms}, frozenset(p.listed)
    return any(
        not one.isdisjoint(_COMPANY) and not other.isdisjoint(_NO_COMPANY) and one.isdisjoint(_NO_COMPANY)
        for one, other in ((own, theirs), (theirs, own))
    )


def other_person(p: Pairing) -> bool:
    """Both are a Korean person's names, with other syllables."""
    return other_syllable(p) > 0


def common_name_of_other_form(p: Pairing) -> bool:
    """All words of the queried name are common everywhere, and the legal forms differ."""
    return p.query.common and bool(other_form(p))


AGAINST: Mapping[Rule, float] = {
    other_number: -4.5,
    lone_number: -1.0,
    other_place: -6.0,
    other_word: -5.0,
    replaced_word: -3.0,
    other_aim: -3.0,
    other_person: -3.0,
    common_name_of_other_form: -1.5,
}


def _numbers(words: Sequence[str]) -> set[str]:
    return {word for word in words if word.isdigit()}


def _inflected(word: str, other: str) -> bool:
    """Whether two words are forms of one: they begin alike and end as English words do."""
    same = next((at for at, (a, b) in enumerate(zip(word, other, strict=False)) if a != b), min(len(word), len(other)))
    return same >= _LEAST_STEM and word[same:] in _ENDINGS and other[same:] in _ENDINGS
