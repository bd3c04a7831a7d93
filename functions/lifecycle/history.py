"""What earlier evaluations said: ``KYC#<ticket>`` and ``FRAUD#<ticket>`` beside the customer."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from customer_risk import wiring
from customer_risk.problems import NotFound
from customer_risk.profile import LONGEST_ID
from customer_risk.storage.dynamo import Operation, Value
from customer_risk.storage.evaluations import Evaluation
from lifecycle import answers
from lifecycle.intake import Work
from lifecycle.outcome import Result
from lifecycle.table import Method
from lifecycle.view import Known, find

KYC, FRAUD = "KYC", "FRAUD"
MOST = 1000
"""Rows that are told, the newest ones."""


def rows(tenant: str, evaluation: Evaluation, work: Work, found: Result, made: datetime) -> list[Operation]:
    """The rows an evaluation leaves, to be committed with it."""
    customers, customer, ticket = wiring.customers(), evaluation.customer_id, evaluation.ticket
    date = int(made.timestamp() * 1000)
    left = []
    if work.method is Method.ONBOARDING:
        told: dict[str, Value] = {"ticket": ticket, "date": date, "outcome": found.said.kyc}
        left.append(customers.writes.record_put(tenant, customer, KYC, ticket, told, new=True))
    if work.fraud:
        scored: dict[str, Value] = {"ticket": ticket, "date": date, "score": found.said.score}
        left.append(customers.writes.record_put(tenant, customer, FRAUD, ticket, scored, new=True))
    return left


def of_kyc(tenant: str, customer: str) -> answers.KycHistory:
    """``GET /history/kyc``; raises ``NotFound``."""
    known = _known(tenant, customer)
    told = {row["ticket"]: _kyc(row) for row in _rows(tenant, customer, KYC, known)}
    active = told.pop(known.view.evaluated, None)
    return answers.KycHistory(active=active, history=tuple(told.values()))


def of_fraud(tenant: str, customer: str) -> answers.FraudHistory:
    """``GET /history/fraud``; raises ``NotFound``."""
    known = _known(tenant, customer)
    told = {row["ticket"]: _fraud(row) for row in _rows(tenant, customer, FRAUD, known)}
    active = told.pop(known.view.scored, None)
    return answers.FraudHistory(active=active, history=tuple(told.values()))


def _known(tenant: str, customer: str) -> Known:
    known = find(tenant, customer) if len(customer) <= LONGEST_ID else None  # a longer one is no key of the table
    if known is None:
        raise NotFound("There is no such customer.")
    return known


def _rows(tenant: str, customer: str, kind: str, known: Known) -> list[dict[str, Any]]:
    """Rows since the customer was last deleted, newest first."""
    found = wiring.customers().records(tenant, customer, kind, limit=MOST, newest_first=True)
    return [row for row in found if row["ticket"] > known.held.state.deleted]


def _kyc(row: dict[str, Any]) -> answers.KycRow:
    return answers.KycRow(date=row["date"], outcome=row["outcome"], type="kyc")


def _fraud(row: dict[str, Any]) -> answers.FraudRow:
    return answers.FraudRow(date=row["date"], score=row["score"])
