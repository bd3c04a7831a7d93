"""Words of organisations' names that stand for others by their first letters.

*CHC Morskaia Zvezda* is the *Children's Health Complex Morskaia Zvezda*, and *Gen Trading* is *General Trading*. What
one name has short and the other in full is matched as an initial is: likely meant, and proof of little.
"""

from __future__ import annotations

from collections.abc import Sequence

from customer_risk.screening.alignment import Pairing
from customer_risk.screening.likeness import INITIAL
from customer_risk.screening.words import PARTICLE, ROLES

_SHORTEST, _LONGEST = 2, 6
_PREFIX, _PREFIXED = 3, 6
"""From how many letters on a word's beginning may stand for it, and how long the word must be."""


def spell_out(pairing: Pairing) -> None:
    """Pair what is left over on both sides and stands for the other by first letters; shares are worked out anew."""
    if 0.0 not in pairing.alike or 0.0 not in pairing.theirs or not pairing.own_share:
        return
    own = pairing.query.name.words
    theirs = pairing.listed
    short: set[int] = set()
    for at, word in enumerate(own):
        if not pairing.alike[at] and (run := _stands_for(word, theirs, pairing.theirs)):
            pairing.alike[at], pairing.partner[at] = INITIAL, run[0]
            for place in run:
                pairing.theirs[place] = INITIAL
            short.add(at)
    for place, word in enumerate(theirs):
        if not pairing.theirs[place] and (run := _stands_for(word, own, pairing.alike)):
            pairing.theirs[place] = INITIAL
            for at in run:
                pairing.alike[at], pairing.partner[at] = INITIAL, place
            short.update(run)
    if short:
        pairing.by_initial += sorted(short.difference(pairing.by_initial))
        pairing.share()


def _stands_for(word: str, others: Sequence[str], matched: Sequence[float]) -> list[int]:
    """The places of the words left over that a short word is the first letters of, else none."""
    if not _SHORTEST <= len(word) <= _LONGEST or not word.isalpha():
        return []
    for start, other in enumerate(others):
        if matched[start] or other.lstrip(ROLES)[0] != word[0]:
            continue
        if len(word) >= _PREFIX and len(other) >= _PREFIXED and other.startswith(word):
            return [start]
        run: list[int] = []
        for at in range(start, len(others)):
            if others[at][0] == PARTICLE and others[at][1] != word[len(run)]:
                continue
            if matched[at] or others[at].lstrip(ROLES)[0] != word[len(run)]:
                break
            run.append(at)
            if len(run) == len(word):
                return run
    return []
