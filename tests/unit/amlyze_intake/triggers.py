"""For every line of document 004's catalogue: a request that is answered with exactly it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from tests.unit.amlyze_intake.bodies import DROP, SAMPLES, changed, imported, individual, organisation

type Body = dict[str, Any]

IND_TYPE = "Problem with field for INDIVIDUAL type customer."
ORG_TYPE = "Problem with field for ORGANIZATION type customer."
ENTITY = f"{ORG_TYPE} Problem with relatedEntity (index: 0 )."


class Trigger(NamedTuple):
    """A line of the catalogue, and the request that is answered with ``text`` and ``code``.

    ``before`` is accepted first where the line is about what is stored.
    """

    line: str
    text: str
    code: str
    body: Body
    before: Body | None = None


_REPLACED = {
    "CustomerExtId is mandatory.": "CustomerExtId is mandatory",
    "RiskManagementCategory is mandatory.": "RiskManagementCategory is mandatory",
    "EntityType is mandatory.": "EntityType is mandatory",
    "screening process is undefined:": "Screening process is undefined: NOT_EXISTS",
    "registrationCountry must exist in Amlyze": "RegistrationCountry must exist in Amlyze",
}
"""Lines of the upper half that the lower half has in another spelling: the lower one is answered (ruling A9)."""


def catalogue() -> list[str]:
    """Every line of the catalogue, with the typewriter's apostrophes instead of the page's."""
    text = (SAMPLES / "catalogue.txt").read_text(encoding="utf-8")
    return [re.sub("[\u2018\u2019]", "'", line) for line in text.splitlines()]


def answered(line: str) -> str:
    """The line that is answered instead of this one, mostly itself."""
    return _REPLACED.get(line, line)


def fits(line: str, text: str) -> bool:
    """Whether ``text`` is the line as composed: with positions, names and codes filled in, among its wrappers."""
    shape = re.escape(line)
    shape = shape.replace(r"\(index:\ \)", r"\(index: \d+ \)").replace(r"index\ =\ \.", r"index = \d+ \.")
    shape = re.sub(r"^Bad\\ value\\ for\\ ", "Bad value for (INTEGER|DECIMAL|DATE|TIMESTAMP|BOOLEAN) ", shape)
    if line.startswith("Bad value for ") and re.match(r"Bad value for (INTEGER|DATE|TIMESTAMP|BOOLEAN|DECIMAL)", line):
        shape = re.escape(line)
    if line.endswith(":"):
        shape += r" \S+"
    return re.search(rf"(^|[.] |type customer ){shape}($| )", text) is not None


def _ind(line: str, text: str, code: str, changes: Mapping[str, Any], **more: Body) -> Trigger:
    return Trigger(line, text, code, changed(individual(), changes), **more)


def _org(line: str, text: str, code: str, changes: Mapping[str, Any], **more: Body) -> Trigger:
    return Trigger(line, text, code, changed(organisation(), changes), **more)


def _imp(line: str, text: str, code: str, changes: Mapping[str, Any]) -> Trigger:
    return Trigger(line, text, code, changed(imported(), changes))


def _exact(make: Callable[..., Trigger], text: str, code: str, changes: Mapping[str, Any], **more: Body) -> Trigger:
    return make(text, text, code, changes, **more)


def _inner(inner: str, wrapper: str, code: str, changes: Mapping[str, Any]) -> tuple[Trigger, Trigger]:
    """A request for the inner line and the same for the wrapper's: they come together."""
    shown = wrapper.replace("(index: )", "(index: 0 )").replace("index = .", "index = 0 .")
    text = f"{shown} {inner}".rstrip()
    found = _ind(inner, text, code, changes)
    return found, found._replace(line=wrapper)


def _value(line: str, text: str, code: str, datatype: str | None, value: Any, name: str = "a_code") -> Trigger:
    item = {"code": name, "description": "Something", "datatype": datatype, "value": value}
    return _ind(line, text, code, {"listAdditionalValues": [item]})


