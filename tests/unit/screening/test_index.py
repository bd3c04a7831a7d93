from __future__ import annotations

from pathlib import Path

import pytest

from customer_risk.screening import index_file
from customer_risk.screening.building import Built, build
from customer_risk.screening.entry import EntryKind, ListEntry, ListName, ListState
from customer_risk.screening.index import Index
from customer_risk.screening.matcher import SAME_WEAK_NAME, Matcher
from customer_risk.screening.model import shipped
from customer_risk.screening.result import HitType
from tools.matching_doc import PAGE, page

STATE = ListState(source="s", entries=2, fetched_at="2026-01-01T00:00:00+00:00", changed_at="", limit_hours=1)


def built(*names: str) -> Built:
    entries = [
        ListEntry(
            source="s",
            id=str(number),
            kind=EntryKind.PERSON,
            names=(ListName(text=name),),
            types=(HitType.SANCTIONED_PERSON,),
        )
        for number, name in enumerate(names)
    ]
    return build(entries, [STATE])


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "one.watchlist"
    file.write_bytes(built("Ann Fable", "Bertram Fiction-Tale").data)
    return file


def test_the_same_entries_give_the_same_bytes() -> None:
    assert built("Ann Fable", "Bert Tale") == built("Ann Fable", "Bert Tale")
    assert built("Ann Fable").version != built("Ann Fables").version


def test_the_same_entries_by_other_rules_are_another_index(monkeypatch: pytest.MonkeyPatch) -> None:
    before = built("Ann Fable").version
    monkeypatch.setattr(index_file, "FORMAT", index_file.FORMAT + 1)
    assert built("Ann Fable").version != before


def test_an_opened_index_says_what_was_put_in(path: Path) -> None:
    index = Index.open(path)
    assert index.version == built("Ann Fable", "Bertram Fiction-Tale").version
    assert [index.entry(number).names[0].text for number in range(2)] == ["Ann Fable", "Bertram Fiction-Tale"]
    assert index.name_text(1) == "Bertram Fiction-Tale"
    assert index.lists == (STATE,)


@pytest.mark.parametrize("size", [0, 5, 20, 2000, -1])
def test_a_cut_file_is_refused(path: Path, size: int) -> None:
    path.write_bytes(path.read_bytes()[:size])
    with pytest.raises(index_file.UnusableIndexError):
        Index.open(path)


def test_a_changed_byte_is_noticed(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[-3] ^= 1
    with pytest.raises(index_file.UnusableIndexError, match="content"):
        index_file.verify(bytes(data))


def test_an_index_of_nothing_answers(tmp_path: Path) -> None:
    file = tmp_path / "empty.watchlist"
    file.write_bytes(build([], []).data)
    assert Matcher(Index.open(file)).match("Ann Fable", person=True) == []


@pytest.mark.parametrize(
    ("asked", "listed"),
    [
        ("Bertram Fiction Tale", "Bertram Fiction-Tale"),
        ("TALE, Bertram Fiction", "Bertram Fiction-Tale"),
        ("Bertram Fictiontale", "Bertram Fiction-Tale"),
        ("Bert Fiction-Tale", "Bertram Fiction-Tale"),
        ("B. Fiction-Tale", "Bertram Fiction-Tale"),
        ("Ann Fabel", "Ann Fable"),
        ("Anna Fable", "Ann Fable"),
        ("Bert Ram Fiction-Tale", "Bertram Fiction-Tale"),
        ("Betrram Fiction-Tale", "Bertram Fiction-Tale"),
    ],
)
def test_variants_find_their_name(path: Path, asked: str, listed: str) -> None:
    matcher = Matcher(Index.open(path))
    assert listed == matcher.index.name_text(matcher.match(asked, person=True)[0].name)


def test_words_around_a_listed_name_do_not_hide_it(path: Path) -> None:
    matcher = Matcher(Index.open(path))
    best = matcher.match("kindly send all of the money to Bertram Fiction Tale", person=True)[0]
    assert best.log_odds >= SAME_WEAK_NAME


def test_the_page_on_matching_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(shipped())
