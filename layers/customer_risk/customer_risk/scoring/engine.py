"""From evidence to points, level and the reasons for a case. Pure: the same subject gives the same scoring."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from customer_risk.levels import RiskLevel
from customer_risk.scoring import factors  # noqa: F401 -- fills the catalogue
from customer_risk.scoring.catalogue import CATALOGUE, Evidence
from customer_risk.scoring.countries import CountryTable
from customer_risk.scoring.model import RiskModel
from customer_risk.scoring.result import Line, Scoring, Subject
from customer_risk.scoring.rule import Rule
from customer_risk.scoring.view import View
from customer_risk.screening.result import ScreeningStatus


def score(model: RiskModel, countries: CountryTable, subject: Subject) -> Scoring:
    """Score one customer.

    Lines come in the order of the catalogue, within a factor the heaviest first; a line that a cap leaves without
    points is not shown. ``raised_by`` holds ``override:<factor>:<outcome>`` and ``stated-level:<LEVEL>`` for what put
    the level above the points' own, or ``imported-level:<LEVEL>`` alone where the level is an imported one.
    """
    view = View(subject, model.ratings(countries), thresholds=model.screening, likely=model.screening.likely)
    lines: list[Line] = []
    outcomes: dict[tuple[str, str], None] = {}
    total = 0
    plan = model.plan(
        organisation=view.is_organisation,
        person_details=view.person is not None,
        organisation_details=view.organisation is not None,
    )
    for rule in plan.asked(view):
        found = rule.judge(view, rule)
        if found and (evidence := [*found]):
            if rule.referred:
                outcomes |= dict.fromkeys((rule.id, one.outcome) for one in evidence)
            total = _tell(rule, evidence, lines, total)
    level, raised_by = _level(model, subject, total, outcomes)
    return Scoring(
        model=model.id,
        countries=countries.version,
        points=total,
        level=level,
        lines=tuple(lines),
        raised_by=raised_by,
        case_reasons=tuple(dict.fromkeys(_case_reasons(model, view, level, outcomes))),
    )


def level_reasons(scoring: Scoring) -> tuple[str, ...]:
    """What put the level above the points' own, or replaced it: a sentence for each entry of ``raised_by``."""
    return tuple(_sentence(*reason.split(":")) for reason in scoring.raised_by)


def _sentence(kind: str, what: str, outcome: str = "") -> str:
    if kind == "override":
        factor = CATALOGUE[what]
        return f"{factor.label}: {factor.outcomes.get(outcome, 'nothing is known')}."
    if kind == "stated-level":
        return "The sender rates the customer higher than its points do."
    return "The level was decided elsewhere and imported with the customer."


def _tell(rule: Rule, found: list[Evidence], lines: list[Line], total: int) -> int:
    """Append the lines of one factor, the heaviest first, and return the new running total."""
    points_of = rule.points
    if len(found) > 1:
        found.sort(key=rule.weight)
    cap, floor, given = rule.cap, rule.floor, 0
    for evidence in found:
        raw = points = points_of[evidence.outcome]
        adjustment = None
        if floor is not None and raw and not given:
            lacking = floor - sum(points_of[other.outcome] for other in found)
            if lacking > 0:
                points += lacking
                adjustment = f"raised: any {rule.label} counts at least {floor}"
        if cap is not None and given + points > cap:
            points = cap - given
            adjustment = f"capped: all {rule.label} together count at most {cap}"
        if not points:
            break
        given += points
        lines.append(
            Line(
                factor=rule.id,
                label=rule.label,
                group=rule.group,
                item=rule.item,
                outcome=evidence.outcome,
                where=evidence.where,
                seen=evidence.seen,
                text=evidence.text,
                points=points,
                raw=raw,
                total=total + given,
                adjustment=adjustment,
            )
        )
    return total + given


def _level(
    model: RiskModel, subject: Subject, points: int, outcomes: Collection[tuple[str, str]]
) -> tuple[RiskLevel, tuple[str, ...]]:
    """The level of the points, or the highest that an override or the sender's own rating raises it to.

    A level decided elsewhere and imported holds as it is: its points are only told beside it.
    """
    imported = subject.profile.imported_level
    if imported is not None:
        return imported, (f"imported-level:{imported}",)
    reached = model.levels.level(points)
    stated = subject.profile.stated_level
    if not outcomes and stated is None:
        return reached, ()
    claims = [
        (override.level, f"override:{override.factor}:{override.outcome}")
        for override in model.overrides
        if (override.factor, override.outcome) in outcomes
    ]
    if stated is not None and model.sender_level == "higher-wins":
        claims.append((stated, f"stated-level:{stated}"))
    higher = [(level, name) for level, name in claims if level.rank > reached.rank]
    final = max((level for level, _ in higher), key=lambda level: level.rank, default=reached)
    return final, tuple(name for _, name in higher)


def _case_reasons(model: RiskModel, view: View, level: RiskLevel, outcomes: Iterable[tuple[str, str]]) -> Iterable[str]:
    """Stable keys: ``level:HIGH``, ``hit:<source>:<entry_id>:<type>``, ``screening-incomplete``,
    ``screening-stale:<source>``, ``outcome:<factor>:<outcome>``. One of a hit that was judged before it changed ends
    with its evidence: what was reviewed then is not what is to be reviewed now.
    """  # noqa: D205 -- one list, no summary to set apart
    rules = model.cases
    screening = view.subject.screening
    if level in rules.levels:
        yield f"level:{level}"
    yield from sorted(hit.case_reason for hit in view.hits if hit.type in rules.hits)
    if rules.incomplete_screening and (
        screening.status is ScreeningStatus.INCOMPLETE or not screening.lists or not screening.parties
    ):
        yield "screening-incomplete"
    if rules.stale_screening:
        yield from sorted(f"screening-stale:{used.source}" for used in screening.lists if used.stale)
    for ref in rules.outcomes:
        if (ref.factor, ref.outcome) in outcomes:
            yield f"outcome:{ref.factor}:{ref.outcome}"