def _entity(text: str, code: str, changes: Mapping[str, Any]) -> Trigger:
    entity = {f"listRelatedEntity.0.{path}": value for path, value in changes.items()}
    return _org(text, text, code, entity)


_NOW = "2024-02-30 10:15:00.000+0200"
_LEAD = "riskManagementCategory"
_ENVELOPE = (
    _exact(_ind, "Requester is mandatory.", "001", {"requester": DROP}),
    _exact(_ind, "CustomerExtId is mandatory", "C002", {"customerExtId": DROP}),
    _exact(_ind, "DELETE not yet implemented, contact Amlyze support", "X-C003D", {"action": "DELETE"}),
    _exact(
        _ind,
        "Customer already exists",
        "X-C003",
        {"communicationNumber": "another"},
        before=individual(),
    ),
    _exact(_ind, "Cannot update not existing customer, use Action = CREATE", "C004", {"action": "UPDATE"}),
    _exact(_ind, "RiskManagementCategory is mandatory", "C007", {"riskManagementCategory": DROP}),
    _exact(_ind, "RiskManagementCategory does not exist in Amlyze", "C007", {"riskManagementCategory": "NOT_EXISTS"}),
    _exact(
        _ind,
        "Given RiskManagementCategory not supported for Customer",
        "X-C007S",
        {"riskManagementCategory": "OP_DEFAULT"},
    ),
    _exact(
        _ind, "SourceOfRiskLevel is mandatory. Values: IMPORT, EVALUATE", "X-C008", {"sourceOfRiskLevel": "NOT_EXISTS"}
    ),
    _exact(
        _ind,
        "Cannot demote existing customer to Lead riskManagementCategory",
        "X-C009",
        {"communicationNumber": "another", "action": "UPDATE", _LEAD: "LEAD_IND"},
        before=individual(),
    ),
    _exact(_ind, "EntityType is mandatory", "C010", {"entityType": DROP}),
    _exact(_imp, "When importing, CustomerStatus is mandatory.", "X-C008.I01", {"customerStatus": DROP}),
    _exact(
        _imp,
        "When source of risk level IMPORT. 'Lead' risk management category is forbidden",
        "C008.I02",
        {_LEAD: "LEAD_ORG"},
    ),
    _exact(
        _imp,
        "When source of risk level IMPORT. RiskLevel is mandatory, values: NONE, LOW, MEDIUM, HIGH, EXTREME",
        "X-C008.I03",
        {"riskLevel": DROP},
    ),
    _exact(
        _ind, "When source of risk level EVALUATE. RiskLevel can't be provided", "X-C008.E01", {"riskLevel": "NONE"}
    ),
    _exact(_ind, "ApplicationDate is mandatory", "C012", {"applicationDate": DROP}),
    _exact(_ind, "ClosingDate is mandatory for CLOSED CustomerStatus", "C013", {"closingDate": DROP}),
    _exact(_ind, "ClosingDate can not exist for not CLOSED CustomerStatus", "C013a", {"customerStatus": "ACTIVE"}),
    _exact(
        _ind,
        "Screening process is undefined: NOT_EXISTS",
        "SCR01",
        {"initializeScreeningProcesses": ["PEP", "NOT_EXISTS"]},
    ),
)

_ORGANISATION_VALUES = {
    "CompanyAssetValue": 1,
    "NumberOfEmployees": 1,
    "NumberOfAudits": 1,
    "PeriodsOfAuditsInYears": 1,
    "LicenseDescription": "x",
    "RegionOfActivityDescription": "x",
    "Title": "x",
    "LegalForm": "LTD",
    "GIIN": "x",
    "ThirdPartyServicesUsedDescription": "x",
    "OrganizationalStructureDescription": "x",
    "EstablishmentDate": "2001-02-23",
}
_INDIVIDUAL_VALUES = {
    "LastName": "x",
    "FirstName": "x",
    "SecondCitizenshipCountry": "LT",
    "PermanentResidenceCountry": "LT",
    "BirthCountry": "LT",
}


def _field(name: str) -> str:
    return {"GIIN": "giin"}.get(name, name[0].lower() + name[1:])


