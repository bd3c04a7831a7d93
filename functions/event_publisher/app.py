"""The stream of the events table: every event committed there gets a delivery, and a message, per receiver.

Those parts of the service that follow its customer get a message too.
"""

from __future__ import annotations

import json
import os
import time
from functools import cache
from typing import Any

from customer_risk.aws import client
from customer_risk.delivery.envelopes import Event
from customer_risk.delivery.messages import CallbackQueue, DeadLetter, FollowerQueues
from customer_risk.delivery.publishing import Subscriptions, TargetsOf, publish
from customer_risk.observability import UnitLog, customer_hash
from customer_risk.storage.endpoints import Endpoints
from customer_risk.storage.events import EventsTable, event_from_stream


class PublishingFailed(Exception):
    """Some records could not be published: the stream must show the batch again."""


@cache
def _parts() -> tuple[EventsTable, Endpoints, CallbackQueue, FollowerQueues]:
    queue = CallbackQueue(
        client("sqs"), os.environ["CALLBACK_QUEUE_URL"], dead_letters_url=os.environ["CALLBACK_DEAD_LETTERS_URL"]
    )
    followers = FollowerQueues(client("sqs"), json.loads(os.environ["FOLLOWER_QUEUE_URLS"]))
    dynamo, events = client("dynamodb"), os.environ["EVENTS_TABLE"]
    return EventsTable(events, dynamo), Endpoints(dynamo, os.environ["CONTROL_TABLE"], events), queue, followers


def handler(batch: dict[str, Any], _context: object) -> None:
    """Publish the events among the batch's records.

    Raises :class:`PublishingFailed` after all records were tried. Raising, and not a list of failures, because it has
    the batch shown again under every stream mapping there is; repeating the published ones is harmless.
    """
    targets_of = Subscriptions(_parts()[1].listed)
    inserted = [record for record in batch["Records"] if record["eventName"] == "INSERT"]
    failed = sum(not _handle(record["dynamodb"], targets_of) for record in inserted)
    if failed:
        raise PublishingFailed(f"{failed} of {len(inserted)} records")


def _handle(change: dict[str, Any], targets_of: TargetsOf) -> bool:
    table, _, queue, followers = _parts()
    log = UnitLog("event_publisher")
    try:
        event = _read(change, queue, log)
        if event is None:
            return True
        log.add(tenant=event.tenant, event=event.id, type=event.type, sequence=event.sequence)
        if event.customer_id:
            log.add(customer=customer_hash(event.tenant, event.customer_id))
        queued = publish(event, targets_of, table, queue, now=time.time_ns() // 1_000_000)
        log.add(queued=queued, followers=followers.send(event))
        log.count("EventsPublished")
    except Exception as error:  # noqa: BLE001  one record must not keep the others back; the handler raises at the end
        log.failed(error)
        log.write()
        return False
    log.write()
    return True


def _read(change: dict[str, Any], queue: CallbackQueue, log: UnitLog) -> Event | None:
    try:
        return event_from_stream(change["NewImage"])
    except ValueError as error:
        # It would block its shard for a day and read no better: somebody has to look at it.
        queue.bury(DeadLetter(reason="event unreadable", key=change["Keys"]["pk"]["S"]))
        log.failed(error)
        log.write()
        return None


if "AWS_LAMBDA_FUNCTION_NAME" in os.environ:
    _parts()  # a cold start has more processor time to spend than the first invocation
