"""Fifty writers of one customer at once: nothing is lost, no number is given twice, and the chain is whole."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from customer_risk.audit import AuditEntry, first_broken
from tests.support.client import Reply
from tests.unit.customers.over_http import HttpBank
from tests.unit.customers.world import person
from tools.local_stack import Stack

WRITERS = 50
PATIENT = 40
"""Times a writer who is told 409 sends again."""


@pytest.fixture(scope="module")
def bank(stack: Stack) -> HttpBank:
    """Warmed up: every concurrent cold request is a process of its own on one machine, so few are started at a time."""
    made = HttpBank(stack)
    for at_once_ in (8, 16, 24, 32, 40, WRITERS):
        with ThreadPoolExecutor(at_once_) as pool:
            reads = pool.map(lambda _: made.officer.call("GET", "/api/customers").status, range(2 * at_once_))
            assert set(reads) == {200}
    return made


@pytest.fixture
def someone(bank: HttpBank) -> str:
    customer = f"R{uuid.uuid4().hex[:10]}"
    assert bank.officer.call("POST", "/api/customer", person(customer)).status == 200
    return customer


def at_once(write: Callable[[int], Reply], done: Callable[[int], bool]) -> list[Any]:
    """What fifty writers are answered; each sends again as long as it is told that others are writing.

    A request whose time ran out on a busy machine has no answer: whether it was ``done`` is looked up, as any client
    must, before it is sent again.
    """

    def persistent(number: int) -> Reply | None:
        for _ in range(PATIENT):
            reply = write(number)
            if reply.status >= 500 and done(number):
                return None
            if reply.status != 409 and reply.status < 500:
                return reply
        return reply

    with ThreadPoolExecutor(WRITERS) as pool:
        replies = [reply for reply in pool.map(persistent, range(WRITERS)) if reply is not None]
    assert {reply.status for reply in replies} == {200}
    return [reply.json() for reply in replies]


def test_parallel_changes_of_different_properties_are_all_kept(bank: HttpBank, someone: str) -> None:
    path = f"/api/customer/{someone}"
    wealth = [{"idWealthScale": 1, "idWealthStatus": 1, "source": f"source {n}"} for n in range(WRITERS - 10)]
    assert bank.officer.call("POST", f"{path}/wealth", wealth).status == 200
    rows = [row["idWealth"] for row in bank.officer.call("GET", f"{path}/wealth").json()]
    own = [
        ("main", "otherInfo"),
        ("main", "referralAgent"),
        ("details", "firstName"),
        ("details", "lastName"),
        ("details", "maidenName"),
        ("details", "profession"),
    ]
    dates = [("main", "relationshipStartDate"), ("main", "relationshipEndDate"), ("details", "dateBirth")]

    def write(number: int) -> Reply:
        if number < len(rows):
            return bank.officer.call("PUT", f"{path}/wealth/{rows[number]}", {"source": f"changed {number}"})
        rest = number - len(rows)
        if rest < len(own):
            part, name = own[rest]
            return bank.officer.call("PUT", path, {part: {name: f"changed {name}"}})
        if rest < len(own) + len(dates):
            part, name = dates[rest - len(own)]
            day = "2001-02-03" if name != "relationshipEndDate" else "2031-02-03"
            return bank.officer.call("PUT", path, {part: {name: day}})
        return bank.officer.call("PUT", path, {"details": {"nonFaceToFace": False}})

    # Repeating such a change does no harm.
    written = at_once(write, lambda _: False)
    shown = bank.officer.call("GET", path).json()["singles"]
    assert {name: shown[part][name] for part, name in own} == {name: f"changed {name}" for _, name in own}
    assert shown["main"]["relationshipStartDate"] == shown["details"]["dateBirth"] == "2001-02-03"
    assert (shown["main"]["relationshipEndDate"], shown["details"]["nonFaceToFace"]) == ("2031-02-03", False)
    sources = [row["source"] for row in bank.officer.call("GET", f"{path}/wealth").json()]
    assert sources == [f"changed {n}" for n in range(len(rows))]
    whole(bank, someone, written, before=2)


def test_parallel_additions_have_ids_of_their_own_and_unbroken_audit_numbers(bank: HttpBank, someone: str) -> None:
    path = f"/api/customer/{someone}/annual-income"

    def write(number: int) -> Reply:
        row = {"idAnnualIncomeScale": 1, "idAnnualIncomeStatus": 1, "source": f"source {number}"}
        return bank.officer.call("POST", path, [row])

    def done(number: int) -> bool:
        return f"source {number}" in {row["source"] for row in bank.officer.call("GET", path).json()}

    written = at_once(write, done)
    rows = bank.officer.call("GET", path).json()
    assert sorted(row["source"] for row in rows) == sorted(f"source {n}" for n in range(WRITERS))
    assert len({row["idAnnualIncome"] for row in rows}) == WRITERS
    whole(bank, someone, written, before=1)


def whole(bank: HttpBank, customer: str, written: list[Any], *, before: int) -> None:
    """Audit numbers are unique and unbroken, and the chain of hashes holds."""
    numbers = [one["idAuditTrail"] for one in written]
    assert len(set(numbers)) == len(numbers)
    chain = bank.officer.call("GET", f"/api/extensions/customer/{customer}/audit-trails").json()
    entries = [AuditEntry(**entry) for entry in chain]
    assert first_broken(entries) is None
    assert [entry.number for entry in entries] == list(range(1, len(entries) + 1))
    assert len(entries) >= WRITERS + before
    assert set(numbers) <= {entry.details["idAuditTrail"] for entry in entries[before:]}
