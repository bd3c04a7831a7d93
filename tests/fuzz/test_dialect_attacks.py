"""What a tester would try first on every dialect: strangers, forged tokens and cursors, odd ids, floods, log lines."""

from __future__ import annotations

import base64
import hmac
import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import jwt
import pytest

from customer_risk import aws
from tests.fuzz import starts
from tests.fuzz.dialects import Tenant
from tests.fuzz.existing import NAMES, SOMEONE, known, sample
from tests.fuzz.mutations import Start
from tests.fuzz.world import MARKER, World, event, world
from tests.support.tables import ROOT

PATHS: dict[str, Any] = json.loads((ROOT / "docs" / "openapi.json").read_text(encoding="utf-8"))["paths"]
WITH_IDS = [path for path in PATHS if "{" in path]
ONE_OF_US = {"/api/extensions/classifiers/{name}", "/classifier/{name}"}
"""What there is for every tenant."""
SECONDS = 12.0
"""Processor time a request may take at most: most functions have 15 seconds on one whole processor."""


class Filled(NamedTuple):
    """A world in which there is one of everything, and a tenant that owns none of it."""

    world: World
    ids: Mapping[str, str]
    stranger: Tenant


@pytest.fixture(scope="module")
def filled() -> Iterator[Filled]:
    with world() as made:
        stranger = made.newcomer()
        ids = known(made)
        made.keep()
        yield Filled(made, ids, stranger)


@pytest.fixture
def here(filled: Filled) -> World:
    filled.world.quick = False
    filled.world.empty()
    return filled.world


def every(filled: Filled) -> Sequence[Start]:
    """A good request of every kind."""
    ids = filled.ids
    return (*starts.entities(ids), *starts.intake(), *starts.lifecycle(ids), *starts.administration(ids))


def post(here: World, target: str, body: object, method: str = "POST") -> Any:
    """A request whose body is sent as it is when it is bytes."""
    content = body if isinstance(body, bytes) else json.dumps(body, ensure_ascii=False).encode()
    return here.send(method, target, content).reply


# ---- other tenants ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", WITH_IDS)
def test_another_tenant_reaches_nothing_by_any_id(filled: Filled, here: World, path: str) -> None:
    target = path.format_map({**filled.ids, "name": NAMES.get(path, "")})
    for method in PATHS[path]:
        outcome = here.send(method.upper(), target, None if method == "get" else b"{}", tenant=filled.stranger)
        if path not in ONE_OF_US:
            assert outcome.reply.status in {400, 403, 404}, (method, outcome.reply)


def test_another_tenant_changes_nothing_by_good_requests_about_ours(filled: Filled, here: World) -> None:
    about = [start for start in every(filled) if any(f"/{id_}" in start.target for id_ in filled.ids.values())]
    assert len(about) > 30
    for start in about:
        body = json.dumps(start.tree).encode()
        outcome = here.send(start.method, start.target, body, tenant=filled.stranger)
        assert outcome.reply.status in {400, 404}, (start.what, outcome.reply)
        assert outcome.written == ()


@pytest.mark.parametrize("path", ["/api/customers", "/webhooks", f"/customer?customerId={SOMEONE}"])
def test_lists_show_nothing_of_others(filled: Filled, here: World, path: str) -> None:
    (ours,) = (rows for rows in here.send("GET", path).reply.json().values() if isinstance(rows, list))
    assert ours
    answer = here.send("GET", path, tenant=filled.stranger).reply.json()
    assert [rows for rows in answer.values() if isinstance(rows, list)] == [[]]


# ---- credentials -----------------------------------------------------------------------------------------------

_NONE = {"alg": "none", "typ": "JWT"}


def _unsigned(claims: Mapping[str, Any], header: Mapping[str, Any] = _NONE) -> str:
    parts = (base64.urlsafe_b64encode(json.dumps(one).encode()).decode().rstrip("=") for one in (header, claims))
    return ".".join(parts) + "."


def _signed_with_nothing(text: str) -> str:
    said = text.rpartition(".")[0]
    signature = hmac.digest(b"", said.encode(), "sha256")
    return f"{said}.{base64.urlsafe_b64encode(signature).decode().rstrip('=')}"


