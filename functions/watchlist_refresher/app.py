"""The schedule's target, also invoked by hand.

``{"sources": ["ofac_sdn"]}`` refreshes these lists only; ``{"accept": ["ofac_sdn"]}`` takes these as they are now, even
where they look like broken files.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime
from typing import Any

import msgspec

from customer_risk.aws import client
from customer_risk.observability import UnitLog
from customer_risk.screening.lists.registry import TENANT_PREFIX, expand, moved
from watchlist_refresher.fetching import get
from watchlist_refresher.refreshing import refresh
from watchlist_refresher.shelf import Shelf

REREAD_BY_ALL = 60
"""Seconds after which every warm function screens with a new index (``storage.watchlists.REREAD`` and a margin)."""


def handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    """Refresh all enabled lists, or those the event names; returns what became of each.

    A list that could not be refreshed is counted in the metric ``WatchlistProblems`` and does not fail the call; a
    failure of the publishing itself does.
    """
    log = UnitLog("watchlist_refresher")
    try:
        shelf = Shelf(
            client("s3"),
            client("dynamodb"),
            bucket=os.environ["WATCHLISTS_BUCKET"],
            table=os.environ["CONTROL_TABLE"],
        )
        uploaded = {name.partition("/")[0] for name in shelf.names(f"lists/{TENANT_PREFIX}")}
        enabled = [*expand(os.environ["WATCHLIST_SOURCES"]), *sorted(TENANT_PREFIX + name for name in uploaded)]
        accepted = expand(",".join(event.get("accept") or ()))
        wanted = expand(",".join(event.get("sources") or accepted or enabled))
        summary = refresh(
            enabled,
            wanted,
            shelf,
            get=get,
            now=datetime.now(UTC),
            announce=_announce,
            accepted=accepted,
            named=moved(os.environ.get("WATCHLIST_ADDRESSES", "")),
        )
        problems = [outcome.problem for outcome in summary.lists if outcome.problem]
        log.add(version=summary.version, swapped=summary.swapped, entries=summary.entries, problems=problems)
        log.count("WatchlistEntries", summary.entries)
        log.count("WatchlistProblems", len(problems))
        log.count("WatchlistUnreadable", sum(outcome.unreadable for outcome in summary.lists))
    except Exception as error:
        log.failed(error)
        raise
    finally:
        log.write()
    answer: dict[str, Any] = msgspec.to_builtins(summary)
    return answer


def _announce(delta: str) -> None:
    """Let whoever screens customers again know of a delta, once the index it leads to is in force everywhere."""
    if queue := os.environ.get("RESCREEN_QUEUE_URL"):
        message = msgspec.json.encode({"delta": delta}).decode()
        client("sqs").send_message(QueueUrl=queue, MessageBody=message, DelaySeconds=REREAD_BY_ALL)
