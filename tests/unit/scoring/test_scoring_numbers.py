from __future__ import annotations

import subprocess
import sys
from datetime import date
from importlib import import_module
from typing import Any

import msgspec
import pytest

from customer_risk.profile import Account, Identifier, Means, PartyKind, Profile
from customer_risk.scoring.numbers import SCHEMES, iban_possible, is_category_code, read_number
from tests.unit.scoring.subjects import day, sample_check, scored, spotless_person

replace = msgspec.structs.replace


def changed(profile: Profile, **changes: Any) -> Profile:
    return replace(profile, party=replace(profile.party, **changes))


def lines(profile: Profile, factor: str) -> list[tuple[str, str]]:
    return [(line.outcome, line.text) for line in scored(profile).lines if line.factor == factor]


@pytest.mark.parametrize("kind", list(SCHEMES))
def test_every_scheme_is_one_the_library_has(kind: str) -> None:
    for country, schemes in SCHEMES[kind].items():
        for scheme in schemes:
            assert callable(import_module(f"stdnum.{country.lower()}.{scheme}").is_valid)


@pytest.mark.parametrize(
    ("kind", "value", "countries", "possible"),
    [
        ("national", "37605030299", ("EE",), True),
        ("national", "37605030298", ("EE",), False),
        ("national", "37605030298", ("EE", "DE"), None),
        ("national", "37605030298", (), None),
        ("national", "37605030298", ("Narnia",), None),
        ("tax", "36 574 261 809", ("DE",), True),
        ("tax", "079 / 123 / 12347", ("DE",), True),
        ("tax", "12345", ("DE",), False),
        ("tax", "FI20774740", ("FI",), True),
        ("social-security", "078-05-112", ("US",), False),
        ("social-security", "536-90-4399", ("US",), True),
        ("lei", "213800KUD8LAJWSQ9D15", (), True),
        ("lei", "213800KUD8LAJWSQ9D16", (), False),
        ("registration", "HRB 1", ("DE",), None),
        ("national", "3760503\u0665299", ("EE",), False),
        ("national", "1" * 100, ("EE",), False),
    ],
)
def test_a_number_is_impossible_only_where_all_schemes_are_known(
    *, kind: str, value: str, countries: tuple[str, ...], possible: bool | None
) -> None:
    assert read_number(kind, value, countries).possible is possible


def test_a_number_tells_the_date_of_birth_in_it() -> None:
    assert read_number("national", "37605030299", ("EE",)).born == {date(1976, 5, 3)}


def test_a_number_of_somebody_born_on_another_day() -> None:
    number = Identifier(kind="national", value="37605030299", country="EE")
    person = spotless_person().party.person
    assert person is not None
    profile = changed(spotless_person(), identifiers=(number,))
    assert lines(profile, "official-number") == [
        (
            "birth-date-differs",
            "'37605030299' is a number of somebody born on 1976-05-03, the customer was born on 1965-02-01.",
        )
    ]
    for text in ("1976-05-03", "1876-05-03", "1976-05", "soon"):
        assert lines(changed(profile, person=replace(person, birth_date=day(text))), "official-number") == []
    assert lines(changed(profile, person=replace(person, birth_date=None)), "official-number") == []


def test_a_number_without_a_country_may_be_of_any_the_customer_is_tied_to() -> None:
    number = Identifier(kind="tax", value="12345")
    person = spotless_person().party.person
    assert person is not None
    cyprus = changed(spotless_person(), identifiers=(number,))
    assert lines(cyprus, "official-number") == []  # not all schemes of Cyprus are known
    german = replace(person, residence_country="DE", birth_country="DE", nationalities=("DE",))
    assert lines(changed(cyprus, person=german, addresses=()), "official-number") == [
        ("impossible", "'12345' cannot be a tax number.")
    ]


def test_the_numbers_of_the_published_sample_hold() -> None:
    numbers = (
        Identifier(kind="tax", value="079 / 123 / 12347"),
        Identifier(kind="social-security", value="078-05-112"),
    )
    sample = changed(sample_check(), identifiers=numbers)
    found = {line.factor for line in scored(sample).lines}
    assert not found & {"official-number", "account-number", "category-code", "email"}


@pytest.mark.parametrize(
    ("text", "possible"),
    [
        ("DE12500105170648489890", True),
        ("de12 5001 0517 0648 4898 90", True),
        ("DE12500105170648489891", False),
        ("DE1250010517064848989", False),
        ("XX12500105170648489890", False),
        ("string", None),
        ("", None),
        ("435863453", None),
    ],
)
def test_an_account_number_is_judged_when_it_looks_like_an_iban(*, text: str, possible: bool | None) -> None:
    assert iban_possible(text) is possible


def test_an_iban_that_cannot_be_one_is_a_line() -> None:
    accounts = (Account(number="DE12500105170648489891"), Account(number="string"))
    assert lines(changed(spotless_person(), accounts=accounts), "account-number") == [
        ("impossible", "'DE12500105170648489891' is no valid IBAN.")
    ]


@pytest.mark.parametrize(("code", "known"), [("5065", True), ("7995", True), ("0000", False), ("5031", False)])
def test_category_codes(*, code: str, known: bool) -> None:
    assert is_category_code(code) is known


def test_an_unknown_category_code_is_told_once() -> None:
    company = sample_check().party.organisation
    assert company is not None
    company = replace(company, business_purposes=("0000", "5065", "0000", "Financial services", "99999"))
    assert lines(changed(sample_check(), organisation=company), "category-code") == [
        ("unknown", "The business purpose '0000' is no merchant category code.")
    ]


@pytest.mark.parametrize(
    ("address", "possible"),
    [
        ("noreply@company.com", True),
        ("first.last+tag@sub.example-domain.org", True),
        ("\u00fcmlaut@b\u00fccher.de", True),
        ("a..b@example.org", False),
        ("a@localhost", False),
        ("a@-example.org", False),
        ("a" * 65 + "@example.org", False),
        ("nonsense", False),
        ("a b@example.org", False),
        ("@example.org", False),
        ("string", False),
    ],
)
def test_mailboxes(*, address: str, possible: bool) -> None:
    profile = changed(spotless_person(), means=(Means(kind="email", value=address),))
    assert (lines(profile, "email") == []) is possible


def test_nothing_that_checks_numbers_is_imported_before_a_number_comes() -> None:
    code = (
        "import sys, customer_risk.scoring.engine;"
        "print([name for name in ('stdnum', 'iso18245', 'email_validator') if name in sys.modules])"
    )
    command = [sys.executable, "-c", code]
    environment = {"PYTHONPATH": ":".join(path for path in sys.path if path)}
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)  # noqa: S603 -- our own
    assert done.stdout.strip() == "[]"


def test_a_company_has_no_birth_date_to_contradict() -> None:
    number = Identifier(kind="national", value="37605030299", country="EE")
    profile = changed(spotless_person(), identifiers=(number,), kind=PartyKind.ORGANISATION)
    assert lines(profile, "official-number") == []
