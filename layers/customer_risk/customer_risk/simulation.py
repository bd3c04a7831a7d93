"""What another risk model would change: every stored customer scored again, none left out, and every mover named.

Pure. Each customer is seen as on the day of its last assessment, so that nothing but the model differs. Simulations
of two halves of the customers merge into that of the whole.
"""

from __future__ import annotations

import hashlib
import re
from calendar import monthrange
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from itertools import batched
from typing import Any

import msgspec

from customer_risk import cases
from customer_risk.cases import CaseChange, Standing
from customer_risk.levels import RiskLevel
from customer_risk.records import Record
from customer_risk.scoring.countries import TABLES, CountryTable
from customer_risk.scoring.engine import score
from customer_risk.scoring.model import MODELS, RiskModel, published, shipped_model
from customer_risk.scoring.result import Scoring, Subject

_VERSION = re.compile(r"[a-z][a-z0-9-]*-[1-9][0-9]*")


class NotShipped(LookupError):
    """A version of a risk model or country table that does not come with this code."""


def model_of(version: str) -> RiskModel:
    """The risk model of that version; raises :class:`NotShipped`."""
    if not _VERSION.fullmatch(version) or not (MODELS / f"{version}.json").is_file():
        raise NotShipped(f"the risk model {version!r} does not come with this code")
    return shipped_model(version)


def countries_of(version: str) -> CountryTable:
    """The country table of that version; raises :class:`NotShipped`, for a tenant's own version too."""
    if not _VERSION.fullmatch(version) or not (TABLES / f"{version}.csv").is_file():
        raise NotShipped(f"the country table {version!r} does not come with this code")
    return CountryTable.shipped(version)


class Stored(Record):
    """A customer as it is stored: what was seen last, what was made of it, and where its cases stand."""

    customer: str
    subject: Subject
    scoring: Scoring
    standing: Standing = Standing()


class Change(Record):
    """One figure before and after."""

    before: int = 0
    after: int = 0


class Delta(Change):
    """The points of one factor, and how many customers it weighs more or less on."""

    raised: int = 0
    lowered: int = 0


class Mover(Record, order=True):
    """A customer whose level changes."""

    customer: str
    before: RiskLevel
    after: RiskLevel
    points_before: int
    points_after: int


class Impact(Record):
    """What a candidate model changes, customers counted.

    ``levels`` is the migration matrix: level before, level after, customers. ``reasons`` counts by the kind of reason
    who has one, ``wanted`` who has any, ``opened`` the cases that scoring everybody again would open today: reviewed
    reasons open none. ``intervals`` counts by months between reviews, ``due`` the reviews due on the simulation's day,
    ``sooner`` and ``later`` whose next review moves.
    """

    customers: int = 0
    levels: dict[RiskLevel, dict[RiskLevel, int]] = msgspec.field(default_factory=dict)
    points: Change = msgspec.field(default_factory=Change)
    factors: dict[str, Delta] = msgspec.field(default_factory=dict)
    movers: tuple[Mover, ...] = ()
    reasons: dict[str, Change] = msgspec.field(default_factory=dict)
    wanted: Change = msgspec.field(default_factory=Change)
    newly_wanted: tuple[str, ...] = ()
    no_longer_wanted: tuple[str, ...] = ()
    opened: Change = msgspec.field(default_factory=Change)
    intervals: dict[int, Change] = msgspec.field(default_factory=dict)
    due: Change = msgspec.field(default_factory=Change)
    sooner: int = 0
    later: int = 0


class Simulation(Record):
    """A candidate model against what is stored, and against the active model.

    ``digest`` tells drafts of one version apart; ``day`` is the one on which reviews are due or not. The active model
    has the candidate's country table, unless ``active_countries`` names another one.
    """

    candidate: str
    digest: str
    active: str
    countries: str
    day: date
    active_countries: str | None = None
    against_stored: Impact = msgspec.field(default_factory=Impact)
    against_active: Impact = msgspec.field(default_factory=Impact)


def simulate(
    candidate: RiskModel,
    stored: Iterable[Stored],
    *,
    active: RiskModel,
    countries: CountryTable,
    day: date,
    models: Callable[[str], RiskModel] = model_of,
    active_countries: CountryTable | None = None,
) -> Simulation:
    """Score every customer with the candidate and with the active model.

    ``models`` gives the model of a stored scoring, whose review intervals held then. Raises what it raises. A
    candidate may come with a country table of its own; ``active_countries`` is then the one in force.
    """
    countries_before = active_countries or countries
    pending: list[tuple[int, Impact, Impact]] = []  # like the digits of a binary counter: few are held, merges are even
    for one in stored:
        after = score(candidate, countries, one.subject)
        before = score(active, countries_before, one.subject)
        against_stored = _impact(one, one.scoring, models(one.scoring.model), after, candidate, day)
        against_active = _impact(one, before, active, after, candidate, day)
        size = 1
        while pending and pending[-1][0] == size:
            _, stored_before, active_before = pending.pop()
            size *= 2
            against_stored = _sum(stored_before, against_stored)
            against_active = _sum(active_before, against_active)
        pending.append((size, against_stored, against_active))
    against_stored, against_active = Impact(), Impact()
    for _, to_stored, to_active in reversed(pending):
        against_stored, against_active = _sum(to_stored, against_stored), _sum(to_active, against_active)
    return Simulation(
        candidate=candidate.id,
        digest=hashlib.sha256(published(candidate)).hexdigest(),
        active=active.id,
        countries=countries.version,
        day=day,
        active_countries=countries_before.version if countries_before.version != countries.version else None,
        against_stored=against_stored,
        against_active=against_active,
    )


