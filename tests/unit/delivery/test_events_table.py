"""The events table on moto, and the proof that the in-memory table of the other tests behaves the same."""

import base64
import random
from collections.abc import Callable, Iterator
from typing import Any

import msgspec
import pytest

from customer_risk.delivery.deliveries import Attempt, Claim, State, Target
from customer_risk.delivery.envelopes import Event
from customer_risk.storage.dynamo import ConditionFailed, transact
from customer_risk.storage.events import RETENTION, EventsTable, event_from_stream, event_item, event_put
from tests.support.tables import tables
from tests.unit.delivery.world import START, Clock, MemoryStore, an_event

NOW = int(START.timestamp() * 1000)
TARGET = Target(id="callback", url="https://receiver.example.com/hook")
EVENT = an_event()
KEY = (EVENT.tenant, EVENT.id, TARGET.id)


@pytest.fixture
def client() -> Iterator[Any]:
    with tables() as client:
        yield client


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def table(client: Any, clock: Clock) -> EventsTable:
    return EventsTable("EventsTable", client, clock.seconds)


def commit(client: Any, event: Event, token: str = "t1") -> None:
    transact(client, [event_put(event, "EventsTable")], token=token)


def test_an_event_comes_back_as_it_was_committed(client: Any, table: EventsTable) -> None:
    event = msgspec.structs.replace(EVENT, headers={"ce-id": "1"}, secret_header="X-Secret", body=bytes(range(256)))
    commit(client, event)
    assert table.get_event(event.tenant, event.id) == event


def test_an_event_is_committed_once(client: Any) -> None:
    commit(client, EVENT)
    with pytest.raises(ConditionFailed):
        commit(client, msgspec.structs.replace(EVENT, body=b"another"), token="t2")


def test_the_keys_are_those_agreed() -> None:
    item = event_item(EVENT)
    assert item["pk"] == {"S": f"T#acme#EVENT#{EVENT.id}"}
    assert item["sk"] == {"S": "EVENT"}
    assert item["expires_at"] == {"N": str(int(START.timestamp()) + RETENTION)}


def test_a_callback_costs_less_than_it_weighs() -> None:
    body = msgspec.json.encode([{"factor": f"Country of residence {n}", "points": n} for n in range(100)])
    assert len(event_item(msgspec.structs.replace(EVENT, body=body))["body"]["B"]) < len(body) / 5


def in_stream(item: Any) -> dict[str, Any]:
    return {k: {"B": base64.b64encode(v["B"]).decode()} if "B" in v else v for k, v in item.items()}


def test_an_event_is_read_from_the_stream() -> None:
    event = msgspec.structs.replace(EVENT, headers={"ce-id": "1"}, secret_header="X-Secret", target=None)
    assert event_from_stream(in_stream(event_item(event))) == event


def test_other_items_of_the_stream_are_no_events(client: Any, table: EventsTable) -> None:
    table.put_delivery(EVENT, TARGET, NOW)
    (item,) = client.scan(TableName="EventsTable")["Items"]
    assert event_from_stream(in_stream(item)) is None
    assert event_from_stream({"pk": {"S": "x"}}) is None


@pytest.mark.parametrize(
    "change",
    [
        {"body": None},
        {"body": {"B": "AAAA"}},
        {"body": {"B": "!"}},
        {"body": {"S": "x"}},
        {"sequence": {"S": "x"}},
        {"id": None},
        {"created": {"S": "x"}},
        {"headers": {"M": {"Host": {"S": "x"}}}},
        {"headers": {"SS": ["x"]}},
    ],
)
def test_a_broken_event_is_a_value_error(change: dict[str, Any]) -> None:
    image = {name: value for name, value in (in_stream(event_item(EVENT)) | change).items() if value is not None}
    with pytest.raises(ValueError):  # noqa: PT011  any: what matters is that the caller knows what to catch
        event_from_stream(image)


def test_expired_items_are_gone_whether_removed_or_not(client: Any, table: EventsTable, clock: Clock) -> None:
    commit(client, EVENT)
    table.put_delivery(EVENT, TARGET, NOW)
    clock.advance(RETENTION - 1)
    assert table.get_event(EVENT.tenant, EVENT.id)
    assert table.get_delivery(*KEY)
    clock.advance(1)
    assert table.get_event(EVENT.tenant, EVENT.id) is None
    assert table.get_delivery(*KEY) is None
    claim = table.claim(*KEY, serial=0, now=clock.milliseconds(), until=clock.milliseconds() + 1, by="a")
    assert claim == Claim(taken=False, delivery=None)


def test_a_delivery_of_nobody_cannot_be_claimed_and_none_appears(client: Any, table: EventsTable) -> None:
    assert table.claim(*KEY, serial=0, now=NOW, until=NOW + 1, by="a") == Claim(taken=False, delivery=None)
    delivery = MemoryStore()
    delivery.put_delivery(EVENT, TARGET, NOW)
    unknown = delivery.deliveries[KEY]
    for state in State:
        assert not table.record_attempt(unknown, Attempt(number=1, at=NOW), state, NOW, None)
    table.mark_queued(*KEY, 1)
    assert client.scan(TableName="EventsTable")["Items"] == []


def test_tenants_do_not_see_each_other(client: Any, table: EventsTable) -> None:
    commit(client, EVENT)
    table.put_delivery(EVENT, TARGET, NOW)
    assert table.get_event("other", EVENT.id) is None
    assert table.get_delivery("other", EVENT.id, TARGET.id) is None


def test_the_sdk_may_repeat_a_claim_whose_answer_was_lost(table: EventsTable) -> None:
    table.put_delivery(EVENT, TARGET, NOW)
    first = table.claim(*KEY, serial=0, now=NOW, until=NOW + 60_000, by="a")
    assert first.taken
    assert table.claim(*KEY, serial=0, now=NOW, until=NOW + 60_000, by="a") == first
    assert not table.claim(*KEY, serial=0, now=NOW, until=NOW + 60_000, by="b").taken


def operations(rng: random.Random) -> Callable[[Any], Any]:
    """One random call, described so that it can be made on either table."""
    number = rng.randint(1, 3)
    now = NOW + rng.randrange(0, 100_000, 10_000)
    match rng.randrange(6):
        case 0:
            return lambda store: store.put_delivery(EVENT, TARGET, now)
        case 1 | 2:
            by = rng.choice("ab")
            return lambda store: store.claim(*KEY, serial=number - 1, now=now, until=now + 60_000, by=by)
        case 3 | 4:
            state = rng.choice([*State, State.PENDING, State.PENDING])
            attempt = Attempt(number=number, at=now, status=500 if rng.random() < 0.5 else None, excerpt="x")
            reason = rng.choice([None, "gone"])
            known = MemoryStore()
            known.put_delivery(EVENT, TARGET, NOW)
            delivery = known.deliveries[KEY]
            return lambda store: store.record_attempt(delivery, attempt, state, now, reason)
        case _:
            return lambda store: store.mark_queued(*KEY, number)


@pytest.mark.parametrize("seed", range(20))
def test_the_table_in_memory_does_what_the_real_one_does(table: EventsTable, seed: int) -> None:
    rng = random.Random(seed)  # noqa: S311  a test's dice
    memory = MemoryStore()
    for _ in range(40):
        operation = operations(rng)
        assert operation(memory) == operation(table)
        assert memory.get_delivery(*KEY) == table.get_delivery(*KEY)
