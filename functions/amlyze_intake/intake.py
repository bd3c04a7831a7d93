"""From a request to an accepted communication: all checked, all written, or the first broken rule."""

from __future__ import annotations

import os
from functools import cached_property
from typing import Any

import msgspec

from amlyze_intake.classifiers import Classifiers
from amlyze_intake.mapping import to_profile
from amlyze_intake.parties import paths
from amlyze_intake.rules.checking import first_broken
from amlyze_intake.rules.rule import Asked, Rejection
from amlyze_intake.wanted import GROUNDS, RelatedFacts, Wanted, Work
from amlyze_intake.wire.customer import IntakeCustomer, RelatedEntity
from amlyze_intake.wire.reading import read_customer
from customer_risk import wiring
from customer_risk.access.keys import Caller
from customer_risk.aws import client
from customer_risk.delivery.envelopes import timestamp
from customer_risk.observability import UnitLog, customer_hash
from customer_risk.problems import TooLarge
from customer_risk.profile import LONGEST_ID
from customer_risk.records import Record
from customer_risk.screening.parties import parties
from customer_risk.storage.codec import pack
from customer_risk.storage.communications import Communication
from customer_risk.storage.customer_items import Held
from customer_risk.storage.customers import COMMUNICATION
from customer_risk.storage.dynamo import insist

DIALECT = "amlyze_intake"
MOST_NAMES = 1500
"""What can be screened before the worker's time is up, with every name on a list. A party has one or two."""
LARGEST_WORK = 200 * 1024
"""Bytes, compressed: with its matches, the lines of its scoring and its events it must fit an item (400 KB)."""
PATIENCE = 40
"""Times an acceptance is tried against other requests for the same customer."""
SAFETY_SECONDS = 60
"""When the second message of a request comes: after the function that accepts it has ended, however it ended."""


class View(Record):
    """What this dialect keeps of a customer: whether it is only a lead so far, and the request as it came.

    ``number`` is the request's: what becomes of the customer is told under it.
    """

    lead: bool
    request: msgspec.Raw
    number: str = ""


class Stored:
    """What is stored of a customer and of a communication number; read when it is first asked for."""

    def __init__(self, tenant: str, said: IntakeCustomer) -> None:
        self._tenant = tenant
        self._number = said.communication_number or ""
        self._customer = said.customer_ext_id or ""

    @cached_property
    def communication(self) -> Communication | None:
        """The accepted request that used the number.

        Read after the customer: the two are written together, so whoever sees what another request with this number
        made of the customer sees its number used, too.
        """
        if 0 < len(self._customer) <= LONGEST_ID:  # a longer one is refused later, and no key of the table
            _ = self.held
        return wiring.communications().find(self._tenant, self._number)

    @cached_property
    def held(self) -> Held:
        """The customer as it stands."""
        return wiring.customers().read(self._tenant, self._customer)

    @property
    def used(self) -> bool:
        """See :class:`amlyze_intake.rules.rule.Stored`."""
        return self.communication is not None

    @property
    def exists(self) -> bool:
        """See :class:`amlyze_intake.rules.rule.Stored`."""
        return self.held.exists

    @property
    def lead(self) -> bool:
        """See :class:`amlyze_intake.rules.rule.Stored`."""
        view = self.held.views.get(DIALECT)
        return view is not None and msgspec.json.decode(view.doc, type=View).lead

    @property
    def revision(self) -> int | None:
        """How often this dialect has written the customer."""
        view = self.held.views.get(DIALECT)
        return view.revision if view else None


def check(caller: Caller, tree: dict[str, Any], *, batch: bool = False) -> tuple[Asked, Stored, Rejection | None]:
    """Read and check a request without writing anything."""
    reading = read_customer(tree)
    stored = Stored(caller.tenant.id, reading.customer)
    asked = Asked(
        reading,
        Classifiers(caller.tenant.classifiers),
        stored,
        batch=batch,
        optional=frozenset(caller.tenant.optional_fields),
    )
    return asked, stored, first_broken(asked)


def take(caller: Caller, tree: dict[str, Any], log: UnitLog, *, batch: bool = False) -> Rejection | None:
    """Accept a request, or say which rule it broke.

    Raises ``TooLarge`` for what cannot be stored or screened in time, ``Contention`` when the customer is written all
    the time.
    """
    # One id for all tries: an answer of the table that got lost is recognised by it.
    acceptance = _Acceptance(caller, tree, log, wiring.new_id(), batch=batch)
    return insist(acceptance.attempt, tries=PATIENCE)


