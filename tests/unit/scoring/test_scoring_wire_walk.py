"""Every field that a dialect reads changes the profile, or is left out for a reason that the documentation gives."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import msgspec
import pytest
from pydantic import BaseModel

import amlyze_intake.mapping
import customer_checks.mapping
import lifecycle.mapping
from amlyze_intake.wire.customer import IntakeCustomer
from customer_checks.wire.request import GatewayCustomerChecks
from customer_risk.profile import Profile
from customers.classifiers import Classifiers
from customers.mapping import new_profile, to_profile
from customers.view import CustomerView, Row
from customers.wire.entity import CHECKED, DETAILS, MAIN
from customers.wire.fields import Field, Kind
from customers.wire.lists import LISTS
from lifecycle.wire import Onboarding
from tests.unit.scoring.wire_walk import Walk
from tools.unread_fields import UNREAD


def of_checks() -> set[str]:
    kind = ("master_data", "account_holding_party_data", "customer_type")
    return Walk(
        GatewayCustomerChecks,
        lambda request: customer_checks.mapping.to_profile(request, "x"),
        kinds=({kind: "PERSON"}, {kind: "ORGANIZATION"}),
    ).unreached()


def of_intake() -> set[str]:
    types = ("INDIVIDUAL", "ORGANIZATION")
    return Walk(
        IntakeCustomer,
        lambda request: amlyze_intake.mapping.to_profile(request, lead=False),
        kinds=tuple({("entity_type",): type_} for type_ in types),
        words={
            "contact_type": ("EMAIL", "WEBSITE"),
            "customer_status": ("ACTIVE", "SUSPENDED"),
            "entity_type": types,
            "risk_level": ("LOW", "HIGH"),
        },
        always=frozenset({"entity_type"}),
    ).unreached()


def of_lifecycle() -> set[str]:
    return Walk(Onboarding, lambda request: lifecycle.mapping.to_profile(request, "x")).unreached()


TABLES = Classifiers()
_VALUES: dict[Kind, tuple[Any, Any]] = {
    Kind.TEXT: ("one", "another"),
    Kind.KEY: ("one", "another"),
    Kind.JSON: ("{}", "[]"),
    Kind.FLAG: (True, False),
    Kind.DATE: ("2019-03-04", "2020-03-04"),
    Kind.AMOUNT: (10, 20),
    Kind.WHOLE: (2020, 2021),
    Kind.USER: (1, 2),
}


def _values(field: Field) -> tuple[Any, ...]:
    """Values to try: of a classifier all it has, for two of its entries may mean the same."""
    if field.kind is Kind.CHOICE:
        return tuple(entry.id for entry in TABLES.tables[field.classifier])[:40]
    return _VALUES[field.kind]


def of_customers() -> set[str]:
    """The entities are no models but tables of fields, so the same walk goes through the tables."""
    found: set[str] = set()
    reached: set[str] = set()
    for place, change in _changes():
        found.add(place)
        if place not in reached and change():
            reached.add(place)
    return found - reached


def _changes() -> Iterator[tuple[str, Callable[[], bool]]]:
    for type_, details in DETAILS.items():
        whole = CustomerView(
            main={field.name: _values(field)[0] for field in MAIN if not field.ours} | {"idCustomerType": type_},
            details={field.name: _values(field)[0] for field in details if not field.ours},
            rows={spec.path: (Row(id=1, values=_row(spec.fields)),) for spec in LISTS},
            checked=dict.fromkeys(CHECKED, (1,)),
        )
        for part, fields in (("main", MAIN), ("details", details)):
            for field in (field for field in fields if not field.ours):
                values: dict[str, Any] = getattr(whole, part)
                others = [
                    msgspec.structs.replace(whole, **{part: {**values, field.name: value}}) for value in _values(field)
                ]
                yield f"{part}.{field.name}", _differ(whole, others)
        for spec in LISTS:
            for field in (field for field in spec.fields if not field.ours):
                rows = [Row(id=1, values={**_row(spec.fields), field.name: value}) for value in _values(field)]
                others = [msgspec.structs.replace(whole, rows={**whole.rows, spec.path: (row,)}) for row in rows]
                yield f"{spec.path}.{field.name}", _differ(whole, others)
        for name in CHECKED:
            other = msgspec.structs.replace(whole, checked={**whole.checked, name: (2,)})
            yield name, _differ(whole, [other])


def _row(fields: tuple[Field, ...]) -> dict[str, Any]:
    return {field.name: _values(field)[0] for field in fields if not field.ours}


def _differ(whole: CustomerView, others: list[CustomerView]) -> Callable[[], bool]:
    return lambda: any(_profile(other) != _profile(whole) for other in others)


def _profile(view: CustomerView) -> Profile:
    return to_profile(CustomerView(), view, new_profile("x"), TABLES)


DIALECTS = {
    "customer_checks": of_checks,
    "customers": of_customers,
    "amlyze_intake": of_intake,
    "lifecycle": of_lifecycle,
}


@pytest.mark.parametrize("dialect", list(DIALECTS))
def test_every_field_of_a_dialect_reaches_the_profile_or_is_unread_for_a_reason(dialect: str) -> None:
    assert sorted(DIALECTS[dialect]()) == sorted(UNREAD[dialect])


class _Inner(BaseModel):
    kept: str | None = None
    lost: bool | None = None


class _Outer(BaseModel):
    name: str | None = None
    rows: list[_Inner] | None = None
    forgotten: int | None = None


def test_a_field_that_nobody_maps_is_found_however_deep_it_stands() -> None:
    def mapped(request: _Outer) -> Profile:
        names = tuple(row.kept for row in request.rows or () if row.kept)
        found = new_profile(request.name or "")
        return msgspec.structs.replace(found, flags=names)

    assert Walk(_Outer, mapped).unreached() == {"rows.lost", "forgotten"}
