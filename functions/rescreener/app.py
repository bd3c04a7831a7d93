"""The queue of changes of the lists: finds the customers they touch, page by page, and decides those anew."""

from __future__ import annotations

import os
from functools import partial
from typing import Any

import msgspec

from customer_risk import wiring
from customer_risk.aws import client
from customer_risk.batches import each
from customer_risk.evaluation import Decision, Rendered
from customer_risk.observability import UnitLog, customer_hash
from customer_risk.profile import Profile
from customer_risk.records import Record, decode, encode
from customer_risk.screening.rescreening import Delta, Roster
from customer_risk.screening.result import Hit
from customer_risk.storage.customer_items import Held
from rescreener.deciding import Unchanged, answered, as_it_is, compared, screened, told

PAGE = 100
"""Customers looked at for one message: some seconds of work."""
RESCREENED = "customer.rescreened"


class Message(Record):
    """What the queue carries: a delta by its key; then page by page, which tenant and after which customer.

    Or, from those who publish events, one customer that ``changed`` and the ``event`` that says so.
    """

    delta: str | None = None
    tenant: str | None = None
    after: str | None = None
    changed: str | None = None
    event: str | None = None


def handler(event: dict[str, Any], _: Any) -> dict[str, Any]:
    """Deal with each message of a batch; see ``batches.each`` for those that fail."""
    return each(event, "rescreener", Message, deal_with)


def deal_with(message: Message, log: UnitLog) -> None:
    """Begin with every tenant, do one page, or one customer. Safe to repeat: who was decided anew is unchanged."""
    if message.tenant and message.changed:
        log.add(tenant=message.tenant, customer=customer_hash(message.tenant, message.changed))
        log.add(changed=again(message.tenant, message.changed, event=message.event))
        return
    if message.delta is None:
        raise ValueError("neither lists nor a customer changed")
    if message.tenant is None:
        for tenant in wiring.control().tenants():
            _enqueue(msgspec.structs.replace(message, tenant=tenant.id))
        return
    delta = _delta(message.delta)
    page, after = wiring.customer_listing().page(message.tenant, limit=PAGE, after=message.after)
    if after is not None:
        _enqueue(msgspec.structs.replace(message, after=after))
    profiles: dict[str, Profile] = {}
    for listed in page:
        profile = wiring.customers().read(message.tenant, listed.customer_id).profile
        if profile is not None:
            profiles[listed.customer_id] = profile
    touched = frozenset(profiles) if delta.everybody else Roster(profiles.items()).touched(delta.entries + delta.former)
    changed = [one for one in sorted(touched) if again(message.tenant, one, index=delta.version)]
    log.add(tenant=message.tenant, customers=len(page), touched=len(touched), changed=len(changed))
    log.count("Rescreened", len(touched))
    log.count("RescreeningChanged", len(changed))


def again(tenant: str, customer: str, **cause: str | None) -> bool:
    """Screen one customer anew and, where its hits changed, decide it anew with an event; whether that was so.

    ``cause`` is what the audit chain says of why.
    """
    held = wiring.customers().read(tenant, customer)
    if held.snapshot is None or compared(held, screened(tenant, held)) is None:
        return False
    log = UnitLog("rescreener customer")
    log.add(tenant=tenant, customer=customer_hash(tenant, customer))
    try:
        change = partial(as_it_is, actor="rescreening", action="re-screened", details=dict(cause))
        decision = wiring.evaluations().amend(tenant, customer, change, _rendered)
    except Unchanged:
        return False
    log.add(level_decided=decision.assessment.scoring.level, case=decision.case.status)
    log.write()
    return True


def _rendered(decision: Decision, held: Held) -> Rendered:
    screening = decision.assessment.subject.screening
    answered(held, screening)
    changed = compared(held, screening)
    if changed is None:
        raise Unchanged
    hits = {
        "appeared": [_hit(hit) for hit in changed.appeared],
        "vanished": [_hit(hit) for hit in changed.vanished],
    }
    return Rendered(encode(changed), [told(decision, held, RESCREENED, hits)])


def _hit(hit: Hit) -> dict[str, object]:
    return {
        "party": hit.party,
        "type": hit.type,
        "source": hit.source,
        "entryId": hit.entry_id,
        "matchedName": hit.matched_name,
        "score": hit.score,
    }


def _delta(key: str) -> Delta:
    answer = client("s3").get_object(Bucket=os.environ["WATCHLISTS_BUCKET"], Key=key)
    return decode(answer["Body"].read(), Delta)


def _enqueue(message: Message) -> None:
    client("sqs").send_message(
        QueueUrl=os.environ["RESCREEN_QUEUE_URL"],
        MessageBody=encode(message).decode(),
        MessageGroupId=message.tenant or "lists",  # a fair queue: a large tenant does not hold up the others
    )


wiring.prepare(wiring.customers, wiring.evaluations)
