"""Where lists are fetched from, and where from when an address has moved."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from customer_risk.screening.lists.registry import SOURCES, moved, source_named
from tests.support.lists import list_cloud
from watchlist_refresher.fetching import Answer
from watchlist_refresher.refreshing import refresh

ELSEWHERE = "https://mirror.example/uk.csv?token=a=b"
MOVED = f"uk_sanctions/UK-Sanctions-List.csv={ELSEWHERE}, pep/pep.csv=https://bank.example/pep.csv"


def test_a_list_is_fetched_from_where_it_has_moved_to(tmp_path: Path) -> None:
    (data,) = source_named("sample_uk").sample_files().values()
    asked: list[str] = []

    def get(url: str, _headers: Mapping[str, str]) -> Answer:
        asked.append(url)
        return Answer(body=data, validators={})

    with list_cloud(tmp_path) as cloud:
        lists = ["uk_sanctions"]
        summary = refresh(lists, lists, cloud.shelf, get=get, now=cloud.now, named=moved(MOVED))
    assert (summary.lists[0].problem, summary.lists[0].origin) == (None, "network")
    assert asked == [ELSEWHERE]


def test_a_list_without_an_address_gets_one_and_the_others_stay() -> None:
    named = moved(MOVED)
    assert named("pep").urls == {"pep.csv": "https://bank.example/pep.csv"}
    assert all(named(name) == source for name, source in SOURCES.items() if name not in {"pep", "uk_sanctions"})
    assert moved("")("un_consolidated") == SOURCES["un_consolidated"]


@pytest.mark.parametrize(
    "addresses",
    [
        "uk_sanctions=https://x.example",
        "nobodys/list.csv=https://x.example",
        "pep/pep.csv=http://x.example",
        "pep/pep.csv",
    ],
)
def test_what_is_no_address_of_a_list_is_refused(addresses: str) -> None:
    with pytest.raises(ValueError, match="no address of a list"):
        moved(addresses)


def test_every_address_is_https_and_leads_to_a_file_its_reader_knows() -> None:
    for source in SOURCES.values():
        assert source.urls.keys() <= {*source.files, *source.optional}
        assert all(url.startswith("https://") for url in source.urls.values())
