"""What the sender does with one delivery, step by step, on a clock moved by hand."""

from typing import Any, Never

import msgspec
import pytest

from customer_risk.delivery.address_guard import NotFound
from customer_risk.delivery.deliveries import State, Target
from customer_risk.delivery.envelopes import Event
from customer_risk.delivery.http import Answer
from customer_risk.delivery.messages import Message
from customer_risk.delivery.sending import LEASE, Outcome
from customer_risk.delivery.signing import verify
from customer_risk.records import encode
from tests.unit.delivery.world import (
    KEYS,
    PUBLIC,
    TIMEOUT,
    World,
    an_endpoint,
    an_event,
    first_message,
    scripted,
    status,
)


def published(*steps: Any, event: Event | None = None, **settings: Any) -> tuple[World, Event]:
    world = World(scripted(steps), **settings)
    event = event or an_event()
    world.store.commit(event)
    assert world.publish(event) == 1
    return world, event


def text(message: Message) -> str:
    return encode(message).decode()


def test_a_receiver_that_answers_gets_the_event_once_and_signed() -> None:
    event = msgspec.structs.replace(an_event(), headers={"ce-id": "abc"}, secret_header="X-Secret")
    world, event = published(status(204), event=event)
    world.run()
    (sent,) = world.sent
    assert sent.body == event.body
    assert sent.destination.addresses == (PUBLIC,)
    assert sent.destination.place.host == "receiver.example.com"
    verify(KEYS.signing_secrets("acme"), sent.headers, sent.body, now=sent.at)
    assert {name: value for name, value in sent.headers.items() if not name.startswith("webhook-")} == {
        "Content-Type": "application/json",
        "User-Agent": "customer-risk",
        "customer-risk-sequence": "1",
        "ce-id": "abc",
        "X-Secret": KEYS.static_secret("acme"),
    }
    assert sent.headers["webhook-id"] == event.id
    delivery = world.delivery(event)
    assert delivery.state is State.DELIVERED
    assert [(one.number, one.status, one.latency_ms) for one in delivery.log] == [(1, 204, 200)]
    assert world.sqs.dead == []


def test_a_failed_attempt_is_followed_by_the_next_with_the_same_id_and_a_new_time() -> None:
    world, event = published(status(500), TIMEOUT, status(200))
    world.run()
    assert [one.headers["webhook-id"] for one in world.sent] == [event.id] * 3
    stamps = [int(one.headers["webhook-timestamp"]) for one in world.sent]
    assert stamps == sorted(set(stamps))
    for sent in world.sent:
        verify(KEYS.signing_secrets("acme"), sent.headers, sent.body, now=sent.at)
    log = world.delivery(event).log
    assert [(one.number, one.status, one.error) for one in log] == [
        (1, 500, None),
        (2, None, "timeout"),
        (3, 200, None),
    ]


def test_after_the_last_attempt_it_goes_to_the_dead_letters() -> None:
    world, event = published(status(503))
    world.run()
    assert len(world.sent) == 10
    assert world.sqs.dead == [
        {"reason": "attempts exhausted", "tenant": "acme", "event": event.id, "delivery": "callback"}
    ]
    delivery = world.delivery(event)
    assert (delivery.state, delivery.reason, delivery.attempts) == (State.FAILED, "attempts exhausted", 10)


def test_a_receiver_that_is_gone_is_left_alone() -> None:
    world, event = published(status(500), status(410), status(200))
    world.run()
    assert len(world.sent) == 2
    delivery = world.delivery(event)
    assert (delivery.state, delivery.reason) == (State.DISABLED, "gone")
    assert world.sqs.dead == []


def test_retry_after_is_obeyed() -> None:
    world, event = published(status(429, "120"), status(200))
    world.run()
    assert world.sent[1].at - world.sent[0].at == pytest.approx(120, abs=1.5)
    assert world.delivery(event).state is State.DELIVERED


def test_a_long_wait_takes_hops_of_a_quarter_of_an_hour_at_most() -> None:
    world, _ = published(status(500), status(500), status(500), status(200))
    world.run()
    assert max(world.sqs.delays) == 900
    assert [report.outcome for report in world.reports].count(Outcome.WAITING) >= 1
    assert world.sent[3].at - world.sent[2].at >= 1800 * 0.9


@pytest.mark.parametrize("url", ["http://169.254.169.254/", "https://localhost/", "nonsense"])
def test_an_address_that_can_never_be_sent_to_is_given_up_at_once(url: str) -> None:
    world, event = published(status(200), event=an_event(target=url))
    world.run()
    assert world.sent == []
    assert world.sqs.dead[0]["reason"] == "address refused"
    assert world.delivery(event).state is State.FAILED


