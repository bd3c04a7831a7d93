"""The risk model: what evidence is worth. One document per version, never changed once published.

Authors write YAML (``authoring.parse_model``). Publishing checks it against the catalogue and turns it into canonical
JSON (:func:`published`), which is what is stored, hashed and loaded (:func:`load_published`): reading it needs neither
a YAML parser nor pydantic, whose classes would cost a cold start more than everything else here.
"""

# No `from __future__ import annotations`: msgspec would compile every annotation anew at each cold start.

from functools import cached_property, lru_cache
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from customer_risk.levels import RiskLevel
from customer_risk.records import Record, decode, encode
from customer_risk.scoring.catalogue import CATALOGUE, Applies
from customer_risk.scoring.contagion import ContagionRules
from customer_risk.scoring.countries import CountryTable, CountryTier, Ratings
from customer_risk.scoring.fraud import FraudRules
from customer_risk.scoring.rule import Plan, Rule, Terms
from customer_risk.screening.result import HitType
from customer_risk.screening.thresholds import Share, Thresholds

MODELS = Path(__file__).parent / "models"

type Points = Annotated[int, Meta(ge=0, le=100_000)]
type Months = Annotated[int, Meta(ge=1, le=60)]
type Name = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9-]{0,63}$")]
type Text = Annotated[str, Meta(min_length=1, max_length=200, pattern=r"\w")]


class FactorRule(Record, forbid_unknown_fields=True):
    """What one factor is worth.

    ``points`` per outcome; ``cap`` and ``floor`` hold for all evidence of the factor together; ``missing`` says what
    silence is worth: nothing, fixed points, or as much as the worst outcome. ``limits`` are numbers and ``terms`` word
    lists by outcome that the factor asks for.
    """

    points: dict[Name, Points]
    label: Text | None = None
    missing: Literal["nothing", "highest"] | Points = "nothing"
    cap: Points | None = None
    floor: Points | None = None
    limits: dict[Name, Annotated[float, Meta(ge=0)]] = msgspec.field(default_factory=dict)
    terms: dict[Name, tuple[Text, ...]] = msgspec.field(default_factory=dict)


class LevelThresholds(Record, forbid_unknown_fields=True):
    """The least points for each level; fewer than ``LOW`` is ``NONE``."""

    LOW: Annotated[int, Meta(ge=1, le=100_000)]
    MEDIUM: Points
    HIGH: Points
    EXTREME: Points

    def level(self, points: int) -> RiskLevel:
        """The level that so many points reach."""
        if points >= self.EXTREME:
            return RiskLevel.EXTREME
        if points >= self.HIGH:
            return RiskLevel.HIGH
        if points >= self.MEDIUM:
            return RiskLevel.MEDIUM
        return RiskLevel.LOW if points >= self.LOW else RiskLevel.NONE


class ReviewMonths(Record, forbid_unknown_fields=True):
    """How long after an assessment the next review is due, by level."""

    NONE: Months
    LOW: Months
    MEDIUM: Months
    HIGH: Months
    EXTREME: Months

    def after(self, level: RiskLevel) -> int:
        """Months until the next review of a customer of that level."""
        months: int = getattr(self, level.value)
        return months


class ScreeningLimits(Thresholds, forbid_unknown_fields=True, kw_only=True):
    """What is a hit, and from which match score (0…1) on it counts as ``likely``."""

    likely: Share


class OutcomeRef(Record, forbid_unknown_fields=True):
    """One outcome of one factor."""

    factor: Name
    outcome: Name


class Override(OutcomeRef, forbid_unknown_fields=True):
    """Evidence that sets a level of its own: at least ``level``, whatever the points."""

    level: RiskLevel


class CaseRules(Record, forbid_unknown_fields=True):
    """What opens a case: levels, hits of these types, an incomplete or stale screening, single outcomes."""

    incomplete_screening: bool
    stale_screening: bool
    levels: tuple[RiskLevel, ...] = ()
    hits: tuple[HitType, ...] = ()
    outcomes: tuple[OutcomeRef, ...] = ()


class RiskModel(Record, forbid_unknown_fields=True, dict=True):
    """One version of a risk model."""

    name: Name
    version: Annotated[int, Meta(ge=1)]
    title: Text
    base_currency: Annotated[str, Meta(pattern=r"^[A-Z]{3}$")]
    sender_level: Literal["higher-wins", "ignored"]
    levels: LevelThresholds
    review_months: ReviewMonths
    screening: ScreeningLimits
    country_tiers: Annotated[tuple[CountryTier, ...], Meta(min_length=1)]
    cases: CaseRules
    contagion: ContagionRules
    fraud: FraudRules
    factors: Annotated[dict[Name, FactorRule], Meta(min_length=1)]
    overrides: tuple[Override, ...] = ()

    @property
    def id(self) -> str:
        """What a scoring names it by."""
        return f"{self.name}-{self.version}"

    @cached_property
    def _ratings(self) -> dict[str, tuple[CountryTable, Ratings]]:
        return {}

    def ratings(self, table: CountryTable) -> Ratings:
        """The country table as this model rates it; kept for the tables seen last."""
        held = self._ratings.get(table.version)
        if held is None or held[0] is not table:
            if len(self._ratings) >= _TABLES_KEPT:
                self._ratings.clear()
            held = self._ratings[table.version] = (table, Ratings(table, self.country_tiers))
        return held[1]

    def plan(self, *, organisation: bool, person_details: bool, organisation_details: bool) -> Plan:
        """The rules to ask of a customer.

        Factors of persons are asked of persons and of whoever has personal details, those of organisations likewise.
        """
        person = person_details or not organisation
        company = organisation_details or organisation
        key = (organisation, person, company)
        plan = self._plans.get(key)
        if plan is None:
            plan = self._plans[key] = Plan(
                rule
                for rule in self._compiled[organisation]
                if rule.factor.applies is Applies.BOTH or (person if rule.factor.applies is Applies.PERSON else company)
            )
        return plan

    @cached_property
    def _plans(self) -> dict[tuple[bool, bool, bool], Plan]:
        return {}

    @cached_property
    def _compiled(self) -> dict[bool, tuple[Rule, ...]]:
        terms = {
            id_: Terms({outcome: said.terms.get(outcome, ()) for outcome in factor.terms})
            for id_, factor in CATALOGUE.items()
            if (said := self.factors.get(id_))
        }
        referred = {one.factor for one in (*self.overrides, *self.cases.outcomes)}
        return {
            organisation: tuple(
                Rule(
                    factor,
                    organisation=organisation,
                    label=said.label,
                    points=said.points,
                    missing=said.missing,
                    cap=said.cap,
                    floor=said.floor,
                    limits=said.limits,
                    terms=terms[id_],
                    referred=id_ in referred,
                )
                for id_, factor in CATALOGUE.items()
                if (said := self.factors.get(id_))
            )
            for organisation in (False, True)
        }


_TABLES_KEPT = 8


def published(model: RiskModel) -> bytes:
    """The canonical bytes of a model: what publishing stores and a digest is taken of."""
    return msgspec.json.format(encode(model), indent=1) + b"\n"


def load_published(document: bytes) -> RiskModel:
    """Read what :func:`published` wrote. Raises ``msgspec.ValidationError`` when it is anything else."""
    return decode(document, RiskModel)


@lru_cache(maxsize=4)
def shipped_model(id_: str = "default-1") -> RiskModel:
    """A model that comes with the code; read once per process."""
    return load_published((MODELS / f"{id_}.json").read_bytes())
