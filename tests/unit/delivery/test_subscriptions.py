"""Events on their way to subscriptions, step by step, on a clock moved by hand."""

from typing import Any

import msgspec
import pytest

from customer_risk.delivery.breaker import FIRST_REST, THRESHOLD
from customer_risk.delivery.deliveries import Delivery, State
from customer_risk.delivery.endpoints import Endpoint, EndpointState, replay_id
from customer_risk.delivery.envelopes import Event
from customer_risk.delivery.http import Answer
from customer_risk.delivery.messages import Message
from customer_risk.delivery.notices import replay_request, trial_event
from customer_risk.delivery.sending import Outcome
from customer_risk.delivery.signing import SignatureError, verify
from customer_risk.records import encode
from tests.unit.delivery.hostile import LITERALS, RESOLVED, SPELLINGS
from tests.unit.delivery.world import KEYS, PUBLIC, START, Crash, World, an_endpoint, an_event, scripted, status

DAY = 24 * 3600
HOSTILE_URLS = [*LITERALS, *SPELLINGS]


def world_of(*steps: Any, endpoints: tuple[Endpoint, ...] = (an_endpoint(),), **settings: Any) -> World:
    world = World(scripted(steps or [status(200)]), **settings)
    for endpoint in endpoints:
        world.endpoints.add(endpoint)
    return world


def commit(world: World, number: int = 1, **changes: Any) -> Event:
    event = msgspec.structs.replace(an_event(number, target=None), **changes)
    world.store.commit(event)
    world.publish(event)
    return event


def shown(world: World, endpoint: Endpoint | None = None) -> Endpoint:
    found = world.endpoints.find("acme", (endpoint or an_endpoint()).id)
    assert isinstance(found, Endpoint)
    return found


def delivery(world: World, event: Event, endpoint: Endpoint | None = None) -> Delivery:
    return world.delivery(event, (endpoint or an_endpoint()).id)


def hosts(world: World) -> list[str]:
    return [sent.destination.place.host for sent in world.sent]


def test_every_matching_endpoint_is_told_signed_with_its_own_secret() -> None:
    endpoints = (
        an_endpoint(1),
        an_endpoint(2, types=("customer-check.*",), secret_version=2),
        an_endpoint(3, types=("onboard",)),
        an_endpoint(4, unit="Retail"),
        an_endpoint(5, state=EndpointState.DISABLED),
        an_endpoint(6, tenant="other"),
    )
    world = world_of(endpoints=endpoints)
    event = commit(world)
    world.run()
    assert sorted(hosts(world)) == ["endpoint-1.example.com", "endpoint-2.example.com"]
    for sent in world.sent:
        endpoint = endpoints[int(sent.destination.place.host[9]) - 1]
        secrets = KEYS.signing_secrets("acme", endpoint.secret_versions(world.clock.milliseconds()), endpoint.id)
        verify(secrets, sent.headers, sent.body, now=sent.at)
        with pytest.raises(SignatureError):
            verify(KEYS.signing_secrets("acme"), sent.headers, sent.body, now=sent.at)
        assert sent.headers["webhook-id"] == event.id
        assert sent.headers["customer-risk-sequence"] == "1"


def test_an_event_with_a_callback_address_goes_there_alone() -> None:
    world = world_of()
    commit(world, target="https://receiver.example.com/hook")
    world.run()
    assert hosts(world) == ["receiver.example.com"]


def test_a_subscription_made_before_the_commit_gets_the_event_and_publishing_reads_once() -> None:
    world = world_of(endpoints=())
    reads = []
    listed = world.endpoints.listed

    def counted(tenant: str) -> list[Endpoint]:
        reads.append(tenant)
        return list(listed(tenant))

    world.endpoints.listed = counted
    world.endpoints.add(an_endpoint())
    event = commit(world)
    assert reads == ["acme"]
    assert delivery(world, event).state is State.PENDING


def test_an_endpoint_that_moved_gets_what_was_on_its_way_at_its_new_address() -> None:
    world = world_of(status(500), status(200))
    event = commit(world)
    body = world.sqs.receive()
    assert body
    world.send(body)
    world.endpoints.change(an_endpoint(), url="https://moved.example.com/")
    world.run()
    assert hosts(world) == ["endpoint-1.example.com", "moved.example.com"]
    assert delivery(world, event).state is State.DELIVERED


def test_two_signatures_while_rotating_then_one() -> None:
    world = world_of(status(500), status(200))
    later = world.clock.milliseconds() + 3000
    world.endpoints.change(an_endpoint(), secret_version=2, previous_until=later)
    commit(world)
    world.run()
    first, second = world.sent
    old, new = (KEYS.signing_secrets("acme", (version,), an_endpoint().id) for version in (1, 2))
    for secrets in (old, new):
        verify(secrets, first.headers, first.body, now=first.at)
    verify(new, second.headers, second.body, now=second.at)
    with pytest.raises(SignatureError):
        verify(old, second.headers, second.body, now=second.at)


