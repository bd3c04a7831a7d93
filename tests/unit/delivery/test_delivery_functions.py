"""The two functions as Lambda calls them: real client, real tables and queues in moto, a real receiver over TLS."""

from __future__ import annotations

import json
import ssl
import threading
from base64 import b64encode
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import msgspec
import pytest
import trustme
from standardwebhooks import Webhook

from callback_sender import app as sender
from customer_risk import aws
from customer_risk.delivery.deliveries import Delivery, State
from customer_risk.delivery.endpoints import Endpoint, EndpointState
from customer_risk.delivery.envelopes import Event, timestamp
from customer_risk.delivery.publishing import publish as publish_event
from customer_risk.delivery.secrets import parse_master_keys
from customer_risk.storage.events import EventsTable, event_item
from event_publisher import app as publisher
from tests.support.tables import ROOT, tables
from tests.unit.delivery.world import an_endpoint, an_event

REGION = "eu-west-1"


RECEIVED: list[tuple[str, dict[str, str], bytes]] = []
"""What the receiver got in the test that runs."""


class Receiver(BaseHTTPRequestHandler):
    """Keeps what it is sent and answers with the status that the path asks for."""

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        RECEIVED.append((self.path, dict(self.headers), body))
        self.send_response(int(self.path.partition("?")[0].rpartition("/")[2]))
        self.send_header("Content-Length", "4")
        self.end_headers()
        self.wfile.write(b"mmh.")

    def log_message(self, *_arguments: Any) -> None:
        pass


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def receiver(authority: Any) -> Iterator[Any]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    RECEIVED.clear()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield f"https://localhost:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def cloud(monkeypatch: pytest.MonkeyPatch, authority: Any, tmp_path: Path) -> Iterator[Any]:
    """The functions' surroundings; gives the clients by service."""
    bundle = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(bundle)
    for name, value in {
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": REGION,
        "EVENTS_TABLE": "EventsTable",
        "CONTROL_TABLE": "ControlTable",
        "STAGE": "local",
        "ALLOW_LOOPBACK_CALLBACKS": "true",
        "EXTRA_CA_BUNDLE": str(bundle),
        "POWERTOOLS_METRICS_NAMESPACE": "CustomerRisk",
    }.items():
        monkeypatch.setenv(name, value)
    caches = [aws.client, aws._session, sender._sender, publisher._parts]
    with tables():
        for cache in caches:
            cache.cache_clear()
        sqs = aws.client("sqs")
        monkeypatch.setenv("CALLBACK_QUEUE_URL", sqs.create_queue(QueueName="callbacks")["QueueUrl"])
        follower = sqs.create_queue(QueueName="follower")["QueueUrl"]
        monkeypatch.setenv("FOLLOWER_QUEUE_URLS", json.dumps({"amlyze_intake": follower}))
        monkeypatch.setenv("CALLBACK_DEAD_LETTERS_URL", sqs.create_queue(QueueName="dead")["QueueUrl"])
        secret = aws.client("secretsmanager").create_secret(Name="key", SecretString="k" * 64)
        monkeypatch.setenv("SIGNING_KEY_ARN", secret["ARN"])
        yield aws.client
    for cache in caches:
        cache.cache_clear()


def stream(*items: Any, event_name: str = "INSERT") -> dict[str, Any]:
    return {
        "Records": [
            {
                "eventID": str(number),
                "eventName": event_name,
                "eventSource": "aws:dynamodb",
                "dynamodb": {
                    "Keys": {"pk": item["pk"], "sk": item["sk"]},
                    "NewImage": {k: {"B": b64encode(v["B"]).decode()} if "B" in v else v for k, v in item.items()},
                    "SequenceNumber": str(number),
                    "StreamViewType": "NEW_IMAGE",
                },
            }
            for number, item in enumerate(items)
        ]
    }


def commit(cloud: Any, *events: Any) -> dict[str, Any]:
    items = [event_item(event) for event in events]
    for item in items:
        cloud("dynamodb").put_item(TableName="EventsTable", Item=item)
    return stream(*items)


def queued(cloud: Any, name: str = "callbacks") -> dict[str, Any]:
    """What is in a queue now, as Lambda would hand it over."""
    url = cloud("sqs").get_queue_url(QueueName=name)["QueueUrl"]
    found = cloud("sqs").receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages", [])
    for message in found:
        cloud("sqs").delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
    return {"Records": [{"messageId": message["MessageId"], "body": message["Body"]} for message in found]}


