"""From a request to a decision, or to an accepted check that will be decided later."""

from __future__ import annotations

import hashlib
import os
import uuid
from datetime import UTC, datetime
from typing import NamedTuple

import msgspec

from customer_checks.mapping import UNSAID, to_profile
from customer_checks.rendering import answer_document
from customer_checks.wire.reading import read_request
from customer_checks.wire.request import GatewayCustomerChecks
from customer_risk import wiring
from customer_risk.access.keys import Caller
from customer_risk.aws import client
from customer_risk.delivery.address_guard import AddressError, check_url, loopback_allowed
from customer_risk.delivery.envelopes import timestamp
from customer_risk.evaluation import AlreadyDone, Decision, Order, Rendered
from customer_risk.merging import carried_over
from customer_risk.observability import UnitLog, customer_hash
from customer_risk.problems import BadRequest, Conflict, NotFound, TooEarly, TooLarge
from customer_risk.profile import Profile
from customer_risk.records import Record
from customer_risk.screening.parties import parties
from customer_risk.storage.checks import Check, CheckStatus
from customer_risk.storage.codec import pack
from customer_risk.storage.customer_items import CustomerState
from customer_risk.storage.customers import TurnTaken
from customer_risk.web.requests import Request
from customer_risk.web.tolerant import Dropped

DIALECT = "customer_checks"
LARGEST_PROFILE = 200 * 1024
"""Bytes, compressed: with its matches and the lines of its scoring it must fit one DynamoDB item (400 KB)."""
MOST_NAMES = 1500
"""What can be screened before the function's time is up, with every name on a list. A party has one or two."""
LONGEST_KEY = 255
_CHECK_IDS = uuid.UUID("4f6d0c1e-6b0c-5f0e-9b57-0d5f2c6f1c11")


class Work(Record):
    """What the worker needs to decide an accepted check."""

    profile: Profile
    warnings: tuple[tuple[str, str], ...]
    callback_url: str
    actor: str


class Asked(Record):
    """A request that has been read: who asks what of whom."""

    caller: Caller
    check_id: str
    fingerprint: bytes
    repeatable: bool
    profile: Profile
    callback_url: str | None
    warnings: tuple[tuple[str, str], ...]
    later: bool


def understand(request: Request, caller: Caller) -> Asked:
    """Read a request without writing anything. Raises a ``Problem`` for one that cannot be read."""
    body = request.json_body()
    wire, dropped = read_request(body)
    callback_url, dropped = _callback(wire, dropped)
    profile = to_profile(wire, _customer_id(wire) or wiring.new_id())
    asked = parties(profile)
    names = sum(len(party.names) for party in asked)
    # What is short as it came is shorter when packed.
    if names > MOST_NAMES or (len(body) > LARGEST_PROFILE and len(pack(profile)) > LARGEST_PROFILE):
        raise TooLarge(f"One check can hold {MOST_NAMES} names to screen, and 200 KiB of compressed data.")
    key = request.header("idempotency-key")
    if key is not None and not (0 < len(key) <= LONGEST_KEY and key.isascii() and key.isprintable()):
        raise BadRequest(f"An Idempotency-Key is 1 to {LONGEST_KEY} printable ASCII characters long.")
    asynchronous = request.prefers("respond-async") or len(asked) > int(os.environ["SYNCHRONOUS_BUDGET"])
    return Asked(
        caller=caller,
        check_id=str(uuid.uuid5(_CHECK_IDS, f"{caller.tenant.id}\0{key}")) if key else wiring.new_id(),
        fingerprint=hashlib.sha256(body).digest()[:12],
        repeatable=key is not None,
        profile=profile,
        callback_url=callback_url,
        warnings=tuple((one.path, one.issue) for one in dropped),
        later=callback_url is not None and asynchronous,
    )


class Taken(NamedTuple):
    """A stored check, and its answer (JSON) once it is decided."""

    check: Check
    document: bytes | None = None


def take(asked: Asked, log: UnitLog) -> Taken:
    """Decide the check now or accept it for later.

    Raises :class:`TooEarly` when the customer came within the last second, and :class:`Conflict` when the
    idempotency key was used for another request.
    """
    tenant, customer = asked.caller.tenant.id, asked.profile.customer_id
    log.add(tenant=tenant, customer=customer_hash(tenant, customer), check=asked.check_id)
    if asked.repeatable and (before := wiring.checks().find(tenant, asked.check_id)):
        return _repeated(asked, before)
    state = _turn(asked, log)
    if asked.later:
        log.count("Accepted")
        return _accept(asked, state)
    try:
        with log.part("Decide"):
            return _decide(asked, state, log)
    except AlreadyDone:
        return _again(asked)


def whole(tenant: str, profile: Profile, state: CustomerState) -> Profile:
    """The profile with what only other dialects can say of the customer; costs a read where one of them has."""
    if set(state.dialects) <= {DIALECT}:
        return profile
    before = wiring.customers().read(tenant, profile.customer_id).profile
    return carried_over(profile, before, UNSAID) if before else profile


