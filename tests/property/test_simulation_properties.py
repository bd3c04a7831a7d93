"""A simulation is exact: it agrees with counting by hand, and parts of it merge into the whole in any order.

``SIMULATION_EXAMPLES`` sets how many groups of customers are tried.
"""

from __future__ import annotations

import os
from collections import Counter
from datetime import date, timedelta
from functools import cache
from random import Random

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from customer_risk import cases
from customer_risk.cases import CaseChange, Standing
from customer_risk.levels import RiskLevel
from customer_risk.records import decode, encode
from customer_risk.scoring.countries import CountryTable
from customer_risk.scoring.engine import score
from customer_risk.scoring.model import RiskModel, shipped_model
from customer_risk.simulation import Simulation, Stored, merge, simulate
from tests.unit.simulation.shelf import subject

EXAMPLES = int(os.environ.get("SIMULATION_EXAMPLES", "40"))
DAY = date(2027, 11, 21)
POOL = 120

replace = msgspec.structs.replace


@cache
def pool() -> tuple[Stored, ...]:
    """Customers assessed on different days by the shipped model, some with cases open or reviewed."""
    random = Random(4)  # noqa: S311  nothing secret
    return tuple(_stored(seed, random) for seed in range(POOL))


def _stored(seed: int, random: Random) -> Stored:
    seen = replace(subject(seed, f"customer-{seed:03}"), today=DAY - timedelta(days=random.randrange(2000)))
    scoring = score(shipped_model(), CountryTable.shipped(), seen)
    reviewed = tuple(cases.fingerprint(one) for one in scoring.case_reasons if random.random() < 0.8)
    standing = random.choice(
        [
            Standing(),
            cases.move(Standing(), scoring.case_reasons, "open").standing,
            Standing(reviewed_cases=("old",), reviewed_reasons=reviewed),
        ]
    )
    return Stored(customer=seen.profile.customer_id, subject=seen, scoring=scoring, standing=standing)


def candidate(seed: int) -> RiskModel:
    """The shipped model with other points, thresholds, reasons for cases and review intervals."""
    random = Random(seed)  # noqa: S311  nothing secret
    shipped = shipped_model()
    factors = {
        id_: replace(
            rule, points={outcome: points * random.choice((0, 1, 1, 2)) for outcome, points in rule.points.items()}
        )
        for id_, rule in shipped.factors.items()
    }
    factor = random.choice((0.5, 1, 2))
    levels = {name: int(points * factor) for name, points in msgspec.structs.asdict(shipped.levels).items()}
    return replace(
        shipped,
        version=2,
        factors=factors,
        levels=replace(shipped.levels, **levels),
        review_months=replace(shipped.review_months, MEDIUM=random.choice((12, 24, 36)), HIGH=random.choice((6, 12))),
        cases=replace(shipped.cases, levels=random.choice([(), (RiskLevel.EXTREME,), tuple(RiskLevel)[2:]])),
    )


def simulated(seed: int, stored: list[Stored]) -> Simulation:
    return simulate(candidate(seed), stored, active=shipped_model(), countries=CountryTable.shipped(), day=DAY)


seeds = st.integers(0, 2**32)
groups = st.lists(st.integers(0, POOL - 1), max_size=25, unique=True).map(lambda chosen: [pool()[n] for n in chosen])


@settings(max_examples=EXAMPLES, deadline=None)
@given(seeds, groups, st.integers(0, 25), st.integers(0, 25))
def test_parts_merge_into_the_whole_however_they_are_cut_and_put_together(
    seed: int, stored: list[Stored], first: int, second: int
) -> None:
    low, high = sorted((first, second))
    one, two, three = (simulated(seed, part) for part in (stored[:low], stored[low:high], stored[high:]))
    whole = encode(simulated(seed, stored))
    assert encode(merge(merge(one, two), three)) == whole
    assert encode(merge(one, merge(two, three))) == whole
    assert encode(merge(three, merge(two, one))) == whole
    assert encode(merge(simulated(seed, []), simulated(seed, stored))) == whole
    assert encode(decode(whole, Simulation)) == whole


@settings(max_examples=EXAMPLES, deadline=None)
@given(seeds, groups)
def test_a_simulation_is_what_counting_by_hand_gives(seed: int, stored: list[Stored]) -> None:
    model, impact = candidate(seed), simulated(seed, stored).against_stored
    pairs = [(one, one.scoring, score(model, CountryTable.shipped(), one.subject)) for one in stored]
    assert impact.customers == len(stored)
    migrated = Counter((before.level, after.level) for _, before, after in pairs)
    assert {(b, a): count for b, row in impact.levels.items() for a, count in row.items()} == migrated
    assert [mover.customer for mover in impact.movers] == sorted(
        one.customer for one, before, after in pairs if before.level != after.level
    )
    for when, scorings in (("before", [b for _, b, _ in pairs]), ("after", [a for _, _, a in pairs])):
        assert getattr(impact.points, when) == sum(scoring.points for scoring in scorings)
        assert sum(getattr(delta, when) for delta in impact.factors.values()) == getattr(impact.points, when)
        assert getattr(impact.wanted, when) == sum(bool(scoring.case_reasons) for scoring in scorings)
        assert sum(getattr(change, when) for change in impact.intervals.values()) == len(stored)
        opened = [
            cases.move(one.standing, scoring.case_reasons, "x").change is CaseChange.OPENED
            for one, scoring in zip(stored, scorings, strict=True)
        ]
        assert getattr(impact.opened, when) == sum(opened)
    assert impact.wanted.after - impact.wanted.before == len(impact.newly_wanted) - len(impact.no_longer_wanted)
    for factor, delta in impact.factors.items():
        weighed = [
            [sum(line.points for line in scoring.lines if line.factor == factor) for scoring in (before, after)]
            for _, before, after in pairs
        ]
        assert delta.raised == sum(after > before for before, after in weighed)
        assert delta.lowered == sum(after < before for before, after in weighed)


@settings(max_examples=EXAMPLES, deadline=None)
@given(groups)
def test_the_active_model_itself_changes_nothing(stored: list[Stored]) -> None:
    same = simulate(shipped_model(), stored, active=shipped_model(), countries=CountryTable.shipped(), day=DAY)
    assert same.against_stored == same.against_active
    impact = same.against_active
    assert not impact.movers
    assert not impact.newly_wanted
    assert not impact.no_longer_wanted
    assert (impact.sooner, impact.later) == (0, 0)
    figures = [impact.points, impact.wanted, impact.opened, impact.due, *impact.factors.values()]
    for change in [*figures, *impact.reasons.values(), *impact.intervals.values()]:
        assert change.before == change.after
