"""The bodies of this dialect as types, made from the fields: only documentation and tests need them."""

from __future__ import annotations

from collections.abc import Iterable
from types import GenericAlias
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from customers.wire.entity import CHECKED, DETAILS, MAIN
from customers.wire.fields import Field, Kind
from customers.wire.lists import LISTS, ListSpec


class EntityIssue(msgspec.Struct):
    """What is wrong with one property; `[0].name` is a property of the first row of an array."""

    property: str
    issue: str


class EntityProblem(msgspec.Struct):
    """What went wrong. ``errors`` names every bad property at once, each with what is wrong with it."""

    message: str
    errors: list[EntityIssue] | msgspec.UnsetType = msgspec.UNSET


class Login(msgspec.Struct):
    """A username and its password."""

    username: Annotated[str, Meta(min_length=1, max_length=320)]
    password: Annotated[str, Meta(min_length=1)]


class Token(msgspec.Struct):
    """A token for ``x-access-token``, good for two days."""

    success: bool
    token: str


class Written(msgspec.Struct):
    """The audit entry of this write, and the customer's current risk trail: a new one only where the risk changed."""

    idAuditTrail: int  # noqa: N815  the document's name
    idRiskTrail: int  # noqa: N815


class ScheduledReview(msgspec.Struct):
    """A review that was scheduled."""

    idReview: int  # noqa: N815


def _type(field: Field) -> Any:
    """The JSON type of a property."""
    kind: Any
    match field.kind:
        case Kind.FLAG:
            kind = bool
        case Kind.DATE:
            kind = Annotated[str, Meta(extra_json_schema={"format": "date"})]
        case Kind.AMOUNT:
            kind = float | str
        case Kind.CHOICE:
            kind = Annotated[int, Meta(ge=1, description=f"An id of the classifier `{field.classifier}`.")]
        case Kind.WHOLE | Kind.USER:
            kind = Annotated[int, Meta(ge=field.least, le=field.most)]
        case Kind.KEY:
            kind = Annotated[str, Meta(pattern="^[A-Za-z0-9._~:@-]{1,64}$")]
        case _:
            kind = Annotated[str, Meta(max_length=field.longest)]
    return kind | None if field.nullable else kind


def _answered(field: Field) -> Any:
    """The type of a property in an answer, where whatever is not known is ``null``."""
    match field.kind:
        case Kind.FLAG:
            return bool | None
        case Kind.AMOUNT:
            return float | None
        case Kind.CHOICE | Kind.WHOLE | Kind.USER:
            return int | None
        case _:
            return str | None


def _struct(name: str, about: str, fields: Iterable[tuple[Any, ...]]) -> type[msgspec.Struct]:
    made = msgspec.defstruct(name, list(fields), kw_only=True)
    made.__doc__ = about
    return made


def _sent(name: str, about: str, fields: Iterable[Field], *, partial: bool = False) -> type[msgspec.Struct]:
    own = [field for field in fields if not field.ours]
    return _struct(
        name,
        about,
        [
            (field.name, _type(field))
            if field.required and not partial
            else (field.name, _type(field) | msgspec.UnsetType, msgspec.UNSET)
            for field in own
        ],
    )


def _row(spec: ListSpec) -> type[msgspec.Struct]:
    ids = [(spec.key, int), *([("idCustomer", int)] if spec.names_customer else []), ("id", int)]
    own = [(field.name, _answered(field)) for field in spec.fields]
    return _struct(f"{name_of(spec)}Row", f"One of the {spec.title} of a customer.", [*ids, *own])


def many(kind: type) -> Any:
    """An array of a type that was made here."""
    return GenericAlias(list, (kind,))


def name_of(spec: ListSpec) -> str:
    """A list's path in camel case: ``IdCard``."""
    return "".join(part.capitalize() for part in spec.path.split("-"))


NEW = {spec.path: _sent(f"{name_of(spec)}New", f"A new row of the {spec.title}.", spec.fields) for spec in LISTS}
CHANGE = {
    spec.path: _sent(f"{name_of(spec)}Change", "What of a row is to be changed.", spec.fields, partial=True)
    for spec in LISTS
}
ROW = {spec.path: _row(spec) for spec in LISTS}
"""By a list's path: a row to be added, what of a row is changed, a row as answered."""

_ANY_DETAILS = tuple({field.name: field for type_ in DETAILS for field in DETAILS[type_]}.values())

_OF_ITS_KIND = "All that may not be `null` is required, of a person or of an organisation, and nothing of the other."

CUSTOMER_NEW = _struct(
    "CustomerNew",
    "A customer: a person where `idCustomerType` is 1, an organisation where it is 2.",
    [
        ("main", _sent("CustomerMain", "What persons and organisations have in common.", MAIN)),
        ("details", _sent("CustomerDetails", _OF_ITS_KIND, _ANY_DETAILS, partial=True)),
    ],
)
CUSTOMER_CHANGE = _struct(
    "CustomerChange",
    "What of a customer is to be changed; what is left out stays.",
    [
        ("main", _sent("MainChange", "Changes of `main`.", MAIN, partial=True) | msgspec.UnsetType, msgspec.UNSET),
        (
            "details",
            _sent("DetailsChange", "Changes of `details`, of either kind.", _ANY_DETAILS, partial=True)
            | msgspec.UnsetType,
            msgspec.UNSET,
        ),
    ],
)


def _list_shown(spec: ListSpec) -> Any:
    return _struct(
        f"{name_of(spec)}List",
        f"The {spec.title} of a customer.",
        [("contents", many(ROW[spec.path])), ("deletedRows", list[Any]), ("id", str)],
    )


class CheckedType(msgspec.Struct):
    """An entry that may be checked."""

    id: int
    name: str


