"""From which match score on a potential match is a hit, for every list or for single ones."""

# No `from __future__ import annotations`: msgspec would compile every annotation anew at each cold start.

from typing import Annotated

import msgspec
from msgspec import Meta

from customer_risk.records import Record

type Share = Annotated[float, Meta(ge=0, le=1)]


class Thresholds(Record, forbid_unknown_fields=True):
    """Match scores (0…1). A potential match below ``minimum`` is no hit; ``lists`` have minimums of their own by name.

    They are part of the risk model in force: who screens asks for them, and scoring holds to them, too.
    """

    minimum: Share
    lists: dict[str, Share] = msgspec.field(default_factory=dict)

    def of(self, source: str) -> float:
        """The minimum of one list."""
        return self.lists.get(source, self.minimum)

    @property
    def lowest(self) -> float:
        """What is below it is no hit on any list."""
        return min(self.minimum, *self.lists.values()) if self.lists else self.minimum


USUAL = Thresholds(minimum=0.5)
"""Where no risk model says otherwise: more likely the same than not."""