def test_a_name_that_leads_inside_or_nowhere_is_tried_again() -> None:
    answers = [["10.0.0.1"], [], [PUBLIC]]
    world, event = published(status(200), resolve=lambda _host, _port: answers.pop(0))
    world.run()
    log = world.delivery(event).log
    assert [(one.status, one.error) for one in log] == [(None, "address denied"), (None, "name not found"), (200, None)]
    assert len(world.sent) == 1


def test_a_look_up_that_fails_is_tried_again() -> None:
    def fail(_host: str, _port: int) -> Never:
        raise NotFound

    world, event = published(status(200), resolve=fail)
    world.run()
    assert {one.error for one in world.delivery(event).log} == {"name not found"}
    assert world.delivery(event).attempts == 10


def test_a_copy_of_a_message_does_not_send_again_after_success() -> None:
    world, event = published(status(200))
    world.run()
    assert world.send(text(first_message(event))).outcome is Outcome.OVER
    assert len(world.sent) == 1
    assert len(world.sqs) == 0


def test_a_copy_that_comes_while_the_first_is_sending_waits() -> None:
    copies = []
    world, event = published(status(200))
    transmit = world.sender._transmit

    def slow(*arguments: Any) -> Answer:
        copies.append(world.send(text(first_message(event))))
        return transmit(*arguments)

    world.sender._transmit = slow
    world.run()
    assert [copy.outcome for copy in copies] == [Outcome.WAITING]
    assert len(world.sent) == 1
    assert world.sqs.delays == [0, LEASE // 1000]
    assert world.reports[-1].outcome is Outcome.OVER


def test_copies_of_a_failing_delivery_die_out_and_make_no_attempts_of_their_own() -> None:
    world, event = published(status(500))
    for _ in range(20):
        world.sqs.push(text(first_message(event)))
    world.run()
    assert len(world.sent) == 10
    assert [one.number for one in world.delivery(event).log] == list(range(1, 11))
    assert len(world.sqs.dead) == 1
    # Ten attempts take about 300 hops; the copies are gone after the first attempts.
    assert len(world.reports) < 600


def test_an_event_published_twice_is_sent_once() -> None:
    world, event = published(status(200))
    assert world.publish(event) == 1  # nobody has taken it up: the first message may never have been queued
    world.run()
    assert len(world.sent) == 1
    assert world.publish(event) == 0
    world.run()
    assert len(world.sent) == 1


def test_an_event_without_a_target_has_no_receiver() -> None:
    world = World(scripted([status(200)]))
    assert world.publish(an_event(target=None)) == 0


def test_a_message_without_a_delivery_is_dropped() -> None:
    world = World(scripted([status(200)]))
    assert world.send(text(first_message(an_event()))).outcome is Outcome.EXPIRED
    assert len(world.sqs) == 0


def test_a_delivery_without_its_event_goes_to_the_dead_letters() -> None:
    world, event = published(status(200))
    world.store.events.clear()
    world.run()
    assert world.sent == []
    assert world.sqs.dead[0]["reason"] == "event missing"
    assert world.delivery(event).state is State.FAILED


def test_a_success_counts_even_when_a_twin_wrote_a_failure_meanwhile() -> None:
    world, event = published(status(200))
    transmit = world.sender._transmit

    def overtaken(*arguments: Any) -> Answer:
        answer = transmit(*arguments)
        if len(world.sent) == 1:
            world.clock.advance(LEASE / 1000)  # this attempt takes longer than it may; another one begins and fails
            world.sender._transmit = lambda *_arguments: status(500)
            world.send(text(first_message(event)))
            world.sender._transmit = transmit
        return answer

    world.sender._transmit = overtaken
    world.run()
    delivery = world.delivery(event)
    assert delivery.state is State.DELIVERED
    assert [one.status for one in delivery.log] == [500, 200]
    assert len(world.sent) == 1


def test_the_excerpt_is_kept() -> None:
    world, event = published(msgspec.structs.replace(status(400), excerpt="no such tenant"), status(200))
    world.run()
    assert world.delivery(event).log[0].excerpt == "no such tenant"


def test_every_delivery_of_an_event_goes_its_own_way() -> None:
    world, event = published(status(200))
    endpoint = an_endpoint(2, url="https://other.example.com/")
    world.endpoints.add(endpoint)
    target = Target(id=endpoint.id, url=endpoint.url)
    world.store.put_delivery(event, target, world.clock.milliseconds())
    world.sqs.push(text(Message(tenant="acme", event=event.id, delivery=endpoint.id)))
    world.run()
    hosts = {sent.destination.place.host for sent in world.sent}
    assert hosts == {"receiver.example.com", "other.example.com"}