def merge(one: Simulation, other: Simulation) -> Simulation:
    """The simulation of both halves together, in whichever order; no customer may be in both.

    Raises ``ValueError`` when they were not asked the same.
    """
    nothing = Impact()
    asked, asked_too = (
        msgspec.structs.replace(half, against_stored=nothing, against_active=nothing) for half in (one, other)
    )
    if asked != asked_too:
        raise ValueError("these simulations are not of the same models, country table and day")
    return msgspec.structs.replace(
        one,
        against_stored=_sum(one.against_stored, other.against_stored),
        against_active=_sum(one.against_active, other.against_active),
    )


def merge_all(parts: Sequence[Simulation]) -> Simulation:
    """The simulation of all parts together, one at least; raises as :func:`merge` does."""
    while len(parts) > 1:  # two and two, so that names are put in order a few times only
        parts = [pair[0] if len(pair) == 1 else merge(*pair) for pair in batched(parts, 2, strict=False)]
    return parts[0]


def _impact(
    one: Stored, before: Scoring, model_before: RiskModel, after: Scoring, model_after: RiskModel, day: date
) -> Impact:
    """The impact on one customer."""
    months = (model_before.review_months.after(before.level), model_after.review_months.after(after.level))
    wanted = (bool(before.case_reasons), bool(after.case_reasons))
    move = Mover(
        customer=one.customer,
        before=before.level,
        after=after.level,
        points_before=before.points,
        points_after=after.points,
    )
    return Impact(
        customers=1,
        levels={before.level: {after.level: 1}},
        points=Change(before=before.points, after=after.points),
        factors=_factors(before, after),
        movers=(move,) if before.level is not after.level else (),
        reasons=_changes(_kinds(before, one.subject), _kinds(after, one.subject)),
        wanted=_change(*wanted),
        newly_wanted=(one.customer,) if wanted == (False, True) else (),
        no_longer_wanted=(one.customer,) if wanted == (True, False) else (),
        opened=_change(*(_opens(one.standing, scoring.case_reasons) for scoring in (before, after))),
        intervals=_changes({months[0]}, {months[1]}),
        due=_change(*(_months_later(one.subject.today, interval) <= day for interval in months)),
        sooner=int(months[1] < months[0]),
        later=int(months[1] > months[0]),
    )


def _factors(before: Scoring, after: Scoring) -> dict[str, Delta]:
    was, is_ = Counter[str](), Counter[str]()
    for points, scoring in ((was, before), (is_, after)):
        for line in scoring.lines:
            points[line.factor] += line.points
    return {
        factor: Delta(
            before=was[factor],
            after=is_[factor],
            raised=int(is_[factor] > was[factor]),
            lowered=int(is_[factor] < was[factor]),
        )
        for factor in sorted(was.keys() | is_.keys())
    }


def _kinds(scoring: Scoring, subject: Subject) -> set[str]:
    """Kinds of reasons: hits by their type instead of the entry they are on."""
    types = {f"hit:{hit.source}:{hit.entry_id}:{hit.type}": f"hit:{hit.type}" for hit in subject.screening.hits}
    return {types.get(reason, reason) for reason in scoring.case_reasons}


def _opens(standing: Standing, reasons: tuple[str, ...]) -> bool:
    return cases.move(standing, reasons, "new").change is CaseChange.OPENED


def _change(before: bool, after: bool) -> Change:  # noqa: FBT001 -- a pair of like things
    return Change(before=int(before), after=int(after))


def _changes[K: (str, int)](before: set[K], after: set[K]) -> dict[K, Change]:
    return {key: _change(key in before, key in after) for key in sorted(before | after)}


def _months_later(day: date, months: int) -> date:
    """The same day of the month, or its last one where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _sum(one: Any, other: Any) -> Any:
    """Two impacts, or parts of them, as one: figures added up, names put in order."""
    match one:
        case int():
            return one + other
        case tuple():
            return tuple(sorted(one + other))
        case dict():
            return {
                key: _sum(one[key], other[key]) if key in one and key in other else one.get(key, other.get(key))
                for key in sorted(one | other)
            }
        case _:
            fields = type(one).__struct_fields__
            return type(one)(**{name: _sum(getattr(one, name), getattr(other, name)) for name in fields})
