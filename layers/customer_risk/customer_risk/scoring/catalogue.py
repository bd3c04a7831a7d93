"""The catalogue: what a factor is, where it stands in the breakdown, and the list of all of them.

A factor is one small pure function from a view of the customer to evidence. It says *what was seen*; how many points
that is worth is the risk model's business. The decorator's arguments and the function's docstring are the
documentation: ``docs/risk-factors.md`` is written from them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from typing import TYPE_CHECKING

from customer_risk.records import Record

if TYPE_CHECKING:
    from customer_risk.scoring.rule import Rule
    from customer_risk.scoring.view import View

ALWAYS = "subject"
"""What every view has: the need of a factor that always has something to look at."""

MISSING = "missing"
"""The outcome of a factor that was told nothing. Its points follow the model's missing-data policy."""


class Applies(StrEnum):
    """Whom a factor is asked about. Who is both (a sole trader) is asked both."""

    PERSON = "person"
    ORGANISATION = "organisation"
    BOTH = "both"


class Evidence(Record, kw_only=False, gc=False):
    """One thing a factor saw.

    ``outcome`` is one of the factor's outcomes, ``where`` the path in the profile, ``seen`` what stood there (short),
    ``text`` one plain sentence. It holds nothing but text, so the garbage collector need not look at it.
    """

    outcome: str
    where: str
    seen: str
    text: str


saw = Evidence
"""The evidence, without naming its four fields at every place."""


type Judge = Callable[[View, Rule], Iterable[Evidence]]


class Factor(Record):
    """One entry of the catalogue.

    ``outcomes`` maps each outcome to what it means; ``limits`` and ``terms`` name the numbers and the outcomes with
    word lists that the model has to give; ``reads`` are the profile fields looked at, as ``Class.field``. ``needs`` is
    the attribute of the view (dotted where it is one of the profile's) that holds all the factor speaks of: where it is
    empty, only silence is left to be told, and a factor whose silence is worth nothing is not asked.
    """

    id: str
    label: str
    group: str
    item: str
    applies: Applies
    outcomes: Mapping[str, str]
    reads: tuple[str, ...]
    missing: bool
    limits: Mapping[str, str]
    terms: tuple[str, ...]
    needs: str
    about: str
    judge: Judge


CATALOGUE: dict[str, Factor] = {}
"""Every factor by its id, in the order their lines appear in a scoring."""


def factor(
    id_: str,
    label: str,
    place: tuple[str, str],
    outcomes: Mapping[str, str],
    *,
    reads: tuple[str, ...],
    applies: Applies = Applies.BOTH,
    missing: bool = False,
    limits: Mapping[str, str] | None = None,
    terms: tuple[str, ...] = (),
    needs: str = ALWAYS,
    about: str | None = None,
) -> Callable[[Judge], Judge]:
    """Enter a function into the catalogue under a stable id; ``place`` is its group and item in the breakdown.

    ``about`` says what its docstring would: a function made from a row of a table has none.
    """

    def enter(judge: Judge) -> Judge:
        group, item = place
        if id_ in CATALOGUE or item not in ALL_ITEMS.get(group, ()):
            raise ValueError(f"factor {id_!r} is there already, or {group!r} has no item {item!r}")
        CATALOGUE[id_] = Factor(
            id=id_,
            label=label,
            group=group,
            item=item,
            applies=applies,
            outcomes=outcomes,
            reads=reads,
            missing=missing,
            limits=limits or {},
            terms=terms,
            needs=needs,
            about=" ".join((about or judge.__doc__ or "").split()),
            judge=judge,
        )
        return judge

    return enter


GROUPS = {
    "screening": "Screening Risks",
    "kyc": "KYC Risks",
    "economicProfile": "Economic Profile Risks",
    "countries": "Country Risks",
    "general": "General Risks",
}
"""The groups of the customer entities' risk breakdown and their printed names, in order."""

_GENERAL = ("Referred by third party", "Relationship Length", "Behavior")

PERSON_ITEMS = {
    "screening": ("Screening",),
    "kyc": ("Non Face to Face", "ID Card", "Address", "Communication Means", "Missing Documents"),
    "economicProfile": ("Activity", "Wealth"),
    "countries": ("Countries",),
    "general": _GENERAL,
}
"""The items of a person's breakdown, in order."""

ORGANISATION_ITEMS = {
    "screening": ("Screening",),
    "kyc": ("Entity Type", "Address", "Communication Means", "Missing Documents"),
    "economicProfile": ("Activity", "Wealth", "Financial Statements"),
    "countries": ("Countries", "Country Presence", "Counterparty"),
    "general": _GENERAL,
}
"""The items of an organisation's breakdown, in order."""

ALL_ITEMS = {group: tuple(dict.fromkeys(PERSON_ITEMS[group] + ORGANISATION_ITEMS[group])) for group in GROUPS}

_STAND_INS = {
    "Non Face to Face": "Entity Type",
    "ID Card": "Missing Documents",
    "Entity Type": "Missing Documents",
    "Financial Statements": "Wealth",
    "Country Presence": "Countries",
    "Counterparty": "Countries",
}
"""Where the points of an item go that the breakdown of the other kind of customer does not show."""


def item_of(factor: Factor, *, organisation: bool) -> str:
    """The item a factor's points count under for that kind of customer."""
    shown = (ORGANISATION_ITEMS if organisation else PERSON_ITEMS)[factor.group]
    return factor.item if factor.item in shown else _STAND_INS[factor.item]
