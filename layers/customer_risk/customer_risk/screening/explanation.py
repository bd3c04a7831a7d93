"""Says in plain sentences why two names are held to be alike."""

from __future__ import annotations

from customer_risk.screening.alignment import align
from customer_risk.screening.index import QUALITY_NAMES
from customer_risk.screening.matcher import Matcher
from customer_risk.screening.readings import readings
from customer_risk.screening.words import ROLES

_HARDLY = 0.985
_QUALITY = {"primary": "the primary name", "strong": "an alias", "weak": "a weak alias"}


def explain(matcher: Matcher, text: str, name: int, *, person: bool, source: str) -> tuple[str, ...]:
    """Sentences on the queried ``text`` and the listed name numbered ``name``: first both strings, then the words."""
    index = matcher.index
    quality = _QUALITY[QUALITY_NAMES[int(index.name_quality[name])].value]
    head = f"\u201c{text}\u201d resembles \u201c{index.name_text(name)}\u201d, {quality} on {source}"
    queries = [matcher.query(reading, person=person) for reading in readings(text, person=person)]
    pairings = [align(query, [name], index)[0] for query in queries if query.name.words]
    pairing = max(pairings, key=lambda one: one.own_share * one.their_share)
    query = pairing.query
    listed = [index.units[unit] for unit in pairing.units]
    same: list[str] = []
    near: list[str] = []
    for word, alike, partner in zip(query.name.words, pairing.alike, pairing.partner, strict=True):
        bare = word.lstrip(ROLES)
        if alike >= _HARDLY:
            same.append(bare)
        elif alike > 0:
            near.append(f"{bare} for {listed[partner].lstrip(ROLES)} ({alike:.0%} alike)")
    own_only = [w for w, alike in zip(query.name.words, pairing.alike, strict=True) if not alike]
    list_only = [w for w, alike in zip(listed, pairing.theirs, strict=True) if not alike]
    told = (
        ("The same words or sounds: ", same),
        ("Near: ", near),
        ("Only in the queried name: ", [w.lstrip(ROLES) for w in own_only]),
        ("Only in the listed name: ", [w.lstrip(ROLES) for w in list_only]),
    )
    return (head, *(lead + ", ".join(words) for lead, words in told if words))