class CheckedList(msgspec.Struct):
    """What is checked of a list; ``types`` are all its entries."""

    contents: list[int]
    added: list[int]
    removed: list[int]
    listId: str  # noqa: N815
    types: list[CheckedType]


_MAIN_SHOWN = _struct("MainShown", "`main` as answered.", [(field.name, _answered(field)) for field in MAIN])
_SINGLES = _struct("CustomerSingles", "What there is once.", [("main", _MAIN_SHOWN), ("details", dict[str, Any])])
_LISTS = _struct(
    "CustomerLists",
    "The lists; those of organisations only are left out for a person.",
    [
        (spec.shown, _list_shown(spec) | msgspec.UnsetType, msgspec.UNSET)
        if spec.of_organisations
        else (spec.shown, _list_shown(spec))
        for spec in LISTS
    ],
)
_CHECKED = _struct("CheckedLists", "The checked lists.", [(name, CheckedList) for name in CHECKED])
CUSTOMER = _struct(
    "EntityCustomer", "A whole customer.", [("singles", _SINGLES), ("lists", _LISTS), ("checkedLists", _CHECKED)]
)


class RiskItem(msgspec.Struct):
    """One item and its points."""

    name: str
    score: int


class RiskGroup(msgspec.Struct):
    """A group of items; its score is their sum."""

    name: str
    contents: list[RiskItem]
    score: int


class Contaminator(msgspec.Struct):
    """A linked customer whose own score is higher."""

    idCustomer: int  # noqa: N815
    newCalculatedRisk: int  # noqa: N815


class GlobalScore(msgspec.Struct):
    """The sum of the groups."""

    score: int


class RiskBreakdown(msgspec.Struct):
    """Where the points of a customer come from."""

    totals: dict[str, RiskGroup]
    contaminators: list[Contaminator]
    global_: GlobalScore = msgspec.field(name="global")


class RiskLine(msgspec.Struct):
    """One line of the score: what was seen, what it counts and `where` in the customer it was seen."""

    factor: str
    score: int
    explanation: str
    where: str


class RiskSuggestion(msgspec.Struct):
    """What the computed level would be as a risk type; `lines` add up to `score`.

    `levelReasons` is empty unless something else than the score decided the level.
    """

    idRiskType: int  # noqa: N815
    level: str
    score: int
    model: str
    levelReasons: list[str]  # noqa: N815
    lines: list[RiskLine]


class ContagionPart(msgspec.Struct):
    """What one customer adds: its points times `weight`; `path` is the heaviest of its paths, itself first."""

    idInternalCustomer: str  # noqa: N815
    idCustomer: int  # noqa: N815
    points: int
    weight: float
    path: list[str]
    bonds: list[str]


class ContagionShown(msgspec.Struct):
    """What owners and controllers mean for a customer.

    `sanctionedBy` is the chain of sanctioned owners that the model's sanctions rule follows, empty where it does not.
    `complete` is false where there are more customers above than are looked at.
    """

    points: int
    contributions: list[ContagionPart]
    linked: list[str]
    sanctionedBy: list[str]  # noqa: N815
    complete: bool


class ReviewShown(msgspec.Struct):
    """A review that is due or done."""

    id: int
    idReview: int  # noqa: N815
    createdDate: str | None  # noqa: N815
    scheduledDate: str  # noqa: N815
    reviewedDate: str | None  # noqa: N815
    reviewed: bool
    comments: str | None
    idCustomer: int  # noqa: N815
    idUserScheduler: int | None  # noqa: N815
    idUserReviewer: int | None  # noqa: N815
    userReviewerName: str | None  # noqa: N815


class RiskTrailShown(msgspec.Struct):
    """A risk as computed, and what a second person decided; pending while ``idApprovalStatus`` is ``null``."""

    id: int
    idRiskTrail: int  # noqa: N815
    reviewed: bool
    reviewedDate: str | None  # noqa: N815
    comments: str | None
    idCustomer: int  # noqa: N815
    idRiskType: int | None  # noqa: N815
    idUserReviewer: int | None  # noqa: N815
    userReviewerName: str | None  # noqa: N815
    idApprovalStatus: int | None  # noqa: N815
    approvalStatusName: str | None  # noqa: N815


class RiskDecision(msgspec.Struct):
    """The decision on a risk trail: 1 approved, 2 rejected; 1 low, 2 medium, 3 high, 4 extremely high."""

    idApprovalStatus: Annotated[int, Meta(ge=1, le=2)]  # noqa: N815
    idRiskType: Annotated[int, Meta(ge=1, le=4)]  # noqa: N815
    comments: Annotated[str, Meta(max_length=4000)]


class ReviewCompletion(msgspec.Struct):
    """What the reviewer found."""

    comments: Annotated[str, Meta(max_length=4000)]


class EntityListed(msgspec.Struct):
    """A customer in a listing."""

    idInternalCustomer: str  # noqa: N815
    name: str
    idCustomerType: int | None  # noqa: N815
    idRiskType: int  # noqa: N815
    score: int | None


class EntityPage(msgspec.Struct):
    """A page of customers; ``next`` is the ``cursor`` of the following one, ``null`` on the last."""

    contents: list[EntityListed]
    next: str | None


class ClassifierEntry(msgspec.Struct):
    """One entry of a classifier; ``meaning`` is what the risk model is told instead of the name."""

    id: Annotated[int, Meta(ge=1)]
    name: Annotated[str, Meta(min_length=1, max_length=200)]
    meaning: str | None = None
    appliesTo: str | None = None  # noqa: N815


class AuditShown(msgspec.Struct):
    """An entry of the audit chain; ``hash`` covers it and the hash before it."""

    number: int
    at: str
    actor: str
    action: str
    details: dict[str, str | int | None]
    hash: str
