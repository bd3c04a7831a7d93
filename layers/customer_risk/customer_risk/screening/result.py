"""What a screening found, and how far it can be trusted."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from msgspec.structs import replace

from customer_risk.records import Record


class HitType(StrEnum):
    """What a list says of an entry, in the words of the customer-checks contract (an open set there)."""

    SANCTIONED_PERSON = "SANCTIONED_PERSON"
    SANCTIONED_ENTITY = "SANCTIONED_ENTITY"
    POLITICALLY_EXPOSED_PERSON = "POLITICALLY_EXPOSED_PERSON"
    RELATIVE_OR_CLOSE_ASSOCIATE = "RELATIVE_OR_CLOSE_ASSOCIATE"
    SPECIAL_INTEREST_PERSON = "SPECIAL_INTEREST_PERSON"
    SPECIAL_INTEREST_ENTITY = "SPECIAL_INTEREST_ENTITY"
    BLACKLIST_PERSON = "BLACKLIST_PERSON"
    BLACKLIST_ENTITY = "BLACKLIST_ENTITY"
    ADVERSE_MEDIA = "ADVERSE_MEDIA"


class Adjudication(StrEnum):
    """What a human said of a hit."""

    TRUE_MATCH = "true_match"
    FALSE_POSITIVE = "false_positive"


HALF = 12
"""Characters of either half of a hit's evidence: of what the entry says, and of what the party does."""


class Adjudicated(Record):
    """What a human said of a hit, and of which evidence: it stands until either side materially changes."""

    verdict: Adjudication
    evidence: str


type Adjudications = Mapping[str, Adjudicated]
"""By :attr:`Hit.key`, and by :attr:`Hit.evidence` for a party that has moved to another place among its kind."""


class ScreeningStatus(StrEnum):
    """``INCOMPLETE`` is never clean: something that should have been asked was not."""

    COMPLETE = "complete"
    INCOMPLETE = "incomplete"


class Hit(Record):
    """A potential match between one name of one party and one list entry.

    ``party`` is the path of the party in the profile: ``customer``, ``customer/shareholder[0]/staff[1]`` … with
    positions counted per relation kind. ``score`` (0…1) says how likely it is the same person, never how bad that
    would be. ``reasons`` are plain sentences, most telling first, that name both matched strings. ``evidence`` is a
    hash of what the entry and one of what the party says (see ``material``): an adjudication stands only as long as
    both stay the same; where one of them did not, the hit is ``lapsed``. ``since`` (ISO 8601, UTC) is when the list
    began to say of the entry what matters; nothing where it always has, as far as we know.
    """

    party: str
    type: HitType
    source: str
    entry_id: str
    entry_name: str
    queried_name: str
    matched_name: str
    score: float
    reasons: tuple[str, ...] = ()
    programmes: tuple[str, ...] = ()
    adjudication: Adjudication | None = None
    evidence: str = ""
    lapsed: bool = False
    since: str | None = None

    @property
    def key(self) -> str:
        """What stays the same when the same party hits the same entry again."""
        return f"{self.party}|{self.source}|{self.entry_id}|{self.type}"

    @property
    def case_reason(self) -> str:
        """The reason for a case that it is; what changed since it was judged is another one than before."""
        reason = f"hit:{self.source}:{self.entry_id}:{self.type}"
        return f"{reason}:{self.evidence}" if self.lapsed else reason


def judged(hit: Hit, adjudications: Adjudications) -> Hit:
    """``hit`` with the verdict on it, or with what has changed since there was one."""
    said = adjudications.get(hit.key)
    if said is None or said.evidence != hit.evidence:
        said = adjudications.get(hit.evidence, said)
    if said is None:
        return hit
    if said.evidence == hit.evidence:
        return replace(hit, adjudication=said.verdict)
    before = "Dismissed" if said.verdict is Adjudication.FALSE_POSITIVE else "Confirmed"
    sides = {"the listed entry": slice(HALF), "what is known of the party": slice(HALF, None)}
    who = " and ".join(side for side, half in sides.items() if said.evidence[half] != hit.evidence[half])
    return replace(hit, lapsed=True, reasons=(f"{before} before, but {who} has changed since", *hit.reasons))


class ListUsed(Record):
    """One list as it was when it was asked. Times are ISO 8601 in UTC."""

    source: str
    entries: int
    fetched_at: str
    changed_at: str
    stale: bool = False


class Screening(Record):
    """The outcome of screening every party of a profile against one version of the index."""

    status: ScreeningStatus
    hits: tuple[Hit, ...] = ()
    parties: int = 0
    index_version: str | None = None
    lists: tuple[ListUsed, ...] = ()
    problems: tuple[str, ...] = ()

    @property
    def open_hits(self) -> tuple[Hit, ...]:
        """Hits no human has dismissed."""
        return tuple(hit for hit in self.hits if hit.adjudication is not Adjudication.FALSE_POSITIVE)


def unavailable(reason: str) -> Screening:
    """What a screening that could not be done says: nothing was found because nothing was asked."""
    return Screening(status=ScreeningStatus.INCOMPLETE, problems=(reason,))
