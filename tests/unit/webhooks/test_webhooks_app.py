"""Every operation of webhooks in process: what it answers, what it stores, and what it refuses."""

from __future__ import annotations

from typing import Any

import pytest
from standardwebhooks import Webhook

from customer_risk import aws
from customer_risk.delivery.deliveries import Attempt, Delivery, State
from customer_risk.delivery.endpoints import Endpoint
from customer_risk.delivery.notices import disabled_notice
from customer_risk.delivery.secrets import parse_master_keys
from customer_risk.storage.endpoints import Endpoints
from tests.unit.delivery.hostile import LITERALS, RESOLVED, SPELLINGS
from tests.unit.webhooks.conftest import MASTER, Place
from webhooks import app

EVERY = [
    ("POST", "/webhooks", "write"),
    ("GET", "/webhooks", "read"),
    ("GET", "/webhooks/{id}", "read"),
    ("PATCH", "/webhooks/{id}", "write"),
    ("POST", "/webhooks/{id}/pause", "write"),
    ("POST", "/webhooks/{id}/resume", "write"),
    ("POST", "/webhooks/{id}/rotate", "write"),
    ("POST", "/webhooks/{id}/test", "write"),
    ("GET", "/webhooks/{id}/secret", "write"),
    ("GET", "/webhooks/{id}/deliveries", "read"),
    ("POST", "/webhooks/{id}/deliveries/{event}/replay", "write"),
    ("DELETE", "/webhooks/{id}", "write"),
]


def stored(place: Place, webhook_id: str) -> Endpoint | None:
    return Endpoints(aws.client("dynamodb"), "ControlTable", "EventsTable").find(place.tenant.id, webhook_id)


def begin(place: Place, webhook: Any, number: int = 1) -> Delivery:
    return place.deliver(webhook["id"], f"019c1894-7a00-7000-8000-{number:012d}", number)


def test_a_webhook_is_created_shown_and_listed(place: Place) -> None:
    answer = place.call(
        "POST",
        "/webhooks",
        {
            "url": "https://receiver.example.com/hook?a=1",
            "eventTypes": ["onboard", "customer-check.*"],
            "unit": "Retail",
            "description": "Core banking",
            "unknown": 1,
        },
    )
    made = answer.json()
    assert answer.status == 201
    assert answer.headers["location"] == f"/webhooks/{made['id']}"
    secret = made.pop("secret")
    assert made == {
        "id": made["id"],
        "url": "https://receiver.example.com/hook?a=1",
        "eventTypes": ["onboard", "customer-check.*"],
        "state": "active",
        "circuit": "closed",
        "failures": 0,
        "createdAt": "2026-11-21T12:00:00.000Z",
        "updatedAt": "2026-11-21T12:00:00.000Z",
        "description": "Core banking",
        "unit": "Retail",
    }
    assert place.call("GET", f"/webhooks/{made['id']}").json() == made
    assert place.call("GET", "/webhooks").json() == {"webhooks": [made]}
    assert place.call("GET", f"/webhooks/{made['id']}/secret").json() == {"secret": secret}
    assert (secret,) == parse_master_keys(MASTER).signing_secrets(place.tenant.id, (1,), made["id"])
    Webhook(secret)  # the package takes it


def test_a_webhook_that_says_little_wants_everything(place: Place) -> None:
    assert place.create()["eventTypes"] == ["*"]
    assert place.create(eventTypes=None, unit=None, description=None)["eventTypes"] == ["*"]


def test_no_two_webhooks_share_a_secret(place: Place) -> None:
    first, second = place.create(), place.create()
    assert first["secret"] != second["secret"]
    assert [one["id"] for one in place.call("GET", "/webhooks").json()["webhooks"]] == [first["id"], second["id"]]


def test_no_webhook_leads_to_a_hostile_address(place: Place) -> None:
    for url in [*LITERALS, *SPELLINGS]:
        answer = place.call("POST", "/webhooks", {"url": url})
        assert (answer.status, [one["path"] for one in answer.json()["errors"]]) == (400, ["url"]), url
    assert place.call("GET", "/webhooks").json() == {"webhooks": []}


