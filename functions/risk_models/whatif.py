"""One batch of a simulation: what a version would change for some customers of a tenant.

A Step Functions Distributed Map hands customers over in batches; the simulations of all batches merge into that of the
whole (``customer_risk.simulation.merge``).
"""

from __future__ import annotations

import os
from datetime import date
from functools import cache
from typing import Any

import msgspec

from customer_risk import wiring
from customer_risk.records import Record
from customer_risk.simulation import simulate
from customer_risk.storage.history import History
from risk_models import parts


class Asked(Record):
    """What is the same for every batch: whose customers, the version (``acme-2``) and the day of the simulation."""

    tenant: str
    version: str
    day: date


class Batch(Record, rename={"asked": "BatchInput", "customers": "Items"}):
    """One batch, as the map names its parts: each item is the id of a customer."""

    asked: Asked
    customers: tuple[str, ...]


@cache
def _history() -> History:
    return History(wiring.dynamo(), os.environ["CUSTOMERS_TABLE"])


def handler(event: dict[str, Any], _: object) -> Any:
    """The simulation of the batch, as JSON of ``customer_risk.simulation.Simulation``.

    Nothing is written. Raises ``msgspec.ValidationError`` for an event that is no batch, ``NotShipped`` for a version
    that is not there, and one of ``storage.history.UNREADABLE`` for a customer that cannot be read: a simulation that
    left somebody out would not be exact.
    """
    batch = msgspec.convert(event, Batch)
    tenant, versions = batch.asked.tenant, parts.versions()
    active = versions.opened(tenant, versions.governed(tenant).active)
    candidate = versions.opened(tenant, batch.asked.version)
    found = (_history().stored(tenant, customer) for customer in batch.customers)
    simulation = simulate(
        candidate.model,
        [one for one in found if one],
        active=active.model,
        countries=candidate.countries,
        day=batch.asked.day,
        models=cache(lambda version: versions.model(tenant, version)),
        active_countries=active.countries,
    )
    return msgspec.to_builtins(simulation)
