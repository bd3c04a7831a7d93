"""Risk trails and reviews: a second person says what a computed risk means, and when it is looked at again."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date

from msgspec.structs import replace

from customer_risk import wiring
from customer_risk.ledger import Note
from customer_risk.problems import Conflict, Forbidden, NotFound
from customer_risk.storage.counters import Ids
from customer_risk.storage.customer_items import CustomerState
from customer_risk.storage.dynamo import Contention, Operation
from customers import keeping, parts
from customers.contention import busy
from customers.dates import months_later
from customers.records import REVIEWS, TRAILS, ReviewRecord, TrailRecord
from customers.sessions import SignedIn
from customers.wire import reading
from customers.wire.fields import Invalid, Issue, Value, Values, choice, text

REVIEW_MONTHS = {1: 60, 2: 36, 3: 12, 4: 6}
"""Months until the next review by ``idRiskType``: Regulation (EU) 2024/1624, Art. 26, asks for one every year where the
risk is high, else every five; medium stands between them, extremely high is stricter than the law."""
APPROVED = 1
"""``idApprovalStatus``; 2 is rejected."""

MOST_TRAILS = 1000

# Ruling E17: all three are needed.
_APPROVAL = (
    choice("idApprovalStatus", "approvalStatuses"),
    choice("idRiskType", "riskTypes"),
    text("comments", longest=4000, blank=True),
)
_COMPLETION = (text("comments", longest=4000, blank=True),)


def trails(who: SignedIn, customer: str, limits: str | None) -> list[Values] | Values:
    """The newest trails, newest first; a single object for ``limits=1`` (ruling E3)."""
    most = MOST_TRAILS if limits is None else reading.number_in_path("limits", limits)
    if not 1 <= most <= MOST_TRAILS:
        raise Invalid(Issue("limits", f"must be from 1 to {MOST_TRAILS}"))
    number = keeping.read(who, customer).view.id
    items = wiring.customers().records(who.tenant.id, customer, TRAILS, limit=most, newest_first=True)
    found = (TrailRecord.of(item) for item in items)
    shown = [_shown_trail(who, trail) for trail in found if trail.number == number]
    return shown[0] if limits is not None and most == 1 else shown


def reviews(who: SignedIn, customer: str) -> list[Values]:
    """All reviews, newest first."""
    number = keeping.read(who, customer).view.id
    return [_shown_review(review) for review in _reviews(who, customer, number)]


def decide(who: SignedIn, trail: int, tree: object) -> list[dict[str, int]]:
    """``PUT /api/customer/risk-trails/{idRiskTrail}``: approve or reject a risk; answers with the review scheduled.

    Raises ``NotFound``, ``Forbidden`` to whoever caused the trail (four eyes), and ``Conflict`` for a trail that has
    been decided or that a newer one replaced.
    """
    said = reading.object_of(_APPROVAL, tree, reading.NO_RULES._replace(known=who.tables.known))
    tenant = who.tenant.id
    customer = parts.trails().customer_of(tenant, trail)
    if customer is None:
        raise NotFound("There is no such risk trail.")
    number = keeping.read(who, customer).view.id
    ids = Ids(wiring.counters(), tenant)
    scheduled: list[int] = []

    def note(_: CustomerState) -> Note:
        ids.rewind()
        newest = wiring.customers().records(tenant, customer, TRAILS, limit=1, newest_first=True)
        found = wiring.customers().record(tenant, customer, TRAILS, trail)
        record = TrailRecord.of(found) if found else None
        if record is None or record.number != number:
            raise NotFound("There is no such risk trail.")
        if record.caused_by == who.user.actor:
            raise Forbidden("Whoever caused a risk trail cannot decide it.")
        if record.reviewed:
            raise Conflict("This risk trail has been decided.")
        if TrailRecord.of(newest[0]).id != trail:
            raise Conflict("The risk has changed since: decide the newest risk trail.")
        risk_type, approved = int(str(said["idRiskType"])), said["idApprovalStatus"] == APPROVED
        decided = replace(
            record,
            reviewed=_today().isoformat(),
            reviewer=who.user.id,
            reviewer_name=who.user.name,
            risk_type=risk_type,
            approval=int(str(said["idApprovalStatus"])),
            comments=str(said["comments"]),
        )
        # What was rejected is looked at again at once.
        due = months_later(_today(), REVIEW_MONTHS[risk_type]) if approved else _today()
        review, put = _schedule(who, customer, number, due, risk_type, ids)
        scheduled[:] = [review]
        return Note(
            actor=who.user.actor,
            action="risk approved" if approved else "risk rejected",
            details={
                "idAuditTrail": ids.take(audit=1)["audit"][0],
                "idRiskTrail": trail,
                "idRiskType": risk_type,
                "idReview": review,
                "why": _hashed(said["comments"]),
            },
            records=[_put(who, customer, TRAILS, decided), put],
            review_due=due.isoformat(),
        )

    _write(who, customer, note)
    return [{"idReview": review} for review in scheduled]


def complete(who: SignedIn, customer: str, review: int, tree: object) -> list[dict[str, int]]:
    """Say that a review is done; the next one follows by the risk type last approved. Answers with that one."""
    said = reading.object_of(_COMPLETION, tree, reading.NO_RULES)
    tenant = who.tenant.id
    number = keeping.read(who, customer).view.id
    ids = Ids(wiring.counters(), tenant)
    scheduled: list[int] = []

    def note(_: CustomerState) -> Note:
        ids.rewind()
        found = wiring.customers().record(tenant, customer, REVIEWS, review)
        record = ReviewRecord.of(found) if found else None
        if record is None or record.number != number:
            raise NotFound("This customer has no such review.")
        if record.reviewed:
            raise Conflict("This review has been completed.")
        done = replace(
            record,
            reviewed=_today().isoformat(),
            reviewer=who.user.id,
            reviewer_name=who.user.name,
            comments=str(said["comments"]),
        )
        records: list[Operation] = [_put(who, customer, REVIEWS, done)]
        due: date | None = None
        scheduled.clear()
        if record.risk_type is not None:
            next_id = ids.take(review=1)["review"][0]
            due = months_later(_today(), REVIEW_MONTHS[record.risk_type])
            records.append(
                _put(who, customer, REVIEWS, _planned(who, next_id, number, due, record.risk_type), new=True)
            )
            scheduled.append(next_id)
        return Note(
            actor=who.user.actor,
            action="review completed",
            details={
                "idAuditTrail": ids.take(audit=1)["audit"][0],
                "idReview": review,
                "why": _hashed(said["comments"]),
            },
            records=records,
            review_due=due.isoformat() if due else "",
        )

    _write(who, customer, note)
    return [{"idReview": one} for one in scheduled]


def _schedule(who: SignedIn, customer: str, number: int, due: date, risk_type: int, ids: Ids) -> tuple[int, Operation]:
    """The one review that is open gets another day; where none is, there is a new one."""
    open_ = next((review for review in _reviews(who, customer, number) if not review.reviewed), None)
    if open_ is not None:
        moved = replace(open_, scheduled=due.isoformat(), scheduler=who.user.id, risk_type=risk_type)
        return open_.id, _put(who, customer, REVIEWS, moved)
    id_ = ids.take(review=1)["review"][0]
    return id_, _put(who, customer, REVIEWS, _planned(who, id_, number, due, risk_type), new=True)


def _planned(who: SignedIn, id_: int, number: int, due: date, risk_type: int) -> ReviewRecord:
    return ReviewRecord(
        id=id_,
        number=number,
        created=_today().isoformat(),
        scheduled=due.isoformat(),
        scheduler=who.user.id,
        risk_type=risk_type,
    )


def _reviews(who: SignedIn, customer: str, number: int) -> Sequence[ReviewRecord]:
    items = wiring.customers().records(who.tenant.id, customer, REVIEWS, newest_first=True)
    return [review for review in map(ReviewRecord.of, items) if review.number == number]


def _put(
    who: SignedIn, customer: str, kind: str, record: TrailRecord | ReviewRecord, *, new: bool = False
) -> Operation:
    return wiring.customers().writes.record_put(who.tenant.id, customer, kind, record.id, record.values(), new=new)


def _write(who: SignedIn, customer: str, note: keeping.Noted) -> None:
    try:
        wiring.ledger().write(who.tenant.id, customer, note)
    except Contention:
        raise busy() from None


def _shown_trail(who: SignedIn, trail: TrailRecord) -> Values:
    entry = who.tables.entry("approvalStatuses", trail.approval or 0)
    return {
        "id": trail.id,
        "idRiskTrail": trail.id,
        "reviewed": trail.reviewed is not None,
        "reviewedDate": trail.reviewed,
        "comments": trail.comments,
        "idCustomer": trail.number,
        "idRiskType": trail.risk_type,
        "idUserReviewer": trail.reviewer,
        "userReviewerName": trail.reviewer_name,
        "idApprovalStatus": trail.approval,
        "approvalStatusName": entry.name if entry else None,
    }


def _shown_review(review: ReviewRecord) -> Values:
    return {
        "id": review.id,
        "idReview": review.id,
        "createdDate": review.created,
        "scheduledDate": review.scheduled,
        "reviewedDate": review.reviewed,
        "reviewed": review.reviewed is not None,
        "comments": review.comments,
        "idCustomer": review.number,
        "idUserScheduler": review.scheduler,
        "idUserReviewer": review.reviewer,
        "userReviewerName": review.reviewer_name,
    }


def _today() -> date:
    return wiring.clock().date()


def _hashed(comments: Value) -> str:
    """The words stay in the record: the chain must outlive an erasure, and people write names."""
    return hashlib.sha256(str(comments).encode()).hexdigest()
