"""The use case under all dialects: profile → screening → scoring. Pure, so that it can be replayed."""

from __future__ import annotations

from datetime import date
from typing import Protocol

import msgspec

from customer_risk.profile import Profile
from customer_risk.records import Record
from customer_risk.scoring.result import Known, Scoring, Subject
from customer_risk.screening.result import Adjudications, Screening, ScreeningStatus

MOST_HITS = 1000
"""Potential matches kept of one assessment: what no human would read must not make it too large to be stored."""


class Screens(Protocol):
    """Whatever can screen a profile."""

    def screen(
        self, profile: Profile, *, today: date, tenant: str, adjudications: Adjudications | None = None
    ) -> Screening:
        """Every party against the lists that ``tenant`` may see; never raises, says ``INCOMPLETE`` instead."""


class Scores(Protocol):
    """Whatever can score a subject: the risk model in force with its country table."""

    def score(self, subject: Subject, *, tenant: str) -> Scoring:
        """Points, level and the lines that made them, by the model of ``tenant``."""


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
    """Screen and score one profile of ``tenant`` as of ``today``, with what humans said of its hits before."""
    screening = _bounded(screener.screen(profile, today=today, tenant=tenant, adjudications=adjudications))
    subject = Subject(profile=profile, screening=screening, today=today, known=known)
    return Assessment(subject=subject, scoring=scorer.score(subject, tenant=tenant))


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
