"""What only this dialect uses, put together from the environment."""

from __future__ import annotations

import os
from functools import cache

from customer_risk import wiring
from customer_risk.storage.communications import Communications


@cache
def communications() -> Communications:
    """The accepted communications."""
    return Communications(wiring.dynamo(), os.environ["CASES_TABLE"], os.environ["EVENTS_TABLE"])
