from __future__ import annotations

from pathlib import Path

import pytest
from rapidfuzz.distance import OSA

from customer_risk.screening.building import build
from customer_risk.screening.entry import EntryKind, ListEntry, ListName, ListState
from customer_risk.screening.index import Index
from customer_risk.screening.likeness import LEAST, Likeness
from customer_risk.screening.neighbourhood import CLASS_COST, FOLD_COST, LETTER_COST, SAME_SOUND, SKELETON_COST
from customer_risk.screening.result import HitType
from customer_risk.screening.sounds import exact_keys, near_keys, sound

STATE = ListState(source="s", entries=1, fetched_at="2026-01-01T00:00:00+00:00", changed_at="", limit_hours=1)
LISTED = (
    "Mohammed Muhammad Hassan Husayn Hussein",
    "Volodymyr Vladimir Wladimir Zelenskyy Zielinski",
    "Aerocaribbean Aero Caribbean Karibean",
    "Aoife Eoin Ai Li Lee Ng Nguyen Nguyn",
    "Schmidt Schmitt Smith Smyth Shmit",
)
ASKED = ("muhamad", "hussain", "volodimir", "zelenski", "caribean", "eoife", "li", "nguien", "smidt", "qaddafi")


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    names, types = tuple(ListName(text=text) for text in LISTED), (HitType.SANCTIONED_PERSON,)
    entry = ListEntry(source="s", id="1", kind=EntryKind.PERSON, names=names, types=types)
    path: Path = tmp_path_factory.mktemp("index") / "one.watchlist"
    path.write_bytes(build([entry], [STATE]).data)
    return Index.open(path)


def in_full(own: str, other: str) -> float:
    """The likeness of two different words without digits, with nothing ruled out beforehand."""
    a, b = sound(own), sound(other)
    cost = CLASS_COST * OSA.distance(a.classes, b.classes) + SKELETON_COST * OSA.distance(a.skeleton, b.skeleton)
    heard = 1 - 2 * (cost + FOLD_COST * OSA.distance(a.fold, b.fold)) / (len(a.fold) + len(b.fold))
    written = 1 - 2 * LETTER_COST * OSA.distance(own, other) / (len(own) + len(other))
    return min(max(heard, written), SAME_SOUND)


@pytest.mark.parametrize("asked", ASKED)
def test_only_words_that_are_too_different_are_ruled_out_early(index: Index, asked: str) -> None:
    units = {unit for unit, text in enumerate(index.units) if text != asked}
    expected = {unit: in_full(asked, index.units[unit]) for unit in units}
    found = Likeness(index).word(asked).among(units)
    assert found == pytest.approx({unit: alike for unit, alike in expected.items() if alike >= LEAST})


@pytest.mark.parametrize(("written", "listed"), [("aerocaribbean", True), ("aerokaribean", True), ("aeroline", False)])
def test_words_written_as_one_are_for_nearly_the_same_listed_word(index: Index, written: str, *, listed: bool) -> None:
    word = Likeness(index).joined(written)
    assert (word is not None and word.best > 0) == listed


@pytest.mark.parametrize("asked", ASKED)
def test_one_search_after_the_other_finds_the_words_that_a_search_for_all_does(index: Index, asked: str) -> None:
    for keys in (exact_keys(sound(asked)), near_keys(sound(asked))):
        assert index.words_with(keys) == {unit for unit in index.sharing(keys) if unit < index.words}
