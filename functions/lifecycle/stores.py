"""The table only this dialect writes."""

from __future__ import annotations

import os

from customer_risk.aws import client
from customer_risk.storage.evaluations import EvaluationsTable


def evaluations() -> EvaluationsTable:
    """The evaluations in the cases table."""
    return EvaluationsTable(client("dynamodb"), os.environ["CASES_TABLE"])
