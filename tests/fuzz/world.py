"""The functions in this process in a world as strict as AWS, that is as it was before every request if a test wants so.

moto does not refuse keys and transactions that DynamoDB refuses as too large, so that is done here. Whatever is asked
of this world, :meth:`World.send` holds the answer against what every answer must be.
"""

from __future__ import annotations

import copy
import io
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, redirect_stdout
from typing import Any, NamedTuple
from unittest.mock import patch
from urllib.parse import parse_qsl

from botocore.awsrequest import AWSResponse
from botocore.exceptions import ClientError
from moto.dynamodb.models import dynamodb_backends

from customer_risk import aws, wiring
from customer_risk.access.keys import SCOPES
from customer_risk.delivery.secrets import parse_master_keys
from risk_models import parts as risk_models
from tests.fuzz.dialects import LOGIN, Tenant, refused_as_published, route_of, routes, strict_json
from tests.support.client import Reply
from tests.support.in_process import REGION, InProcess, in_process, reply
from tools.tenants import Desk
from webhooks import parts as webhooks

MARKER = "Zyzzyvorix"
"""Stands in every name and number of the samples a fuzzer starts from: it must never be seen in a log."""

CUSTOMERS_OWN = ("CustomersTable", "CasesTable", "EventsTable")
_LARGEST_ITEM = 400 * 1024
_MOST_TRANSACTED = 4 * 1024 * 1024
_MOST_KEYS_IN_A_BATCH = 100
_MOST_IN_A_TRANSACTION = 100
_MOST_OF_A_KEY = {"pk": 2048, "listed": 2048, "sk": 1024, "opened": 1024, "name_key": 1024, "queued_at": 1024}
"""Bytes: the partition and sort keys of the tables and their indexes."""
_WRITES = frozenset(
    {"PutItem", "UpdateItem", "DeleteItem", "TransactWriteItems", "BatchWriteItem", "SendMessage", "PutObject"}
)


class Outcome(NamedTuple):
    """An answer, what was logged while it was made, and the names of the calls that changed something.

    ``package`` is the function's that answered; empty where API Gateway has no route to any.
    """

    reply: Reply
    logged: str
    written: tuple[str, ...]
    package: str
    path: str


class World:
    """One stack, asked through the events that API Gateway would make.

    While it is ``quick``, transactions that are well formed are taken as done: moto copies all its tables for each.
    """

    def __init__(self, stack: InProcess) -> None:
        self.stack = stack
        self.tenant = Tenant(stack.key)
        self._written: list[str] = []
        self._taken_as_done = 0
        self.quick = False
        self._tables = next(iter(dynamodb_backends.values()))[REGION].tables
        self.keep()

    def keep(self) -> None:
        """Take what is there now for what :meth:`empty` goes back to."""
        self._kept = {name: copy.deepcopy(table.items) for name, table in self._tables.items()}
        self._changed = False

    def newcomer(self) -> Tenant:
        """Another tenant, whose name begins like ours; it stays when the world is emptied."""
        self.empty()
        desk = Desk(wiring.control(), b"k" * 64, parse_master_keys("k" * 64))
        made = Tenant(desk.create("Acme Bank 2", list(SCOPES), None)[1].text)
        self.keep()
        return made

    def empty(self) -> None:
        """Forget all that came after :meth:`keep`, and let the turn pass."""
        if self._changed:
            for name, table in self._tables.items():
                table.items = copy.deepcopy(self._kept[name])
        self._changed = False
        self._taken_as_done = 0
        self.stack.wait(2)

    def stored(self) -> int:
        """How many items customers have left."""
        kept = sum(len(items) for name in CUSTOMERS_OWN for items in self._tables[name].items.values())
        return kept + self._taken_as_done

    def send(
        self,
        method: str,
        target: str,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        tenant: Tenant | None = None,
    ) -> Outcome:
        """One request to ``target`` (path and query); what must hold for every answer is asserted."""
        path = target.partition("?")[0]
        shown = (tenant or self.tenant).credentials(path)
        outcome = self.ask(
            event(method, target, body, {**shown, "content-type": "application/json", **(headers or {})})
        )
        assert_sound(outcome)
        return outcome

    def ask(self, request: dict[str, Any]) -> Outcome:
        """One event to the function whose route it takes, with nothing asserted."""
        path = request["rawPath"]
        route = route_of(path)
        if route is None:
            return Outcome(
                Reply(404, {"content-type": "application/json"}, b'{"message":"Not Found"}'), "", (), "", path
            )
        self._written.clear()
        with redirect_stdout(io.StringIO()) as printed:
            answer = route.handler(request, None)
        return Outcome(reply(answer), printed.getvalue(), tuple(self._written), route.package, path)

    def wrote(self, http_response: Any, parsed: Any, model: Any, **_: Any) -> None:
        """Note a call that changed something; one whose condition failed did not, nor one that deleted nothing."""
        nothing = model.name == "DeleteItem" and not parsed.get("Attributes")
        if model.name in _WRITES and http_response.status_code == 200 and not nothing:
            self._written.append(model.name)
            self._changed = True

    def take_as_done(self, params: dict[str, Any], **_: Any) -> tuple[Any, dict[str, Any]] | None:
        """Stand in for DynamoDB where a transaction is only to be well formed."""
        if not self.quick:
            return None
        self._taken_as_done += len(json.loads(params["body"])["TransactItems"])
        return AWSResponse("", 200, {}, None), {}


