"""The messages between publishing and sending."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from customer_risk.delivery.envelopes import Event
from customer_risk.records import Record, decode, encode

LONGEST_DELAY = 900
"""Most seconds a message can be held back by the queue; longer waits take several hops."""


class Message(Record):
    """Says that a delivery has something due, or will have; the table holds what.

    ``serial`` counts the messages of a delivery, so that a copy can be told from the newest one.
    """

    tenant: str
    event: str
    delivery: str
    serial: int = 0


class Followed(Record):
    """Says to a follower that something happened to a customer; the tables hold what. It may come twice, and late."""

    tenant: str
    changed: str
    event: str


class DeadLetter(Record):
    """A delivery, or an event's key, that somebody has to look at, and why."""

    reason: str
    tenant: str | None = None
    event: str | None = None
    delivery: str | None = None
    key: str | None = None


class CallbackQueue:
    """The queue of due deliveries and the one of dead letters."""

    def __init__(self, client: Any, url: str, dead_letters_url: str) -> None:
        self._client = client
        self._url = url
        self._dead_letters_url = dead_letters_url

    def send(self, message: Message, delay: float = 0) -> None:
        """Put a message into the queue, to be seen after ``delay`` seconds, or after the longest possible wait."""
        self._client.send_message(
            QueueUrl=self._url,
            MessageBody=encode(message).decode(),
            DelaySeconds=min(max(-int(-delay // 1), 0), LONGEST_DELAY),
            # In a standard queue the group makes shares fair: one tenant's flood does not delay the others.
            MessageGroupId=message.tenant,
        )

    def bury(self, letter: DeadLetter) -> None:
        """Put a letter into the dead-letter queue, whose alarm calls a human."""
        self._client.send_message(QueueUrl=self._dead_letters_url, MessageBody=encode(letter).decode())


class FollowerQueues:
    """The queues of those who follow customers; ``urls`` by the names that events call them."""

    def __init__(self, client: Any, urls: Mapping[str, str]) -> None:
        self._client = client
        self._urls = urls

    def send(self, event: Event) -> int:
        """Tell everybody who follows the event's customer and has a queue; returns how many. Repeating is harmless."""
        urls = [url for name in event.followers if (url := self._urls.get(name))]
        message = Followed(tenant=event.tenant, changed=event.customer_id, event=event.id)
        for url in urls:
            self._client.send_message(
                QueueUrl=url, MessageBody=encode(message).decode(), MessageGroupId=event.tenant
            )  # the group makes shares fair, as above
        return len(urls)


def read_message(text: str) -> Message:
    """The message in a queue record's body; raises ``ValueError`` when it is not one."""
    return decode(text.encode(), Message)
