"""The daily schedule's target: goes through the customers of every tenant and does what has fallen due."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import cache
from typing import Any

from customer_risk import wiring
from customer_risk.delivery.happenings import happened
from customer_risk.erasure import Eraser
from customer_risk.ledger import Note
from customer_risk.observability import UnitLog, customer_hash
from customer_risk.storage.customer_items import CustomerState
from customer_risk.storage.customer_listing import Listed
from customer_risk.storage.events import event_put

PAGE = 500
ENOUGH = 60_000
"""Milliseconds of a run that must be left to begin another customer. What is left over comes with the next run."""
REVIEW_DUE = "customer.review-due"


class NoLongerDue(Exception):
    """Somebody was quicker."""


@cache
def _eraser() -> Eraser:
    return Eraser(
        wiring.dynamo(),
        wiring.customers(),
        wiring.cases(),
        wiring.identities(),
        wiring.communications(),
        clock=wiring.clock,
        new_id=wiring.new_id,
    )


def handler(_event: dict[str, Any], context: Any) -> dict[str, int]:
    """Tell of reviews that are due, and erase whom the law no longer lets us keep; returns how many of each.

    One customer that fails does not keep the others; it is tried again the next day.
    """
    log = UnitLog("housekeeper")
    done = {"reviews": 0, "erased": 0, "failed": 0, "leftOver": 0}
    today = wiring.clock().date().isoformat()
    for tenant, listed in _due(today):
        if context.get_remaining_time_in_millis() < ENOUGH:
            done["leftOver"] += 1
            break
        try:
            if listed.erase_after and listed.erase_after <= today:
                _eraser().erase(tenant, listed.customer_id)
                done["erased"] += 1
            else:
                _tell(tenant, listed.customer_id, today)
                done["reviews"] += 1
        except NoLongerDue:
            continue
        except Exception as error:  # noqa: BLE001  the others must not wait for this one
            failure = UnitLog("housekeeper customer")
            failure.add(tenant=tenant, customer=customer_hash(tenant, listed.customer_id))
            failure.failed(error)
            failure.write()
            done["failed"] += 1
    log.add(**done)
    log.count("ReviewsDue", done["reviews"])
    log.count("Erased", done["erased"])
    log.write()
    if done["failed"]:
        raise RuntimeError(f"{done['failed']} customers failed")  # the alarm on errors calls somebody
    return done


def _due(today: str) -> Iterator[tuple[str, Listed]]:
    """Customers with something due, tenant by tenant."""
    for tenant in wiring.control().tenants():
        for deleted in (False, True):
            after: str | None = None
            while True:
                page, after = wiring.customer_listing().page(tenant.id, limit=PAGE, after=after, deleted=deleted)
                for one in page:
                    if any(date and date <= today for date in (one.erase_after, one.review_due)):
                        yield tenant.id, one
                if after is None:
                    break


def _tell(tenant: str, customer: str, today: str) -> None:
    """Commit the event that a review is due, once."""

    def note(state: CustomerState) -> Note:
        if state.review_due is None or state.review_due > today:
            raise NoLongerDue
        event = happened(
            REVIEW_DUE,
            {"due": state.review_due, "level": state.level, "points": state.points},
            event_id=wiring.new_id(),
            tenant=tenant,
            customer=customer,
            sequence=state.events + 1,
            at=wiring.clock(),
        )
        return Note(
            actor="schedule",
            action="review due",
            details={"due": state.review_due, "event": event.id},
            records=[event_put(event, os.environ["EVENTS_TABLE"])],
            events=1,
            review_due="",
        )

    wiring.ledger().write(tenant, customer, note)
