"""What a customer check answers, exactly.

:class:`CustomerResponse` is the first version, to the letter. :class:`CheckAnswer` is the second, whose body is not
published: the names are the published ones, everything else is additive, and clients are told to ignore what they do
not know. Fields that have a default are left out while they have it.
"""

from __future__ import annotations

from customer_risk.records import Record


class Written(Record, rename="camel"):
    """Base of every object that is written."""


class NamedFactor(Written):
    """A risk factor, by name only."""

    factor: str


class FoundType(Written):
    """What a list says of a match, and nothing else."""

    type: str


class CustomerResponse(Written):
    """The answer of the first version: exactly the published fields."""

    customer_id: str
    risk_level: str
    risk_factors: tuple[NamedFactor, ...]
    screening_results: tuple[FoundType, ...]
    case_id: str | None = None


class RiskFactor(Written):
    """A line that added points. ``where`` is the place in the customer it speaks of, ``explanation`` says why."""

    factor: str
    points: int
    id: str
    group: str
    explanation: str
    where: str


class ScreeningResult(Written):
    """A potential match that nobody has dismissed.

    ``matchedName`` is the customer's name, ``listedName`` the list's. ``score`` (0 to 1) says how likely it is the
    same party, not how bad that would be. ``adjudication`` is ``true-match`` once a human has said so.
    """

    type: str
    party: str
    matched_name: str
    listed_name: str
    list: str
    entry_id: str
    score: float
    reasons: tuple[str, ...]
    adjudication: str | None


class Warned(Written):
    """A value of the request that could not be used."""

    path: str
    issue: str


class CheckAnswer(Written):
    """The answer of the second version. Times are ISO 8601 in UTC.

    ``levelReasons`` is there when ``riskLevel`` is not the one of the points, and says why.
    ``superseded`` says that a newer request for the customer was decided before this one: what is known of the
    customer now is the newer answer.
    """

    customer_id: str
    case_id: str | None
    case_status: str
    risk_level: str
    risk_points: int
    risk_factors: tuple[RiskFactor, ...]
    screening_results: tuple[ScreeningResult, ...]
    screening_status: str
    created_at: str
    updated_at: str
    non_strict_parsing_mode: bool
    check_id: str
    warnings: tuple[Warned, ...]
    model_version: str
    watchlist_version: str | None
    level_reasons: tuple[str, ...] = ()
    superseded: bool = False


class CallbackPayload(CheckAnswer, kw_only=True):
    """The answer in a callback."""

    decision_type: str


class Callback(Written):
    """The body of a callback."""

    payload: CallbackPayload


class PendingCheck(Written):
    """A check that was accepted and is not decided yet."""

    customer_id: str
    check_id: str
    status: str
    created_at: str


class CaseSummary(Written):
    """A case. ``checkId`` is the check that last opened or extended it; the last four come with closing."""

    case_id: str
    customer_id: str
    case_status: str
    risk_level: str
    risk_points: int
    reasons: tuple[str, ...]
    check_id: str
    opened_at: str
    updated_at: str
    closed_at: str | None = None
    closed_by: str | None = None
    decision: str | None = None
    closing_reason: str | None = None


class CaseDocument(CaseSummary, kw_only=True):
    """A case with what led to it: the factors and matches of the check that last changed it."""

    customer_name: str
    risk_factors: tuple[RiskFactor, ...]
    screening_results: tuple[ScreeningResult, ...]
    screening_status: str
    model_version: str
    watchlist_version: str | None
    level_reasons: tuple[str, ...] = ()


class CaseList(Written):
    """A page of cases, newest first; ``next`` is the cursor of the next page, null on the last."""

    cases: tuple[CaseSummary, ...]
    next: str | None
