"""Whatever happens in whatever order: nothing leaves the table, and nothing late overwrites anything newer."""

from __future__ import annotations

import os
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from lifecycle import queue
from tests.unit.lifecycle.world import LISTED, Lifecycle, customer, lifecycle, options

DECIDED = {"approved", "rejected", "review"}
EVALUATED = {"passed", "review"}


class Sequences(RuleBasedStateMachine):
    """One customer; requests come in any order, and the worker meets their messages in any other, some twice."""

    def __init__(self) -> None:
        super().__init__()
        self._context = lifecycle()
        self.at: Lifecycle = self._context.__enter__()
        self.requests: dict[str, dict[str, Any]] = {}
        self.waiting: list[dict[str, Any]] = []
        self.newest: str | None = None
        self.standing: dict[str, Any] | None = None
        assert queue.HEAD_START == 0

    def teardown(self) -> None:
        """Whatever is under way ends; every request has exactly one webhook, and numbers grow without a gap."""
        self.at.work(self.waiting)
        self.at.settle()
        webhooks = self.at.webhooks()
        told = [one["requestId"] for one in webhooks]
        assert sorted(told) == sorted(self.requests)
        every = self.at.events()  # with what the core tells of cases and levels
        assert [one["sequence"] for one in every] == list(range(1, len(every) + 1))
        for webhook in webhooks:
            self.check_webhook(webhook)
        if self.newest:
            self.at.assert_audited()
            validation = self.at.validation()
            assert validation["kyc"] == self.at.webhook(self.newest)["validation"]["kyc"]
            assert validation["status"] in DECIDED
        self._context.__exit__(None, None, None)

    @initialize(approve_from=st.sampled_from([0.5, 0.8, 0.99]), reject_below=st.sampled_from([0.01, 0.3, 0.49]))
    def thresholds(self, approve_from: float, reject_below: float) -> None:
        self.at.settings(approve_from=approve_from, reject_below=reject_below)

    @rule(express=st.booleans(), fraud=st.booleans(), listed=st.booleans(), budget=st.sampled_from([0, 60_000]))
    def onboard(self, *, express: bool, fraud: bool, listed: bool, budget: int) -> None:
        self.at.settings(express_milliseconds=budget)
        body = customer(**(LISTED if listed else {}), **options(express=express, fraud=fraud))
        answer = self.at.post("/onboard", body)
        said = answer["validation"]
        assert said["status"] == "pending"
        assert said["fraudScore"] == 0
        if express:
            outcome = said["expressKyc"]
            assert outcome == {"success": False} if budget == 0 else outcome["outcome"] in EVALUATED
            assert said["kyc"] in EVALUATED | {"pending"}
        else:
            assert "expressKyc" not in said
            assert said["kyc"] == "pending"
        self.requests[answer["requestId"]] = {"kind": "onboard", "fraud": fraud, "express": said.get("expressKyc")}
        self.newest = answer["requestId"]
        self.waiting += self.at.messages()

    @precondition(lambda self: self.newest)
    @rule()
    def check_fraud(self) -> None:
        before = self.at.validation()
        answer = self.at.call("POST", "/check-fraud", {"customerId": "c-1"})
        if before["kyc"] == "pending":
            assert answer.status == 409
            return
        said = answer.json()
        assert said["validation"] == {name: before[name] for name in ("status", "kyc", "fraudScore")}
        self.requests[said["requestId"]] = {"kind": "manual", "before": before}
        self.waiting += self.at.messages()

    @precondition(lambda self: self.newest)
    @rule(path=st.sampled_from(["/approve", "/reject"]))
    def decide(self, path: str) -> None:
        before = self.at.validation()
        answer = self.at.call("POST", path, {"customerId": "c-1", "reason": "Seen."})
        if before["kyc"] == "pending":
            assert answer.status == 409
            return
        status = {"/approve": "approved", "/reject": "rejected"}[path]
        after = self.at.validation()
        assert (after["kyc"], after["status"], after["fraudScore"]) == (before["kyc"], status, before["fraudScore"])
        self.requests[answer.json()["requestId"]] = {"kind": "decision", "status": status}

    @precondition(lambda self: self.newest)
    @rule()
    def flag(self) -> None:
        answer = self.at.post("/flag", {"customerId": "c-1", "flag": "fraud"})
        assert self.at.validation()["status"] == "rejected"
        self.requests[answer["requestId"]] = {"kind": "decision", "status": "rejected"}

    @precondition(lambda self: self.waiting)
    @rule(which=st.integers(min_value=0), twice=st.booleans())
    def work(self, which: int, *, twice: bool) -> None:
        message = self.waiting[which % len(self.waiting)]
        if not twice:
            self.waiting.remove(message)
        told = {one["requestId"] for one in self.at.webhooks()}
        before = self.at.validation()
        assert self.at.work([message]) == []
        after = self.at.validation()
        new = next((one for one in self.at.webhooks() if one["requestId"] not in told), None)
        if new is None:
            assert after == before
            return
        request = self.requests[new["requestId"]]
        if request["kind"] == "manual":
            assert (after["kyc"], after["status"]) == (before["kyc"], before["status"])
        elif new["requestId"] != self.newest:
            assert after == before
            assert new["superseded"] is True
        if new.get("superseded") and request["kind"] == "manual":
            assert after["fraudScore"] == before["fraudScore"]

    @invariant()
    def the_status_is_one_of_the_table(self) -> None:
        if self.newest:
            said = self.at.validation()
            assert said["status"] in DECIDED | {"pending"}
            assert said["kyc"] in EVALUATED | {"pending"}
            assert said["fraudScore"] == 0 or 0.01 <= said["fraudScore"] <= 1
            if said["status"] == "pending":
                assert said["kyc"] == "pending"

    def check_webhook(self, webhook: dict[str, Any]) -> None:
        """A webhook is of its row of document 002."""
        request, said = self.requests[webhook["requestId"]], webhook["validation"]
        assert "expressKyc" not in said
        if request["kind"] == "onboard":
            assert said["kyc"] in EVALUATED
            assert said["status"] in (DECIDED if request["fraud"] else {"review"})
            assert 0.01 <= said["fraudScore"] <= 1 if request["fraud"] else said["fraudScore"] == 0
            if request["express"] and request["express"].get("outcome") == "review":
                assert said["kyc"] == "review"
        elif request["kind"] == "manual":
            assert said["kyc"] in EVALUATED
            assert said["status"] in DECIDED
            assert 0.01 <= said["fraudScore"] <= 1
        else:
            assert said["status"] == request["status"]


TestSequences = Sequences.TestCase
TestSequences.settings = settings(
    max_examples=int(os.environ.get("MODEL_EXAMPLES", "3")),
    stateful_step_count=12,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
