"""Risk models over HTTP: somebody logs in, drafts one, and cannot put it into force; somebody else can."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

import msgspec
import pytest

from customer_risk.access.passwords import hashed
from customer_risk.access.permissions import Role
from customer_risk.access.users import User
from customer_risk.scoring.model import MODELS
from customer_risk.simulation import Simulation
from customer_risk.storage.customers import Customers
from customer_risk.storage.history import History
from customer_risk.storage.models import REREAD_SECONDS, ModelVersions
from customer_risk.storage.runs import Rescored, Run, Work
from customer_risk.storage.users import Users
from tests.support.client import Caller, Reply, person
from tests.support.tenants import key_of
from tools import simulate as simulating
from tools.local_stack import Stack
from tools.replay import Place, Range, prove
from tools.runs import carried_out

PATH = "/api/risk-models"
PASSWORD = "correct horse battery staple"
SHIPPED = (MODELS / "default-1.yaml").read_text(encoding="utf-8")
PORTUGAL = {"country": "PT", "fact": "tier", "value": "critical", "source": "the board", "date": "2026-11-01"}


def document(version: int = 1) -> str:
    """The shipped model under a name of the tenant's own."""
    return SHIPPED.replace("name: default", "name: acme", 1).replace("version: 1", f"version: {version}", 1)


class Office(NamedTuple):
    """A tenant, and the tokens of two people who may both draft and publish."""

    caller: Caller
    author: str
    other: str

    def call(self, token: str | None, method: str, path: str = "", body: object = None) -> Reply:
        """One request with somebody's token."""
        headers = {"x-access-token": token} if token else {}
        return Caller(self.caller.base, None).call(method, PATH + path, body, headers)


@pytest.fixture
def office(stack: Stack, new_tenant: Callable[..., Caller]) -> Office:
    caller = new_tenant()
    users = Users(stack.client("dynamodb"), stack.outputs["ControlTable"])
    tokens = []
    for id_ in (1, 2):
        username = f"{uuid.uuid4()}@example.com"
        user = User(
            id=id_,
            tenant=key_of(caller).tenant,
            username=username,
            role=Role.APPROVER,
            password=hashed(PASSWORD),
            created="2026-11-21T12:00:00+00:00",
        )
        assert users.add(user, token=str(uuid.uuid4()))
        login = caller.call("POST", "/api/login", {"username": username, "password": PASSWORD})
        assert login.status == 200
        tokens.append(login.json()["token"])
    return Office(caller, *tokens)


def draft(office: Office, version: int = 1, countries: tuple[dict[str, str], ...] = ()) -> Any:
    made = office.call(office.author, "POST", "", {"document": document(version), "countries": countries})
    assert made.status == 201, made.body
    return made.json()


def test_the_author_cannot_publish_and_somebody_else_can(office: Office) -> None:
    made = draft(office)
    publish = ("POST", f"/{made['version']}/publish", {"digest": made["digest"]})
    refused = office.call(office.author, *publish)
    assert (refused.status, set(refused.json())) == (403, {"message", "errors"})
    assert office.call(None, *publish).status == 401
    assert office.call(office.author, "GET", "/active").json()["version"] == "default-1"
    assert office.call(office.other, *publish).status == 200
    assert office.call(office.author, "GET", "/active").json()["version"] == "acme-1"
    assert office.call(office.other, "POST", "/default-1/rollback").status == 200
    assert office.call(office.author, "POST", "/acme-1/rollback").status == 403
    log = office.call(office.author, "GET", "/log").json()
    assert log["whole"] is True
    assert [one["action"] for one in log["entries"]] == ["model-drafted", "model-published", "model-rolled-back"]


def test_a_document_that_cannot_be_used_is_refused_with_its_line(office: Office) -> None:
    text = document().replace("  pep-hit:", "  pep-hits:")
    line = 1 + text.splitlines().index("  pep-hits:")
    answer = office.call(office.author, "POST", "", {"document": text})
    assert answer.status == 400
    assert {"property": "document.factors.pep-hits", "issue": f"line {line}: unknown factor"} in answer.json()["errors"]
    assert office.call(office.author, "GET", "/active").json()["version"] == "default-1"


def test_what_is_published_decides(office: Office, new_tenant: Callable[..., Caller], customer: str) -> None:
    made = draft(office, 1, (PORTUGAL,))
    assert office.call(office.other, "POST", "/acme-1/publish", {"digest": made["digest"]}).status == 200
    body = person(customer, nationality="PT", countryOfResidence="PT")
    ours, others = (caller.check(body).json() for caller in (office.caller, new_tenant()))
    assert ours["riskPoints"] > others["riskPoints"]


def test_every_customer_is_simulated_and_scored_again_by_the_stack_s_own_map(
    office: Office, stack: Stack, monkeypatch: pytest.MonkeyPatch
) -> None:
    tenant = key_of(office.caller).tenant
    for name in ("anna", "bert", "carl"):
        assert office.caller.check(person(name, nationality="PT", countryOfResidence="PT")).status == 200
    made = draft(office, 1, (PORTUGAL,))
    asked = Run(id=str(uuid.uuid4()), tenant=tenant, work=Work.WHAT_IF, version="acme-1", day=datetime.now(UTC).date())
    there = carried_out(stack.client, stack.outputs, asked, Simulation)
    assert [mover.customer for mover in there.against_stored.movers] == ["anna", "bert", "carl"]
    dynamo = stack.client("dynamodb")
    place = Place(
        History(dynamo, stack.outputs["CustomersTable"]), ModelVersions(dynamo, stack.outputs["ControlTable"])
    )
    monkeypatch.setattr(simulating, "_tell", lambda simulation, _: here.append(simulation))
    here: list[Simulation] = []
    assert simulating.run(place, tenant, "acme-1", day=asked.day, out=None) == 0
    assert here == [there]

    assert office.call(office.other, "POST", "/acme-1/publish", {"digest": made["digest"]}).status == 200
    states = stack.client("stepfunctions")
    begun = states.list_executions(stateMachineArn=stack.outputs["RunsStateMachine"], statusFilter="RUNNING")
    inputs = [states.describe_execution(executionArn=one["executionArn"])["input"] for one in begun["executions"]]
    (announced,) = [json.loads(told) for told in inputs if json.loads(told)["run"]["tenant"] == tenant]
    assert (announced["run"]["work"], announced["run"]["version"]) == ("re-score", "acme-1")
    assert announced["settle"] > REREAD_SECONDS
    # The run that was announced waits until nobody scores with the model of before any more; this one does not.
    rescore = msgspec.structs.replace(asked, id=str(uuid.uuid4()), work=Work.RE_SCORE)
    done = carried_out(stack.client, stack.outputs, rescore, Rescored)
    assert done == Rescored(customers=3, changed=3, moved=3)
    after = Customers(dynamo, stack.outputs["CustomersTable"]).state(tenant, "anna")
    mover = there.against_stored.movers[0]
    assert (after.level, after.points) == (mover.after, mover.points_after)
    again = msgspec.structs.replace(rescore, id=str(uuid.uuid4()))
    assert carried_out(stack.client, stack.outputs, again, Rescored) == Rescored(customers=3)
    assert prove(place, tenant, None, Range(date.min, date.max)) == 0
