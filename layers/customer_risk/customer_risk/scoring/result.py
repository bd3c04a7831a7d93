"""What a scoring says: every line that made the points, in order."""

from __future__ import annotations

from datetime import date

from customer_risk.levels import RiskLevel
from customer_risk.profile import Profile
from customer_risk.records import Record
from customer_risk.screening.result import Screening


class Known(Record):
    """What was known of the customer before this assessment; the defaults say *nothing*."""

    first_seen: date | None = None
    level: RiskLevel | None = None
    points: int | None = None
    changes: tuple[str, ...] = ()


class Subject(Record):
    """Everything a scoring may look at. ``today`` is part of it, so that a replay sees the same day."""

    profile: Profile
    screening: Screening
    today: date
    known: Known = Known()


class Line(Record, gc=False):
    """One factor's contribution.

    ``factor`` is the stable id in the model, ``outcome`` the evidence outcome the model has points for, ``where`` the
    path in the profile that was looked at, ``seen`` what stood there, ``text`` the plain-language sentence. ``points``
    is what counts after caps and floors, ``raw`` what the model gave before them, ``total`` the running sum.
    """

    factor: str
    label: str
    group: str
    item: str
    outcome: str
    where: str
    seen: str
    text: str
    points: int
    raw: int
    total: int
    adjustment: str | None = None

    @property
    def explanation(self) -> str:
        """Why it counts, and why not as much as it would by itself."""
        return f"{self.text} ({self.adjustment})" if self.adjustment else self.text


class Scoring(Record):
    """Points, level and how they came about.

    ``points`` is the sum of the lines. ``level`` follows the model's thresholds unless ``raised_by`` names what
    raised it, or the import it was taken over from. ``case_reasons`` are stable keys of what the model's case rules
    want a human to look at; the same facts give the same keys, so that a reviewed case stays closed.
    """

    model: str
    countries: str
    points: int
    level: RiskLevel
    lines: tuple[Line, ...] = ()
    raised_by: tuple[str, ...] = ()
    case_reasons: tuple[str, ...] = ()
