"""Rules of the two types of customer: what each may not have, must have, and what its values must be."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from amlyze_intake.rules.rule import At, Finding, Rule, Wrapper, wrong_type
from amlyze_intake.wire.customer import INDIVIDUAL_FIELDS, ORGANISATION_FIELDS, FieldOfActivity, IntakeCustomer

INDIVIDUAL = Wrapper("Problem with field for INDIVIDUAL type customer.", "C016")
ORGANISATION = Wrapper("Problem with field for ORGANIZATION type customer.", "C017")
RELATED = "listRelatedEntity"
_ATTRIBUTES = {field.alias: name for name, field in IntakeCustomer.model_fields.items()}
_CAPITALS = {"giin": "GIIN", "lei": "LEI"}


def type_wrapper(*, organisation: bool) -> Wrapper:
    """What is put around a problem with a field of the customer's type."""
    return ORGANISATION if organisation else INDIVIDUAL


def pascal(field: str) -> str:
    """``legalForm`` → ``LegalForm``; GIIN and LEI have only capitals."""
    return _CAPITALS.get(field, field[:1].upper() + field[1:])


def _sent(at: At[IntakeCustomer], field: str) -> bool:
    """Whether a value is there, usable or not."""
    wrong = any(name.split(".")[0] == field for name in at.unusable)
    return wrong or getattr(at.item, _ATTRIBUTES[field]) is not None


def _first_sent(fields: tuple[str, ...]) -> Callable[[At[IntakeCustomer]], Finding]:
    return lambda at: next((pascal(field) for field in fields if _sent(at, field)), False)


def _individual(broken: Callable[[At[IntakeCustomer]], Finding]) -> Callable[[At[IntakeCustomer]], Finding]:
    return lambda at: not at.asked.organisation and broken(at)


def _organisation(broken: Callable[[At[IntakeCustomer]], Finding]) -> Callable[[At[IntakeCustomer]], Finding]:
    return lambda at: at.asked.organisation and broken(at)


def _is(attribute: str, *, state: str) -> Callable[[At[Any]], Finding]:
    """Whether a field is ``absent`` (nothing there), ``wrong`` (of the wrong type) or ``missing`` (either)."""
    field = next(name for name, known in _ATTRIBUTES.items() if known == attribute)

    def broken(at: At[Any]) -> Finding:
        wrong = field in at.unusable
        empty = getattr(at.item, attribute) is None
        return wrong if state == "wrong" else empty and (state == "missing" or not wrong)

    return broken


def _no_country(attribute: str) -> Callable[[At[IntakeCustomer]], Finding]:
    return lambda at: at.unknown("country", getattr(at.item, attribute)) or _is(attribute, state="wrong")(at)


def _citizenship(at: At[IntakeCustomer]) -> Finding:
    value = at.item.citizenship_country
    if value is None:
        return "citizenshipCountry" not in at.asked.optional
    return at.unknown("country", value)


def _activity(at: At[IntakeCustomer]) -> FieldOfActivity:
    return at.item.field_of_activity or FieldOfActivity()


def _school_country(at: At[IntakeCustomer]) -> Finding:
    student = _activity(at).student
    wrong = "fieldOfActivity.student.higherSchoolCountry" in at.unusable
    return wrong or at.unknown("country", student.higher_school_country if student else None)


def _pension_country(at: At[IntakeCustomer]) -> Finding:
    pension = _activity(at).pension
    wrong = "fieldOfActivity.pension.pensionCountry" in at.unusable
    return wrong or at.unknown("country", pension.pension_country if pension else None)


def _wrong_type(*, organisation: bool) -> Callable[[At[IntakeCustomer]], Finding]:
    def broken(at: At[IntakeCustomer]) -> Finding:
        wrong = (name for name in at.unusable if name != RELATED)  # that one is answered for with the related entities
        return at.asked.organisation is organisation and next(wrong, False)

    return broken


