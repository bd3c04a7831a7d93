from __future__ import annotations

import pytest

from customer_risk.screening.names import normalise
from customer_risk.screening.sounds import near_keys, sound


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Dr. José AL-Hakim", ("*dr", "jose", "~al", "hakim")),
        ("O'Brien-Šmíd Łukasz", ("obrien", "smid", "lukasz")),
        ("САЛЬДО Володимир", ("saldo", "volodimir")),
        ("خميس سرحان المحمد", ("khmis", "srhan", "~al", "mhmd")),
        ("Αλέξης Τσίπρας", ("alexis", "tsipras")),
        ("Հայկ Սարգսյան", ("hayk", "sargsyan")),
        ("김화승", ("kim", "hwaseung")),
        ("सितारा हजारिका", ("sitara", "hajarika")),
        ("さゆり", ("sayuri",)),
        ("M\u043ehammad Reza", ("mohammad", "reza")),  # a Cyrillic letter among Latin ones
        ("CELSOduarte Monteiro", ("celso", "duarte", "monteiro")),
        ("習近平", ("習近平",)),  # what nobody here can read stays, so that it can still be found as it is
    ],
)
def test_people(text: str, words: tuple[str, ...]) -> None:
    assert words == normalise(text, person=True).words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Foo Trading Co., Ltd.", ("foo", "trading", "§ltd")),
        ('LIMITED LIABILITY COMPANY "ALPHA & CO"', ("§llc", "alpha", "~and")),
        ("JOINT-STOCK RATEP COMPANY", ("§jsc", "ratep")),
        ("VTB DEVELOPMENT AO", ("vtb", "development", "§jsc")),
        ("LIMITDE Bonum", ("§ltd", "bonum")),
        ("SiemensAG", ("siemens", "§jsc")),
        ("Fabrikam Sp. z o.o.", ("fabrikam", "§llc")),
        ("S.A. de C.V.", ("sa", "de", "cv")),  # nothing but a form is a name all the same
    ],
)
def test_organisations(text: str, words: tuple[str, ...]) -> None:
    assert words == normalise(text, person=False).words


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("mohammed", "muhammad"),
        ("yuri", "iouri"),
        ("alexander", "aleksander"),
        ("oleksij", "oleksiy"),
        ("ivanov", "iwanow"),
    ],
)
def test_spellings_of_one_sound_have_the_same_consonants(left: str, right: str) -> None:
    assert sound(left).classes == sound(right).classes


@pytest.mark.parametrize("typo", ["ibrahum", "ibahim", "ibrrahim", "irbahim", "iprahim"])
def test_one_slip_shares_a_key(typo: str) -> None:
    assert near_keys(sound("ibrahim")) & near_keys(sound(typo))
