"""Valid customers of every shape, and everything that can be done wrong to one of them at one place."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from hypothesis import strategies as st

from tests.unit.amlyze_intake.bodies import DROP, changed

type Path = tuple[str | int, ...]

COUNTRIES = ("LT", "LV", "EE", "SE", "US", "BR", "XK")
CLASSIFIED = {
    "activityType": ("ACTIVITY_OTHER", "OTHER"),
    "addressType": ("HEADQUARTERS", "RESIDENCE", "REGISTRATION"),
    "appealReasonType": ("RECOMMENDATIONS", "PURPOSE_INVEST"),
    "incomeSourceType": ("SALARY", "PASSIVE_INCOME"),
    "introductionSource": ("Internet",),
    "initialDepositCurrency": ("EUR", "USD"),
    "legalForm": ("LTD", "COOPERATIVE"),
    "paymentPurposeType": ("TAXES", "MARKETING_SERVICES"),
    "relationType": ("OWNER", "DIRECTOR", "HOST"),
    "serviceType": ("LOANS", "CREDIT_LINE"),
    "turnoverType": ("FORMER_TURNOVER",),
    "riskManagementCategory": ("IND", "ORG_AMLYZE", "OCCASIONAL_CUSTOMER"),
    "businessUnit": ("BUSINESS_UNIT_NAME",),
    **dict.fromkeys(
        (
            *("country", "citizenshipCountry", "secondCitizenshipCountry", "permanentResidenceCountry"),
            *("birthCountry", "registrationCountry", "documentIssueCountry", "higherSchoolCountry", "pensionCountry"),
        ),
        COUNTRIES,
    ),
}
"""Fields whose values are those of a classifier, with some of them."""

WORDS = {
    "contactType": ("MOBILEPHONE", "FIXEDPHONE", "EMAIL", "WEBSITE"),
    "identityDocumentType": ("PASSPORT", "IDENTITYCARD", "OTHER"),
    "turnoverRange": ("SINGLE", "DAILY", "MONTHLY", "ANNUAL"),
    "turnoverDirection": ("IN", "OUT"),
    "listPurpose": ("WHITE", "BLACK"),
}
"""Fields whose values are words of the document."""

TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=1, max_size=12).filter(str.strip)
FLAG = st.booleans()
NUMBER = st.one_of(
    st.integers(0, 10**9),
    st.floats(allow_nan=False, allow_infinity=False),
    st.integers(-(10**300), 10**300),
    st.integers(0, 10**6).map(str),
)
PERCENT = st.one_of(st.integers(0, 100), st.floats(0, 100))
WHOLE = st.one_of(st.integers(0, 10**6), st.integers(0, 999).map(str))
_CALENDAR = (date(2, 1, 1), date(9998, 12, 31))
DAY = st.one_of(
    st.dates().map(lambda day: day.isoformat()),
    st.dates(*_CALENDAR).map(lambda day: f"{day.isoformat()}T09:45:00.000+02:00"),
)


def _of(name: str) -> st.SearchStrategy[Any]:
    return st.sampled_from((CLASSIFIED | WORDS)[name])


def _item(required: Mapping[str, Any], optional: Mapping[str, Any] | None = None) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(dict(required), optional=dict(optional or {}))


_KIND = st.sampled_from(("INDIVIDUAL", "ORGANIZATION"))
_CONTACT = _item({"contactType": _of("contactType"), "contactDetails": TEXT}, {"useForCommunication": FLAG})
_ADDRESS = _item(
    {"addressType": _of("addressType"), "country": _of("country")},
    {"city": TEXT, "region": TEXT, "streetAddress": TEXT, "zipCode": TEXT, "useForCorrespondence": FLAG},
)
_DOCUMENT = _item(
    {
        "entityType": _KIND,
        "identityDocumentType": _of("identityDocumentType"),
        "documentNumber": TEXT,
        "documentIssueDate": DAY,
        "documentIssueCountry": _of("country"),
        "documentIssueAuthority": TEXT,
    },
    {"documentExpiryDate": DAY, "description": TEXT},
)
_INCOME = _item(
    {"incomeSourceType": _of("incomeSourceType")}, {"incomePercentage": PERCENT, "from": NUMBER, "to": NUMBER}
)
_ACTIVITY = _item({"activityType": _of("activityType")}, {"incomePercentage": PERCENT})
_REGION = _item({"region": TEXT})
_COUNTRY = _item({"country": _of("country")})
_TYPED = st.sampled_from(
    (
        ("STRING", "anything"),
        ("INTEGER", 7),
        ("INTEGER", "-12"),
        ("DECIMAL", 1.5),
        ("DATE", "2024-02-29"),
        ("TIMESTAMP", "2024-02-29 10:15:00.000+0200"),
        ("BOOLEAN", True),
        ("BOOLEAN", "false"),
    )
)


@st.composite
def _values(draw: st.DrawFn) -> list[dict[str, Any]]:
    codes = draw(st.lists(TEXT.map(str.strip), unique=True, max_size=3))
    found = []
    for code in codes:
        datatype, value = draw(_TYPED)
        found.append({"code": code, "description": "Something", "datatype": datatype, "value": value})
    return found


def _few(item: st.SearchStrategy[Any]) -> st.SearchStrategy[list[Any]]:
    return st.lists(item, max_size=2)


_SHARED_LISTS = {
    "listContact": _few(_CONTACT),
    "listAddress": _few(_ADDRESS),
    "listBusinessEntityDocument": _few(_DOCUMENT),
    "listIncomeSource": _few(_INCOME),
    "listActivity": _few(_ACTIVITY),
    "listRegionOfActivity": _few(_REGION),
    "listCountryOfActivity": _few(_COUNTRY),
    "listAdditionalValues": _values(),
}
_FLAGS = dict.fromkeys(("isPEP", "isSanctioned", "isInAdverseMedia", "isInInternalList"), FLAG)
_ENTITY = {
    **_FLAGS,
    **_SHARED_LISTS,
    "relationDescription": TEXT,
    "extId": TEXT,
    "share": PERCENT,
    "votePercentage": PERCENT,
    "nationalCode": TEXT,
    "country": _of("country"),
}
_ENTITIES = st.one_of(
    _item(
        {"entityType": st.just("INDIVIDUAL"), "relationType": _of("relationType"), "firstName": TEXT, "lastName": TEXT},
        {**_ENTITY, "birthDate": DAY, "birthCountry": _of("country")},
    ),
    _item(
        {"entityType": st.just("ORGANIZATION"), "relationType": _of("relationType"), "title": TEXT},
        {**_ENTITY, "registrationCountry": _of("country"), "legalForm": _of("legalForm"), "establishmentDate": DAY},
    ),
)
_OPTIONAL = {
    **_FLAGS,
    **_SHARED_LISTS,
    "businessUnit": _of("businessUnit"),
    "initializeScreeningProcesses": st.lists(st.sampled_from(("SANCTIONS", "PEP", "ADVERSE_MEDIA", "INTERNAL_LIST"))),
    "approvalDate": DAY,
    "nationalCode": TEXT,
    "listPurpose": _of("listPurpose"),
    "activityDescription": TEXT,
    "initialDepositAmount": NUMBER,
    "initialDepositCurrency": _of("initialDepositCurrency"),
    "doesCashDominate": FLAG,
    "listAppealReason": _few(_item({"appealReasonType": _of("appealReasonType")})),
    "listIntroductionSource": _few(_item({"introductionSource": _of("introductionSource")})),
    "listOrderedService": _few(_item({"serviceType": _of("serviceType")})),
    "listDeclaredTurnover": _few(
        _item(
            {"turnoverType": _of("turnoverType"), "turnoverRange": _of("turnoverRange"), "from": NUMBER}, {"to": NUMBER}
        )
    ),
    "listPaymentPurpose": _few(
        _item({"paymentPurposeType": _of("paymentPurposeType"), "turnoverDirection": _of("turnoverDirection")})
    ),
    "listSourceOfWealth": _few(_item({"code": st.sampled_from(("6", "INHERITANCE"))}, {"amount": NUMBER})),
    "listPaymentCountry": _few(_item({"country": _of("country"), "turnoverDirection": _of("turnoverDirection")})),
    "listCountryOfTaxPayment": _few(_item({"country": _of("country")}, {"taxpayerNumber": TEXT})),
    "listRelatedEntity": _few(_ENTITIES),
}
_FIELD_OF_ACTIVITY = _item(
    {},
    {
        "employment": _item({}, {"employerTitle": TEXT, "isEmployee": FLAG}),
        "pension": _item({}, {"isPensioner": FLAG, "pensionCountry": _of("country")}),
        "student": _item({}, {"isStudent": FLAG, "higherSchoolCountry": _of("country")}),
        "other": _item({}, {"isOtherStatus": FLAG}),
    },
)
_INDIVIDUAL = (
    {"firstName": TEXT, "lastName": TEXT, "citizenshipCountry": _of("country")},
    {"birthDate": DAY, "birthCountry": _of("country"), "isLegalResident": FLAG, "fieldOfActivity": _FIELD_OF_ACTIVITY},
)
_ORGANISATION = (
    {"title": TEXT, "registrationCountry": _of("country"), "legalForm": _of("legalForm")},
    {"tradingName": TEXT, "establishmentDate": DAY, "numberOfEmployees": WHOLE, "isListed": FLAG, "lei": TEXT},
)


@st.composite
def customers(draw: st.DrawFn) -> dict[str, Any]:
    """A request that breaks no rule where nothing is stored."""
    kind, (required, optional) = draw(st.sampled_from((("INDIVIDUAL", _INDIVIDUAL), ("ORGANIZATION", _ORGANISATION))))
    number = draw(st.uuids()).hex
    envelope: dict[str, Any] = {
        "communicationNumber": number,
        "requester": "A bank",
        "riskManagementCategory": draw(_of("riskManagementCategory")),
        "sourceOfRiskLevel": "EVALUATE",
        "entityType": kind,
        "customerExtId": f"customer-{number}",
        "applicationDate": draw(DAY),
    }
    status = draw(st.sampled_from((None, "PENDING", "ACTIVE", "CLOSED")))
    if draw(st.booleans()):
        envelope |= {"sourceOfRiskLevel": "IMPORT", "riskLevel": draw(st.sampled_from(("NONE", "HIGH")))}
        status = status or "ACTIVE"
    if status:
        envelope["customerStatus"] = status
    if status == "CLOSED":
        envelope["closingDate"] = draw(DAY)
    if draw(st.booleans()):
        envelope["action"] = "CREATE"
    return envelope | draw(_item(required, {**_OPTIONAL, **optional}))


class Mutation(NamedTuple):
    """One thing done at one place: what stands there afterwards, and whether that breaks a rule of the document."""

    path: Path
    kind: str
    refused: bool
    base: dict[str, Any]
    value: Any

    @property
    def body(self) -> dict[str, Any]:
        """The customer after it was done."""
        return changed(self.base, {".".join(map(str, self.path)): self.value})


_ALWAYS = {
    *("communicationNumber", "requester", "riskManagementCategory", "sourceOfRiskLevel", "entityType"),
    *("customerExtId", "applicationDate", "closingDate", "riskLevel", "relationType", "contactType", "contactDetails"),
    *("addressType", "identityDocumentType", "documentNumber", "documentIssueDate", "documentIssueCountry"),
    *("documentIssueAuthority", "appealReasonType", "introductionSource", "serviceType", "turnoverType"),
    *("turnoverRange", "incomeSourceType", "paymentPurposeType", "turnoverDirection", "code", "activityType", "value"),
    *("datatype",),
}
"""Names of fields that are mandatory wherever they stand."""

_SOMETIMES: Mapping[str, Callable[[Mapping[str, Any], Mapping[str, Any], Path], bool]] = {
    **dict.fromkeys(
        ("firstName", "lastName", "citizenshipCountry"),
        lambda _body, holder, _path: holder.get("entityType") == "INDIVIDUAL",
    ),
    "title": lambda _body, holder, _path: holder.get("entityType") == "ORGANIZATION",
    **dict.fromkeys(("registrationCountry", "legalForm"), lambda _body, _holder, path: len(path) == 1),
    "customerStatus": lambda body, _holder, _path: body["sourceOfRiskLevel"] == "IMPORT" or "closingDate" in body,
    "country": lambda _body, _holder, path: path[-3] != "listRelatedEntity",
    "region": lambda _body, _holder, path: path[-3] == "listRegionOfActivity",
    "description": lambda _body, _holder, path: path[-3] == "listAdditionalValues",
    "from": lambda _body, holder, path: path[-3] == "listDeclaredTurnover" and "to" not in holder,
}
"""Names of fields that are mandatory in some places: asked of the body, the item and the way to the field."""


def _mandatory(body: Mapping[str, Any], path: Path) -> bool:
    """What document 004 and its companions call mandatory, said once more and in another way than the rules."""
    name = str(path[-1])
    return name in _ALWAYS or (name in _SOMETIMES and _SOMETIMES[name](body, _at(body, path[:-1]), path))


def mutations(body: dict[str, Any]) -> Iterator[Mutation]:
    """Every value dropped, made an object or (an object, a list) a text, and every classified one made unknown."""
    for path, value in _walk(body, ()):
        if not isinstance(path[-1], int):
            yield Mutation(path, "drop", refused=_mandatory(body, path), base=body, value=DROP)
        wrong = "text" if isinstance(value, dict | list) else {"an": "object"}
        yield Mutation(path, "retype", refused=True, base=body, value=wrong)
        if isinstance(value, str) and (path[-1] in CLASSIFIED or path[-1] in WORDS or _coded(path)):
            yield Mutation(path, "unknown", refused=True, base=body, value="NOT_EXISTS")


def _coded(path: Path) -> bool:
    """Further values that are of a classifier or words of the document, by their place."""
    words = {"entityType", "sourceOfRiskLevel", "riskLevel", "action", "datatype", "customerStatus"}
    wealth = path[-1] == "code" and path[-3] == "listSourceOfWealth"
    return path[-1] in words or wealth or path[0] == "initializeScreeningProcesses"


def _walk(value: Any, path: Path) -> Iterator[tuple[Path, Any]]:
    if path:
        yield path, value
    if isinstance(value, dict):
        for name, one in value.items():
            yield from _walk(one, (*path, name))
    elif isinstance(value, list):
        for position, one in enumerate(value):
            yield from _walk(one, (*path, position))


def _at(body: Any, path: Path) -> Any:
    for step in path:
        body = body[step]
    return body
