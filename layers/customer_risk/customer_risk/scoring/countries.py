"""Country risk: a table of facts, each with its source and date, and the tier a model makes of them.

The table says what is so, the model's ``country_tiers`` say how bad that is. A tenant may override any fact, or set
the tier of a country outright with the fact ``tier``.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterable
from enum import StrEnum
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Annotated, Literal

from msgspec import Meta

from customer_risk.records import Record, encode

TABLES = Path(__file__).parent / "tables"


class Tier(StrEnum):
    """How risky a country is, worst first; the last three are no judgement but the lack of one."""

    CRITICAL = "critical"
    HIGH = "high"
    ELEVATED = "elevated"
    MODERATE = "moderate"
    STANDARD = "standard"
    UNRATED = "unrated"
    UNKNOWN = "unknown"


class Fact(Record):
    """One fact of one country: ``fatf``, ``eu-high-risk``, ``eu-tax``, ``cpi`` or ``tier``."""

    country: str
    fact: str
    value: str
    source: str
    date: str

    def __str__(self) -> str:
        return f"{self.fact} {self.value} ({self.source}, {self.date})"


class CountryTier(Record, forbid_unknown_fields=True):
    """What puts a country into a tier; a model's tiers are tried in order, worst first."""

    tier: Tier
    fatf: tuple[Literal["call-for-action", "increased-monitoring"], ...] = ()
    eu_high_risk: bool = False
    eu_tax: tuple[Literal["annex-I", "annex-II"], ...] = ()
    cpi_below: Annotated[int, Meta(ge=0, le=100)] | None = None

    def reached_by(self, fact: Fact) -> bool:
        """Whether this one fact alone puts a country into the tier."""
        match fact.fact:
            case "cpi":
                return self.cpi_below is not None and float(fact.value) < self.cpi_below
            case "fatf":
                return fact.value in self.fatf
            case "eu-high-risk":
                return self.eu_high_risk
            case "eu-tax":
                return fact.value in self.eu_tax
        return False


class Rating(Record):
    """What was made of one country: the tier and the facts that led there, none for standard and below."""

    country: str
    tier: Tier
    facts: tuple[Fact, ...] = ()

    @property
    def because(self) -> str:
        """The facts as part of a sentence."""
        if self.facts:
            return "; ".join(map(str, self.facts))
        return _WITHOUT_FACTS.get(self.tier, "nothing held against it")


_WITHOUT_FACTS = {
    Tier.UNRATED: "no list names it and no corruption score is published",
    Tier.UNKNOWN: "not an ISO 3166-1 alpha-2 code",
}


class CountryTable:
    """Facts by country, under a version id that changes with every override."""

    def __init__(self, version: str, codes: frozenset[str], facts: Iterable[Fact]) -> None:
        self.version = version
        self.codes = codes
        self._facts: dict[str, dict[str, Fact]] = {}
        for fact in facts:
            self._facts.setdefault(fact.country, {})[fact.fact] = fact

    @classmethod
    def shipped(cls, version: str = "countries-1") -> CountryTable:
        """The table that comes with the code; read once per process."""
        return _shipped(version)

    def overridden(self, facts: Iterable[Fact]) -> CountryTable:
        """A table in which the given facts replace those of the same country and name.

        An empty value takes a fact away. Raises ``ValueError`` for a country that is none or a ``tier`` or ``cpi``
        that cannot be read.
        """
        changes = sorted(facts, key=lambda fact: (fact.country, fact.fact))
        for fact in changes:
            if fact.country not in self.codes:
                raise ValueError(f"{fact.country!r} is not an ISO 3166-1 alpha-2 code")
            if fact.value and fact.fact == "tier":
                Tier(fact.value)
            if fact.value and fact.fact == "cpi":
                float(fact.value)
        if not changes:
            return self
        merged = {
            (fact.country, fact.fact): fact for of_country in self._facts.values() for fact in of_country.values()
        }
        merged |= {(fact.country, fact.fact): fact for fact in changes}
        digest = hashlib.sha256(b"\n".join(map(encode, changes))).hexdigest()[:12]
        kept = (fact for fact in merged.values() if fact.value)
        return CountryTable(f"{self.version}+{digest}", self.codes, kept)

    def facts(self, country: str) -> tuple[Fact, ...]:
        """All that is held of a country, in the order of the table."""
        return tuple(self._facts.get(country, {}).values())


class Ratings:
    """Countries as one model rates them; remembers what it worked out."""

    def __init__(self, table: CountryTable, tiers: tuple[CountryTier, ...]) -> None:
        self._table = table
        self._tiers = tiers
        self._known: dict[str, Rating] = {}

    @cached_property
    def standard(self) -> frozenset[str | None]:
        """The countries of which there is nothing to say, and none at all, for a quick look before a slow one."""
        return frozenset((*(code for code in self._table.codes if self.lookup(code).tier is Tier.STANDARD), None))

    @cached_property
    def known(self) -> frozenset[str]:
        """The codes that stand for a country."""
        return frozenset(code for code in self._table.codes if self.lookup(code).tier is not Tier.UNKNOWN)

    def lookup(self, country: str) -> Rating:
        """The rating of an upper-case alpha-2 code; any other text is ``unknown``."""
        found = self._known.get(country)
        if found is None:
            found = self._rate(country)
            if country in self._table.codes:
                self._known[country] = found
        return found

    def _rate(self, country: str) -> Rating:
        if country not in self._table.codes:
            return Rating(country=country, tier=Tier.UNKNOWN)
        facts = self._table.facts(country)
        for fact in facts:
            if fact.fact == "tier":
                return Rating(country=country, tier=Tier(fact.value), facts=(fact,))
        for tier in self._tiers:
            if reached := tuple(filter(tier.reached_by, facts)):
                return Rating(country=country, tier=tier.tier, facts=reached)
        rated = any(fact.fact == "cpi" for fact in facts)
        return Rating(country=country, tier=Tier.STANDARD if rated else Tier.UNRATED)


@lru_cache(maxsize=4)
def _shipped(version: str) -> CountryTable:
    with (TABLES / f"{version}.csv").open(encoding="utf-8", newline="") as lines:
        rows = [Fact(**row) for row in csv.DictReader(lines)]
    codes = frozenset(row.country for row in rows)
    return CountryTable(version, codes, (row for row in rows if row.fact))
