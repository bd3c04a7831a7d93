"""What must hold of screening for any name whatever."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from customer_risk.screening.building import build
from customer_risk.screening.entry import EntryKind, ListEntry, ListName, ListState
from customer_risk.screening.index import Index
from customer_risk.screening.lists.ofac.remarks import parse_remarks
from customer_risk.screening.matcher import SAME_NAME, Matcher
from customer_risk.screening.names import MOST_WORDS, normalise
from customer_risk.screening.result import HitType

STATE = ListState(source="s", entries=0, fetched_at="2026-01-01T00:00:00+00:00", changed_at="", limit_hours=1)
NAMES = st.lists(st.text(min_size=1, max_size=40), min_size=1, max_size=6)
WORDS = st.text(alphabet="abcdefghijklmnoprstuvz", min_size=2, max_size=10)


def matcher(names: list[str], kind: EntryKind = EntryKind.PERSON) -> Matcher:
    entries = [
        ListEntry(source="s", id=str(at), kind=kind, names=(ListName(text=name),), types=(HitType.SANCTIONED_PERSON,))
        for at, name in enumerate(names)
    ]
    with TemporaryDirectory() as folder:
        path = Path(folder) / "x.watchlist"
        path.write_bytes(build(entries, [STATE]).data)
        return Matcher(Index.open(path))


@given(st.text(max_size=300), st.booleans())
def test_any_text_is_a_name_or_nothing(text: str, person: bool) -> None:  # noqa: FBT001 - drawn, not passed
    name = normalise(text, person=person)
    assert len(name.words) <= MOST_WORDS
    assert all(name.words)


@settings(max_examples=60, deadline=None)
@given(NAMES, st.text(max_size=60))
def test_any_question_has_the_same_answer_twice(names: list[str], asked: str) -> None:
    asked_of = matcher(names)
    assert asked_of.match(asked, person=True) == asked_of.match(asked, person=True)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(WORDS, min_size=1, max_size=4), min_size=1, max_size=5), st.data())
def test_the_words_of_a_listed_name_always_alert(names: list[list[str]], data: st.DataObject) -> None:
    wanted = data.draw(st.sampled_from(names))
    asked = " ".join(data.draw(st.permutations(wanted)))
    best = matcher([" ".join(words) for words in names]).match(asked, person=True)[0]
    assert best.log_odds >= SAME_NAME


@given(st.text(max_size=500))
def test_any_remark_can_be_read(text: str) -> None:
    assert parse_remarks(text).text == text
