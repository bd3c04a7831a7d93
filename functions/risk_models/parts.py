"""What the operations are made from; each part lives as long as the process."""

from __future__ import annotations

import os
from functools import cache

from customer_risk import wiring
from customer_risk.governance import Governance
from customer_risk.storage.models import ModelVersions
from customer_risk.storage.users import Users


@cache
def users() -> Users:
    """Who has logged in."""
    return Users(wiring.dynamo(), os.environ["CONTROL_TABLE"])


@cache
def versions() -> ModelVersions:
    """The tenants' versions."""
    return ModelVersions(wiring.dynamo(), os.environ["CONTROL_TABLE"])


@cache
def governance() -> Governance:
    """What is done to them."""
    return Governance(wiring.dynamo(), versions(), clock=wiring.clock, new_id=wiring.new_id)
