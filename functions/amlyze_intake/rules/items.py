"""Rules of the items that customers and their related entities have alike."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime

from amlyze_intake.rules.rule import At, Finding, Rule, absent, lacking, undefined, wrong_type
from amlyze_intake.wire.customer import (
    AdditionalValue,
    BusinessEntityDocument,
    CountryOfActivity,
    IntakeActivity,
    IntakeAddress,
    IntakeContact,
    IntakeIncomeSource,
    RegionOfActivity,
)

CONTACT: tuple[Rule[IntakeContact], ...] = (
    Rule(
        "Co1",
        "ContactType is mandatory. values: MOBILEPHONE, FIXEDPHONE, EMAIL, WEBSITE",
        "contactType is absent or none of them",
        absent(lambda c: c.contact_type),
    ),
    Rule("Co2", "ContactDetails is mandatory", "contactDetails is absent", absent(lambda c: c.contact_details)),
    wrong_type(),
)


def address(
    *, undefined_type: str, undefined_code: str, undefined_public: bool, country_public: bool
) -> tuple[Rule[IntakeAddress], ...]:
    """The rules of an address: customers and related entities differ in one message and in what is published."""
    return (
        Rule(
            "ADR01",
            "AddressType is mandatory.",
            "addressType is absent",
            absent(lambda a: a.address_type),
            public=False,
        ),
        Rule(
            undefined_code,
            undefined_type,
            "addressType is not in its classifier",
            undefined("addressType", lambda a: a.address_type),
            public=undefined_public,
        ),
        Rule(
            "ADR04",
            "Country is mandatory and can't be empty",
            "country is absent",
            absent(lambda a: a.country),
            public=False,
        ),
        Rule(
            "ADR02" if country_public else "ADR05",
            "Country is mandatory and must exist in Amlyze",
            "country is no country",
            undefined("country", lambda a: a.country),
            public=country_public,
        ),
        wrong_type(),
    )


def document(
    *, entity_type: str, first_public: bool, number_public: bool, country_public: bool
) -> tuple[Rule[BusinessEntityDocument], ...]:
    """The rules of a document: customers and related entities differ in one message and in what is published."""
    return (
        Rule(
            "DOC01",
            entity_type,
            "entityType is absent or neither of them",
            absent(lambda d: d.entity_type),
            public=first_public,
        ),
        Rule(
            "DOC02",
            "",
            "identityDocumentType is absent or unknown",
            absent(lambda d: d.identity_document_type),
            public=False,
        ),
        Rule(
            "DOC03",
            "DocumentNumber is mandatory.",
            "documentNumber is absent",
            absent(lambda d: d.document_number),
            public=number_public,
        ),
        Rule(
            "DOC04",
            "DocumentIssueDate is mandatory.",
            "documentIssueDate is absent or no date",
            absent(lambda d: d.document_issue_date),
            public=False,
        ),
        Rule(
            "DOC06",
            "DocumentIssueCountry is mandatory and must exist in Amlyze",
            "documentIssueCountry is absent or no country",
            lacking("country", lambda d: d.document_issue_country),
            public=country_public,
        ),
        Rule(
            "DOC07",
            "DocumentIssueAuthority is mandatory",
            "documentIssueAuthority is absent",
            absent(lambda d: d.document_issue_authority),
            public=False,
        ),
        wrong_type(),
    )


INCOME_SOURCE: tuple[Rule[IntakeIncomeSource], ...] = (
    Rule(
        "IS01",
        "",
        "incomeSourceType is absent or not in its classifier",
        lacking("incomeSourceType", lambda i: i.income_source_type),
        public=False,
    ),
    wrong_type(),
)

ACTIVITY: tuple[Rule[IntakeActivity], ...] = (
    Rule("A01", "ActivityType is mandatory", "activityType is absent", absent(lambda a: a.activity_type), public=False),
    Rule(
        "A02",
        "ActivityType must be defined in Amlyze",
        "activityType is not in its classifier",
        undefined("activityType", lambda a: a.activity_type),
        public=False,
    ),
    wrong_type(),
)

REGION: tuple[Rule[RegionOfActivity], ...] = (
    Rule("RA01", "", "region is absent", absent(lambda r: r.region), public=False),
    wrong_type(),
)

ACTIVITY_COUNTRY: tuple[Rule[CountryOfActivity], ...] = (
    Rule(
        "CA01",
        "CountryOfActivity not found in Amlyze",
        "country is absent or no country",
        lacking("country", lambda c: c.country),
    ),
    wrong_type(),
)

_TYPES = ("STRING", "INTEGER", "DECIMAL", "DATE", "TIMESTAMP", "BOOLEAN")
_INTEGER = re.compile(r"[+-]?\d{1,40}")
_DECIMAL = re.compile(r"[+-]?\d{1,40}(\.\d{1,40})?")
_TIMESTAMP_SHAPE = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}([+-]\d{4}|Z)")


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return re.fullmatch(r"\d{4}-\d\d-\d\d", text) is not None


def _is_timestamp(text: str) -> bool:
    if not _TIMESTAMP_SHAPE.fullmatch(text):
        return False
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


_READABLE: Mapping[str, Callable[[str], bool]] = {
    "INTEGER": lambda text: _INTEGER.fullmatch(text) is not None,
    "DECIMAL": lambda text: _DECIMAL.fullmatch(text) is not None,
    "DATE": _is_date,
    "TIMESTAMP": _is_timestamp,
    "BOOLEAN": lambda text: text in {"true", "false"},
}


def _repeated(at: At[AdditionalValue]) -> Finding:
    return any(other.code == at.item.code for other in at.siblings[: at.position])


def _bad_type(at: At[AdditionalValue]) -> Finding:
    return at.item.code or "" if at.item.datatype not in _TYPES else False


def _bad_value(datatype: str, at: At[AdditionalValue]) -> Finding:
    if at.item.datatype != datatype or _READABLE[datatype](at.item.value or ""):
        return False
    return at.item.code or ""


def _bad(datatype: str, bad: str, *, form: str = "") -> Rule[AdditionalValue]:
    return Rule(
        "AV07",
        f"{bad} value for {datatype}{form} valueCode: {{}}",
        f"value is no {datatype}",
        lambda at: _bad_value(datatype, at),
    )


def additional_values(*, bad: str) -> tuple[Rule[AdditionalValue], ...]:
    """The rules of an additional value; in related entities a bad one is ``bad`` in lower case (the document's way)."""
    return (
        Rule("AV01", "AdditionalValue.Code is mandatory", "code is absent", absent(lambda v: v.code), public=False),
        Rule(
            "AV02",
            "AdditionalValue.Description is mandatory",
            "description is absent",
            absent(lambda v: v.description),
            public=False,
        ),
        Rule("AV03", "AdditionalValue.Value is mandatory", "value is absent", absent(lambda v: v.value), public=False),
        Rule(
            "AV04",
            "AdditionalValue.Datatype is mandatory",
            "datatype is absent",
            absent(lambda v: v.datatype),
            public=False,
        ),
        Rule("AV05", "Duplicate code in additionalValues", "an item before has the same code", _repeated, public=False),
        Rule("AV06", "Bad datatype valueCode: {}", f"datatype is none of {', '.join(_TYPES)}", _bad_type, public=False),
        _bad("INTEGER", bad),
        _bad("DECIMAL", bad),
        _bad("DATE", bad, form=" (format: 'yyyy-MM-dd')"),
        _bad("TIMESTAMP", bad, form=" (format: 'yyyy-MM-dd HH:mm:ss.SSSZ')"),
        _bad("BOOLEAN", bad, form=" (values: true false')"),  # the stray apostrophe is the document's
    )
