"""KYC: the identity check together with the watchlists (document 002)."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

from customer_risk.identity.result import Finding, Identity, TagResult, failed, summed
from customer_risk.scoring.fraud import FraudScore, Tag
from customer_risk.screening.result import HitType, Screening, ScreeningStatus

WATCHLIST_TAGS = (Tag.SANCTION, Tag.PEP, Tag.WATCHLISTS, Tag.WARNINGS)
_TAGS_OF_HITS = {
    HitType.SANCTIONED_PERSON: Tag.SANCTION,
    HitType.SANCTIONED_ENTITY: Tag.SANCTION,
    HitType.POLITICALLY_EXPOSED_PERSON: Tag.PEP,
    HitType.RELATIVE_OR_CLOSE_ASSOCIATE: Tag.PEP,
    HitType.SPECIAL_INTEREST_PERSON: Tag.WATCHLISTS,
    HitType.SPECIAL_INTEREST_ENTITY: Tag.WATCHLISTS,
    HitType.BLACKLIST_PERSON: Tag.WATCHLISTS,
    HitType.BLACKLIST_ENTITY: Tag.WATCHLISTS,
    HitType.ADVERSE_MEDIA: Tag.WARNINGS,
}


class Kyc(StrEnum):
    """The KYC outcome. ``REJECTED`` is read and kept, but no evaluation gives it (ruling W4)."""

    PENDING = "pending"
    PASSED = "passed"
    REVIEW = "review"
    REJECTED = "rejected"


def identity_outcome(identity: Identity) -> Kyc:
    """The outcome of the identity check alone: what ExpressKYC answers."""
    return Kyc.PASSED if identity.passed else Kyc.REVIEW


def watchlist_tags(screening: Screening) -> tuple[TagResult, ...]:
    """What the watchlists say. A screening that is not complete has not cleared anybody: it fails a tag of its own."""
    return summed(WATCHLIST_TAGS, _found(screening))


def kyc_outcome(identity: Identity, screening: Screening, express: Kyc | None = None) -> Kyc:
    """Identity and watchlists together; never better than what ``express`` has told the caller before (ruling W9)."""
    clear = identity.passed and all(one.passed for one in watchlist_tags(screening)) and express is not Kyc.REVIEW
    return Kyc.PASSED if clear else Kyc.REVIEW


def with_fraud(tags: tuple[TagResult, ...], fraud: FraudScore) -> tuple[TagResult, ...]:
    """Tags of KYC and of a fraud check together: one passes where both let it pass."""
    known = {one.tag: one for one in tags}
    for outcome in fraud.tags:
        before = known.get(outcome.tag)
        told = [before.detail] if before and before.detail else []
        known[outcome.tag] = TagResult(
            tag=outcome.tag,
            label=outcome.label,
            passed=outcome.passed and (before is None or before.passed),
            detail=" ".join(dict.fromkeys((*told, *outcome.because))),
        )
    return tuple(known[tag] for tag in Tag if tag in known)


def _found(screening: Screening) -> Iterator[Finding]:
    if screening.status is not ScreeningStatus.COMPLETE:
        yield failed(Tag.WATCHLISTS, "The screening is not complete: nobody is cleared by it.")
    for hit in screening.open_hits:
        yield failed(_TAGS_OF_HITS[hit.type], f"A potential match on the list {hit.source} is open.")
