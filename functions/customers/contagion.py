"""What the owners and controllers behind a customer mean for it. An extension of ours.

The graph is walked up from the customer, by what stakes and roles say; ``customer_risk.scoring.contagion`` weighs it.
Who gave the same number, address or device is linked, too, which shows and carries no points.
"""

from __future__ import annotations

from typing import Any

from customer_risk import wiring
from customer_risk.assessment import Assessment
from customer_risk.scoring.contagion import Bond, Graph, Node, Tie
from customer_risk.screening.result import Adjudication, HitType
from customers import keeping
from customers.keeping import Current
from customers.records import LINKS, LinkRecord
from customers.sessions import SignedIn

MOST_CUSTOMERS = 60
"""Customers looked at for one answer: each costs two reads. What lies beyond is not looked at, and that is told."""

_SANCTIONED = frozenset({HitType.SANCTIONED_PERSON, HitType.SANCTIONED_ENTITY})


def contagion(who: SignedIn, customer: str) -> dict[str, Any]:
    """Points that others would add, the paths they come by, and whether sanctioned owners sanction the customer."""
    rules = wiring.scorer().of(who.tenant.id).model.contagion
    first = keeping.read(who, customer)
    found, ties, complete = _walked(who, customer, first, rules.most_steps)
    complete = _associated(who, customer, found, ties) and complete
    nodes = [_node(id_, current.snapshot.assessment) for id_, current in found.items()]
    seen = Graph(nodes, ties, rules).contagion(customer)
    return {
        "points": seen.points,
        "contributions": [
            {
                "idInternalCustomer": one.source,
                "idCustomer": found[one.source].view.id,
                "points": one.points,
                "weight": one.weight,
                "path": list(one.path),
                "bonds": [bond.value for bond in one.bonds],
            }
            for one in seen.contributions
        ],
        "linked": list(seen.linked),
        "sanctionedBy": list(seen.sanctioned_by),
        "complete": complete,
    }


def _walked(who: SignedIn, customer: str, first: Current, steps: int) -> tuple[dict[str, Current], list[Tie], bool]:
    """Everybody above the customer, and how they are tied; whether nobody was left out."""
    found, ties, layer = {customer: first}, list[Tie](), [customer]
    for _ in range(steps):
        above: dict[str, None] = {}
        for below in layer:
            for item in wiring.customers().records(who.tenant.id, below, LINKS):
                link = LinkRecord.of(item)
                ties.append(_tie(link, below))
                above.setdefault(link.customer)
        layer = []
        for id_ in above:
            if id_ in found:
                continue
            if len(found) >= MOST_CUSTOMERS:
                return found, ties, False
            current = keeping.current_of(who, wiring.customers().read(who.tenant.id, id_))
            if current is not None:  # deleted since
                found[id_] = current
                layer.append(id_)
    return found, ties, not layer or not any(_above(who, id_) - found.keys() for id_ in layer)


def _associated(who: SignedIn, customer: str, found: dict[str, Current], ties: list[Tie]) -> bool:
    """Tie in who gave the same number, address or device, which carries nothing; whether nobody was left out."""
    identities = wiring.identities()
    sharing = identities.sharing(who.tenant.id, identities.marks(found[customer].profile))
    for id_ in sorted(frozenset().union(*sharing.values()) - {customer}):
        if id_ not in found:
            if len(found) >= MOST_CUSTOMERS:
                return False
            current = keeping.current_of(who, wiring.customers().read(who.tenant.id, id_))
            if current is None:  # deleted since
                continue
            found[id_] = current
        ties.append(Tie(source=id_, target=customer, bond=Bond.ASSOCIATION))
    return True


def _above(who: SignedIn, customer: str) -> set[str]:
    return {LinkRecord.of(item).customer for item in wiring.customers().records(who.tenant.id, customer, LINKS)}


def _tie(link: LinkRecord, target: str) -> Tie:
    bond = Bond.OWNERSHIP if link.share is not None else Bond.CONTROL if link.controls else Bond.ASSOCIATION
    return Tie(source=link.customer, target=target, bond=bond, share=link.share)


def _node(id_: str, assessment: Assessment) -> Node:
    subject = assessment.subject
    confirmed = any(
        hit.party == "customer" and hit.type in _SANCTIONED and hit.adjudication is Adjudication.TRUE_MATCH
        for hit in subject.screening.hits
    )
    return Node(
        id=id_,
        points=assessment.scoring.points,
        level=assessment.scoring.level,
        sanctioned=confirmed or subject.profile.party.declared.sanctioned is True,
    )
