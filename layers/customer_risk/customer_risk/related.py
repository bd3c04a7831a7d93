"""The parties a customer names, at any depth, each with how it stands to the customer and the path that leads there."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from customer_risk.profile import Party, Relation, RelationKind

CUSTOMER = "customer"
"""The path of the customer itself."""


class Side(StrEnum):
    """How a related party stands to the customer, through everybody in between."""

    OWNER = "owner"
    COUNTERPARTY = "counterparty"
    OTHER = "other"


class Related(msgspec.Struct, frozen=True, gc=False):
    """A party the customer names, directly (``depth`` 1) or through ``above``, who names it.

    ``position`` is counted among relations of its kind. An owner owns the customer or one of its owners; whoever
    belongs to a counterparty is on its side.
    """

    party: Party
    relation: Relation
    position: int
    above: Related | None
    depth: int
    side: Side

    @property
    def path(self) -> str:
        """Where it stands, as in ``customer/shareholder[0]/staff[1]``.

        Worked out when somebody asks: most related parties are never spoken of.
        """
        above = self.above.path if self.above else CUSTOMER
        return f"{above}/" + self.relation.kind + f"[{self.position}]"  # an enum's own formatting is slow


def related_parties(party: Party) -> list[Related]:
    """Every party below one, parents first. However deep: what nests too deep the dialects have cut already."""
    found: list[Related] = []
    _collect(party, None, 1, Side.OWNER, found)
    return found


def _collect(party: Party, above: Related | None, depth: int, side: Side, found: list[Related]) -> None:
    counted: dict[RelationKind, int] = {}
    for relation in party.relations:
        kind = relation.kind
        if side is Side.COUNTERPARTY or kind is RelationKind.COUNTERPARTY:
            stands = Side.COUNTERPARTY
        else:
            stands = Side.OWNER if kind is RelationKind.SHAREHOLDER and side is Side.OWNER else Side.OTHER
        position = counted.get(kind, 0)
        counted[kind] = position + 1
        related = Related(relation.party, relation, position, above, depth, stands)
        found.append(related)
        if relation.party.relations:
            _collect(relation.party, related, depth + 1, stands, found)
