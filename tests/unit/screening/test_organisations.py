from __future__ import annotations

from pathlib import Path

import pytest

from customer_risk.screening.contradictions import AGAINST, contradiction
from customer_risk.screening.explanation import explain
from customer_risk.screening.matcher import SAME_NAME, Matcher
from customer_risk.screening.names import normalise
from customer_risk.screening.places import PLACES
from customer_risk.screening.spellings import mended
from tests.support.matching import matched

STRANGERS = ("Fablewick Maritime Ltd", "Orsolina Bank", "Quellenhof Trading Company", "Zorbatek Plant")


def score(matcher: Matcher, asked: str) -> float:
    found = matcher.match(asked, person=False, least=-30.0)
    return found[0].log_odds if found else -30.0


@pytest.mark.parametrize(
    ("asked", "listed"),
    [
        ("De S.A. C.V. Fablobarrancos", "FABLOBARRANCOS, S.A. DE C.V."),
        ("Company Fabl Limited Liability", "LIMITED LIABILITY COMPANY FABL"),
        ("CLOSED JOINT-STOCK FABLNITI CO.", "CLOSED JOINT-STOCK COMPANY FABLNITI"),
        ("PUBLIC FABLEMNY JSC.", "PUBLIC JOINT STOCK COMPANY FABLEMNY"),
        ("FABLOGLOBO DE C.V. Sociedad Anonima", "FABLOGLOBO, S.A. DE C.V."),
        ("FABLEATESL", "FABLEATE SL"),
        ("Fa En Ergy Fzco", "FA ENERGY FZCO"),
        ("Joint Stock Companyfable Development", "JOINT STOCK COMPANY FABLE DEVELOPMENT"),
        (
            "Illegal Aircraft Against Their Protection And Means Fablkuynik Use Of Of Development Systems Unmanned Of",
            "DEVELOPMENT OF UNMANNED AIRCRAFT SYSTEMS AND MEANS OF PROTECTION AGAINST THEIR ILLEGAL USE OF FABLKUYNIK",
        ),
    ],
)
def test_the_very_letters_alert_wherever_spaces_stand_and_the_very_words_in_any_order(
    tmp_path: Path, asked: str, listed: str
) -> None:
    assert score(matched(tmp_path, listed, *STRANGERS, person=False), asked) >= SAME_NAME


def test_a_company_by_another_word_for_it_is_no_other_one(tmp_path: Path) -> None:
    matcher = matched(tmp_path, "Fablewick Plant Ltd", person=False)
    assert score(matcher, "Fablewick Plant Company") > score(matcher, "Fablewick Plant GmbH")


@pytest.mark.parametrize(
    ("rule", "asked", "listed", "holds"),
    [
        ("other_number", "Fable Bong 6", "Fable Bong 5", True),
        ("other_number", "Fable Partners VII", "Fable Partners 7", False),
        ("other_number", "Fable Partners Nine", "Fable Partners IX", False),
        ("lone_number", "Fable Partners", "Fable Partners II", True),
        ("lone_number", "Fable I", "Fable", False),
        ("other_place", "Government of Estonia", "Government of Ethiopia", True),
        ("other_place", "Fable Bank (Sweden)", "Fable Bank (Finland)", True),
        ("other_place", "Egyptian Fable Bank", "Fable Bank of Egypt", False),
        ("other_place", "Fable Bank", "Fable Bank of Egypt", False),
        ("other_word", "The Puffin Fund Orsolina", "The Puccini Fund Orsolina", True),
        ("other_word", "Missive Orsolina Quellenhof", "Missile Orsolina Quellenhof", True),
        ("other_word", "Missiles Orsolina Quellenhof", "Missile Orsolina Quellenhof", False),
        ("other_word", "Misile Orsolina Quellenhof", "Missile Orsolina Quellenhof", False),
        ("replaced_word", "Fablegrad Plant Zorbatek", "Fablegrad Plant Quellenhof", True),
        ("replaced_word", "Fablegrad Trading Plant", "Fablegrad Shipping Plant", False),
        ("replaced_word", "Fablegrad Plant", "Fablegrad Plant Quellenhof", False),
        ("other_aim", "ANO Orsolina", "Orsolina LLC", True),
        ("other_aim", "Orsolina JSC", "Orsolina LLC", False),
        ("common_name_of_other_form", "Star Bank AG", "Star Bank GmbH", True),
        ("common_name_of_other_form", "Fablewick Bank AG", "Fablewick Bank GmbH", False),
        ("common_name_of_other_form", "Star Bank Co", "Star Bank GmbH", False),
    ],
)
def test_what_no_slip_explains(tmp_path: Path, rule: str, asked: str, listed: str, *, holds: bool) -> None:
    (pairing,) = matched(tmp_path, listed, person=False).pairings(asked, person=False)
    held = {one.__name__ for one in AGAINST if one(pairing)}
    assert (rule in held) == holds
    assert contradiction(pairing) == sum(odds for one, odds in AGAINST.items() if one.__name__ in held)


