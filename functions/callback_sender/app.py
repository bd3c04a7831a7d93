"""The queue of due deliveries: sign, send, write down, arrange the next attempt."""

from __future__ import annotations

import os
import random
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from functools import cache, partial
from typing import Any

import uuid_utils

from customer_risk.aws import client
from customer_risk.delivery.address_guard import loopback_allowed
from customer_risk.delivery.http import post, system_resolver, tls_context
from customer_risk.delivery.messages import CallbackQueue, read_message
from customer_risk.delivery.secrets import MasterKeySource
from customer_risk.delivery.sending import Sender
from customer_risk.observability import UnitLog
from customer_risk.storage.endpoints import Endpoints
from customer_risk.storage.events import EventsTable

_PRINTING = threading.Lock()


@cache
def _sender() -> Sender:
    loopback = loopback_allowed(os.environ)
    extra_ca = os.environ.get("EXTRA_CA_BUNDLE") if loopback else None
    dynamo, events = client("dynamodb"), os.environ["EVENTS_TABLE"]
    return Sender(
        store=EventsTable(events, dynamo),
        endpoints=Endpoints(dynamo, os.environ["CONTROL_TABLE"], events),
        queue=CallbackQueue(
            client("sqs"), os.environ["CALLBACK_QUEUE_URL"], dead_letters_url=os.environ["CALLBACK_DEAD_LETTERS_URL"]
        ),
        keys=MasterKeySource(client("secretsmanager"), os.environ["SIGNING_KEY_ARN"]),
        transmit=partial(post, tls=cache(partial(tls_context, extra_ca))),
        resolve=system_resolver(),
        now=partial(datetime.now, UTC),
        random=random.random,
        new_id=lambda: str(uuid_utils.uuid7()),
        loopback=loopback,
    )


def handler(batch: dict[str, Any], _context: object) -> dict[str, list[dict[str, str]]]:
    """Deal with the messages of a batch at the same time, so that a slow receiver delays nobody but itself.

    Returns the messages that must come again, as ``ReportBatchItemFailures`` asks.
    """
    records = batch["Records"]
    sender = _sender()
    with ThreadPoolExecutor(max_workers=len(records)) as pool:
        done = list(pool.map(partial(_handle, sender), records))
    again = [record["messageId"] for record, good in zip(records, done, strict=True) if not good]
    return {"batchItemFailures": [{"itemIdentifier": message_id} for message_id in again]}


def _handle(sender: Sender, record: dict[str, Any]) -> bool:
    log = UnitLog("callback_sender")
    log.add(message=record["messageId"])
    good = False
    try:
        message = read_message(record["body"])
        log.add(tenant=message.tenant, event=message.event, delivery=message.delivery)
        report = sender.handle(message)
        log.add(outcome=report.outcome)
        if made := report.attempt:
            log.add(attempt=made.number, status=made.status, error=made.error, latencyMs=made.latency_ms)
            log.count(f"CallbackAttempts{report.outcome.title()}")
        if report.judgement.opened:
            log.count("WebhookCircuitsOpened")
        if report.judgement.disabled:
            log.count("WebhookEndpointsDisabled")
        good = True
    except Exception as error:  # noqa: BLE001  one message must not keep the others back; the queue shows it again
        log.failed(error)
    with _PRINTING:
        log.write()
    return good


if "AWS_LAMBDA_FUNCTION_NAME" in os.environ:
    _sender()  # a cold start has more processor time to spend than the first invocation
