from __future__ import annotations

from pathlib import Path

import pytest

from customer_risk.screening import commonness
from customer_risk.screening.alignment import Pairing
from customer_risk.screening.features import FEATURES, identical_words
from tests.support.matching import matched


def pairing(folder: Path, asked: str, listed: str) -> Pairing:
    (found,) = matched(folder, listed).pairings(asked, person=True)
    return found


@pytest.mark.parametrize(
    ("feature", "asked", "listed", "stands"),
    [
        ("other_gender", "Antonia Fablewick", "Antonio Fablewick", True),
        ("other_gender", "Antonyo Fablewick", "Antonio Fablewick", False),
        ("other_patronymic", "Fablov Denis Viktorovich", "Fablov Denis Sergeevich", True),
        ("other_patronymic", "Fablov Denis Viktorovich", "Fablov Denis Victorovitch", False),
        ("other_patronymic", "Fablov Denis", "Fablov Denis Sergeevich", False),
        ("other_syllable", "Ri Fab-chol", "Ri Yong-chol", False),
        ("other_syllable", "Kim Yong-chol", "Kim Yong-chun", True),
        ("other_syllable", "Kim Yong-chol", "Kim Yong-cheol", False),
        ("other_syllable", "Kim Yong-choll", "Kim Yong-chol", False),
        ("other_syllable", "Sela Yong-chol", "Sela Yong-chun", False),
        ("all_common", "Leonardo Ruiz", "Leonardo Ruiz Fablewick", True),
        ("all_common", "Leonardo Fablewick", "Leonardo Ruiz Fablewick", False),
        ("initials", "R. Fablewick", "Rustam Fablewick", True),
        ("initials", "Rustam Fablewick", "Sultan Fablewick", False),
        ("most_edits", "Rustam Fablewick", "Sultan Fablewick", True),
        ("most_edits", "R. Fablewick", "Rustam Fablewick", False),
        ("conflict", "Richard Orsolo", "Richard O. Fablewick", True),
        ("conflict", "Richard O. Fablewick", "Richard Orsolo Fablewick", False),
        ("unmatched_query", "Fablewick Fablewick Ann", "Ann Fablewick", False),
        ("unmatched_listed", "Ann Fablewick", "Ann Fablewick Fablewick", False),
        ("unmatched_query", "Fablewick Ann Fablewick", "Ann Fablewick", True),
        ("unmatched_query", "Ann Fab Lewi Ckson", "Ann Fablewickson", False),
        ("other_consonants", "Ann Kamal", "Ann Jamal", True),
        ("other_consonants", "Ann Kamyl", "Ann Kamil", False),
        ("other_consonants", "Mike Fablewick", "Michael Fablewick", False),
        ("two_common_names", "Maria Fablewick", "Mario Fablewick", True),
        ("two_common_names", "Marixo Fablewick", "Mario Fablewick", False),
        ("other_form_of_gender", "Michelle Fablewick", "Michel Fablewick", True),
        ("other_form_of_gender", "Michele Fablewick", "Michel Fablewick", False),
        ("fathers_left_out", "Orso bin Fablewick", "Orso bin Muhammad ibn Awad ibn Fablewick", True),
        ("fathers_left_out", "Orso Muhammad", "Orso bin Muhammad ibn Awad ibn Fablewick", False),
        ("fathers_left_out", "Orso Fablewick", "Orso Awad Fablewick", False),
        ("rarest_same", "Ann Fablewick", "Anne Fablewick", True),
        ("rarest_same", "Ann Fablewyck", "Anne Fablewick", False),
    ],
)
def test_a_feature_stands_for_what_it_says(
    tmp_path: Path, feature: str, asked: str, listed: str, *, stands: bool
) -> None:
    assert stands == (FEATURES[feature](pairing(tmp_path, asked, listed)) > 0)


@pytest.mark.parametrize(
    ("same", "other", "listed"),
    [
        ("Antonyo Fablewick", "Antonia Fablewick", "Antonio Fablewick"),
        ("Fablov Denis Victorovitch", "Fablov Denis Sergeevich", "Fablov Denis Viktorovich"),
        ("Orsolina Fablewick", "Leonardo Ruiz", "Leonardo Ruiz Orsolina Fablewick"),
    ],
)
def test_what_tells_strangers_apart_lowers_the_score(tmp_path: Path, same: str, other: str, listed: str) -> None:
    matcher = matched(tmp_path, listed)
    found = [matcher.match(asked, person=True, least=-30.0) for asked in (same, other)]
    assert found[0][0].log_odds > found[1][0].log_odds


@pytest.mark.parametrize(
    ("asked", "listed"),
    [("Micah Fablewick", "Michael Fablewick"), ("Kesha Fablov", "Innokenty Fablov"), ("Chema Fabla", "Jose Fabla")],
)
def test_a_short_form_is_found_by_the_full_name(tmp_path: Path, asked: str, listed: str) -> None:
    matcher = matched(tmp_path, listed)
    stranger = "Ulrich " + asked.split()[1]
    found = [matcher.match(text, person=True, least=-30.0)[0].log_odds for text in (asked, stranger)]
    assert found[0] > 0 > found[1]


def test_the_very_words_are_the_same_in_any_order(tmp_path: Path) -> None:
    assert identical_words(pairing(tmp_path, "Fablewick Ann", "Ann Fablewick"))
    assert not identical_words(pairing(tmp_path, "Fablewick Ann B", "Ann Fablewick"))


def test_common_words_weigh_less_by_their_tier(tmp_path: Path) -> None:
    matcher = matched(tmp_path, "Ahmed Smith Leonardo Fablewick")
    weights = matcher.pairings("Ahmed Smith Leonardo Fablewick", person=True)[0].weights
    assert sorted(set(weights)) == weights
    assert set(commonness.SHARE.values()) == {1 / 50, 1 / 200, 1 / 1000, 1 / 4000}
