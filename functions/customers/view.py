"""What this dialect keeps of a customer beside the profile: its own words and integer ids.

The stored document is ``VIEW#customers`` of the customer. The profile stays what every dialect shares: what it can say
is written into it, and read out of it again when another dialect wrote the customer (``customers.mapping``).
"""

from __future__ import annotations

from collections.abc import Mapping

from customer_risk.levels import RiskLevel
from customer_risk.records import Record
from customers.wire.fields import Values

DIALECT = "customers"


class Row(Record):
    """One row of a list. ``id`` is 0 as long as it has no number yet.

    ``hit`` is the key of the screening hit a screening risk shows; ``partner`` the ``idCustomer`` of the customer that
    a stake or role leads to. ``hidden`` rows were deleted although our screening keeps finding them.
    """

    id: int
    values: Values
    hit: str | None = None
    partner: int | None = None
    hidden: bool = False


class Trail(Record):
    """The current risk trail and the risk it was made for."""

    id: int
    points: int
    level: RiskLevel


class CustomerView(Record):
    """A customer in the words of document 003. ``id`` is ``idCustomer``; 0 as long as it has no number yet.

    ``created_by`` and ``changed_by`` are users' ids, ``None`` where no user of this dialect did it. ``reason`` is what
    the last writer said of why.
    """

    id: int = 0
    main: Values = {}  # noqa: RUF012  a record is frozen and its mappings never written
    details: Values = {}  # noqa: RUF012
    rows: Mapping[str, tuple[Row, ...]] = {}
    checked: Mapping[str, tuple[int, ...]] = {}
    trail: Trail | None = None
    created_by: int | None = None
    changed_by: int | None = None
    reason: str | None = None

    @property
    def unnumbered(self) -> int:
        """How many rows have no id yet."""
        return sum(row.id == 0 for rows in self.rows.values() for row in rows)