def test_no_webhook_leads_inside_by_name(place: Place) -> None:
    made = place.create()
    for addresses in RESOLVED:
        place.names["rebound.example.com"] = addresses
        body = {"url": "https://rebound.example.com/"}
        assert place.call("POST", "/webhooks", body).status == 400, addresses
        assert place.call("PATCH", f"/webhooks/{made['id']}", body).status == 400, addresses
    assert [one["url"] for one in place.call("GET", "/webhooks").json()["webhooks"]] == [made["url"]]


def test_a_name_that_does_not_exist_yet_is_taken(place: Place) -> None:
    place.names["receiver.example.com"] = []
    assert place.create()["state"] == "active"


BODIES: list[object] = [
    {},
    {"url": None},
    {"url": 5},
    {"url": ["https://example.com/"]},
    {"url": "https://example.com/", "eventTypes": []},
    {"url": "https://example.com/", "eventTypes": "onboard"},
    {"url": "https://example.com/", "eventTypes": ["*.onboard"]},
    {"url": "https://example.com/", "eventTypes": ["on*"]},
    {"url": "https://example.com/", "eventTypes": ["a..b"]},
    {"url": "https://example.com/", "eventTypes": [""]},
    {"url": "https://example.com/", "eventTypes": [None]},
    {"url": "https://example.com/", "eventTypes": ["a" * 201]},
    {"url": "https://example.com/", "eventTypes": ["a"] * 51},
    {"url": "https://example.com/", "unit": ""},
    {"url": "https://example.com/", "unit": "u" * 257},
    {"url": "https://example.com/", "description": "d" * 501},
    {"url": "https://example.com/", "description": {}},
    [],
    b"not json",
]


def test_a_body_that_makes_no_webhook_stores_nothing(place: Place) -> None:
    for body in BODIES:
        answer = place.call("POST", "/webhooks", body)
        assert answer.status == 400, body
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["type"] == "urn:customer-risk:problem:bad-request"
    assert place.call("GET", "/webhooks").json() == {"webhooks": []}


def test_there_is_an_end_to_webhooks(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app, "MOST_ENDPOINTS", 3)
    for _ in range(3):
        place.create()
    assert place.call("POST", "/webhooks", {"url": "https://example.com/"}).status == 409


def test_only_what_is_said_is_changed(place: Place) -> None:
    made = place.create(eventTypes=["onboard"], unit="Retail", description="Old")
    path = f"/webhooks/{made['id']}"
    place.wait(1)
    changed = place.call("PATCH", path, {"url": "https://other.example.com/"}).json()
    assert (changed["url"], changed["eventTypes"], changed["unit"]) == (
        "https://other.example.com/",
        ["onboard"],
        "Retail",
    )
    assert changed["updatedAt"] == "2026-11-21T12:00:01.000Z"
    assert changed["createdAt"] == made["createdAt"]
    freed = place.call("PATCH", path, {"unit": None, "description": None, "eventTypes": None}).json()
    assert freed["eventTypes"] == ["*"]
    assert not {"unit", "description"} & freed.keys()
    assert place.call("GET", path).json() == freed
    for bad in ({"url": None}, {"url": "https://10.0.0.1/"}, {"eventTypes": ["?"]}, b"no"):
        assert place.call("PATCH", path, bad).status == 400
    assert place.call("GET", path).json() == freed


def test_a_webhook_is_deleted_once(place: Place) -> None:
    path = f"/webhooks/{place.create()['id']}"
    gone = place.call("DELETE", path)
    assert (gone.status, gone.body) == (204, b"")
    assert place.call("DELETE", path).status == 404
    assert place.call("GET", path).status == 404


