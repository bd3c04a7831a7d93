"""The table is document 002: written down here a second time, word for word, and compared with the code's."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from customer_risk.access.keys import LifecycleSettings
from customer_risk.identity.kyc import Kyc
from lifecycle.table import (
    TABLE,
    Express,
    Method,
    OffTheTable,
    Stage,
    Status,
    Validation,
    checked,
    consolidated,
    row,
)

EXPRESS = "passed review missing"
DECIDED = "approved rejected review"

DOCUMENT: list[tuple[str, dict[str, Any], str, str, str, str, str]] = [
    # case, method and options, stage, KYC outcome, ExpressKYC outcome, fraud score, status
    ("A.I", {"method": "onboarding"}, "request", "pending", "n/a", "0", "pending"),
    ("A.I", {"method": "onboarding"}, "result", "passed review", "n/a", "0", "review"),
    ("A.II", {"method": "onboarding", "express": True}, "request", "passed review pending", EXPRESS, "0", "pending"),
    ("A.II", {"method": "onboarding", "express": True}, "result", "passed review", "n/a", "0", "review"),
    (
        "A.III",
        {"method": "onboarding", "express": True, "fraud": True},
        "request",
        "passed review pending",
        EXPRESS,
        "0",
        "pending",
    ),
    (
        "A.III",
        {"method": "onboarding", "express": True, "fraud": True},
        "result",
        "passed review",
        "n/a",
        "0.82",
        DECIDED,
    ),
    ("A.IV", {"method": "onboarding", "fraud": True}, "request", "pending", "n/a", "0", "pending"),
    ("A.IV", {"method": "onboarding", "fraud": True}, "result", "passed review", "n/a", "0.82", DECIDED),
    ("B", {"method": "manual", "fraud": True}, "result", "passed review", "n/a", "0.92", DECIDED),
]


@pytest.mark.parametrize(("case", "asked", "stage", "kyc", "express", "score", "status"), DOCUMENT)
def test_each_row_of_the_document_allows_what_it_says_and_nothing_else(
    case: str, asked: dict[str, Any], stage: str, kyc: str, express: str, score: str, status: str
) -> None:
    options = {name: value for name, value in asked.items() if name != "method"}
    found = row(Method(asked["method"]), Stage(stage), **options)
    assert found.case == case
    allowed = set(itertools.product(kyc.split(), express.split(), status.split()))
    for one in itertools.product(Kyc, Express, Status):
        for said in (0.0, float(score)):
            fits = one in allowed and (said == 0) == (score == "0")
            validation = Validation(kyc=one[0], express=one[1], score=said, status=one[2])
            if fits:
                assert checked(found, validation, previous=validation) is validation
            else:
                with pytest.raises(OffTheTable):
                    checked(found, validation, previous=validation)


@pytest.mark.parametrize("score", [-0.1, 0.001, 0.0099, 1.0001, 2, float("nan")])
def test_a_score_is_one_of_an_evaluation_or_nothing(score: float) -> None:
    said = Validation(kyc=Kyc.PASSED, express=Express.NONE, score=score, status=Status.REVIEW)
    for one in TABLE:
        with pytest.raises(OffTheTable):
            checked(one, said, previous=said)


def test_a_manual_run_repeats_outcome_and_status() -> None:
    manual = row(Method.MANUAL, Stage.RESULT, fraud=True)
    before = Validation(kyc=Kyc.PASSED, express=Express.NONE, score=0.82, status=Status.APPROVED)
    again = Validation(kyc=Kyc.PASSED, express=Express.NONE, score=0.92, status=Status.APPROVED)
    assert checked(manual, again, previous=before) is again
    for changed in (
        Validation(kyc=Kyc.REVIEW, express=Express.NONE, score=0.92, status=Status.APPROVED),
        Validation(kyc=Kyc.PASSED, express=Express.NONE, score=0.92, status=Status.REVIEW),
    ):
        with pytest.raises(OffTheTable):
            checked(manual, changed, previous=before)
    with pytest.raises(OffTheTable):
        checked(manual, again)


def test_the_older_behaviour_says_review_where_the_document_says_pending() -> None:
    asked = row(Method.ONBOARDING, Stage.REQUEST)
    said = Validation(kyc=Kyc.PENDING, express=Express.NONE, score=0, status=Status.REVIEW)
    assert checked(asked, said, review_at_once=True) is said
    with pytest.raises(OffTheTable):
        checked(asked, said)


def test_there_is_no_manual_run_without_a_score() -> None:
    with pytest.raises(LookupError):
        row(Method.MANUAL, Stage.RESULT)


SETTINGS = LifecycleSettings(reject_below=0.3, approve_from=0.8)


@pytest.mark.parametrize(
    ("kyc", "score", "human", "status"),
    [
        (Kyc.PASSED, None, {}, Status.REVIEW),
        (Kyc.REVIEW, None, {}, Status.REVIEW),
        (Kyc.PASSED, 0.29, {}, Status.REJECTED),
        (Kyc.REVIEW, 0.29, {}, Status.REJECTED),
        (Kyc.PASSED, 0.3, {}, Status.REVIEW),
        (Kyc.PASSED, 0.79, {}, Status.REVIEW),
        (Kyc.PASSED, 0.8, {}, Status.APPROVED),
        (Kyc.REVIEW, 0.8, {}, Status.REVIEW),
        (Kyc.PASSED, 1.0, {"rejected": True}, Status.REVIEW),
        (Kyc.PASSED, 1.0, {"flagged": True}, Status.REJECTED),
        (Kyc.PASSED, None, {"flagged": True}, Status.REVIEW),
        (Kyc.PASSED, None, {"rejected": True}, Status.REVIEW),
    ],
)
def test_outcome_and_score_make_the_status(
    kyc: Kyc, score: float | None, human: dict[str, bool], status: Status
) -> None:
    assert consolidated(kyc, score, SETTINGS, **({"rejected": False, "flagged": False} | human)) is status
