"""Webhooks over HTTP with real receivers: subscribe, be told, fail, pause, rotate, look at the log, replay."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
import uuid_utils

from customer_risk.delivery.envelopes import Event, timestamp
from customer_risk.storage.events import EventsTable
from tests.support.client import Caller, eventually
from tests.support.tenants import key_of
from tools.local_stack import Stack
from tools.webhook_sink import Answer, Received, WebhookSink, callback_secrets, subscribed, webhook_secrets

type Commit = Callable[..., Event]


@pytest.fixture
def caller(new_tenant: Callable[..., Caller]) -> Caller:
    """A tenant of its own: webhooks are told of everything that happens to their tenant."""
    return new_tenant()


@pytest.fixture
def commit(stack: Stack, caller: Caller) -> Commit:
    """Commits events of the caller's tenant as every dialect does: into the events table, and nowhere else."""
    table = EventsTable(stack.outputs["EventsTable"], stack.client("dynamodb"))

    def make(kind: str = "onboard", *, sequence: int = 1, unit: str | None = None, number: int = 0) -> Event:
        event = Event(
            id=str(uuid_utils.uuid7()),
            tenant=key_of(caller).tenant,
            type=kind,
            customer_id=f"customer-{number}",
            sequence=sequence,
            created=timestamp(datetime.now(UTC)),
            body=b'{"event":"%s"}' % kind.encode(),
            unit=unit,
        )
        table.put_event(event)
        return event

    return make


def subscribe(caller: Caller, sink: WebhookSink, **values: object) -> Any:
    answer = caller.call("POST", "/webhooks", {"url": f"{sink.url}/hook", **values})
    assert answer.status == 201, answer.body
    return answer.json()


def told(sink: WebhookSink, count: int = 1, within: float = 60) -> list[Received]:
    return sink.wait(count, timeout=within)


def log(caller: Caller, webhook: Any) -> list[Any]:
    page = caller.call("GET", f"/webhooks/{webhook['id']}/deliveries").json()
    return list(page["deliveries"])


def test_a_subscriber_is_told_at_once_signed_and_in_sequence(
    caller: Caller, commit: Commit, webhook_sink: Callable[..., WebhookSink]
) -> None:
    sink = webhook_sink()
    webhook = subscribe(caller, sink)
    events = [commit(sequence=number) for number in range(1, 6)]
    received = {one.headers["webhook-id"]: one for one in told(sink, 5)}
    assert received.keys() == {event.id for event in events}
    for event in events:
        one = received[event.id]
        assert one.verified([webhook["secret"]])
        assert one.headers["customer-risk-sequence"] == str(event.sequence)
        assert (one.path, one.body) == ("/hook", event.body)


def test_only_what_was_subscribed_to_arrives(
    caller: Caller, commit: Commit, webhook_sink: Callable[..., WebhookSink]
) -> None:
    checks, retail, everything = webhook_sink(), webhook_sink(), webhook_sink()
    subscribe(caller, checks, eventTypes=["customer-check.*"])
    subscribe(caller, retail, unit="Retail")
    subscribe(caller, everything)
    events = [commit("onboard"), commit("customer-check.completed", unit="Retail"), commit("flag", unit="Corporate")]
    assert len(told(everything, 3)) == 3
    assert [one.headers["webhook-id"] for one in told(checks)] == [events[1].id]
    assert [one.headers["webhook-id"] for one in told(retail)] == [events[1].id]


def test_another_tenant_s_events_stay_there(
    caller: Caller, commit: Commit, new_tenant: Callable[..., Caller], webhook_sink: Callable[..., WebhookSink]
) -> None:
    mine, theirs = webhook_sink(), webhook_sink()
    subscribe(caller, mine)
    stranger = new_tenant()
    webhook = subscribe(stranger, theirs)
    commit()
    assert len(told(mine)) == 1
    assert stranger.call("POST", f"/webhooks/{webhook['id']}/test").status == 202
    (trial,) = told(theirs)
    assert trial.content["type"] == "webhook.test"
    assert trial.verified([webhook["secret"]])