def test_a_pause_holds_deliveries_and_uses_up_no_attempts() -> None:
    world = world_of(endpoints=(an_endpoint(state=EndpointState.PAUSED, since=1),))
    event = commit(world)
    looks = 0
    begun = world.clock.seconds()
    while world.clock.seconds() - begun < 5 * DAY:
        body = world.sqs.receive()
        assert body
        assert world.send(body).outcome is Outcome.HELD
        looks += 1
    assert delivery(world, event).attempts == 0
    assert looks < 5 * DAY / 900 + 10
    world.endpoints.change(an_endpoint(), state=EndpointState.ACTIVE)
    world.run()
    assert delivery(world, event).state is State.DELIVERED
    assert len(world.sent) == 1


def test_a_short_pause_ends_soon() -> None:
    world = world_of()
    world.endpoints.change(an_endpoint(), state=EndpointState.PAUSED, since=world.clock.milliseconds())
    commit(world)
    body = world.sqs.receive()
    assert body
    world.send(body)
    world.endpoints.change(an_endpoint(), state=EndpointState.ACTIVE)
    world.run()
    assert world.sent[0].at - START.timestamp() <= 20


def test_what_waited_longer_than_an_event_lives_is_dropped() -> None:
    world = world_of(endpoints=(an_endpoint(state=EndpointState.PAUSED, since=1),))
    commit(world)
    world.store.deliveries.clear()
    world.run()
    assert [report.outcome for report in world.reports] == [Outcome.EXPIRED]


def test_an_open_circuit_holds_deliveries_and_a_probe_closes_it() -> None:
    answers = [*[status(503)] * THRESHOLD, status(200)]
    world = world_of(*answers)
    events = [commit(world, number) for number in range(1, 9)]
    world.run()
    assert [delivery(world, event).state for event in events] == [State.DELIVERED] * 8
    reports = [report.outcome for report in world.reports]
    assert Outcome.HELD in reports
    assert [report.judgement.opened for report in world.reports].count(True) == 1
    opened = world.sent[THRESHOLD - 1].at
    probe = world.sent[THRESHOLD]
    assert probe.at >= opened + FIRST_REST / 1000
    # Three had not been tried when it opened: one attempt is all they needed.
    assert sorted(delivery(world, event).attempts for event in events) == [1, 1, 1, 2, 2, 2, 2, 2]
    assert shown(world).failures == 0


def test_while_it_is_half_open_only_one_is_sent() -> None:
    world = world_of(endpoints=(an_endpoint(failures=THRESHOLD, failing_since=1, open_until=1),))
    events = [commit(world, number) for number in range(1, 21)]
    transmit = world.sender._transmit
    inside: list[bool] = []

    def slow(*arguments: Any) -> Answer:
        if not inside:
            inside.append(True)
            outcomes = []
            for _ in range(19):
                body = world.sqs.receive()
                assert body
                outcomes.append(world.send(body).outcome)
            assert outcomes == [Outcome.HELD] * 19
        return transmit(*arguments)

    world.sender._transmit = slow
    world.run()
    assert [delivery(world, event).attempts for event in events] == [1] * 20


def test_an_endpoint_answering_410_is_disabled_and_the_others_are_told() -> None:
    gone, other, paused = an_endpoint(1), an_endpoint(2, types=("none",)), an_endpoint(3, types=("none",))
    world = world_of(status(410), status(200), endpoints=(gone, other, paused))
    events = [commit(world, number) for number in range(1, 4)]
    body = world.sqs.receive()
    assert body
    assert world.send(body).judgement.disabled
    (notice,) = [event for event in world.store.events.values() if event.type == "webhook.endpoint.disabled"]
    world.publish(notice)
    world.run()
    assert shown(world, gone).state is EndpointState.DISABLED
    assert delivery(world, events[0]).reason == "gone"
    assert {delivery(world, event).reason for event in events[1:]} == {"endpoint disabled"}
    assert {delivery(world, event).state for event in events} == {State.DISABLED}
    assert sorted(hosts(world)) == ["endpoint-1.example.com", "endpoint-2.example.com", "endpoint-3.example.com"]
    assert all("customer-risk-sequence" not in sent.headers for sent in world.sent[1:])
    assert world.sqs.dead == []


def test_five_days_of_failure_disable_although_events_keep_coming() -> None:
    world = world_of(status(500))
    number = 0
    begun = world.clock.seconds()
    while shown(world).state is EndpointState.ACTIVE:
        number += 1
        commit(world, number)
        next_hour = begun + number * 3600
        while world.clock.seconds() <= next_hour and (body := world.sqs.receive()):
            world.send(body)
        assert number < 24 * 6
    assert 5 * DAY <= world.clock.seconds() - begun <= 5 * DAY + 7200
    world.run()
    states = {found.state for found in world.store.deliveries.values()}
    assert states <= {State.DISABLED, State.FAILED}


