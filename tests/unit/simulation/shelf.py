"""Customers that were really evaluated, kept in memory: bytes as a commit writes them, by the thousand."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

import msgspec

from customer_risk.cases import CaseDecision
from customer_risk.casework import Casework
from customer_risk.evaluation import Evaluations, Order, Rendered
from customer_risk.ledger import Ledger
from customer_risk.profile import Profile
from customer_risk.scoring.countries import CountryTable
from customer_risk.scoring.engine import score
from customer_risk.scoring.model import shipped_model
from customer_risk.scoring.result import Scoring, Subject
from customer_risk.screening.result import Screening
from customer_risk.screening.thresholds import Thresholds
from customer_risk.storage.cases import Cases
from customer_risk.storage.customers import Customers
from customer_risk.storage.dynamo import Item
from tests.unit.scoring.profiles import Maker

TENANT = "acme"
BEGINNING = datetime(2026, 11, 21, 12, tzinfo=UTC)


def subject(seed: int, customer: str = "4681354") -> Subject:
    """A subject out of thin air, of the customer that is meant."""
    random = Random(seed)  # noqa: S311  nothing secret
    made = Maker(random, random.choice((0.1, 0.4, 0.7, 0.95))).subject()
    return msgspec.structs.replace(made, profile=msgspec.structs.replace(made.profile, customer_id=customer))


class Shelf:
    """A client of two tables that only an evaluation and a reviewer's decision write to; conditions always hold."""

    def __init__(self) -> None:
        self._items: dict[tuple[str, str, str], Item] = {}
        self._ids = itertools.count(1)
        self._screening: Screening | None = None
        self.now = BEGINNING
        self._customers, self._cases = Customers(self, "customers"), Cases(self, "cases")
        self._evaluations = Evaluations(
            self,
            self._customers,
            self._cases,
            screener=self,
            scorer=self,
            events="events",
            clock=self._clock,
            new_id=self._new_id,
        )
        ledger = Ledger(self, self._customers, clock=self._clock, new_id=self._new_id)
        self._casework = Casework(
            self._customers, self._cases, ledger, events="events", clock=self._clock, new_id=self._new_id
        )

    def _clock(self) -> datetime:
        return self.now

    def _new_id(self) -> str:
        return f"id-{next(self._ids):06}"

    thresholds = shipped_model().screening

    def of(self, tenant: str) -> Shelf:
        """The shipped model of everybody."""
        assert tenant == TENANT
        return self

    def screen(
        self, _: Profile, *, today: date, tenant: str, thresholds: Thresholds, adjudications: object = None
    ) -> Screening:
        """The screening of the subject in hand."""
        assert adjudications is not None
        assert thresholds is self.thresholds
        assert today == self.now.date()
        assert tenant == TENANT
        assert self._screening is not None
        return self._screening

    def score(self, seen: Subject) -> Scoring:
        """As the service scores."""
        return score(shipped_model(), CountryTable.shipped(), seen)

    def evaluate(self, seen: Subject) -> None:
        """One check, a day after the one before."""
        self.now += timedelta(days=1)
        self._screening = seen.screening
        customer = seen.profile.customer_id
        state = self._customers.state(TENANT, customer)
        ticket = state.ticket + 1
        self._items["customers", f"T#{TENANT}#C#{customer}", "STATE"] = {
            **self._items.get(("customers", f"T#{TENANT}#C#{customer}", "STATE"), {}),
            "ticket": {"N": str(ticket)},
        }
        order = Order(
            id=f"check-{ticket}",
            tenant=TENANT,
            profile=seen.profile,
            ticket=ticket,
            accepted=self.now.isoformat(),
            dialect="customer_checks",
            actor="key:1",
        )
        self._evaluations.carry_out(
            order, state, lambda made: Rendered(b'{"checkId":"%s"}' % made.order.id.encode(), [])
        )

    def review(self, customer: str) -> None:
        """Close the customer's open case, if there is one."""
        case = self._customers.state(TENANT, customer).standing.open_case
        if case:
            self._casework.close(TENANT, case, decision=CaseDecision.RISK_ACCEPTED, reason="known", actor="user:1")

    def items(self, customer: str) -> list[Item]:
        """Every item of a customer as a query gives it."""
        partition = f"T#{TENANT}#C#{customer}"
        return [
            {"pk": {"S": pk}, "sk": {"S": sk}, **item}
            for (table, pk, sk), item in sorted(self._items.items(), key=lambda entry: entry[0])
            if (table, pk) == ("customers", partition)
        ]

    def get_item(self, *, TableName: str, Key: Any, ConsistentRead: bool) -> Any:  # noqa: N803  DynamoDB's names
        """As DynamoDB does, without the keys."""
        assert ConsistentRead
        item = self._items.get((TableName, Key["pk"]["S"], Key["sk"]["S"]))
        return {"Item": dict(item)} if item else {}

    def batch_get_item(self, *, RequestItems: Any) -> Any:  # noqa: N803  as above
        """As DynamoDB does, of one table."""
        ((table, wanted),) = RequestItems.items()
        found = [(key, self._items.get((table, key["pk"]["S"], key["sk"]["S"]))) for key in wanted["Keys"]]
        return {"Responses": {table: [{**key, **item} for key, item in found if item]}}

    def transact_write_items(self, *, TransactItems: Any, ClientRequestToken: str) -> None:  # noqa: N803  as above
        """Write puts and updates."""
        assert ClientRequestToken
        for operation in TransactItems:
            ((kind, what),) = operation.items()
            if kind == "Put":
                item = dict(what["Item"])
                self._items[what["TableName"], item.pop("pk")["S"], item.pop("sk")["S"]] = item
            else:
                names, values = what["ExpressionAttributeNames"], what["ExpressionAttributeValues"]
                key = (what["TableName"], what["Key"]["pk"]["S"], what["Key"]["sk"]["S"])
                written = {name: values[f":{name}"] for name in names.values()}
                self._items[key] = {**self._items.get(key, {}), **written}
