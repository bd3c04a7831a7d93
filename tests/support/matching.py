"""A matcher on a list of a few names."""

from __future__ import annotations

from pathlib import Path

from customer_risk.screening.building import build
from customer_risk.screening.entry import EntryKind, ListEntry, ListName, ListState
from customer_risk.screening.index import Index
from customer_risk.screening.matcher import Matcher
from customer_risk.screening.result import HitType

STATE = ListState(source="s", entries=1, fetched_at="2026-01-01T00:00:00+00:00", changed_at="", limit_hours=1)


def matched(folder: Path, *listed: str, person: bool = True) -> Matcher:
    """A matcher on entries of one name each, people or organisations; ``folder`` takes the index."""
    kind = EntryKind.PERSON if person else EntryKind.ORGANISATION
    types = (HitType.SANCTIONED_PERSON if person else HitType.SANCTIONED_ENTITY,)
    entries = [ListEntry(source="s", id=name, kind=kind, names=(ListName(text=name),), types=types) for name in listed]
    path = folder / "names.watchlist"
    path.write_bytes(build(entries, [STATE]).data)
    return Matcher(Index.open(path))
