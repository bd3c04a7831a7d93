"""Risk models of tenants in the control table, and the one each tenant is scored with.

==================  ========================  ======================================================================
partition           sort key                  what
==================  ========================  ======================================================================
``T#<tenant>``      ``MODEL-ACTIVE``          which version is in force, and where the log of governance ends
``T#<tenant>``      ``MODEL#<version>``       a version: a draft, or published and never changed again
``T#<tenant>``      ``MODELLOG#<number>``     who drafted, published or rolled back what: a hash chain
==================  ========================  ======================================================================

Every write moves ``MODEL-ACTIVE`` from the revision it was read at to the next, so that no two of a tenant cross.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

import msgspec

from customer_risk.audit import AuditEntry
from customer_risk.records import Record
from customer_risk.scoring.countries import CountryTable, Fact
from customer_risk.scoring.engine import score
from customer_risk.scoring.model import RiskModel, load_published, shipped_model
from customer_risk.scoring.result import Scoring, Subject
from customer_risk.screening.thresholds import Thresholds
from customer_risk.simulation import NotShipped, countries_of, model_of
from customer_risk.storage.codec import expand, squeeze
from customer_risk.storage.dynamo import LONGEST_ID, Item, Operation, marshal_item, unmarshal_item

SHIPPED = "default-1"
"""The version that is in force where a tenant has published none of its own."""
REREAD_SECONDS = 60
"""How long a warm function may score with a version that is not in force any more."""
_ROOM = 64
_LISTED = ("id", "status", "digest", "authors", "drafted_at", "published_by", "published_at")


class ModelStatus(StrEnum):
    """A draft may be written again; what is published stays as it is."""

    DRAFT = "draft"
    PUBLISHED = "published"


class ModelVersion(Record):
    """One version of a tenant's risk model. Times are ISO 8601 in UTC.

    ``digest`` (SHA-256 in hex) is of the canonical model and the country facts: who approves names it. ``authors`` are
    all actors who ever wrote the draft. ``source`` (the document as written), ``model`` (canonical) and ``facts``
    (country facts that differ from the shipped table) are compressed; a listing leaves them out.
    """

    id: str
    status: ModelStatus
    digest: str
    authors: tuple[str, ...]
    drafted_at: str
    published_by: str | None = None
    published_at: str | None = None
    source: bytes = b""
    model: bytes = b""
    facts: bytes = b""

    def document(self) -> str:
        """The document as its author wrote it."""
        return expand(self.source).decode()

    def country_facts(self) -> tuple[Fact, ...]:
        """Facts that replace those of the shipped country table."""
        return msgspec.json.decode(expand(self.facts), type=tuple[Fact, ...])

    def opened(self) -> InForce:
        """The compiled model and its country table."""
        return InForce(load_published(expand(self.model)), CountryTable.shipped().overridden(self.country_facts()))


class Governed(Record):
    """Where a tenant's governance stands: the version in force since when, and the end of its log."""

    active: str = SHIPPED
    since: str | None = None
    revision: int = 0
    audited: int = 0
    audit_hash: str = ""


class InForce(NamedTuple):
    """What somebody is screened and scored with."""

    model: RiskModel
    countries: CountryTable

    @property
    def thresholds(self) -> Thresholds:
        """From which match score on a potential match is a hit."""
        return self.model.screening

    def score(self, subject: Subject) -> Scoring:
        """Score a customer; see ``scoring.engine.score``."""
        return score(self.model, self.countries, subject)


