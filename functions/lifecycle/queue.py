"""The queue of evaluations under way: it carries where the work lies, never the work itself."""

from __future__ import annotations

import os

import msgspec

from customer_risk.aws import client
from customer_risk.records import Record

HEAD_START = 1
"""Seconds a message waits. It is sent *before* the evaluation is committed, so that no crash can part the two: a
message without an evaluation is dropped in the end, an evaluation without a message would never end."""
WAITS = (5, 10, 20, 40)
"""Seconds between looks for an evaluation that is not there yet; a request cannot take longer than all of them."""


class Message(Record, rename="camel"):
    """One evaluation to carry out; ``looks`` counts how often it was not there yet.

    Or, from those who publish events, a customer that ``changed``.
    """

    tenant: str
    request_id: str | None = None
    looks: int = 0
    changed: str | None = None


def send(message: Message, *, seconds: int) -> None:
    """Put a message into the queue, to be seen after some seconds."""
    client("sqs").send_message(
        QueueUrl=os.environ["LIFECYCLE_QUEUE_URL"],
        MessageBody=msgspec.json.encode(message).decode(),
        DelaySeconds=seconds,
        MessageGroupId=message.tenant,  # a fair queue: a tenant that floods it waits behind the others
    )
