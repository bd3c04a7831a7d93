"""A list changes, and the customers it touches are decided anew: in process, on the template's tables."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from typing import Any

import pytest

from customer_risk import aws, wiring
from customer_risk.audit import first_broken
from customer_risk.cases import CaseDecision
from rescreener import app
from tests.support.in_process import InProcess, in_process
from tests.support.tables import ROOT
from watchlist_refresher import app as refresher

HEADER = "id,name,type\n"
NAME = {"firstName": "Zorvakian", "lastName": "Blimptonsky"}


@pytest.fixture
def stack() -> Iterator[InProcess]:
    with in_process() as running:
        os.environ["RESCREEN_QUEUE_URL"] = aws.client("sqs").create_queue(QueueName="rescreen")["QueueUrl"]
        yield running


def check(stack: InProcess, customer: str, name: dict[str, str]) -> dict[str, Any]:
    stack.wait(2)
    body = {
        "masterData": {
            "accountHoldingPartyData": {
                "customerId": customer,
                "customerType": "INDIVIDUAL",
                "personalDetails": {"personName": name},
            }
        }
    }
    answer = stack.check(body)
    assert answer.status == 200
    return dict(json.loads(answer.body))


def blacklist(stack: InProcess, rows: str) -> str:
    """Upload a list of the tenant's own and refresh; the key of the delta that this made."""
    name = f"lists/tenant.{stack.tenant}.internal/list.csv"
    aws.client("s3").put_object(Bucket="watchlists", Key=name, Body=(HEADER + rows).encode())
    before = {one["Key"] for one in deltas()}
    refresher.handler({}, None)
    stack.wait(60)  # warm functions look at the pointer again
    (made,) = {one["Key"] for one in deltas()} - before
    return str(made)


def deltas() -> list[dict[str, Any]]:
    return list(aws.client("s3").list_objects_v2(Bucket="watchlists", Prefix="deltas/").get("Contents", []))


def follow(key: str) -> int:
    """Work the queue until it is empty; how many messages there were."""
    sqs, queue = aws.client("sqs"), os.environ["RESCREEN_QUEUE_URL"]
    sqs.send_message(QueueUrl=queue, MessageBody=json.dumps({"delta": key}))
    done = 0
    while messages := sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=1).get("Messages", []):
        (message,) = messages
        record = {"messageId": message["MessageId"], "body": message["Body"]}
        assert app.handler({"Records": [record]}, None) == {"batchItemFailures": []}
        sqs.delete_message(QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"])
        done += 1
    return done


def events(stack: InProcess) -> list[dict[str, Any]]:
    return [item for item in stack.items("EventsTable") if item["type"]["S"] == app.RESCREENED]


def test_a_hit_that_appears_after_a_clean_check_opens_a_case_and_is_told(stack: InProcess) -> None:
    clean = check(stack, "c-1", NAME)
    assert clean["screeningResults"] == []
    check(stack, "c-2", {"firstName": "Ottoline", "lastName": "Fernsby"})
    delta = blacklist(stack, "b-1,Zorvakian Blimptonsky,BLACKLIST_PERSON\n")
    assert follow(delta) == 2
    state = wiring.customers().state(stack.tenant, "c-1")
    assert state.standing.open_case is not None
    assert wiring.customers().state(stack.tenant, "c-2").audited == 1
    (event,) = events(stack)
    assert event["customer_id"]["S"] == "c-1"
    chain = wiring.customers().audit(stack.tenant, "c-1")
    assert [entry.action for entry in chain] == ["assessed", "re-screened"]
    assert first_broken(chain) is None

    # The same again changes nothing: messages may come twice.
    follow(delta)
    assert len(events(stack)) == 1
    assert wiring.customers().state(stack.tenant, "c-1").audited == 2

    # And what is taken off the list again is followed too.
    gone = blacklist(stack, "b-2,Perpetua Wintergreen,BLACKLIST_PERSON\n")
    follow(gone)
    held = wiring.customers().read(stack.tenant, "c-1")
    assert held.snapshot is not None
    assert held.snapshot.assessment.subject.screening.hits == ()
    assert len(events(stack)) == 2
    assert held.state.standing.open_case == state.standing.open_case  # only a human closes a case


def test_customers_are_worked_page_by_page(stack: InProcess, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app, "PAGE", 2)
    for number in range(5):
        check(stack, f"c-{number}", NAME if number % 2 else {"firstName": f"Nobody {number}", "lastName": "Atall"})
    delta = blacklist(stack, "b-1,Zorvakian Blimptonsky,BLACKLIST_PERSON\n")
    assert follow(delta) >= 4
    assert {event["customer_id"]["S"] for event in events(stack)} == {"c-1", "c-3"}


def test_lists_that_cannot_be_asked_take_no_hit_away(stack: InProcess, monkeypatch: pytest.MonkeyPatch) -> None:
    delta = blacklist(stack, "b-1,Zorvakian Blimptonsky,BLACKLIST_PERSON\n")
    assert check(stack, "c-1", NAME)["screeningResults"]
    wiring.screener.cache_clear()
    monkeypatch.setenv("WATCHLISTS_BUCKET", "elsewhere")
    wiring.screener()
    monkeypatch.setenv("WATCHLISTS_BUCKET", "watchlists")
    monkeypatch.setattr(wiring.screener(), "_update", unavailable)
    record = {"messageId": "m", "body": json.dumps({"delta": delta, "tenant": stack.tenant})}
    assert app.handler({"Records": [record]}, None) == {"batchItemFailures": [{"itemIdentifier": "m"}]}
    held = wiring.customers().read(stack.tenant, "c-1")
    assert held.snapshot is not None
    assert held.snapshot.assessment.subject.screening.hits
    assert events(stack) == []


def unavailable() -> None:
    raise ConnectionError


def test_one_customer_is_screened_again_where_a_reviewer_dismissed_its_matches(stack: InProcess) -> None:
    blacklist(stack, "b-1,Zorvakian Blimptonsky,BLACKLIST_PERSON\n")
    found = check(stack, "c-1", NAME)
    wiring.casework().close(
        stack.tenant, found["caseId"], decision=CaseDecision.FALSE_POSITIVE, reason="another one", actor="key:2"
    )
    message = json.loads((ROOT / "events/rescreener/customer_changed.json").read_text())
    record = message["Records"][0]
    body = json.loads(record["body"]) | {"tenant": stack.tenant, "changed": "c-1"}
    for _ in range(2):  # messages may come twice
        assert app.handler({"Records": [record | {"body": json.dumps(body)}]}, None) == {"batchItemFailures": []}
    (event,) = events(stack)
    assert event["followers"]["L"] == [{"S": "customer_checks"}]
    state = wiring.customers().state(stack.tenant, "c-1")
    assert state.points is not None
    assert state.points < found["riskPoints"]
    chain = wiring.customers().audit(stack.tenant, "c-1")
    assert [entry.action for entry in chain] == ["assessed", "case closed", "re-screened"]
    assert chain[-1].details["event"] == body["event"]
    assert app.handler({"Records": [record | {"body": "{}"}]}, None) == {
        "batchItemFailures": [{"itemIdentifier": record["messageId"]}]
    }


def test_a_deleted_customer_is_left_alone(stack: InProcess) -> None:
    assert app.again(stack.tenant, "never heard of", index="v") is False
