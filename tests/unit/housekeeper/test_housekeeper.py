"""What falls due is done once, and what is erased leaves a chain that verifies, against the template's tables."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from customer_risk import aws, wiring
from customer_risk.access.keys import Tenant
from customer_risk.audit import first_broken
from customer_risk.cases import CaseDecision
from customer_risk.erasure import NotDue
from customer_risk.evaluation import Amendment, Rendered
from customer_risk.ledger import Note
from customer_risk.profile import Means, Party, PartyKind, Person, PersonName, Profile
from customer_risk.storage.control import Control
from customer_risk.storage.dynamo import transact
from housekeeper import app
from tests.support.bench import NOW, TENANT, Bench
from tests.support.tables import tables

CONTEXT = SimpleNamespace(get_remaining_time_in_millis=lambda: 900_000)
PARTS = (wiring.customers, wiring.cases, wiring.control, wiring.ledger, wiring.identities, wiring.dynamo, app._eraser)


@pytest.fixture
def bench(monkeypatch: pytest.MonkeyPatch) -> Iterator[Bench]:
    with tables() as client:
        for table in ("CUSTOMERS", "CASES", "EVENTS", "CONTROL"):
            monkeypatch.setenv(f"{table}_TABLE", f"{table.title()}Table")
        monkeypatch.setenv("POWERTOOLS_METRICS_NAMESPACE", "CustomerRisk")
        monkeypatch.setenv("POWERTOOLS_SERVICE_NAME", "customer-risk")
        monkeypatch.setattr(wiring, "client", lambda _: client)
        monkeypatch.setattr(wiring, "clock", lambda: NOW)
        monkeypatch.setattr(wiring, "secret_key", lambda _: lambda: b"k" * 32)
        for part in PARTS:
            getattr(part, "cache_clear", lambda: None)()
        Control(client, "ControlTable").add_tenant(Tenant(id=TENANT, name="Acme"))
        yield Bench(client)
        for part in PARTS:
            getattr(part, "cache_clear", lambda: None)()
    aws.client.cache_clear()


def profile(customer: str) -> Profile:
    person = Person(name=PersonName(first="Ysolde", last="Quillfeather"), birth_place="Tarbagatai")
    means = (Means(kind="email", value="ysolde@example.com"),)
    return Profile(customer_id=customer, party=Party(kind=PartyKind.PERSON, person=person, means=means))


def amend(bench: Bench, customer: str, **more: Any) -> str | None:
    def change(_: object) -> Amendment:
        who = profile(customer)
        return Amendment(id="a", profile=who, dialect="customers", actor="user:1", action="changed", **more)

    view = bench.customers.writes.view_put(TENANT, customer, "customers", b"Quillfeather", revision=None)
    records = [] if bench.customers.read(TENANT, customer).views else [view]
    rendered = Rendered(b'{"name":"Quillfeather"}', records)
    return bench.evaluations.amend(TENANT, customer, change, lambda *_: rendered).case.case_id


def days(count: int) -> str:
    return (NOW + timedelta(days=count)).date().isoformat()


def run() -> dict[str, int]:
    return app.handler({}, CONTEXT)


def test_an_erased_customer_leaves_an_audit_chain_and_nothing_personal(bench: Bench) -> None:
    bench.reasons = ("level:HIGH",)
    case = amend(bench, "c-1")
    assert case is not None
    bench.casework.close(TENANT, case, decision=CaseDecision.RISK_ACCEPTED, reason="Quillfeather pays", actor="user:2")
    marks = wiring.identities().marks(profile("c-1"))
    transact(bench.client, wiring.identities().changes(TENANT, "c-1", (), marks, {}), token="identities")
    amend(bench, "c-1", deleted=True, erase_after=days(0))
    amend(bench, "c-2", erase_after=days(0))
    amend(bench, "c-3", erase_after=days(1))
    before = [entry.action for entry in bench.customers.audit(TENANT, "c-1")]

    assert run() == {"reviews": 0, "erased": 2, "failed": 0, "leftOver": 0}

    chain = bench.customers.audit(TENANT, "c-1")
    assert first_broken(chain) is None
    assert [entry.action for entry in chain] == [*before, "erased"]
    for table in ("CustomersTable", "CasesTable"):
        left = [item for item in bench.client.scan(TableName=table)["Items"] if "C#c-3" not in item["pk"]["S"]]
        assert "quillfeather" not in str(left).lower()
        assert not any(item["sk"]["S"].startswith(("SNAPSHOT", "VIEW")) for item in left)
    assert wiring.identities().sharing(TENANT, marks) == {mark: frozenset() for mark in marks}
    assert not bench.customers.read(TENANT, "c-2").exists
    assert bench.customers.read(TENANT, "c-3").exists
    assert run()["erased"] == 0


def test_an_erasure_broken_off_is_finished_the_next_time(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(3):
        amend(bench, "c-1")
    amend(bench, "c-1", deleted=True, erase_after=days(0))
    calls = 0

    def failing(client: Any, operations: Any, *, token: str) -> None:
        nonlocal calls
        calls += 1
        if calls == 3:
            raise ConnectionError
        transact(client, operations, token=token)

    monkeypatch.setattr("customer_risk.erasure.transact", failing)
    with pytest.raises(RuntimeError):
        run()
    assert run()["erased"] == 1
    assert first_broken(bench.customers.audit(TENANT, "c-1")) is None


def test_nobody_is_erased_before_the_day(bench: Bench) -> None:
    amend(bench, "c-1", deleted=True, erase_after=days(1))
    assert run()["erased"] == 0
    with pytest.raises(NotDue):
        app._eraser().erase(TENANT, "c-1")
    with pytest.raises(NotDue):
        app._eraser().erase(TENANT, "unheard of")


def test_a_review_that_is_due_is_told_once(bench: Bench) -> None:
    for customer, due in (("c-1", days(0)), ("c-2", days(1))):
        amend(bench, customer)
        note = Note(actor="u", action="planned", details={}, records=[], review_due=due)
        wiring.ledger().write(TENANT, customer, lambda _, note=note: note)  # type: ignore[misc]
    assert run()["reviews"] == 1
    assert run()["reviews"] == 0
    events = bench.client.scan(TableName="EventsTable")["Items"]
    assert [(item["type"]["S"], item["customer_id"]["S"]) for item in events] == [("customer.review-due", "c-1")]
    assert [entry.action for entry in bench.customers.audit(TENANT, "c-1")][-1] == "review due"


def test_a_run_stops_in_time_and_says_that_something_is_left(bench: Bench) -> None:
    amend(bench, "c-1", deleted=True, erase_after=days(0))
    assert app.handler({}, SimpleNamespace(get_remaining_time_in_millis=lambda: 1000))["leftOver"] == 1