def test_a_failed_delivery_is_tried_again_and_the_log_tells_it(
    caller: Caller, commit: Commit, webhook_sink: Callable[..., WebhookSink]
) -> None:
    sink = webhook_sink(Answer(500), Answer(429, {"retry-after": "1"}))
    webhook = subscribe(caller, sink)
    event = commit()
    first, second = told(sink, 2)
    assert first.headers["webhook-id"] == second.headers["webhook-id"] == event.id

    def attempted() -> Any:
        entries = log(caller, webhook)
        return entries[0] if entries and len(entries[0]["attempts"]) == 2 else None

    entry = eventually(attempted, what="the second attempt in the log")
    assert (entry["eventId"], entry["eventType"], entry["state"]) == (event.id, "onboard", "pending")
    assert [one["status"] for one in entry["attempts"]] == [500, 429]
    assert entry["nextAttemptAt"] > entry["attempts"][1]["at"]
    assert caller.call("GET", f"/webhooks/{webhook['id']}").json()["failures"] == 2


def test_a_replay_brings_the_same_event_with_the_same_id(
    caller: Caller, commit: Commit, webhook_sink: Callable[..., WebhookSink]
) -> None:
    sink = webhook_sink()
    webhook = subscribe(caller, sink)
    event = commit()
    told(sink)
    eventually(lambda: [one for one in log(caller, webhook) if one["state"] == "delivered"] or None, what="the log")
    ordered = caller.call("POST", f"/webhooks/{webhook['id']}/deliveries/{event.id}/replay")
    assert ordered.status == 202
    first, again = told(sink, 2)
    assert again.headers["webhook-id"] == first.headers["webhook-id"] == event.id
    assert again.body == first.body == event.body
    assert again.headers["customer-risk-sequence"] == first.headers["customer-risk-sequence"]
    assert again.verified([webhook["secret"]])
    both = eventually(
        lambda: entries if len(entries := log(caller, webhook)) == 2 else None, what="the replay in the log"
    )
    assert {one["id"] for one in both} == {webhook["id"], ordered.json()["deliveryId"]}


def test_two_secrets_sign_while_rotating_and_one_after(
    caller: Caller, commit: Commit, webhook_sink: Callable[..., WebhookSink]
) -> None:
    sink = webhook_sink()
    webhook = subscribe(caller, sink)
    path = f"/webhooks/{webhook['id']}"
    rotated = caller.call("POST", f"{path}/rotate", {"graceSeconds": 3600}).json()
    commit()
    (while_rotating,) = told(sink)
    assert while_rotating.verified([webhook["secret"]])
    assert while_rotating.verified([rotated["secret"]])
    at_once = caller.call("POST", f"{path}/rotate", {"graceSeconds": 0}).json()
    commit()
    after = told(sink, 2)[1]
    assert after.verified([at_once["secret"]])
    assert not after.verified([webhook["secret"], rotated["secret"]])


def test_what_happens_during_a_pause_arrives_after_it(
    caller: Caller, commit: Commit, webhook_sink: Callable[..., WebhookSink]
) -> None:
    sink, other = webhook_sink(), webhook_sink()
    webhook = subscribe(caller, sink)
    subscribe(caller, other)
    assert caller.call("POST", f"/webhooks/{webhook['id']}/pause").json()["state"] == "paused"
    event = commit()
    told(other)
    eventually(lambda: log(caller, webhook) or None, what="the waiting delivery")
    assert sink.received == []
    assert caller.call("POST", f"/webhooks/{webhook['id']}/resume").json()["state"] == "active"
    (late,) = told(sink)
    assert late.headers["webhook-id"] == event.id
    done = eventually(
        lambda: [one for one in log(caller, webhook) if one["state"] == "delivered"] or None, what="the log"
    )
    assert len(done[0]["attempts"]) == 1


