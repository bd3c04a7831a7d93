"""Reads a customer: what is unusable is blanked where it stands, and its place is kept for the rules to answer for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any, NamedTuple

from pydantic import ValidationError

from amlyze_intake.wire.customer import IntakeCustomer

type Place = tuple[str | int, ...]
"""The way to an item: ``("listRelatedEntity", 0, "listContact", 2)``; empty for the customer itself."""

_HOLDERS = (dict, list)


class Reading(NamedTuple):
    """A customer and, for every item, the names of the values in it that were there but could not be used."""

    customer: IntakeCustomer
    unusable: Mapping[Place, tuple[str, ...]]

    def unusable_in(self, place: Place) -> tuple[str, ...]:
        """The unusable values of one item, in the order of its fields."""
        return self.unusable.get(place, ())


def read_customer(tree: dict[str, Any]) -> Reading:
    """Read one customer. Positions in lists stay what they were: an unusable item becomes an empty one."""
    bad: list[Place] = []
    given = tree
    while True:
        try:
            customer = IntakeCustomer.model_validate(given)
        except ValidationError as failure:
            if not bad:
                given = _copy(tree)
            for error in failure.errors(include_url=False, include_context=False, include_input=False):
                bad.append(error["loc"])
                _blank(given, error["loc"], an_object=error["type"] in {"model_type", "model_attributes_type"})
        else:
            return Reading(customer, _by_item(bad))


def _copy(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _copy(one) if isinstance(one, _HOLDERS) else one for name, one in value.items()}
    return [_copy(one) if isinstance(one, _HOLDERS) else one for one in value]


def _blank(tree: Any, place: Place, *, an_object: bool) -> None:
    holder = tree
    for step in place[:-1]:
        holder = holder[step]
    holder[place[-1]] = {} if an_object and isinstance(place[-1], int) else None


def _by_item(places: list[Place]) -> dict[Place, tuple[str, ...]]:
    """Places of values → names of values by item; what lies in objects within an item has a name with full stops."""
    found: defaultdict[Place, list[str]] = defaultdict(list)
    for place in places:
        end = max((n + 1 for n, step in enumerate(place) if isinstance(step, int)), default=0)
        if name := ".".join(str(step) for step in place[end:]):
            found[place[:end]].append(name)
    return {item: tuple(names) for item, names in found.items()}
