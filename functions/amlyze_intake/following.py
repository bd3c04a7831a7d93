"""After the decision: what a reviewer, a new list or another dialect made of the customer is told as well.

What was told last is kept with the communication. Whenever something happened to the customer, that is compared with
how the customer stands now, and the difference is told. So a message may come twice, late, or for nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

import msgspec

from amlyze_intake import events, sending
from amlyze_intake.events import PENDING, RELATED, Seen, Told
from amlyze_intake.intake import DIALECT, View
from amlyze_intake.wanted import Wanted
from customer_risk import wiring
from customer_risk.adjudication import Verdicts
from customer_risk.cases import CaseStatus
from customer_risk.evaluation import Decision
from customer_risk.ledger import Note
from customer_risk.levels import RiskLevel
from customer_risk.observability import UnitLog
from customer_risk.profile import Profile
from customer_risk.records import Record
from customer_risk.screening.result import Adjudication, Hit, judged
from customer_risk.storage.cases import Case
from customer_risk.storage.codec import pack, unpack
from customer_risk.storage.communications import ROOM, Communication, told
from customer_risk.storage.customer_items import CustomerState, Held


class Following(Record):
    """What was told of a request last.

    ``level`` is the one decided and ``case`` the case that was open then. ``pending`` are the places, among
    ``events.outcomes``, of what is not completed. ``related`` is a hash of the related entities that were screened.
    ``updated`` is what the customer was said to be, but for the time. ``reviewed`` counts the customer's closed cases
    that have been told.
    """

    wanted: Wanted
    level: RiskLevel
    case: str | None = None
    pending: tuple[int, ...] = ()
    related: str = ""
    updated: dict[str, Any] | None = None
    reviewed: int = 0


class News(NamedTuple):
    """Events that have become due, each with a name that is its own within the request, and what was told then."""

    told: list[tuple[str, Told]]
    after: Following


MOST_CASES = ROOM // 4
MOST_OUTCOMES = ROOM // 2
"""What is told in one transaction; the rest is told in another one."""


class NothingNew(Exception):
    """All has been told."""


def begun(decision: Decision, wanted: Wanted, sent: Sequence[Told]) -> Following:
    """What is told of a request with its decision, which sends ``sent``."""
    last = sent[-1] if sent else None
    return Following(
        wanted=wanted,
        level=decision.assessment.scoring.level,
        case=decision.case.case_id if decision.case.status is CaseStatus.OPEN else None,
        pending=tuple(place for place, one in enumerate(sent) if one.type.endswith(PENDING)),
        related=_related(decision.order.profile),
        updated=_timeless(last) if last and last.type == events.UPDATED else None,
        reviewed=len(decision.case.standing.reviewed_cases),
    )


def unsettled(followed: bytes) -> bool:
    """Whether a request that was just decided has anything open that may have been settled meanwhile."""
    following = unpack(followed, Following)
    return bool(following.pending) or (following.updated is None and not following.wanted.lead)


def follow(tenant: str, customer: str, log: UnitLog) -> None:
    """Tell what is new of a customer, under the number of the request that wrote it last. Repeating is harmless."""
    count = 0
    while True:
        try:
            count += _tell(tenant, customer)
        except NothingNew:
            log.add(told=count)
            return


def _tell(tenant: str, customer: str) -> int:
    """Tell as much as one transaction holds, and how much that was; raises :class:`NothingNew`."""
    sent: list[int] = []

    def note(state: CustomerState) -> Note:
        held, number, before = _read(tenant, customer)
        following = unpack(before.followed or b"", Following)
        at = wiring.clock()
        told_now, after = news(following, *_seen(tenant, held, before, following, at))
        if not told_now:
            raise NothingNew
        sent[:] = [len(told_now)]
        profile = held.profile
        envelopes = [
            sending.envelope(
                one,
                sending.event_id(before.id, f"{before.tellings} {name}"),
                tenant=tenant,
                customer=customer,
                sequence=state.events + place,
                at=at,
                unit=profile.business.unit if profile else None,
            )
            for place, (name, one) in enumerate(told_now, start=1)
        ]
        document = sending.document([one for _, one in told_now], customer, told(before))
        return Note(
            actor="intake",
            action="results told",
            details={"communication": hashlib.sha256(number.encode()).hexdigest(), "events": len(told_now)},
            records=wiring.communications().follow(tenant, number, before, document, pack(after), envelopes),
            events=len(told_now),
        )

    wiring.ledger().write(tenant, customer, note)
    return sum(sent)


def _read(tenant: str, customer: str) -> tuple[Held, str, Communication]:
    """The customer, and the number and the communication that its results are told under.

    Raises :class:`NothingNew` where there is none, or its decision is still to come: that one tells all there is.
    """
    held = wiring.customers().read(tenant, customer)
    view = held.views.get(DIALECT)
    number = msgspec.json.decode(view.doc, type=View).number if view else ""
    before = wiring.communications().find(tenant, number) if number and held.snapshot else None
    if before is None or before.followed is None:
        raise NothingNew
    return held, number, before


def _seen(
    tenant: str, held: Held, before: Communication, following: Following, at: datetime
) -> tuple[Seen, list[Case]]:
    """The customer as it stands, and the cases closed since what was told last.

    Raises :class:`NothingNew` while a match that was dismissed still counts in the level: the customer is screened
    again, and that is heard of too.
    """
    snapshot, state = held.snapshot, held.state
    if snapshot is None:
        raise NothingNew
    subject, verdicts = snapshot.assessment.subject, Verdicts(state.adjudications)
    hits = tuple(judged(hit, verdicts) for hit in subject.screening.hits)
    if any(map(_dismissed_since, subject.screening.hits, hits)):
        raise NothingNew
    closed = wiring.cases().find_all(tenant, state.standing.reviewed_cases[following.reviewed :][:MOST_CASES])
    own = next((case for case in closed if case.id == following.case), None)
    seen = Seen(
        order=before.id,
        profile=subject.profile,
        screening=msgspec.structs.replace(subject.screening, hits=hits),
        reviewed=frozenset(state.standing.reviewed_reasons),
        initial=following.level,
        level=snapshot.assessment.scoring.level,
        case=CaseStatus.CLOSED if own else CaseStatus.OPEN,
        closed=own,
        at=at,
    )
    return seen, closed


def _dismissed_since(before: Hit, now: Hit) -> bool:
    dismissed = Adjudication.FALSE_POSITIVE
    return now.adjudication is dismissed and before.adjudication is not dismissed


def news(following: Following, seen: Seen, closed: Sequence[Case]) -> News:
    """What is to be told of the customer as it is ``seen`` now, and of the cases ``closed`` since."""
    wanted = following.wanted
    outcomes = events.outcomes(seen, wanted)
    same = _related(seen.profile) == following.related
    done = [
        place
        for place in following.pending
        # Of a related entity that is not there any more, or another one now, nothing was found out.
        if not outcomes[place].type.endswith(PENDING) and (same or not outcomes[place].type.startswith(RELATED))
    ][:MOST_OUTCOMES]
    told_now = [(f"outcome {place}", outcomes[place]) for place in done]
    pending = tuple(place for place in following.pending if place not in done)
    after = msgspec.structs.replace(following, pending=pending)
    if wanted.lead or len(done) == MOST_OUTCOMES:
        return News(told_now, after)
    others = [case for case in closed if wanted.imported or case.id != following.case]
    told_now += [(f"case {case.id}", events.retrospective(case, wanted, seen.level)) for case in others]
    now = events.updated(seen)
    if _timeless(now) != following.updated:
        told_now.append(("updated", now))
    return News(
        told_now, msgspec.structs.replace(after, updated=_timeless(now), reviewed=following.reviewed + len(closed))
    )


def _related(profile: Profile) -> str:
    return hashlib.sha256(msgspec.json.encode(profile.party.relations)).hexdigest()[:16]


def _timeless(one: Told) -> dict[str, Any]:
    return {name: value for name, value in one.data.items() if name != "updatedAt"}
