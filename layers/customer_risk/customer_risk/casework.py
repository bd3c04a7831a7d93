"""What a reviewer does to a case. Audited, and in one transaction with the customer's standing."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime

import msgspec

from customer_risk import cases
from customer_risk.adjudication import with_verdict
from customer_risk.cases import CaseDecision, CaseStatus
from customer_risk.ledger import Ledger, Note
from customer_risk.screening.result import Adjudication
from customer_risk.storage.cases import Case, Cases
from customer_risk.storage.customer_items import CustomerState
from customer_risk.storage.customers import Customers


class NoSuchCase(Exception):
    """There is no case of this id."""


class AlreadyClosed(Exception):
    """Somebody has decided this case before."""


class Casework:
    """Closes cases. ``clock`` gives aware UTC times."""

    def __init__(self, customers: Customers, cases: Cases, ledger: Ledger, *, clock: Callable[[], datetime]) -> None:
        self._customers = customers
        self._cases = cases
        self._ledger = ledger
        self._clock = clock

    def close(self, tenant: str, case_id: str, *, decision: CaseDecision, reason: str, actor: str) -> Case:
        """Close an open case and remember its reasons as reviewed.

        A false positive is remembered of every hit the case shows: they take no part in later assessments until
        they change. A true match is remembered where the case shows just one, for else nobody said which it is.
        Raises :class:`NoSuchCase`, :class:`AlreadyClosed`, and ``Contention`` when the customer is written all the
        time.
        """
        at = self._clock().isoformat(timespec="milliseconds")
        closed = self._closed(tenant, case_id, at, decision, reason, actor)

        def note(state: CustomerState) -> Note:
            nonlocal closed
            closed = self._closed(tenant, case_id, at, decision, reason, actor)
            return Note(
                actor=actor,
                action="case closed",
                details={
                    "case": case_id,
                    "decision": decision,
                    # The words stay in the case: the chain must outlive an erasure, and people write names.
                    "reason": hashlib.sha256(reason.encode()).hexdigest(),
                },
                records=[self._cases.put(tenant, closed, replaces=True)],
                standing=cases.close(state.standing),
                adjudications=self._adjudicated(tenant, closed, state),
            )

        self._ledger.write(tenant, closed.customer_id, note)
        return closed

    def _closed(self, tenant: str, case_id: str, at: str, decision: CaseDecision, reason: str, actor: str) -> Case:
        case = self._cases.find(tenant, case_id)
        if case is None:
            raise NoSuchCase
        if case.status is not CaseStatus.OPEN:
            raise AlreadyClosed
        return msgspec.structs.replace(
            case,
            status=CaseStatus.CLOSED,
            updated_at=at,
            closed_at=at,
            closed_by=actor,
            decision=decision,
            closing_reason=reason,
        )

    def _adjudicated(self, tenant: str, closed: Case, state: CustomerState) -> dict[str, str]:
        kept = self._customers.kept(tenant, closed.customer_id, closed.ticket)
        hits = kept.opened().assessment.subject.screening.open_hits if kept else ()
        match closed.decision:
            case CaseDecision.FALSE_POSITIVE:
                return with_verdict(state.adjudications, hits, Adjudication.FALSE_POSITIVE)
            case CaseDecision.TRUE_MATCH if len(hits) == 1:
                return with_verdict(state.adjudications, hits, Adjudication.TRUE_MATCH)
            case _:
                return state.adjudications
