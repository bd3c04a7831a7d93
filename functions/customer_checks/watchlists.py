"""HTTP of the watchlists: how fresh the lists are that customers are screened against."""

from __future__ import annotations

import os
from datetime import datetime
from typing import Any

from aws_lambda_powertools.event_handler import Response

from customer_checks.wire.watchlists import Watchlist, Watchlists
from customer_risk import wiring
from customer_risk.screening.entry import ListState
from customer_risk.screening.lists.registry import visible_to
from customer_risk.storage.watchlists import NEVER, Freshness, is_stale, read_pointer
from customer_risk.web.resolver import Call, answer

_UNKNOWN = Freshness(source="", attempted_at="")


def listed(call: Call) -> Response[Any]:
    """``GET /v2/watchlists``: the index in force and the freshness of every list the caller may see."""
    caller = call.admit("checks:read")
    pointer = read_pointer(wiring.dynamo(), os.environ["CONTROL_TABLE"])
    if pointer is None:
        return answer(200, Watchlists(index_version=None, built_at=None, lists=()))
    attempts = {attempt.source: attempt for attempt in pointer.attempts}
    now = wiring.clock()
    lists = tuple(
        _watchlist(state, attempts.get(state.source, _UNKNOWN), now)
        for state in pointer.sources
        if visible_to(state.source, caller.tenant.id)
    )
    return answer(200, Watchlists(index_version=pointer.hash, built_at=pointer.built_at, lists=lists))


def _watchlist(state: ListState, attempt: Freshness, now: datetime) -> Watchlist:
    return Watchlist(
        list=state.source,
        entries=state.entries,
        unreadable=state.unreadable,
        fetched_at=_time(state.fetched_at),
        changed_at=_time(state.changed_at),
        stale=is_stale(state, now),
        stale_after_hours=state.limit_hours,
        origin=attempt.origin or None,
        content_hash=attempt.hash or None,
        last_attempt_at=attempt.attempted_at or None,
        problem=attempt.problem,
    )


def _time(text: str) -> str | None:
    return None if text == NEVER else text
