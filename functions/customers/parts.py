"""What only this function puts together; the rest comes from ``customer_risk.wiring``."""

from __future__ import annotations

import os
from functools import cache

from customer_risk import wiring
from customer_risk.storage.classifiers import ClassifierTables
from customer_risk.storage.trails import Trails


@cache
def classifiers() -> ClassifierTables:
    """The tenants' own classifiers."""
    return ClassifierTables(wiring.dynamo(), os.environ["CONTROL_TABLE"])


@cache
def trails() -> Trails:
    """Whose a risk trail is."""
    return Trails(wiring.dynamo(), os.environ["CONTROL_TABLE"])