_TYPES = (
    *(
        _exact(_ind, f"Field not allowed for INDIVIDUAL. Field: {name}", "C014", {_field(name): value})
        for name, value in _ORGANISATION_VALUES.items()
    ),
    *(
        _exact(_org, f"Field not allowed for ORGANIZATION. Field: {name}", "C015", {_field(name): value})
        for name, value in _INDIVIDUAL_VALUES.items()
    ),
    _ind(
        "Field not allowed for INDIVIDUAL. Field:",
        "Field not allowed for INDIVIDUAL. Field: IsListed",
        "C014",
        {"isListed": False},
    ),
    _org(
        "Field not allowed for ORGANIZATION. Field:",
        "Field not allowed for ORGANIZATION. Field: FieldOfActivity",
        "C015",
        {"fieldOfActivity": {}},
    ),
    _ind(
        "For INDIVIDUAL type customer",
        "For INDIVIDUAL type customer FirstName is mandatory",
        "X-C016.I01",
        {"firstName": DROP},
    ),
    _ind(
        "FirstName is mandatory", "For INDIVIDUAL type customer FirstName is mandatory", "X-C016.I01", {"firstName": ""}
    ),
    _ind(
        "LastName is mandatory", "For INDIVIDUAL type customer LastName is mandatory", "X-C016.I02", {"lastName": None}
    ),
    _org(
        "For ORGANIZATION type customer",
        "For ORGANIZATION type customer Title is mandatory",
        "C017.O01",
        {"title": DROP},
    ),
    _org("Title is mandatory", "For ORGANIZATION type customer Title is mandatory", "C017.O01", {"title": DROP}),
    _exact(_org, "For ORGANIZATION type customer Title is mandatory", "C017.O01", {"title": DROP}),
    _org(
        "RegistrationCountry is mandatory",
        "For ORGANIZATION type customer RegistrationCountry is mandatory",
        "X-C017.O02",
        {"registrationCountry": DROP},
    ),
    _org(
        "LegalForm is mandatory",
        "For ORGANIZATION type customer LegalForm is mandatory",
        "X-C017.O03",
        {"legalForm": DROP},
    ),
    _exact(_ind, f"{IND_TYPE} CitizenshipCountry not found in amlyze", "C016.I06", {"citizenshipCountry": "ZZ"}),
    _exact(_ind, "CitizenshipCountry not defined in Amlyze", "C016.I06", {"citizenshipCountry": {"code": "LT"}}),
    _exact(_ind, "BirthCountry not defined in Amlyze", "C016.I06", {"birthCountry": "ZZ"}),
    _exact(_ind, "SecondCitizenshipCountry not defined in Amlyze", "C016.I08", {"secondCitizenshipCountry": "ZZ"}),
    _exact(_ind, "PermanentResidenceCountry not defined in Amlyze", "C016.I08", {"permanentResidenceCountry": "ZZ"}),
    _exact(_ind, "InitialDepositCurrency not found in amlyze", "X-DEP01", {"initialDepositCurrency": "ZZZ"}),
    _exact(
        _ind,
        "FieldOfActivity.Student.Country is invalid",
        "FOA01",
        {"fieldOfActivity.student.higherSchoolCountry": "ZZ"},
    ),
    _exact(_ind, "PensionCountry is invalid", "FOA02", {"fieldOfActivity.pension.pensionCountry": "ZZ"}),
    _exact(_org, "registrationCountry is invalid", "X-REG01", {"registrationCountry": ["LT"]}),
    _exact(_org, "RegistrationCountry must exist in Amlyze", "REG", {"registrationCountry": "ZZ"}),
    _exact(_org, "LegalForm must exist in Amlyze", "X-C017.O04", {"legalForm": "NOT_EXISTS"}),
    _exact(_ind, IND_TYPE, "X-C016.birthDate", {"birthDate": "yesterday"}),
    _exact(_org, ORG_TYPE, "X-C017.numberOfEmployees", {"numberOfEmployees": "many"}),
)

