"""Document 002 as a table: which outcomes each method, with its options, may show at each stage.

Every answer and every webhook is held against its row before it leaves; what the table does not allow is an error of
ours, and is not sent.
"""

from __future__ import annotations

from enum import StrEnum

from customer_risk.access.keys import LifecycleSettings
from customer_risk.identity.kyc import Kyc
from customer_risk.records import Record

LEAST = 0.01
"""The lowest score of an evaluation: 0 says that none was asked for (ruling W5)."""
MOST = 1.0


class Method(StrEnum):
    """How an evaluation, or a status, comes about."""

    ONBOARDING = "onboarding"
    MANUAL = "manual"
    DECISION = "decision"
    FLAG = "flag"


class Stage(StrEnum):
    """``REQUEST`` is the answer at once, ``RESULT`` the webhook, or the answer where there is nothing to wait for."""

    REQUEST = "request"
    RESULT = "result"


class Status(StrEnum):
    """Whether the customer has access: approved allows it, rejected denies it, review asks a human."""

    PENDING = "pending"
    APPROVED = "approved"
    REJECTED = "rejected"
    REVIEW = "review"


class Express(StrEnum):
    """The ExpressKYC outcome; ``MISSING`` is ``success: false``, ``NONE`` is no key at all (ruling W10)."""

    NONE = "n/a"
    PASSED = "passed"
    REVIEW = "review"
    MISSING = "missing"


class Score(StrEnum):
    """What the fraud score may be: 0, that of an evaluation, or the last one known, if any."""

    ZERO = "zero"
    EVALUATED = "evaluated"
    LAST = "last"


class Validation(Record):
    """The four characteristics of a validation result (ruling W1)."""

    kyc: Kyc
    express: Express
    score: float
    status: Status


class Row(Record):
    """One row: what is asked, at which stage, and what may be said then.

    ``previous`` says that KYC outcome and status are those the customer had before.
    """

    case: str
    method: Method
    stage: Stage
    kyc: frozenset[Kyc]
    express: frozenset[Express]
    score: Score
    status: frozenset[Status]
    with_express: bool = False
    with_fraud: bool = False
    previous: bool = False


_EVALUATED = frozenset({Kyc.PASSED, Kyc.REVIEW})
_ANY_KYC = _EVALUATED | {Kyc.PENDING}
_NOT_APPLICABLE = frozenset({Express.NONE})
_EXPRESS = frozenset({Express.PASSED, Express.REVIEW, Express.MISSING})
_PENDING = frozenset({Status.PENDING})
_DECIDED = frozenset({Status.APPROVED, Status.REJECTED, Status.REVIEW})


def _onboarding(case: str, *, express: bool, fraud: bool) -> tuple[Row, Row]:
    asked = Row(
        case=case,
        method=Method.ONBOARDING,
        stage=Stage.REQUEST,
        with_express=express,
        with_fraud=fraud,
        kyc=_ANY_KYC if express else frozenset({Kyc.PENDING}),
        express=_EXPRESS if express else _NOT_APPLICABLE,
        score=Score.ZERO,
        status=_PENDING,
    )
    answered = Row(
        case=case,
        method=Method.ONBOARDING,
        stage=Stage.RESULT,
        with_express=express,
        with_fraud=fraud,
        kyc=_EVALUATED,
        express=_NOT_APPLICABLE,
        score=Score.EVALUATED if fraud else Score.ZERO,
        status=_DECIDED if fraud else frozenset({Status.REVIEW}),
    )
    return asked, answered


def _other(
    case: str,
    method: Method,
    stage: Stage,
    *,
    kyc: frozenset[Kyc],
    score: Score,
    status: frozenset[Status],
    previous: bool = False,
) -> Row:
    return Row(
        case=case,
        method=method,
        stage=stage,
        with_fraud=method is Method.MANUAL,
        kyc=kyc,
        express=_NOT_APPLICABLE,
        score=score,
        status=status,
        previous=previous,
    )


TABLE = (
    *_onboarding("A.I", express=False, fraud=False),
    *_onboarding("A.II", express=True, fraud=False),
    *_onboarding("A.III", express=True, fraud=True),
    *_onboarding("A.IV", express=False, fraud=True),
    # While a manual run is under way its answer shows what is known, the last score with it.
    _other("B", Method.MANUAL, Stage.REQUEST, kyc=_EVALUATED, score=Score.LAST, status=_DECIDED, previous=True),
    _other("B", Method.MANUAL, Stage.RESULT, kyc=_EVALUATED, score=Score.EVALUATED, status=_DECIDED, previous=True),
    # "Manually: you manually approve or reject": of a customer that was evaluated, and with a fraud report of any.
    _other(
        "manual status",
        Method.DECISION,
        Stage.RESULT,
        kyc=_EVALUATED,
        score=Score.LAST,
        status=frozenset({Status.APPROVED, Status.REJECTED}),
    ),
    _other("flag", Method.FLAG, Stage.RESULT, kyc=_ANY_KYC, score=Score.LAST, status=frozenset({Status.REJECTED})),
)


class OffTheTable(RuntimeError):
    """What was about to be said is not in document 002."""


def row(method: Method, stage: Stage, *, express: bool = False, fraud: bool = False) -> Row:
    """The row of a method with its options at a stage; raises ``LookupError`` when the document has none."""
    for one in TABLE:
        if (one.method, one.stage, one.with_express, one.with_fraud) == (method, stage, express, fraud):
            return one
    raise LookupError(f"document 002 has no row for {method} {stage}")


def checked(
    allowed: Row, said: Validation, *, previous: Validation | None = None, review_at_once: bool = False
) -> Validation:
    """``said``, if its row allows it; raises :class:`OffTheTable`.

    ``previous`` is what the customer had before, which some rows repeat. With ``review_at_once``, the older
    behaviour (ruling W2), an onboarding under way has the status ``review``.
    """
    status = allowed.status
    if review_at_once and status == _PENDING:
        status = frozenset({Status.REVIEW})
    fits = (
        said.kyc in allowed.kyc
        and said.express in allowed.express
        and said.status in status
        and _score_fits(allowed.score, said.score)
        and (not allowed.previous or (previous is not None and _same_standing(said, previous)))
    )
    if not fits:
        raise OffTheTable(f"{allowed.case} {allowed.stage}: {said.kyc} {said.express} {said.score} {said.status}")
    return said


def consolidated(
    kyc: Kyc, score: float | None, settings: LifecycleSettings, *, rejected: bool, flagged: bool
) -> Status:
    """The status that follows from an onboarding (ruling W7); without a score always ``review``.

    What a human rejected no evaluation approves again, and with a fraud report on file a score only rejects.
    """
    if score is None:
        return Status.REVIEW
    if score < settings.reject_below or flagged:
        return Status.REJECTED
    if kyc is Kyc.PASSED and score >= settings.approve_from and not rejected:
        return Status.APPROVED
    return Status.REVIEW


def _score_fits(wanted: Score, score: float) -> bool:
    match wanted:
        case Score.ZERO:
            return score == 0
        case Score.EVALUATED:
            return LEAST <= score <= MOST
        case Score.LAST:
            return score == 0 or LEAST <= score <= MOST


def _same_standing(said: Validation, previous: Validation) -> bool:
    return (said.kyc, said.status) == (previous.kyc, previous.status)
