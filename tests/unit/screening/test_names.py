# ruff: noqa: RUF001 - letters of all scripts are the subject here
from __future__ import annotations

import pytest

from customer_risk.screening.chinese import as_in_older_spelling
from customer_risk.screening.index import is_patronymic
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
        ("\u13b7ohammad Reza G\u0585rin", ("mohammad", "reza", "gorin")),  # Cherokee and Armenian ones
        ("CELSOduarte Monteiro", ("celso", "duarte", "monteiro")),
        ("習近平", ("xi", "jinping")),
        ("欧阳娜娜", ("ouyang", "nana")),
        ("Hafez Fictus", ("hafez", "fictus")),
        ("Imam Oren Fictus", ("*imam", "oren", "fictus")),
        ("鈴木花子", ("suzuki", "hanako")),
        ("すずき ハナコ", ("suzuki", "hanako")),
        ("ทักษิณ", ("thaksin",)),
        ("Թումանյան Հովհաննես", ("tumanyan", "hovhannes")),
        ("Ευάγγελος Ντινόπουλος", ("evangelos", "dinopulos")),
        ("राजनाथ सिंह", ("rajnath", "singh")),
        ("ਗੁਰਪ੍ਰੀਤ ਸਿੰਘ", ("gurprit", "singh")),
        ("வேலு மோகன்", ("velu", "mokan")),
        ("ប៉ូ សម", ("pou", "som")),
        ("عبدالغفار", ("abd", "~al", "ghfar")),
        ("عبدالله", ("abd", "allh")),
        ("I9or Sech1n", ("igor", "sechin")),
        ("noxaS nomiS", ("simon", "saxon")),
        ("영철 임", ("yeongcheol", "lim")),
        ("ГОРОБЦОВ ГеннадийВасильевич", ("gorobtsov", "gennadii", "vasilevich")),
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
        ("Siemens Aktiengeselschaft", ("siemens", "§jsc")),
        ("Brigade Forty-Four", ("brigade", "44")),
        ("Lia Co Mpany", ("lia", "§co")),
        ("OOO'Dsk'", ("§llc", "dsk")),
        ("U.S. Department of State", ("united", "states", "department", "~of", "state")),
        ("NPP START IM. A.I. YASKINA", ("production", "enterprise", "start", "~named", "ai", "yaskina")),
        ("沈忠國際海運有限公司", ("shen", "zhong", "international", "shipping", "§ltd")),
        ("Fabrikam Sp. z o.o.", ("fabrikam", "§llc")),
        ("الجماعة التونسية المقاتلة", ("group", "tunisia", "combatant")),
        ("Groupe Combattant Tunisien", ("group", "combatant", "tunisia")),
        ("조선무역은행", ("korea", "trading", "bank")),
        ("Εθνική Τράπεζα της Ελλάδος", ("national", "bank", "tis", "greece")),
        ("ЗАО «Новая нефтяная компания»", ("§jsc", "new", "oil")),
        ("SHERKAT-E TEJARATE MELLI", ("§co", "~e", "trading", "national")),
        ("AO NPO Kvant", ("§jsc", "production", "association", "kvant")),
        ("Scientific and Production Association Kvant JSC", ("production", "association", "kvant", "§jsc")),
        ("UK Bitriver LLC", ("management", "bitriver", "§llc")),
        ("HSBC UK", ("hsbc", "uk")),
        ("140th Repair Plant", ("140", "repair", "plant")),
        ("Fictus Fund VIII", ("fictus", "§fund", "8")),
        ("KB INVEST MENTS Ltd", ("design", "bureau", "investment", "§ltd")),
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
        ("oleksandr", "alexander"),
        ("volodymyrovych", "vladimirovitsch"),
        ("serhii", "sergey"),
        ("xiao", "hsiao"),
        ("qiang", "chiang"),
    ],
)
def test_spellings_of_one_sound_have_the_same_consonants(left: str, right: str) -> None:
    assert sound(left).classes == sound(right).classes


@pytest.mark.parametrize("word", ["sergeevich", "volodymyrovych", "ivanowitsch", "petrivna", "oleksandrovic"])
def test_patronymics_are_known_in_any_romanisation(word: str) -> None:
    assert is_patronymic(word)


@pytest.mark.parametrize("word", ["milosevic", "petrovic", "kovac", "lyon", "ivanov"])
def test_family_names_are_no_patronymics(word: str) -> None:
    assert not is_patronymic(word)


@pytest.mark.parametrize(
    ("baltic", "slavic"),
    [("sergejs", "sergey"), ("fablovs", "fablov"), ("fablovas", "fablov"), ("vladimiras", "vladimir"),
     ("nikolajus", "nikolay"), ("fablewskis", "fablewski")],
)  # fmt: skip
def test_a_baltic_ending_is_no_part_of_a_slavic_name(baltic: str, slavic: str) -> None:
    assert sound(baltic).fold == sound(slavic).fold


@pytest.mark.parametrize(("one", "other"), [("alexis", "alex"), ("collins", "collin"), ("chavas", "chava")])
def test_other_names_keep_their_endings(one: str, other: str) -> None:
    assert sound(one).fold != sound(other).fold


def test_a_slip_within_a_sound_shares_a_key() -> None:
    assert near_keys(sound("lakhal")) & near_keys(sound("lakahl"))


@pytest.mark.parametrize("typo", ["ibrahum", "ibahim", "ibrrahim", "irbahim", "iprahim"])
def test_one_slip_shares_a_key(typo: str) -> None:
    assert near_keys(sound("ibrahim")) & near_keys(sound(typo))


def test_what_arabic_leaves_of_a_name_is_no_chinese_syllable() -> None:
    assert sound("hsn").classes == sound("hassan").classes


@pytest.mark.parametrize("word", ["maximenko", "ajili", "alexi", "qusai", "siddiqi", "xenia"])
def test_other_names_keep_their_consonants(word: str) -> None:
    assert as_in_older_spelling(word) == word


def test_hostile_words_are_read_at_once() -> None:
    assert sound("xia" * 300).letters == "xia" * 300


def test_a_japanese_name_is_not_taken_for_a_chinese_one() -> None:
    assert not normalise("\u9234\u6728\u82b1\u5b50", person=True).syllabic
    assert normalise("\u674e\u5f3a", person=True).syllabic
