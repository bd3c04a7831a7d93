"""The one way to be evaluated: assess, move the cases, commit everything in one transaction.

Who commits, renders: the dialect hands in a function that turns the decision into its own records (a stored answer,
an outgoing event), and these are written in the same transaction or not at all.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

import msgspec

from customer_risk import audit, cases
from customer_risk.adjudication import Verdicts
from customer_risk.assessment import Assessment, Scores, Screens, assess
from customer_risk.cases import CaseChange, CaseDecision, CaseMove, CaseStatus
from customer_risk.delivery.envelopes import Event
from customer_risk.delivery.happenings import CASE_CLOSED, CASE_OPENED, LEVEL_CHANGED, happened
from customer_risk.profile import Profile
from customer_risk.records import Record, encode
from customer_risk.scoring.changes import changed, marks
from customer_risk.scoring.result import Known
from customer_risk.storage.cases import Case, Cases
from customer_risk.storage.customer_items import CustomerState, Held, Kept, Snapshot
from customer_risk.storage.customers import Customers
from customer_risk.storage.dynamo import ConditionFailed, Operation, insist, transact
from customer_risk.storage.events import event_put

PATIENCE = 40
"""Times an amendment is tried against other writers of the same customer: a few seconds in all."""
DISMISSED = "Every match was judged a false positive."
"""What a case says that was closed by dismissing its matches one by one."""


class Order(Record):
    """One evaluation that is wanted: ``ticket`` is the turn it took, at ``accepted`` (ISO 8601, UTC).

    ``action`` and ``details`` are what the audit chain says of it; details are ids and hashes, never personal data.
    """

    id: str
    tenant: str
    profile: Profile
    ticket: int
    accepted: str
    dialect: str
    actor: str
    action: str = "assessed"
    details: dict[str, str | int | None] = {}  # noqa: RUF012  a record is frozen and the mapping never written


class Decision(Record):
    """What was decided, before it is written. ``sequence`` is the number of the first event this decision may send.

    ``late`` says that a newer request of the same customer was decided first: the answer stands, but the customer's
    state and cases belong to the newer one. ``audited`` is the number of its entry in the customer's audit chain.
    """

    order: Order
    assessment: Assessment
    case: CaseMove
    made: datetime
    sequence: int
    audited: int
    late: bool


class Rendered(NamedTuple):
    """What a dialect makes of a decision: the document it keeps, and records to be committed, some of them events.

    A lost condition of a record says that the order was carried out before. ``guarded`` are records whose lost
    condition only says that somebody else wrote in between: all is read and rendered again.
    """

    document: bytes
    records: Sequence[Operation]
    events: int = 1
    guarded: Sequence[Operation] = ()


class Amendment(Record):
    """A change of a customer as somebody wants it, worked out on what was just read.

    ``adjudications`` (marks, see ``adjudication``) replace those of the state. ``deleted`` takes the customer out of
    every read; ``erase_after`` is the date after which it must be erased.
    """

    id: str
    profile: Profile
    dialect: str
    actor: str
    action: str
    details: dict[str, str | int | None] = {}  # noqa: RUF012  as above
    adjudications: Mapping[str, str] | None = None
    deleted: bool = False
    erase_after: str | None = None


class AlreadyDone(Exception):
    """The dialect's own record says that this order has been carried out before."""