def test_pause_and_resume(place: Place) -> None:
    path = f"/webhooks/{place.create()['id']}"
    paused = place.call("POST", f"{path}/pause", {"reason": "maintenance"}).json()
    assert (paused["state"], paused["reason"]) == ("paused", "maintenance")
    place.wait(5)
    assert place.call("POST", f"{path}/pause").json() == paused
    resumed = place.call("POST", f"{path}/resume").json()
    assert resumed["state"] == "active"
    assert "reason" not in resumed
    assert place.call("POST", f"{path}/resume").status == 200
    assert place.call("POST", f"{path}/pause", {"reason": 5}).status == 400


def test_a_disabled_webhook_can_be_resumed_and_not_paused(place: Place) -> None:
    made = place.create()
    path = f"/webhooks/{made['id']}"
    endpoint = stored(place, made["id"])
    assert endpoint
    notice = disabled_notice(endpoint, "it answered 410", event_id="019c1894-7a00-7000-8000-000000000009", at=place.now)
    Endpoints(aws.client("dynamodb"), "ControlTable", "EventsTable").disable(endpoint, "it answered 410", notice)
    shown = place.call("GET", path).json()
    assert (shown["state"], shown["reason"]) == ("disabled", "it answered 410")
    assert place.call("POST", f"{path}/pause").status == 409
    assert place.call("POST", f"{path}/test").status == 409
    resumed = place.call("POST", f"{path}/resume").json()
    assert (resumed["state"], resumed["failures"]) == ("active", 0)


def test_a_failing_webhook_says_so_until_it_is_resumed(place: Place) -> None:
    made = place.create()
    table = Endpoints(aws.client("dynamodb"), "ControlTable", "EventsTable")
    endpoint = stored(place, made["id"])
    assert endpoint
    now = int(place.now.timestamp() * 1000)
    for _ in range(5):
        table.failed(endpoint, now)
    assert table.rest(endpoint, now + 30_000)
    path = f"/webhooks/{made['id']}"
    shown = place.call("GET", path).json()
    assert (shown["circuit"], shown["failures"]) == ("open", 5)
    assert shown["failingSince"] == "2026-11-21T12:00:00.000Z"
    assert shown["restingUntil"] == "2026-11-21T12:00:30.000Z"
    place.wait(30)
    assert place.call("GET", path).json()["circuit"] == "half-open"
    resumed = place.call("POST", f"{path}/resume").json()
    assert (resumed["circuit"], resumed["failures"]) == ("closed", 0)
    assert "failingSince" not in resumed


def test_a_rotated_secret_has_its_predecessor_beside_it_for_a_while(place: Place) -> None:
    made = place.create()
    path = f"/webhooks/{made['id']}"
    rotated = place.call("POST", f"{path}/rotate", {"graceSeconds": 60}).json()
    assert rotated["secret"] != made["secret"]
    assert rotated == {
        "secret": rotated["secret"],
        "previousSecret": made["secret"],
        "previousValidUntil": "2026-11-21T12:01:00.000Z",
    }
    place.wait(59)
    assert place.call("GET", f"{path}/secret").json() == rotated
    place.wait(1)
    assert place.call("GET", f"{path}/secret").json() == {"secret": rotated["secret"]}
    twice = place.call("POST", f"{path}/rotate").json()
    assert twice["previousSecret"] == rotated["secret"]
    assert twice["previousValidUntil"] == "2026-11-22T12:01:00.000Z"
    at_once = place.call("POST", f"{path}/rotate", {"graceSeconds": 0}).json()
    assert at_once.keys() == {"secret"}
    for bad in (-1, 604_801, "soon", 1.5, None):
        assert place.call("POST", f"{path}/rotate", {"graceSeconds": bad}).status == 400, bad


