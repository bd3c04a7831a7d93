from __future__ import annotations

import pytest

from customer_risk.screening.readings import MOST_READINGS, readings


@pytest.mark.parametrize(
    ("text", "others"),
    [
        ("Kudrina (Lopatina) Vera", ("Kudrina Vera", "Lopatina Vera")),
        ("Oren Blackwood a.k.a. Abu Fulan", ("Oren Blackwood", "Abu Fulan")),
        ("Oren Blackwood f/k/a Oren Whitewood", ("Oren Blackwood", "Oren Whitewood")),
        ("Oren Blackwood (alias Abu Fulan)", ("Oren Blackwood", "Abu Fulan")),
        ("Marie Aka Brou", ()),
        ("MARIE AKA BROU", ()),
        ("Oren/Oran Blackwood", ()),
        ("\u0641\u0644\u0627\u0646 (Fulan Fulani", ("\u0641\u0644\u0627\u0646", "Fulan Fulani")),
    ],
)
def test_people(text: str, others: tuple[str, ...]) -> None:
    assert (text, *others) == readings(text, person=True)


@pytest.mark.parametrize(
    ("text", "others"),
    [
        ("Fictus Trading Union (FTU)", ("Fictus Trading Union",)),
        ("Fictus Trading (USA) Inc.", ()),
        ("Bank of Fictus (Hong Kong) Limited", ()),
        ("Hizb Fictus (Party of the Example)", ("Hizb Fictus", "Party of the Example")),
        ("Fictus Ltd (formerly Bolt Ltd)", ("Fictus Ltd", "Bolt Ltd")),
        ("Fictus, Inc. DBA Bolt", ("Fictus, Inc.", "Bolt")),
        ("Fictus Army / Party of the Example", ("Fictus Army", "Party of the Example")),
        ("Fictus Import/Export", ()),
        ("Fictus J/V Corporation", ()),
        ("(Fictus)", ()),
    ],
)
def test_organisations(text: str, others: tuple[str, ...]) -> None:
    assert (text, *others) == readings(text, person=False)


def test_readings_are_few_however_many_names_a_field_holds() -> None:
    assert len(readings(" aka ".join(f"Name{n} Family" for n in "abcdefgh"), person=True)) == MOST_READINGS


def test_what_is_too_long_to_be_a_name_is_not_searched() -> None:
    hostile = "(" + " " * 200_000
    assert readings(hostile, person=False) == (hostile,)
