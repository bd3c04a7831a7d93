"""Everything an evaluation needs, over the template's tables in moto, with a scorer that says what the test wants."""

from __future__ import annotations

import itertools
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from customer_risk.casework import Casework
from customer_risk.delivery.envelopes import Event
from customer_risk.evaluation import Decision, Evaluations, Order, Rendered
from customer_risk.ledger import Ledger
from customer_risk.levels import RiskLevel
from customer_risk.profile import Party, Profile
from customer_risk.scoring.result import Scoring, Subject
from customer_risk.screening.result import Adjudications, Hit, Screening, ScreeningStatus
from customer_risk.screening.thresholds import USUAL, Thresholds
from customer_risk.storage.cases import Cases
from customer_risk.storage.checks import Check, Checks, CheckStatus
from customer_risk.storage.customer_items import CustomerState
from customer_risk.storage.customer_listing import CustomerListing
from customer_risk.storage.customers import Customers
from customer_risk.storage.dynamo import Operation
from customer_risk.storage.events import event_from_stream

TENANT, CUSTOMER = "acme", "4681354"
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


@dataclass
class Bench:
    """Everything an evaluation needs, with a scorer that says what the test wants."""

    client: Any
    reasons: tuple[str, ...] = ()
    level: RiskLevel = RiskLevel.LOW
    hits: tuple[Hit, ...] = ()
    verdicts: list[str] = field(default_factory=list)
    ids: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def __post_init__(self) -> None:
        self.customers = Customers(self.client, "CustomersTable")
        self.listing = CustomerListing(self.client, "CustomersTable")
        self.cases = Cases(self.client, "CasesTable")
        self.checks = Checks(self.client, "CasesTable")
        self.evaluations = Evaluations(
            self.client,
            self.customers,
            self.cases,
            screener=self,
            scorer=self,
            events="EventsTable",
            clock=lambda: NOW,
            new_id=self.new_id,
        )
        ledger = Ledger(self.client, self.customers, clock=lambda: NOW, new_id=self.new_id)
        self.casework = Casework(
            self.customers, self.cases, ledger, events="EventsTable", clock=lambda: NOW, new_id=self.new_id
        )

    def new_id(self) -> str:
        return f"id-{next(self.ids):06}"

    thresholds = USUAL

    def of(self, tenant: str) -> Bench:
        assert tenant == TENANT
        return self

    def screen(
        self,
        _: Profile,
        *,
        today: date,
        tenant: str,
        thresholds: Thresholds,
        adjudications: Adjudications | None = None,
    ) -> Screening:
        assert thresholds is self.thresholds
        assert (today, tenant) == (NOW.date(), TENANT)
        self.verdicts = [hit.key for hit in self.hits if (adjudications or {}).get(hit.key)]
        return Screening(status=ScreeningStatus.COMPLETE, hits=self.hits)

    def score(self, _: Subject) -> Scoring:
        return Scoring(model="m", countries="c", points=10, level=self.level, case_reasons=self.reasons)

    def turn(self, at_ms: int = 0, nonce: str | None = None) -> CustomerState:
        return self.customers.take_turn(TENANT, CUSTOMER, now_ms=at_ms, nonce=nonce or f"nonce-{next(self.ids)}")

    def order(self, check: str, ticket: int) -> Order:
        profile = Profile(customer_id=CUSTOMER, party=Party())
        return Order(id=check, tenant=TENANT, profile=profile, ticket=ticket, accepted="-", dialect="d", actor="key:1")

    def put_check(self, order: Order) -> list[Operation]:
        check = Check(
            id=order.id,
            customer_id=CUSTOMER,
            ticket=order.ticket,
            status=CheckStatus.DECIDED,
            created="-",
            fingerprint=b"",
        )
        return [self.checks.put(TENANT, check)]

    def carry_out(self, check: str, state: CustomerState) -> Decision:
        order = self.order(check, state.ticket)
        return self.evaluations.carry_out(order, state, lambda _: Rendered(b"{}", self.put_check(order)))

    def told(self) -> list[Event]:
        """What is in the outbox, in the order of its numbers."""
        items = self.client.scan(TableName="EventsTable")["Items"]
        streamed = ({n: {"B": b64encode(v["B"])} if "B" in v else v for n, v in item.items()} for item in items)
        return sorted(filter(None, map(event_from_stream, streamed)), key=lambda event: event.sequence)

    def state(self) -> CustomerState:
        return self.customers.state(TENANT, CUSTOMER)
