"""The default classifiers: what the document shows, and every country once."""

from __future__ import annotations

import json
from pathlib import Path

from customer_risk.reference import countries
from customers import classifiers
from customers.classifiers import COUNTRIES, Classifiers, Entry, defaults
from tests.unit.customers.world import SAMPLES

NAMES = Path(countries.__file__).with_name("country_names.txt")


def test_countries_are_numbered_by_their_english_names_but_cyprus() -> None:
    named = [line.split("|") for line in NAMES.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    order = [(code, name) for code, _, name, *_ in sorted(named, key=lambda row: countries.folded(row[2]))]
    cyprus = [code for code, _ in order].index("CY")
    order[cyprus], order[136] = order[136], order[cyprus]
    assert [(entry.id, entry.meaning, entry.name) for entry in defaults()[COUNTRIES]] == [
        (id_, code, name) for id_, (code, name) in enumerate(order, start=1)
    ]
    assert {entry.meaning for entry in defaults()[COUNTRIES]} == countries.CODES
    assert Classifiers().word(COUNTRIES, 137) == "CY"


def test_the_document_s_checked_lists_are_the_defaults() -> None:
    shown = json.loads((SAMPLES / "answers" / "person.json").read_text(encoding="utf-8"))["checkedLists"]
    for name, checked in shown.items():
        assert [{"id": entry.id, "name": entry.name} for entry in defaults()[name]] == checked["types"]
    assert [entry.name for entry in defaults()["riskTypes"]] == ["Low", "Medium", "High", "Extremely High"]
    assert [entry.name for entry in defaults()["approvalStatuses"]] == ["Approved", "Rejected"]


def test_duplicate_names_say_whom_they_apply_to() -> None:
    for name in ("checkedActivityRisks", "checkedBehaviorRisks"):
        table = defaults()[name]
        assert {entry.applies_to for entry in table} == {"person", "organisation"}
        assert len({(entry.name.casefold(), entry.applies_to) for entry in table}) == len(table)


def test_words_of_other_dialects_are_found_whatever_their_case() -> None:
    tables = Classifiers()
    assert tables.find("idCardTypes", "PASSPORT") == 1
    assert tables.find("idCardTypes", "identity_card") == 4
    assert tables.find("genders", "female") == 2
    assert (tables.find("genders", "X"), tables.find("genders", None)) == (None, None)
    assert (tables.word("genders", 3), tables.find("genders", "Not stated")) == (None, None)
    assert tables.find("communicationMeansTypes", "email") == 4


def test_a_tenant_s_own_table_stands_for_the_default() -> None:
    own = Classifiers({"genders": (Entry(id=9, name="Any", meaning="male"),)})
    assert (own.word("genders", 9), own.find("genders", "Male"), own.known("genders", 1)) == ("male", 9, False)
    assert own.tables["fundTypes"] == classifiers.defaults()["fundTypes"]
