"""Says in plain sentences why two names are held to be alike."""

from __future__ import annotations

from customer_risk.screening.index import QUALITY_NAMES
from customer_risk.screening.matcher import Account, Matcher
from customer_risk.screening.words import ROLES

_HARDLY = 0.985
_NOTHING = 0.005
_QUALITY = {"primary": "the primary name", "strong": "an alias", "weak": "a weak alias"}


def explain(matcher: Matcher, text: str, name: int, *, person: bool, source: str) -> tuple[str, ...]:
    """Sentences on the queried ``text`` and the listed name numbered ``name``: first both strings, then the words."""
    index = matcher.index
    quality = _QUALITY[QUALITY_NAMES[index.name_quality[name]].value]
    head = f"\u201c{text}\u201d resembles \u201c{index.name_text(name)}\u201d, {quality} on {source}"
    account = matcher.account(text, name, person=person)
    pairing = account.pairing
    query = pairing.query
    listed = pairing.listed
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
    return (head, *(lead + ", ".join(words) for lead, words in told if words), _sum(account))


def _sum(account: Account) -> str:
    """The judgement as a sum that a reader can do again; what adds nothing is left out."""
    parts = [
        f"{value:+.2f} {why}"
        for why, value in (
            *((f"for {theme}", value) for theme, value in account.parts.items()),
            *((f"as {why[0].lower()}{why[1:]}", value) for why, value in account.against.items()),
            ("for a rule of the matcher", account.rules),
        )
        if abs(value) >= _NOTHING
    ]
    return f"The names weigh {account.total:+.2f}: {account.begins:+.2f} to begin with, {', '.join(parts)}"
