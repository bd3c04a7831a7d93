"""What is answered of the watchlists: which index is in force, and how fresh each list in it is."""

from __future__ import annotations

from customer_checks.wire.answer import Written


class Watchlist(Written):
    """One list the caller's customers are screened against. Times are ISO 8601 in UTC.

    ``fetchedAt`` is as of when its entries are known, ``changedAt`` when they last became others; both are null while
    it has never been read. A list older than ``staleAfterHours`` is ``stale``, and every check says so. ``contentHash``
    tells its content apart. ``lastAttemptAt`` is when it was last tried, and ``problem`` why its old entries were kept
    then. ``unreadable`` counts records of its files that could not be read.
    """

    list: str
    entries: int
    unreadable: int
    fetched_at: str | None
    changed_at: str | None
    stale: bool
    stale_after_hours: int
    origin: str | None
    content_hash: str | None
    last_attempt_at: str | None
    problem: str | None


class Watchlists(Written):
    """The index in force and its lists. Without an index (``indexVersion`` null) no screening is complete."""

    index_version: str | None
    built_at: str | None
    lists: tuple[Watchlist, ...]
