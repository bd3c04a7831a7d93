"""The items of the customers table: everything of one customer in one partition, ``T#<tenant>#C#<customer>``.

=====================  ============================================================================================
sort key               what
=====================  ============================================================================================
``AUDIT#<number>``     an entry of the audit chain about anything but an assessment
``COMM#<ticket>``      the number of a communication that is about the customer, see ``communications``
``REVIEW#<id>``        a review that is due or was done; ``RISKTRAIL#<id>``: a change of risk and its approval
``SNAPSHOT#<ticket>``  what was known, decided and answered at one turn, with its audit entry; never changed
``STATE``              the tiny item that turns, sequence and cases hang on
``VIEW#<dialect>``     what only that dialect knows of the customer
=====================  ============================================================================================

The highest snapshot is the current one, whatever order results were written in. It sorts right before ``STATE`` and
the views right after it, so one ``Query`` backwards reads a whole customer.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import msgspec

from customer_risk.assessment import Assessment
from customer_risk.audit import AuditEntry
from customer_risk.cases import Standing
from customer_risk.levels import RiskLevel
from customer_risk.profile import Profile
from customer_risk.records import Record, decode
from customer_risk.storage.codec import expand, squeeze
from customer_risk.storage.dynamo import unmarshal_item


class CustomerState(Record):
    """What is known of a customer without reading its profile.

    ``turn_at`` is when the last turn was taken (milliseconds since 1970), ``ticket`` numbers the turns, ``committed``
    is the ticket of the newest result. ``revision`` counts writes and guards them: 0 means that nothing has been
    committed yet. ``events`` counts what was sent to the outside. ``dialects`` have written the customer.
    ``deleted`` is the ticket of the last deletion: what was kept until then is no longer shown, and ``erase_after``
    (a date) says when it must be erased; ``review_due`` (a date) when somebody must look at it again.
    ``adjudications`` are kept as ``adjudication.Verdicts`` reads them, ``marks`` as ``scoring.changes`` makes them of
    the newest profile.
    """

    turn_at: int = 0
    ticket: int = 0
    revision: int = 0
    committed: int = 0
    first_seen: str | None = None
    level: RiskLevel | None = None
    points: int | None = None
    dialect: str | None = None
    audited: int = 0
    audit_hash: str = ""
    events: int = 0
    standing: Standing = Standing()
    name: str = ""
    kind: str | None = None
    dialects: tuple[str, ...] = ()
    deleted: int = 0
    deleted_at: str | None = None
    erase_after: str | None = None
    review_due: str | None = None
    adjudications: dict[str, str] = {}  # noqa: RUF012  a record is frozen and the mapping never written
    marks: str = ""

    @property
    def exists(self) -> bool:
        """Whether something was committed since the customer was last deleted."""
        return self.committed > self.deleted


class Snapshot(Record):
    """One assessment as it was decided: ``accepted`` is when its turn was taken."""

    ticket: int
    check_id: str
    accepted: str
    made: str
    dialect: str
    actor: str
    assessment: Assessment


class Kept(NamedTuple):
    """What is kept of a turn, all as JSON: the snapshot, the document its dialect answered with, its audit entry."""

    snapshot: bytes
    document: bytes
    entry: bytes

    def blob(self) -> bytes:
        """All in one blob: they repeat one another, which costs next to nothing when they are packed together."""
        return squeeze(b"\n".join(self))

    @classmethod
    def read(cls, blob: bytes) -> Kept:
        """Read back what :meth:`blob` wrote; JSON as it is written here has no line breaks of its own."""
        return cls(*expand(blob).split(b"\n"))

    def opened(self) -> Snapshot:
        """The snapshot."""
        return decode(self.snapshot, Snapshot)


class View(Record):
    """What only one dialect knows of a customer: a document of its own, and how often it was written."""

    doc: bytes
    revision: int


class Held(NamedTuple):
    """A customer as it stands: its state, the newest snapshot and the views, by dialect.

    ``snapshot`` is ``None`` where nothing is committed or the customer is deleted. A customer that one dialect has
    accepted and not yet decided has a view and no snapshot.
    """

    state: CustomerState
    snapshot: Snapshot | None
    document: bytes | None
    views: Mapping[str, View]

    @property
    def exists(self) -> bool:
        """Whether any dialect knows the customer."""
        return self.state.exists or bool(self.views)

    @property
    def profile(self) -> Profile | None:
        """Who the customer is, as last committed by any dialect."""
        return self.snapshot.assessment.subject.profile if self.snapshot else None


def audit_entry(item: Mapping[str, Any]) -> AuditEntry:
    """The audit entry in an item of a customer, ``AUDIT`` or ``SNAPSHOT``."""
    values = unmarshal_item(item)
    return (
        decode(Kept.read(values["doc"]).entry, AuditEntry) if "doc" in values else msgspec.convert(values, AuditEntry)
    )


def state_of(item: dict[str, Any]) -> CustomerState:
    """The state in its item; the default one where there is none."""
    return msgspec.convert(unmarshal_item(item), CustomerState)


def record_key(kind: str, number: int) -> str:
    """The sort key of a record."""
    return f"{kind}#{number:010}"


def partition(tenant: str, customer: str) -> str:
    """The partition of a customer."""
    return f"T#{tenant}#C#{customer}"


def snapshot_key(ticket: int) -> str:
    """The sort key of what is kept of a turn."""
    return f"SNAPSHOT#{ticket:010}"


def key(tenant: str, customer: str, sort: str) -> dict[str, Any]:
    """The whole key of one item of a customer, as DynamoDB takes it."""
    return {"pk": {"S": partition(tenant, customer)}, "sk": {"S": sort}}
