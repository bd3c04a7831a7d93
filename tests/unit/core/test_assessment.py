from __future__ import annotations

from datetime import date

import pytest

from customer_risk.assessment import MOST_HITS, assess
from customer_risk.levels import RiskLevel
from customer_risk.profile import Party, Profile
from customer_risk.scoring.result import Known, Scoring, Subject
from customer_risk.screening.result import Hit, HitType, ListUsed, Screening, ScreeningStatus
from customer_risk.screening.thresholds import Thresholds


def hit(number: int) -> Hit:
    return Hit(
        party="customer",
        type=HitType.SANCTIONED_PERSON,
        source="sample",
        entry_id=str(number),
        entry_name="A",
        queried_name="A",
        matched_name="A",
        score=number / 10_000,
    )


class Many:
    """A screener that asks so many parties of so many lists, and finds a given number of hits."""

    def __init__(self, hits: int, *, parties: int = 1, lists: int = 1) -> None:
        self.hits = hits
        self.parties = parties
        self.lists = lists

    thresholds = Thresholds(minimum=0.0)

    def of(self, tenant: str) -> Many:
        assert tenant
        return self

    def screen(
        self, _: Profile, *, today: date, tenant: str, thresholds: Thresholds, adjudications: object = None
    ) -> Screening:
        assert not adjudications
        assert thresholds is self.thresholds
        assert today
        assert tenant
        used = ListUsed(source="sample", entries=1, fetched_at="2026-01-01", changed_at="2026-01-01")
        return Screening(
            status=ScreeningStatus.COMPLETE,
            hits=tuple(hit(n) for n in range(self.hits)),
            parties=self.parties,
            lists=(used,) * self.lists,
        )

    def score(self, _: Subject) -> Scoring:
        return Scoring(model="m", countries="c", points=0, level=RiskLevel.NONE)


def screened(hits: int, *, parties: int = 1, lists: int = 1) -> Screening:
    many = Many(hits, parties=parties, lists=lists)
    profile = Profile(customer_id="1", party=Party())
    found = assess(profile, Known(), screener=many, scorer=many, today=date(2026, 1, 1), tenant="acme")
    return found.subject.screening


def test_hits_that_can_be_kept_are_kept() -> None:
    screening = screened(MOST_HITS)
    assert (len(screening.hits), screening.status, screening.problems) == (MOST_HITS, ScreeningStatus.COMPLETE, ())


def test_of_too_many_hits_the_likeliest_are_kept_and_the_rest_is_told() -> None:
    screening = screened(MOST_HITS + 5)
    assert len(screening.hits) == MOST_HITS
    assert min(one.score for one in screening.hits) == 5 / 10_000
    assert screening.status is ScreeningStatus.INCOMPLETE
    assert screening.problems == (f"Only the likeliest {MOST_HITS} of {MOST_HITS + 5} matches are kept",)


@pytest.mark.parametrize(("parties", "lists"), [(0, 1), (1, 0)])
def test_where_nobody_or_no_list_was_asked_nobody_is_cleared(parties: int, lists: int) -> None:
    assert screened(0, parties=parties, lists=lists).status is ScreeningStatus.INCOMPLETE
    assert screened(0).status is ScreeningStatus.COMPLETE