_ADDRESS = "Problem with Address (index: )."
_DOCUMENT = "Problem with Customer BusinessEntityDocument index = ."
_CONTACT = "Problem with Customer Contact index = ."
_TURNOVER = "Problem with DeclaredTurnover (index: )."
_PURPOSE = "Problem with PaymentPurpose (index: )."
_COUNTRY = "Problem with PaymentCountry (index: )."
_TAX = "CountryOfTaxPayment (index: )."
_LISTS = (
    *_inner("ActivityType is mandatory", "Problem with activity (index: ).", "X-Activity.A01", {"listActivity.0": {}}),
    *_inner(
        "ActivityType must be defined in Amlyze",
        "Problem with activity (index: ).",
        "X-Activity.A02",
        {"listActivity.0.activityType": "NOT_EXISTS"},
    ),
    *_inner("AddressType is mandatory.", _ADDRESS, "X-Q004.ADR01", {"listAddress.0.addressType": DROP}),
    *_inner("AddressType is not defined in Amlyze.", _ADDRESS, "X-Q004.ADR03", {"listAddress.0.addressType": "MOON"}),
    *_inner("Country is mandatory and can't be empty", _ADDRESS, "X-Q004.ADR04", {"listAddress.0.country": ""}),
    *_inner("Country is mandatory and must exist in Amlyze", _ADDRESS, "Q004.ADR02", {"listAddress.0.country": "ZZ"}),
    _exact(
        _ind,
        "Problem with Address (index: 0 ). Country is mandatory and must exist in Amlyze",
        "Q004.ADR02",
        {"listAddress.0.country": "ZZ"},
    ),
    *_inner(
        "EntityType is mandatory. values: INDIVIDUAL, ORGANIZATION",
        _DOCUMENT,
        "X-Q002.DOC01",
        {"listBusinessEntityDocument.0.entityType": "ROBOT"},
    ),
    *_inner(
        "DocumentNumber is mandatory.", _DOCUMENT, "X-Q002.DOC03", {"listBusinessEntityDocument.0.documentNumber": DROP}
    ),
    *_inner(
        "DocumentIssueDate is mandatory.",
        _DOCUMENT,
        "X-Q002.DOC04",
        {"listBusinessEntityDocument.0.documentIssueDate": "2020-02-30"},
    ),
    *_inner(
        "DocumentIssueCountry is mandatory and must exist in Amlyze",
        _DOCUMENT,
        "Q002.DOC06",
        {"listBusinessEntityDocument.0.documentIssueCountry": "ZZ"},
    ),
    _exact(
        _ind,
        "Problem with Customer BusinessEntityDocument index = 0 . "
        "DocumentIssueCountry is mandatory and must exist in Amlyze",
        "Q002.DOC06",
        {"listBusinessEntityDocument.0.documentIssueCountry": DROP},
    ),
    *_inner(
        "DocumentIssueAuthority is mandatory",
        _DOCUMENT,
        "X-Q002.DOC07",
        {"listBusinessEntityDocument.0.documentIssueAuthority": DROP},
    ),
    *_inner("", _CONTACT, "X-Contact.useForCommunication", {"listContact.0.useForCommunication": "perhaps"}),
    *_inner(
        "TurnoverType is mandatory", _TURNOVER, "X-DeclaredTurnover.DT01", {"listDeclaredTurnover.0.turnoverType": DROP}
    ),
    *_inner(
        "TurnoverType must exist in amlyze",
        _TURNOVER,
        "X-DeclaredTurnover.DT02",
        {"listDeclaredTurnover.0.turnoverType": "NOT_EXISTS"},
    ),
    *_inner(
        "At least one value must be specified (FROM, TO)",
        _TURNOVER,
        "X-DeclaredTurnover.DT04",
        {"listDeclaredTurnover.0.from": DROP, "listDeclaredTurnover.0.to": None},
    ),
    *_inner(
        "PaymentPurposeType does not exist in Amlyze",
        _PURPOSE,
        "X-PaymentPurpose.PP01",
        {"listPaymentPurpose.0.paymentPurposeType": "NOT_EXISTS"},
    ),
    *_inner(
        "TurnoverDirection is invalid",
        _PURPOSE,
        "X-PaymentPurpose.PP02",
        {"listPaymentPurpose.0.turnoverDirection": "UP"},
    ),
    *_inner(
        "ServiceType not found in Amlyze",
        "Problem with OrderedService (index: ).",
        "X-OrderedService.OS01",
        {"listOrderedService.0.serviceType": "NOT_EXISTS"},
    ),
    *_inner("PaymentCountry can't be empty", _COUNTRY, "X-Q014.RC02", {"listPaymentCountry.0.country": DROP}),
    *_inner("PaymentCountry not found in Amlyze", _COUNTRY, "Q014.RC01", {"listPaymentCountry.0.country": "ZZ"}),
    _exact(
        _ind,
        "Problem with PaymentCountry (index: 0 ). PaymentCountry not found in Amlyze",
        "Q014.RC01",
        {"listPaymentCountry.0.country": "ZZ"},
    ),
    *_inner("TurnoverDirection is invalid", _COUNTRY, "X-Q014.RC03", {"listPaymentCountry.0.turnoverDirection": DROP}),
    *_inner(
        "IntroductionSource not found in amlyze",
        "Problem with IntroductionSource (index: ).",
        "X-IntroductionSource.IN01",
        {"listIntroductionSource.0.introductionSource": "NOT_EXISTS"},
    ),
    *_inner(
        "",
        "Problem with IncomeSource (index: ).",
        "X-IncomeSource.IS01",
        {"listIncomeSource.0.incomeSourceType": "NOT_EXISTS"},
    ),
    *_inner(
        "AppealReasonType is mandatory and can't be empty",
        "Problem with ListAppealReason (index: ).",
        "X-AppealReason.AR01",
        {"listAppealReason.0.appealReasonType": DROP},
    ),
    *_inner(
        "AppealReasonType is mandatory and must be defined in Amlyze",
        "Problem with ListAppealReason (index: ).",
        "X-AppealReason.AR02",
        {"listAppealReason.0.appealReasonType": "NOT_EXISTS"},
    ),
    *_inner("", "Problem with RegionOfActivity (index: ).", "X-RegionOfActivity.RA01", {"listRegionOfActivity.0": {}}),
    *_inner("CountryOfTaxPayment can't be empty", _TAX, "X-Q017.COTP02", {"listCountryOfTaxPayment.0.country": DROP}),
    *_inner(
        "CountryOfTaxPayment not found in Amlyze", _TAX, "Q017.COTP01", {"listCountryOfTaxPayment.0.country": "ZZ"}
    ),
    _exact(
        _ind,
        "CountryOfTaxPayment (index: 0 ). CountryOfTaxPayment not found in Amlyze",
        "Q017.COTP01",
        {"listCountryOfTaxPayment.0.country": "ZZ"},
    ),
    *_inner(
        "CountryOfActivity not found in Amlyze",
        "Problem with CountryOfActivity (index: ).",
        "Q009.CA01",
        {"listCountryOfActivity.0.country": "ZZ"},
    ),
)

