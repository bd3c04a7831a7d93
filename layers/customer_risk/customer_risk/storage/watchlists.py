"""The screener of the index that is current: loads it, follows the pointer, and never breaks a running screen.

The pointer is one item of the control table. It is read again at most every :data:`REREAD`; a new index is fetched to
local disk, checked, opened, and only then takes the place of the old one. Whoever is screening goes on with the old.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from customer_risk.profile import Profile
from customer_risk.records import Record
from customer_risk.screening.entry import ListState
from customer_risk.screening.lists.registry import TENANT_PREFIX
from customer_risk.screening.result import Adjudications, Screening, unavailable
from customer_risk.screening.thresholds import USUAL, Thresholds
from customer_risk.storage.dynamo import unmarshal_item

if TYPE_CHECKING:
    from customer_risk.screening.entry import ListEntry
    from customer_risk.screening.index import Index
    from customer_risk.screening.screener import Screener

REREAD = timedelta(seconds=45)
GRACE = timedelta(minutes=15)
"""How long the old index may answer unmarked while a newer one cannot be loaded."""
NEVER = "0001-01-01T00:00:00+00:00"
"""When a list was fetched that never was: longer ago than any list may be old, so that it never reads as clean."""
POINTER_KEY: dict[str, Any] = {"pk": {"S": "WATCHLIST"}, "sk": {"S": "CURRENT"}}


class Freshness(Record):
    """How the last attempt to refresh a list went, whatever became of it.

    ``attempted_at`` is ISO 8601 in UTC. ``problem`` says why the entries of before were kept; ``origin`` is where the
    entries came from (``network``, ``upload``, ``sample``) and ``hash`` what tells their content apart.
    """

    source: str
    attempted_at: str
    problem: str | None = None
    origin: str = ""
    hash: str = ""


class Epoch(Record):
    """What indexes have in common while a change of the lists concerns only who is touched by it (see ``rarity``).

    ``rarity`` is the key of the rarities they are built with, ``rules`` what they are matched by, and ``drift`` how
    many entries have changed since the epoch began.
    """

    rarity: str
    rules: str
    drift: int = 0


class Pointer(Record):
    """Which index is current, where it lies in the bucket, and how fresh its lists are."""

    key: str
    hash: str
    built_at: str
    revision: int
    sources: tuple[ListState, ...]
    attempts: tuple[Freshness, ...] = ()
    epoch: Epoch | None = None


def is_stale(state: ListState, now: datetime) -> bool:
    """Whether a list is older than it may be; ``now`` is aware UTC."""
    return now - datetime.fromisoformat(state.fetched_at) > timedelta(hours=state.limit_hours)


def read_pointer(dynamo: Any, table: str) -> Pointer | None:
    """The pointer, or ``None`` before the first index was published."""
    item = dynamo.get_item(TableName=table, Key=POINTER_KEY, ConsistentRead=True).get("Item")
    return msgspec.convert(unmarshal_item(item), Pointer) if item else None


class _Current:
    """The screener of an index, and the index for what the screener has no use for: white lists."""

    def __init__(self, screener: Screener, index: Index) -> None:
        self.screener, self.index = screener, index
        self._white: dict[str, tuple[ListEntry, ...]] = {}

    def white(self, tenant: str | None) -> tuple[ListEntry, ...]:
        """The entries of a tenant's white lists; read once."""
        if tenant is None:
            return ()
        if tenant not in self._white:
            import numpy as np  # noqa: PLC0415 - as of the screener: only when something is screened

            prefix = f"{TENANT_PREFIX}{tenant}."
            own = [number for number, state in enumerate(self.index.lists) if state.source.startswith(prefix)]
            numbers = np.flatnonzero(np.isin(self.index.entry_source, own)).tolist()
            entries = (self.index.entry(number) for number in numbers)
            self._white[tenant] = tuple(entry for entry in entries if not entry.types)
        return self._white[tenant]


