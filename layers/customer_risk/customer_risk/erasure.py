"""Erasing a customer whose time is up: personal data goes, what was done and decided stays provable.

Retention: five years after the relationship ended (Directive (EU) 2015/849, Article 40; Regulation (EU) 2024/1624,
Article 77), unless the tenant has set another date.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import msgspec

from customer_risk import audit
from customer_risk.cases import Standing, all_cases
from customer_risk.storage.cases import Cases
from customer_risk.storage.communications import Communications
from customer_risk.storage.customers import Customers
from customer_risk.storage.dynamo import Operation, insist, transact
from customer_risk.storage.identities import Identities

_MOST_OPERATIONS = 100
"""Of one transaction."""


class NotDue(Exception):
    """The customer must still be kept, or has no date on which it may go."""


class Eraser:
    """Erases customers. ``clock`` gives aware UTC times, ``new_id`` new texts of at most 36 characters."""

    def __init__(
        self,
        client: Any,
        customers: Customers,
        cases: Cases,
        identities: Identities,
        communications: Communications,
        *,
        clock: Callable[[], datetime],
        new_id: Callable[[], str],
    ) -> None:
        self._client = client
        self._customers = customers
        self._cases = cases
        self._identities = identities
        self._communications = communications
        self._clock = clock
        self._new_id = new_id

    def erase(self, tenant: str, customer: str) -> int:
        """Erase a customer and return how many items went.

        Every snapshot leaves its audit entry behind, so the chain still verifies; an entry holds ids and hashes
        only. Safe to repeat at any point: the state that says it is due goes last. Raises :class:`NotDue`, and
        ``Contention`` when the customer is written all the time.
        """
        now = self._clock()
        due = self._customers.state(tenant, customer).erase_after
        if due is None or now.date().isoformat() < due:
            raise NotDue
        gone = 0
        for item in self._customers.erasable(tenant, customer):
            profile = item.kept.opened().assessment.subject.profile if item.kept else None
            marks = (*self._identities.marks(profile), *self._identities.lookups(profile)) if profile else ()
            given_up = self._identities.changes(tenant, customer, marks, (), {})
            for start in range(0, len(given_up), _MOST_OPERATIONS):
                transact(self._client, given_up[start : start + _MOST_OPERATIONS], token=self._new_id())
            if item.communication is not None:
                forgotten = self._communications.forget(tenant, item.communication)
                transact(self._client, [forgotten], token=self._new_id())
            transact(self._client, item.operations, token=self._new_id())
            gone += 1
        for operation in self._words(tenant, customer):
            transact(self._client, [operation], token=self._new_id())
        insist(lambda: self._close(tenant, customer, now, gone))
        return gone

    def _words(self, tenant: str, customer: str) -> Iterator[Operation]:
        """What takes away what reviewers wrote in the customer's cases."""
        ids = all_cases(self._customers.state(tenant, customer).standing)
        for start in range(0, len(ids), 100):
            for case in self._cases.find_all(tenant, ids[start : start + 100]):
                if case.closing_reason:
                    yield self._cases.forget_words(tenant, case.id)

    def _close(self, tenant: str, customer: str, now: datetime, gone: int) -> None:
        state = self._customers.state(tenant, customer)
        entry = audit.entry(
            state.audited + 1,
            state.audit_hash,
            at=now.isoformat(timespec="milliseconds"),
            actor="retention",
            action="erased",
            details={"items": gone, "due": state.erase_after},
        )
        after = msgspec.structs.replace(
            state,
            first_seen=None,
            level=None,
            points=None,
            standing=Standing(),
            name="",
            kind=None,
            deleted=max(state.deleted, state.committed),
            deleted_at=state.deleted_at or entry.at,
            erase_after=None,
            review_due=None,
            adjudications={},
            marks="",
            audited=entry.number,
            audit_hash=entry.hash,
        )
        operations = [
            self._customers.writes.state_update(tenant, customer, state, after),
            self._customers.writes.audit_put(tenant, customer, entry),
        ]
        transact(self._client, operations, token=self._new_id())
