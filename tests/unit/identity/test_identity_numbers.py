"""National numbers, documents and their check digits."""

from __future__ import annotations

from datetime import date

import pytest

from customer_risk.identity.documents import check_digit, check_documents, possible_number
from customer_risk.identity.national import check_numbers, read_code
from customer_risk.partial_date import PartialDate
from customer_risk.profile import Document, Identifier, PartyKind, Person
from customer_risk.scoring.fraud import Signal, Tag

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("country", "value", "type_", "gender"),
    [
        ("PL", "44051401359", None, "M"),
        ("IT", "RCCMNL83S18D969H", None, "M"),
        ("NO", "15108695088", None, "F"),
        ("SE", "880320-0016", None, "M"),
        ("EE", "36805280109", None, "M"),
        ("LT", "38703181745", None, "M"),
        ("CZ", "7103192745", None, "M"),
        ("CZ", "855505/0009", None, "F"),
        ("FI", "131052-308T", None, "F"),
        ("RO", "1630615123457", None, "M"),
        ("FR", "2 95 10 99 126 111 93", None, "F"),
        ("DK", "211062-5629", None, "M"),
        ("MX", "BOXW310820HNERXN09", "CURP", "M"),
        ("ZA", "7503305044089", "ID number", "M"),
        ("BR", "390.533.447-05", "CPF", None),
        ("ES", "54362315K", "DNI", None),
        ("US", "536-90-4399", "SSN", None),
    ],
)
def test_numbers_that_can_exist_tell_what_they_hold(
    country: str, value: str, type_: str | None, gender: str | None
) -> None:
    code = read_code("national", value, country, type_)
    assert code.possible is True
    assert code.gender == gender


@pytest.mark.parametrize(
    ("country", "value", "type_"),
    [
        ("PL", "44051401358", None),
        ("US", "078-05-1120", "SSN"),  # printed on a specimen card in 1938, and void since
        ("US", "666-12-3456", "SSN"),
        ("MX", "BOXW310820HNERXN08", "CURP"),
        ("BR", "390.533.447-06", "cpf"),
        ("SE", "٨٨٠٣٢٠٠٠١٦", None),
        ("DK", "9" * 100, None),
    ],
)
def test_numbers_that_cannot_exist_are_told(country: str, value: str, type_: str | None) -> None:
    assert read_code("national", value, country, type_).possible is False
    findings = list(check_numbers((Identifier(kind="national", value=value, country=country, type=type_),), None))
    assert [(finding.tag, finding.failed, signal) for finding, signal in findings] == [
        (Tag.NATIONAL_NUMBER, True, Signal.NATIONAL_CODE_INVALID)
    ]


@pytest.mark.parametrize(("country", "type_"), [("MX", None), ("DE", None), (None, "SSN"), ("ES", "passport number")])
def test_of_numbers_without_a_known_scheme_nothing_is_said(country: str | None, type_: str | None) -> None:
    assert read_code("national", "whatever", country, type_).possible is None
    identifier = Identifier(kind="national", value="whatever", country=country, type=type_)
    assert [finding.failed for finding, _ in check_numbers((identifier,), None)] == [False]


def test_numbers_that_are_not_a_persons_are_left_alone() -> None:
    assert not list(check_numbers((Identifier(kind="registration", value="x", country="PL"),), Person()))


@pytest.mark.parametrize(
    ("born", "gender", "expected"),
    [
        ("1944-05-14", "male", []),
        ("1944", "m", []),
        ("1944-05", None, []),
        ("unknown", "x", []),
        ("1944-05-15", "M", [Signal.NATIONAL_CODE_MISMATCH]),
        ("1945", None, [Signal.NATIONAL_CODE_MISMATCH]),
        ("1944-05-14", "Female", [Signal.NATIONAL_CODE_MISMATCH]),
        ("1950-01-01", "f", [Signal.NATIONAL_CODE_MISMATCH, Signal.NATIONAL_CODE_MISMATCH]),
    ],
)
def test_a_number_is_held_against_birth_date_and_gender(born: str, gender: str | None, expected: list[Signal]) -> None:
    person = Person(birth_date=PartialDate.parse(born), gender=gender)
    pesel = Identifier(kind="national", value="44051401359", country="PL")
    found = list(check_numbers((pesel,), person))
    assert [signal for _, signal in found if signal] == expected
    assert {finding.tag for finding, _ in found} == ({Tag.NATIONAL_NUMBER, Tag.CONSISTENCY} if expected else set())