class CurrentScreener:
    """Screens with whatever index is current. Safe to share between threads."""

    def __init__(
        self,
        dynamo: Any,
        s3: Any,
        *,
        table: str,
        bucket: str,
        clock: Callable[[], datetime],
        folder: Path = Path("/tmp"),  # noqa: S108 - the only place a function may write to; names are content hashes
    ) -> None:
        """Use botocore clients for DynamoDB and S3; ``clock`` gives aware UTC times."""
        self._dynamo, self._s3 = dynamo, s3
        self._table, self._bucket, self._folder = table, bucket, folder
        self._clock = clock
        self._lock = threading.Lock()
        self._current: _Current | None = None
        self._checked: datetime | None = None
        self._behind_since: datetime | None = None
        self._failure = "no index has been published"

    def screen(
        self,
        profile: Profile,
        *,
        today: date,
        tenant: str | None = None,
        thresholds: Thresholds = USUAL,
        adjudications: Adjudications | None = None,
    ) -> Screening:
        """Screen every party with the current index; says ``INCOMPLETE`` instead of raising."""
        now = self._clock()
        self._follow(now)
        current = self._current
        if current is None:
            return unavailable(f"The watchlist index is not available: {self._failure}")
        behind = self._behind_since is not None and now - self._behind_since > GRACE
        problems = (f"A newer watchlist index could not be loaded: {self._failure}",) if behind else ()
        found = current.screener.screen(
            profile,
            today=today,
            now=now,
            tenant=tenant,
            thresholds=thresholds,
            adjudications=adjudications,
            problems=problems,
        )
        white = current.white(tenant)
        if not white:
            return found
        from customer_risk.screening import whitelist  # noqa: PLC0415 - few tenants have one

        return whitelist.apply(found, profile, white)

    def _follow(self, now: datetime) -> None:
        """Look at the pointer when it is time. Only the very first load makes others wait."""
        if self._checked is not None and now - self._checked < REREAD:
            return
        if not self._lock.acquire(blocking=self._current is None):
            return
        try:
            if self._checked is None or now - self._checked >= REREAD:
                self._update()
                self._behind_since = None
                self._checked = now
        except Exception as error:  # noqa: BLE001 - whatever went wrong, the screen must go on and say so
            self._failure = type(error).__name__
            self._behind_since = self._behind_since or now
            self._checked = now if self._current else None
        finally:
            self._lock.release()

    def _update(self) -> None:
        from customer_risk.screening.screener import Screener  # noqa: PLC0415 - numpy only when something is screened

        pointer = read_pointer(self._dynamo, self._table)
        if pointer is None:
            if self._current is None:
                self._failure = "no index has been published"
            return
        current = self._current
        if current is None or current.screener.version != pointer.hash:
            index = self._load(pointer)
            screener = Screener(index, lists=pointer.sources)
            # Whoever screens takes both at once: never the hits of one index and the white lists of another.
            self._current = _Current(screener, index)
        else:
            self._current = _Current(current.screener.with_lists(pointer.sources), current.index)

    def _load(self, pointer: Pointer) -> Any:
        """Fetch, check and open the index the pointer names; files of other indexes are removed afterwards."""
        from customer_risk.screening import index_file  # noqa: PLC0415 - as above
        from customer_risk.screening.index import Index  # noqa: PLC0415 - as above

        path = self._folder / f"{pointer.hash}.watchlist"
        if not path.exists():
            data = self._s3.get_object(Bucket=self._bucket, Key=pointer.key)["Body"].read()
            if index_file.verify(data) != pointer.hash:
                raise index_file.UnusableIndexError("another index than the pointer names")
            part = path.with_suffix(f".{os.getpid()}-{threading.get_ident()}")
            part.write_bytes(data)
            part.replace(path)
        index = Index.open(path)
        for old in self._folder.glob("*.watchlist"):
            if old != path:
                # A mapped file lives on until nobody has it mapped any more.
                old.unlink(missing_ok=True)
        return index
