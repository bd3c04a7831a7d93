"""What is told → CloudEvents 1.0 in HTTP binary mode, and the document by which the same events are polled."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Sequence
from datetime import datetime

import msgspec

from amlyze_intake.events import Told
from amlyze_intake.wire.answer import CommunicationEvent, CommunicationEvents
from customer_risk.delivery.envelopes import Event, header_text, timestamp
from customer_risk.evaluation import Decision
from customer_risk.records import decode, encode


def document(told: Sequence[Told], subject: str, before: bytes | None = None) -> bytes:
    """The events as they are polled, after those told ``before``."""
    earlier = decode(before, CommunicationEvents).events if before else ()
    found = (CommunicationEvent(type=one.type, source=one.source, subject=subject, data=one.data) for one in told)
    return encode(CommunicationEvents(events=(*earlier, *found)))


def envelope(
    told: Told, own_id: str, *, tenant: str, customer: str, sequence: int, at: datetime, unit: str | None
) -> Event:
    """An event as it is committed."""
    created = timestamp(at)
    return Event(
        id=own_id,
        tenant=tenant,
        type=told.type,
        customer_id=customer,
        sequence=sequence,
        created=created,
        body=msgspec.json.encode(told.data),
        headers={
            "ce-id": own_id,
            "ce-source": header_text(told.source),
            "ce-specversion": "1.0",
            "ce-subject": header_text(customer),
            "ce-time": created,
            "ce-type": told.type,
        },
        unit=unit,
    )


def envelopes(told: Sequence[Told], decision: Decision) -> list[Event]:
    """The events of a decision as they are committed; ids follow from the order, so that no repetition changes them."""
    order = decision.order
    return [
        envelope(
            one,
            event_id(order.id, str(position)),
            tenant=order.tenant,
            customer=order.profile.customer_id,
            sequence=decision.sequence + position,
            at=decision.made,
            unit=order.profile.business.unit,
        )
        for position, one in enumerate(told)
    ]


def event_id(order_id: str, name: str) -> str:
    """A UUIDv7 that follows from the order's: its time, and bits that follow from the event's name within the order."""
    order = uuid.UUID(order_id).int
    own = int.from_bytes(hashlib.sha256(f"{order_id}\0{name}".encode()).digest()[:10])
    return str(
        uuid.UUID(
            int=(order >> 80 << 80) | (0x7 << 76) | ((own >> 68 & 0xFFF) << 64) | (0b10 << 62) | (own & (2**62 - 1))
        )
    )
