"""The queue of changes of the lists: finds the customers they touch, page by page, and decides those anew."""

from __future__ import annotations

import os
from functools import partial
from typing import Any

import msgspec

from customer_risk import wiring
from customer_risk.adjudication import Verdicts
from customer_risk.aws import client
from customer_risk.batches import each
from customer_risk.delivery.envelopes import Event, timestamp
from customer_risk.evaluation import Amendment, Decision, Rendered
from customer_risk.observability import UnitLog, customer_hash
from customer_risk.profile import Profile
from customer_risk.records import Record, decode, encode
from customer_risk.screening.rescreening import Changed, Delta, Roster, compare
from customer_risk.screening.result import Hit, Screening
from customer_risk.storage.customer_items import Held
from customer_risk.storage.events import event_put

PAGE = 100
"""Customers looked at for one message: some seconds of work."""
RESCREENED = "customer.rescreened"


class Message(Record):
    """What the queue carries: a delta by its key; then page by page, which tenant and after which customer."""

    delta: str
    tenant: str | None = None
    after: str | None = None


class NotScreened(Exception):
    """The lists cannot be asked right now: that must never read as "no hit any more"."""


class Unchanged(Exception):
    """Somebody decided the customer anew meanwhile, or deleted it."""


def handler(event: dict[str, Any], _: Any) -> dict[str, Any]:
    """Deal with each message of a batch; see ``batches.each`` for those that fail."""
    return each(event, "rescreener", Message, deal_with)


def deal_with(message: Message, log: UnitLog) -> None:
    """Begin with every tenant, or do one page. Safe to repeat: whoever was decided anew is found unchanged."""
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
    changed = [one for one in sorted(touched) if again(message.tenant, one, delta.version)]
    log.add(tenant=message.tenant, customers=len(page), touched=len(touched), changed=len(changed))
    log.count("Rescreened", len(touched))
    log.count("RescreeningChanged", len(changed))


def again(tenant: str, customer: str, version: str) -> bool:
    """Screen one customer anew and, where its hits changed, decide it anew with an event; whether that was so."""
    held = wiring.customers().read(tenant, customer)
    if held.snapshot is None or _compared(held, _screened(tenant, held)) is None:
        return False
    log = UnitLog("rescreener customer")
    log.add(tenant=tenant, customer=customer_hash(tenant, customer))
    try:
        change = partial(_amendment, version=version)
        decision = wiring.evaluations().amend(tenant, customer, change, _rendered)
    except Unchanged:
        return False
    log.add(level_decided=decision.assessment.scoring.level, case=decision.case.status)
    log.write()
    return True


def _screened(tenant: str, held: Held) -> Screening:
    profile = held.profile
    if profile is None:
        raise Unchanged
    today = wiring.clock().date()
    verdicts = Verdicts(held.state.adjudications)
    found = wiring.Screener().screen(profile, today=today, tenant=tenant, adjudications=verdicts)
    _answered(held, found)
    return found


def _answered(held: Held, found: Screening) -> None:
    """Raise :class:`NotScreened` where somebody who knew a hit was not asked: its silence is not "no hit"."""
    before = held.snapshot.assessment.subject.screening.hits if held.snapshot else ()
    known = {hit.source for hit in before if hit.source.startswith("provider.")}
    if found.index_version is None or known - {used.source for used in found.lists}:
        raise NotScreened


def _compared(held: Held, found: Screening) -> Changed | None:
    if held.snapshot is None:
        raise Unchanged
    subject = held.snapshot.assessment.subject
    return compare(subject.profile.customer_id, subject.screening.hits, found.hits)


def _amendment(held: Held, *, version: str) -> Amendment:
    if held.profile is None or held.state.dialect is None:
        raise Unchanged
    return Amendment(
        id=wiring.new_id(),
        profile=held.profile,
        dialect=held.state.dialect,
        actor="rescreening",
        action="re-screened",
        details={"index": version},
        erase_after=held.state.erase_after,
    )


def _rendered(decision: Decision, held: Held) -> Rendered:
    screening, scoring = decision.assessment.subject.screening, decision.assessment.scoring
    _answered(held, screening)
    changed = _compared(held, screening)
    if changed is None:
        raise Unchanged
    order, made = decision.order, timestamp(decision.made)
    body = {
        "customerId": order.profile.customer_id,
        "level": scoring.level,
        "points": scoring.points,
        "caseId": decision.case.case_id,
        "caseStatus": decision.case.status,
        "appeared": [_hit(hit) for hit in changed.appeared],
        "vanished": [_hit(hit) for hit in changed.vanished],
    }
    event = Event(
        id=order.id,
        tenant=order.tenant,
        type=RESCREENED,
        customer_id=order.profile.customer_id,
        sequence=decision.sequence,
        created=made,
        body=msgspec.json.encode({"type": RESCREENED, "timestamp": made, "data": body}),
    )
    return Rendered(encode(changed), [event_put(event, os.environ["EVENTS_TABLE"])])


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
