"""What the screening benchmark makes itself: its page of worst cases and its million people."""

from __future__ import annotations

import random
from pathlib import Path

from tools.bench.screening_million import people, slipped
from tools.bench.screening_page import Case, write
from tools.bench.screening_peers import f1


def test_the_page_shows_the_worst_of_each_kind_first(tmp_path: Path) -> None:
    cases = [
        Case(kind="false", badness=badness, asked=asked, found="<Ann>")
        for badness, asked in ((0.5, "mild"), (4.0, "worst"))
    ]
    write(cases, tmp_path / "new" / "page.html")
    page = (tmp_path / "new" / "page.html").read_text(encoding="utf-8")
    assert page.index("worst") < page.index("mild")
    assert "&lt;Ann&gt;" in page
    assert "<Ann>" not in page


def test_the_million_people_are_the_same_every_time() -> None:
    assert list(people(50)) == list(people(50))
    assert len(set(people(1000))) > 900


def test_a_slip_changes_a_name_by_little() -> None:
    random_ = random.Random(1)  # noqa: S311 - a reproducible sample, no secret
    slips = {slipped("Maria Kortovan", random_) for _ in range(40)}
    assert all(abs(len(slip) - len("Maria Kortovan")) <= 1 for slip in slips)
    assert len(slips) > 10


def test_f1_is_one_only_when_all_is_right() -> None:
    assert f1([0.9, 0.1], [True, False], 0.5) == 1.0
    assert f1([0.9, 0.8], [True, False], 0.5) < 1.0
