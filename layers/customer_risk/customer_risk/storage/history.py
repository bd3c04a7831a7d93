"""All that is kept of a tenant's customers, read page by page, and the proof that it is what was decided.

A customer's history is proven in three ways that do not lean on one another: its audit entries follow from each other
up to the last one that its state names; every assessed entry holds the hash of what was seen, decided and answered;
and scoring again what was seen then, with the model and country table of then, gives the very same bytes.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from typing import Any, NamedTuple

import msgspec

from customer_risk.assessment import Assessment
from customer_risk.audit import AuditEntry, first_broken
from customer_risk.records import decode, encode
from customer_risk.scoring.countries import CountryTable
from customer_risk.scoring.engine import score
from customer_risk.scoring.model import RiskModel
from customer_risk.scoring.result import Line, Scoring
from customer_risk.simulation import NotShipped, Stored, countries_of, model_of
from customer_risk.storage.customer_items import CustomerState, Kept, Snapshot, audit_entry
from customer_risk.storage.dynamo import Item, unmarshal_item

READS = 3
"""Times a customer is read before its history counts as broken: a check committed meanwhile looks like a break."""

UNREADABLE = (ValueError, TypeError, LookupError, ArithmeticError, MemoryError, msgspec.DecodeError)
"""What reading something that was not written here raises; a damaged frame may claim any size."""


class Fault(StrEnum):
    """What can be wrong with a history."""

    BROKEN = "broken"
    DIFFERS = "differs"
    UNPROVEN = "cannot be replayed"


class Finding(NamedTuple):
    """One thing that is wrong; ``where`` is the sort key of the item."""

    fault: Fault
    where: str
    what: str


class Examined(NamedTuple):
    """What came of examining a customer: ``replayed`` assessments, ``entries`` of the audit chain, and the faults."""

    replayed: int
    entries: int
    findings: tuple[Finding, ...]


class History:
    """Reads what is kept of customers."""

    def __init__(self, client: Any, table: str) -> None:
        self._client = client
        self._table = table

    def customers(self, tenant: str) -> Iterator[str]:
        """The ids of a tenant's customers, each once, in no order; reads the whole table's keys."""
        prefix = f"T#{tenant}#C#"
        pages = self._client.get_paginator("scan").paginate(
            TableName=self._table,
            FilterExpression="begins_with(pk, :prefix)",
            ProjectionExpression="pk",
            ExpressionAttributeValues={":prefix": {"S": prefix}},
            ConsistentRead=True,
        )
        seen: set[str] = set()
        for page in pages:
            for item in page["Items"]:
                customer = item["pk"]["S"].removeprefix(prefix)
                if customer not in seen:
                    seen.add(customer)
                    yield customer

    def existing(self, tenant: str) -> Iterator[str]:
        """The ids of a tenant's customers that exist, in the order of their names.

        One who is renamed meanwhile may come twice or not at all; it has just been decided then.
        """
        prefix = f"T#{tenant}#C#"
        pages = self._client.get_paginator("query").paginate(
            TableName=self._table,
            IndexName="by-name",
            KeyConditionExpression="listed = :listed",
            ProjectionExpression="pk",
            ExpressionAttributeValues={":listed": {"S": f"T#{tenant}"}},
        )
        return (item["pk"]["S"].removeprefix(prefix) for page in pages for item in page["Items"])

    def items(self, tenant: str, customer: str) -> Iterator[Item]:
        """Every item of a customer, in the order of their sort keys."""
        for page in self._client.get_paginator("query").paginate(
            TableName=self._table,
            KeyConditionExpression="pk = :pk",
            ExpressionAttributeValues={":pk": {"S": f"T#{tenant}#C#{customer}"}},
            ConsistentRead=True,
        ):
            yield from page["Items"]

    def latest(self, tenant: str, customer: str) -> tuple[CustomerState, Kept] | None:
        """The state and the newest turn of a customer; ``None`` when none was committed, or it was deleted.

        Raises one of ``UNREADABLE`` for what was not written here.
        """
        answer = self._client.query(
            TableName=self._table,
            KeyConditionExpression="pk = :pk AND sk BETWEEN :snapshot AND :state",
            ExpressionAttributeValues={
                ":pk": {"S": f"T#{tenant}#C#{customer}"},
                ":snapshot": {"S": "SNAPSHOT#"},
                ":state": {"S": "STATE"},
            },
            ScanIndexForward=False,
            Limit=2,
            ConsistentRead=True,
        )
        found = {item["sk"]["S"].partition("#")[0]: unmarshal_item(item) for item in reversed(answer["Items"])}
        if "SNAPSHOT" not in found:
            return None
        state = msgspec.convert(found["STATE"], CustomerState)
        return (state, Kept.read(found["SNAPSHOT"]["doc"])) if state.exists else None

    def stored(self, tenant: str, customer: str) -> Stored | None:
        """A customer as a simulation wants it; ``None`` for one that is not there or deleted. Raises as above."""
        found = self.latest(tenant, customer)
        if found is None or not found[0].exists:
            return None
        state, kept = found
        made = kept.opened().assessment
        return Stored(customer=customer, subject=made.subject, scoring=made.scoring, standing=state.standing)

    def examine(
        self,
        tenant: str,
        customer: str,
        chosen: Callable[[Snapshot], bool],
        *,
        models: Callable[[str], RiskModel] = model_of,
        countries: Callable[[str], CountryTable] = countries_of,
    ) -> Examined:
        """Prove a customer's history; see :func:`examine`."""
        for _ in range(READS):
            examined = examine(customer, self.items(tenant, customer), chosen, models=models, countries=countries)
            if not any(finding.fault is Fault.BROKEN for finding in examined.findings):
                break
        return examined


