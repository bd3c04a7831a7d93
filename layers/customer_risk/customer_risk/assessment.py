"""The use case under all dialects: profile → screening → scoring. Pure, so that it can be replayed."""

from __future__ import annotations

from datetime import date
from typing import Protocol

import msgspec

from customer_risk.profile import Profile
from customer_risk.records import Record
from customer_risk.scoring.result import Known, Scoring, Subject
from customer_risk.screening.result import Adjudications, Screening, ScreeningStatus
from customer_risk.screening.thresholds import Thresholds

MOST_HITS = 1000
"""Potential matches kept of one assessment: what no human would read must not make it too large to be stored."""


class Screens(Protocol):
    """Whatever can screen a profile."""

    def screen(
        self,
        profile: Profile,
        *,
        today: date,
        tenant: str,
        thresholds: Thresholds,
        adjudications: Adjudications | None = None,
    ) -> Screening:
        """Every party against the lists that ``tenant`` may see; never raises, says ``INCOMPLETE`` instead."""


class Scorer(Protocol):
    """One version of a risk model with its country table."""

    @property
    def thresholds(self) -> Thresholds:
        """From which match score on a potential match is a hit."""

    def score(self, subject: Subject) -> Scoring:
        """Points, level and the lines that made them."""


class Scores(Protocol):
    """Whatever knows the risk models in force."""

    def of(self, tenant: str) -> Scorer:
        """The one of a tenant, now."""


class Assessment(Record):
    """Everything that was seen and everything that followed from it."""

    subject: Subject
    scoring: Scoring


def assess(
    profile: Profile,
    known: Known,
    *,
    screener: Screens,
    scorer: Scores,
    today: date,
    tenant: str,
    adjudications: Adjudications | None = None,
) -> Assessment:
    """Screen and score one profile of ``tenant`` as of ``today``, with what humans said of its hits before.

    The model in force is asked for once: the same version says which matches are hits and what they are worth.
    """
    model = scorer.of(tenant)
    found = screener.screen(
        profile, today=today, tenant=tenant, thresholds=model.thresholds, adjudications=adjudications
    )
    subject = Subject(profile=profile, screening=_told(_bounded(found)), today=today, known=known)
    return Assessment(subject=subject, scoring=model.score(subject))


def _bounded(screening: Screening) -> Screening:
    """The likeliest hits. Leaving some out is told, and makes the screening incomplete: it must not read as clean."""
    if len(screening.hits) <= MOST_HITS:
        return screening
    return msgspec.structs.replace(
        screening,
        status=ScreeningStatus.INCOMPLETE,
        hits=tuple(sorted(screening.hits, key=lambda hit: -hit.score)[:MOST_HITS]),
        problems=(*screening.problems, f"Only the likeliest {MOST_HITS} of {len(screening.hits)} matches are kept"),
    )


def _told(screening: Screening) -> Screening:
    """One that asked nobody, or no list, is incomplete: whoever reads no more than the status must not be cleared."""
    if screening.parties and screening.lists:
        return screening
    return msgspec.structs.replace(screening, status=ScreeningStatus.INCOMPLETE)
