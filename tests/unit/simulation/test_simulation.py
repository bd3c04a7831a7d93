"""What a simulation tells of single customers, and what it refuses."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest

from customer_risk import cases
from customer_risk.cases import Standing
from customer_risk.levels import RiskLevel
from customer_risk.profile import Channel
from customer_risk.scoring.countries import CountryTable
from customer_risk.scoring.engine import score
from customer_risk.scoring.model import RiskModel, shipped_model
from customer_risk.scoring.result import Subject
from customer_risk.simulation import (
    Change,
    Delta,
    Impact,
    Mover,
    NotShipped,
    Simulation,
    Stored,
    countries_of,
    merge,
    model_of,
    simulate,
)
from tests.unit.scoring.subjects import CLEAN, fresh_person

replace = msgspec.structs.replace
ASSESSED = date(2025, 11, 30)


def stored(customer: str = "1", standing: Standing | None = None, *, remote: bool = True) -> Stored:
    profile = replace(fresh_person(), customer_id=customer, channel=Channel(non_face_to_face=remote))
    subject = Subject(profile=profile, screening=CLEAN, today=ASSESSED)
    scoring = score(shipped_model(), CountryTable.shipped(), subject)
    return Stored(customer=customer, subject=subject, scoring=scoring, standing=standing or Standing())


def against_stored(model: RiskModel, *customers: Stored, day: date = ASSESSED) -> Impact:
    simulation = simulate(model, customers, active=shipped_model(), countries=CountryTable.shipped(), day=day)
    assert simulation.against_stored == simulation.against_active
    return simulation.against_stored


def lenient() -> RiskModel:
    """Nobody is a high risk for not having been met, and only ``EXTREME`` opens a case."""
    shipped = shipped_model()
    rule = shipped.factors["non-face-to-face"]
    return replace(
        shipped,
        version=2,
        factors={**shipped.factors, "non-face-to-face": replace(rule, points=dict.fromkeys(rule.points, 0))},
        cases=replace(shipped.cases, levels=(RiskLevel.EXTREME,)),
    )


def test_a_mover_is_named_with_its_levels_and_points_and_the_factor_that_moved_it() -> None:
    one = stored("7")
    assert (one.scoring.points, one.scoring.level) == (920, RiskLevel.HIGH)
    impact = against_stored(lenient(), one, stored("8", remote=False))
    assert impact.movers == (
        Mover(customer="7", before=RiskLevel.HIGH, after=RiskLevel.MEDIUM, points_before=920, points_after=620),
    )
    assert impact.levels == {
        RiskLevel.HIGH: {RiskLevel.MEDIUM: 1},
        RiskLevel.MEDIUM: {RiskLevel.MEDIUM: 1},
    }
    moved = {factor: delta for factor, delta in impact.factors.items() if delta.raised or delta.lowered}
    assert moved == {"non-face-to-face": Delta(before=300, after=0, lowered=1)}


def test_cases_and_reviews_follow_the_level() -> None:
    impact = against_stored(lenient(), stored("7"), day=date(2026, 11, 30))
    assert impact.reasons == {"level:HIGH": Change(before=1)}
    assert (impact.wanted, impact.opened) == (Change(before=1), Change(before=1))
    assert impact.no_longer_wanted == ("7",)
    assert impact.intervals == {12: Change(before=1), 36: Change(after=1)}
    assert (impact.due, impact.sooner, impact.later) == (Change(before=1), 0, 1)


def test_a_review_is_due_on_its_day_and_not_before() -> None:
    assert against_stored(lenient(), stored(), day=date(2026, 11, 29)).due == Change()
    assert against_stored(lenient(), stored(), day=date(2028, 11, 30)).due == Change(before=1, after=1)
    assert against_stored(lenient(), stored(), day=date(2028, 11, 29)).due == Change(before=1)


def test_in_a_shorter_month_a_review_is_due_on_the_last_day() -> None:
    shipped = shipped_model()
    quarterly = replace(shipped, review_months=replace(shipped.review_months, HIGH=3, EXTREME=3))
    assert against_stored(quarterly, stored(), day=date(2026, 2, 27)).due == Change()
    assert against_stored(quarterly, stored(), day=date(2026, 2, 28)).due == Change(after=1)


def test_what_was_reviewed_or_is_open_opens_no_case() -> None:
    reasons = stored().scoring.case_reasons
    being_reviewed = cases.move(Standing(), reasons, "open").standing
    impact = against_stored(
        shipped_model(), stored("1"), stored("2", being_reviewed), stored("3", cases.close(being_reviewed))
    )
    assert impact.wanted == Change(before=3, after=3)
    assert impact.opened == Change(before=1, after=1)


def test_a_stored_scoring_is_compared_as_it_is_stored() -> None:
    one = stored()
    old = replace(one, scoring=replace(one.scoring, level=RiskLevel.LOW, points=100, lines=(), case_reasons=()))
    simulation = simulate(
        shipped_model(), [old], active=shipped_model(), countries=CountryTable.shipped(), day=ASSESSED
    )
    assert [mover.before for mover in simulation.against_stored.movers] == [RiskLevel.LOW]
    assert simulation.against_stored.newly_wanted == ("1",)
    assert simulation.against_active.movers == ()


def empty(model: RiskModel, day: date = ASSESSED) -> Simulation:
    return simulate(model, [], active=shipped_model(), countries=CountryTable.shipped(), day=day)


def test_simulations_of_other_questions_do_not_merge() -> None:
    draft = replace(lenient(), title="Another draft of the same version")
    for other in (empty(shipped_model()), empty(draft), empty(lenient(), date(2026, 1, 1))):
        with pytest.raises(ValueError, match="not of the same"):
            merge(empty(lenient()), other)


@pytest.mark.parametrize("version", ["default-99", "", "../models/default-1", "countries-1", "default-1.json"])
def test_a_model_that_does_not_come_with_the_code_is_refused(version: str) -> None:
    with pytest.raises(NotShipped, match="does not come with this code"):
        model_of(version)


@pytest.mark.parametrize("version", ["countries-99", "", "countries-1+0123456789ab", "../tables/countries-1"])
def test_a_country_table_that_does_not_come_with_the_code_is_refused(version: str) -> None:
    with pytest.raises(NotShipped, match="does not come with this code"):
        countries_of(version)


def test_a_simulation_against_a_model_that_is_gone_is_refused() -> None:
    gone = replace(stored(), scoring=replace(stored().scoring, model="bespoke-3"))
    with pytest.raises(NotShipped, match="bespoke-3"):
        against_stored(lenient(), gone)