@contextmanager
def world() -> Iterator[World]:
    """A fresh world with one tenant and the sample watchlists indexed; every host name leads to the internet."""
    routes()
    with ExitStack() as open_parts:
        stack = open_parts.enter_context(in_process())
        for name in ("AMLYZE_INTAKE_QUEUE_URL", "LIFECYCLE_QUEUE_URL"):
            queue = aws.client("sqs").create_queue(QueueName=name)["QueueUrl"]
            open_parts.enter_context(patch.dict(os.environ, {name: queue}))
        open_parts.enter_context(patch.object(webhooks, "resolver", lambda: lambda *_: ["93.184.215.14"]))
        open_parts.enter_context(patch.object(risk_models, "announce", lambda *_: None))
        made = World(stack)
        for service in ("dynamodb", "sqs", "s3"):
            aws.client(service).meta.events.register("after-call", made.wrote)
        aws.client("dynamodb").meta.events.register("before-call.dynamodb.TransactWriteItems", made.take_as_done)
        aws.client("dynamodb").meta.events.register("before-parameter-build", _refuse_what_dynamodb_refuses)
        yield made


def assert_sound(outcome: Outcome) -> None:
    """What holds for every answer of a function, whatever was asked."""
    answer = outcome.reply
    if not outcome.package:
        return  # API Gateway's own
    assert 200 <= answer.status < 500, (answer.status, answer.body, outcome.logged)
    for name, value in answer.headers.items():
        assert not set("\r\n\0") & set(name + str(value)), (name, value)
    media = answer.headers.get("content-type", "").partition(";")[0]
    if answer.status >= 400:
        refused_as_published(outcome.package, answer)
        # Who fails to log in has to wait the next time: that is written down.
        allowed = {"UpdateItem"} if outcome.path == LOGIN and answer.status == 401 else set()
        assert set(outcome.written) <= allowed, (answer.status, answer.body, outcome.written)
    elif media == "application/json":
        strict_json(answer.body)
    else:
        assert media in {"", "text/html"}, media
    lines = outcome.logged.splitlines()
    assert len(lines) == 1, outcome.logged
    line = strict_json(lines[0].encode())
    assert line["level"] == "INFO", line
    assert MARKER.lower() not in outcome.logged.lower(), outcome.logged