def delivery(cloud: Any, event: Event) -> Delivery:
    found = EventsTable("EventsTable", cloud("dynamodb")).get_delivery(event.tenant, event.id, "callback")
    assert found is not None
    return found


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


@pytest.fixture
def recent() -> Any:
    """An event of now: the real functions look at the real clock."""

    def make(number: int, target: str) -> Any:
        return msgspec.structs.replace(an_event(number, target=target), created=timestamp(datetime.now(UTC)))

    return make


def test_a_committed_event_reaches_its_receiver_signed(
    cloud: Any, receiver: str, recent: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    event = msgspec.structs.replace(recent(1, receiver + "/hook/200?token=abc"), secret_header="X-Secret")
    publisher.handler(commit(cloud, event), None)
    assert sender.handler(queued(cloud), None) == {"batchItemFailures": []}
    ((path, headers, body),) = RECEIVED
    assert (path, body) == ("/hook/200?token=abc", event.body)
    (secret,) = parse_master_keys("k" * 64).signing_secrets("acme")
    Webhook(secret).verify(body, headers)
    assert headers["Host"] == receiver.removeprefix("https://")
    assert headers["customer-risk-sequence"] == "1"
    assert headers["X-Secret"] == parse_master_keys("k" * 64).static_secret("acme")
    assert delivery(cloud, event).state is State.DELIVERED
    published, sent = lines(capsys)
    assert (published["event"], published["queued"], published["EventsPublished"]) == (event.id, 1, [1])
    assert (sent["tenant"], sent["event"], sent["delivery"]) == ("acme", event.id, "callback")
    assert (sent["outcome"], sent["attempt"], sent["status"], sent["CallbackAttemptsDelivered"]) == (
        "delivered",
        1,
        200,
        [1],
    )
    assert sent["latencyMs"] >= 0
    for line in (published, sent):
        text = json.dumps(line)
        assert not any(private in text for private in ("4681354", "token", "localhost", "decisionType", secret))


def test_a_batch_is_sent_side_by_side_each_to_its_own_end(cloud: Any, receiver: str, recent: Any) -> None:
    events = [recent(number, f"{receiver}/{code}") for number, code in enumerate([200, 500, 410, 204], start=1)]
    publisher.handler(commit(cloud, *events), None)
    assert sender.handler(queued(cloud), None) == {"batchItemFailures": []}
    states = [delivery(cloud, event).state for event in events]
    assert states == [State.DELIVERED, State.PENDING, State.DISABLED, State.DELIVERED]
    assert delivery(cloud, events[1]).log[0].excerpt == "mmh."


def test_the_same_batch_again_changes_nothing(cloud: Any, receiver: str, recent: Any) -> None:
    event = recent(1, receiver + "/200")
    batch = commit(cloud, event)
    publisher.handler(batch, None)
    sender.handler(queued(cloud), None)
    publisher.handler(batch, None)
    assert queued(cloud)["Records"] == []
    assert len(RECEIVED) == 1


def test_deliveries_changes_and_removals_are_no_events(cloud: Any, recent: Any) -> None:
    event = recent(1, "https://receiver.example.com/")
    publisher.handler(commit(cloud, event), None)
    assert len(queued(cloud)["Records"]) == 1
    items = cloud("dynamodb").scan(TableName="EventsTable")["Items"]
    delivery_item = next(item for item in items if item["sk"]["S"].startswith("DELIVERY"))
    publisher.handler(stream(delivery_item), None)
    for change in ("MODIFY", "REMOVE"):
        publisher.handler(stream(event_item(recent(2, "https://receiver.example.com/")), event_name=change), None)
    assert queued(cloud)["Records"] == []


def test_an_unreadable_event_is_buried_and_holds_nobody_back(
    cloud: Any, recent: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = event_item(recent(1, "https://receiver.example.com/")) | {"sequence": {"S": "x"}}
    good = event_item(recent(2, "https://receiver.example.com/"))
    publisher.handler(stream(broken, good), None)
    assert [json.loads(one["body"]) for one in queued(cloud, "dead")["Records"]] == [
        {"reason": "event unreadable", "key": broken["pk"]["S"]}
    ]
    assert len(queued(cloud)["Records"]) == 1
    assert [line["level"] for line in lines(capsys)] == ["ERROR", "INFO"]


def test_one_failing_record_does_not_keep_the_others_back_and_the_batch_comes_again(
    cloud: Any, recent: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = commit(cloud, *(recent(number, "https://receiver.example.com/") for number in (1, 2, 3)))
    real = publish_event
    failing = [f"{2:012d}"]

    def publish(event: Event, *arguments: Any, **named: Any) -> int:
        if event.id.endswith(failing[0]):
            raise ConnectionError
        return real(event, *arguments, **named)

    monkeypatch.setattr(publisher, "publish", publish)
    with pytest.raises(publisher.PublishingFailed, match="1 of 3"):
        publisher.handler(batch, None)
    assert [json.loads(one["body"])["event"][-1] for one in queued(cloud)["Records"]] == ["1", "3"]
    failing[0] = "nothing"
    publisher.handler(batch, None)
    assert "2" in [json.loads(one["body"])["event"][-1] for one in queued(cloud)["Records"]]


def test_messages_that_fail_are_named_and_the_others_go_on(
    cloud: Any, receiver: str, recent: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    event = recent(1, receiver + "/200")
    publisher.handler(commit(cloud, event), None)
    batch = queued(cloud)
    batch["Records"] += [{"messageId": "a", "body": "not json"}, {"messageId": "b", "body": '{"tenant": 5}'}]
    assert sender.handler(batch, None) == {"batchItemFailures": [{"itemIdentifier": "a"}, {"itemIdentifier": "b"}]}
    assert len(RECEIVED) == 1
    failures = [line for line in lines(capsys) if line["level"] == "ERROR"]
    assert {line["message"] for line in failures} == {"a", "b"}
    assert all(line["Failures"] == [1] for line in failures)


def test_without_the_signing_key_nothing_is_sent_and_nothing_lost(
    cloud: Any, receiver: str, recent: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    event = recent(1, receiver + "/200")
    publisher.handler(commit(cloud, event), None)
    monkeypatch.setenv("SIGNING_KEY_ARN", "no-such-key")
    batch = queued(cloud)
    failed = sender.handler(batch, None)["batchItemFailures"]
    assert [one["itemIdentifier"] for one in failed] == [batch["Records"][0]["messageId"]]
    assert RECEIVED == []
    assert delivery(cloud, event).state is State.PENDING


@pytest.mark.parametrize(("name", "value"), [("STAGE", "prod"), ("ALLOW_LOOPBACK_CALLBACKS", "false")])
def test_outside_the_local_stage_loopback_is_refused(
    cloud: Any, receiver: str, recent: Any, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    event = recent(1, receiver + "/200")
    publisher.handler(commit(cloud, event), None)
    sender.handler(queued(cloud), None)
    assert RECEIVED == []
    assert delivery(cloud, event).reason == "address refused"


@pytest.mark.usefixtures("cloud")
def test_the_extra_authority_counts_only_with_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    loaded: list[str | None] = []
    monkeypatch.setattr(sender, "tls_context", loaded.append)
    for value in ("true", "false"):
        monkeypatch.setenv("ALLOW_LOOPBACK_CALLBACKS", value)
        sender._sender.cache_clear()
        transmit: Any = sender._sender()._transmit
        transmit.keywords["tls"]()
    assert [bool(one) for one in loaded] == [True, False]


def test_the_sample_event_of_the_stream_is_published(cloud: Any) -> None:
    publisher.handler(json.loads((ROOT / "events/event_publisher/publish_committed_event.json").read_text()), None)
    (message,) = queued(cloud)["Records"]
    expected = json.loads((ROOT / "events/callback_sender/send_due_delivery.json").read_text())["Records"][0]["body"]
    assert json.loads(message["body"]) == json.loads(expected)


@pytest.mark.usefixtures("cloud")
def test_the_sample_message_of_the_queue_is_dealt_with(capsys: pytest.CaptureFixture[str]) -> None:
    """Its event has expired long ago, or was never there."""
    batch = json.loads((ROOT / "events/callback_sender/send_due_delivery.json").read_text())
    assert sender.handler(batch, None) == {"batchItemFailures": []}
    assert [line["outcome"] for line in lines(capsys)] == ["expired"]


def subscribe(url: str, number: int = 1, **changes: Any) -> Endpoint:
    """A subscription of the tenant, made as the webhooks function makes them."""
    endpoint = an_endpoint(number, url=url, **changes)
    sender._sender()  # its parts are those of the functions
    publisher._parts()[1].add(endpoint)
    return endpoint


def test_an_event_without_an_address_goes_to_the_subscriptions(
    cloud: Any, receiver: str, recent: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    wanted = subscribe(receiver + "/200", 1, types=("customer-check.*",))
    subscribe(receiver + "/500", 2, types=("onboard",))
    event = msgspec.structs.replace(recent(1, ""), target=None)
    publisher.handler(commit(cloud, event), None)
    assert sender.handler(queued(cloud), None) == {"batchItemFailures": []}
    ((path, headers, body),) = RECEIVED
    assert path == "/200"
    (secret,) = parse_master_keys("k" * 64).signing_secrets("acme", (1,), wanted.id)
    Webhook(secret).verify(body, headers)
    assert next(line.get("queued") for line in lines(capsys)) == 1


def test_those_who_follow_a_customer_are_told_of_it(cloud: Any, recent: Any) -> None:
    event = msgspec.structs.replace(recent(1, ""), target=None, followers=("amlyze_intake", "customer_checks"))
    publisher.handler(commit(cloud, event), None)
    url = cloud("sqs").get_queue_url(QueueName="follower")["QueueUrl"]
    (message,) = cloud("sqs").receive_message(QueueUrl=url, MaxNumberOfMessages=10)["Messages"]
    assert json.loads(message["Body"]) == {"tenant": "acme", "changed": event.customer_id, "event": event.id}


def test_a_batch_reads_the_subscriptions_of_a_tenant_once_and_the_next_batch_again(cloud: Any, recent: Any) -> None:
    events = [msgspec.structs.replace(recent(number, ""), target=None) for number in (1, 2, 3)]
    publisher.handler(commit(cloud, *events[:2]), None)
    assert queued(cloud)["Records"] == []
    subscribe("https://receiver.example.com/")
    batch = commit(cloud, events[2])
    reads: list[str] = []
    with pytest.MonkeyPatch.context() as patch:
        listed = publisher._parts()[1].listed

        def counted(tenant: str) -> list[Endpoint]:
            reads.append(tenant)
            return listed(tenant)

        patch.setattr(publisher._parts()[1], "listed", counted)
        publisher.handler({"Records": batch["Records"] * 3}, None)
    assert reads == ["acme"]
    assert {json.loads(one["body"])["event"] for one in queued(cloud)["Records"]} == {events[2].id}


def test_a_receiver_that_is_gone_disables_its_subscription_and_is_counted(
    cloud: Any, receiver: str, recent: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    gone, other = subscribe(receiver + "/410", 1), subscribe(receiver + "/200", 2, types=("none",))
    publisher.handler(commit(cloud, msgspec.structs.replace(recent(1, ""), target=None)), None)
    sender.handler(queued(cloud), None)
    found = publisher._parts()[1].find("acme", gone.id)
    assert found
    assert (found.state, found.reason) == (EndpointState.DISABLED, "the endpoint answered 410")
    assert [line["WebhookEndpointsDisabled"] for line in lines(capsys) if "WebhookEndpointsDisabled" in line] == [[1]]
    items = cloud("dynamodb").scan(TableName="EventsTable")["Items"]
    (notice,) = [one for one in items if one.get("type", {}).get("S") == "webhook.endpoint.disabled" and "body" in one]
    publisher.handler(stream(notice), None)
    sender.handler(queued(cloud), None)
    assert [path for path, _, _ in RECEIVED] == ["/410", "/200"]
    assert msgspec.json.decode(RECEIVED[1][2])["data"]["webhookId"] == gone.id
    assert other.id not in RECEIVED[1][2].decode()


def test_failures_in_a_row_are_counted_as_an_opened_circuit(
    cloud: Any, receiver: str, recent: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    subscribe(receiver + "/500")
    events = [msgspec.structs.replace(recent(number, ""), target=None) for number in range(1, 6)]
    publisher.handler(commit(cloud, *events), None)
    for record in queued(cloud)["Records"]:
        sender.handler({"Records": [record]}, None)
    assert [line["WebhookCircuitsOpened"] for line in lines(capsys) if "WebhookCircuitsOpened" in line] == [[1]]


def test_the_sample_events_of_subscriptions_are_dealt_with(cloud: Any, capsys: pytest.CaptureFixture[str]) -> None:
    subscribe("https://receiver.example.com/", 1)
    publisher.handler(json.loads((ROOT / "events/event_publisher/publish_to_subscriptions.json").read_text()), None)
    (message,) = queued(cloud)["Records"]
    sample = json.loads((ROOT / "events/callback_sender/send_to_subscription.json").read_text())
    assert json.loads(message["body"]) == json.loads(sample["Records"][0]["body"])
    capsys.readouterr()
    assert sender.handler(sample, None) == {"batchItemFailures": []}
    assert [line["level"] for line in lines(capsys)] == ["INFO"]
