"""Write ``docs/risk-factors.md`` from the catalogue of factors and the shipped model; ``--check`` only compares."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

_ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(_ROOT), str(_ROOT / "layers" / "customer_risk")]

from customer_risk.levels import RiskLevel  # noqa: E402
from customer_risk.scoring import engine  # noqa: E402, F401 -- fills the catalogue
from customer_risk.scoring.catalogue import CATALOGUE, GROUPS, MISSING, Applies, Factor, item_of  # noqa: E402
from customer_risk.scoring.fraud import SIGNALS  # noqa: E402
from customer_risk.scoring.model import FactorRule, RiskModel, shipped_model  # noqa: E402
from customer_risk.scoring.unused import UNUSED  # noqa: E402
from tools.unread_fields import UNREAD  # noqa: E402

TARGET = _ROOT / "docs" / "risk-factors.md"
_APPLIES = {
    Applies.PERSON: "people",
    Applies.ORGANISATION: "organisations",
    Applies.BOTH: "people and organisations",
}


def render(model: RiskModel) -> str:
    """The whole document."""
    return "\n".join([*_head(model), *_factors(model), *_spread(model), *_fraud(model), *_unused()]) + "\n"


def _head(model: RiskModel) -> Iterator[str]:
    yield f"""# Risk factors

Written by `tools/risk_factors_doc.py` from the catalogue (`customer_risk/scoring/factors/`) and the model `{model.id}`
(`customer_risk/scoring/models/`). Do not edit.

A factor looks at the profile and says what it saw (an *outcome*); the model says how many points that is worth. The
points of all lines add up to the customer's risk points. `cap` bounds what all evidence of one factor counts
together, `floor` is the least it counts; `missing` is what silence is worth. Points never go down by adding a risk.

## Levels

| level | from points | next review after |
|---|---|---|"""
    least = {level: getattr(model.levels, level, 0) for level in RiskLevel}
    for level in RiskLevel:
        yield f"| {level} | {least[level]} | {model.review_months.after(level)} months |"
    yield ""
    rule = "the higher of ours and theirs holds" if model.sender_level == "higher-wins" else "it is ignored"
    yield (
        "A level that was decided elsewhere and is imported with the customer holds as it is; its points are told "
        "beside it."
    )
    yield ""
    yield f"A level the sender states itself: {rule}. Whatever the points, these set at least a level:"
    yield ""
    yield from (f"- `{one.factor}`: {one.outcome} ⇒ {one.level}" for one in model.overrides)
    yield ""
    yield "## What opens a case"
    yield ""
    cases = model.cases
    yield f"- a level of {' or '.join(cases.levels)}"
    yield f"- a hit, from match score {model.screening.minimum} on, of: {', '.join(cases.hits)}"
    if cases.incomplete_screening:
        yield "- a screening that is incomplete, asked nobody or asked no list"
    if cases.stale_screening:
        yield "- a stale list"
    yield from (f"- `{one.factor}`: {one.outcome}" for one in cases.outcomes)
    yield from _countries(model)


def _countries(model: RiskModel) -> Iterator[str]:
    yield """
## Countries

Facts stand in `customer_risk/scoring/tables/`, each with its source and date: FATF statements, Delegated Regulation
(EU) 2016/1675, the Council's list for tax purposes and the Corruption Perceptions Index. A tenant may override any
fact, or the tier of a country. The tiers are tried in this order:

| tier | FATF | EU high-risk | EU tax list | corruption score below |
|---|---|---|---|---|"""
    for tier in model.country_tiers:
        high_risk = "listed" if tier.eu_high_risk else ""
        score = "" if tier.cpi_below is None else tier.cpi_below
        yield f"| {tier.tier} | {', '.join(tier.fatf)} | {high_risk} | {', '.join(tier.eu_tax)} | {score} |"
    yield """
