"""What a reviewer does to a case. Audited, and in one transaction with the customer's standing."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime
from typing import Any

import msgspec

from customer_risk import audit, cases
from customer_risk.cases import CaseDecision, CaseStatus
from customer_risk.storage.cases import Case, Cases
from customer_risk.storage.customers import Customers
from customer_risk.storage.dynamo import ConditionFailed, Contention, transact

TRIES = 8
"""Writes tried against other writers of the same customer before giving up."""


class AlreadyClosed(Exception):
    """Somebody has decided this case before."""


class Casework:
    """Closes cases. ``clock`` gives aware UTC times, ``new_id`` new texts of at most 36 characters."""

    def __init__(
        self,
        client: Any,
        customers: Customers,
        cases: Cases,
        *,
        clock: Callable[[], datetime],
        new_id: Callable[[], str],
    ) -> None:
        self._client = client
        self._customers = customers
        self._cases = cases
        self._clock = clock
        self._new_id = new_id

    def close(self, tenant: str, case_id: str, *, decision: CaseDecision, reason: str, actor: str) -> Case | None:
        """Close an open case and remember its reasons as reviewed; ``None`` when there is no such case.

        Raises :class:`AlreadyClosed`, and ``Contention`` when the customer is written all the time.
        """
        at = self._clock().isoformat(timespec="milliseconds")
        for _ in range(TRIES):
            case = self._cases.find(tenant, case_id)
            if case is None:
                return None
            if case.status is not CaseStatus.OPEN:
                raise AlreadyClosed
            closed = msgspec.structs.replace(
                case,
                status=CaseStatus.CLOSED,
                updated_at=at,
                closed_at=at,
                closed_by=actor,
                decision=decision,
                closing_reason=reason,
            )
            try:
                self._commit(tenant, closed, at, actor, reason)
            except ConditionFailed:
                continue
            return closed
        raise Contention

    def _commit(self, tenant: str, closed: Case, at: str, actor: str, reason: str) -> None:
        state = self._customers.state(tenant, closed.customer_id)
        entry = audit.entry(
            state.audited + 1,
            state.audit_hash,
            at=at,
            actor=actor,
            action="case closed",
            details={
                "case": closed.id,
                "decision": closed.decision,
                # The words stay in the case: the chain must outlive an erasure, and people write names.
                "reason": hashlib.sha256(reason.encode()).hexdigest(),
            },
        )
        after = msgspec.structs.replace(
            state, standing=cases.close(state.standing), audited=entry.number, audit_hash=entry.hash
        )
        operations = [
            self._customers.state_update(tenant, closed.customer_id, state, after),
            self._customers.audit_put(tenant, closed.customer_id, entry),
            self._cases.put(tenant, closed, replaces=True),
        ]
        transact(self._client, operations, token=self._new_id())
