"""One batch of a run that scores everybody again, because another risk model has been put into force.

The map of the risk models (``RunsStateMachine`` in the template) hands the batches over. A customer of whom the model
in force says what is stored is left alone, so a batch may be done again, and a run repeated, at any time.
"""

from __future__ import annotations

import os
from functools import cache, lru_cache, partial
from typing import Any

import msgspec

from customer_risk import wiring
from customer_risk.aws import client
from customer_risk.cases import CaseChange
from customer_risk.evaluation import Amendment, Decision, Rendered
from customer_risk.observability import UnitLog, customer_hash
from customer_risk.records import Record, encode
from customer_risk.scoring.model import RiskModel
from customer_risk.scoring.result import Scoring
from customer_risk.storage.customer_items import Held
from customer_risk.storage.models import ModelVersions
from customer_risk.storage.runs import Batch, Rescored, Run, Runs
from rescreener.deciding import Unchanged, answered, as_it_is, compared, screened, told

RESCORED = "customer.rescored"


class NotInForce(Exception):
    """Another version than the one in force is what this process still scores with; it looks again within a minute."""


class SomeFailed(Exception):
    """Customers of a batch could not be decided; all others were, and need not be again."""


class Before(Record):
    """What is kept of the decision: the version that was in force before, and what it said."""

    model: str
    level: str
    points: int


@cache
def _versions() -> ModelVersions:
    return ModelVersions(wiring.dynamo(), os.environ["CONTROL_TABLE"])


@lru_cache(maxsize=64)
def _model(tenant: str, version: str) -> RiskModel:
    return _versions().model(tenant, version)


@cache
def _runs() -> Runs:
    return Runs(client("s3"), os.environ["WATCHLISTS_BUCKET"])


def handler(event: dict[str, Any], _: object) -> int:
    """Score the customers of a batch again; how many were decided anew.

    Raises ``msgspec.ValidationError`` for an event that is no batch, :class:`NotInForce`, and at its end
    :class:`SomeFailed`; then the batch has no part and has to come again.
    """
    batch = msgspec.convert(event, Batch)
    log = UnitLog("rescreener worker")
    log.add(tenant=batch.run.tenant, run=batch.run.id, model=batch.run.version, batch=batch.number)
    try:
        done = _done(batch, log)
    except Exception as error:
        log.failed(error)
        raise
    finally:
        log.write()
    _runs().keep(batch, done)
    return done.changed


def _done(batch: Batch, log: UnitLog) -> Rescored:
    run, done, failed = batch.run, Rescored(), 0
    if _versions().governed(run.tenant).active != run.version:
        return done  # another version has been put into force since, and with it another run
    if wiring.scorer().of(run.tenant).model.id != run.version:
        raise NotInForce
    for customer in batch.customers:
        try:
            done += again(run, customer)
        except Exception as error:  # noqa: BLE001  one customer must not keep the others from being scored
            failed += 1
            single = UnitLog("rescreener worker customer")
            single.add(tenant=run.tenant, customer=customer_hash(run.tenant, customer))
            single.failed(error)
            single.write()
    log.add(customers=done.customers, changed=done.changed, moved=done.moved, failed=failed)
    log.count("Rescored", done.customers)
    log.count("RescoringChanged", done.changed)
    if failed:
        raise SomeFailed(f"{failed} of {len(batch.customers)}")
    return done


def again(run: Run, customer: str) -> Rescored:
    """Score what was seen of a customer last with the model in force and, where it says something else, decide anew.

    The decision is made on the lists and the day of now, as any other is, and told when it has another level or opens a
    case. Raises ``NotScreened`` where the lists cannot be asked.
    """
    held = wiring.customers().read(run.tenant, customer)
    if held.snapshot is None:
        return Rescored()
    if not _differs(run, held):
        return Rescored(customers=1)
    try:
        decision = wiring.evaluations().amend(run.tenant, customer, partial(_amendment, run=run), _rendered)
    except Unchanged:
        return Rescored(customers=1)
    then, now = held.snapshot.assessment.scoring, decision.assessment.scoring
    return Rescored(customers=1, changed=1, moved=int(now.level is not then.level))


def _differs(run: Run, held: Held) -> bool:
    """Whether the model in force says anything else of what was seen at the last decision, or looks for more."""
    if held.snapshot is None:
        raise Unchanged
    now, then = wiring.scorer().of(run.tenant), held.snapshot.assessment.scoring
    again = now.score(held.snapshot.assessment.subject)
    if msgspec.structs.replace(again, model=then.model, countries=then.countries) != then:
        return True
    before = _model(run.tenant, then.model).screening
    if (now.thresholds.minimum, now.thresholds.lists) == (before.minimum, before.lists):
        return False
    # What was no hit then may be one now, and was not kept.
    return compared(held, screened(run.tenant, held)) is not None


def _amendment(held: Held, *, run: Run) -> Amendment:
    if held.snapshot is not None and held.snapshot.assessment.scoring.model == run.version:
        raise Unchanged
    return as_it_is(held, actor="rescoring", action="re-scored", details={"run": run.id, "model": run.version})


def _rendered(decision: Decision, held: Held) -> Rendered:
    answered(held, decision.assessment.subject.screening)
    if held.snapshot is None:
        raise Unchanged
    then = held.snapshot.assessment.scoring
    document = encode(Before(model=then.model, level=then.level, points=then.points))
    if not _worth_telling(then, decision):
        return Rendered(document, [], events=0)
    data = {
        "model": decision.assessment.scoring.model,
        "previousModel": then.model,
        "previousLevel": then.level,
        "previousPoints": then.points,
    }
    return Rendered(document, [told(decision, held, RESCORED, data)])


def _worth_telling(then: Scoring, decision: Decision) -> bool:
    return decision.assessment.scoring.level is not then.level or decision.case.change is CaseChange.OPENED


wiring.prepare(wiring.customers, wiring.evaluations)
