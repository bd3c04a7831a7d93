"""The webhook stage: carries out evaluations, each once, and commits the webhook that ends it with its result."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import msgspec

from customer_risk import wiring
from customer_risk.access.keys import Tenant
from customer_risk.batches import each
from customer_risk.delivery.envelopes import Event, timestamp
from customer_risk.evaluation import AlreadyDone, Decision, Order, Rendered
from customer_risk.ledger import Note
from customer_risk.merging import carried_over
from customer_risk.observability import UnitLog, customer_hash
from customer_risk.profile import Profile
from customer_risk.records import encode
from customer_risk.scoring.model import shipped_model
from customer_risk.storage.codec import unpack
from customer_risk.storage.customer_items import CustomerState, Held
from customer_risk.storage.dynamo import Contention, Operation
from customer_risk.storage.evaluations import Evaluation, EvaluationStatus
from customer_risk.storage.events import event_put
from lifecycle import answers, decisions, history, others, queue, stores
from lifecycle.intake import Work
from lifecycle.outcome import Result, result
from lifecycle.queue import Message
from lifecycle.rendering import notified, uri
from lifecycle.table import Method
from lifecycle.view import DIALECT, known, put

_MORE_TRIES = 4


class CustomerGone(Exception):
    """The customer was deleted while its evaluation was under way."""


def handler(event: dict[str, Any], _: Any) -> dict[str, Any]:
    """Deal with each message of a batch; see ``batches.each`` for those that fail."""
    return each(event, "evaluation", Message, deal_with)


def deal_with(message: Message, log: UnitLog) -> None:
    """Carry out an evaluation, or look at a customer to whom something happened."""
    log.add(tenant=message.tenant)
    if message.changed is not None:
        log.add(customer=customer_hash(message.tenant, message.changed))
        decisions.follow(message.tenant, message.changed, log)
    elif message.request_id is not None:
        evaluate(message, message.request_id, log)
    else:
        raise ValueError("neither an evaluation nor a customer")


def evaluate(message: Message, request_id: str, log: UnitLog) -> None:
    """Carry out one evaluation, once, however often its message comes."""
    tenant = message.tenant
    evaluation = stores.evaluations().find(tenant, request_id)
    log.add(evaluation=request_id)
    if evaluation is None:
        _look_later(message, log)
        return
    log.add(customer=customer_hash(tenant, evaluation.customer_id))
    if evaluation.status is EvaluationStatus.COMPLETED or evaluation.work is None:
        log.add(outcome="completed before")
        return
    settings = wiring.control().tenant(tenant)
    if settings is None:
        raise LookupError("no such tenant")
    work = unpack(evaluation.work, Work)
    try:
        try:
            _carry_out(settings, evaluation, work, log)
        except CustomerGone:
            _give_up(tenant, evaluation, work)
            log.add(outcome="customer deleted")
    except AlreadyDone:
        log.add(outcome="completed before")


def _carry_out(tenant: Tenant, evaluation: Evaluation, work: Work, log: UnitLog) -> None:
    customer = evaluation.customer_id
    held = wiring.customers().read(tenant.id, customer)
    profile = _profile(work, held)
    shared = others.shared(tenant.id, profile)
    order = Order(
        id=evaluation.id,
        tenant=tenant.id,
        profile=profile,
        ticket=evaluation.ticket,
        accepted=evaluation.created,
        dialect=DIALECT,
        actor=work.actor,
        action="onboarding evaluated" if work.method is Method.ONBOARDING else "fraud checked",
    )
    results: list[Result] = []

    def render(decision: Decision) -> Rendered:
        current = known(wiring.customers().read(tenant.id, customer))
        if current is None or current.held.state.deleted >= evaluation.ticket:
            raise CustomerGone
        found = result(
            evaluation.id,
            evaluation.ticket,
            work,
            current.view,
            decision.assessment,
            shared,
            shipped_model().fraud,
            tenant.lifecycle,
        )
        results.append(found)
        document = encode(_webhook(evaluation, work, found))
        event = _event(
            tenant.id, evaluation, work, decision.sequence, timestamp(decision.made), document, profile.business.unit
        )
        rows = history.rows(tenant.id, evaluation, work, found, decision.made)
        records = [stores.evaluations().complete(tenant.id, evaluation.id), event, *rows]
        return Rendered(document, records, guarded=[put(tenant.id, customer, found.view, current.revision)])

    decision = _patiently(lambda: wiring.evaluations().carry_out(order, held.state, render))
    said = results[-1].said
    log.add(outcome="completed", kyc=said.kyc, standing=said.status, late=results[-1].superseded)
    log.count("Evaluated")
    log.count("Hits", len(decision.assessment.subject.screening.hits))


def _patiently(carry_out: Callable[[], Decision]) -> Decision:
    """Try again when the customer is written all the time: the queue would bring it back only minutes later."""
    for _ in range(_MORE_TRIES):
        with suppress(Contention):
            return carry_out()
    return carry_out()


def _profile(work: Work, held: Held) -> Profile:
    """Who is evaluated: the customer as onboarded with what others know of it, or, in a manual run, as known."""
    if known(held) is None:
        raise CustomerGone
    before = held.profile
    if work.profile is None:
        if before is None:
            raise CustomerGone
        return before
    return carried_over(work.profile, before, work.unsaid) if before else work.profile


def _name(work: Work) -> str:
    """The event's name."""
    return "onboard" if work.method is Method.ONBOARDING else "evaluation"


