"""Every AWS call of a request and of the worker fails once, before and after its effect: nothing is lost or doubled."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import EndpointConnectionError, ReadTimeoutError

from customer_risk.storage.dynamo import unmarshal_item
from tests.support.in_process import watched_calls
from tests.unit.lifecycle.world import Lifecycle, customer, lifecycle, options

MOST_CALLS = 11


def somebody(number: int) -> dict[str, Any]:
    """Somebody with whom nothing is wrong, and who shares nothing with the others."""
    return customer(
        f"c-{number}",
        email=f"anna.{number}@example.com",
        phone=f"+1 202 555 01{number:02}",
        officialId={"docType": "SSN", "value": f"536-90-43{number:02}", "country": "US"},
        **options(express=True, fraud=True),
    )


def key(number: int) -> dict[str, str]:
    return {"idempotency-key": f"key-{number}"}


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


class Left:
    """Everything one customer left behind."""

    def __init__(self, at: Lifecycle, number: int) -> None:
        self.customer = f"c-{number}"
        rows = [unmarshal_item(item) for item in at.stack.items("CustomersTable") if item["sk"] != {"S": "ID"}]
        self.rows = [row for row in rows if row["pk"].endswith(f"#C#{self.customer}")]
        self.state = next((row for row in self.rows if row["sk"] == "STATE"), {})
        self.evaluations = [one for one in at.evaluations() if one["customer_id"] == self.customer]
        self.webhooks = [one for one in at.webhooks() if one["customerId"] == self.customer]
        self.told = [one["requestId"] for one in self.webhooks]
        at.assert_audited(self.customer)

    def assert_whole(self) -> None:
        """Every completed evaluation has its webhook and its snapshot, and nothing else has."""
        completed = [one["id"] for one in self.evaluations if one["status"] == "completed"]
        snapshots = [row for row in self.rows if row["sk"].startswith("SNAPSHOT#")]
        assert len(snapshots) == len(completed)
        assert [one["sequence"] for one in self.webhooks] == list(range(1, self.state.get("events", 0) + 1))
        assert len(set(self.told)) == len(self.told)
        assert set(completed) <= set(self.told)


@pytest.fixture(params=[False, True], ids=["before its effect", "after its effect"])
def after(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


def test_a_request_that_was_answered_is_evaluated_and_one_that_was_not_can_be_repeated(after: bool) -> None:  # noqa: FBT001
    with lifecycle() as at:
        for number in range(1, MOST_CALLS):
            body = somebody(number)
            with watched_calls(Breaks(number, after=after)):
                first = at.call("POST", "/onboard", body, key(number))
            assert first.status in {200, 503}
            left = Left(at, number)
            left.assert_whole()
            assert len(left.evaluations) <= 1
            if first.status == 200:
                assert len(left.evaluations) == 1
            # A crash right here loses nothing: whatever was committed has its message in the queue.
            at.settle()
            assert len(Left(at, number).webhooks) == len(left.evaluations)
            second = at.post("/onboard", body, key(number))
            if first.status == 200:
                assert second == first.json()
            at.settle()
            left = Left(at, number)
            left.assert_whole()
            assert left.told == [second["requestId"]]


def test_the_worker_evaluates_once_and_commits_one_webhook_whatever_fails(after: bool) -> None:  # noqa: FBT001
    with lifecycle() as at:
        for number in range(1, MOST_CALLS):
            answer = at.post("/onboard", somebody(number))
            messages = at.messages()
            with watched_calls(Breaks(number, after=after)):
                failed = at.work(messages)
            Left(at, number).assert_whole()
            if failed:
                assert at.work(messages) == []  # the queue brings it again
            assert at.work(messages) == []  # and again, for queues deliver at least once
            left = Left(at, number)
            left.assert_whole()
            assert left.told == [answer["requestId"]]
            assert at.validation(left.customer)["status"] == "approved"


def test_a_manual_run_changes_the_score_whatever_fails(after: bool) -> None:  # noqa: FBT001
    with lifecycle() as at:
        for number in range(1, MOST_CALLS + 4):
            at.onboard(somebody(number) | options())
            asked = {"customerId": f"c-{number}"}
            breaks = Breaks(number, after=after)
            with watched_calls(breaks):
                answer = at.call("POST", "/check-fraud", asked, key(number))
            messages = at.messages()
            with watched_calls(breaks):
                at.work(messages)
            assert answer.status in {200, 503}
            again = at.post("/check-fraud", asked, key(number))
            at.work(messages)
            at.settle()
            left = Left(at, number)
            left.assert_whole()
            assert left.told[1:] == [again["requestId"]]
            standing = at.validation(left.customer)
            assert (standing["kyc"], standing["status"]) == ("passed", "review")
            assert standing["fraudScore"] > 0


@pytest.mark.parametrize("path", ["/approve", "/flag"])
def test_what_people_decide_is_written_whole_or_not_at_all(path: str, after: bool) -> None:  # noqa: FBT001
    with lifecycle() as at:
        for number in range(1, 7):
            at.onboard(somebody(number) | options())
            body = {"customerId": f"c-{number}", "reason": "Seen.", "flag": "fraud"}
            with watched_calls(Breaks(number, after=after)):
                answer = at.call("POST", path, body)
            assert answer.status in {200, 503}
            left = Left(at, number)
            left.assert_whole()
            decided = len(left.webhooks) - 1
            assert decided in ({1} if answer.status == 200 else {0, 1})
            assert (at.validation(left.customer)["status"] == "review") is (decided == 0)
            assert at.post(path, body)["status"] == ("approved" if path == "/approve" else "rejected")
            Left(at, number).assert_whole()


def test_the_range_of_calls_covers_all_there_are() -> None:
    with lifecycle() as at:
        asking, working, deciding = (Breaks(10**9, after=False) for _ in range(3))
        with watched_calls(asking):
            at.post("/onboard", somebody(1), key(1))
        messages = at.messages()
        with watched_calls(working):
            at.work(messages)
        with watched_calls(deciding):
            at.post("/approve", {"customerId": "c-1", "reason": "Seen."})
        assert 5 <= working.seen < MOST_CALLS
        assert 5 <= asking.seen < MOST_CALLS
        assert 3 <= deciding.seen < 7
