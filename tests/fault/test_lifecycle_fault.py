"""Every AWS call of a request and of the worker fails once, before and after its effect: nothing is lost or doubled."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import EndpointConnectionError, ReadTimeoutError

from customer_risk.storage.dynamo import unmarshal_item
from tests.support.in_process import watched_calls
from tests.unit.lifecycle.world import Lifecycle, customer, lifecycle, options

MOST_CALLS = 16
KEY = {"idempotency-key": "onboarding-1"}
BODY = customer(**options(express=True, fraud=True))


class Breaks:
    """Fails the n-th AWS call; ``after`` lets it happen first and loses its answer."""

    def __init__(self, number: int, *, after: bool) -> None:
        self.number = number
        self.after = after
        self.seen = 0

    def __call__(self, operation: str, *, done: bool) -> None:
        if done != self.after:
            return
        self.seen += 1
        if self.seen == self.number:
            url = f"https://aws/{operation}"
            raise ReadTimeoutError(endpoint_url=url) if self.after else EndpointConnectionError(endpoint_url=url)


def assert_whole(at: Lifecycle) -> None:
    """Every completed evaluation has its webhook, its snapshot, its row and its audit entry, and nothing else has."""
    rows = [unmarshal_item(item) for item in at.stack.items("CustomersTable") if item["sk"] != {"S": "ID"}]
    state = next((row for row in rows if row["sk"] == "STATE"), {})
    completed = [one for one in at.evaluations() if one["status"] == "completed"]
    of = [row["sk"].partition("#")[0] for row in rows]
    assert of.count("SNAPSHOT") == len(completed)
    assert state.get("events", 0) == len(at.webhooks())
    assert len({one["requestId"] for one in at.webhooks()}) == len(at.webhooks())
    assert {one["id"] for one in completed} <= {one["requestId"] for one in at.webhooks()}
    at.assert_audited()


@pytest.mark.parametrize("after", [False, True], ids=["before its effect", "after its effect"])
@pytest.mark.parametrize("number", range(1, MOST_CALLS))
def test_a_request_that_was_answered_is_evaluated_and_one_that_was_not_can_be_repeated(
    number: int,
    after: bool,  # noqa: FBT001
) -> None:
    with lifecycle() as at:
        with watched_calls(Breaks(number, after=after)):
            first = at.call("POST", "/onboard", BODY, KEY)
        assert first.status in {200, 503}
        assert_whole(at)
        committed = len(at.evaluations())
        assert committed <= 1
        if first.status == 200:
            assert committed == 1
        # A crash right here loses nothing: whatever was committed has its message in the queue.
        at.settle()
        assert len(at.webhooks()) == committed
        second = at.post("/onboard", BODY, KEY)
        if first.status == 200:
            assert second == first.json()
        at.settle()
        assert_whole(at)
        assert [one["requestId"] for one in at.webhooks()] == [second["requestId"]]


@pytest.mark.parametrize("after", [False, True], ids=["before its effect", "after its effect"])
@pytest.mark.parametrize("number", range(1, MOST_CALLS))
def test_the_worker_evaluates_once_and_commits_one_webhook_whatever_fails(number: int, after: bool) -> None:  # noqa: FBT001
    with lifecycle() as at:
        answer = at.post("/onboard", BODY)
        messages = at.messages()
        with watched_calls(Breaks(number, after=after)):
            failed = at.work(messages)
        assert_whole(at)
        if failed:
            assert at.work(messages) == []  # the queue brings it again
        assert at.work(messages) == []  # and again, for queues deliver at least once
        assert_whole(at)
        assert [one["requestId"] for one in at.webhooks()] == [answer["requestId"]]
        assert at.validation()["status"] == "approved"


@pytest.mark.parametrize("after", [False, True], ids=["before its effect", "after its effect"])
@pytest.mark.parametrize("number", range(1, MOST_CALLS))
def test_a_manual_run_changes_the_score_whatever_fails(number: int, after: bool) -> None:  # noqa: FBT001
    with lifecycle() as at:
        at.onboard(customer())
        breaks = Breaks(number, after=after)
        with watched_calls(breaks):
            answer = at.call("POST", "/check-fraud", {"customerId": "c-1"}, KEY)
        messages = at.messages()
        with watched_calls(breaks):
            at.work(messages)
        assert answer.status in {200, 503}
        at.settle()
        again = at.post("/check-fraud", {"customerId": "c-1"}, KEY)
        at.work(messages)
        at.settle()
        assert_whole(at)
        assert [one["requestId"] for one in at.webhooks() if one["type"] == "evaluation"] == [again["requestId"]]
        assert at.validation()["kyc"] == "passed"


@pytest.mark.parametrize("path", ["/approve", "/flag"])
@pytest.mark.parametrize("after", [False, True], ids=["before its effect", "after its effect"])
@pytest.mark.parametrize("number", range(1, 8))
def test_what_people_decide_is_written_whole_or_not_at_all(number: int, after: bool, path: str) -> None:  # noqa: FBT001
    body: dict[str, Any] = {"customerId": "c-1", "reason": "Seen.", "flag": "fraud"}
    with lifecycle() as at:
        at.onboard(customer())
        with watched_calls(Breaks(number, after=after)):
            answer = at.call("POST", path, body)
        assert answer.status in {200, 503}
        assert_whole(at)
        decided = len(at.webhooks()) - 1
        assert decided <= 1
        if answer.status == 200:
            assert decided == 1
        assert (at.validation()["status"] == "review") is (decided == 0)
        assert at.post(path, body)["status"] == ("approved" if path == "/approve" else "rejected")
        assert_whole(at)


@pytest.mark.parametrize("flow", ["request", "worker"])
def test_the_range_of_calls_covers_all_there_are(flow: str) -> None:
    with lifecycle() as at:
        counting = Breaks(10**9, after=False)
        if flow == "request":
            with watched_calls(counting):
                at.post("/onboard", BODY, KEY)
        else:
            at.post("/onboard", BODY)
            messages = at.messages()
            with watched_calls(counting):
                at.work(messages)
        assert 5 <= counting.seen < MOST_CALLS
