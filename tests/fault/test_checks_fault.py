"""Every AWS call of a check and of its worker fails once, before and after its effect: nothing is lost or doubled."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import EndpointConnectionError, ReadTimeoutError

from customer_risk.audit import first_broken
from customer_risk.storage.checks import CheckStatus
from customer_risk.storage.customer_items import audit_entry
from customer_risk.storage.dynamo import unmarshal_item
from tests.support.client import Reply, person
from tests.support.in_process import InProcess, in_process, watched_calls

CUSTOMER = "4681354"
LISTED = {"first": "Arkadiy", "last": "Vymyshlennikov", "dateOfBirth": "1958-02-02", "nationality": "RU"}
MOST_CALLS = 9


class Breaks:
    """Fails the n-th AWS call; ``after`` lets it happen first and loses its answer."""

    def __init__(self, number: int, *, after: bool) -> None:
        self.number = number
        self.after = after
        self.seen = 0

    @property
    def struck(self) -> bool:
        return self.seen >= self.number

    def __call__(self, operation: str, *, done: bool) -> None:
        if done != self.after:
            return
        self.seen += 1
        if self.seen == self.number:
            url = f"https://aws/{operation}"
            raise ReadTimeoutError(endpoint_url=url) if self.after else EndpointConnectionError(endpoint_url=url)


class Stored:
    """Everything a customer left in the tables."""

    def __init__(self, stack: InProcess) -> None:
        rows = [unmarshal_item(item) for item in stack.items("CustomersTable")]
        cases = [unmarshal_item(item) for item in stack.items("CasesTable")]
        self.state = next((row for row in rows if row["sk"] == "STATE"), {})
        self.snapshots = [row for row in rows if row["sk"].startswith("SNAPSHOT#")]
        audit = [audit_entry(item) for item in stack.items("CustomersTable") if item["sk"]["S"] != "STATE"]
        self.audit = sorted(audit, key=lambda entry: entry.number)
        self.checks = [row for row in cases if row["sk"] == "CHECK"]
        self.decided = [row for row in self.checks if row["status"] == CheckStatus.DECIDED]
        self.cases = [row for row in cases if row["sk"] == "CASE"]
        told = [row for row in map(unmarshal_item, stack.items("EventsTable")) if row["sk"] == "EVENT"]
        self.events = [row for row in told if row["type"] == "customer-check.completed"]
        self.opened = [row for row in told if row["type"] == "case.opened"]

    def assert_whole(self) -> None:
        """All parts of every commit are there, and nothing else."""
        assert first_broken(self.audit) is None
        assert len(self.snapshots) == len(self.audit) == len(self.decided) == self.state.get("revision", 0)
        assert len(self.cases) == len(self.opened) == (1 if self.decided else 0)


def body(**more: object) -> dict[str, Any]:
    return {**more, **person(CUSTOMER, **LISTED)}


@pytest.mark.parametrize("after", [False, True], ids=["before its effect", "after its effect"])
@pytest.mark.parametrize("number", range(1, MOST_CALLS))
def test_a_check_survives_the_failure_of_any_call(number: int, after: bool) -> None:  # noqa: FBT001
    with in_process() as stack:
        breaks = Breaks(number, after=after)
        with watched_calls(breaks):
            first = stack.check(body())
        assert first.status in {200, 503}
        Stored(stack).assert_whole()
        assert len(Stored(stack).decided) == (1 if first.status == 200 else 0)
        if first.status == 200:
            assert stack.call("GET", first.headers["location"]).json() == first.json()
        stack.wait(1)
        second = stack.check(body())
        assert second.status == 200
        stored = Stored(stack)
        stored.assert_whole()
        assert second.json()["checkId"] in {row["id"] for row in stored.decided}


@pytest.mark.parametrize("after", [False, True], ids=["before its effect", "after its effect"])
@pytest.mark.parametrize("number", range(1, MOST_CALLS))
def test_with_an_idempotency_key_there_is_one_decision_whatever_fails(number: int, after: bool) -> None:  # noqa: FBT001
    with in_process() as stack:
        key = {"idempotency-key": "onboarding-1"}
        with watched_calls(Breaks(number, after=after)):
            replies = [stack.check(body(), key)]
        while replies[-1].status != 200:
            assert replies[-1].status == 503
            stack.wait(1)
            replies.append(stack.check(body(), key))
            assert len(replies) < 4
        stored = Stored(stack)
        stored.assert_whole()
        assert [row["id"] for row in stored.decided] == [replies[-1].json()["checkId"]]


def accept(stack: InProcess) -> Reply:
    """Send a check for later until it is accepted, as a client with an idempotency key does."""
    key = {"idempotency-key": "later-1", "prefer": "respond-async"}
    reply = stack.check(body(callbackUrl="https://callback.example.com/1"), key)
    for _ in range(3):
        if reply.status == 202:
            break
        assert reply.status == 503
        stack.wait(1)
        reply = stack.check(body(callbackUrl="https://callback.example.com/1"), key)
    return reply


@pytest.mark.parametrize("after", [False, True], ids=["before its effect", "after its effect"])
@pytest.mark.parametrize("number", range(1, MOST_CALLS))
def test_an_accepted_check_is_in_the_table_and_in_the_queue(number: int, after: bool) -> None:  # noqa: FBT001
    with in_process() as stack:
        with watched_calls(Breaks(number, after=after)):
            reply = accept(stack)
        assert reply.status == 202
        stored = Stored(stack)
        assert len(stored.checks) == 1
        assert not stored.decided
        assert not stored.events
        waiting = stack.messages()
        assert waiting
        assert stack.work(waiting) == []
        stored = Stored(stack)
        stored.assert_whole()
        assert (len(stored.decided), len(stored.events)) == (1, 1)


@pytest.mark.parametrize("after", [False, True], ids=["before its effect", "after its effect"])
@pytest.mark.parametrize("number", range(1, MOST_CALLS))
def test_the_worker_decides_once_and_commits_one_event_whatever_fails(number: int, after: bool) -> None:  # noqa: FBT001
    with in_process() as stack:
        assert accept(stack).status == 202
        messages = stack.messages()
        with watched_calls(Breaks(number, after=after)):
            failed = stack.work(messages)
        stored = Stored(stack)
        stored.assert_whole()
        assert len(stored.events) == len(stored.decided)
        if failed:
            assert stack.work(messages) == []  # the queue brings it again
        assert stack.work(messages) == []  # and again, for queues deliver at least once
        stored = Stored(stack)
        stored.assert_whole()
        assert (len(stored.decided), len(stored.events)) == (1, 1)


@pytest.mark.parametrize("flow", ["check", "worker"])
def test_the_range_of_calls_covers_all_there_are(flow: str) -> None:
    with in_process() as stack:
        counting = Breaks(10**9, after=False)
        if flow == "check":
            with watched_calls(counting):
                stack.check(body(), {"idempotency-key": "k"})
        else:
            accept(stack)
            messages = stack.messages()
            with watched_calls(counting):
                stack.work(messages)
        assert 2 <= counting.seen < MOST_CALLS
