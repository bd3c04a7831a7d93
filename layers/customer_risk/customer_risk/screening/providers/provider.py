"""What a provider's adapter is: it says what to ask over HTTP, and reads hits from the answers. It sends nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from msgspec.structs import replace

from customer_risk.records import Record
from customer_risk.screening import material
from customer_risk.screening.parties import AskedParty
from customer_risk.screening.result import (
    Adjudications,
    Hit,
    HitType,
    ListUsed,
    Screening,
    ScreeningStatus,
    judged,
)


class Request(Record):
    """One HTTP request. ``path`` is what follows the provider's address, with its query."""

    method: str
    path: str
    body: bytes = b""


class ProviderFailed(Exception):
    """The provider gave no usable answer. ``kind`` says why in a word or two, such as ``timeout``."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


type Exchange = Callable[[Request], bytes]
"""Send a request, give the body of a successful answer; raises :class:`ProviderFailed`."""


class Provider(Protocol):
    """Asks one provider about the parties of one customer."""

    def hits(self, parties: Sequence[AskedParty], exchange: Exchange) -> list[Hit]:
        """Hits of all parties at or above the provider's threshold; raises :class:`ProviderFailed`."""


class Found(Record):
    """One match as a provider gave it: ``content`` is what it says that matters, for telling when that changes."""

    entry_id: str
    name: str
    score: float
    types: tuple[HitType, ...]
    programmes: tuple[str, ...] = ()
    content: bytes = b""


def hits_of(source: str, party: AskedParty, queried: str, found: Found) -> list[Hit]:
    """The hits a match stands for, one for each of its types."""
    said = f"\u201c{queried}\u201d against \u201c{found.name}\u201d"
    content, asked = f"{source}/{found.entry_id}".encode() + found.content, material.of_party(party)
    return [
        Hit(
            party=party.path,
            type=type_,
            source=source,
            entry_id=found.entry_id,
            entry_name=found.name,
            queried_name=queried,
            matched_name=found.name,
            score=round(min(max(found.score, 0.0), 1.0), 4),
            reasons=(f"The provider {source.partition('.')[2]} scores {said} at {found.score:.2f}",),
            programmes=found.programmes,
            evidence=material.evidence_of(content, asked, type_),
        )
        for type_ in found.types
    ]


class Outcome(Record):
    """What became of asking one provider at a time (ISO 8601, UTC): its hits, or why there are none to trust."""

    source: str
    asked_at: str
    hits: tuple[Hit, ...] = ()
    failure: str | None = None


def merge(screening: Screening, outcomes: Sequence[Outcome], adjudications: Adjudications | None = None) -> Screening:
    """A screening with what providers found besides.

    Each provider that answered stands among the lists, with as many entries as it gave hits for. One that did not
    is a problem, and any problem makes the screening incomplete: nothing is ever taken away. What humans said of a
    hit stands as long as its evidence does.
    """
    told = adjudications or {}
    hits = [judged(hit, told) for outcome in outcomes for hit in outcome.hits]
    failed = tuple(f"{one.source} gave no usable answer: {one.failure}" for one in outcomes if one.failure)
    used = tuple(
        ListUsed(
            source=one.source,
            entries=len({hit.entry_id for hit in one.hits}),
            fetched_at=one.asked_at,
            changed_at=one.asked_at,
        )
        for one in outcomes
        if not one.failure
    )
    return replace(
        screening,
        status=ScreeningStatus.INCOMPLETE if failed else screening.status,
        hits=tuple(sorted((*screening.hits, *hits), key=lambda hit: (-hit.score, hit.key))),
        lists=(*screening.lists, *used),
        problems=(*screening.problems, *failed),
    )
