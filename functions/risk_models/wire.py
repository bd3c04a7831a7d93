"""What is asked for and answered about risk models."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from customer_risk.records import Record
from customer_risk.scoring.countries import CountryTable, Fact, Tier

MOST_FACTS = 1000
_LONGEST_DOCUMENT = 512 * 1024
_HIGHEST_INDEX = 100
_VALUES: dict[str, frozenset[str]] = {
    "fatf": frozenset({"call-for-action", "increased-monitoring"}),
    "eu-high-risk": frozenset({"listed"}),
    "eu-tax": frozenset({"annex-I", "annex-II"}),
    "tier": frozenset(Tier) - {Tier.UNKNOWN},
}


def _country(code: str) -> str:
    if code not in CountryTable.shipped().codes:
        raise PydanticCustomError("unusable", "is not an ISO 3166-1 alpha-2 code")
    return code


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise PydanticCustomError("unusable", "must be a date (YYYY-MM-DD)") from None


class Wire(BaseModel):
    """Base of what is read: unknown fields are ignored."""

    model_config = ConfigDict(defer_build=True)


class CountryFact(Wire):
    """A fact that takes the place of the shipped one of that country and name; an empty value takes it away."""

    country: Annotated[str, AfterValidator(_country)] = Field(description="ISO 3166-1 alpha-2.", examples=["PA"])
    fact: Literal["fatf", "eu-high-risk", "eu-tax", "cpi", "tier"]
    value: Annotated[str, Field(max_length=40)] = Field(examples=["high"])
    source: Annotated[str, Field(min_length=1, max_length=200)] = Field(examples=["Board decision 2026-11"])
    date: Annotated[str, AfterValidator(_day)] = Field(examples=["2026-11-21"])

    @model_validator(mode="after")
    def _sensible(self) -> CountryFact:
        if self.value and self.fact == "cpi":
            if not (self.value.isascii() and self.value.isdigit() and int(self.value) <= _HIGHEST_INDEX):
                raise PydanticCustomError("unusable", "a cpi is a whole number from 0 to 100")
        elif self.value and self.value not in _VALUES[self.fact]:
            allowed = ", ".join(sorted(_VALUES[self.fact]))
            raise PydanticCustomError("unusable", "the value must be one of: {allowed}", {"allowed": allowed})
        return self


def _once(facts: list[CountryFact]) -> list[CountryFact]:
    if len({(fact.country, fact.fact) for fact in facts}) < len(facts):
        raise PydanticCustomError("unusable", "names a fact of a country twice")
    return facts


class ModelDraft(Wire):
    """A risk model as its author writes it, and the tenant's own view of countries that goes with it."""

    document: Annotated[str, Field(min_length=1, max_length=_LONGEST_DOCUMENT)] = Field(
        description="The model in YAML. Its `name` and `version` make the id: `acme-1`."
    )
    countries: Annotated[list[CountryFact], Field(max_length=MOST_FACTS), AfterValidator(_once)] = Field(
        default_factory=list
    )

    def facts(self) -> tuple[Fact, ...]:
        """The country facts as records, in a fixed order."""
        ordered = sorted(self.countries, key=lambda fact: (fact.country, fact.fact))
        return tuple(Fact(**fact.model_dump()) for fact in ordered)


class Publishing(Wire):
    """Which content of a draft is to be put into force."""

    digest: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")] = Field(
        description="The `digest` of the draft that was read: one that changed since is not published."
    )


class Written(Record, rename="camel", omit_defaults=False):
    """Base of what is answered."""


class ModelSummary(Written):
    """One version. ``status`` is draft, published or shipped (it comes with the service)."""

    version: str
    status: str
    active: bool
    digest: str | None = None
    authors: tuple[str, ...] = ()
    drafted_at: str | None = None
    published_by: str | None = None
    published_at: str | None = None


class ModelList(Written):
    """All versions of a tenant and the one that comes with the service."""

    active: str
    models: tuple[ModelSummary, ...]


class ModelDocument(ModelSummary, kw_only=True):
    """One version with its document and the country facts that go with it."""

    document: str
    countries: tuple[Fact, ...] = ()


class Deed(Written):
    """One entry of the log; ``hash`` covers it and the entry before."""

    number: int
    at: str
    actor: str
    action: str
    version: str
    digest: str | None
    instead: str | None
    hash: str


class Deeds(Written):
    """What was done, the last 1,000 entries, oldest first; ``whole`` where each of all follows from the one before."""

    whole: bool
    entries: tuple[Deed, ...]


class PropertyIssue(Written):
    """What is wrong with one property."""

    property: str
    issue: str


class Refusal(Written):
    """What went wrong: ``errors`` names each property of a body that cannot be used."""

    message: str
    errors: tuple[PropertyIssue, ...] = ()
