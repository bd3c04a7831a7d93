"""The request stage: an evaluation is begun, committed and answered at once."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from typing import NamedTuple

import msgspec

from customer_risk import wiring
from customer_risk.access.keys import Caller, Tenant
from customer_risk.adjudication import Verdicts
from customer_risk.aws import client
from customer_risk.delivery.envelopes import timestamp
from customer_risk.evaluation import PATIENCE
from customer_risk.identity.check import check_identity
from customer_risk.identity.kyc import Kyc
from customer_risk.observability import UnitLog, customer_hash
from customer_risk.problems import NotFound
from customer_risk.profile import Profile
from customer_risk.records import Record, encode
from customer_risk.storage.codec import pack
from customer_risk.storage.customer_items import CustomerState, Held
from customer_risk.storage.dynamo import ConditionFailed, Operation, insist, transact
from customer_risk.storage.evaluations import Evaluation, EvaluationStatus
from customer_risk.web.requests import Request
from lifecycle import express, others, queue, stores
from lifecycle.mapping import to_profile, unsaid
from lifecycle.problems import NotNow, invalid
from lifecycle.reading import named, onboarding
from lifecycle.rendering import initiated
from lifecycle.table import Express, Method, Status, Validation
from lifecycle.view import View, known, put, revision_of

LONGEST_KEY = 255
ATTEMPTS = 5
"""Onboardings of one customer whose times are remembered."""
_REQUESTS = uuid.UUID("0d8f4c2a-5b57-5a0e-8b8e-6a3c8f6f0a52")


class Work(Record):
    """What the worker needs. ``profile`` is the customer as onboarded; a manual run takes the one that is known.

    ``kyc`` and ``status`` are what a manual run has to repeat.
    """

    method: Method
    actor: str
    fraud: bool
    express: Express = Express.NONE
    profile: Profile | None = None
    unsaid: tuple[str, ...] = ()
    kyc: Kyc = Kyc.PENDING
    status: Status = Status.PENDING


class AlreadyBegun(Exception):
    """A request under the same idempotency key was committed first."""


class _Begun(NamedTuple):
    """What one attempt would commit: the view, the answer, the work and further records."""

    view: View
    answer: bytes
    work: Work
    records: list[Operation]


def onboard(request: Request, caller: Caller, log: UnitLog) -> bytes:
    """Begin an onboarding and give its answer."""
    body = request.json_body()
    said = onboarding(body)
    request_id, before = _repeated(request, caller, body)
    if before is not None:
        return before
    tenant, customer = caller.tenant, said.external_id or wiring.new_id()
    log.add(customer=customer_hash(tenant.id, customer), evaluation=request_id)
    profile = to_profile(said, customer)
    options = said.options
    with_express = bool(options and options.use_express_kyc)
    fraud = bool((options and options.include_fraud_check) or said.include_fraud_check)
    now = wiring.clock()
    state = wiring.customers().next_ticket(tenant.id, customer, now_ms=int(now.timestamp() * 1000))
    quick = _quick(tenant, profile, state, log) if with_express else express.Outcome(Express.NONE, Kyc.PENDING)
    marks = others.marks_of(profile)

    def begin(held: Held) -> _Begun:
        current = known(held)
        view = current.view if current else View()
        status = Status.REVIEW if tenant.lifecycle.review_at_once else Status.PENDING
        answered = Validation(kyc=quick.kyc, express=quick.express, score=0, status=status)
        records: list[Operation] = []
        if state.ticket > view.asked:
            records = others.moved(tenant.id, customer, view.marks, marks)
            view = msgspec.structs.replace(
                view,
                external_id=said.external_id,
                asked=state.ticket,
                pending=request_id,
                kyc=Kyc.PENDING,
                status=Status.PENDING,
                fraud_asked=fraud,
                proposal=None,
                attempts=(*view.attempts, timestamp(now))[-ATTEMPTS:],
                marks=tuple((mark.kind, mark.hash) for mark in marks),
            )
        accepted = initiated(
            request_id,
            customer,
            view,
            answered,
            method=Method.ONBOARDING,
            express=with_express,
            fraud=fraud,
            tenant=tenant,
        )
        work = Work(
            method=Method.ONBOARDING,
            actor=caller.actor,
            fraud=fraud,
            express=quick.express,
            profile=profile,
            unsaid=unsaid(profile),
        )
        return _Begun(view, encode(accepted), work, records)

    log.count("Onboardings")
    return _commit(caller, request_id, body, customer, state.ticket, now, begin)


def check_fraud(request: Request, caller: Caller, log: UnitLog) -> bytes:
    """Begin a manual fraud check of a customer that was evaluated before, and give its answer."""
    body = request.json_body()
    customer = named(body)
    request_id, before = _repeated(request, caller, body)
    if before is not None:
        return before
    tenant = caller.tenant
    log.add(customer=customer_hash(tenant.id, customer), evaluation=request_id)
    _evaluated(wiring.customers().read(tenant.id, customer))
    now = wiring.clock()
    state = wiring.customers().next_ticket(tenant.id, customer, now_ms=int(now.timestamp() * 1000))

    def begin(held: Held) -> _Begun:
        view = msgspec.structs.replace(_evaluated(held), checking=request_id)
        accepted = initiated(
            request_id,
            customer,
            view,
            view.standing,
            method=Method.MANUAL,
            express=False,
            fraud=True,
            tenant=tenant,
        )
        work = Work(method=Method.MANUAL, actor=caller.actor, fraud=True, kyc=view.kyc, status=view.status)
        return _Begun(view, encode(accepted), work, [])

    log.count("FraudChecks")
    return _commit(caller, request_id, body, customer, state.ticket, now, begin)


def _evaluated(held: Held) -> View:
    current = known(held)
    if current is None:
        raise NotFound("There is no such customer.")
    if current.view.pending or current.view.kyc is Kyc.PENDING:
        raise NotNow("INVALID_QUERY", "The customer is still being evaluated.")
    return current.view


def _quick(tenant: Tenant, profile: Profile, state: CustomerState, log: UnitLog) -> express.Outcome:
    """ExpressKYC, and what it allows to say of KYC."""
    today = wiring.clock().date()
    with log.part("Express"):
        outcome = express.within(
            tenant.lifecycle.express_milliseconds,
            lambda: check_identity(profile, today, others.shared(tenant.id, profile)),
            lambda: wiring.Screener().screen(
                profile, today=today, tenant=tenant.id, adjudications=Verdicts(state.adjudications)
            ),
        )
    if outcome.error:
        log.failed(outcome.error)
    if outcome.express is Express.MISSING:
        log.count("ExpressMissed")
    return outcome


def _repeated(request: Request, caller: Caller, body: bytes) -> tuple[str, bytes | None]:
    """The id of this request, and its answer where it was begun before under the same ``Idempotency-Key``."""
    key = request.header("idempotency-key")
    if key is None:
        return wiring.new_id(), None
    if not (0 < len(key) <= LONGEST_KEY and key.isascii() and key.isprintable()):
        raise invalid("Idempotency-Key")
    request_id = str(uuid.uuid5(_REQUESTS, f"{caller.tenant.id}\0{request.path}\0{key}"))
    before = stores.evaluations().find(caller.tenant.id, request_id)
    return request_id, _same(before, body) if before else None


def _same(before: Evaluation, body: bytes) -> bytes:
    if before.fingerprint != _fingerprint(body):
        raise NotNow("INVALID_QUERY", "This Idempotency-Key was used for another request.")
    return before.answer


def _fingerprint(body: bytes) -> bytes:
    return hashlib.sha256(body).digest()[:12]


def _commit(
    caller: Caller,
    request_id: str,
    body: bytes,
    customer: str,
    ticket: int,
    now: datetime,
    begin: Callable[[Held], _Begun],
) -> bytes:
    """Send the message, then commit what ``begin`` makes of the customer as read; again when others wrote meanwhile."""
    tenant = caller.tenant.id
    queue.send(queue.Message(tenant=tenant, request_id=request_id), seconds=queue.HEAD_START)

    def attempt() -> bytes:
        held = wiring.customers().read(tenant, customer)
        begun = begin(held)
        evaluation = Evaluation(
            id=request_id,
            customer_id=customer,
            ticket=ticket,
            status=EvaluationStatus.INITIATED,
            created=timestamp(now.astimezone(UTC)),
            fingerprint=_fingerprint(body),
            answer=begun.answer,
            work=pack(begun.work),
        )
        operations = [
            stores.evaluations().put(tenant, evaluation),
            put(tenant, customer, begun.view, revision_of(held)),
            *begun.records,
        ]
        try:
            transact(client("dynamodb"), operations, token=wiring.new_id())
        except ConditionFailed as lost:
            if 0 in lost.positions:
                raise AlreadyBegun from lost
            raise
        return begun.answer

    try:
        return insist(attempt, tries=PATIENCE)
    except Exception:
        # The write may have happened although its answer never came, or under the same key by somebody else: then
        # the evaluation is under way, and saying it is not would make the caller send it again.
        stored = stores.evaluations().find(tenant, request_id)
        if stored is None:
            raise
        return _same(stored, body)