class _Acceptance:
    def __init__(self, caller: Caller, tree: dict[str, Any], log: UnitLog, order_id: str, *, batch: bool) -> None:
        self._caller = caller
        self._tree = tree
        self._log = log
        self._order = order_id
        self._batch = batch
        self._announced = False

    def attempt(self) -> Rejection | None:
        """Check against what is stored now, and commit; raises ``ConditionFailed`` when that changed meanwhile."""
        asked, stored, rejected = check(self._caller, self._tree, batch=self._batch)
        tenant = self._caller.tenant.id
        if rejected is not None:
            self._log.add(rejected=rejected.code)
            return rejected
        work = _work(asked, self._caller)
        blob, customer, number = _packed(work), work.profile.customer_id, work.wanted.number
        self._log.add(customer=customer_hash(tenant, customer), assessment=self._order)
        # Before the commit, to come after it: should this process end right after the commit, the message still comes.
        # Should there be no commit, it finds nothing to do.
        if not self._announced:
            self._announced = True
            _enqueue(tenant, number, SAFETY_SECONDS)
        now = wiring.clock()
        state = wiring.customers().next_ticket(tenant, customer, now_ms=int(now.timestamp() * 1000))
        communication = Communication(
            id=self._order, customer_id=customer, ticket=state.ticket, created=timestamp(now), work=blob
        )
        request = msgspec.Raw(msgspec.json.encode(self._tree))
        view = View(lead=work.wanted.lead, request=request, number=number)
        operations = [
            wiring.communications().claim(tenant, number, communication),
            wiring.customers().writes.view_put(
                tenant, customer, DIALECT, msgspec.json.encode(view), revision=stored.revision
            ),
            # By this an erasure finds what was told under the number.
            wiring.customers().writes.record_put(
                tenant, customer, COMMUNICATION, state.ticket, {"number": number}, new=True
            ),
        ]
        self._commit(operations, number)
        self._hurry(number)
        self._log.count("Accepted")
        return None

    def _commit(self, operations: list[dict[str, dict[str, Any]]], number: str) -> None:
        try:
            wiring.communications().accept(operations, token=wiring.new_id())
        except Exception:
            # The write may have happened although its answer never came: then the request is accepted.
            found = wiring.communications().find(self._caller.tenant.id, number)
            if found is None or found.id != self._order:
                raise

    def _hurry(self, number: str) -> None:
        """Have it decided now. If that message is lost, the one before the commit has it decided a little later."""
        from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415  see customer_risk.aws

        try:
            _enqueue(self._caller.tenant.id, number, 0)
        except (BotoCoreError, ClientError) as error:
            self._log.add(hurried=type(error).__name__)


def _work(asked: Asked, caller: Caller) -> Work:
    said = asked.customer
    lead = asked.classifiers.is_lead(said.risk_management_category)
    profile = to_profile(said, lead=lead)
    entities = said.list_related_entity or ()
    wanted = Wanted(
        number=said.communication_number or "",
        lead=lead,
        imported=asked.imported,
        processes=() if asked.batch else tuple(filter(None, said.initialize_screening_processes or ())),
        related=tuple(
            _facts(entity, path)
            for entity, path in zip(entities, paths(profile.party.relations), strict=False)  # then employer and school
        ),
        approved=said.approval_date,
        waits=caller.tenant.waits_for_approval_date,
        grounds=tuple(code for code in GROUNDS.values() if asked.classifiers.knows("decisionGround", code)),
    )
    return Work(wanted=wanted, profile=profile, actor=caller.actor)


def _facts(said: RelatedEntity, path: str) -> RelatedFacts:
    return RelatedFacts(
        path=path,
        type=said.entity_type or "UNKNOWN",
        external_id=said.ext_id,
        first_name=said.first_name,
        last_name=said.last_name,
        title=said.title,
        birth_date=said.birth_date[:10] if said.birth_date else None,
        establishment_date=said.establishment_date[:10] if said.establishment_date else None,
        national_code=said.national_code,
        relation_code=said.relation_type,
        country_code=said.country or said.registration_country,
    )


def _packed(work: Work) -> bytes:
    blob = pack(work)
    if len(blob) > LARGEST_WORK or sum(len(party.names) for party in parties(work.profile)) > MOST_NAMES:
        raise TooLarge(
            f"One customer can have {MOST_NAMES} names to screen, and {LARGEST_WORK // 1024} KiB compressed."
        )
    return blob


def _enqueue(tenant: str, number: str, delay: int) -> None:
    client("sqs").send_message(
        QueueUrl=os.environ["AMLYZE_INTAKE_QUEUE_URL"],
        MessageBody=msgspec.json.encode({"tenant": tenant, "communicationNumber": number}).decode(),
        MessageGroupId=tenant,  # a fair queue: a tenant that floods it waits behind the others
        DelaySeconds=delay,
    )
