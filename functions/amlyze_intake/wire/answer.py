"""What the dialect answers, as document 004 and its companions show it."""

from __future__ import annotations

from typing import Any

from customer_risk.records import Record

ACCEPTED = "REQUEST_ACCEPTED"
REJECTED = "REQUEST_REJECTED"


class IntakeAnswer(Record, rename="camel"):
    """A request was accepted, or rejected for the first rule it broke."""

    result_type: str
    error_code: str | None = None
    error_description: str | None = None


class IntakeFailure(Record, rename="camel"):
    """Something failed on our side; the request was not accepted and may be sent again."""

    result_type: str
    status: int
    error: str


class IntakeNowhere(Record):
    """A wrong address, method or body."""

    timestamp: str
    status: int
    error: str
    path: str


class IntakeError(Record):
    """A word for what went wrong."""

    code: str
    description: str | None = None


class IntakeUnauthorised(Record):
    """No good credential, or one that does not allow this."""

    error: IntakeError


class CommunicationEvent(Record):
    """An event, as it was sent to the webhooks."""

    type: str
    source: str
    subject: str
    data: dict[str, Any]


class CommunicationEvents(Record, omit_defaults=False):
    """The events of a communication, or what is wrong with the question."""

    events: tuple[CommunicationEvent, ...] = ()
    errors: tuple[IntakeError, ...] = ()


class RowResult(Record, rename="camel"):
    """What became of one customer of a batch."""

    result_type: str
    time_elapsed_ms: int
    communication_number: str | None = None
    customer_ext_id: str | None = None
    business_unit: str | None = None
    error_code: str | None = None
    error_description: str | None = None


class BatchAnswer(Record, rename="camel"):
    """What became of each customer of a batch, in the order they came."""

    results: tuple[RowResult, ...]
    time_elapsed_ms: int


class ClassifierValue(Record):
    """One value of a classifier."""

    code: str


class IntakeClassifier(Record):
    """A classifier as it is for the tenant that asks."""

    classifier: str
    values: tuple[ClassifierValue, ...]