def test_a_trial_is_committed_for_this_webhook_alone(place: Place) -> None:
    made = place.create(eventTypes=["onboard"], unit="Retail")
    answer = place.call("POST", f"/webhooks/{made['id']}/test")
    assert answer.status == 202
    event = place.events.get_event(place.tenant.id, answer.json()["eventId"])
    assert event
    assert (event.type, event.endpoint, event.target, event.replays) == ("webhook.test", made["id"], None, None)
    assert answer.json() == {"deliveryId": made["id"], "eventId": event.id}
    place.call("POST", f"/webhooks/{made['id']}/pause")
    assert place.call("POST", f"/webhooks/{made['id']}/test").status == 409
    assert len(place.committed()) == 1


def test_the_log_tells_of_every_attempt(place: Place) -> None:
    made = place.create()
    begun = begin(place, made)
    now = int(place.now.timestamp() * 1000)
    place.events.record_attempt(
        begun, Attempt(number=1, at=now, status=500, latency_ms=12, excerpt="oops"), State.PENDING, now + 5000, None
    )
    second = Attempt(number=2, at=now + 5000, error="timeout", latency_ms=10_000)
    place.events.record_attempt(begun, second, State.FAILED, now, "attempts exhausted")
    page = place.call("GET", f"/webhooks/{made['id']}/deliveries").json()
    assert page == {
        "deliveries": [
            {
                "id": made["id"],
                "eventId": begun.event_id,
                "eventType": "onboard",
                "state": "failed",
                "reason": "attempts exhausted",
                "queuedAt": "2026-11-21T12:00:00.000Z",
                "attempts": [
                    {
                        "number": 1,
                        "at": "2026-11-21T12:00:00.000Z",
                        "latencyMs": 12,
                        "status": 500,
                        "excerpt": "oops",
                    },
                    {"number": 2, "at": "2026-11-21T12:00:05.000Z", "latencyMs": 10_000, "error": "timeout"},
                ],
            }
        ],
        "next": None,
    }


def test_the_log_comes_page_by_page_newest_first_and_without_the_expired(place: Place) -> None:
    made, other = place.create(), place.create()
    for number in range(1, 8):
        begin(place, made, number)
        begin(place, other, number + 50)
        place.wait(1)
    seen: list[int] = []
    path = f"/webhooks/{made['id']}/deliveries?limit=3"
    while path:
        page = place.call("GET", path).json()
        assert len(page["deliveries"]) <= 3
        seen += [int(one["eventId"][-12:]) for one in page["deliveries"]]
        path = page["next"] and f"/webhooks/{made['id']}/deliveries?limit=3&cursor={page['next']}"
    assert seen == [7, 6, 5, 4, 3, 2, 1]
    assert place.call("GET", f"/webhooks/{made['id']}/deliveries").json()["deliveries"][0]["nextAttemptAt"]
    cursor = place.call("GET", f"/webhooks/{made['id']}/deliveries?limit=3").json()["next"]
    assert place.call("GET", f"/webhooks/{other['id']}/deliveries?cursor={cursor}").status == 400
    place.wait(30 * 24 * 3600 - 4)
    kept = place.call("GET", f"/webhooks/{made['id']}/deliveries").json()["deliveries"]
    assert [int(one["eventId"][-12:]) for one in kept] == [7, 6, 5]


def test_a_page_that_makes_no_sense_is_refused(place: Place) -> None:
    path = f"/webhooks/{place.create()['id']}/deliveries"
    for limit in ("0", "101", "x", "", "-1", "1000000"):
        assert place.call("GET", f"{path}?limit={limit}").status == 400, limit
    for cursor in ("", "abc", "%00", "YSNiI2M", "a" * 500):
        assert place.call("GET", f"{path}?cursor={cursor}").status == 400, cursor


def test_a_replay_is_ordered_by_an_event_that_names_the_first(place: Place) -> None:
    made = place.create()
    begun = begin(place, made)
    answer = place.call("POST", f"/webhooks/{made['id']}/deliveries/{begun.event_id}/replay")
    assert answer.status == 202
    webhook_id, _, order_id = answer.json()["deliveryId"].partition(".")
    assert (webhook_id, answer.json()["eventId"]) == (made["id"], begun.event_id)
    order = place.events.get_event(place.tenant.id, order_id)
    assert order
    assert (order.replays, order.endpoint, order.body) == (begun.event_id, made["id"], b"")


