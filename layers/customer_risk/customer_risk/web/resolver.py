"""Powertools' resolver, answering problems as problems: a wrong method is a 405, and nothing a client sent is a 500."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import msgspec
from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response

from customer_risk.access.keys import Caller
from customer_risk.observability import UnitLog
from customer_risk.problems import MethodNotAllowed, NotFound, Problem, Unavailable
from customer_risk.storage.dynamo import Contention
from customer_risk.web.door import Door
from customer_risk.web.requests import Request

METHODS = ("DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "TRACE")

type Handler = Callable[..., Response[Any]]
"""Takes a :class:`Call`, then the path's parameters as text by name."""


class _Resolver(APIGatewayHttpResolver):
    """One whose parameters are any line without a slash: senders name their customers ``C#17`` or ``7"``, too."""

    @staticmethod
    def _compile_regex(rule: str, base_regex: str = "^{}$") -> re.Pattern[str]:
        parameter = r"(?P<\1>[^/\\x00-\\x1f\\x7f-\\x9f\\u2028\\u2029\\ud800-\\udfff]+)"
        return re.compile(base_regex.format(re.sub(r"<(\w+)>", parameter, rule)))


class Call:
    """One request on its way: what came in and what will be logged of it."""

    def __init__(self, event: Mapping[str, Any], door: Callable[[], Door]) -> None:
        self._door = door
        self.request = Request(event)
        self.log = UnitLog(self.request.method + " " + event["requestContext"].get("routeKey", "").partition(" ")[2])
        self.log.add(request=event["requestContext"]["requestId"])

    def admit(self, scope: str) -> Caller:
        """Who is calling with an ``api-key`` header; raises ``Unauthorised`` or ``Forbidden``."""
        return self.admit_key(self.request.header("api-key"), scope)

    def admit_key(self, key: str | None, scope: str) -> Caller:
        """Who is calling with this API key, wherever the dialect found it; raises as :meth:`admit` does."""
        with self.log.part("Admit"):
            caller = self._door().admit(key, scope)
        self.known(caller)
        return caller

    def known(self, caller: Caller) -> None:
        """Log who is calling."""
        self.log.add(tenant=caller.tenant.id, actor=caller.actor)


def answer(status: int, body: object | None = None, headers: Mapping[str, str] | None = None) -> Response[Any]:
    """An answer as JSON (``bytes`` are sent as they are), or one without a body."""
    if body is None:
        return Response(status_code=status, headers=dict(headers or {}), body="")
    content = body if isinstance(body, bytes) else msgspec.json.encode(body)
    return Response(
        status_code=status, content_type="application/json", headers=dict(headers or {}), body=content.decode()
    )


def problem(found: Problem, _: Call) -> Response[Any]:
    """A problem document (RFC 9457)."""
    return Response(
        status_code=found.status,
        content_type="application/problem+json",
        headers=dict(found.headers),
        body=msgspec.json.encode(found.body()).decode(),
    )


def serve(
    routes: Iterable[tuple[str, str, Handler]],
    door: Callable[[], Door],
    problems: Callable[[Problem, Call], Response[Any]] = problem,
) -> Callable[[dict[str, Any], Any], dict[str, Any]]:
    """The Lambda handler of an HTTP API that serves these (method, path rule, handler) and nothing else.

    ``problems`` says what went wrong in the dialect's own shape.
    """
    app = _Resolver()
    served: defaultdict[str, set[str]] = defaultdict(set)
    for method, rule, handle in routes:
        served[rule].add(method)
        app.route(rule, method=method)(_called(app, handle))
    for rule, methods in served.items():
        app.route(rule, method=[m for m in METHODS if m not in methods])(_refusing(sorted(methods)))

    @app.not_found
    def nowhere(_: Exception) -> Response[Any]:
        return problems(NotFound(), app.context["call"])

    @app.exception_handler(Exception)  # type: ignore[untyped-decorator]
    def failed(error: Exception) -> Response[Any]:
        if not isinstance(error, Problem):
            app.context["call"].log.failed(error)
        return problems(_as_problem(error), app.context["call"])

    def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
        call = Call(event, door)
        app.append_context(call=call)  # type: ignore[no-untyped-call]
        result = app.resolve(event, context)
        call.log.add(status=result["statusCode"])
        call.log.count(_outcome(result["statusCode"]))
        call.log.write()
        return result

    return handler


def _called(app: APIGatewayHttpResolver, handle: Handler) -> Callable[..., Response[Any]]:
    def route(**parameters: str) -> Response[Any]:
        return handle(app.context["call"], **parameters)

    return route


def _refusing(allowed: list[str]) -> Callable[..., Response[Any]]:
    def route(**_: str) -> Response[Any]:
        raise MethodNotAllowed(headers={"Allow": ", ".join(allowed)})

    return route


def _as_problem(error: Exception) -> Problem:
    """What a caller is told of a failure: whether trying again may help."""
    from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415  see customer_risk.aws

    if isinstance(error, Problem):
        return error
    if isinstance(error, (Contention, BotoCoreError, ClientError, ConnectionError)):
        return Unavailable()
    return Problem()


def _outcome(status: int) -> str:
    return "Answered" if status < 400 else "Refused" if status < 500 else "Failed"  # noqa: PLR2004  classes of HTTP
