"""A customer as decided, or as it stands → what is told of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, NamedTuple

import msgspec

from amlyze_intake.wanted import GROUNDS, Wanted
from amlyze_intake.wire.customer import PROCESSES
from customer_risk.cases import CaseDecision, CaseStatus, fingerprint
from customer_risk.delivery.envelopes import timestamp
from customer_risk.evaluation import Decision
from customer_risk.levels import RiskLevel
from customer_risk.profile import Profile
from customer_risk.screening.result import Adjudication, Hit, HitType, Screening, ScreeningStatus
from customer_risk.storage.cases import Case

PENDING = ".pending"
RELATED = "app.amlyze.related_entity."
UPDATED = "com.amlyze.customer.updated"
FLAGS = {"SANCTIONS": "sanctioned", "PEP": "pep", "ADVERSE_MEDIA": "inAdverseMedia", "INTERNAL_LIST": "inInternalList"}
"""What the events call the outcome of each screening process."""

_PROCESS_OF = {
    HitType.SANCTIONED_PERSON: "SANCTIONS",
    HitType.SANCTIONED_ENTITY: "SANCTIONS",
    HitType.POLITICALLY_EXPOSED_PERSON: "PEP",
    HitType.RELATIVE_OR_CLOSE_ASSOCIATE: "PEP",
    HitType.ADVERSE_MEDIA: "ADVERSE_MEDIA",
    HitType.SPECIAL_INTEREST_PERSON: "ADVERSE_MEDIA",
    HitType.SPECIAL_INTEREST_ENTITY: "ADVERSE_MEDIA",
    HitType.BLACKLIST_PERSON: "INTERNAL_LIST",
    HitType.BLACKLIST_ENTITY: "INTERNAL_LIST",
}


class Seen(NamedTuple):
    """A customer as events tell it: as just decided, or as it stands later.

    ``reviewed`` are the fingerprints of reasons that a reviewer has dealt with. ``case`` is the status of the case that
    the decision ``order`` opened or found, ``closed`` that case once it is closed. ``initial`` is the level decided
    then, ``level`` the one of now.
    """

    order: str
    profile: Profile
    screening: Screening
    reviewed: frozenset[str]
    initial: RiskLevel
    level: RiskLevel
    case: CaseStatus
    closed: Case | None
    at: datetime


class Told(NamedTuple):
    """One event before it has an envelope."""

    type: str
    source: str
    data: dict[str, Any]


def seen_in(decision: Decision, closed: Case | None) -> Seen:
    """The customer as a decision leaves it; ``closed`` is the case it names, where a reviewer has closed that."""
    level = decision.assessment.scoring.level
    return Seen(
        order=decision.order.id,
        profile=decision.order.profile,
        screening=decision.assessment.subject.screening,
        reviewed=frozenset(decision.case.standing.reviewed_reasons),
        initial=level,
        level=level,
        case=decision.case.status,
        closed=closed,
        at=decision.made,
    )


def outcomes(seen: Seen, wanted: Wanted) -> list[Told]:
    """What is told of the screenings and of the scoring: of one request always the same ones in the same order."""
    found = (*_screenings(seen, wanted), *_scoring(seen, wanted))
    return [Told(kind, wanted.number, data) for kind, data in found]


def told_of(decision: Decision, wanted: Wanted, closed: Case | None) -> list[Told]:
    """What a decision tells, in order; ``closed`` as in :func:`seen_in`."""
    seen = seen_in(decision, closed)
    found = outcomes(seen, wanted)
    # A newer request of the same customer was decided first: what the customer is now, that one tells.
    if not wanted.lead and not decision.late:
        found.append(updated(seen))
    return found


def _screenings(seen: Seen, wanted: Wanted) -> Iterator[tuple[str, dict[str, Any]]]:
    customer = seen.profile.customer_id
    others = tuple(f"{facts.path}/" for facts in wanted.related)
    kind = "lead" if wanted.lead else "customer"
    for process in PROCESSES:
        if process not in wanted.processes:
            continue
        hits = [hit for hit in seen.screening.hits if _PROCESS_OF[hit.type] == process]
        own = [hit for hit in hits if not f"{hit.party}/".startswith(others)]
        yield _outcome(f"app.amlyze.{kind}.screening", process, {"externalId": customer}, own, seen)
        for facts in wanted.related:
            said = {"customerExternalId": customer, **msgspec.to_builtins(facts)}
            del said["path"]
            theirs = [hit for hit in hits if f"{hit.party}/".startswith(f"{facts.path}/")]
            yield _outcome(f"{RELATED}screening", process, said, theirs, seen)


def _outcome(
    prefix: str, process: str, said: dict[str, Any], hits: list[Hit], seen: Seen
) -> tuple[str, dict[str, Any]]:
    """Pending while a human must look: at an undecided hit, or because not every list could be asked.

    What was reviewed and not dismissed counts as a match: the reviewer has decided with it in sight.
    """
    undecided = any(hit.adjudication is None and fingerprint(hit.case_reason) not in seen.reviewed for hit in hits)
    standing = any(hit.adjudication is not Adjudication.FALSE_POSITIVE for hit in hits)
    if undecided or (not standing and seen.screening.status is ScreeningStatus.INCOMPLETE):
        return f"{prefix}.{process.lower()}{PENDING}", said
    match = {"screeningMatch": bool(hits)}
    if hits:
        match[FLAGS[process]] = standing
    return f"{prefix}.{process.lower()}.completed", said | match


def _scoring(seen: Seen, wanted: Wanted) -> Iterator[tuple[str, dict[str, Any]]]:
    if wanted.imported:
        return
    prefix = f"app.amlyze.{'lead' if wanted.lead else 'customer'}.riskmanagement.kyc_scoring"
    data: dict[str, Any] = {"initialRiskLevel": seen.initial, "assessmentGuid": seen.order}
    if seen.case is CaseStatus.OPEN:
        yield prefix + PENDING, data
        return
    rejected = seen.closed is not None and seen.closed.decision is CaseDecision.CUSTOMER_REJECTED
    data |= {"finalRiskLevel": seen.level, "decisionType": "REJECTED" if rejected else "ACCEPTED"}
    data |= _ground(seen.closed, wanted)
    if wanted.waits and not (wanted.approved or wanted.lead or rejected):
        yield f"{prefix}.waiting_for_approval_date", data
        return
    if wanted.approved and not wanted.lead:
        data["approvedAt"] = _moment(wanted.approved)
    yield f"{prefix}.completed", data


def retrospective(case: Case, wanted: Wanted, level: RiskLevel) -> Told:
    """What is told of a case that was opened after the request was decided, once a human has closed it."""
    suspicious = case.decision in {CaseDecision.TRUE_MATCH, CaseDecision.CUSTOMER_REJECTED}
    data = {
        "assessmentGuid": case.check_id,
        "customerExternalId": case.customer_id,
        "initialRiskLevel": case.level,
        "finalRiskLevel": level,
        "decisionType": "SUSPICIOUS" if suspicious else "NON_SUSPICIOUS",
        **_ground(case, wanted),
    }
    return Told("com.amlyze.customer.riskmanagement.retrospective.completed", wanted.number, data)


def _ground(closed: Case | None, wanted: Wanted) -> dict[str, str]:
    ground = GROUNDS[closed.decision] if closed and closed.decision else None
    return {"decisionGroundCode": ground} if ground in wanted.grounds else {}


def updated(seen: Seen) -> Told:
    """What the customer is."""
    declared = seen.profile.party.declared
    stated = dict(
        zip(PROCESSES, (declared.sanctioned, declared.pep, declared.adverse_media, declared.internal_list), strict=True)
    )
    confirmed = {
        _PROCESS_OF[hit.type]
        for hit in seen.screening.hits
        if hit.party == "customer" and hit.adjudication is Adjudication.TRUE_MATCH
    }
    flags = {FLAGS[one]: True if one in confirmed else stated[one] for one in PROCESSES}
    data = {
        "customerExternalID": seen.profile.customer_id,
        **{name: flag for name, flag in flags.items() if flag is not None},
        "riskLevel": seen.level,
        "status": seen.profile.status,
        "updatedAt": timestamp(seen.at),
    }
    return Told(UPDATED, "customer", data)


def _moment(said: str) -> str:
    """A day or a time as RFC 3339 wants it; a time without a zone is taken as UTC."""
    moment = datetime.fromisoformat(said)
    return timestamp(moment if moment.tzinfo else moment.replace(tzinfo=UTC))
