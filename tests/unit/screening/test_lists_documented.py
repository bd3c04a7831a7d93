"""docs/watchlists.md names every source, format, file, type and limit there is."""

from __future__ import annotations

import re
from pathlib import Path

from customer_risk.screening.lists.registry import SOURCES, expand
from customer_risk.screening.lists.table.reader import _WHITE
from customer_risk.screening.result import HitType
from watchlist_refresher.refreshing import MOST_SHRINK, MOST_UNREADABLE

PAGE = (Path(__file__).parents[3] / "docs" / "watchlists.md").read_text(encoding="utf-8")
TABLE_ROWS = [cells for line in PAGE.splitlines() if (cells := re.findall(r"(?<=\| ).*?(?= \|)", line))]
LISTS = {cells[0]: cells for cells in TABLE_ROWS if len(cells) == 5}
FORMATS = {cells[0] for cells in TABLE_ROWS if len(cells) == 3}


def test_every_source_is_told_as_it_is() -> None:
    for name, source in SOURCES.items():
        if source.sample:
            continue
        _, files, origin, format_, stale = LISTS[f"`{name}`"]
        assert re.findall(r"`(\S+)`", files) == [*source.files, *source.optional][: files.count("`") // 2]
        assert (origin == "upload") is not source.urls
        assert format_ == f"`{source.format}`"
        assert stale == ("72 h" if source.limit_hours == 72 else f"{source.limit_hours // 24} days")


def test_every_format_is_told() -> None:
    assert {f"`{source.format}`" for source in SOURCES.values()} <= FORMATS


def test_every_type_of_a_spreadsheet_is_told() -> None:
    assert {f"`{type_}`" for type_ in (*HitType, *_WHITE)} <= set(re.findall(r"`\w+`", PAGE))


def test_the_groups_and_limits_are_told() -> None:
    assert (MOST_SHRINK, MOST_UNREADABLE) == (0.2, 0.2), "the page says a fifth"
    assert len(expand("official")) == 5
    assert {"`official`", "`sample`", "`every_sample`"} <= set(re.findall(r"`\w+`", PAGE))