def replay(
    kept: Kept,
    *,
    models: Callable[[str], RiskModel] = model_of,
    countries: Callable[[str], CountryTable] = countries_of,
) -> tuple[str, ...]:
    """Score again what was seen at a turn, with the model and country table of then; what differs, in sentences.

    None when the bytes are the very same. Raises ``NotShipped`` where the versions of then are not at hand, and
    ``msgspec.DecodeError`` for what is no snapshot.
    """
    snapshot = kept.opened()
    subject, then = snapshot.assessment.subject, snapshot.assessment.scoring
    now = score(models(then.model), countries(then.countries), subject)
    again = msgspec.structs.replace(snapshot, assessment=Assessment(subject=subject, scoring=now))
    if encode(again) == kept.snapshot:
        return ()
    return _differences(then, now) or ("the stored bytes are not those that are written here",)


def _differences(then: Scoring, now: Scoring) -> tuple[str, ...]:
    """Where two scorings differ, a sentence each; names factors and places, never what stood there."""
    told = [
        f"{name}: {was} then, {is_} now"
        for name in ("model", "countries", "points", "level", "raised_by", "case_reasons")
        if (was := getattr(then, name)) != (is_ := getattr(now, name))
    ]
    before, after = Counter(then.lines), Counter(now.lines)
    told += [f"only then: {_told(line)}" for line in before - after]
    told += [f"only now: {_told(line)}" for line in after - before]
    if not told and then != now:
        told.append("the lines come in another order")
    return tuple(told)


def _told(line: Line) -> str:
    return f"{line.factor} ({line.outcome}) at {line.where or 'the customer'}, {line.points} points"


def examine(
    customer: str,
    items: Iterable[Item],
    chosen: Callable[[Snapshot], bool],
    *,
    models: Callable[[str], RiskModel] = model_of,
    countries: Callable[[str], CountryTable] = countries_of,
) -> Examined:
    """Prove the items of a customer, in any order; assessments that are not ``chosen`` are not scored again.

    ``models`` and ``countries`` give the versions that assessments name, a tenant's own ones among them.
    """
    entries: list[AuditEntry] = []
    alone: list[tuple[str, AuditEntry]] = []
    findings: list[Finding] = []
    state = CustomerState()
    replayed = 0
    for item in items:
        where = item["sk"]["S"]
        kind, _, number = where.partition("#")
        try:
            match kind:
                case "STATE":
                    state = msgspec.convert(unmarshal_item(item), CustomerState)
                case "AUDIT":
                    entry = audit_entry(item)
                    entries.append(entry)
                    alone.append((where, entry))
                    if number != f"{entry.number:010}":
                        what = f"entry {entry.number} of the audit chain stands here"
                        findings.append(Finding(Fault.BROKEN, where, what))
                case "SNAPSHOT":
                    kept = Kept.read(unmarshal_item(item)["doc"])
                    snapshot, entry = kept.opened(), decode(kept.entry, AuditEntry)
                    entries.append(entry)
                    broken = _broken(customer, number, kept, snapshot, entry)
                    findings += (Finding(Fault.BROKEN, where, what) for what in broken)
                    if chosen(snapshot):
                        findings += (
                            Finding(Fault.DIFFERS, where, what)
                            for what in replay(kept, models=models, countries=countries)
                        )
                        replayed += 1
        except NotShipped as missing:
            findings.append(Finding(Fault.UNPROVEN, where, str(missing)))
        except UNREADABLE as error:
            findings.append(Finding(Fault.BROKEN, where, f"cannot be read: {type(error).__name__}"))
    findings += (
        Finding(Fault.BROKEN, where, "says that an assessment was made, which is not kept")
        for where, entry in alone
        if _assessed_after(entry, state.deleted)
    )
    findings += (Finding(Fault.BROKEN, "AUDIT", what) for what in _unchained(entries, state))
    return Examined(replayed, len(entries), tuple(findings))


def _assessed_after(entry: AuditEntry, deleted: int) -> bool:
    """Whether it is of an assessment that must be there: of one that was erased only the entry is left."""
    ticket = entry.details.get("ticket")
    return "kept" in entry.details and not (isinstance(ticket, int) and ticket <= deleted)


def _broken(customer: str, ticket: str, kept: Kept, snapshot: Snapshot, entry: AuditEntry) -> Iterator[str]:
    """What does not fit together in one turn."""
    scoring, said = snapshot.assessment.scoring, entry.details
    if encode(entry) != kept.entry:
        yield "the audit entry is not as it is written here"
    if said.get("kept") != hashlib.sha256(kept.snapshot + b"\n" + kept.document).hexdigest():
        yield "what is kept is not what the audit entry has the hash of"
    told = (said.get("ticket"), said.get("check"), said.get("level"), said.get("points"))
    if told != (snapshot.ticket, snapshot.check_id, scoring.level, scoring.points):
        yield "the audit entry tells of another assessment"
    if (f"{snapshot.ticket:010}", snapshot.assessment.subject.profile.customer_id) != (ticket, customer):
        yield "the assessment belongs to another turn or customer"


def _unchained(entries: list[AuditEntry], state: CustomerState) -> Iterator[str]:
    chain = sorted(entries, key=lambda entry: entry.number)
    broken = first_broken(chain)
    if broken is not None:
        yield f"the entry at {broken} does not follow from the one before it"
    last = (chain[-1].number, chain[-1].hash) if chain else (0, "")
    if last != (state.audited, state.audit_hash):
        yield f"the chain ends with entry {last[0]}, the state names entry {state.audited}"
