"""A decision → the documents that are answered, called back and shown."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import msgspec

from customer_checks.wire.answer import (
    Callback,
    CallbackPayload,
    CaseDocument,
    CaseSummary,
    CheckAnswer,
    CustomerResponse,
    FoundType,
    NamedFactor,
    PendingCheck,
    RiskFactor,
    ScreeningResult,
    Warned,
)
from customer_risk.access.keys import Tenant
from customer_risk.delivery.envelopes import timestamp
from customer_risk.evaluation import Decision
from customer_risk.levels import RiskLevel
from customer_risk.records import decode, encode
from customer_risk.scoring.engine import level_reasons
from customer_risk.scoring.result import Scoring
from customer_risk.screening.result import Screening
from customer_risk.storage.cases import Case
from customer_risk.storage.checks import Check
from customer_risk.storage.customer_items import Snapshot

LEVEL_WORDS = {
    RiskLevel.NONE: "low",
    RiskLevel.LOW: "low",
    RiskLevel.MEDIUM: "medium",
    RiskLevel.HIGH: "high",
    RiskLevel.EXTREME: "prohibited",
}
"""How levels are called unless the tenant's ``level_words`` say otherwise."""


def answer_document(decision: Decision, tenant: Tenant, warnings: Iterable[tuple[str, str]]) -> bytes:
    """The answer of the second version as JSON; ``warnings`` are paths and issues of what could not be used."""
    scoring, screening = decision.assessment.scoring, decision.assessment.subject.screening
    warned = tuple(Warned(path=path, issue=issue) for path, issue in warnings)
    answer = CheckAnswer(
        customer_id=decision.order.profile.customer_id,
        case_id=decision.case.case_id,
        case_status=decision.case.status,
        risk_level=level_word(scoring.level, tenant),
        risk_points=scoring.points,
        risk_factors=_factors(scoring),
        screening_results=_results(screening),
        screening_status=screening.status,
        created_at=decision.order.accepted,
        updated_at=timestamp(decision.made),
        non_strict_parsing_mode=bool(warned),
        check_id=decision.order.id,
        warnings=warned,
        model_version=scoring.model,
        watchlist_version=screening.index_version,
        level_reasons=level_reasons(scoring),
        superseded=decision.late,
    )
    return encode(answer)


def retired_document(document: bytes) -> bytes:
    """The same answer in the first version: names of factors and types of matches, each once."""
    answer = decode(document, CheckAnswer)
    factors = dict.fromkeys(each.factor for each in answer.risk_factors)
    types = dict.fromkeys(each.type for each in answer.screening_results)
    return encode(
        CustomerResponse(
            customer_id=answer.customer_id,
            risk_level=answer.risk_level,
            risk_factors=tuple(NamedFactor(factor=factor) for factor in factors),
            screening_results=tuple(FoundType(type=name) for name in types),
            case_id=answer.case_id,
        )
    )


def callback_document(document: bytes) -> bytes:
    """The same answer as it is called back."""
    answer = decode(document, CheckAnswer)
    return encode(Callback(payload=CallbackPayload(**msgspec.structs.asdict(answer), decision_type="complete")))


def pending_document(check: Check) -> bytes:
    """What is said of a check that is not decided yet."""
    return encode(
        PendingCheck(customer_id=check.customer_id, check_id=check.id, status=check.status, created_at=check.created)
    )


def case_summary(case: Case, tenant: Tenant) -> CaseSummary:
    """A case as lists show it."""
    return CaseSummary(
        case_id=case.id,
        customer_id=case.customer_id,
        case_status=case.status,
        risk_level=level_word(case.level, tenant),
        risk_points=case.points,
        reasons=case.reasons,
        check_id=case.check_id,
        opened_at=timestamp(datetime.fromisoformat(case.opened_at)),
        updated_at=timestamp(datetime.fromisoformat(case.updated_at)),
        closed_at=timestamp(datetime.fromisoformat(case.closed_at)) if case.closed_at else None,
        closed_by=case.closed_by,
        decision=case.decision,
        closing_reason=case.closing_reason,
    )


def case_document(case: Case, snapshot: Snapshot | None, tenant: Tenant) -> CaseSummary:
    """A case with what led to it; its summary where the snapshot is gone."""
    summary = case_summary(case, tenant)
    if snapshot is None:
        return summary
    subject, scoring = snapshot.assessment.subject, snapshot.assessment.scoring
    return CaseDocument(
        **msgspec.structs.asdict(summary),
        customer_name=subject.profile.party.display,
        risk_factors=_factors(scoring),
        screening_results=_results(subject.screening),
        screening_status=subject.screening.status,
        model_version=scoring.model,
        watchlist_version=subject.screening.index_version,
        level_reasons=level_reasons(scoring),
    )


def level_word(level: RiskLevel, tenant: Tenant) -> str:
    """What the tenant calls a level."""
    return tenant.level_words.get(level.value, LEVEL_WORDS[level])


def _factors(scoring: Scoring) -> tuple[RiskFactor, ...]:
    """The lines that added points, as the contract wants it."""
    return tuple(
        RiskFactor(
            factor=line.label,
            points=line.points,
            id=line.factor,
            group=line.group,
            explanation=line.explanation,
            where=line.where,
        )
        for line in scoring.lines
        if line.points > 0
    )


def _results(screening: Screening) -> tuple[ScreeningResult, ...]:
    """The matches nobody has dismissed: a client that reads only the type must not take a false positive for one."""
    return tuple(
        ScreeningResult(
            type=hit.type,
            party=hit.party,
            matched_name=hit.queried_name,
            listed_name=hit.matched_name,
            list=hit.source,
            entry_id=hit.entry_id,
            score=hit.score,
            reasons=hit.reasons,
            adjudication=hit.adjudication.replace("_", "-") if hit.adjudication else None,
        )
        for hit in screening.open_hits
    )