class Evaluations:
    """Carries out orders. ``clock`` gives aware UTC times, ``new_id`` UUIDv7 texts; ``events`` is the events table.

    What a decision changes of a customer's level and cases is told by an event of its own, after those that the dialect
    renders, and to the other dialects that know the customer.
    """

    def __init__(
        self,
        client: Any,
        customers: Customers,
        cases: Cases,
        *,
        screener: Screens,
        scorer: Scores,
        events: str,
        clock: Callable[[], datetime],
        new_id: Callable[[], str],
    ) -> None:
        self._client = client
        self._customers = customers
        self._cases = cases
        self._events = events
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
        changes = changed(state.marks, marks(order.profile)) if state.exists else ()
        assessment = self._assess(order, state, made, state.adjudications, changes)
        known: list[CustomerState] = [state]

        def attempt() -> Decision:
            current = known.pop() if known else self._customers.state(order.tenant, order.profile.customer_id)
            after = _decided(current, order)
            return self._commit(order, assessment, made, current, after, render)

        return insist(attempt)

    def amend(
        self,
        tenant: str,
        customer: str,
        change: Callable[[Held], Amendment],
        render: Callable[[Decision, Held], Rendered],
    ) -> Decision:
        """Change a customer on what is known of it now, assess it anew and commit both with what is rendered.

        Takes the customer's next ticket in the same transaction. When somebody else writes in between, all is done
        again on what was then read: ``change`` may raise whatever says that the change cannot be (any more). Raises
        :class:`AlreadyDone` and ``Contention`` as :meth:`carry_out` does.
        """

        def attempt() -> Decision:
            made = self._clock()
            held = self._customers.read(tenant, customer)
            wanted = change(held)
            order = Order(
                id=wanted.id,
                tenant=tenant,
                profile=wanted.profile,
                ticket=held.state.ticket + 1,
                accepted=made.isoformat(timespec="milliseconds"),
                dialect=wanted.dialect,
                actor=wanted.actor,
                action=wanted.action,
                details=wanted.details,
            )
            verdicts = held.state.adjudications if wanted.adjudications is None else dict(wanted.adjudications)
            assessment = self._assess(order, held.state, made, verdicts, _changes(held, wanted.profile))
            after = msgspec.structs.replace(
                _decided(held.state, order),
                ticket=order.ticket,
                adjudications=verdicts,
                erase_after=wanted.erase_after,
                deleted=order.ticket if wanted.deleted else held.state.deleted,
                deleted_at=order.accepted if wanted.deleted else held.state.deleted_at,
            )
            return self._commit(order, assessment, made, held.state, after, lambda decided: render(decided, held))

        return insist(attempt, tries=PATIENCE)

    def _assess(
        self,
        order: Order,
        state: CustomerState,
        made: datetime,
        verdicts: Mapping[str, str],
        changes: tuple[str, ...],
    ) -> Assessment:
        known = Known(
            first_seen=datetime.fromisoformat(state.first_seen).date() if state.first_seen else None,
            level=state.level,
            points=state.points,
            changes=changes,
        )
        return assess(
            order.profile,
            known,
            screener=self._screener,
            scorer=self._scorer,
            today=made.date(),
            tenant=order.tenant,
            adjudications=Verdicts(verdicts),
        )

    def _commit(
        self,
        order: Order,
        assessment: Assessment,
        made: datetime,
        before: CustomerState,
        after: CustomerState,
        render: Callable[[Decision], Rendered],
    ) -> Decision:
        """One attempt; raises ``ConditionFailed`` when somebody else wrote the customer since ``before``."""
        late = before.committed > order.ticket
        decision = Decision(
            order=order,
            assessment=assessment,
            case=cases.move(
                before.standing,
                () if late else assessment.scoring.case_reasons,
                self._new_id(),
                dismissed=after.adjudications != before.adjudications and not assessment.subject.screening.open_hits,
            ),
            made=made,
            sequence=before.events + 1,
            audited=before.audited + 1,
            late=late,
        )
        rendered = render(decision)
        own = [*self._operations(decision, before, after, rendered), *rendered.guarded]
        try:
            transact(self._client, [*own, *rendered.records], token=self._new_id())
        except ConditionFailed as lost:
            if any(position >= len(own) for position in lost.positions):
                raise AlreadyDone from lost
            raise
        return decision

    def _operations(
        self, decision: Decision, before: CustomerState, after: CustomerState, rendered: Rendered
    ) -> list[Operation]:
        order, tenant, customer = decision.order, decision.order.tenant, decision.order.profile.customer_id
        news = [] if after.deleted >= order.ticket else self._news(decision, before, rendered.events)
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
            decision.audited,
            before.audit_hash,
            at=at,
            actor=order.actor,
            action=order.action,
            details={
                **order.details,
                "check": order.id,
                "ticket": order.ticket,
                "kept": hashlib.sha256(snapshot + b"\n" + rendered.document).hexdigest(),
                "level": scoring.level,
                "points": scoring.points,
                "case": decision.case.case_id,
            },
        )
        written = msgspec.structs.replace(
            after,
            first_seen=before.first_seen or at,
            audited=entry.number,
            audit_hash=entry.hash,
            events=before.events + rendered.events + len(news),
        )
        if not decision.late:
            written = msgspec.structs.replace(
                written, level=scoring.level, points=scoring.points, standing=decision.case.standing
            )
        return [
            self._customers.writes.state_update(tenant, customer, before, written),
            self._customers.writes.keep(
                tenant, customer, order.ticket, Kept(snapshot, rendered.document, encode(entry))
            ),
            *self._case_operations(decision, at),
            *(event_put(event, self._events) for event in news),
        ]

    def _news(self, decision: Decision, before: CustomerState, rendered: int) -> list[Event]:
        """What is told of the customer's level and cases; the dialect's own events come first."""
        if decision.late:
            return []
        order, scoring, move = decision.order, decision.assessment.scoring, decision.case
        standing = {"level": scoring.level, "points": scoring.points}
        told: list[tuple[str, dict[str, object]]] = []
        if before.exists and before.level not in {None, scoring.level}:
            told.append((LEVEL_CHANGED, {**standing, "previousLevel": before.level}))
        match move.change:
            case CaseChange.OPENED:
                told.append((CASE_OPENED, {"caseId": move.case_id, **standing}))
            case CaseChange.CLOSED:
                told.append(
                    (CASE_CLOSED, {"caseId": move.case_id, "decision": CaseDecision.FALSE_POSITIVE, **standing})
                )
        return [
            happened(
                kind,
                data,
                event_id=self._new_id(),
                tenant=order.tenant,
                customer=order.profile.customer_id,
                sequence=before.events + rendered + place,
                at=decision.made,
                followers={*before.dialects} - {order.dialect},
                unit=order.profile.business.unit,
            )
            for place, (kind, data) in enumerate(told, start=1)
        ]

    def _case_operations(self, decision: Decision, at: str) -> list[Operation]:
        move, order, scoring = decision.case, decision.order, decision.assessment.scoring
        if move.case_id is None or move.change is CaseChange.NONE:
            return []
        known = self._cases.find(order.tenant, move.case_id) if move.change is not CaseChange.OPENED else None
        if move.change is CaseChange.CLOSED:
            done = known and known.closed(at, order.actor, CaseDecision.FALSE_POSITIVE, DISMISSED)
            return [self._cases.put(order.tenant, done, replaces=True)] if done else []
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


def _decided(state: CustomerState, order: Order) -> CustomerState:
    """What a decided order changes of the state; nothing when a newer one was decided first."""
    if state.committed > order.ticket:
        return state
    return msgspec.structs.replace(
        state,
        committed=order.ticket,
        dialect=order.dialect,
        dialects=tuple(sorted({*state.dialects, order.dialect})),
        name=order.profile.party.display,
        kind=order.profile.party.kind.value,
        marks=marks(order.profile),
    )


def _changes(held: Held, profile: Profile) -> tuple[str, ...]:
    """What an amendment changes; where it leaves the customer as it is, what the last decision was told still holds."""
    if held.snapshot is None:
        return ()
    if profile == held.profile:
        return held.snapshot.assessment.subject.known.changes
    return changed(held.state.marks, marks(profile))