_STAMP = "Bad value for TIMESTAMP (format: 'yyyy-MM-dd HH:mm:ss.SSSZ') valueCode:"
_VALUES = (
    _exact(_ind, "AdditionalValue.Code is mandatory", "X-AV01", {"listAdditionalValues.0.code": DROP}),
    _exact(_ind, "AdditionalValue.Description is mandatory", "X-AV02", {"listAdditionalValues.0.description": DROP}),
    _exact(_ind, "AdditionalValue.Value is mandatory", "X-AV03", {"listAdditionalValues.0.value": None}),
    _exact(_ind, "AdditionalValue.Datatype is mandatory", "X-AV04", {"listAdditionalValues.0.datatype": DROP}),
    _exact(_ind, "Duplicate code in additionalValues", "X-AV05", {"listAdditionalValues.1.code": "verified_client"}),
    _value("Bad datatype valueCode:", "Bad datatype valueCode: a_code", "X-AV06", "COLOUR", "x"),
    _value("Bad value for valueCode:", "Bad value for INTEGER valueCode: a_code", "AV07", "INTEGER", "1.5"),
    _value(
        "Bad value for (format: 'yyyy-MM-dd') valueCode:",
        "Bad value for DATE (format: 'yyyy-MM-dd') valueCode: a_code",
        "AV07",
        "DATE",
        "2024-02-30",
    ),
    _value(
        "Bad value for (format: 'yyyy-MM-dd HH:mm:ss.SSSZ') valueCode:", f"{_STAMP} a_code", "AV07", "TIMESTAMP", _NOW
    ),
    _value(
        "Bad value for (values: true false') valueCode:",
        "Bad value for BOOLEAN (values: true false') valueCode: a_code",
        "AV07",
        "BOOLEAN",
        "yes",
    ),
    _value(
        f"{_STAMP} lastonlinesupport", f"{_STAMP} lastonlinesupport", "AV07", "TIMESTAMP", _NOW, "lastonlinesupport"
    ),
    _value(
        "Bad value for BOOLEAN (values: true false') valueCode: isvip",
        "Bad value for BOOLEAN (values: true false') valueCode: isvip",
        "AV07",
        "BOOLEAN",
        1,
        "isvip",
    ),
    _value(
        "Bad value for INTEGER valueCode: number_users",
        "Bad value for INTEGER valueCode: number_users",
        "AV07",
        "INTEGER",
        "many",
        "number_users",
    ),
)