def test_answering_410_disables_and_the_others_are_told(
    caller: Caller, commit: Commit, webhook_sink: Callable[..., WebhookSink]
) -> None:
    gone, watching = webhook_sink(Answer(410)), webhook_sink()
    webhook = subscribe(caller, gone)
    other = subscribe(caller, watching, eventTypes=["flag"])
    commit("onboard")
    (notice,) = told(watching)  # whatever it subscribed to
    assert notice.verified([other["secret"]])
    assert notice.content["type"] == "webhook.endpoint.disabled"
    assert notice.content["data"]["webhookId"] == webhook["id"]
    shown = caller.call("GET", f"/webhooks/{webhook['id']}").json()
    assert (shown["state"], shown["reason"]) == ("disabled", "the endpoint answered 410")
    commit("flag")
    told(watching, 2)
    assert len(gone.received) == 1
    assert caller.call("POST", f"/webhooks/{webhook['id']}/test").status == 409
    assert caller.call("POST", f"/webhooks/{webhook['id']}/resume").json()["state"] == "active"
    assert caller.call("POST", f"/webhooks/{webhook['id']}/test").status == 202
    assert [one.content.get("type") for one in told(gone, 2)] == [None, "webhook.test"]


def test_failures_in_a_row_open_the_circuit_and_waiting_uses_up_no_attempt(
    caller: Caller, commit: Commit, webhook_sink: Callable[..., WebhookSink]
) -> None:
    sink = webhook_sink(*[Answer(503)] * 5)
    webhook = subscribe(caller, sink)
    path = f"/webhooks/{webhook['id']}"
    for number in range(5):
        commit(number=number)
    told(sink, 5)
    opened = eventually(
        lambda: shown if (shown := caller.call("GET", path).json())["circuit"] == "open" else None, what="the opening"
    )
    assert opened["failures"] >= 5
    late = commit(number=6)
    eventually(
        lambda: [one for one in log(caller, webhook) if one["eventId"] == late.id] or None, what="the waiting delivery"
    )
    (waiting,) = [one for one in log(caller, webhook) if one["eventId"] == late.id]
    assert (waiting["state"], waiting["attempts"]) == ("pending", [])
    sink.wait(11, timeout=150)
    closed = eventually(
        lambda: shown if (shown := caller.call("GET", path).json())["circuit"] == "closed" else None, what="the closing"
    )
    assert closed["failures"] == 0
    assert {one.headers["webhook-id"] for one in sink.received if one.answered == 204} >= {late.id}
    (delivered,) = eventually(
        lambda: [one for one in log(caller, webhook) if one["eventId"] == late.id and one["attempts"]] or None,
        what="its delivery",
    )
    assert [one["status"] for one in delivered["attempts"]] == [204]


def test_a_deleted_webhook_is_left_alone(
    caller: Caller, commit: Commit, webhook_sink: Callable[..., WebhookSink]
) -> None:
    sink, other = webhook_sink(Answer(500)), webhook_sink()
    webhook = subscribe(caller, sink)
    subscribe(caller, other)
    commit()
    told(sink)
    assert caller.call("DELETE", f"/webhooks/{webhook['id']}").status == 204
    later = commit()
    assert later.id in {one.headers["webhook-id"] for one in told(other, 2)}
    assert len(sink.received) == 1
    assert caller.call("GET", f"/webhooks/{webhook['id']}/deliveries").status == 404


def test_the_sink_of_developers_subscribes_and_verifies(stack: Stack, webhook_sink: Callable[..., WebhookSink]) -> None:
    sink, demo = webhook_sink(), Caller(stack.baseUrl, stack.apiKey)
    with subscribed(stack, f"{sink.url}/", ["webhook.*"]) as webhook:
        assert demo.call("POST", f"/webhooks/{webhook}/test").status == 202
        (received,) = told(sink)
        assert received.verified(webhook_secrets(stack))
        assert not received.verified(callback_secrets(stack))
    assert demo.call("GET", f"/webhooks/{webhook}").status == 404


def test_no_webhook_leads_inside(demo: Caller) -> None:
    for url in (
        "https://169.254.169.254/latest/",
        "https://10.0.0.1/",
        "http://example.com/",
        "https://[::ffff:a00:1]/",
    ):
        answer = demo.call("POST", "/webhooks", {"url": url})
        assert (answer.status, answer.headers["content-type"]) == (400, "application/problem+json")
        assert [one["path"] for one in answer.json()["errors"]] == ["url"]