def test_the_check_digit_is_the_one_of_the_standard() -> None:
    # ICAO 9303, part 4, appendix B: the specimen passport of Utopia
    assert [check_digit(field) for field in ("L898902C3", "740812", "120415", "ZE184226B<<<<<")] == [6, 2, 9, 1]


@pytest.mark.parametrize(
    ("number", "issuer", "passport", "possible"),
    [
        ("C01X00T47", "DE", True, True),
        ("C01X00T478", "DE", True, True),
        ("C01X00T479", "DE", True, False),
        ("X01X00T47", "DE", True, False),
        ("11AV56868", "FR", True, True),
        ("AV1156868", "FR", True, False),
        ("123456789", "US", True, True),
        ("A12345678", "US", True, True),
        ("AB12345678", "US", True, False),
        ("anything 7", "FR", False, True),
        ("12-34.56/7", None, True, True),
        ("????", None, True, False),
        ("1234", "ZZ", False, False),
        ("٤٥٦٧٨٩١٢٣", "US", True, False),
    ],
)
def test_document_numbers_have_the_form_of_their_country(
    number: str,
    issuer: str | None,
    passport: bool,  # noqa: FBT001
    possible: bool,  # noqa: FBT001
) -> None:
    assert possible_number(number, issuer, passport=passport) is possible


def dates(*, issued: str | None = None, expires: str | None = None, born: str | None = None) -> set[str]:
    document = Document(
        kind="passport",
        number="123456789",
        issued=PartialDate.parse(issued) if issued else None,
        expires=PartialDate.parse(expires) if expires else None,
    )
    person = Person(birth_date=PartialDate.parse(born) if born else None)
    return {finding.text for finding in check_documents((document,), person, TODAY) if finding.failed}


def test_dates_of_documents_must_be_possible() -> None:
    assert not dates(issued="2020-01-01", expires="2030-01-01", born="1980-01-01")
    assert not dates(expires="2026")
    assert dates(expires="2026-11-20") == {"The document has expired."}
    assert dates(expires="soon") == {"The document's date of expiry cannot be read."}
    assert dates(issued="2027") == {"The document was issued on a day that has not come yet."}
    assert "The document expires before it was issued." in dates(issued="2020-02-01", expires="2020-01-31")
    assert dates(issued="1979", born="1980") == {"The document was issued before the customer was born."}
    assert not dates(issued="1980", born="1980-06-01")


@pytest.mark.parametrize(
    ("kind", "issuer", "nationalities", "residence", "fails"),
    [
        ("passport", "SE", ("SE",), "DE", False),
        ("Passport", "SE", ("DE", "SE"), None, False),
        ("PASSPORT", "SE", ("DE",), "SE", True),
        ("identity card", "SE", ("DE",), "SE", False),
        ("driving_licence", "SE", ("DE",), "DE", True),
        ("passport", "SE", (), None, False),
        ("passport", None, ("DE",), None, False),
    ],
)
def test_a_document_is_issued_where_the_customer_belongs(
    kind: str,
    issuer: str | None,
    nationalities: tuple[str, ...],
    residence: str | None,
    fails: bool,  # noqa: FBT001
) -> None:
    document = Document(kind=kind, number="AB123456", issuing_country=issuer, expires=PartialDate.parse("2030"))
    person = Person(nationalities=nationalities, residence_country=residence)
    found = [finding for finding in check_documents((document,), person, TODAY) if finding.failed]
    assert [finding.tag for finding in found] == ([Tag.CONSISTENCY] if fails else [])


def test_a_document_needs_a_number_and_a_country_that_exists_and_papers_of_companies_are_left_alone() -> None:
    bad = Document(kind="passport", issuing_country="Utopia", expires=PartialDate.parse("2030"))
    assert len([finding for finding in check_documents((bad,), None, TODAY) if finding.failed]) == 2
    assert not list(check_documents((Document(describes=PartyKind.ORGANISATION),), None, TODAY))