def _decide(asked: Asked, state: CustomerState, log: UnitLog) -> Taken:
    order = Order(
        id=asked.check_id,
        tenant=asked.caller.tenant.id,
        profile=whole(asked.caller.tenant.id, asked.profile, state),
        ticket=state.ticket,
        accepted=_accepted(state),
        dialect=DIALECT,
        actor=asked.caller.actor,
    )
    check = _check(asked, state, CheckStatus.DECIDED)
    documents: list[bytes] = []

    def render(decision: Decision) -> Rendered:
        documents.append(answer_document(decision, asked.caller.tenant, asked.warnings))
        return Rendered(documents[-1], [wiring.checks().put(order.tenant, check)])

    try:
        decision = wiring.evaluations().carry_out(order, state, render)
    except AlreadyDone:
        raise
    except Exception:
        # The write may have happened although its answer never came: then the check is decided, and saying it is
        # not would make the caller send it again.
        if (stored := wiring.checks().find(order.tenant, order.id)) is None:
            raise
        return with_answer(order.tenant, stored)
    log.add(level_decided=decision.assessment.scoring.level, case=decision.case.status)
    log.count("Decided")
    log.count("Hits", len(decision.assessment.subject.screening.hits))
    return Taken(check, documents[-1])


def with_answer(tenant: str, check: Check) -> Taken:
    """A stored check with its answer, if it has one; raises :class:`NotFound` when its customer was deleted since."""
    if check.status is CheckStatus.PENDING:
        return Taken(check)
    kept = wiring.customers().kept(tenant, check.customer_id, check.ticket)
    if kept is None:
        raise NotFound("There is no such check.")
    return Taken(check, kept.document)


def _accept(asked: Asked, state: CustomerState) -> Taken:
    work = Work(
        profile=asked.profile,
        warnings=asked.warnings,
        callback_url=asked.callback_url or "",
        actor=asked.caller.actor,
    )
    check = _check(asked, state, CheckStatus.PENDING, pack(work))
    if not wiring.checks().accept(asked.caller.tenant.id, check):
        return _again(asked)
    _enqueue(asked.caller.tenant.id, check.id)
    return Taken(check)


def _check(asked: Asked, state: CustomerState, status: CheckStatus, work: bytes | None = None) -> Check:
    return Check(
        id=asked.check_id,
        customer_id=asked.profile.customer_id,
        ticket=state.ticket,
        status=status,
        created=_accepted(state),
        fingerprint=asked.fingerprint,
        work=work,
    )


def _turn(asked: Asked, log: UnitLog) -> CustomerState:
    now_ms = int(wiring.clock().timestamp() * 1000)
    try:
        return wiring.customers().take_turn(
            asked.caller.tenant.id, asked.profile.customer_id, now_ms=now_ms, nonce=wiring.new_id()
        )
    except TurnTaken:
        log.count("TooEarly")
        raise TooEarly from None


def _accepted(state: CustomerState) -> str:
    return timestamp(datetime.fromtimestamp(state.turn_at / 1000, UTC))


def _again(asked: Asked) -> Taken:
    stored = wiring.checks().find(asked.caller.tenant.id, asked.check_id)
    if stored is None:
        raise Conflict("This check was carried out at the same moment. Send it again.")
    return _repeated(asked, stored)


def _repeated(asked: Asked, stored: Check) -> Taken:
    if stored.fingerprint != asked.fingerprint:
        raise Conflict("This Idempotency-Key was used for another request.")
    if stored.status is CheckStatus.PENDING:
        # Whether the first request reached the queue is not known; the worker decides a check only once.
        _enqueue(asked.caller.tenant.id, stored.id)
    try:
        return with_answer(asked.caller.tenant.id, stored)
    except NotFound:
        raise Conflict("This Idempotency-Key was used for a customer that has been deleted since.") from None


def _enqueue(tenant: str, check_id: str) -> None:
    client("sqs").send_message(
        QueueUrl=os.environ["CUSTOMER_CHECKS_QUEUE_URL"],
        MessageBody=msgspec.json.encode({"tenant": tenant, "checkId": check_id}).decode(),
        MessageGroupId=tenant,  # a fair queue: a tenant that floods it waits behind the others
    )


def _callback(wire: GatewayCustomerChecks, dropped: tuple[Dropped, ...]) -> tuple[str | None, tuple[Dropped, ...]]:
    if wire.callback_url is None:
        return None, dropped
    try:
        check_url(wire.callback_url, loopback=loopback_allowed(os.environ))
    except AddressError as error:
        return None, (*dropped, Dropped("callbackUrl", str(error)))
    return wire.callback_url, dropped


def _customer_id(wire: GatewayCustomerChecks) -> str | None:
    party = wire.master_data.account_holding_party_data if wire.master_data else None
    return party.customer_id if party else None
