"""What webhooks are told of a write."""

from __future__ import annotations

import os
from collections.abc import Sequence

from customer_risk import wiring
from customer_risk.delivery.happenings import happened
from customer_risk.evaluation import Decision
from customer_risk.storage.customer_items import Held
from customer_risk.storage.dynamo import Operation
from customer_risk.storage.events import event_put


def written(decision: Decision, held: Held, changed: Sequence[str], *, deleted: bool) -> Operation:
    """That a customer was created, changed or deleted; ``held`` is what it was before.

    ``changed`` names properties and rows, as the audit chain does; no value leaves here.
    """
    order, scoring = decision.order, decision.assessment.scoring
    kind = "deleted" if deleted else "changed" if held.state.exists else "created"
    event = happened(
        f"customer.{kind}",
        {"level": scoring.level, "points": scoring.points, "changed": list(changed)},
        event_id=wiring.new_id(),
        tenant=order.tenant,
        customer=order.profile.customer_id,
        sequence=decision.sequence,
        at=decision.made,
        followers=held.state.dialects,
        unit=order.profile.business.unit,
    )
    return event_put(event, os.environ["EVENTS_TABLE"])
