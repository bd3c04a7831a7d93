"""``GET /api/customer/{idInternalCustomer}/risk``: the breakdown, and who else raises concern."""

from __future__ import annotations

from typing import Any

from customer_risk import wiring
from customer_risk.levels import RiskLevel
from customer_risk.scoring.breakdown import totals
from customer_risk.scoring.engine import level_reasons
from customers import keeping
from customers.keeping import Current
from customers.records import LINKS, LinkRecord
from customers.sessions import SignedIn
from customers.wire.entity import ORGANISATION
from customers.wire.lists import LISTS

_MOST_AT_ONCE = 100
"""States read in one round trip."""

RISK_TYPES = {
    RiskLevel.NONE: 1,
    RiskLevel.LOW: 1,
    RiskLevel.MEDIUM: 2,
    RiskLevel.HIGH: 3,
    RiskLevel.EXTREME: 4,
}
"""``idRiskType`` of a computed level."""


def breakdown(who: SignedIn, customer: str) -> dict[str, Any]:
    """Points by group and item as of the newest assessment. Contaminators are not part of ``global`` (ruling E15)."""
    current = keeping.read(who, customer)
    scoring = current.snapshot.assessment.scoring
    groups = totals(scoring, organisation=current.view.main["idCustomerType"] == ORGANISATION)
    return {
        "totals": groups,
        "contaminators": contaminators(who, customer, current),
        "global": {"score": scoring.points},
    }


def contaminators(who: SignedIn, customer: str, current: Current) -> list[dict[str, int]]:
    """Customers linked by a stake or a role, either way, whose own score is higher; the highest first (ruling E15)."""
    linked = {
        str(row.values["idInternalCustomer"]): row.partner or 0
        for spec in LISTS
        if spec.links
        for row in current.view.rows.get(spec.path, ())
    }
    for item in wiring.customers().records(who.tenant.id, customer, LINKS):
        link = LinkRecord.of(item)
        linked.setdefault(link.customer, link.number)
    own = current.snapshot.assessment.scoring.points
    others = list(linked)
    found = []
    for start in range(0, len(others), _MOST_AT_ONCE):
        for id_, state in wiring.customers().states(who.tenant.id, others[start : start + _MOST_AT_ONCE]).items():
            points = state.points or 0
            if points > own:
                found.append({"idCustomer": linked[id_], "newCalculatedRisk": points})
    return sorted(found, key=lambda one: (-one["newCalculatedRisk"], one["idCustomer"]))


def suggestion(who: SignedIn, customer: str) -> dict[str, Any]:
    """The risk type an approver may start from, and why (ruling E16: the level itself is the approver's)."""
    scoring = keeping.read(who, customer).snapshot.assessment.scoring
    return {
        "idRiskType": RISK_TYPES[scoring.level],
        "level": scoring.level,
        "score": scoring.points,
        "model": scoring.model,
        "levelReasons": list(level_reasons(scoring)),
        "lines": [
            {"factor": line.label, "score": line.points, "explanation": line.explanation, "where": line.where}
            for line in scoring.lines
        ],
    }
