"""What goes wrong, in the words of document 002's interface: ``{code, message}``."""

from __future__ import annotations

from typing import Any, override

import msgspec
from aws_lambda_powertools.event_handler import Response

from customer_risk import problems
from customer_risk.problems import Problem
from customer_risk.web.resolver import Call

_CODES: dict[type[Problem], str] = {
    problems.BadRequest: "INVALID_DATA",
    problems.Unauthorised: "INVALID_TOKEN",
    problems.Forbidden: "NOT_AUTHORIZED",
    problems.NotFound: "NOT_FOUND",
    problems.MethodNotAllowed: "METHOD_NOT_ALLOWED",
    problems.Conflict: "INVALID_QUERY",
    problems.TooLarge: "INVALID_DATA",
    problems.UnsupportedMediaType: "INVALID_DATA",
    problems.Unavailable: "TEMPORARILY_UNAVAILABLE",
}
_MESSAGES: dict[type[Problem], str] = {problems.Unauthorised: "Invalid token."}


class Coded(Problem):
    """A problem with a code of its own."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail)
        self.code = code

    @override
    def body(self) -> dict[str, object]:
        return {"code": self.code, "message": self.detail}


class BadData(Coded):
    """``INVALID_DATA``, ``MISSING_DATA``, ``MISSING_PARAMETERS`` or ``INVALID_QUERY``."""

    status = 400


class BadKey(Coded):
    """``INVALID_API_KEY``."""

    status = 401


class RevokedKey(Coded):
    """``API_KEY_REVOKED``."""

    status = 403


class NotNow(Coded):
    """``INVALID_QUERY``: it contradicts what is known of the customer."""

    status = 409


def invalid(field: str) -> BadData:
    """A field that cannot be used."""
    return BadData("INVALID_DATA", f"Invalid {field}")


def missing(field: str) -> BadData:
    """A field that cannot be done without."""
    return BadData("MISSING_DATA", f"Missing data: {field}")


def rendered(problem: Problem, _: Call) -> Response[Any]:
    """A problem as this interface tells it."""
    kind = next((known for known in type(problem).__mro__ if known in _CODES), Problem)
    body = (
        problem.body()
        if isinstance(problem, Coded)
        else {"code": _CODES.get(kind, "INTERNAL_ERROR"), "message": _MESSAGES.get(kind, problem.detail)}
    )
    return Response(
        status_code=problem.status,
        content_type="application/json",
        headers=dict(problem.headers),
        body=msgspec.json.encode(body).decode(),
    )
