"""A tenant's risk model says from which score on a match is a hit of which list, and everybody who screens asks it."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from customer_risk import aws, wiring
from customer_risk.governance import Governance
from customer_risk.scoring.model import MODELS
from customer_risk.storage.models import ModelVersions
from customer_risk.storage.runs import Rescored, Run, Work
from rescreener import app, worker
from tests.support.client import person
from tests.support.in_process import InProcess, in_process
from watchlist_refresher import app as refresher

LISTED = {"first": "Zorvakian", "last": "Blimptonsky", "dateOfBirth": "1950-01-01"}
OTHERWISE_BORN = "b-1,Zorvakian Blimptonsky,BLACKLIST_PERSON,1980-07-07\n"


@pytest.fixture(scope="module")
def stack() -> Iterator[InProcess]:
    with in_process() as running:
        os.environ["RESCREEN_QUEUE_URL"] = aws.client("sqs").create_queue(QueueName="rescreen")["QueueUrl"]
        key = f"lists/tenant.{running.tenant}.internal/list.csv"
        aws.client("s3").put_object(
            Bucket="watchlists", Key=key, Body=f"id,name,type,birth_dates\n{OTHERWISE_BORN}".encode()
        )
        refresher.handler({}, None)
        running.wait(60)
        yield running


def publish(stack: InProcess, version: int, screening: str) -> None:
    """A risk model of the tenant's own, like the shipped one but for its thresholds."""
    shipped = (MODELS / "default-1.yaml").read_text(encoding="utf-8")
    own = shipped.replace("name: default", "name: own", 1).replace("version: 1", f"version: {version}", 1)
    document = own.replace("screening: {minimum: 0.5, likely: 0.9}", f"screening: {screening}")
    assert document != own
    versions = ModelVersions(wiring.dynamo(), os.environ["CONTROL_TABLE"])
    governance = Governance(
        wiring.dynamo(), versions, clock=wiring.clock, new_id=wiring.new_id, announce=lambda *_: None
    )
    draft = governance.draft(stack.tenant, "author", document)
    governance.publish(stack.tenant, "approver", draft.id, draft.digest)
    stack.wait(61)


def found(stack: InProcess, customer: str) -> tuple[list[str], str]:
    stack.wait(2)
    answer = stack.check(person(customer, **LISTED)).json()
    return [hit["list"] for hit in answer["screeningResults"]], answer["modelVersion"]


def test_a_list_has_the_threshold_of_the_tenants_own_model_in_checks_and_in_re_screening(stack: InProcess) -> None:
    own = f"tenant.{stack.tenant}.internal"
    publish(stack, 1, f"{{minimum: 0.01, likely: 0.9, lists: {{{own}: 1.0}}}}")
    for customer in ("t-0", "t-1"):
        assert found(stack, customer) == ([], "own-1"), "a list's own threshold comes before the general one"
    publish(stack, 2, f"{{minimum: 0.5, likely: 0.9, lists: {{{own}: 0.01}}}}")
    run = Run(id="r", tenant=stack.tenant, work=Work.RE_SCORE, version="own-2", day=stack.now.date())
    assert worker.again(run, "t-0") == Rescored(customers=1, changed=1, moved=1), "and so does a publication"
    assert app.again(stack.tenant, "t-1", index="v"), "a hit by the model in force now"
    held = wiring.customers().read(stack.tenant, "t-1")
    assert held.snapshot is not None
    assert held.snapshot.assessment.scoring.model == "own-2"
    assert [line.factor for line in held.snapshot.assessment.scoring.lines if line.factor == "blacklist-hit"]
    assert found(stack, "t-2") == ([own], "own-2")
    publish(stack, 3, "{minimum: 0.01, likely: 0.9}")
    assert own in found(stack, "t-3")[0], "and the general one holds where a list has none"
