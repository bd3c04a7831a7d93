"""What people decide: approve, reject, report. Audited, told by a webhook, with four eyes where the tenant asks."""

from __future__ import annotations

import hashlib
import os

import msgspec

from customer_risk import wiring
from customer_risk.access.keys import Caller
from customer_risk.delivery.envelopes import Event, timestamp
from customer_risk.identity.kyc import Kyc
from customer_risk.ledger import Note
from customer_risk.observability import UnitLog, customer_hash
from customer_risk.problems import NotFound
from customer_risk.records import encode
from customer_risk.storage.customer_items import CustomerState
from customer_risk.storage.dynamo import Operation
from customer_risk.storage.events import event_put
from lifecycle import answers
from lifecycle.problems import NotNow
from lifecycle.rendering import notified, uri
from lifecycle.table import Method, Stage, Status, checked, row
from lifecycle.view import ByHand, Known, Report, View, find, put


def decide(caller: Caller, customer: str, wanted: Status, reason: str, log: UnitLog) -> answers.ManualStatus:
    """Approve or reject a customer that was evaluated.

    With four eyes the first to say it only proposes it, and somebody else must say the same. An approval settles a
    report on file. Raises ``NotFound`` and :class:`NotNow`.
    """
    request_id = wiring.new_id()
    views: list[View] = []

    def note(state: CustomerState) -> Note:
        known = _known(caller, customer)
        if known.view.pending or known.view.kyc is Kyc.PENDING:
            raise NotNow("INVALID_QUERY", "The customer is still being evaluated.")
        said = ByHand(status=wanted, by=caller.actor, at=timestamp(wiring.clock()), reason=reason)
        before = known.view.proposal
        alone = caller.tenant.lifecycle.four_eyes and not (
            before and before.status is wanted and before.by != caller.actor
        )
        if alone:
            view = msgspec.structs.replace(known.view, proposal=said)
            action = "approval proposed" if wanted is Status.APPROVED else "rejection proposed"
        else:
            report = None if wanted is Status.APPROVED else known.view.report
            view = msgspec.structs.replace(known.view, status=wanted, by_hand=said, proposal=None, report=report)
            action = wanted.value
        views.append(view)
        events = [] if alone else [_event(caller, customer, request_id, "onboard", Method.DECISION, view, known, state)]
        return Note(
            actor=caller.actor,
            action=action,
            # The words stay in the view: the chain must outlive an erasure, and people write names.
            details={"request": request_id, "reason": hashlib.sha256(reason.encode()).hexdigest()},
            records=[put(caller.tenant.id, customer, view, known.revision), *events],
            events=len(events),
        )

    log.add(customer=customer_hash(caller.tenant.id, customer))
    wiring.ledger().write(caller.tenant.id, customer, note)
    view = views[-1]
    log.add(standing=view.status, proposed=bool(view.proposal))
    return answers.ManualStatus(
        request_id=request_id,
        status=view.status,
        external_id=view.external_id,
        customer_id=customer,
        uri=uri(customer),
        confirmed=view.proposal is None,
        proposed=view.proposal.status if view.proposal else None,
    )


def report(caller: Caller, customer: str, flag: str, words: str | None, log: UnitLog) -> answers.FraudReported:
    """Put a report on file: the customer is rejected until a human approves it. Raises ``NotFound``."""
    request_id = wiring.new_id()
    views: list[View] = []

    def note(state: CustomerState) -> Note:
        known = _known(caller, customer)
        filed = Report(flag=flag, note=words, by=caller.actor, at=timestamp(wiring.clock()), asked=known.view.asked)
        view = msgspec.structs.replace(known.view, report=filed, status=Status.REJECTED, proposal=None)
        views.append(view)
        return Note(
            actor=caller.actor,
            action="flagged",
            details={
                "request": request_id,
                "flag": hashlib.sha256(flag.encode()).hexdigest(),
                "note": hashlib.sha256(words.encode()).hexdigest() if words else None,
            },
            records=[
                put(caller.tenant.id, customer, view, known.revision),
                _event(caller, customer, request_id, "flag", Method.FLAG, view, known, state),
            ],
            events=1,
        )

    log.add(customer=customer_hash(caller.tenant.id, customer))
    wiring.ledger().write(caller.tenant.id, customer, note)
    view = views[-1]
    return answers.FraudReported(
        flagged=True,
        status=view.status,
        external_id=view.external_id,
        customer_id=customer,
        uri=uri(customer),
        request_id=request_id,
    )


def _known(caller: Caller, customer: str) -> Known:
    known = find(caller.tenant.id, customer)
    if known is None:
        raise NotFound("There is no such customer.")
    return known


def _event(
    caller: Caller,
    customer: str,
    request_id: str,
    name: str,
    method: Method,
    view: View,
    known: Known,
    state: CustomerState,
) -> Operation:
    said = checked(row(method, Stage.RESULT), view.standing)
    idle = answers.EvaluationProgress(type="idle", status="idle")
    profile = known.held.profile
    event = Event(
        id=wiring.new_id(),
        tenant=caller.tenant.id,
        type=name,
        customer_id=customer,
        sequence=state.events + 1,
        created=timestamp(wiring.clock()),
        body=encode(notified(name, idle, request_id, customer, view, said, view.tags)),
        unit=profile.business.unit if profile else None,
    )
    return event_put(event, os.environ["EVENTS_TABLE"])
