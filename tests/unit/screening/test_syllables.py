from __future__ import annotations

from pathlib import Path

import pytest

from customer_risk.screening.explanation import explain
from customer_risk.screening.spellings import spellings
from customer_risk.screening.syllables import says, syllables
from tests.support.matching import matched


def alerts(folder: Path, asked: str, listed: str) -> bool:
    return any(match.log_odds > 0 for match in matched(folder, listed).match(asked, person=True))


SAME = [
    ("박성철", "PAK Song Chol"),  # as Pyongyang spells it
    ("박성철", "Sungchul Park"),  # as people do
    ("이용준", "RHEE Yong-joon"),
    ("철수 남궁", "Namkoong Cheolsoo"),
    ("林美珍", "LAM Mei-chun"),  # Cantonese
    ("陈国荣", "Chan Kwok Wing"),
    ("張志忠", "Chang Chih-chung"),  # Taiwan
    ("黃文财", "Ng Boon Chye"),  # Hokkien
    ("林美珍", "Mary Lam Mei-chun"),
    ("欧阳志明", "OUYANG Zhiming"),
    ("محمود القاسمي", "Mahmoud AL-KASSIMI"),
    ("شمس الدين عثمان", "SHAMSUDDIN OSMAN"),
    ("عبدالغفار قریشی", "Abdul Ghaffar QURAISHI"),
    ("דייוויד וילסון", "David Wilson"),
    ("דוד ברזילי", "BARZILAI David"),
    ("สมหมาย เจริญพร", "Sommai Charoenporn"),
    ("루카스 로랑", "Lukas Laurent"),
]
ONE_WAY = ("Mary", "SHAMSUDDIN", "Lukas", "BARZILAI")
"""Words that lead nowhere from the Latin side."""
STRANGERS = [
    ("박성철", "PAK Song Chun"),
    ("박성철", "KIM Song Chol"),
    ("박성철", "PAK Chol"),
    ("林美珍", "LAM Mei-ling"),
    ("林美珍", "LAM Wai-chun"),
    ("이지우", "Ka Ji Woo LEE"),  # what is left over is a syllable
    ("張志忠", "Chang Chih-wei"),
    ("王芳", "Wong Fong Mei"),
    ("محمود القاسمي", "Mahmoud AL-KASSAB"),
    ("דייוויד וילסון", "David Watson"),
    ("루카스 로랑", "Lukas Bernini"),
]


@pytest.mark.parametrize(("native", "latin"), SAME)
def test_a_name_in_its_own_script_is_found_under_its_latin_spelling(tmp_path: Path, native: str, latin: str) -> None:
    assert alerts(tmp_path, native, latin)


@pytest.mark.parametrize(("native", "latin"), [pair for pair in SAME if pair[1].split()[0] not in ONE_WAY])
def test_and_the_other_way_round(tmp_path: Path, native: str, latin: str) -> None:
    assert alerts(tmp_path, latin, native)


def test_a_foreigners_name_in_hangul_is_no_koreans(tmp_path: Path) -> None:
    assert alerts(tmp_path, "베르나르 모로", "Bernard Moreau")
    assert alerts(tmp_path, "리사 모로", "Lisa Moreau")
    assert not alerts(tmp_path, "베르나르 모로", "Bernard Morrison")


@pytest.mark.parametrize(("native", "latin"), STRANGERS)
def test_other_syllables_are_a_strangers_name(tmp_path: Path, native: str, latin: str) -> None:
    assert not alerts(tmp_path, native, latin)
    assert not alerts(tmp_path, latin, native)


def test_an_explanation_tells_of_the_spelling_that_was_found(tmp_path: Path) -> None:
    asked = matched(tmp_path, "LAM Mei-chun")
    assert "lam" in explain(asked, "林美珍", 0, person=True, source="the list")[1]


@pytest.mark.parametrize(
    "text", [*"(林", "王芳", "김철", "鈴木花子", "테리", "محمد", "עלי בן", "Kim Song Chol", "", "林(美"]
)
def test_what_has_no_syllables_to_go_by(text: str) -> None:
    assert not syllables(text)


def test_marks_between_syllables_do_no_harm() -> None:
    assert says(syllables("林.美[珍"), "Lam Mei Chun")


@pytest.mark.parametrize("text", ["ㄱㄴㄷ", "김ㄱ", "金(", "\u9fff\u9ffe\u9ffd", "\uf900\uf901\uf902", "김 정"])
def test_odd_letters_are_read_as_well_as_may_be(text: str) -> None:
    assert all(all(name.words) for name in spellings(text, person=True))


def test_many_words_are_no_name_of_syllables() -> None:
    assert not says(syllables("林美珍"), "Lam Mei Chun and five more words")


@pytest.mark.parametrize(
    ("asked", "listed"),
    [
        ("\u05d1\u05d7 " * 20, "bh" * 30 + " x"),
        ("\u0e0d" * 59, "an" * 30 + " q"),
        (" ".join(["\ucd5c\uc740\uc5f0"] * 15), "yon" * 20 + " q"),
    ],
)
def test_a_name_that_could_be_read_in_countless_ways_is_judged_at_once(asked: str, listed: str) -> None:
    assert not says(syllables(asked) or "x", listed)
