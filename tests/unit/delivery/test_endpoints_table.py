"""The subscriptions on moto, and the proof that those in memory of the other tests behave the same."""

import random
from collections.abc import Callable, Iterator
from typing import Any

import msgspec
import pytest

from customer_risk.delivery.endpoints import Endpoint, EndpointState
from customer_risk.delivery.notices import disabled_notice
from customer_risk.storage.endpoints import Endpoints, NotNow
from customer_risk.storage.events import EventsTable
from tests.support.tables import tables
from tests.unit.delivery.world import START, MemoryEndpoints, MemoryStore, an_endpoint, an_event

NOW = int(START.timestamp() * 1000)
LATER = "2026-02-01T10:00:00.000Z"


@pytest.fixture
def client() -> Iterator[Any]:
    with tables() as client:
        yield client


@pytest.fixture
def table(client: Any) -> Endpoints:
    return Endpoints(client, "ControlTable", "EventsTable")


def test_an_endpoint_comes_back_as_it_was_added(table: Endpoints) -> None:
    plain = an_endpoint()
    full = an_endpoint(2, types=("a.*", "b"), unit="Retail", description="x", since=NOW, secret_version=3)
    for endpoint in (plain, full):
        table.add(endpoint)
        assert table.find("acme", endpoint.id) == endpoint
    assert table.listed("acme") == [plain, full]


def test_adding_twice_is_harmless_and_never_undoes_a_change(table: Endpoints) -> None:
    table.add(an_endpoint())
    table.add(an_endpoint())
    table.change("acme", an_endpoint().id, {"url": "https://new.example.com/", "updated": LATER})
    with pytest.raises(Exception, match="condition failed"):
        table.add(an_endpoint())
    found = table.find("acme", an_endpoint().id)
    assert found
    assert found.url == "https://new.example.com/"


def test_the_tenant_s_other_items_are_no_endpoints(client: Any, table: Endpoints) -> None:
    for sort in ("TENANT", "KEY#1", "ENDPOINTS"):
        client.put_item(TableName="ControlTable", Item={"pk": {"S": "T#acme"}, "sk": {"S": sort}})
    table.add(an_endpoint())
    table.add(an_endpoint(2, tenant="acme-2"))
    assert table.listed("acme") == [an_endpoint()]
    assert table.find("acme", an_endpoint(2).id) is None


def test_more_than_a_page_is_listed(client: Any, table: Endpoints) -> None:
    for number in range(50):
        table.add(an_endpoint(number, description="d" * 500, url=f"https://example.com/{'u' * 2000}"))
    assert len(table.listed("acme")) == 50
    assert client is not None


def test_nothing_appears_by_being_changed(client: Any, table: Endpoints) -> None:
    unknown = an_endpoint()
    notice = disabled_notice(unknown, "x", event_id=an_event().id, at=START)
    assert table.change("acme", unknown.id, {"url": "https://x.example.com/"}) is None
    assert table.pause("acme", unknown.id, reason=None, now=NOW, updated=LATER) is None
    assert table.resume("acme", unknown.id, now=NOW, updated=LATER) is None
    assert table.rotate(unknown, previous_until=NOW, updated=LATER) is None
    assert table.failed(unknown, NOW) is None
    assert not table.rest(unknown, NOW)
    assert table.probe(unknown, NOW) is None
    assert not table.disable(unknown, "x", notice)
    assert not table.remove("acme", unknown.id)
    table.succeeded(unknown)
    assert client.scan(TableName="ControlTable")["Items"] == []
    assert client.scan(TableName="EventsTable")["Items"] == []


@pytest.mark.parametrize("endpoint_id", ["", "x" * 65, "x" * 5000])
def test_what_cannot_be_an_id_is_not_looked_up(table: Endpoints, endpoint_id: str) -> None:
    assert table.find("acme", endpoint_id) is None
    assert table.change("acme", endpoint_id, {"url": "x"}) is None
    assert not table.remove("acme", endpoint_id)


def test_disabling_and_its_notice_are_one(client: Any, table: Endpoints) -> None:
    endpoint = an_endpoint()
    table.add(endpoint)
    first, second = (disabled_notice(endpoint, "gone", event_id=an_event(number).id, at=START) for number in (1, 2))
    assert table.disable(endpoint, "gone", first)
    assert not table.disable(endpoint, "gone", second)
    events = EventsTable("EventsTable", client, START.timestamp)
    assert events.get_event("acme", first.id) == first
    assert events.get_event("acme", second.id) is None
    found = table.find("acme", endpoint.id)
    assert found
    assert (found.state, found.reason, found.since) == (EndpointState.DISABLED, "gone", NOW)
    with pytest.raises(NotNow):
        table.pause("acme", endpoint.id, reason=None, now=NOW, updated=LATER)


def test_two_rotations_at_once_are_one(table: Endpoints) -> None:
    endpoint = an_endpoint()
    table.add(endpoint)
    first = table.rotate(endpoint, previous_until=NOW + 1, updated=LATER)
    second = table.rotate(endpoint, previous_until=NOW + 2, updated=LATER)
    assert first == second
    assert first
    assert (first.secret_version, first.previous_until) == (2, NOW + 1)


def test_a_pause_keeps_its_beginning(table: Endpoints) -> None:
    table.add(an_endpoint())
    first = table.pause("acme", an_endpoint().id, reason="a", now=NOW, updated=LATER)
    assert table.pause("acme", an_endpoint().id, reason="b", now=NOW + 9, updated=LATER) == first


def operations(rng: random.Random) -> Callable[[Any], Any]:
    """One random call of a sender, described so that it can be made on either table."""
    now = NOW + rng.randrange(0, 50_000, 10_000)
    seen = an_endpoint(open_until=rng.choice([0, NOW, NOW + 10_000]), openings=rng.randrange(3))
    match rng.randrange(20):
        case 0:
            notice = disabled_notice(seen, "x", event_id=an_event(rng.randrange(10**9)).id, at=START)
            return lambda table: table.disable(seen, "x", notice)
        case 1 | 2 | 3:
            return lambda table: table.succeeded(seen)
        case 4 | 5 | 6 | 7 | 8:
            return lambda table: table.rest(seen, now)
        case 9 | 10 | 11 | 12:
            return lambda table: table.probe(seen, now)
        case _:
            return lambda table: table.failed(seen, now)


@pytest.mark.parametrize("seed", range(10))
def test_the_endpoints_in_memory_do_what_the_real_ones_do(client: Any, table: Endpoints, seed: int) -> None:
    rng = random.Random(seed)  # noqa: S311  a test's dice
    committed = MemoryStore()
    memory = MemoryEndpoints(committed)
    for store in (memory, table):
        store.add(an_endpoint())
    for _ in range(40):
        operation = operations(rng)
        assert operation(memory) == operation(table)
        found: Endpoint | None = table.find("acme", an_endpoint().id)
        assert memory.find("acme", an_endpoint().id) == found
    stored = {item["id"]["S"] for item in client.scan(TableName="EventsTable")["Items"]}
    assert {event.id for event in committed.events.values()} == stored
    assert msgspec.json.encode(table.listed("acme")) == msgspec.json.encode(memory.listed("acme"))
