"""What people decide: approve, reject, report. Audited, told by a webhook, with four eyes where the tenant asks."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from typing import NamedTuple

from msgspec.structs import replace

from customer_risk import wiring
from customer_risk.access.keys import Caller
from customer_risk.cases import CaseDecision
from customer_risk.casework import AlreadyClosed, Closing
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
    report on file, and either decision closes the customer's open case. Raises ``NotFound`` and :class:`NotNow`.
    """
    request_id = wiring.new_id()
    views: list[View] = []

    def note(state: CustomerState) -> Note:
        known = _known(caller.tenant.id, customer)
        if known.view.pending or known.view.kyc is Kyc.PENDING:
            raise NotNow("INVALID_QUERY", "The customer is still being evaluated.")
        case = state.standing.open_case
        said = ByHand(status=wanted, by=caller.actor, at=timestamp(wiring.clock()), reason=reason, case=case)
        judged = _judged(known, said, four_eyes=caller.tenant.lifecycle.four_eyes)
        views.append(judged.view)
        if judged.alone:
            return _noted(caller.tenant.id, customer, judged, said, known, [], request_id)
        closing = _closing(caller.tenant.id, case, state, said) if case else None
        event = _event(caller.tenant.id, customer, request_id, "onboard", Method.DECISION, judged.view, known, state)
        records = [event, *(closing.records if closing else ())]
        written = _noted(caller.tenant.id, customer, judged, said, known, records, request_id)
        if closing is None:
            return written
        return written._replace(events=2, standing=closing.standing, adjudications=closing.adjudications)

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


def follow(tenant: str, customer: str, log: UnitLog) -> None:
    """Let a customer that a reviewer rejected with a case be rejected here as well. Repeating is harmless.

    The other conclusions say something of the case, and nothing of access. While the customer is onboarded anew the
    rejection is kept, so that the evaluation does not approve it.
    """

    def note(state: CustomerState) -> Note:
        known, said = _rejected(tenant, customer, state)
        if known.view.pending:
            judged = _Judged(replace(known.view, by_hand=said), "rejection noted", alone=True)
        else:
            settings = wiring.control().tenant(tenant)
            judged = _judged(known, said, four_eyes=settings is not None and settings.lifecycle.four_eyes)
        records = (
            []
            if judged.alone
            else [_event(tenant, customer, None, "onboard", Method.DECISION, judged.view, known, state)]
        )
        return _noted(tenant, customer, judged, said, known, records)

    try:
        wiring.ledger().write(tenant, customer, note)
    except NothingNew:
        log.add(outcome="nothing new")
    else:
        log.add(outcome="rejected with a case")


class NothingNew(Exception):
    """No reviewer has rejected the customer since somebody decided here."""


class _Judged(NamedTuple):
    """The view after somebody has decided, or, ``alone``, has only proposed it; and what the audit chain says."""

    view: View
    action: str
    alone: bool


def _judged(known: Known, said: ByHand, *, four_eyes: bool) -> _Judged:
    before = known.view.proposal
    if four_eyes and not (before and before.status is said.status and before.by != said.by):
        action = "approval proposed" if said.status is Status.APPROVED else "rejection proposed"
        return _Judged(replace(known.view, proposal=said), action, alone=True)
    report = None if said.status is Status.APPROVED else known.view.report
    view = replace(known.view, status=said.status, by_hand=said, proposal=None, report=report)
    return _Judged(view, said.status.value, alone=False)


def _noted(
    tenant: str,
    customer: str,
    judged: _Judged,
    said: ByHand,
    known: Known,
    records: Sequence[Operation],
    request_id: str | None = None,
) -> Note:
    return Note(
        actor=said.by,
        action=judged.action,
        # The words stay in the view: the chain must outlive an erasure, and people write names.
        details={
            "request": request_id,
            "case": said.case,
            "reason": hashlib.sha256(said.reason.encode()).hexdigest(),
        },
        records=[put(tenant, customer, judged.view, known.revision), *records],
        events=len(records),
    )


def _closing(tenant: str, case: str, state: CustomerState, said: ByHand) -> Closing | None:
    """The case is closed with the decision; behind the event of the decision."""
    accepted = said.status is Status.APPROVED
    # Where somebody has closed it this moment, the state is not what it was and all is done again.
    with suppress(AlreadyClosed):
        return wiring.casework().closing(
            tenant,
            case,
            state,
            sequence=state.events + 2,
            decision=CaseDecision.RISK_ACCEPTED if accepted else CaseDecision.CUSTOMER_REJECTED,
            reason=said.reason,
            actor=said.by,
        )
    return None


def _rejected(tenant: str, customer: str, state: CustomerState) -> tuple[Known, ByHand]:
    """The customer, and its rejection with the case that was closed last; raises :class:`NothingNew`."""
    reviewed = state.standing.reviewed_cases
    case = wiring.cases().find(tenant, reviewed[-1]) if reviewed else None
    known = find(tenant, customer)
    if case is None or case.closed_at is None or case.decision is not CaseDecision.CUSTOMER_REJECTED:
        raise NothingNew
    if known is None or known.revision is None:  # a customer that was never onboarded has nothing to be told of
        raise NothingNew
    view = known.view
    said = ByHand(
        status=Status.REJECTED,
        by=case.closed_by or "",
        at=timestamp(datetime.fromisoformat(case.closed_at)),
        reason=case.closing_reason or "",
        case=case.id,
    )
    decided = [one for one in (view.by_hand, view.proposal) if one]
    if any(one.case == case.id or one.at >= said.at for one in decided) or view.attempts[-1:] > (said.at,):
        raise NothingNew
    return known, said


def report(caller: Caller, customer: str, flag: str, words: str | None, log: UnitLog) -> answers.FraudReported:
    """Put a report on file: the customer is rejected until a human approves it. Raises ``NotFound``."""
    request_id = wiring.new_id()
    views: list[View] = []

    def note(state: CustomerState) -> Note:
        known = _known(caller.tenant.id, customer)
        filed = Report(flag=flag, note=words, by=caller.actor, at=timestamp(wiring.clock()), asked=known.view.asked)
        view = replace(known.view, report=filed, status=Status.REJECTED, proposal=None)
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
                _event(caller.tenant.id, customer, request_id, "flag", Method.FLAG, view, known, state),
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


def _known(tenant: str, customer: str) -> Known:
    known = find(tenant, customer)
    if known is None:
        raise NotFound("There is no such customer.")
    return known


def _event(
    tenant: str,
    customer: str,
    request_id: str | None,
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
        tenant=tenant,
        type=name,
        customer_id=customer,
        sequence=state.events + 1,
        created=timestamp(wiring.clock()),
        body=encode(notified(name, idle, request_id, customer, view, said, view.tags)),
        unit=profile.business.unit if profile else None,
    )
    return event_put(event, os.environ["EVENTS_TABLE"])
