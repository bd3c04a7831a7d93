"""docs/customers-api.md: every operation with the tests that cover it, and what it costs, as counted here."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from customer_risk.access.permissions import Role
from customers.operations import OPERATIONS
from tests.support.client import Reply
from tests.unit.customers import scenario
from tests.unit.customers.metering import Bill, metered
from tests.unit.customers.world import PASSWORD, Person, World, person, sample

ROOT = Path(__file__).parents[3]
PAGE = ROOT / "docs" / "customers-api.md"
ROW = re.compile(
    r"\| `(?P<operation>[A-Z]+ \S+)` \| (?P<tests>.+?) \| (?P<calls>\d+) \| (?P<reads>\d+) \| (?P<writes>\d+) \|"
)
PUBLISHED = [f"{operation.method} {operation.path}" for operation in OPERATIONS]


class Documented(NamedTuple):
    tests: list[str]
    calls: int
    reads: int
    writes: int


def documented() -> dict[str, Documented]:
    rows = {}
    for match in ROW.finditer(PAGE.read_text(encoding="utf-8")):
        tests = re.findall(r"`([^`]+)`", match["tests"])
        rows[match["operation"]] = Documented(tests, *(int(match[name]) for name in ("calls", "reads", "writes")))
    return rows


class Metered:
    """A person whose every request is counted."""

    def __init__(self, bank: World, who: Person, bills: list[Bill]) -> None:
        self.bank, self.who, self.bills = bank, who, bills

    def call(self, method: str, path: str, body: object = None, headers: Any = None) -> Reply:
        with metered(self.bank) as bill:
            answer = self.who.call(method, path, body, headers)
        self.bills.append(bill)
        return answer


def costs(bank: World) -> dict[str, Bill]:
    """What each operation costs a new tenant, the first time the scenario carries it out."""
    tenant = bank.new_tenant("Counted Bank")
    bills: list[Bill] = []
    roles = (Role.OFFICER, Role.APPROVER, Role.ADMINISTRATOR)
    people = [Metered(bank, bank.user(tenant, role), bills) for role in roles]
    people[0].call("POST", "/api/customer", person("WARM"))  # what is looked up once a minute is known from here on
    found: dict[str, Bill] = {}
    for step in scenario.steps(people[0], people[1], people[2], "COST"):
        found.setdefault(step.operation, bills[-1])
    with metered(bank) as login:
        body = {"username": f"officer@{tenant}", "password": PASSWORD}
        token = Person(None).call("POST", "/api/login", body).json()["token"]
    with metered(bank) as logout:
        Person(token).call("POST", "/api/extensions/logout")
    return found | {"POST /api/login": login, "POST /api/extensions/logout": logout}


@pytest.fixture(scope="module")
def counted(bank: World) -> dict[str, Bill]:
    return costs(bank)


def test_every_operation_is_in_the_table() -> None:
    assert list(documented()) == PUBLISHED


def test_every_test_named_covers_something() -> None:
    for operation, row in documented().items():
        assert row.tests, operation
        for named in row.tests:
            path, _, test = named.partition("::")
            assert f"def {test}(" in (ROOT / path).read_text(encoding="utf-8"), named


def test_the_costs_are_those_counted(counted: dict[str, Bill]) -> None:
    said = documented()
    for operation in PUBLISHED:
        bill, row = counted[operation], said[operation]
        assert bill.calls == row.calls, operation
        # Compressed items differ by a few bytes from run to run, and units are whole.
        assert abs(bill.reads - row.reads) <= 1, operation
        assert abs(bill.writes - row.writes) <= 2, operation


def test_a_whole_customer_with_two_hundred_rows_is_one_query_page(bank: World) -> None:
    bank.officer.write("POST", "/api/customer", person("MANY"))
    for path in ("wealth", "addresses", "communication-means", "annual-income"):
        bank.officer.write("POST", f"/api/customer/MANY/{path}", sample(f"{path}/add.json") * 50)
    with metered(bank) as bill:
        shown = bank.officer.get("/api/customer/MANY")
    assert sum(len(one["contents"]) for one in shown["lists"].values()) == 200
    assert (bill.calls, bill.queries) == (2, 1)  # who calls, and the customer
