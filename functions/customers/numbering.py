"""Integer ids of customers, rows and risk trails, and when a risk trail is due."""

from __future__ import annotations

from msgspec.structs import replace

from customer_risk import wiring
from customer_risk.levels import RiskLevel
from customer_risk.storage.counters import Ids
from customer_risk.storage.dynamo import Operation
from customers import parts
from customers.records import TRAILS, TrailRecord
from customers.view import CustomerView, Trail


def moved(view: CustomerView, points: int, level: RiskLevel) -> bool:
    """Whether the risk is another than the current trail was made for (ruling E5)."""
    return view.trail is None or (view.trail.points, view.trail.level) != (points, level)


def with_trail(view: CustomerView, ids: Ids, points: int, level: RiskLevel) -> tuple[CustomerView, Trail | None]:
    """The view with numbers for all that lacks one, and with a new trail where the risk moved."""
    if not moved(view, points, level):
        return with_numbers(view, ids)[0], None
    view, taken = with_numbers(view, ids, trail=1)
    trail = Trail(id=taken["trail"][0], points=points, level=level)
    return replace(view, trail=trail), trail


def with_numbers(view: CustomerView, ids: Ids, **also: int) -> tuple[CustomerView, dict[str, tuple[int, ...]]]:
    """The view with numbers for all that lacks one, and ``also`` so many ids of other names."""
    wanted = {"row": view.unnumbered, "customer": 0 if view.id else 1, **also}
    wanted = {name: count for name, count in wanted.items() if count}
    if not wanted:
        return view, {}
    taken = ids.take(**wanted)
    rows = iter(taken.get("row", ()))
    numbered = {
        path: tuple(row if row.id else replace(row, id=next(rows)) for row in held) for path, held in view.rows.items()
    }
    id_ = view.id or taken["customer"][0]
    return replace(view, id=id_, rows=numbered), taken


def told(tenant: str, customer: str, number: int, trail: Trail | None, at: str, caused_by: str) -> list[Operation]:
    """What is written of a new trail of customer ``number``: the trail itself, and whose it is."""
    if trail is None:
        return []
    made = TrailRecord(id=trail.id, number=number, at=at, points=trail.points, level=trail.level, caused_by=caused_by)
    return [
        wiring.customers().writes.record_put(tenant, customer, TRAILS, trail.id, made.values(), new=True),
        parts.trails().put(tenant, trail.id, customer),
    ]
