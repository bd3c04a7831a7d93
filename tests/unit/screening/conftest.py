"""The index of the shipped sample lists, built once."""

from __future__ import annotations

from pathlib import Path

import pytest

from customer_risk.screening.building import build
from customer_risk.screening.entry import ListEntry, ListState
from customer_risk.screening.index import Index
from customer_risk.screening.lists.registry import expand, source_named
from customer_risk.screening.screener import Screener

FRESH = "2026-11-01T00:00:00+00:00"


@pytest.fixture(scope="session")
def sample_index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    entries: list[ListEntry] = []
    states: list[ListState] = []
    for name in expand("sample"):
        source = source_named(name)
        content = source.read(source.sample_files())
        entries += content.entries
        states.append(
            ListState(source=name, entries=len(content.entries), fetched_at=FRESH, changed_at=FRESH, limit_hours=100)
        )
    path: Path = tmp_path_factory.mktemp("index") / "sample.watchlist"
    path.write_bytes(build(entries, states).data)
    return Index.open(path)


@pytest.fixture(scope="session")
def sample_screener(sample_index: Index) -> Screener:
    return Screener(sample_index)