class ModelVersions:
    """Reads and writes of versions and of what was done to them."""

    def __init__(self, client: Any, table: str) -> None:
        self._client = client
        self._table = table

    def governed(self, tenant: str, *, consistent: bool = True) -> Governed:
        """Where the tenant's governance stands."""
        answer = self._client.get_item(
            TableName=self._table, Key=_key(tenant, "MODEL-ACTIVE"), ConsistentRead=consistent
        )
        return msgspec.convert(unmarshal_item(answer["Item"]), Governed) if "Item" in answer else Governed()

    def find(self, tenant: str, version: str) -> ModelVersion | None:
        """One version with its documents."""
        if len(version) > 2 * LONGEST_ID:
            return None
        answer = self._client.get_item(TableName=self._table, Key=_key(tenant, f"MODEL#{version}"), ConsistentRead=True)
        return msgspec.convert(unmarshal_item(answer["Item"]), ModelVersion) if "Item" in answer else None

    def listed(self, tenant: str) -> list[ModelVersion]:
        """All versions, by id, without their documents."""
        items = self._query(
            tenant,
            "MODEL#",
            ProjectionExpression=", ".join(f"#{name}" for name in _LISTED),
            ExpressionAttributeNames={f"#{name}": name for name in _LISTED},
        )
        return [msgspec.convert(unmarshal_item(item), ModelVersion) for item in items]

    def log(self, tenant: str) -> list[AuditEntry]:
        """All that was done, oldest first."""
        return [msgspec.convert(unmarshal_item(item), AuditEntry) for item in self._query(tenant, "MODELLOG#")]

    def put(self, tenant: str, version: ModelVersion) -> Operation:
        """Write a version; one that is published is never written again."""
        return {
            "Put": {
                "TableName": self._table,
                "Item": _key(tenant, f"MODEL#{version.id}") | marshal_item(msgspec.structs.asdict(version)),
                "ConditionExpression": "attribute_not_exists(pk) OR #status = :draft",
                "ExpressionAttributeNames": {"#status": "status"},
                "ExpressionAttributeValues": {":draft": {"S": ModelStatus.DRAFT}},
            }
        }

    def move(self, tenant: str, before: Governed, after: Governed, entry: AuditEntry) -> list[Operation]:
        """Move on from ``before``, if nobody did in the meantime, with the entry that says what was done."""
        after = msgspec.structs.replace(
            after, revision=before.revision + 1, audited=entry.number, audit_hash=entry.hash
        )
        stands: dict[str, Any] = (
            {
                "ConditionExpression": "revision = :before",
                "ExpressionAttributeValues": {":before": {"N": str(before.revision)}},
            }
            if before.revision
            else {"ConditionExpression": "attribute_not_exists(pk)"}
        )
        item = _key(tenant, "MODEL-ACTIVE") | marshal_item(msgspec.structs.asdict(after))
        logged = _key(tenant, f"MODELLOG#{entry.number:010}") | marshal_item(msgspec.structs.asdict(entry))
        new = {"ConditionExpression": "attribute_not_exists(pk)"}
        return [
            {"Put": {"TableName": self._table, "Item": item, **stands}},
            {"Put": {"TableName": self._table, "Item": logged, **new}},
        ]

    def opened(self, tenant: str, version: str) -> InForce:
        """A version of the service's or of the tenant's own; raises ``NotShipped`` where there is none of either."""
        try:
            return InForce(model_of(version), CountryTable.shipped())
        except NotShipped:
            found = self.find(tenant, version)
            if found is None:
                raise
            return found.opened()

    def model(self, tenant: str, version: str) -> RiskModel:
        """The model of a version; raises as :meth:`opened` does."""
        return self.opened(tenant, version).model

    def countries(self, tenant: str, version: str) -> CountryTable:
        """A country table by its version, the tenant's own ones among them; raises ``NotShipped``."""
        try:
            return countries_of(version)
        except NotShipped:
            for one in self.listed(tenant):
                found = self.find(tenant, one.id)
                if found and (table := found.opened().countries).version == version:
                    return table
            raise

    def _query(self, tenant: str, prefix: str, **more: Any) -> list[Item]:
        pages = self._client.get_paginator("query").paginate(
            TableName=self._table,
            KeyConditionExpression="pk = :pk AND begins_with(sk, :sk)",
            ExpressionAttributeValues={":pk": {"S": f"T#{tenant}"}, ":sk": {"S": prefix}},
            ConsistentRead=True,
            **more,
        )
        return [item for page in pages for item in page["Items"]]


class ModelsInForce:
    """The model and country table of each tenant, asked for at most once a minute.

    A version is loaded and compiled once: it never changes. Raises ``NotShipped`` where the version in force is not
    there: to score with another one unasked would be worse.
    """

    def __init__(self, client: Any, table: str, clock: Callable[[], datetime]) -> None:
        # read while the function starts and nobody waits: most tenants are scored with it
        shipped_model(SHIPPED), CountryTable.shipped()
        self._versions = ModelVersions(client, table)
        self._clock = clock
        self._known: OrderedDict[str, tuple[datetime, str, InForce]] = OrderedDict()

    def of(self, tenant: str) -> InForce:
        """What customers of ``tenant`` are screened and scored with now."""
        now, known = self._clock(), self._known.get(tenant)
        if known and (now - known[0]).total_seconds() < REREAD_SECONDS:
            return known[2]
        version = self._versions.governed(tenant, consistent=False).active
        in_force = known[2] if known and known[1] == version else self._versions.opened(tenant, version)
        self._known[tenant] = (now, version, in_force)
        self._known.move_to_end(tenant)
        if len(self._known) > _ROOM:
            self._known.popitem(last=False)
        return in_force


def packed(text: str | bytes) -> bytes:
    """A document as a version keeps it."""
    return squeeze(text.encode() if isinstance(text, str) else text)


def _key(tenant: str, sort: str) -> dict[str, Any]:
    return {"pk": {"S": f"T#{tenant}"}, "sk": {"S": sort}}
