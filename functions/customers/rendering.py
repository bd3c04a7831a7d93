"""What is answered of a customer, in the document's shapes."""

from __future__ import annotations

import hashlib
from typing import Any

from customers.classifiers import Classifiers
from customers.keeping import Current
from customers.view import CustomerView, Row
from customers.wire.entity import CHECKED, DETAILS, ORGANISATION
from customers.wire.fields import Values
from customers.wire.lists import LISTS, ListSpec


def whole(current: Current, tables: Classifiers) -> dict[str, Any]:
    """``GET /api/customer/{idInternalCustomer}``."""
    view = current.view
    is_organisation = view.main["idCustomerType"] == ORGANISATION
    return {
        "singles": {"main": main(view), "details": details(view)},
        "lists": {
            spec.shown: {"contents": rows(view, spec), "deletedRows": [], "id": spec.key}
            for spec in LISTS
            if is_organisation or not spec.of_organisations
        },
        "checkedLists": {name: _checked(view, name, tables) for name in CHECKED},
    }


def main(view: CustomerView) -> Values:
    """``main`` with what we give. ``printName`` is the internal number, as the document's sample has it."""
    return {
        **view.main,
        "idCustomer": view.id,
        "idUserLastModified": view.changed_by,
        "idUser": view.created_by,
        "printName": view.main["idInternalCustomer"],
    }


def details(view: CustomerView) -> Values:
    """``details`` with ``idCustomer``."""
    names = [field.name for field in DETAILS[int(str(view.main["idCustomerType"]))]]
    return {name: view.details.get(name) for name in names} | {"idCustomer": view.id}


def rows(view: CustomerView, spec: ListSpec) -> list[Values]:
    """The rows of a list, in the order they came."""
    return [row(view, spec, one) for one in view.rows.get(spec.path, ()) if not one.hidden]


def row(view: CustomerView, spec: ListSpec, one: Row) -> Values:
    """One row: its ids (always the same, ruling E8) and all properties of its list."""
    shown: Values = {spec.key: one.id, **({"idCustomer": view.id} if spec.names_customer else {})}
    for field in spec.fields:
        shown[field.name] = one.partner if field.name == "idCustomerTo" else one.values.get(field.name, field.default)
    return shown | {"id": one.id}


def own(spec: ListSpec, shown: Values) -> Values:
    """What of a shown row is its own: what we give is not kept twice."""
    return {field.name: shown.get(field.name, field.default) for field in spec.fields if not field.ours}


def _checked(view: CustomerView, name: str, tables: Classifiers) -> dict[str, Any]:
    """One checked list. ``listId`` is six letters as in the document, but the same ones each time."""
    digest = hashlib.sha256(f"{view.id}{name}".encode()).digest()
    return {
        "contents": list(view.checked.get(name, ())),
        "added": [],
        "removed": [],
        "listId": "".join(chr(ord("a") + byte % 26) for byte in digest[:6]),
        "types": [{"id": entry.id, "name": entry.name} for entry in tables.tables[name]],
    }
