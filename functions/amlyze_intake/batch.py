"""Customers by the batch: imports, checked and perhaps taken one by one, with a result for each."""

from __future__ import annotations

import time
from typing import Any

from amlyze_intake import intake
from amlyze_intake.rules.rule import Rejection
from amlyze_intake.wire.answer import ACCEPTED, REJECTED, BatchAnswer, RowResult
from amlyze_intake.wire.values import text_of
from customer_risk.access.keys import Caller
from customer_risk.observability import UnitLog
from customer_risk.problems import BadRequest, TooLarge

MOST_ROWS = 100
"""Customers of one batch: what can be written before the caller's patience (30 s) is up."""

_USED = Rejection("O005", "CommunicationNumber already used in amlyze")


def rows_of(body: Any) -> list[Any]:
    """The customers of a batch; raises ``BadRequest`` and ``TooLarge``."""
    rows = body.get("customers") if isinstance(body, dict) else None
    if not isinstance(rows, list):
        raise BadRequest("The body must be an object with a list of customers.")
    if len(rows) > MOST_ROWS:
        raise TooLarge(f"One batch can have {MOST_ROWS} customers.")
    return rows


def carry_out(caller: Caller, rows: list[Any], log: UnitLog, *, save: bool) -> BatchAnswer:
    """Check every customer and, with ``save``, take those that break no rule.

    A row that could be taken by itself may not be because of one before it: a communication number counts once in a
    batch, whether it is saved or not.
    """
    began = time.perf_counter()
    used: set[str] = set()
    results = tuple(_row(caller, row, used, log, save=save) for row in rows)
    log.add(rows=len(rows), rejected=sum(one.result_type == REJECTED for one in results))
    return BatchAnswer(results=results, time_elapsed_ms=_since(began))


def _row(caller: Caller, row: Any, used: set[str], log: UnitLog, *, save: bool) -> RowResult:
    began = time.perf_counter()
    tree = row if isinstance(row, dict) else {}
    names = {name: value if isinstance(value := text_of(tree.get(name)), str) else None for name in _NAMED}
    number = names["communicationNumber"]
    rejected = _USED if number in used else _judged(caller, tree, log, save=save)
    if rejected is None and number:
        used.add(number)
    return RowResult(
        result_type=ACCEPTED if rejected is None else REJECTED,
        time_elapsed_ms=_since(began),
        communication_number=number,
        customer_ext_id=names["customerExtId"],
        business_unit=names["businessUnit"],
        error_code=rejected.code if rejected else None,
        error_description=rejected.description if rejected else None,
    )


_NAMED = ("communicationNumber", "customerExtId", "businessUnit")


def _judged(caller: Caller, tree: dict[str, Any], log: UnitLog, *, save: bool) -> Rejection | None:
    if save:
        try:
            return intake.take(caller, tree, log, batch=True)
        except TooLarge as error:
            return Rejection("X-LARGE", error.detail)
    _, _, rejected = intake.check(caller, tree, batch=True)
    return rejected


def _since(began: float) -> int:
    return int((time.perf_counter() - began) * 1000)