def test_deliveries_to_a_deleted_endpoint_end() -> None:
    world = world_of(status(500))
    event = commit(world)
    body = world.sqs.receive()
    assert body
    world.send(body)
    world.endpoints.known.clear()
    world.run()
    assert (delivery(world, event).state, delivery(world, event).reason) == (State.DISABLED, "endpoint deleted")
    assert len(world.sent) == 1
    assert world.sqs.dead == []


def test_a_trial_goes_to_its_endpoint_alone_whatever_it_wants() -> None:
    endpoint = an_endpoint(1, types=("none",), unit="Retail")
    world = world_of(endpoints=(endpoint, an_endpoint(2)))
    event = trial_event(endpoint, event_id=an_event(9).id, at=world.clock())
    world.store.commit(event)
    assert world.publish(event) == 1
    world.run()
    assert hosts(world) == ["endpoint-1.example.com"]
    assert msgspec.json.decode(world.sent[0].body)["type"] == "webhook.test"


def test_a_replay_is_a_new_delivery_of_the_same_event() -> None:
    world = world_of(status(200), endpoints=(an_endpoint(1), an_endpoint(2)))
    event = commit(world)
    world.run()
    order = replay_request(an_endpoint(), event.id, event_id=an_event(9).id, at=world.clock())
    world.store.commit(order)
    assert world.publish(order) == 1
    assert world.publish(order) == 1  # the stream shows it again
    world.run()
    assert sorted(hosts(world)) == ["endpoint-1.example.com"] * 2 + ["endpoint-2.example.com"]
    again = world.sent[-1]
    assert (again.headers["webhook-id"], again.body) == (event.id, event.body)
    assert again.headers["customer-risk-sequence"] == "1"
    repeated = world.delivery(event, replay_id(an_endpoint().id, order.id))
    assert (repeated.state, repeated.attempts) == (State.DELIVERED, 1)
    assert delivery(world, event).attempts == 1


def test_what_has_expired_is_not_replayed() -> None:
    world = world_of()
    order = replay_request(an_endpoint(), an_event().id, event_id=an_event(9).id, at=world.clock())
    world.store.commit(order)
    assert world.publish(order) == 0
    assert world.store.deliveries == {}


def test_a_copy_of_a_held_message_dies_out() -> None:
    world = world_of(endpoints=(an_endpoint(state=EndpointState.PAUSED, since=1),))
    event = commit(world)
    for _ in range(20):
        world.sqs.push(encode(Message(tenant="acme", event=event.id, delivery=an_endpoint().id)).decode())
    for _ in range(60):
        body = world.sqs.receive()
        assert body
        world.send(body)
    assert len(world.sqs) == 1
    world.endpoints.change(an_endpoint(), state=EndpointState.ACTIVE)
    world.run()
    assert len(world.sent) == 1


def test_a_held_delivery_that_is_published_again_is_not_queued_again() -> None:
    world = world_of(endpoints=(an_endpoint(state=EndpointState.PAUSED, since=1),))
    event = commit(world)
    body = world.sqs.receive()
    assert body
    world.send(body)
    assert world.publish(event) == 0


def test_a_crash_after_a_410_never_forgets_it() -> None:
    world = world_of(status(410), status(200))
    event = commit(world)
    record = world.store.record_attempt

    def dying(*_arguments: Any) -> bool:
        world.store.record_attempt = record
        raise Crash

    world.store.record_attempt = dying
    world.run()
    assert shown(world).state is EndpointState.DISABLED
    assert delivery(world, event).state is State.DISABLED
    assert len(world.sent) == 1


def test_a_delivery_without_its_event_is_not_held_against_the_endpoint() -> None:
    world = world_of()
    event = commit(world)
    world.store.events.clear()
    world.run()
    assert delivery(world, event).state is State.FAILED
    assert shown(world) == an_endpoint()


@pytest.mark.parametrize("addresses", RESOLVED, ids=str)
def test_a_subscription_whose_name_comes_to_lead_inside_is_never_connected_to(addresses: list[str]) -> None:
    found = {"endpoint-1.example.com": addresses, "endpoint-2.example.com": [PUBLIC]}
    world = world_of(endpoints=(an_endpoint(1), an_endpoint(2)), resolve=lambda host, _port: found[host])
    event = commit(world)
    world.run()
    assert hosts(world) == ["endpoint-2.example.com"]
    assert {one.error for one in delivery(world, event).log} == {"address denied"}


@pytest.mark.parametrize("url", HOSTILE_URLS)
def test_a_subscription_to_a_hostile_address_is_never_connected_to(url: str) -> None:
    world = world_of(endpoints=(an_endpoint(1, url=url),), resolve=lambda host, _port: pytest.fail(f"looked up {host}"))
    event = commit(world)
    world.run()
    assert world.sent == []
    assert (delivery(world, event).state, delivery(world, event).reason) == (State.FAILED, "address refused")