def test_what_was_never_delivered_here_is_not_replayed(place: Place) -> None:
    made, other = place.create(), place.create()
    begun = begin(place, made)
    for path in (
        f"/webhooks/{other['id']}/deliveries/{begun.event_id}/replay",
        f"/webhooks/{made['id']}/deliveries/{begun.event_id[:-1]}9/replay",
        f"/webhooks/{made['id']}/deliveries/{'x' * 3000}/replay",
    ):
        assert place.call("POST", path).status == 404
    place.call("POST", f"/webhooks/{made['id']}/pause")
    path = f"/webhooks/{made['id']}/deliveries/{begun.event_id}/replay"
    assert place.call("POST", path).status == 409
    place.call("POST", f"/webhooks/{made['id']}/resume")
    place.wait(30 * 24 * 3600)
    assert place.call("POST", path).status == 404
    assert len(place.committed()) == 2


@pytest.mark.parametrize(("method", "path", "_scope"), EVERY)
def test_nobody_sees_or_touches_another_tenant_s(place: Place, method: str, path: str, _scope: str) -> None:
    made = place.create()
    event = begin(place, made).event_id
    before = place.call("GET", f"/webhooks/{made['id']}").json()
    answer = place.call(method, path.format(id=made["id"], event=event), {}, key=place.stranger())
    if path == "/webhooks":
        assert answer.status == 400 if method == "POST" else answer.json() == {"webhooks": []}
    else:
        assert answer.status == 404
    assert place.call("GET", f"/webhooks/{made['id']}").json() == before
    assert len(place.committed()) == 2


@pytest.mark.parametrize(("method", "path", "scope"), EVERY)
def test_every_operation_takes_its_scope(place: Place, method: str, path: str, scope: str) -> None:
    made = place.create()
    wrong = {"read": "webhooks:write", "write": "webhooks:read"}[scope]
    where = path.format(id=made["id"], event="x")
    assert place.call(method, where, {}, key=place.other_key(wrong, "checks:write")).status == 403
    assert place.call(method, where, {}, key="nonsense").status == 401
    allowed = place.call(method, where, {"url": "https://example.com/"}, key=place.other_key(f"webhooks:{scope}"))
    assert allowed.status in ({404} if "{event}" in path else {200, 201, 202, 204})


@pytest.mark.parametrize(("method", "path", "_scope"), EVERY[2:])
def test_what_does_not_exist_is_not_found(place: Place, method: str, path: str, _scope: str) -> None:
    for webhook_id in ("019c1894-7a00-7000-8000-000000000001", "x" * 3000, "%20", "KEY%23x"):
        answer = place.call(method, path.format(id=webhook_id, event="x"), {})
        assert answer.status == 404, webhook_id
    assert place.call("GET", "/webhooks").json() == {"webhooks": []}


@pytest.mark.parametrize(
    ("method", "path", "allow"),
    [
        ("PUT", "/webhooks", "GET, POST"),
        ("POST", "/webhooks/x", "DELETE, GET, PATCH"),
        ("GET", "/webhooks/x/rotate", "POST"),
        ("DELETE", "/webhooks/x/deliveries", "GET"),
    ],
)
def test_a_method_that_is_not_there_is_told(place: Place, method: str, path: str, allow: str) -> None:
    answer = place.call(method, path, {})
    assert (answer.status, answer.headers["allow"]) == (405, allow)


def test_secrets_and_addresses_are_not_logged(place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    made = place.create(url="https://receiver.example.com/hook?token=hidden")
    place.call("GET", f"/webhooks/{made['id']}/secret")
    place.call("POST", f"/webhooks/{made['id']}/rotate")
    text = capsys.readouterr().out
    assert made["id"] in text
    assert not any(private in text for private in ("whsec_", made["secret"][6:], "hidden", "receiver.example"))