def event(method: str, target: str, body: bytes | None, headers: Mapping[str, str]) -> dict[str, Any]:
    """A request as an HTTP API hands it over: text stays text, everything else comes in base64."""
    from base64 import b64encode  # noqa: PLC0415

    path, _, query = target.partition("?")
    text: str | None = None
    encoded = False
    if body is not None:
        media = next((value for name, value in headers.items() if name.lower() == "content-type"), "")
        try:
            text = body.decode() if "json" in media or media.startswith("text/") else None
        except UnicodeDecodeError:
            text = None
        if text is None:
            text, encoded = b64encode(body).decode(), True
    parameters: dict[str, str] = {}
    for name, value in parse_qsl(query, keep_blank_values=True):
        parameters[name] = f"{parameters[name]},{value}" if name in parameters else value
    return {
        "version": "2.0",
        "routeKey": f"ANY {path}",
        "rawPath": path,
        "rawQueryString": query,
        "headers": {name.lower(): value for name, value in headers.items()},
        **({"queryStringParameters": parameters} if parameters else {}),
        "requestContext": {
            "requestId": "request",
            "routeKey": "ANY /{proxy+}",
            "stage": "$default",
            "http": {"method": method, "path": path, "sourceIp": "192.0.2.1"},
        },
        **({} if text is None else {"body": text}),
        "isBase64Encoded": encoded,
    }


def _refuse_what_dynamodb_refuses(params: dict[str, Any], model: Any, **_: Any) -> None:
    """Raise what DynamoDB answers for keys and requests beyond its quotas."""
    for key, place in _keys(params):
        for name, most in _MOST_OF_A_KEY.items():
            if name in key and not 0 < len(key[name]["S"].encode()) <= most:
                raise _invalid(f"{place}: size of {name}", model)
        if sum(len(name) + _size(value) for name, value in key.items()) > _LARGEST_ITEM:
            raise _invalid(f"{place}: size of the item", model)
    if model.name == "Query":
        _refuse_a_query(params, model)
    asked = [key for table in params.get("RequestItems", {}).values() for key in table.get("Keys", ())]
    if len(asked) > _MOST_KEYS_IN_A_BATCH:
        raise _invalid("too many keys", model)
    if model.name == "TransactWriteItems" and len(params["TransactItems"]) > _MOST_IN_A_TRANSACTION:
        raise _invalid("too many items", model)
    if model.name == "TransactWriteItems" and len(repr(params["TransactItems"])) > _MOST_TRANSACTED:
        raise _invalid("transaction too large", model)


def _size(attribute: dict[str, Any]) -> int:
    ((kind, value),) = attribute.items()
    return len(value) if kind == "B" else len(json.dumps(value, ensure_ascii=False).encode())


def _refuse_a_query(params: dict[str, Any], model: Any) -> None:
    values = params.get("ExpressionAttributeValues", {})
    for value in values.values():
        if not 0 < len(str(value.get("S", "x")).encode()) <= 2048:
            raise _invalid("size of a queried key", model)
    if ":prefix" in values and not _begins(params.get("ExclusiveStartKey", {}), values[":prefix"]["S"]):
        raise _invalid("the starting key is outside of the query's boundaries", model)


def _begins(start: dict[str, Any], prefix: str) -> bool:
    return "name_key" not in start or start["name_key"]["S"].startswith(prefix)


def _keys(value: Any, place: str = "") -> Iterator[tuple[dict[str, Any], str]]:
    """Every key and item anywhere in a request."""
    if isinstance(value, dict):
        for name, inner in value.items():
            if name in {"Key", "Item", "ExclusiveStartKey"}:
                yield inner, name
            elif name == "Keys":
                yield from ((key, name) for key in inner)
            elif name == "ExpressionAttributeNames":
                # what an update sets: ours name every placeholder of a value like that of its name
                given = value.get("ExpressionAttributeValues", {})
                yield {said: given[f":{said}"] for said in inner.values() if f":{said}" in given}, name
            elif name not in {"ExpressionAttributeValues", "M"}:
                yield from _keys(inner, name)
    elif isinstance(value, list):
        for inner in value:
            yield from _keys(inner, place)


def _invalid(what: str, model: Any) -> ClientError:
    return ClientError({"Error": {"Code": "ValidationException", "Message": what}}, model.name)


def rightly_screened(answer: Any) -> bool:
    """Whether all was screened, or the answer tells what could not: no name at all, a long one, too many matches."""
    if answer["screeningStatus"] == "complete":
        return True
    told = " ".join(one["explanation"] for one in answer["riskFactors"] if one["id"] == "screening-state")
    return any(why in told for why in ("no party has a name", "too long to be screened whole", "are kept"))
