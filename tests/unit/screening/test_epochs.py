"""Words weigh the same through an epoch, and when one ends everybody is screened again."""

from __future__ import annotations

from pathlib import Path

import pytest

from customer_risk.screening import building, rarity
from customer_risk.screening.index import Index
from tests.support.lists import ListCloud, list_cloud, table
from watchlist_refresher import epochs

PEOPLE = [f"Listed Person{a}{b}" for a in "abcde" for b in "abcdefghij"]


def everybody(cloud: ListCloud, *names: str) -> bool:
    """Whether the refresh to a list of these names has everybody screened again."""
    cloud.upload("pep", "pep.csv", table(*names))
    summary = cloud.refresh("pep")
    assert summary.swapped
    return cloud.delta(summary.version).everybody


def test_words_weigh_the_same_until_a_tenth_has_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rarity, "LEAST_ENTRIES", 1)
    with list_cloud(tmp_path) as cloud:
        assert everybody(cloud, *PEOPLE), "the first index"
        weights = [word_weight(cloud, "listed")]
        changes = [f"Other Persona{letter}" for letter in "qrstu"]
        for number in range(1, 6):
            assert not everybody(cloud, *PEOPLE, *changes[:number])
            weights.append(word_weight(cloud, "listed"))
        assert len(set(weights)) == 1
        assert everybody(cloud, *PEOPLE, *changes, "One Morepersona"), "more than a tenth since the first"
        assert word_weight(cloud, "listed") != weights[0]
        assert not everybody(cloud, *PEOPLE, *changes)


def test_whoever_changes_the_rules_has_everybody_screened_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with list_cloud(tmp_path) as cloud:
        everybody(cloud, *PEOPLE)
        assert not cloud.refresh("pep").swapped
        for module in (building, epochs):
            monkeypatch.setattr(module, "rules", lambda: "other rules")
        summary = cloud.refresh("pep")
        assert summary.swapped, "the same entries by other rules are another index"
        assert cloud.delta(summary.version).everybody
        assert not cloud.refresh("pep").swapped


def test_the_order_of_a_file_makes_no_other_index(tmp_path: Path) -> None:
    with list_cloud(tmp_path) as cloud:
        everybody(cloud, *PEOPLE)
        cloud.upload("pep", "pep.csv", table(*reversed(PEOPLE)))
        assert not cloud.refresh("pep").swapped


def word_weight(cloud: ListCloud, word: str) -> float:
    """What a listed word weighs in the index in force."""
    pointer = cloud.shelf.pointer()
    assert pointer is not None
    data = cloud.shelf.read(pointer.key)
    assert data is not None
    path = cloud.folder / "weighed"
    path.write_bytes(data)
    index = Index.open(path)
    number = index.number(word)
    assert number is not None
    return index.weight_of[number]