FORGERIES: dict[str, Callable[[str, dict[str, Any]], str]] = {
    "not signed": lambda _, claims: _unsigned(claims),
    "not signed, said in capitals": lambda _, claims: _unsigned(claims, {"alg": "NONE"}),
    "signed with nothing": lambda text, _: _signed_with_nothing(text),
    "signed with another key": lambda _, claims: jwt.encode(claims, "x" * 64, algorithm="HS256"),
    "signed in another way": lambda _, claims: jwt.encode(claims, "k" * 64, algorithm="HS512"),
    "with a key of its own": lambda _, claims: jwt.encode(
        claims, "x" * 64, algorithm="HS256", headers={"jwk": {"kty": "oct", "k": "eHg"}, "kid": "../../dev/null"}
    ),
    "another body": lambda text, claims: ".".join(
        (text.split(".")[0], _unsigned(claims | {"sub": "1"}).split(".")[1], text.split(".")[2])
    ),
    "cut": lambda text, _: text[:-4],
    "without a signature": lambda text, _: text.rpartition(".")[0] + ".",
    "twice": lambda text, _: f"{text}, {text}",
    "no JSON": lambda *_: "e30.W10.e30",
    "endless": lambda *_: "a." * 5_000,
    "no Latin": lambda text, _: text[:-1] + "\u0661",
}


@pytest.mark.parametrize("forgery", FORGERIES)
@pytest.mark.parametrize(
    ("path", "name", "kind"),
    [
        ("/api/customers", "x-access-token", "user"),
        ("/api/risk-models", "x-access-token", "user"),
        ("/customer?customerId=x", "authorization", "lifecycle"),
    ],
)
def test_forged_tokens_are_refused(here: World, path: str, name: str, kind: str, forgery: str) -> None:
    text = here.tenant.credentials(path.partition("?")[0])[name].removeprefix("Bearer ")
    claims = jwt.decode(text, options={"verify_signature": False})
    assert claims["aud"] == kind
    forged = FORGERIES[forgery](text, claims)
    shown = f"Bearer {forged}" if name == "authorization" else forged
    assert here.send("GET", path, headers={name: shown}).reply.status == 401


HEADERS = ("api-key", "x-access-token", "authorization")


@pytest.mark.parametrize("path", ["/api/customers", "/customer?customerId=x", "/classifier/relationType", "/webhooks"])
def test_no_credential_is_taken_for_another(here: World, path: str) -> None:
    shown = {**here.tenant.credentials("/api/customers"), **here.tenant.credentials("/webhooks")}
    user, key = shown["x-access-token"], shown["api-key"]
    token = here.tenant.credentials("/customer")["authorization"].removeprefix("Bearer ")
    (wanted,) = here.tenant.credentials(path.partition("?")[0])
    good = {"/api/customers": user, "/webhooks": key, "/classifier/relationType": key}.get(path, token)
    for name in HEADERS:
        for text in (user, key, token):
            headers = dict.fromkeys(HEADERS, "") | {name: f"Bearer {text}" if name == "authorization" else text}
            status = here.send("GET", path, headers=headers).reply.status
            assert status == (200 if (name, text) == (wanted, good) else 401), (name, text)


# ---- ids and cursors -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "x" * 3_000,
        "é" * 2_000,
        "😀" * 256,
        "\0",
        "\ud800",
        "..",
        "%2F",
        "%00",
        "%ED%A0%80",
        "a\nb",
        "\u2028",
        " ",
        "#",
        "T#x",
    ],
)
def test_ids_nobody_made_are_not_found(filled: Filled, here: World, text: str) -> None:
    for path in WITH_IDS:
        (*_, last) = (name for name in path.replace("}", "{").split("{")[1::2])
        target = path.format_map({**filled.ids, last: text})
        for method in PATHS[path]:
            reply = here.send(method.upper(), target, None if method == "get" else b"{}").reply
            assert reply.status in {400, 404, 405}, (method, target[:80], reply)


def _cursor(text: str) -> str:
    return base64.urlsafe_b64encode(text.encode()).decode()


@pytest.mark.parametrize(
    "query",
    [
        *(f"search={text}" for text in ("x" * 3_000, "%F0%9F%98%80" * 257)),
        *(f"cursor={_cursor(text)}" for text in ("x", "\0" * 2_000, "x\0" + "y" * 3_000)),
        *(f"cursor={text}" for text in ("A", "%C2%A2", "=", "A" * 5_000)),
        f"search=doe&cursor={_cursor('acme\0AC001')}",
        *(
            f"{name}={value}"
            for name in ("limit", "idRiskType", "idCustomerType")
            for value in ("0", "-1", "9" * 30, "٣", "")
        ),
    ],
)
def test_listings_that_make_no_sense_are_refused(here: World, query: str) -> None:
    assert here.send("GET", f"/api/customers?{query}").reply.status == 400


