"""What the operations are made from; each part lives as long as the process."""

from __future__ import annotations

import os
from functools import cache

import msgspec

from customer_risk import wiring
from customer_risk.aws import client
from customer_risk.governance import Governance
from customer_risk.storage.models import REREAD_SECONDS, ModelVersions
from customer_risk.storage.runs import Run, Runs, Work

SETTLE_SECONDS = REREAD_SECONDS + 120
"""From a publication until customers are scored again: by then nobody scores with the model of before any more.

Warm functions look for another version every ``REREAD_SECONDS``, and what they had begun takes a minute at most.
"""


@cache
def versions() -> ModelVersions:
    """The tenants' versions."""
    return ModelVersions(wiring.dynamo(), os.environ["CONTROL_TABLE"])


@cache
def governance() -> Governance:
    """What is done to them."""
    return Governance(wiring.dynamo(), versions(), clock=wiring.clock, new_id=wiring.new_id, announce=announce)


@cache
def runs() -> Runs:
    """What runs over all customers keep."""
    return Runs(client("s3"), os.environ["WATCHLISTS_BUCKET"])


def announce(tenant: str, version: str) -> None:
    """Have every customer of ``tenant`` scored again with a version that is about to be put into force.

    Asked for before the version is committed, so that no publication can go without; the run looks when it begins.
    """
    run = Run(id=wiring.new_id(), tenant=tenant, work=Work.RE_SCORE, version=version, day=wiring.clock().date())
    client("stepfunctions").start_execution(
        stateMachineArn=os.environ["RUNS_STATE_MACHINE"],
        name=run.id,
        input=msgspec.json.encode({"run": run, "settle": SETTLE_SECONDS}).decode(),
    )
