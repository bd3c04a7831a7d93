"""What a reviewer does to a case. Audited, and in one transaction with the customer's standing."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import NamedTuple

from customer_risk import cases
from customer_risk.adjudication import with_verdict
from customer_risk.cases import CaseDecision, CaseStatus, Standing
from customer_risk.delivery.happenings import CASE_CLOSED, RESCREENER, happened
from customer_risk.ledger import Ledger, Note
from customer_risk.screening.result import Adjudication, Hit
from customer_risk.storage.cases import Case, Cases
from customer_risk.storage.customer_items import CustomerState
from customer_risk.storage.customers import Customers
from customer_risk.storage.dynamo import Operation
from customer_risk.storage.events import event_put


class NoSuchCase(Exception):
    """There is no case of this id."""


class AlreadyClosed(Exception):
    """Somebody has decided this case before."""


class Closing(NamedTuple):
    """A case as it is when closed, and what is written with it: ``records`` in the same transaction, one an event."""

    case: Case
    records: list[Operation]
    standing: Standing
    adjudications: dict[str, str]


class Casework:
    """Closes cases. ``clock`` gives aware UTC times, ``new_id`` UUIDv7 texts; ``events`` is the events table."""

    def __init__(
        self,
        customers: Customers,
        cases: Cases,
        ledger: Ledger,
        *,
        events: str,
        clock: Callable[[], datetime],
        new_id: Callable[[], str],
    ) -> None:
        self._customers = customers
        self._cases = cases
        self._ledger = ledger
        self._events = events
        self._clock = clock
        self._new_id = new_id

    def close(self, tenant: str, case_id: str, *, decision: CaseDecision, reason: str, actor: str) -> Case:
        """Close an open case and remember its reasons as reviewed.

        A false positive is remembered of every hit the case shows: they take no part in later assessments until
        they change. A true match is remembered where the case shows just one, for else nobody said which it is.
        Raises :class:`NoSuchCase`, :class:`AlreadyClosed`, and ``Contention`` when the customer is written all the
        time.
        """
        closed = [self._open(tenant, case_id)]

        def note(state: CustomerState) -> Note:
            done = self.closing(
                tenant, case_id, state, sequence=state.events + 1, decision=decision, reason=reason, actor=actor
            )
            closed[:] = [done.case]
            return Note(
                actor=actor,
                action="case closed",
                details={
                    "case": case_id,
                    "decision": decision,
                    # The words stay in the case: the chain must outlive an erasure, and people write names.
                    "reason": hashlib.sha256(reason.encode()).hexdigest(),
                },
                records=done.records,
                events=1,
                standing=done.standing,
                adjudications=done.adjudications,
            )

        self._ledger.write(tenant, closed[0].customer_id, note)
        return closed[0]

    def closing(
        self,
        tenant: str,
        case_id: str,
        state: CustomerState,
        *,
        sequence: int,
        decision: CaseDecision,
        reason: str,
        actor: str,
    ) -> Closing:
        """What closing the case writes, for a note of somebody else's; ``sequence`` numbers its event.

        Raises :class:`NoSuchCase` and :class:`AlreadyClosed`.
        """
        at = self._clock()
        case = self._open(tenant, case_id).closed(at.isoformat(timespec="milliseconds"), actor, decision, reason)
        kept = self._customers.kept(tenant, case.customer_id, case.ticket)
        subject = kept.opened().assessment.subject if kept else None
        hits = subject.screening.open_hits if subject else ()
        dismissed = decision is CaseDecision.FALSE_POSITIVE and bool(hits)
        event = happened(
            CASE_CLOSED,
            {"caseId": case_id, "decision": decision, "level": state.level, "points": state.points},
            event_id=self._new_id(),
            tenant=tenant,
            customer=case.customer_id,
            sequence=sequence,
            at=at,
            followers={*state.dialects, *([RESCREENER] if dismissed else [])},
            unit=subject.profile.business.unit if subject else None,
        )
        return Closing(
            case=case,
            records=[self._cases.put(tenant, case, replaces=True), event_put(event, self._events)],
            standing=cases.close(state.standing),
            adjudications=_adjudicated(state, decision, hits),
        )

    def _open(self, tenant: str, case_id: str) -> Case:
        case = self._cases.find(tenant, case_id)
        if case is None:
            raise NoSuchCase
        if case.status is not CaseStatus.OPEN:
            raise AlreadyClosed
        return case


def _adjudicated(state: CustomerState, decision: CaseDecision, hits: Sequence[Hit]) -> dict[str, str]:
    match decision:
        case CaseDecision.FALSE_POSITIVE:
            return with_verdict(state.adjudications, hits, Adjudication.FALSE_POSITIVE)
        case CaseDecision.TRUE_MATCH if len(hits) == 1:
            return with_verdict(state.adjudications, hits, Adjudication.TRUE_MATCH)
        case _:
            return state.adjudications