TYPES: tuple[Rule[IntakeCustomer], ...] = (
    Rule(
        "C014",
        "Field not allowed for INDIVIDUAL. Field: {}",
        "INDIVIDUAL, with a field that only organisations have (ruling A13)",
        _individual(_first_sent(ORGANISATION_FIELDS)),
    ),
    Rule(
        "C015",
        "Field not allowed for ORGANIZATION. Field: {}",
        "ORGANIZATION, with a field that only individuals have (ruling A13)",
        _organisation(_first_sent(INDIVIDUAL_FIELDS)),
    ),
    Rule(
        "C016.I01",
        "For INDIVIDUAL type customer FirstName is mandatory",
        "INDIVIDUAL, and firstName is absent",
        _individual(_is("first_name", state="missing")),
        public=False,
    ),
    Rule(
        "C016.I02",
        "For INDIVIDUAL type customer LastName is mandatory",
        "INDIVIDUAL, and lastName is absent",
        _individual(_is("last_name", state="missing")),
        public=False,
    ),
    Rule(
        "C017.O01",
        "For ORGANIZATION type customer Title is mandatory",
        "ORGANIZATION, and title is absent",
        _organisation(_is("title", state="missing")),
    ),
    Rule(
        "C017.O02",
        "For ORGANIZATION type customer RegistrationCountry is mandatory",
        "ORGANIZATION, and registrationCountry is absent",
        _organisation(_is("registration_country", state="absent")),
        public=False,
    ),
    Rule(
        "C017.O03",
        "For ORGANIZATION type customer LegalForm is mandatory",
        "ORGANIZATION, and legalForm is absent",
        _organisation(_is("legal_form", state="missing")),
        public=False,
    ),
    Rule(
        "C016.I06",
        "CitizenshipCountry not defined in Amlyze",
        "INDIVIDUAL, and citizenshipCountry is not even text",
        _individual(_is("citizenship_country", state="wrong")),
    ),
    Rule(
        "C016.I06",
        "Problem with field for INDIVIDUAL type customer. CitizenshipCountry not found in amlyze",
        "INDIVIDUAL, and citizenshipCountry is absent (unless the tenant may leave it out) or no country (ruling A2)",
        _individual(_citizenship),
    ),
    Rule(
        "C016.I06",
        "BirthCountry not defined in Amlyze",
        "INDIVIDUAL, and birthCountry is no country",
        _individual(_no_country("birth_country")),
    ),
    Rule(
        "C016.I08",
        "SecondCitizenshipCountry not defined in Amlyze",
        "INDIVIDUAL, and secondCitizenshipCountry is no country",
        _individual(_no_country("second_citizenship_country")),
    ),
    Rule(
        "C016.I08",
        "PermanentResidenceCountry not defined in Amlyze",
        "INDIVIDUAL, and permanentResidenceCountry is no country",
        _individual(_no_country("permanent_residence_country")),
    ),
    Rule(
        "FOA01",
        "FieldOfActivity.Student.Country is invalid",
        "fieldOfActivity.student.higherSchoolCountry is no country",
        _individual(_school_country),
    ),
    Rule(
        "FOA02",
        "PensionCountry is invalid",
        "fieldOfActivity.pension.pensionCountry is no country",
        _individual(_pension_country),
    ),
    Rule(
        "REG01",
        "registrationCountry is invalid",
        "ORGANIZATION, and registrationCountry is not even text",
        _organisation(_is("registration_country", state="wrong")),
        public=False,
    ),
    Rule(
        "REG",
        "RegistrationCountry must exist in Amlyze",
        "ORGANIZATION, and registrationCountry is no country",
        _organisation(lambda at: at.unknown("country", at.item.registration_country)),
    ),
    Rule(
        "C017.O04",
        "LegalForm must exist in Amlyze",
        "ORGANIZATION, and legalForm is not in its classifier",
        _organisation(lambda at: at.unknown("legalForm", at.item.legal_form)),
        public=False,
    ),
    Rule(
        "DEP01",
        "InitialDepositCurrency not found in amlyze",
        "initialDepositCurrency is no currency",
        lambda at: "initialDepositCurrency" in at.unusable or at.unknown("currency", at.item.initial_deposit_currency),
        public=False,
    ),
)


def _wrongly_typed(*, organisation: bool) -> Rule[IntakeCustomer]:
    return wrong_type(
        "a value of the customer itself is of the wrong type; the code names it", _wrong_type(organisation=organisation)
    )


WRONG_TYPES: tuple[tuple[Wrapper, Rule[IntakeCustomer]], ...] = (
    (INDIVIDUAL, _wrongly_typed(organisation=False)),
    (ORGANISATION, _wrongly_typed(organisation=True)),
)