def _state(work: Work, status: str) -> answers.EvaluationProgress:
    """How far it is, by its type: ``fraud`` if that was asked for, else ``kyc`` (ruling W11)."""
    return answers.EvaluationProgress(type="fraud" if work.fraud else "kyc", status=status)


def _webhook(evaluation: Evaluation, work: Work, found: Result) -> answers.EvaluationWebhook:
    return notified(
        _name(work),
        _state(work, "completed"),
        evaluation.id,
        evaluation.customer_id,
        found.view,
        found.said,
        found.tags,
        superseded=found.superseded,
    )


def _event(
    tenant: str,
    evaluation: Evaluation,
    work: Work,
    sequence: int,
    created: str,
    document: bytes,
    unit: str | None = None,
) -> Operation:
    event = Event(
        id=wiring.new_id(),
        tenant=tenant,
        type=_name(work),
        customer_id=evaluation.customer_id,
        sequence=sequence,
        created=created,
        body=document,
        unit=unit,
    )
    return event_put(event, os.environ["EVENTS_TABLE"])


def _look_later(message: Message, log: UnitLog) -> None:
    """An evaluation that is not there is being committed this moment, or never was."""
    if message.looks < len(queue.WAITS):
        again = msgspec.structs.replace(message, looks=message.looks + 1)
        queue.send(again, seconds=queue.WAITS[message.looks])
        log.add(outcome="not there yet")
    else:
        log.add(outcome="never begun")
        log.count("NeverBegun")


def _give_up(tenant: str, evaluation: Evaluation, work: Work) -> None:
    """End the evaluation of a customer that was deleted meanwhile: it must not come back by it."""
    failed = answers.FailedEvaluation(
        request_id=evaluation.id,
        event=_name(work),
        evaluation=_state(work, "failed"),
        customer_id=evaluation.customer_id,
        uri=uri(evaluation.customer_id),
    )

    def note(state: CustomerState) -> Note:
        stored = stores.evaluations().find(tenant, evaluation.id)
        if stored is None or stored.status is EvaluationStatus.COMPLETED:
            raise AlreadyDone
        at = timestamp(wiring.clock())
        return Note(
            actor=work.actor,
            action="evaluation given up",
            details={"evaluation": evaluation.id},
            records=[
                stores.evaluations().complete(tenant, evaluation.id),
                _event(tenant, evaluation, work, state.events + 1, at, encode(failed)),
            ],
            events=1,
        )

    wiring.ledger().write(tenant, evaluation.customer_id, note)


wiring.prepare(wiring.control, wiring.evaluations, wiring.identities)
