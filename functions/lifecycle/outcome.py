"""The result of an evaluation: what document 002 says of it, and how it changes where the customer stands. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

import msgspec

from customer_risk.access.keys import LifecycleSettings
from customer_risk.assessment import Assessment
from customer_risk.identity.check import check_identity
from customer_risk.identity.kyc import Kyc, kyc_outcome, watchlist_tags, with_fraud
from customer_risk.identity.result import TagResult
from customer_risk.scoring.fraud import FraudRules, Signal, fraud_score
from lifecycle.intake import ATTEMPTS, Work
from lifecycle.table import LEAST, Express, Method, Stage, Status, Validation, checked, consolidated, row
from lifecycle.view import View

SOON = timedelta(hours=1)
"""That many onboardings of one customer within this time are many attempts."""


class Result(NamedTuple):
    """What the webhook says, and the customer's view afterwards.

    ``superseded`` says that something newer stands and the view has kept it.
    """

    said: Validation
    tags: tuple[TagResult, ...]
    view: View
    superseded: bool


def result(
    request_id: str,
    ticket: int,
    work: Work,
    view: View,
    assessment: Assessment,
    others: Mapping[Signal, int],
    rules: FraudRules,
    settings: LifecycleSettings,
) -> Result:
    """The result of one evaluation of the customer that ``view`` shows as it is now."""
    subject = assessment.subject
    identity = check_identity(subject.profile, subject.today, others)
    tags = identity.tags + watchlist_tags(subject.screening)
    score = None
    if work.fraud:
        fraud = fraud_score(rules, assessment.scoring, frozenset(identity.signals) | _signals(view))
        tags = with_fraud(tags, fraud)
        score = max(LEAST, fraud.score)
    if work.method is Method.MANUAL:
        return _rescored(request_id, ticket, work, view, tags, score or LEAST)
    express = Kyc(work.express) if work.express in {Express.PASSED, Express.REVIEW} else None
    kyc = kyc_outcome(identity, subject.screening, express)
    rejected = view.by_hand is not None and view.by_hand.status is Status.REJECTED
    status = consolidated(kyc, score, settings, rejected=rejected, flagged=view.report is not None)
    with_express = work.express is not Express.NONE
    said = checked(
        row(Method.ONBOARDING, Stage.RESULT, express=with_express, fraud=work.fraud),
        Validation(kyc=kyc, express=Express.NONE, score=score or 0, status=status),
    )
    if view.asked > ticket:
        return Result(said, tags, view, superseded=True)
    reported_since = view.report is not None and view.report.asked >= ticket
    after = msgspec.structs.replace(
        view,
        pending=None if view.pending == request_id else view.pending,
        kyc=kyc,
        status=Status.REJECTED if reported_since else status,
        evaluated=ticket,
        score=score,
        scored=ticket if score is not None else 0,
        tags=tags,
    )
    return Result(said, tags, after, superseded=after.status is not status)


def _rescored(
    request_id: str, ticket: int, work: Work, view: View, tags: tuple[TagResult, ...], score: float
) -> Result:
    """A manual run changes the score and nothing else (ruling W8)."""
    standing = view.standing
    if view.pending:
        # Onboarded again since: what was obtained before is what the run was asked on.
        standing = Validation(kyc=work.kyc, express=Express.NONE, score=standing.score, status=work.status)
    said = checked(
        row(Method.MANUAL, Stage.RESULT, fraud=True),
        msgspec.structs.replace(standing, score=score),
        previous=standing,
    )
    done = None if view.checking == request_id else view.checking
    if view.asked > ticket or view.scored > ticket:
        return Result(said, tags, msgspec.structs.replace(view, checking=done), superseded=True)
    after = msgspec.structs.replace(view, checking=done, score=score, scored=ticket, tags=tags)
    return Result(said, tags, after, superseded=False)


def _signals(view: View) -> frozenset[Signal]:
    """What only the customer's history with us tells."""
    seen = set()
    if view.report:
        seen.add(Signal.FRAUD_REPORTED)
    if len(view.attempts) == ATTEMPTS:
        first, last = (datetime.fromisoformat(view.attempts[n]) for n in (0, -1))
        if last - first < SOON:
            seen.add(Signal.MANY_ATTEMPTS)
    return frozenset(seen)
