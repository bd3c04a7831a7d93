"""Audited writes that decide nothing: a case closed, a review done, a change of risk approved."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

import msgspec

from customer_risk import audit
from customer_risk.cases import Standing
from customer_risk.storage.customer_items import CustomerState
from customer_risk.storage.customers import Customers
from customer_risk.storage.dynamo import Operation, insist, transact


class Note(NamedTuple):
    """What is to be written, worked out on the customer's state as just read.

    ``details`` are ids and hashes, never personal data. ``records`` are written in the same transaction, ``events``
    of them are events, numbered from ``state.events + 1``. ``standing`` and ``adjudications`` replace those of the
    state, and so does ``review_due``, a date or an empty text for none.
    """

    actor: str
    action: str
    details: dict[str, str | int | None]
    records: Sequence[Operation]
    events: int = 0
    standing: Standing | None = None
    adjudications: dict[str, str] | None = None
    review_due: str | None = None


class Ledger:
    """Writes notes. ``clock`` gives aware UTC times, ``new_id`` new texts of at most 36 characters."""

    def __init__(
        self,
        client: Any,
        customers: Customers,
        *,
        clock: Callable[[], datetime],
        new_id: Callable[[], str],
    ) -> None:
        self._client = client
        self._customers = customers
        self._clock = clock
        self._new_id = new_id

    def write(self, tenant: str, customer: str, note: Callable[[CustomerState], Note]) -> int:
        """Write what ``note`` makes of the customer's state, and the audit entry that says so; returns its number.

        ``note`` is asked again when somebody else wrote in between, and may raise. Raises ``Contention``.
        """

        def attempt() -> int:
            state = self._customers.state(tenant, customer)
            wanted = note(state)
            entry = audit.entry(
                state.audited + 1,
                state.audit_hash,
                at=self._clock().isoformat(timespec="milliseconds"),
                actor=wanted.actor,
                action=wanted.action,
                details=wanted.details,
            )
            after = msgspec.structs.replace(
                state,
                standing=wanted.standing or state.standing,
                adjudications=state.adjudications if wanted.adjudications is None else wanted.adjudications,
                events=state.events + wanted.events,
                review_due=(state.review_due if wanted.review_due is None else wanted.review_due) or None,
                audited=entry.number,
                audit_hash=entry.hash,
            )
            operations = [
                self._customers.writes.state_update(tenant, customer, state, after),
                self._customers.writes.audit_put(tenant, customer, entry),
                *wanted.records,
            ]
            transact(self._client, operations, token=self._new_id())
            return entry.number

        return insist(attempt)
