"""The steps of a run over all customers of a tenant: list them, simulate a batch of them, put the parts together.

A Step Functions map hands the batches out (``RunsStateMachine`` in the template). Where customers are scored again
instead of simulated, ``rescreener.worker`` is given the batches, and the rest is the same.
"""

from __future__ import annotations

import os
from functools import cache
from typing import Any

import msgspec

from customer_risk import wiring
from customer_risk.observability import UnitLog
from customer_risk.records import Record
from customer_risk.simulation import Simulation, merge_all, simulate
from customer_risk.storage.history import History
from customer_risk.storage.runs import Batch, Rescored, Run, Work
from risk_models import parts


class Begin(Record, tag="begin", tag_field="step"):
    """List the customers of a run."""

    run: Run


class End(Record, tag="end", tag_field="step"):
    """Put together what came of so many batches."""

    run: Run
    batches: int


class Begun(Record):
    """Where the batches stand, and how many there are."""

    key: str
    batches: int


class Ended(Record):
    """Where the result stands."""

    key: str


def handler(event: dict[str, Any], _: object) -> Any:
    """One step of a run: ``begin``, ``batch`` or ``end``, as its ``step`` says. Each may be done again.

    Raises ``msgspec.ValidationError`` for an event that is none of them, ``NotShipped`` for a version that is not
    there, ``Unfinished`` where a part is missing, and one of ``storage.history.UNREADABLE`` for a customer that cannot
    be read: a simulation that left somebody out would not be exact.
    """
    step: Begin | Batch | End = msgspec.convert(event, Begin | Batch | End)
    log = UnitLog("risk_models worker")
    log.add(tenant=step.run.tenant, run=step.run.id, work=step.run.work, model=step.run.version)
    try:
        match step:
            case Begin():
                return msgspec.to_builtins(_begin(step, log))
            case Batch():
                return _simulated(step, log)
            case End():
                return msgspec.to_builtins(_end(step))
    except Exception as error:
        log.failed(error)
        raise
    finally:
        log.write()


@cache
def _history() -> History:
    return History(wiring.dynamo(), os.environ["CUSTOMERS_TABLE"])


def _begin(step: Begin, log: UnitLog) -> Begun:
    run, versions = step.run, parts.versions()
    # A publication announces its run before it is committed: where that failed, there is nothing to do.
    wanted = run.work is Work.WHAT_IF or versions.governed(run.tenant).active == run.version
    key, batches = parts.runs().begin(run, _history().existing(run.tenant) if wanted else ())
    log.add(wanted=wanted, batches=batches)
    return Begun(key=key, batches=batches)


def _simulated(step: Batch, log: UnitLog) -> int:
    """Simulate the customers of a batch; how many there were."""
    run, versions = step.run, parts.versions()
    active = versions.opened(run.tenant, versions.governed(run.tenant).active)
    candidate = versions.opened(run.tenant, run.version)
    found = (_history().stored(run.tenant, customer) for customer in step.customers)
    simulation = simulate(
        candidate.model,
        [one for one in found if one],
        active=active.model,
        countries=candidate.countries,
        day=run.day,
        models=cache(lambda version: versions.model(run.tenant, version)),
        active_countries=active.countries,
    )
    parts.runs().keep(step, simulation)
    log.add(batch=step.number, customers=simulation.against_stored.customers)
    return simulation.against_stored.customers


def _end(step: End) -> Ended:
    run, runs = step.run, parts.runs()
    if run.work is Work.RE_SCORE:
        return Ended(key=runs.end(run, sum(runs.parts(run, step.batches, Rescored), Rescored())))
    return Ended(key=runs.end(run, merge_all(list(runs.parts(run, step.batches, Simulation)))))