@pytest.mark.parametrize("text", ["%00", "%ED%A0%80", "😀", "doe%00", "T%23acme-bank%23", "'", "*"])
def test_any_search_is_answered(here: World, text: str) -> None:
    assert here.send("GET", f"/api/customers?search={text}").reply.status == 200
    for name in ("email", "customerId", "officialId", "zipCode", "externalId"):
        assert here.send("GET", f"/customer?{name}={text}").reply.status in {200, 400}
    assert here.send(
        "GET", f"/api/integration-services/v1/communications-events?communicationNumber={text}"
    ).reply.status in {400, 404}


# ---- cost ------------------------------------------------------------------------------------------------------

_LAUGHS = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"a{number}: &a{number} [{', '.join([f'*a{number - 1}'] * 9)}]\n" for number in range(1, 12)
)


def _filling(one: Callable[[int], Any], room: int = 1_000_000) -> list[Any]:
    made: list[Any] = []
    size = 0
    while size < room:
        made.append(one(len(made)))
        size += len(json.dumps(made[-1], ensure_ascii=False).encode()) + 2
    return made


def _customer(**more: Any) -> Any:
    body = sample("customers/create_person.json")
    return {"main": body["main"] | {"idInternalCustomer": "flood"}, "details": body["details"] | more}


def _intake(**more: Any) -> Any:
    return sample("amlyze_intake/organisation_full.json") | {"communicationNumber": "flood", **more}


def _flooded(part: str) -> Any:
    (first, *_) = sample("amlyze_intake/organisation_full.json")[part]
    return _intake(**{part: _filling(lambda _: first)})


ROWS = f"/api/customer/{SOMEONE}"
FLOODS: dict[str, tuple[str, Callable[[], Any]]] = {
    "rows": (f"{ROWS}/id-card", lambda: _filling(lambda _: sample("customers/id-card/add.json")[0])),
    "as many rows as there may be": (
        f"{ROWS}/addresses",
        lambda: sample("customers/addresses/add.json")[:1] * 1_000,
    ),
    "rows of nothing": (f"{ROWS}/wealth", lambda: [{}] * 300_000),
    "rows that are no objects": (f"{ROWS}/wealth", lambda: [1] * 500_000),
    "unknown properties": ("/api/customer", lambda: _customer(**{f"x{number}": 1 for number in range(70_000)})),
    "a long name": ("/api/customer", lambda: _customer(lastName="x" * 1_000_000)),
    "intake addresses": ("/amlyze-ws-rest/customer", lambda: _flooded("listAddress")),
    "intake contacts": ("/amlyze-ws-rest/customer", lambda: _flooded("listContact")),
    "intake related entities": ("/amlyze-ws-rest/customer", lambda: _flooded("listRelatedEntity")),
    "intake texts": ("/amlyze-ws-rest/customer", lambda: _intake(title="щ" * 490_000)),
    "a hundred rows": (
        "/amlyze-ws-rest/validate-batch-customers",
        lambda: {"customers": [sample("amlyze_intake/individual_full.json")] * 100},
    ),
    "a batch of nothing": ("/amlyze-ws-rest/batch-customers", lambda: {"customers": [{}] * 300_000}),
    "a batch of numbers": ("/amlyze-ws-rest/validate-batch-customers", lambda: {"customers": [1] * 100}),
    "a long password": ("/api/login", lambda: {"username": "x", "password": "x" * 1_000_000}),
    "the longest password": ("/api/login", lambda: {"username": "x" * 320, "password": "😀" * 10_000}),
    "a long secret": (
        "/authenticate",
        lambda: {"apiKey": "crk_acme-bank_0123456789abcdef", "clientSecret": "0" * 10**6},
    ),
    "onboarding texts": ("/onboard", lambda: sample("lifecycle/onboard.json") | {"address": "x" * 1_000_000}),
    "onboarding of values": ("/onboard", lambda: sample("lifecycle/onboard.json") | {"x": [1] * 500_000}),
    "a note": ("/flag", lambda: sample("lifecycle/flag.json") | {"note": "x" * 1_000_000}),
    "event types": ("/webhooks", lambda: {"url": "https://x.example/", "eventTypes": ["*"] * 200_000}),
    "a billion laughs": ("/api/risk-models", lambda: {"document": _LAUGHS}),
    "a deep document": ("/api/risk-models", lambda: {"document": "[" * 50_000}),
    "a document of mistakes": ("/api/risk-models", lambda: {"document": "".join(f"x{n}: 1\n" for n in range(30_000))}),
    "country facts": ("/api/risk-models", lambda: {"document": "x", "countries": [{}] * 300_000}),
}


