"""Deciding a customer anew with nobody having asked: what every reason to do so has in common."""

from __future__ import annotations

import os
from collections.abc import Mapping

from customer_risk import wiring
from customer_risk.adjudication import Verdicts
from customer_risk.delivery.happenings import happened
from customer_risk.evaluation import Amendment, Decision
from customer_risk.screening.rescreening import Changed, compare
from customer_risk.screening.result import Screening
from customer_risk.storage.customer_items import Held
from customer_risk.storage.dynamo import Operation
from customer_risk.storage.events import event_put


class NotScreened(Exception):
    """The lists cannot be asked right now: that must never read as "no hit any more"."""


class Unchanged(Exception):
    """Somebody decided the customer anew meanwhile, or deleted it."""


def as_it_is(held: Held, *, actor: str, action: str, details: dict[str, str | int | None]) -> Amendment:
    """The customer as it is, to be decided anew; raises :class:`Unchanged` where there is none any more."""
    if held.profile is None or held.state.dialect is None:
        raise Unchanged
    return Amendment(
        id=wiring.new_id(),
        profile=held.profile,
        dialect=held.state.dialect,
        actor=actor,
        action=action,
        details=details,
        erase_after=held.state.erase_after,
    )


def screened(tenant: str, held: Held) -> Screening:
    """The customer screened now; raises :class:`NotScreened`, and :class:`Unchanged` where there is none any more."""
    if held.profile is None:
        raise Unchanged
    today, verdicts = wiring.clock().date(), Verdicts(held.state.adjudications)
    found = wiring.Screener().screen(held.profile, today=today, tenant=tenant, adjudications=verdicts)
    answered(held, found)
    return found


def compared(held: Held, found: Screening) -> Changed | None:
    """How the hits differ from those of the last decision, or ``None``."""
    if held.snapshot is None:
        raise Unchanged
    subject = held.snapshot.assessment.subject
    return compare(subject.profile.customer_id, subject.screening.hits, found.hits)


def answered(held: Held, found: Screening) -> None:
    """Raise :class:`NotScreened` where somebody who knew a hit was not asked: its silence is not "no hit"."""
    before = held.snapshot.assessment.subject.screening.hits if held.snapshot else ()
    known = {hit.source for hit in before if hit.source.startswith("provider.")}
    if found.index_version is None or known - {used.source for used in found.lists}:
        raise NotScreened


def told(decision: Decision, held: Held, kind: str, data: Mapping[str, object]) -> Operation:
    """The event of that type for webhooks and for the dialects that know the customer, which was ``held``.

    It says what was decided, and what else there is to say.
    """
    order, scoring = decision.order, decision.assessment.scoring
    event = happened(
        kind,
        {
            "level": scoring.level,
            "points": scoring.points,
            "caseId": decision.case.case_id,
            "caseStatus": decision.case.status,
            **data,
        },
        event_id=order.id,
        tenant=order.tenant,
        customer=order.profile.customer_id,
        sequence=decision.sequence,
        at=decision.made,
        followers=held.state.dialects,
        unit=order.profile.business.unit,
    )
    return event_put(event, os.environ["EVENTS_TABLE"])
