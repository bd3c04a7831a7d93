"""A decision → the events it sends: CloudEvents 1.0 in HTTP binary mode."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

import msgspec

from amlyze_intake.wire.answer import CommunicationEvent, CommunicationEvents
from amlyze_intake.wire.customer import PROCESSES
from customer_risk.cases import CaseStatus
from customer_risk.delivery.envelopes import Event, header_text, timestamp
from customer_risk.evaluation import Decision
from customer_risk.profile import Profile
from customer_risk.records import Record, encode
from customer_risk.screening.result import Adjudication, Hit, HitType, Screening, ScreeningStatus

FLAGS = {"SANCTIONS": "sanctioned", "PEP": "pep", "ADVERSE_MEDIA": "inAdverseMedia", "INTERNAL_LIST": "inInternalList"}
"""What the events call the outcome of each screening process."""

_PROCESS_OF = {
    HitType.SANCTIONED_PERSON: "SANCTIONS",
    HitType.SANCTIONED_ENTITY: "SANCTIONS",
    HitType.POLITICALLY_EXPOSED_PERSON: "PEP",
    HitType.RELATIVE_OR_CLOSE_ASSOCIATE: "PEP",
    HitType.ADVERSE_MEDIA: "ADVERSE_MEDIA",
    HitType.SPECIAL_INTEREST_PERSON: "ADVERSE_MEDIA",
    HitType.SPECIAL_INTEREST_ENTITY: "ADVERSE_MEDIA",
    HitType.BLACKLIST_PERSON: "INTERNAL_LIST",
    HitType.BLACKLIST_ENTITY: "INTERNAL_LIST",
}


class RelatedFacts(Record, rename="camel"):
    """What events say of a related entity; ``path`` is where it stands in the profile."""

    path: str
    type: str
    external_id: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    title: str | None = None
    birth_date: str | None = None
    establishment_date: str | None = None
    national_code: str | None = None
    relation_code: str | None = None
    country_code: str | None = None


class Work(Record):
    """What the worker needs to decide an accepted request.

    ``processes`` are the screenings whose outcome is wanted, ``approved`` the approval date as it was sent.
    """

    number: str
    profile: Profile
    actor: str
    lead: bool
    imported: bool
    processes: tuple[str, ...] = ()
    related: tuple[RelatedFacts, ...] = ()
    approved: str | None = None


class Told(NamedTuple):
    """One event before it has an envelope."""

    type: str
    source: str
    data: dict[str, Any]


def told_of(decision: Decision, work: Work, *, rejected: bool) -> list[Told]:
    """What a decision tells, in order. ``rejected``: a human has seen these reasons before and said no."""
    found = [
        Told(kind, work.number, data)
        for kind, data in (*_screenings(decision, work), *_scoring(decision, work, rejected=rejected))
    ]
    # A newer request of the same customer was decided first: what the customer is now, that one tells.
    if not work.lead and not decision.late:
        found.append(Told("com.amlyze.customer.updated", "customer", _updated(decision, work)))
    return found


def document(told: Sequence[Told], subject: str) -> bytes:
    """The events as they are polled."""
    found = (CommunicationEvent(type=one.type, source=one.source, subject=subject, data=one.data) for one in told)
    return encode(CommunicationEvents(events=tuple(found)))


def envelopes(told: Sequence[Told], decision: Decision) -> list[Event]:
    """The events as they are committed; their ids follow from the order, so that no repetition changes them."""
    order, created = decision.order, timestamp(decision.made)
    found = []
    for position, one in enumerate(told):
        own_id = event_id(order.id, position)
        headers = {
            "ce-id": own_id,
            "ce-source": header_text(one.source),
            "ce-specversion": "1.0",
            "ce-subject": header_text(order.profile.customer_id),
            "ce-time": created,
            "ce-type": one.type,
        }
        found.append(
            Event(
                id=own_id,
                tenant=order.tenant,
                type=one.type,
                customer_id=order.profile.customer_id,
                sequence=decision.sequence + position,
                created=created,
                body=msgspec.json.encode(one.data),
                headers=headers,
                unit=order.profile.business.unit,
            )
        )
    return found


def _screenings(decision: Decision, work: Work) -> Iterator[tuple[str, dict[str, Any]]]:
    screening = decision.assessment.subject.screening
    customer = work.profile.customer_id
    others = tuple(f"{facts.path}/" for facts in work.related)
    kind = "lead" if work.lead else "customer"
    for process in PROCESSES:
        if process not in work.processes:
            continue
        hits = [hit for hit in screening.hits if _PROCESS_OF[hit.type] == process]
        own = [hit for hit in hits if not f"{hit.party}/".startswith(others)]
        yield _outcome(f"app.amlyze.{kind}.screening", process, {"externalId": customer}, own, screening)
        for facts in work.related:
            said = {"customerExternalId": customer, **msgspec.to_builtins(facts)}
            del said["path"]
            theirs = [hit for hit in hits if f"{hit.party}/".startswith(f"{facts.path}/")]
            yield _outcome("app.amlyze.related_entity.screening", process, said, theirs, screening)


def _outcome(
    prefix: str, process: str, said: dict[str, Any], hits: list[Hit], screening: Screening
) -> tuple[str, dict[str, Any]]:
    """Pending while a human must look: at an undecided hit, or because not every list could be asked."""
    undecided = any(hit.adjudication is None for hit in hits)
    if undecided or (not hits and screening.status is ScreeningStatus.INCOMPLETE):
        return f"{prefix}.{process.lower()}.pending", said
    match = {"screeningMatch": bool(hits)}
    if hits:
        match[FLAGS[process]] = any(hit.adjudication is Adjudication.TRUE_MATCH for hit in hits)
    return f"{prefix}.{process.lower()}.completed", said | match


def _scoring(decision: Decision, work: Work, *, rejected: bool) -> Iterator[tuple[str, dict[str, Any]]]:
    if work.imported:
        return
    level = decision.assessment.scoring.level
    prefix = f"app.amlyze.{'lead' if work.lead else 'customer'}.riskmanagement.kyc_scoring"
    data: dict[str, Any] = {"initialRiskLevel": level, "assessmentGuid": decision.order.id}
    if decision.case.status is CaseStatus.OPEN:
        yield f"{prefix}.pending", data
        return
    data |= {"finalRiskLevel": level, "decisionType": "REJECTED" if rejected else "ACCEPTED"}
    if work.approved and not work.lead:
        data["approvedAt"] = _moment(work.approved)
    yield f"{prefix}.completed", data


def _updated(decision: Decision, work: Work) -> dict[str, Any]:
    declared = work.profile.party.declared
    stated = dict(
        zip(PROCESSES, (declared.sanctioned, declared.pep, declared.adverse_media, declared.internal_list), strict=True)
    )
    confirmed = {
        _PROCESS_OF[hit.type]
        for hit in decision.assessment.subject.screening.hits
        if hit.party == "customer" and hit.adjudication is Adjudication.TRUE_MATCH
    }
    flags = {FLAGS[one]: True if one in confirmed else stated[one] for one in PROCESSES}
    return {
        "customerExternalID": work.profile.customer_id,
        **{name: flag for name, flag in flags.items() if flag is not None},
        "riskLevel": decision.assessment.scoring.level,
        "status": work.profile.status,
        "updatedAt": timestamp(decision.made),
    }


def _moment(said: str) -> str:
    """A day or a time as RFC 3339 wants it; a time without a zone is taken as UTC."""
    moment = datetime.fromisoformat(said)
    return timestamp(moment if moment.tzinfo else moment.replace(tzinfo=UTC))


def event_id(order_id: str, position: int) -> str:
    """A UUIDv7 that follows from the order's: its time, and bits of its own."""
    order = uuid.UUID(order_id).int
    own = int.from_bytes(hashlib.sha256(f"{order_id}\0{position}".encode()).digest()[:10])
    return str(
        uuid.UUID(
            int=(order >> 80 << 80) | (0x7 << 76) | ((own >> 68 & 0xFFF) << 64) | (0b10 << 62) | (own & (2**62 - 1))
        )
    )