What reaches no tier is *standard* and gives no points, or *unrated* where no corruption score is published; a text
that is no country code is *unknown*."""


def _factors(model: RiskModel) -> Iterator[str]:
    for group, name in GROUPS.items():
        yield f"\n## {name}"
        for factor in CATALOGUE.values():
            if factor.group == group:
                yield from _factor(factor, model.factors.get(factor.id))


def _factor(factor: Factor, rule: FactorRule | None) -> Iterator[str]:
    yield f"\n### {rule.label if rule and rule.label else factor.label} (`{factor.id}`)\n"
    yield factor.about
    items = dict.fromkeys(
        item_of(factor, organisation=organisation)
        for organisation, whose in ((False, Applies.PERSON), (True, Applies.ORGANISATION))
        if factor.applies in (whose, Applies.BOTH)
    )
    yield f"\nCounts under *{' / '.join(items)}*, for {_APPLIES[factor.applies]}.\n"
    if rule is None:
        yield "Not used by this model."
        return
    yield "| outcome | points | meaning |"
    yield "|---|---|---|"
    for outcome, meaning in factor.outcomes.items():
        yield f"| {outcome} | {rule.points[outcome]} | {meaning} |"
    if factor.missing:
        yield f"| {MISSING} | {rule.missing} | not said |"
    yield ""
    said = [f"{name} {value}" for name, value in (("cap", rule.cap), ("floor", rule.floor)) if value is not None]
    said += [f"{name} {rule.limits[name]:,g} ({meaning})" for name, meaning in factor.limits.items()]
    if said:
        yield f"- {'; '.join(said)}"
    for outcome in factor.terms:
        words = ", ".join(rule.terms[outcome]) or "none, for the tenant to fill"
        yield f"- words for *{outcome}*: {words}"
    yield f"- reads {', '.join(f'`{field}`' for field in factor.reads) or 'the relations'}"


def _spread(model: RiskModel) -> Iterator[str]:
    rules = model.contagion
    yield f"""
## Risk that comes from others

Owners and controllers carry their points to what they own: the share, times {rules.decay:g} for each step, over at
most {rules.most_steps} steps and not below a weight of {rules.least_weight:g}. Holdings through several paths add up.
An owner of unknown share counts as holding {rules.unknown_share:.0%}, control as {rules.control:.0%}. All of it
together counts at most {rules.cap} points, and is shown beside the customer's own points, not in them. Mere association
is shown, and goes no further. Sanctioned owners sanction what they own by the rule `{rules.sanctions}`."""


def _fraud(model: RiskModel) -> Iterator[str]:
    rules = model.fraud
    yield f"""
## Fraud score

`1 - 1 / (1 + exp(-odds))`, where the odds are {rules.bias:g} plus the weights of what was seen; 1 is safe, and nobody
who was evaluated scores less than {rules.least:g}. Each outcome and each signal counts once.

| seen | weight | tag |
|---|---|---|"""
    yield from (f"| `{one.factor}`: {one.outcome} | {one.weight:g} | {one.tag} |" for one in rules.evidence)
    yield from (f"| {SIGNALS[one.signal]} | {one.weight:g} | {one.tag} |" for one in rules.signals)


def _unused() -> Iterator[str]:
    yield "\n## Fields that make no points, and why\n"
    yield "| field | reason |"
    yield "|---|---|"
    yield from (f"| `{field}` | {reason} |" for field, reason in UNUSED.items())
    yield """
Those are fields of the profile. These are the fields of each dialect that do not get as far, and why:

| dialect | field | reason |
|---|---|---|"""
    yield from (
        f"| {dialect} | `{field}` | {reason} |"
        for dialect, fields in UNREAD.items()
        for field, reason in fields.items()
    )


def main(arguments: list[str]) -> int:
    """Write or compare; 1 when the document is out of date."""
    document = render(shipped_model())
    if "--check" in arguments:
        current = TARGET.read_text(encoding="utf-8") if TARGET.exists() else ""
        if current != document:
            print(f"{TARGET.name} is out of date: run {Path(__file__).name}", file=sys.stderr)
        return int(current != document)
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(document, encoding="utf-8")
    print(f"{TARGET.name}: {len(CATALOGUE)} factors")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