@pytest.mark.parametrize("flood", FLOODS)
def test_no_body_of_a_megabyte_is_too_much_for_any_function(here: World, flood: str) -> None:
    target, body = FLOODS[flood]
    content = json.dumps(body(), ensure_ascii=False, separators=(",", ":")).encode()
    assert len(content) <= 1024 * 1024, len(content)
    began = time.process_time()
    reply = post(here, target, content)
    took = time.process_time() - began
    assert took < SECONDS, f"{took:.1f} s"
    assert len(reply.body) < 6 * 1000 * 1000  # more cannot leave a function


BODIES = (
    *(
        b"[" * 1_000_000,
        b'{"a":' * 200_000,
        b'{"a":' + b"9" * 1_000_000 + b"}",
        b" " * 1_048_576,
        b"null",
        b"",
        b'"\\ud800"',
    ),
    *(b"{" + b" " * 1_048_576 + b"}", b"\xff\xfe{\0}\0", b"{}" * 3, b"NaN", b'{"a": Infinity}', b"[]", b"1e999"),
)


@pytest.mark.parametrize("body", BODIES, ids=[f"{body[:12]!r} {len(body)}" for body in BODIES])
def test_bodies_that_are_none_are_refused_at_once(filled: Filled, here: World, body: bytes) -> None:
    for method, target in {(start.method, start.target) for start in every(filled)}:
        if target.startswith("/webhooks/") and body == b"":
            continue  # a webhook is paused without a word, too
        began = time.process_time()
        status = here.send(method, target, body).reply.status
        emptied = {200} if body == b"[]" and target.endswith(("/checkedDocuments", "/customerStatuses")) else set()
        assert status in {400, 413} | emptied, (method, target)
        assert time.process_time() - began < 2


# ---- what is said of it ----------------------------------------------------------------------------------------


def test_no_name_reaches_a_log_whatever_fails(filled: Filled, here: World) -> None:
    def failing(**_: object) -> None:
        raise RuntimeError(f"something about {MARKER}")

    headers = {"x-reason": MARKER, "user-agent": MARKER, "idempotency-key": MARKER}
    dynamo = aws.client("dynamodb").meta.events
    for name in ("PutItem", "UpdateItem", "TransactWriteItems", "Query"):
        dynamo.register(f"before-call.dynamodb.{name}", failing)
        try:
            for start in every(filled):
                shown = here.tenant.credentials(start.target) | headers | {"content-type": "application/json"}
                body = json.dumps(start.tree).encode()
                outcome = here.ask(event(start.method, start.target, body, shown))
                assert MARKER.lower() not in outcome.logged.lower(), (name, start.what, outcome.logged)
                if outcome.reply.status >= 500:
                    assert MARKER.encode() not in outcome.reply.body, (name, start.what)
                here.empty()
        finally:
            dynamo.unregister(f"before-call.dynamodb.{name}", failing)


@pytest.mark.parametrize("text", ['\r\n"}\n{"level":"ERROR"', "\x1b[2J\u2028{}"])
def test_one_request_is_one_line_of_log_and_no_header_is_the_senders(filled: Filled, here: World, text: str) -> None:
    given = dict.fromkeys(("idempotency-key", "x-reason", "if-match", "x-amzn-trace-id", "origin"), text)
    allowed = {
        "content-type",
        "location",
        "etag",
        "authorization",
        "cache-control",
        "www-authenticate",
        "retry-after",
        "allow",
    }
    for start in every(filled):
        here.empty()
        outcome = here.send(start.method, start.target, json.dumps(start.tree).encode(), given)
        assert outcome.reply.headers.keys() <= allowed, (start.what, outcome.reply.headers)
        assert text not in str(outcome.reply.headers), start.what
