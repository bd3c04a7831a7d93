"""The API of document 003 and its extensions, in this process."""

from __future__ import annotations

from tests.unit.customers.world import World, organisation, person


def test_a_person_is_created_and_read_back(bank: World, new: str) -> None:
    body = person(new)
    written = bank.officer.write("POST", "/api/customer", body)
    assert {name: type(value) for name, value in written.items()} == {"idAuditTrail": int, "idRiskTrail": int}
    shown = bank.officer.get(f"/api/customer/{new}")
    assert {**shown["singles"]["main"], **body["main"]} == shown["singles"]["main"]
    assert {**shown["singles"]["details"], **body["details"]} == shown["singles"]["details"]
    assert shown["singles"]["main"]["printName"] == new


def test_an_organisation_is_created_and_read_back(bank: World, new: str) -> None:
    body = organisation(new)
    bank.officer.write("POST", "/api/customer", body)
    shown = bank.officer.get(f"/api/customer/{new}")
    assert {**shown["singles"]["main"], **body["main"]} == shown["singles"]["main"]
    assert {**shown["singles"]["details"], **body["details"]} == shown["singles"]["details"]
