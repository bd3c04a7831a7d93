"""Refreshes lists: fetch, parse, guard, build, publish, swap.

A list that cannot be fetched or read, that has shrunk by more than a fifth, or that is nothing but the beginning of
what it was, keeps its last good entries and grows old with them; a list that was never good stands in the result with
no entries and stale. The index is published under its content hash before the pointer is swapped, so whoever reads
the pointer finds the index; what changed is written down before it too, so no change goes unnoticed.
"""

from __future__ import annotations

import gzip
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime
from hashlib import blake2b
from typing import Any, Protocol

import msgspec
from msgspec.structs import replace

from customer_risk.records import Record, decode, encode
from customer_risk.screening import material
from customer_risk.screening.building import build
from customer_risk.screening.entry import BrokenListError, ListContent, ListEntry, ListState, Unreadable
from customer_risk.screening.lists.registry import TENANT_PREFIX, Source, source_named
from customer_risk.screening.rescreening import difference
from customer_risk.storage.watchlists import NEVER, Freshness, Pointer
from watchlist_refresher import epochs
from watchlist_refresher.fetching import Get, Store, fetch

MOST_SHRINK = 0.2
MOST_UNREADABLE = 0.2


class Shelves(Store, Protocol):
    """A store with the pointer."""

    def pointer(self) -> Pointer | None:
        """The pointer as it stands."""

    def point(self, pointer: Pointer, *, after: Pointer | None) -> None:
        """Swap it; raises ``ConditionFailed``."""


class Kept(Record):
    """The last good entries of a list, and what is known of how they came."""

    state: ListState
    entries: tuple[ListEntry, ...] = ()
    validators: dict[str, Any] = msgspec.field(default_factory=dict)
    unreadable: tuple[Unreadable, ...] = ()
    origin: str = ""


class Outcome(Record):
    """What became of one list: ``problem`` says why its old entries were kept."""

    source: str
    entries: int
    added: int = 0
    changed: int = 0
    removed: int = 0
    unreadable: int = 0
    origin: str = ""
    problem: str | None = None


class Summary(Record):
    """What a refresh did; ``version`` is the current index afterwards."""

    version: str
    swapped: bool
    entries: int
    names: int
    lists: tuple[Outcome, ...]


def refresh(
    enabled: Sequence[str],
    wanted: Iterable[str],
    shelf: Shelves,
    *,
    get: Get,
    now: datetime,
    announce: Callable[[str], None] = lambda _: None,
    accepted: Collection[str] = (),
    named: Callable[[str], Source] = source_named,
) -> Summary:
    """Refresh the ``wanted`` lists and publish an index of all ``enabled`` ones. ``now`` is aware UTC.

    Of the ``accepted`` ones somebody has seen that what looks like a broken file is the list as it is now. ``named``
    knows the lists and where they are fetched from.

    ``announce`` is told the key of the delta before the index it leads to takes effect: who cannot be told keeps the
    swap from happening, and the next refresh tries again, so no change is ever in force without being announced.
    """
    pointer = shelf.pointer()
    before = {name: _kept(shelf, name) for name in enabled}
    chosen = set(wanted)
    seen = {state.source for state in pointer.sources if state.entries} if pointer else set()
    tried = {one.source: one for one in pointer.attempts} if pointer else {}
    after, outcomes = dict(before), []
    for name in enabled:
        if name in chosen:
            after[name], outcome = _refresh_one(
                named(name), before[name], shelf, get, now, new=name not in seen, accepted=name in accepted
            )
            outcomes.append(outcome)
            tried[name] = _attempt(after[name], outcome, now)
    states = tuple(kept.state for kept in after.values())
    # What the index before was made of: a list enabled or disabled since is a change as well.
    held = [state.source for state in pointer.sources] if pointer else []
    old = [entry for name in held for entry in (before.get(name) or _kept(shelf, name)).entries]
    # In an order of their own: where a publisher puts an entry in its file must not say which of two stands first.
    new = sorted((entry for kept in after.values() for entry in kept.entries), key=lambda entry: entry.key)
    delta = difference(old, new)
    epoch, rarity = epochs.going_on(pointer.epoch if pointer else None, delta.size, shelf)
    built = build(new, states, rarity)
    swapped = pointer is None or pointer.hash != built.version
    key = f"index/{built.version}.watchlist"
    if epoch is None:
        epoch = epochs.begun(built.rarity, shelf)
    if swapped:
        shelf.write(key, built.data)
        previous = pointer.hash if pointer else None
        delta = replace(delta, previous=previous, version=built.version, everybody=rarity is None)
        if delta.everybody:
            delta = replace(delta, entries=(), former=())  # who screens everybody need not know
        shelf.write(f"deltas/{built.version}.json", encode(delta))
        announce(f"deltas/{built.version}.json")
    shelf.point(
        Pointer(
            key=key,
            hash=built.version,
            built_at=now.isoformat() if swapped or pointer is None else pointer.built_at,
            revision=pointer.revision + 1 if pointer else 1,
            sources=states,
            attempts=tuple(tried[name] for name in enabled if name in tried),
            epoch=epoch,
        ),
        after=pointer,
    )
    for name, kept in after.items():
        if kept is not before[name]:
            shelf.write(f"state/{name}.json.gz", gzip.compress(encode(kept), mtime=0))
    return Summary(
        version=built.version, swapped=swapped, entries=built.entries, names=built.names, lists=tuple(outcomes)
    )


