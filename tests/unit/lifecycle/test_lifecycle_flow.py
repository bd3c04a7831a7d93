"""Onboarding, manual runs, decisions and reports, from request to webhook."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from typing import Any
from unittest.mock import patch

import pytest

from customer_risk import wiring
from customer_risk.identity.result import Identity
from customer_risk.screening.result import Screening, unavailable
from customer_risk.storage.evaluations import EvaluationsTable
from lifecycle import express, intake, others, queue, stores, worker
from lifecycle.table import Express
from tests.unit.lifecycle.world import LISTED, Lifecycle, customer, lifecycle, options


@pytest.fixture
def at() -> Iterator[Lifecycle]:
    with lifecycle() as running:
        yield running


CASES = {
    "A.I": options(),
    "A.II": options(express=True),
    "A.III": options(express=True, fraud=True),
    "A.IV": options(fraud=True),
}


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("listed", [False, True], ids=["clear", "listed"])
def test_each_case_of_the_document(at: Lifecycle, case: str, listed: bool) -> None:  # noqa: FBT001
    answer, webhook = at.onboard(customer(**(LISTED if listed else {}), **CASES[case]))
    asked = CASES[case]["options"]
    kyc = "review" if listed else "passed"
    with_express, fraud = asked["useExpressKYC"], asked["includeFraudCheck"]
    assert answer["event"] == "onboard"
    assert answer["evaluation"] == {"type": "fraud" if fraud else "kyc", "status": "initiated"}
    assert answer["options"] == asked
    assert answer["customerId"] == answer["externalId"] == "c-1"
    outcome = "passed" if not listed else answer["validation"].get("expressKyc", {}).get("outcome", "passed")
    assert answer["validation"] == {
        "status": "pending",
        "kyc": kyc if with_express else "pending",
        "fraudScore": 0,
        **({"expressKyc": {"success": True, "outcome": outcome}} if with_express else {}),
    }
    assert webhook["type"] == webhook["event"] == "onboard"
    assert webhook["evaluation"] == {"type": "fraud" if fraud else "kyc", "status": "completed"}
    validation = webhook["validation"]
    assert validation["kyc"] == kyc
    assert "expressKyc" not in validation
    assert (validation["fraudScore"] > 0) is fraud
    assert validation["status"] in ({"approved", "rejected", "review"} if fraud else {"review"})
    failing = {tag["tag"] for tag in validation["warningTags"].values() if not tag["passed"]}
    assert len(failing) == validation["warnings"]
    assert ("sanction" in failing) is listed
    assert all(name == tag["tag"] and tag["label"] for name, tag in validation["warningTags"].items())
    assert at.validation()["status"] == validation["status"]
    assert at.assert_audited() == ["onboarding evaluated"]


def test_somebody_with_whom_nothing_is_wrong_is_approved_and_a_sanctioned_person_is_not(at: Lifecycle) -> None:
    assert at.onboard(customer("good", **options(fraud=True)))[1]["validation"]["status"] == "approved"
    other = {"email": "x@example.com", "phone": "+1 202 555 0199", "officialId": None}
    official = {"docType": "SSN", "value": "536-90-4388", "country": "US"}
    bad = at.onboard(customer("bad", **(other | LISTED | {"officialId": official}), **options(fraud=True)))[1]
    assert bad["validation"]["status"] in {"rejected", "review"}


def test_a_manual_run_changes_the_score_and_nothing_else(at: Lifecycle) -> None:
    at.onboard(customer())
    answer = at.post("/check-fraud", {"customerId": "c-1"})
    assert answer["event"] == "evaluation"
    assert answer["evaluation"] == {"type": "fraud", "status": "initiated"}
    assert answer["validation"] == {"status": "review", "kyc": "passed", "fraudScore": 0}
    assert answer["errors"] == []
    at.settle()
    webhook = at.webhook(answer["requestId"])
    assert webhook["type"] == "evaluation"
    assert webhook["validation"]["status"] == "review"
    assert webhook["validation"]["kyc"] == "passed"
    assert webhook["validation"]["fraudScore"] > 0.8
    assert at.validation() == {
        "status": "review",
        "kyc": "passed",
        "fraudScore": webhook["validation"]["fraudScore"],
        "fraudCheck": True,
        "fraudFlag": False,
    }
    assert at.post("/check-fraud", {"customerId": "c-1"})["validation"]["fraudScore"] > 0.8


def test_express_kyc_that_takes_too_long_is_missing_in_time_and_the_webhook_comes_later(at: Lifecycle) -> None:
    at.settings(express_milliseconds=200)
    answered = threading.Event()

    def slow(*_: object) -> dict[Any, int]:
        assert answered.wait(60)
        return {}

    with patch.object(others, "shared", slow):
        began = time.monotonic()
        answer = at.post("/onboard", customer(**options(express=True)))
        assert time.monotonic() - began < 30  # it did not wait for what takes until it has answered
    answered.set()
    assert answer["validation"] == {
        "status": "pending",
        "kyc": "pending",
        "fraudScore": 0,
        "expressKyc": {"success": False},
    }
    at.settle()
    assert at.webhook(answer["requestId"])["validation"]["kyc"] == "passed"


def test_without_any_time_express_kyc_is_always_missing(at: Lifecycle) -> None:
    at.settings(express_milliseconds=0)
    answer, webhook = at.onboard(customer(**options(express=True)))
    assert answer["validation"]["expressKyc"] == {"success": False}
    assert webhook["validation"]["kyc"] == "passed"


def test_kyc_waits_for_watchlists_that_are_not_asked_in_time(at: Lifecycle) -> None:
    assert at.post("/onboard", customer(**options(express=True)))["validation"]["kyc"] == "passed"
    with patch.object(wiring.Screener, "screen", lambda *_, **__: unavailable("no index")):
        validation = at.post("/onboard", customer(**options(express=True)))["validation"]
    assert validation["kyc"] == "pending"
    assert validation["expressKyc"] == {"success": True, "outcome": "passed"}


def test_an_express_check_that_fails_is_missing_and_logged(at: Lifecycle, capsys: pytest.CaptureFixture[str]) -> None:
    def broken(*_: object) -> Identity:
        raise RuntimeError("at the bottom")

    with patch.object(intake, "check_identity", broken):
        answer = at.post("/onboard", customer(**options(express=True)))
    assert answer["validation"]["expressKyc"] == {"success": False}
    assert "RuntimeError" in capsys.readouterr().out


def test_what_is_ready_when_the_time_is_up_is_told() -> None:
    passing = Identity(tags=())

    answered = threading.Event()

    def hang() -> Screening:
        answered.wait(60)
        return unavailable("too late")

    assert express.within(1000, lambda: passing, hang)[:2] == (Express.PASSED, "pending")
    answered.set()


def test_the_outcome_is_never_better_than_express_has_told(at: Lifecycle) -> None:
    other = customer("other", phone="+1 202 555 0111", officialId={**customer()["officialId"], "value": "536-90-4300"})
    at.onboard(other)
    answer = at.post("/onboard", customer(**options(express=True)))
    assert answer["validation"]["expressKyc"] == {"success": True, "outcome": "review"}  # the same e-mail address
    moved = {**other, "email": "new@example.com"}
    at.post("/onboard", moved)
    at.settle()
    webhook = at.webhook(answer["requestId"])
    assert all(tag["passed"] for tag in webhook["validation"]["warningTags"].values())
    assert webhook["validation"]["kyc"] == "review"


def test_a_late_result_never_overwrites_a_newer_one(at: Lifecycle) -> None:
    first = at.post("/onboard", customer(**LISTED, **options(fraud=True)))
    older = at.messages()
    second = at.post("/onboard", customer(**options(fraud=True)))
    newer = at.messages()
    assert at.work(newer) == []
    before = at.validation()
    assert at.work(older) == []
    assert at.validation() == before
    assert at.webhook(first["requestId"])["superseded"] is True
    assert "superseded" not in at.webhook(second["requestId"])
    assert before["kyc"] == "passed"
    assert [row["outcome"] for row in at.get("/history/kyc/c-1")["history"]] == ["review"]
    assert at.get("/history/kyc/c-1")["active"]["outcome"] == "passed"
    at.assert_audited()


def test_a_manual_run_that_comes_late_leaves_the_newer_score(at: Lifecycle) -> None:
    at.onboard(customer(**options(fraud=True)))
    first = at.post("/check-fraud", {"customerId": "c-1"})
    older = at.messages()
    at.post("/flag", {"customerId": "c-1", "flag": "fraud"})
    second = at.post("/check-fraud", {"customerId": "c-1"})
    at.settle()
    score = at.validation()["fraudScore"]
    assert score == at.webhook(second["requestId"])["validation"]["fraudScore"]
    assert at.work(older) == []
    assert at.validation()["fraudScore"] == score
    assert at.webhook(first["requestId"])["superseded"] is True


def test_a_manual_run_overtaken_by_an_onboarding_repeats_what_it_was_asked_on(at: Lifecycle) -> None:
    at.onboard(customer())
    run = at.post("/check-fraud", {"customerId": "c-1"})
    older = at.messages()
    at.post("/onboard", customer())
    assert at.work(older) == []
    webhook = at.webhook(run["requestId"])
    assert (webhook["validation"]["kyc"], webhook["validation"]["status"]) == ("passed", "review")
    assert webhook["superseded"] is True
    assert at.validation()["status"] == "pending"
    at.settle()
    assert at.validation()["fraudScore"] == 0


@pytest.mark.parametrize(("path", "status"), [("/approve", "approved"), ("/reject", "rejected")])
def test_a_manual_decision_is_audited_and_told(at: Lifecycle, path: str, status: str) -> None:
    at.onboard(customer())
    answer = at.post(path, {"customerId": "c-1", "reason": "Seen in person."})
    assert answer["status"] == status
    assert answer["confirmed"] is True
    webhook = at.webhook(answer["requestId"])
    assert webhook["type"] == "onboard"
    assert webhook["validation"]["status"] == status
    assert webhook["sequence"] == 2
    assert at.validation()["status"] == status
    assert at.assert_audited() == ["onboarding evaluated", status]
    chain = wiring.customers().audit(at.stack.tenant, "c-1")
    assert "Seen" not in str(chain)


def test_with_four_eyes_a_second_person_decides(at: Lifecycle) -> None:
    at.settings(four_eyes=True)
    at.onboard(customer())
    body = {"customerId": "c-1", "reason": "Seen in person."}
    for _ in range(2):
        answer = at.post("/approve", body)
        assert (answer["status"], answer["confirmed"], answer["proposed"]) == ("review", False, "approved")
    assert [one["requestId"] for one in at.webhooks()].count(answer["requestId"]) == 0
    own, at.token = at.token, second_token(at)
    assert at.post("/reject", body)["confirmed"] is False
    at.token = own
    assert at.post("/reject", body)["status"] == "rejected"
    assert at.assert_audited()[-2:] == ["rejection proposed", "rejected"]


def second_token(at: Lifecycle) -> str:
    """A token of another key of the tenant."""
    from customer_risk.access.keys import SCOPES  # noqa: PLC0415  only here
    from customer_risk.delivery.secrets import parse_master_keys  # noqa: PLC0415  only here
    from tools.tenants import Desk  # noqa: PLC0415  only here

    key = Desk(wiring.control(), b"k" * 64, parse_master_keys("k" * 64)).key(at.stack.tenant, list(SCOPES), "second")
    token: str = at.authenticate(key).json()["token"]
    return token


def test_a_report_rejects_until_a_human_approves_and_weighs_in_every_score(at: Lifecycle) -> None:
    at.onboard(customer(**options(fraud=True)))
    before = at.validation()["fraudScore"]
    answer = at.post("/flag", {"customerId": "c-1", "flag": "stolen identity", "note": "Called in."})
    assert (answer["flagged"], answer["status"]) == (True, "rejected")
    told = at.webhook(answer["requestId"])
    assert told["type"] == "flag"
    assert told["validation"]["fraudFlag"] is True
    assert at.validation()["fraudReport"] == "stolen identity"
    again = at.onboard(customer(**options(fraud=True)))[1]["validation"]
    assert again["status"] == "rejected"
    assert again["fraudScore"] < before
    assert again["warningTags"]["fraud_reports"]["passed"] is False
    assert at.post("/approve", {"customerId": "c-1", "reason": "It was a mistake."})["status"] == "approved"
    assert at.validation()["fraudFlag"] is False


def test_a_report_made_while_an_evaluation_is_under_way_stands(at: Lifecycle) -> None:
    answer = at.post("/onboard", customer())
    at.post("/flag", {"customerId": "c-1", "flag": "fraud"})
    at.settle()
    webhook = at.webhook(answer["requestId"])
    assert webhook["validation"]["status"] == "review"
    assert webhook["superseded"] is True
    assert at.validation()["status"] == "rejected"


def test_what_a_human_rejected_no_evaluation_approves(at: Lifecycle) -> None:
    at.onboard(customer())
    at.post("/reject", {"customerId": "c-1", "reason": "Forged."})
    assert at.onboard(customer(**options(fraud=True)))[1]["validation"]["status"] == "review"


def test_many_attempts_in_a_short_time_are_told(at: Lifecycle) -> None:
    for _ in range(4):
        webhook = at.onboard(customer(**options(fraud=True)))[1]
    assert webhook["validation"]["warningTags"]["data_comparison"]["passed"] is True
    webhook = at.onboard(customer(**options(fraud=True)))[1]
    assert webhook["validation"]["warningTags"]["data_comparison"]["passed"] is False


def test_decisions_and_manual_runs_wait_for_the_evaluation(at: Lifecycle) -> None:
    at.post("/onboard", customer())
    for path, body in (
        ("/check-fraud", {}),
        ("/approve", {"reason": "Fine."}),
        ("/reject", {"reason": "Not fine."}),
    ):
        answer = at.call("POST", path, {"customerId": "c-1", **body})
        assert (answer.status, answer.json()["code"]) == (409, "INVALID_QUERY")
        unknown = at.call("POST", path, {"customerId": "c-2", **body})
        assert (unknown.status, unknown.json()["code"]) == (404, "NOT_FOUND")


def test_an_evaluation_is_carried_out_once_however_often_its_message_comes(at: Lifecycle) -> None:
    at.post("/onboard", customer())
    messages = at.messages()
    for _ in range(3):
        assert at.work(messages * 2) == []
    assert len(at.webhooks()) == 1
    assert [one["status"] for one in at.evaluations()] == ["completed"]
    assert "work" not in at.evaluations()[0]


def test_a_message_that_is_faster_than_its_evaluation_comes_again_and_one_without_is_dropped(at: Lifecycle) -> None:
    with patch.object(queue, "WAITS", (0, 0, 0)):
        queue.send(queue.Message(tenant=at.stack.tenant, request_id="nobody"), seconds=0)
        seen = 0
        while messages := at.messages():
            seen += len(messages)
            assert at.work(messages) == []
    assert seen == 4


def test_a_message_that_cannot_be_read_fails_alone(at: Lifecycle) -> None:
    at.post("/onboard", customer())
    bad = {"MessageId": "bad", "Body": "{}"}
    assert at.work([bad, *at.messages()]) == ["bad"]
    assert len(at.webhooks()) == 1


def test_the_same_key_makes_the_same_request_once(at: Lifecycle) -> None:
    key = {"idempotency-key": "k-1"}
    body = customer(None)
    first = at.post("/onboard", body, key)
    assert at.post("/onboard", body, key) == first
    assert len(at.evaluations()) == 1
    other = at.call("POST", "/onboard", customer(None, city="Baltimore"), key)
    assert (other.status, other.json()["code"]) == (409, "INVALID_QUERY")
    bad = at.call("POST", "/onboard", body, {"idempotency-key": "é"})
    assert (bad.status, bad.json()["message"]) == (400, "Invalid Idempotency-Key")


def test_a_customer_without_an_id_gets_one(at: Lifecycle) -> None:
    first, second = (at.post("/onboard", customer(None)) for _ in range(2))
    assert first["customerId"] != second["customerId"]
    assert "externalId" not in first


def test_a_customer_deleted_meanwhile_does_not_come_back(at: Lifecycle) -> None:
    at.onboard(customer())
    run = at.post("/check-fraud", {"customerId": "c-1"})
    delete(at)
    at.settle()
    assert at.webhook(run["requestId"])["evaluation"] == {"type": "fraud", "status": "failed"}
    assert at.get("/customer?customerId=c-1") == {"customers": []}
    assert at.call("GET", "/history/kyc/c-1").status == 404
    assert at.call("POST", "/flag", {"customerId": "c-1", "flag": "x"}).status == 404
    assert at.post("/onboard", customer())["validation"]["status"] == "pending"
    at.settle()
    assert at.get("/history/kyc/c-1")["history"] == []
    assert at.validation()["kyc"] == "passed"


def test_what_another_dialect_said_of_the_customer_stays(at: Lifecycle) -> None:
    from tests.support.client import person  # noqa: PLC0415  only here

    body = person("c-1", first="Anna", last="Lindqvist")
    body["masterData"]["accountHoldingPartyData"]["characteristics"] = {"expectedIncomeMonthly": 4200}
    assert at.stack.check(body).status == 200
    at.onboard(customer())
    profile = wiring.customers().read(at.stack.tenant, "c-1").profile
    assert profile is not None
    assert profile.business.expected.income_monthly == 4200
    assert profile.party.addresses[0].town == "Washington"
    assert profile.party.person is not None
    assert profile.party.person.nationalities == ("SE",)


def test_the_older_behaviour_answers_review_at_once(at: Lifecycle) -> None:
    at.settings(review_at_once=True)
    answer = at.post("/onboard", customer())
    assert (answer["validation"]["status"], answer["validation"]["kyc"]) == ("review", "pending")


def test_a_tenants_own_thresholds_decide(at: Lifecycle) -> None:
    at.settings(approve_from=0.9999)
    assert at.onboard(customer(**options(fraud=True)))[1]["validation"]["status"] == "review"
    at.settings(approve_from=1.0, reject_below=0.9999)
    assert at.onboard(customer(**options(fraud=True)))[1]["validation"]["status"] == "rejected"


def test_an_unknown_tenant_fails_and_comes_again(at: Lifecycle) -> None:
    at.post("/onboard", customer())
    messages = at.messages()
    with patch.object(type(wiring.control()), "tenant", lambda *_: None):
        assert at.work(messages) == [messages[0]["MessageId"]]
    assert worker.handler({"Records": []}, None) == {"batchItemFailures": []}


def test_a_customer_that_others_wrote_is_known_here_and_can_be_decided(at: Lifecycle) -> None:
    from tests.support.client import person  # noqa: PLC0415  only here

    assert at.stack.check(person("c-1", first="Anna", last="Lindqvist")).status == 200
    (found,) = at.get("/customer?externalId=c-1")["customers"]
    assert (found["customerId"], found["lastName"], found["dob"]) == ("c-1", "Lindqvist", "1984-05-02")
    assert found["validation"] == {
        "status": "review",
        "kyc": "review",  # neither a number nor a document nor an address
        "fraudScore": 0,
        "fraudCheck": False,
        "fraudFlag": False,
    }
    assert at.get("/history/kyc/c-1") == {"active": None, "history": []}
    run = at.post("/check-fraud", {"customerId": "c-1"})
    at.settle()
    assert at.webhook(run["requestId"])["validation"]["status"] == "review"
    assert at.validation()["fraudScore"] > 0
    assert at.post("/approve", {"customerId": "c-1", "reason": "Known for years."})["status"] == "approved"
    assert at.assert_audited() == ["assessed", "fraud checked", "approved"]
    assert at.onboard(customer())[1]["validation"]["kyc"] == "passed"


def delete(at: Lifecycle) -> None:
    """Delete the customer as the dialect of entities does."""
    from customer_risk.evaluation import Amendment, Rendered  # noqa: PLC0415  only here

    def gone(held: Any) -> Amendment:
        return Amendment(
            id="d", profile=held.profile, dialect="customers", actor="user:1", action="deleted", deleted=True
        )

    wiring.evaluations().amend(at.stack.tenant, "c-1", gone, lambda *_: Rendered(b"{}", [], events=0))


@pytest.mark.parametrize("evaluated", [False, True])
def test_a_run_asked_before_a_deletion_says_nothing_of_who_came_after(at: Lifecycle, evaluated: bool) -> None:  # noqa: FBT001
    at.onboard(customer())
    run = at.post("/check-fraud", {"customerId": "c-1"})
    older = at.messages()
    delete(at)
    at.post("/onboard", customer(city="Baltimore"))
    newer = at.messages()
    if evaluated:
        assert at.work(newer) == []
    assert at.work(older) == []
    assert at.webhook(run["requestId"])["evaluation"]["status"] == "failed"
    assert at.work(newer) == []
    assert at.validation()["fraudScore"] == 0
    at.assert_audited()


@pytest.mark.parametrize("deleted", [False, True])
def test_two_workers_at_the_same_evaluation_complete_it_once(at: Lifecycle, deleted: bool) -> None:  # noqa: FBT001
    at.onboard(customer())
    run = at.post("/check-fraud", {"customerId": "c-1"})
    messages = at.messages()
    under_way = stores.evaluations().find(at.stack.tenant, run["requestId"])
    if deleted:
        delete(at)
    assert at.work(messages) == []
    done = stores.evaluations().find(at.stack.tenant, run["requestId"])
    # The other one read it before the first was done; what it reads later is as it stands.
    reads = iter([under_way, done])
    with patch.object(EvaluationsTable, "find", lambda *_: next(reads)):
        assert at.work(messages) == []
    assert len(at.webhooks()) == 2
    at.assert_audited()


def test_a_manual_run_under_way_is_shown(at: Lifecycle) -> None:
    at.onboard(customer())
    at.post("/check-fraud", {"customerId": "c-1"})
    (found,) = at.get("/customer?customerId=c-1")["customers"]
    assert found["evaluation"] == {"type": "fraud", "status": "initiated"}
    again = {"idempotency-key": "k"}
    assert at.post("/check-fraud", {"customerId": "c-1"}, again) == at.post(
        "/check-fraud", {"customerId": "c-1"}, again
    )


def test_a_customer_that_is_written_all_the_time_is_tried_for_longer(at: Lifecycle) -> None:
    from customer_risk.storage.dynamo import Contention  # noqa: PLC0415  only here

    at.post("/onboard", customer())
    messages = at.messages()
    carry_out, busy = wiring.evaluations().carry_out, iter([True] * 4)

    def contended(*arguments: Any) -> Any:
        if next(busy, False):
            raise Contention
        return carry_out(*arguments)

    with patch.object(wiring.evaluations(), "carry_out", contended):
        assert at.work(messages) == []
    assert at.validation()["kyc"] == "passed"