def test_what_sets_names_apart_is_told_in_the_sum(tmp_path: Path) -> None:
    matcher = matched(tmp_path, "Fable Bong 5", person=False)
    assert "-4.50 as both names have a number" in explain(matcher, "Fable Bong 6", 0, person=False, source="s")[-1]
    assert "number" not in explain(matcher, "Fable Bong 5", 0, person=False, source="s")[-1]


@pytest.mark.parametrize(
    ("asked", "listed"),
    [
        ("CHC Fablezda", "Children's Health Complex Fablezda"),
        ("Fablezda Childrens Health Complex", "CHC Fablezda"),
        ("QGU Named After Fablevsky", "Quellen Grand University named after N.I. Fablevsky"),
        ("Fablezda Mar Orsolina", "Fablezda Maritime Orsolina"),
    ],
)
def test_first_letters_stand_for_words(tmp_path: Path, asked: str, listed: str) -> None:
    (pairing,) = matched(tmp_path, listed, person=False).pairings(asked, person=False)
    assert not pairing.own_core_left


@pytest.mark.parametrize("asked", ["CHX Fablezda", "C Fablezda", "Cornwall Fablezda"])
def test_other_letters_stand_for_nothing(tmp_path: Path, asked: str) -> None:
    (pairing,) = matched(tmp_path, "Children's Health Complex Fablezda", person=False).pairings(asked, person=False)
    assert pairing.their_core_left


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Fablewick Lttd", ("fablewick", "§ltd")),
        ("GmhH Fablewick", ("§llc", "fablewick")),
        ("Fablewick Inhc.", ("fablewick", "§co")),
        ("Fablewick Ingnieria", ("fablewick", "engineering")),
        ("FABLEWICK INVERSIONNES LTDA", ("fablewick", "investment", "§ltd")),
    ],
)
def test_legal_forms_and_common_words_are_known_with_a_slip_in_them(text: str, words: tuple[str, ...]) -> None:
    meant = mended(normalise(text, person=False))
    assert meant
    assert meant.words == words


@pytest.mark.parametrize("text", ["Fablewick Zinc", "Fablewick", "Fablewick Lttd Ltd", "Lttd", "Fablewick Sparta"])
def test_other_words_are_left_alone(text: str) -> None:
    assert mended(normalise(text, person=False)) is None


def test_a_slip_in_a_legal_form_costs_little(tmp_path: Path) -> None:
    matcher = matched(tmp_path, "Fablewick Exports Ltd", person=False)
    assert score(matcher, "Fablewick Exports Lttd") > score(matcher, "Fablewick Exports Quellenhof") + 1


def test_a_place_has_one_number_by_all_its_words() -> None:
    assert PLACES["estonia"] == PLACES["estonian"] != PLACES["ethiopian"] == PLACES["ethiopia"]
