"""Reads and writes of whole customers: every operation of this dialect goes through here.

What is stored of a customer is the profile, in the newest snapshot, and this dialect's view. :func:`read` brings the
view up to the profile; where another dialect or a screening left something that has no number yet, it is numbered at
once, so that a number once shown stays. :func:`amend` changes a customer in one audited transaction.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from msgspec.structs import replace

from customer_risk import wiring
from customer_risk.evaluation import Amendment, Decision, Rendered
from customer_risk.ledger import Note
from customer_risk.problems import NotFound
from customer_risk.profile import Profile
from customer_risk.records import decode, encode
from customer_risk.screening.result import Screening
from customer_risk.storage.counters import Ids
from customer_risk.storage.customer_items import CustomerState, Held, Snapshot
from customer_risk.storage.dynamo import Operation, insist, transact
from customers import telling
from customers.contention import Turn
from customers.dates import months_later
from customers.mapping import from_profile, new_profile, to_profile
from customers.mapping.hits import with_hits, without_hits
from customers.numbering import moved, told, with_numbers, with_trail
from customers.sessions import SignedIn
from customers.view import DIALECT, CustomerView

LONGEST_REASON = 500
RETENTION_MONTHS = 60
"""How long a customer is kept after the relationship ended: Directive (EU) 2015/849, Article 40."""
MENDABLE = timedelta(days=30)
"""Nothing is erased sooner after a write: a date of years ago may be a slip."""

type Noted = Callable[[CustomerState], Note]
"""Makes a note of a customer's state as just read."""


class Current(NamedTuple):
    """A customer as it stands. ``view`` is up to date, numbers missing perhaps; ``etag`` names this state of it."""

    held: Held
    snapshot: Snapshot
    view: CustomerView
    etag: str

    @property
    def profile(self) -> Profile:
        """Who the customer is."""
        return self.snapshot.assessment.subject.profile

    @property
    def screening(self) -> Screening:
        """What the newest screening found."""
        return self.snapshot.assessment.subject.screening


class Change(NamedTuple):
    """How a customer should be. ``changed`` names properties and rows, never values; ``records`` join the commit."""

    view: CustomerView
    action: str
    changed: Sequence[str] = ()
    adjudications: Mapping[str, str] | None = None
    records: Callable[[CustomerView], Sequence[Operation]] = lambda _: ()


class Written(NamedTuple):
    """What a write answers with: the two ids, and the new ``ETag``."""

    audit: int
    trail: int
    etag: str


def read(who: SignedIn, customer: str) -> Current:
    """The customer, everything numbered. Raises ``NotFound``."""

    def attempt() -> Current:
        held = wiring.customers().read(who.tenant.id, customer)
        current = current_of(who, held)
        if current is None:
            raise NotFound("There is no such customer.")
        return current if _complete(current) else _numbered(who, customer, current)

    return insist(attempt)


def amend(
    who: SignedIn,
    customer: str,
    change: Callable[[Current], Change],
    *,
    reason: str | None = None,
    deleted: bool = False,
) -> Written:
    """Change a customer that exists. ``change`` is asked again when somebody else wrote in between, and may raise.

    ``deleted`` takes the customer out of every read. Raises ``NotFound``, and ``Conflict`` when the customer is
    written all the time.
    """

    def edited(held: Held) -> tuple[CustomerView, Profile, Change]:
        current = current_of(who, held)
        if current is None:
            raise NotFound("There is no such customer.")
        return current.view, current.profile, change(current)

    return _commit(who, customer, edited, reason, deleted=deleted)


def create(who: SignedIn, customer: str, change: Callable[[Held], Change], *, reason: str | None = None) -> Written:
    """Make a customer of a core id that ``change`` must find free."""
    return _commit(who, customer, lambda held: (CustomerView(), new_profile(customer), change(held)), reason)


def current_of(who: SignedIn, held: Held) -> Current | None:
    """What was read, as this dialect has it."""
    if held.snapshot is None:
        return None
    kept = held.views.get(DIALECT)
    stored = decode(kept.doc, CustomerView) if kept else CustomerView()
    subject = held.snapshot.assessment.subject
    view = with_hits(from_profile(subject.profile, stored, who.tables), subject.screening, who.tables)
    return Current(held, held.snapshot, view, _etag(who, held.state.revision, kept.revision if kept else 0))


def reason_of(text: str | None) -> str | None:
    """Why somebody writes, as a header says it; cut where it is too long."""
    return text.strip()[:LONGEST_REASON] or None if text else None


