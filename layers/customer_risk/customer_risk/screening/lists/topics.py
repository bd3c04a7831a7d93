"""What the topics of the FollowTheMoney vocabulary mean as hit types (https://www.opensanctions.org/docs/topics/)."""

from __future__ import annotations

from collections.abc import Iterable

from customer_risk.screening.entry import EntryKind
from customer_risk.screening.result import HitType

_INTEREST = ("crime", "wanted", "poi", "debarment", "export", "invest", "reg", "asset", "forced", "mil", "mare", "corp")
"""First words of topics that say why somebody is of interest without being sanctioned or exposed."""
_NO_SANCTION = ("sanction.linked", "sanction.counter", "sanction.control")
"""Near a sanctioned party, or listed by the country that others sanction: of interest, not itself sanctioned."""


def types_of(topics: Iterable[str], kind: EntryKind, *, otherwise: HitType | None = None) -> tuple[HitType, ...]:
    """Hit types of ``topics``, the worst first and each once; ``otherwise`` when none of them is known."""
    found = {one for topic in topics if (one := _type(topic, kind))}
    if not found and otherwise is not None:
        return (otherwise,)
    return tuple(type_ for type_ in HitType if type_ in found)


def of_interest(kind: EntryKind) -> HitType:
    """The hit type of somebody listed for a reason of which no more is known."""
    return HitType.SPECIAL_INTEREST_PERSON if kind is EntryKind.PERSON else HitType.SPECIAL_INTEREST_ENTITY


def _type(topic: str, kind: EntryKind) -> HitType | None:
    person = kind is EntryKind.PERSON
    if topic in _NO_SANCTION or topic.partition(".")[0] in _INTEREST:
        return of_interest(kind)
    if topic.partition(".")[0] == "sanction":
        return HitType.SANCTIONED_PERSON if person else HitType.SANCTIONED_ENTITY
    match topic:
        case "role.pep" | "role.pol" | "role.judge" | "role.civil" | "role.diplo" | "role.spy":
            return HitType.POLITICALLY_EXPOSED_PERSON if person else of_interest(kind)
        case "role.rca":
            return HitType.RELATIVE_OR_CLOSE_ASSOCIATE if person else of_interest(kind)
        case _:
            return None
