"""The asynchronous half of a 202: decides accepted checks and commits the callback with the decision."""

from __future__ import annotations

import os
from typing import Any

from customer_checks.intake import DIALECT, Work, whole
from customer_checks.rendering import answer_document, callback_document
from customer_risk import wiring
from customer_risk.batches import each
from customer_risk.delivery.envelopes import Event, timestamp
from customer_risk.evaluation import AlreadyDone, Decision, Order, Rendered
from customer_risk.observability import UnitLog, customer_hash
from customer_risk.records import Record
from customer_risk.storage.checks import CheckStatus
from customer_risk.storage.codec import unpack
from customer_risk.storage.events import event_put


class Message(Record, rename="camel"):
    """What the queue carries: where the work lies, never the work itself."""

    tenant: str
    check_id: str


def handler(event: dict[str, Any], _: Any) -> dict[str, Any]:
    """Decide each check of a batch; see ``batches.each`` for those that fail."""
    return each(event, "customer check accepted", Message, decide)


def decide(message: Message, log: UnitLog) -> None:
    """Decide one accepted check, once, however often its message comes."""
    tenant = message.tenant
    check = wiring.checks().find(tenant, message.check_id)
    if check is None:
        raise LookupError("no such check")
    log.add(tenant=tenant, customer=customer_hash(tenant, check.customer_id), check=check.id)
    if check.status is CheckStatus.DECIDED or check.work is None:
        log.add(outcome="decided before")
        return
    work = unpack(check.work, Work)
    settings = wiring.control().tenant(tenant)
    if settings is None:
        raise LookupError("no such tenant")
    state = wiring.customers().state(tenant, check.customer_id)
    order = Order(
        id=check.id,
        tenant=tenant,
        profile=whole(tenant, work.profile, state),
        ticket=check.ticket,
        accepted=check.created,
        dialect=DIALECT,
        actor=work.actor,
    )

    def render(decision: Decision) -> Rendered:
        document = answer_document(decision, settings, work.warnings)
        callback = Event(
            id=wiring.new_id(),
            tenant=tenant,
            type="customer-check.completed",
            customer_id=check.customer_id,
            sequence=decision.sequence,
            created=timestamp(decision.made),
            body=callback_document(document),
            target=work.callback_url,
            secret_header=settings.callback_secret_header,
        )
        records = [wiring.checks().decide(tenant, check.id), event_put(callback, os.environ["EVENTS_TABLE"])]
        return Rendered(document, records)

    try:
        decision = wiring.evaluations().carry_out(order, state, render)
    except AlreadyDone:
        log.add(outcome="decided before")
        return
    log.add(outcome="decided", level_decided=decision.assessment.scoring.level, late=decision.late)
    log.count("Decided")
    log.count("Hits", len(decision.assessment.subject.screening.hits))


wiring.prepare(wiring.checks, wiring.control, wiring.evaluations)
