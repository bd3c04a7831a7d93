"""Decides accepted communications and commits their events with the decision."""

from __future__ import annotations

import hashlib
from typing import Any

from amlyze_intake import events, following, sending
from amlyze_intake.fields import UNSAID
from amlyze_intake.intake import DIALECT
from amlyze_intake.wanted import Work
from customer_risk import wiring
from customer_risk.batches import each
from customer_risk.cases import CaseStatus
from customer_risk.evaluation import AlreadyDone, Decision, Order, Rendered
from customer_risk.merging import carried_over
from customer_risk.observability import UnitLog, customer_hash
from customer_risk.profile import Profile
from customer_risk.records import Record
from customer_risk.storage.cases import Case
from customer_risk.storage.codec import pack, unpack
from customer_risk.storage.communications import ROOM, Communication
from customer_risk.storage.customer_items import Held
from customer_risk.storage.dynamo import Operation
from customer_risk.storage.identities import Mark

MOST_LOOKUPS = 20
"""Of the numbers, postcodes and so on that a customer can be searched by; it may have a thousand addresses."""


class Message(Record, rename="camel"):
    """What the queue carries: where the work lies, never the work itself.

    That is an accepted communication, or, from those who publish events, a customer that ``changed``.
    """

    tenant: str
    communication_number: str | None = None
    changed: str | None = None


def handler(event: dict[str, Any], _: Any) -> dict[str, Any]:
    """Deal with each message of a batch; see ``batches.each`` for those that fail."""
    return each(event, "amlyze intake accepted", Message, deal_with)


def deal_with(message: Message, log: UnitLog) -> None:
    """Decide a communication, or tell what became of a customer since."""
    log.add(tenant=message.tenant)
    if message.changed is not None:
        log.add(customer=customer_hash(message.tenant, message.changed))
        following.follow(message.tenant, message.changed, log)
    elif message.communication_number is not None:
        decide(message.tenant, message.communication_number, log)
    else:
        raise ValueError("neither a communication nor a customer")


def decide(tenant: str, number: str, log: UnitLog) -> None:
    """Decide one communication, once, however often its message comes."""
    found = wiring.communications().find(tenant, number)
    if found is None:
        # Its message is sent before it is committed, and comes after the function that would have committed has ended.
        log.add(outcome="never accepted")
        return
    log.add(customer=customer_hash(tenant, found.customer_id), assessment=found.id)
    if found.work is not None:
        _carry_out(tenant, number, found, unpack(found.work, Work), log)
        found = wiring.communications().find(tenant, number) or found
    else:
        log.add(outcome="decided before")
    wiring.communications().send_rest(tenant, number, found)
    if found.followed is not None and following.unsettled(found.followed):
        # Whatever happened while it was being decided was heard of too early.
        following.follow(tenant, found.customer_id, log)


def _carry_out(tenant: str, number: str, accepted: Communication, work: Work, log: UnitLog) -> None:
    held = wiring.customers().read(tenant, accepted.customer_id)
    profile = _whole(work.profile, held)
    order = Order(
        id=accepted.id,
        tenant=tenant,
        profile=profile,
        ticket=accepted.ticket,
        accepted=accepted.created,
        dialect=DIALECT,
        actor=work.actor,
        action="imported" if work.wanted.imported else "assessed",
        details={"communication": hashlib.sha256(number.encode()).hexdigest()},
    )

    marked = _marked(tenant, profile, held)

    def render(decision: Decision) -> Rendered:
        told = events.told_of(decision, work.wanted, _closed(decision))
        document = sending.document(told, accepted.customer_id)
        followed = pack(following.begun(decision, work.wanted, told))
        marks = [] if decision.late else marked
        sent = sending.envelopes(told, decision)
        records = wiring.communications().decide(tenant, number, document, followed, sent, taken=len(marks))
        return Rendered(document, [*records, *marks], events=len(told))

    try:
        decision = wiring.evaluations().carry_out(order, held.state, render)
    except AlreadyDone:
        log.add(outcome="decided before")
        return
    log.add(outcome="decided", level_decided=decision.assessment.scoring.level, late=decision.late)
    log.count("Decided")
    log.count("Hits", len(decision.assessment.subject.screening.hits))


def _whole(profile: Profile, held: Held) -> Profile:
    """The profile with what other dialects said and this one has no words for."""
    others = held.profile if set(held.state.dialects) - {DIALECT} else None
    return carried_over(profile, others, UNSAID) if others else profile


def _marked(tenant: str, profile: Profile, held: Held) -> list[Operation]:
    """Under which numbers and addresses the customer is found from now on, and no longer."""
    before = _marks(held.profile) if held.profile else ()
    after = _marks(profile)
    identities = wiring.identities()
    changes = identities.changes(tenant, profile.customer_id, before, after, identities.sharing(tenant, after))
    # A customer that changes everything it ever gave would not fit: it is then found by what it gave first.
    return changes[: ROOM - 1]


def _marks(profile: Profile) -> tuple[Mark, ...]:
    identities = wiring.identities()
    return tuple(dict.fromkeys((*identities.marks(profile), *identities.lookups(profile)[:MOST_LOOKUPS])))


def _closed(decision: Decision) -> Case | None:
    """The case of these reasons, where a reviewer has closed it."""
    if decision.case.case_id is None or decision.case.status is not CaseStatus.CLOSED:
        return None
    return wiring.cases().find(decision.order.tenant, decision.case.case_id)


wiring.prepare(wiring.communications, wiring.evaluations)
