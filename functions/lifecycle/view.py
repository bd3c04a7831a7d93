"""What only this dialect knows of a customer: ``VIEW#lifecycle``."""

from __future__ import annotations

from typing import NamedTuple

from msgspec.structs import replace

from customer_risk import wiring
from customer_risk.cases import CaseDecision
from customer_risk.identity.check import check_identity
from customer_risk.identity.kyc import Kyc, kyc_outcome, watchlist_tags
from customer_risk.identity.result import TagResult
from customer_risk.records import Record, decode, encode
from customer_risk.storage.customer_items import Held, Snapshot
from customer_risk.storage.dynamo import Operation
from lifecycle.table import Express, Status, Validation

DIALECT = "lifecycle"


class Report(Record):
    """A report that something is wrong with the customer: what, by whom, when (ISO 8601, UTC).

    ``asked`` is the ticket of the onboarding that was the newest then.
    """

    flag: str
    by: str
    at: str
    asked: int
    note: str | None = None


class ByHand(Record):
    """A manual decision, or a proposal of one that somebody else must confirm; ``case`` is the one closed with it."""

    status: Status
    by: str
    at: str
    reason: str
    case: str | None = None


class View(Record):
    """Where a customer stands.

    ``asked`` is the ticket of the newest onboarding and ``pending`` its request while it is under way. ``evaluated``
    and ``scored`` are the tickets whose KYC outcome and fraud score stand, ``checking`` is the manual run under way.
    ``attempts`` are the times of the last onboardings. ``marks`` are what the customer is looked up by (kind, hash),
    so that they can be taken back.
    """

    external_id: str | None = None
    asked: int = 0
    pending: str | None = None
    kyc: Kyc = Kyc.PENDING
    status: Status = Status.PENDING
    evaluated: int = 0
    score: float | None = None
    scored: int = 0
    checking: str | None = None
    fraud_asked: bool = False
    tags: tuple[TagResult, ...] = ()
    report: Report | None = None
    by_hand: ByHand | None = None
    proposal: ByHand | None = None
    attempts: tuple[str, ...] = ()
    marks: tuple[tuple[str, str], ...] = ()

    @property
    def wire_score(self) -> float:
        """The fraud score as it is told: 0 where there is none (ruling W5)."""
        return self.score or 0

    @property
    def standing(self) -> Validation:
        """The customer's own validation, as it stands."""
        return Validation(kyc=self.kyc, express=Express.NONE, score=self.wire_score, status=self.status)


class Known(NamedTuple):
    """A customer as read: its view, the view's revision if it is stored, and all that others know of it."""

    view: View
    revision: int | None
    held: Held


def find(tenant: str, customer: str) -> Known | None:
    """The customer, whoever wrote it, if it was not deleted since."""
    found = known(wiring.customers().read(tenant, customer))
    reviewed = found.held.state.standing.reviewed_cases if found and found.revision is None else ()
    if found and reviewed:  # never onboarded here, and yet a human may have said no
        case = wiring.cases().find(tenant, reviewed[-1])
        if case and case.decision is CaseDecision.CUSTOMER_REJECTED:
            return found._replace(view=replace(found.view, status=Status.REJECTED))
    return found


def known(held: Held) -> Known | None:
    """A customer that was read, onboarded here or written by another dialect only."""
    stored = held.views.get(DIALECT)
    view = decode(stored.doc, View) if stored else None
    if view is None or view.asked <= held.state.deleted:
        view = _seen_elsewhere(held.snapshot) if held.snapshot else None
    return Known(view, stored.revision if stored else None, held) if view else None


def _seen_elsewhere(snapshot: Snapshot) -> View:
    """Where a customer stands that was never onboarded: KYC by what was seen of it last, and a human decides."""
    subject = snapshot.assessment.subject
    identity = check_identity(subject.profile, subject.today)
    return View(
        external_id=subject.profile.customer_id,
        asked=snapshot.ticket,
        kyc=kyc_outcome(identity, subject.screening),
        status=Status.REVIEW,
        tags=identity.tags + watchlist_tags(subject.screening),
    )


def revision_of(held: Held) -> int | None:
    """The revision to write over; ``None`` where nothing was written, not even of a customer deleted since."""
    stored = held.views.get(DIALECT)
    return stored.revision if stored else None


def put(tenant: str, customer: str, view: View, revision: int | None) -> Operation:
    """Write the view, unless somebody else did since ``revision``."""
    return wiring.customers().writes.view_put(tenant, customer, DIALECT, encode(view), revision=revision)