def _attempt(kept: Kept, outcome: Outcome, now: datetime) -> Freshness:
    content = blake2b(digest_size=16)
    for entry in kept.entries:
        content.update(entry.fingerprint.encode())
    return Freshness(
        source=outcome.source,
        attempted_at=now.isoformat(),
        problem=outcome.problem,
        origin=kept.origin,
        hash=content.hexdigest() if kept.entries else "",
    )


def _kept(store: Store, name: str) -> Kept:
    data = store.read(f"state/{name}.json.gz")
    if data is not None:
        return decode(gzip.decompress(data), Kept)
    limit = source_named(name).limit_hours
    return Kept(state=ListState(source=name, entries=0, fetched_at=NEVER, changed_at=NEVER, limit_hours=limit))


def _refresh_one(
    source: Source, kept: Kept, store: Store, get: Get, now: datetime, *, new: bool, accepted: bool
) -> tuple[Kept, Outcome]:
    try:
        fetched = fetch(source, store, kept.validators, get)
        content = source.read(fetched.files)
        content = _dated(content, kept.entries, None if new else now, min(fetched.as_of or now, now))
        if not accepted:
            _guard(source, content, kept.entries)
    except (BrokenListError, OSError) as error:
        return kept, Outcome(source=source.name, entries=len(kept.entries), origin=kept.origin, problem=str(error))
    delta = difference(kept.entries, content.entries)
    changed = bool(delta.added or delta.changed or delta.removed)
    state = ListState(
        source=source.name,
        entries=len(content.entries),
        fetched_at=(fetched.as_of or now).isoformat(),
        changed_at=now.isoformat() if changed else kept.state.changed_at,
        limit_hours=source.limit_hours,
        unreadable=len(content.unreadable),
    )
    fresh = Kept(
        state=state,
        entries=content.entries,
        validators=fetched.validators,
        unreadable=content.unreadable,
        origin=fetched.origin,
    )
    return fresh, Outcome(
        source=source.name,
        entries=len(content.entries),
        added=len(delta.added),
        changed=len(delta.changed),
        removed=len(delta.removed),
        unreadable=len(content.unreadable),
        origin=fetched.origin,
    )


def _dated(content: ListContent, old: Sequence[ListEntry], now: datetime | None, written: datetime) -> ListContent:
    """``content`` with the time since when each entry says what it says, where it did not say so before.

    A listed entry says it since ``now``, when we first saw it, or always where the whole list is new to us; one of a
    white list since it was ``written``, for it cannot speak of what was not yet listed then.
    """
    before = {entry.id: entry for entry in old}

    def since(entry: ListEntry) -> str | None:
        known = before.get(entry.id)
        if known and material.of_entry(known) == material.of_entry(entry):
            return known.since
        first = now if entry.types else written
        return first.isoformat() if first else None

    return replace(content, entries=tuple(replace(entry, since=since(entry)) for entry in content.entries))


def _guard(source: Source, content: ListContent, old: Sequence[ListEntry]) -> None:
    """Lists shrink slowly and can be read; one that does not is a broken file until somebody says otherwise."""
    now, before, unreadable = len(content.entries), len(old), len(content.unreadable)
    if now < before * (1 - MOST_SHRINK):
        raise BrokenListError(f"{source.name}: {now} entries, {before} before")
    if unreadable > MOST_UNREADABLE * (now + unreadable):
        raise BrokenListError(f"{source.name}: {unreadable} records cannot be read, {now} can")
    # The last record may itself be cut. Who keeps a list by hand may well strike its last lines; no publisher does.
    whole = max(now - 1, 0)
    beginning = content.entries[:whole] == tuple(old[:whole])
    if now < before - 1 and beginning and not source.name.startswith(TENANT_PREFIX):
        raise BrokenListError(f"{source.name}: nothing but the first {now} of {before} entries, so it was cut short")