def _commit(
    who: SignedIn,
    customer: str,
    edited: Callable[[Held], tuple[CustomerView, Profile, Change]],
    reason: str | None,
    *,
    deleted: bool = False,
) -> Written:
    tenant = who.tenant.id
    ids = Ids(wiring.counters(), tenant)
    made: list[tuple[CustomerView, Change, int]] = []  # of the last attempt
    done: list[Written] = []
    turn = Turn()

    def change(held: Held) -> Amendment:
        turn.begin()
        ids.rewind()
        before, base, wanted = edited(held)
        view, taken = with_numbers(wanted.view, ids, audit=1)
        view = replace(
            view,
            created_by=view.created_by if before.id else who.user.id,
            changed_by=who.user.id,
            reason=reason,
        )
        made[:] = [(view, wanted, taken["audit"][0])]
        return Amendment(
            id=wiring.new_id(),
            profile=to_profile(before, view, base, who.tables),
            dialect=DIALECT,
            actor=who.user.actor,
            action=wanted.action,
            details={
                "idAuditTrail": taken["audit"][0],
                "changed": ", ".join(wanted.changed)[:1000],
                "before": _digest(before),
                "after": _digest(view),
                "why": hashlib.sha256(reason.encode()).hexdigest() if reason else None,
            },
            adjudications=wanted.adjudications,
            deleted=deleted,
            erase_after=_erase_after(view, deleted=deleted),
        )

    def render(decision: Decision, held: Held) -> Rendered:
        view, wanted, audit = made[0]
        scoring = decision.assessment.scoring
        view = with_hits(view, decision.assessment.subject.screening, who.tables)
        view, trail = with_trail(view, ids, scoring.points, scoring.level)
        at = decision.made.isoformat(timespec="milliseconds")
        records = [
            *wanted.records(view),
            *told(tenant, customer, view.id, trail, at, who.user.actor),
            telling.written(decision, held, wanted.changed, deleted=deleted),
            *_marked(tenant, customer, held.profile, None if deleted else decision.order.profile),
        ]
        document = encode(without_hits(view))
        kept = held.views.get(DIALECT)
        guarded = (
            [wiring.customers().writes.view_delete(tenant, customer, dialect) for dialect in held.views]
            if deleted
            else [_view_put(tenant, customer, document, kept.revision if kept else None)]
        )
        etag = _etag(who, held.state.revision + 1, (kept.revision if kept else 0) + 1)
        done[:] = [Written(audit, view.trail.id if view.trail else 0, etag)]
        return Rendered(document, records, guarded=guarded)

    turn.until_won(lambda: wiring.evaluations().amend(tenant, customer, change, render))
    return done[0]


def _marked(tenant: str, customer: str, before: Profile | None, after: Profile | None) -> list[Operation]:
    """What lets others who give the same numbers be found: only what is different is written."""
    identities = wiring.identities()
    old = set(identities.marks(before)) if before else set()
    new = set(identities.marks(after)) if after else set()
    if old == new:
        return []
    return identities.changes(tenant, customer, old - new, new - old, identities.sharing(tenant, tuple(new - old)))


def _erase_after(view: CustomerView, *, deleted: bool) -> str | None:
    """The date from which personal data must go, for a relationship that is over; see ``customer_risk.erasure``."""
    end, today = view.main.get("relationshipEndDate"), wiring.clock().date()
    if not deleted and not (isinstance(end, str) and end <= today.isoformat()):
        return None
    over = date.fromisoformat(end) if isinstance(end, str) else today
    return max(months_later(over, RETENTION_MONTHS), today + MENDABLE).isoformat()


def _numbered(who: SignedIn, customer: str, current: Current) -> Current:
    """Give numbers to what others left without, and keep them. Nothing is said of the customer that was not before."""
    tenant, scoring = who.tenant.id, current.snapshot.assessment.scoring
    view, trail = with_trail(current.view, Ids(wiring.counters(), tenant), scoring.points, scoring.level)
    kept = current.held.views.get(DIALECT)
    operations = [
        _view_put(tenant, customer, encode(without_hits(view)), kept.revision if kept else None),
        *told(tenant, customer, view.id, trail, current.snapshot.made, current.snapshot.actor),
    ]
    transact(wiring.dynamo(), operations, token=wiring.new_id())
    etag = _etag(who, current.held.state.revision, (kept.revision if kept else 0) + 1)
    return current._replace(view=view, etag=etag)


def _complete(current: Current) -> bool:
    scoring = current.snapshot.assessment.scoring
    return (
        current.view.id > 0 and not current.view.unnumbered and not moved(current.view, scoring.points, scoring.level)
    )


def _view_put(tenant: str, customer: str, document: bytes, revision: int | None) -> Operation:
    return wiring.customers().writes.view_put(tenant, customer, DIALECT, document, revision=revision)


def _etag(who: SignedIn, state: int, view: int) -> str:
    """A strong validator: whatever an answer says of a customer is of the state, the view or the classifiers."""
    return f'"{state}.{view}.{who.own.revision if who.own else 0}"'


def _digest(view: CustomerView) -> str:
    return hashlib.sha256(encode(without_hits(view))).hexdigest()
