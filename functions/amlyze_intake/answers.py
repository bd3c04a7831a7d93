"""Answers in the shapes of document 004."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from aws_lambda_powertools.event_handler import Response

from amlyze_intake.rules.rule import Rejection
from amlyze_intake.wire.answer import (
    ACCEPTED,
    REJECTED,
    IntakeAnswer,
    IntakeError,
    IntakeFailure,
    IntakeNowhere,
    IntakeUnauthorised,
)
from customer_risk import wiring
from customer_risk.problems import Problem
from customer_risk.web.resolver import Call, answer

_WORDS = {HTTPStatus.UNAUTHORIZED: "unauthorized", HTTPStatus.FORBIDDEN: "forbidden"}


def outcome(rejected: Rejection | None) -> Response[Any]:
    """Accepted, or rejected for the first rule that was broken."""
    if rejected is None:
        return answer(200, IntakeAnswer(result_type=ACCEPTED))
    body = IntakeAnswer(result_type=REJECTED, error_code=rejected.code, error_description=rejected.description)
    return answer(400, body)


def refused(problem: Problem, call: Call) -> Response[Any]:
    """What went wrong, in the document's shape of that status."""
    status = HTTPStatus(problem.status)
    if word := _WORDS.get(status):
        challenge = {"WWW-Authenticate": "Bearer"} if status is HTTPStatus.UNAUTHORIZED else {}
        return answer(int(status), IntakeUnauthorised(error=IntakeError(code=word)), {**problem.headers, **challenge})
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        failed = IntakeFailure(result_type=REJECTED, status=int(status), error=status.phrase)
        return answer(int(status), failed, problem.headers)
    # Java's form of a time, as the document shows it: an offset instead of Z.
    now = wiring.clock().isoformat(timespec="milliseconds")
    path = call.request.path.encode(errors="replace").decode()  # half a surrogate pair is no text
    found = IntakeNowhere(timestamp=now, status=int(status), error=status.phrase, path=path)
    return answer(int(status), found, problem.headers)