_YES = {"code": "is_related_to_Lithuania", "description": "Related?", "datatype": "BOOLEAN", "value": "ja"}
_RELATED = (
    _exact(_org, "Problem with relatedEntities.", "X-RE00", {"listRelatedEntity": "nobody"}),
    _org(
        "Problem with relatedEntity (index: ).",
        ENTITY,
        "X-C017.C016.isPEP",
        {"listRelatedEntity.0.isPEP": "perhaps"},
    ),
    _entity(f"{ENTITY} Relation type is mandatory", "C017.C016.RE01", {"relationType": DROP}),
    _entity(f"{ENTITY} Relation type is not defined in Amlyze", "C017.C016.RE01", {"relationType": "NOT_EXISTS"}),
    _entity(f"{ENTITY} EntityType is mandatory", "C017.C016.RE02", {"entityType": DROP}),
    _entity(f"{ENTITY} Country not defined in Amlyze", "C017.C016.RE03", {"country": "ZZ"}),
    _entity(
        f"{ENTITY} Problem with BusinessEntityDocuments (index: 0 ). "
        "EntityType is mandatory. values : INDIVIDUAL, ORGANIZATION",
        "C017.C016.RE08.DOC01",
        {"listBusinessEntityDocument": [{}]},
    ),
    _entity(
        f"{ENTITY} Problem with Contact (index: 0 ). ContactDetails is mandatory",
        "C017.C016.RE06.Co2",
        {"listContact": [{"contactType": "EMAIL"}]},
    ),
    _entity(
        f"{ENTITY} Problem with Contact (index: 0 ). ContactType is mandatory. "
        "values: MOBILEPHONE, FIXEDPHONE, EMAIL, WEBSITE",
        "C017.C016.RE06.Co1",
        {"listContact": [{"contactDetails": "x"}]},
    ),
    _exact(
        _org,
        f"{ORG_TYPE} Problem with relatedEntity (index: 1 ). "
        "bad value for BOOLEAN (values: true false') valueCode: is_related_to_Lithuania",
        "C017.C016.AV07",
        {
            "listRelatedEntity.1": {
                "entityType": "ORGANIZATION",
                "relationType": "OWNER",
                "title": "Other-Fictus",
                "listAdditionalValues": [_YES],
            }
        },
    ),
)

TRIGGERS = tuple(trigger for trigger in (*_ENVELOPE, *_TYPES, *_LISTS, *_VALUES, *_RELATED) if trigger.line)
