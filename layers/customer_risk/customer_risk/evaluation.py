"""The one way to be evaluated: assess, move the cases, commit everything in one transaction.

Who commits, renders: the dialect hands in a function that turns the decision into its own records (a stored answer,
an outgoing event), and these are written in the same transaction or not at all.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

import msgspec

from customer_risk import audit, cases
from customer_risk.assessment import Assessment, Scores, Screens, assess
from customer_risk.cases import CaseChange, CaseMove, CaseStatus
from customer_risk.profile import Profile
from customer_risk.records import Record, encode
from customer_risk.scoring.result import Known
from customer_risk.storage.cases import Case, Cases
from customer_risk.storage.customers import Customers, CustomerState, Kept, Snapshot
from customer_risk.storage.dynamo import ConditionFailed, Contention, Operation, transact

TRIES = 8
"""Commits tried against other writers of the same customer before giving up."""


class Order(Record):
    """One evaluation that is wanted: ``ticket`` is the turn it took, at ``accepted`` (ISO 8601, UTC)."""

    id: str
    tenant: str
    profile: Profile
    ticket: int
    accepted: str
    dialect: str
    actor: str


class Decision(Record):
    """What was decided, before it is written. ``sequence`` is the number of the event this decision may send.

    ``late`` says that a newer request of the same customer was decided first: the answer stands, but the customer's
    state and cases belong to the newer one.
    """

    order: Order
    assessment: Assessment
    case: CaseMove
    made: datetime
    sequence: int
    late: bool


class Rendered(NamedTuple):
    """What a dialect makes of a decision: the document it answers with, and records of its own to be committed."""

    document: bytes
    records: Sequence[Operation]


class AlreadyDone(Exception):
    """The dialect's own record says that this order has been carried out before."""


class Evaluations:
    """Carries out orders. ``clock`` gives aware UTC times, ``new_id`` UUIDv7 texts."""

    def __init__(
        self,
        client: Any,
        customers: Customers,
        cases: Cases,
        *,
        screener: Screens,
        scorer: Scores,
        clock: Callable[[], datetime],
        new_id: Callable[[], str],
    ) -> None:
        self._client = client
        self._customers = customers
        self._cases = cases
        self._screener = screener
        self._scorer = scorer
        self._clock = clock
        self._new_id = new_id

    def carry_out(self, order: Order, state: CustomerState, render: Callable[[Decision], Rendered]) -> Decision:
        """Assess the order's profile and commit the decision with what the dialect renders it to.

        ``state`` is the customer's state as last read; when others have written since, it is read again and the
        decision's place in the sequence and its case are worked out anew. Raises :class:`AlreadyDone` when one of
        the dialect's records exists already, ``Contention`` when the customer is written all the time.
        """
        made = self._clock()
        known = Known(
            first_seen=datetime.fromisoformat(state.first_seen).date() if state.first_seen else None,
            level=state.level,
            points=state.points,
        )
        assessment = assess(
            order.profile,
            known,
            screener=self._screener,
            scorer=self._scorer,
            today=made.date(),
            tenant=order.tenant,
        )
        for _ in range(TRIES):
            decision = self._place(order, state, assessment, made)
            document, records = render(decision)
            own = self._operations(decision, state, document)
            try:
                transact(self._client, [*own, *records], token=self._new_id())
            except ConditionFailed as lost:
                if any(position >= len(own) for position in lost.positions):
                    raise AlreadyDone from lost
                state = self._customers.state(order.tenant, order.profile.customer_id)
            else:
                return decision
        raise Contention

    def _place(self, order: Order, state: CustomerState, assessment: Assessment, made: datetime) -> Decision:
        late = state.committed > order.ticket
        reasons = () if late else assessment.scoring.case_reasons
        return Decision(
            order=order,
            assessment=assessment,
            case=cases.move(state.standing, reasons, self._new_id()),
            made=made,
            sequence=state.events + 1,
            late=late,
        )

    def _operations(self, decision: Decision, state: CustomerState, document: bytes) -> list[Operation]:
        order, tenant, customer = decision.order, decision.order.tenant, decision.order.profile.customer_id
        scoring, at = decision.assessment.scoring, decision.made.isoformat(timespec="milliseconds")
        snapshot = encode(
            Snapshot(
                ticket=order.ticket,
                check_id=order.id,
                accepted=order.accepted,
                made=at,
                dialect=order.dialect,
                actor=order.actor,
                assessment=decision.assessment,
            )
        )
        entry = audit.entry(
            state.audited + 1,
            state.audit_hash,
            at=at,
            actor=order.actor,
            action="assessed",
            details={
                "check": order.id,
                "ticket": order.ticket,
                "kept": hashlib.sha256(snapshot + b"\n" + document).hexdigest(),
                "level": scoring.level,
                "points": scoring.points,
                "case": decision.case.case_id,
            },
        )
        after = msgspec.structs.replace(
            state,
            first_seen=state.first_seen or at,
            audited=entry.number,
            audit_hash=entry.hash,
            events=decision.sequence,
        )
        if not decision.late:
            after = msgspec.structs.replace(
                after,
                committed=order.ticket,
                level=scoring.level,
                points=scoring.points,
                dialect=order.dialect,
                standing=decision.case.standing,
            )
        return [
            self._customers.state_update(tenant, customer, state, after),
            self._customers.keep(tenant, customer, order.ticket, Kept(snapshot, document, encode(entry))),
            *self._case_operations(decision, at),
        ]

    def _case_operations(self, decision: Decision, at: str) -> list[Operation]:
        move, order, scoring = decision.case, decision.order, decision.assessment.scoring
        if move.case_id is None or move.change is CaseChange.NONE:
            return []
        known = self._cases.find(order.tenant, move.case_id) if move.change is CaseChange.EXTENDED else None
        case = Case(
            id=move.case_id,
            customer_id=order.profile.customer_id,
            status=CaseStatus.OPEN,
            level=scoring.level,
            points=scoring.points,
            reasons=tuple(sorted({*(known.reasons if known else ()), *scoring.case_reasons})),
            opened_at=known.opened_at if known else at,
            updated_at=at,
            check_id=order.id,
            ticket=order.ticket,
        )
        return [self._cases.put(order.tenant, case, replaces=known is not None)]
