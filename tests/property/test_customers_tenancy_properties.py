"""Five thousand requests with another tenant's token read nothing and change nothing."""

from __future__ import annotations

import os
import random
from typing import Any

import pytest

from customers.app import ROUTES
from customers.wire.lists import BY_PATH, LISTS
from tests.unit.customers.world import World, organisation, person, sample, world

REQUESTS = int(os.environ.get("TENANCY_REQUESTS", "500"))
MARK = "Verysecretname"


def filled(bank: World) -> dict[str, list[int]]:
    """Two customers of the first tenant with rows everywhere; their row ids and trails."""
    for body in (person("VICTIM", lastName=MARK), organisation("FIRM")):
        bank.officer.write("POST", "/api/customer", body)
    for customer in ("VICTIM", "FIRM"):
        for spec in LISTS:
            if spec.links and customer == "FIRM":
                continue
            rows = sample(f"{spec.path}/add.json")
            for row in rows if spec.links else ():
                row["idInternalCustomer"] = "FIRM"
            root = "/api/extensions/customer" if spec.extension else "/api/customer"
            bank.officer.write("POST", f"{root}/{customer}/{spec.path}", rows)
    trails = [one["id"] for one in bank.officer.get("/api/customer/VICTIM/risk-trails")]
    decision = sample("decide_risk_trail.json")
    review = bank.approver.write("PUT", f"/api/customer/risk-trails/{trails[0]}", decision)[0]["idReview"]
    return {"row": list(range(1, 40)), "trail": trails, "review": [review]}


def bodies(path: str) -> list[Any]:
    """Bodies that would do if the customer were one's own."""
    name = path.rsplit("/", maxsplit=1)[-1]
    if name in BY_PATH:
        return [sample(f"{name}/add.json")]
    return [{}, {"main": {"otherInfo": "mine"}}, sample("decide_risk_trail.json"), {"comments": "mine"}, [1, 2]]


def snapshot(bank: World) -> list[Any]:
    """All that is stored of the first tenant."""
    kept = [
        item
        for table in ("CustomersTable", "ControlTable", "CasesTable")
        for item in bank.stack.items(table)
        if f"{item['pk']['S']}#".startswith(f"T#{bank.tenant}#") and item["sk"]["S"] != "INDEX"
    ]
    return sorted(kept, key=lambda item: (item["pk"]["S"], item["sk"]["S"]))


@pytest.fixture(scope="module")
def bank() -> Any:
    with world() as made:
        yield made


def test_no_request_with_another_tenant_s_token_reads_or_changes_anything(bank: World) -> None:
    ids = filled(bank)
    before = snapshot(bank)
    chance = random.Random(5)  # noqa: S311  a fixed order is wanted
    about = [(method, rule) for method, rule, _ in ROUTES if "<customer>" in rule or "<trail>" in rule]
    statuses: set[int] = set()
    for _ in range(REQUESTS):
        method, rule = chance.choice(about)
        path = rule.replace("<customer>", chance.choice(("VICTIM", "FIRM"))).replace("<name>", "checkedDocuments")
        for kind in ("row", "trail", "review"):
            path = path.replace(f"<{kind}>", str(chance.choice(ids[kind])))
        body = chance.choice(bodies(path)) if method in {"POST", "PUT"} else None
        headers = {"if-match": "*"} if chance.random() < 0.2 else None
        reply = bank.stranger.call(method, path, body, headers)
        assert reply.status in {400, 404}, (method, path, reply.status)
        assert MARK.encode() not in reply.body
        statuses.add(reply.status)
    assert 404 in statuses
    assert bank.stranger.get("/api/customers")["contents"] == []
    assert snapshot(bank) == before
