"""What a tester would try first: other tenants' data, forged cursors, floods of parties, endless names, log lines."""

from __future__ import annotations

import base64
import json
import random
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from customer_risk.storage.models import InForce
from tests.fuzz.dialects import strict_json
from tests.fuzz.mutations import NUMBERS, TEXTS
from tests.fuzz.world import MARKER, World, rightly_screened, world
from tests.support.client import CHECK, person, sample

LISTED = {"first": "Arkadiy", "last": "Vymyshlennikov", "dateOfBirth": "1958-02-02", "nationality": "RU"}
CLOSING = json.dumps({"decision": "false-positive", "reason": "Somebody else."}).encode()
LONGEST = 10_000
SECONDS = 12.0
"""Processor time a request may take at most: the function has 15 seconds on one whole processor."""


@pytest.fixture(scope="module")
def shared() -> Iterator[World]:
    with world() as made:
        yield made


@pytest.fixture
def here(shared: World) -> World:
    shared.empty()
    return shared


@pytest.fixture(scope="module")
def stranger(shared: World) -> str:
    """The key of another tenant, whose name begins like ours."""
    return shared.newcomer().key.text


def check(here: World, body: Any, **headers: str) -> Any:
    here.stack.wait(2)
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    return here.send("POST", CHECK, body if isinstance(body, bytes) else json.dumps(body).encode(), given).reply


def customer(**party: Any) -> dict[str, Any]:
    return {"masterData": {"accountHoldingPartyData": {"customerId": "c", **party}}}


# ---- other tenants ---------------------------------------------------------------------------------------------


def test_another_tenant_reaches_nothing_by_any_id(here: World, stranger: str) -> None:
    answer = check(here, person("c", **LISTED)).json()
    before = here.stored()
    tenant = here.stack.tenant
    for name, known in (("checks", answer["checkId"]), ("cases", answer["caseId"])):
        kind = name[:-1].upper()
        for forged in (
            known,
            f"{known}#",
            f"T#{tenant}#{kind}#{known}",
            f"../{tenant}/{known}",
            f"#{kind}#{known}",
            "#",
            "*",
        ):
            for suffix in ("", "/close"):
                method, body = ("POST", CLOSING) if suffix else ("GET", None)
                outcome = here.send(method, f"/v2/customer-{name}/{forged}{suffix}", body, {"api-key": stranger})
                assert outcome.reply.status in {404, 405}, forged
    for query in ("", "?customerId=c", f"?customerId=T%23{tenant}%23C%23c", "?status=closed&customerId=c"):
        listed = here.send("GET", f"/v2/customer-cases{query}", headers={"api-key": stranger}).reply
        assert listed.json() == {"cases": [], "next": None}, query
    assert here.stored() == before
    assert here.send("GET", f"/v2/customer-cases/{answer['caseId']}").reply.json()["caseStatus"] == "open"


def test_ids_that_look_like_keys_of_the_table_stay_customers_of_their_own(here: World, stranger: str) -> None:
    tenant = here.stack.tenant
    ids = ("c", "c#STATE", f"T#{tenant}#C#c", "#", "c#SNAPSHOT#0000000001", "STATE", "C", "\0", "c\0", "\uff43")
    checks = {name: check(here, person(name, **LISTED)).json() for name in ids}
    assert {answer["customerId"] for answer in checks.values()} == set(ids)
    assert len({answer["caseId"] for answer in checks.values()}) == len(ids)
    other = check(here, person("c", first="Anna"), api_key=stranger).json()
    assert other["caseId"] not in {answer["caseId"] for answer in checks.values()}
    for name, answer in checks.items():
        again = here.send("GET", f"/v2/customer-checks/{answer['checkId']}").reply
        assert again.json()["customerId"] == name


def test_an_idempotency_key_of_another_tenant_means_nothing(here: World, stranger: str) -> None:
    mine = check(here, person("c"), idempotency_key="order-1")
    theirs = check(here, person("c"), idempotency_key="order-1", api_key=stranger)
    assert mine.status == theirs.status == 200
    assert mine.json()["checkId"] != theirs.json()["checkId"]
    forged = check(here, person("d"), idempotency_key=f"{here.stack.tenant}\0order-1", api_key=stranger)
    assert forged.status == 400
    assert here.send("GET", mine.headers["location"], headers={"api-key": stranger}).reply.status == 404


def test_forged_cursors_are_refused_or_show_nothing_of_others(here: World, stranger: str) -> None:
    for number in range(3):
        check(here, person(f"c{number}", **LISTED))
    page = here.send("GET", "/v2/customer-cases?limit=1").reply.json()
    tenant = here.stack.tenant
    cursors = [
        page["next"],
        page["next"][:-2],
        page["next"] + "AAAA",
        *(_cursor(f"9999#{text}") for text in ("x", "x" * 100, f"T#{tenant}#open", "\0", "é", "#")),
        *(_cursor(text) for text in ("#", "##", "9999", f"{tenant}#", "9999#", "\0#\0")),
        *("%C2%A2", "%00", "=", "A" * 201, "A" * 5_000, "%F0%9F%98%80"),
    ]
    for cursor in cursors:
        for query in (f"cursor={cursor}", f"cursor={cursor}&customerId=c1", f"cursor={cursor}&status=closed"):
            reply = here.send("GET", f"/v2/customer-cases?{query}", headers={"api-key": stranger}).reply
            assert reply.status in {200, 400}, query
            if reply.status == 200:
                assert reply.json()["cases"] == [], query


def _cursor(text: str) -> str:
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    "query",
    [
        *(
            f"limit={value}"
            for value in ("0001" + "9" * 5_000, "00019", "1e1", "+5", "%205", "٣", "²", "5%00", "0x5", "")
        ),
        *(
            "status=OPEN",
            "status=open,closed",
            "status=",
            "customerId=",
            f"customerId={'x' * 3_000}",
            "status=open&status=open",
        ),
    ],
)
def test_listings_that_make_no_sense_are_refused(here: World, query: str) -> None:
    assert here.send("GET", f"/v2/customer-cases?{query}").reply.status == 400


@pytest.mark.parametrize("name", ["checks", "cases"])
@pytest.mark.parametrize(
    "text", ["x" * 3_000, "é" * 2_000, "\0", "\ud800", "..", "%2F", "%252e", "a\nb", "\u2028", " ", "-" * 65]
)
def test_ids_nobody_made_are_not_found(here: World, name: str, text: str) -> None:
    assert here.send("GET", f"/v2/customer-{name}/{text}").reply.status == 404
    assert here.send("POST", f"/v2/customer-cases/{text}/close", CLOSING).reply.status == 404


# ---- cost ------------------------------------------------------------------------------------------------------

_SYLLABLES = "ka ro mi ta le va si no du pe an el or is ul han ber lin mar kov ski son der".split()  # noqa: SIM905


def _made_name(random_: random.Random, words: int) -> str:
    return " ".join("".join(random_.choices(_SYLLABLES, k=3)).title() for _ in range(words))


def _people(make: Callable[[random.Random], Any], room: int = 1_000 * 1024) -> list[Any]:
    """As many as fit a body."""
    random_, made, size = random.Random(1), [], 0  # noqa: S311
    while size < room:
        made.append(make(random_))
        size += len(json.dumps(made[-1], ensure_ascii=False).encode()) + 2
    return made


def _named(**name: str) -> dict[str, Any]:
    return {"personalDetails": {"personName": name}}


def _company(name: str) -> dict[str, Any]:
    return {"companyDetails": {"companyName": name}}


def _owners(make: Callable[[random.Random], Any]) -> dict[str, Any]:
    return customer(companyDetails={"companyName": "Flood", "shareholders": _people(make)})


def _contacts(**means: Any) -> dict[str, Any]:
    return customer(contactDetails=means)


FLOODS: dict[str, Callable[[], Any]] = {
    "owners all on a list": lambda: _owners(lambda _: _named(firstName="Octavian", lastName="Blackwood-Fictus")),
    "owners nearly on a list": lambda: _owners(
        lambda r: _named(firstName="Octavian", middleNames=_made_name(r, 1), lastName="Blackwood-Fictus")
    ),
    "owners with twelve names": lambda: _owners(lambda r: _named(lastName=_made_name(r, 12))),
    "owners of nothing": lambda: _owners(lambda _: {}),
    "owners that are no objects": lambda: _owners(lambda _: 1),
    "a thousand owners with three names on lists": lambda: customer(
        companyDetails={
            "companyName": "Flood",
            "shareholders": [
                {
                    "personalDetails": {
                        "personName": {
                            "firstName": "Octavian",
                            "lastName": f"Blackwood-Fictus {number}",
                            "nameAtBirth": f"Arkadiy Vymyshlennikov {number}",
                        }
                    },
                    "companyDetails": {"companyName": f"Imaginary Shipping Company Limited {number}"},
                }
                for number in range(990)
            ],
        }
    ),
    "accounts": lambda: customer(
        customerRelationshipDetails={"allAccounts": _people(lambda r: {"holder": _made_name(r, 2), "flags": ["x"]})}
    ),
    "telephones": lambda: _contacts(phoneNumbers=_people(lambda r: f"+4420{r.randrange(10**8):08}", 500 * 1024)),
    "telephones of junk": lambda: _contacts(phoneNumbers=_people(lambda _: "(+" * 120, 500 * 1024)),
    "mail addresses": lambda: _contacts(emailAddresses=_people(lambda r: "@" * r.randrange(1, 99), 900 * 1024)),
    "countries": lambda: customer(dba=_people(lambda r: {"country": _made_name(r, 1)})),
    "names of one long word": lambda: _owners(lambda r: _named(lastName=r.choice("abcdefgh") * LONGEST)),
    "names in Cyrillic": lambda: _owners(lambda r: _company(r.choice("abcdefgh") * r.randrange(99) + "щ" * 9_800)),
    "names in Hangul": lambda: _owners(lambda r: _company(r.choice("abcdefgh") * r.randrange(99) + "\uac01" * 9_800)),
    "names that grow": lambda: _owners(lambda r: _company(r.choice("abcdefgh") * r.randrange(99) + "\ufdfa" * 9_800)),
    "names of marks": lambda: _owners(lambda r: _company(r.choice("abcdefgh") * r.randrange(99) + "\u0301" * 9_800)),
    "names of initials": lambda: _owners(lambda r: _company(r.choice("abcdefgh") + ". b" + ".a. " * 2_400)),
    "words the model knows": lambda: customer(
        companyDetails={"businessPurposes": _people(lambda r: f"{r.random()} " + "crypto money cash " * 500)}
    ),
    "flags": lambda: {"masterData": {"flags": _people(lambda r: f"pep {r.random()}"), **customer()["masterData"]}},
    "values": lambda: {"masterData": {"flags": [1] * 500_000, **customer()["masterData"]}},
    "values of the wrong kind": lambda: {"masterData": {"flags": [[]] * 300_000, **customer()["masterData"]}},
    "objects of the wrong kind": lambda: customer(companyDetails={"staff": [{"role": []}] * 60_000}),
    "deep owners": lambda: _deep(30),
    "unknown fields": lambda: {f"x{number}": number for number in range(60_000)} | customer(),
}


def _deep(levels: int) -> Any:
    company: dict[str, Any] = {"companyName": "last"}
    for _ in range(levels):
        company = (
            {"companyName": "c", "shareholders": [{"companyDetails": company}] * 2}
            if levels < 9
            else {"shareholders": [{"companyDetails": company}, *[{"role": "x"}] * 500]}
        )
    return customer(companyDetails=company)


@pytest.mark.parametrize("flood", FLOODS)
def test_no_body_of_a_megabyte_is_too_much_for_the_function(here: World, flood: str) -> None:
    body = json.dumps(FLOODS[flood](), ensure_ascii=False, separators=(",", ":")).encode()
    assert len(body) <= 1024 * 1024, len(body)
    began = time.process_time()
    reply = check(here, body)
    took = time.process_time() - began
    assert reply.status in {200, 413}, reply.body
    assert took < SECONDS, f"{took:.1f} s"
    assert len(reply.body) < 6 * 1000 * 1000  # more cannot leave a function
    if reply.status == 413:
        assert here.stored() == 0
    else:
        screened = reply.json()
        assert rightly_screened(screened)


def test_names_are_bounded_as_parties_are(here: World) -> None:
    shops = [{"contactName": f"Octavian Blackwood-Fictus {number}"} for number in range(5_000)]
    assert check(here, customer(dba=shops)).status == 413


def test_a_bomb_in_compressed_form_is_not_unpacked(here: World) -> None:
    import gzip  # noqa: PLC0415

    bomb = gzip.compress(b" " * 10_000_000 + json.dumps(person("c")).encode())
    assert check(here, bomb, content_encoding="gzip").status == 400


@pytest.mark.parametrize(
    "body", [b"[" * 1_000_000, b'{"a":' * 200_000, b'{"a":' + b"9" * 1_000_000 + b"}", b" " * 1_048_576]
)
def test_malformed_megabytes_are_refused_at_once(here: World, body: bytes) -> None:
    began = time.process_time()
    assert check(here, body).status == 400
    assert time.process_time() - began < 1


@pytest.mark.parametrize("size", [1024 * 1024 + 1, 5_000_000])
def test_more_than_a_megabyte_is_refused_before_it_is_read(here: World, size: int) -> None:
    assert check(here, b"{" + b" " * size + b"}").status == 413


# ---- what is said of it ----------------------------------------------------------------------------------------


def test_no_name_reaches_a_log_whatever_fails(here: World, monkeypatch: pytest.MonkeyPatch) -> None:
    body = json.dumps(person(f"id-{MARKER}", first=MARKER, last=MARKER, placeOfBirth=MARKER)).encode()
    outcome = here.send(
        "POST", CHECK, body, {"idempotency-key": MARKER, "user-agent": MARKER, "x-forwarded-for": MARKER}
    )
    assert outcome.reply.status == 200
    for target in (
        f"/v2/customer-checks/{MARKER}",
        f"/v2/customer-cases/{MARKER}",
        f"/v2/customer-cases?customerId={MARKER}",
    ):
        here.send("GET", target)
    here.send("POST", CHECK, body[:-3])
    here.send("POST", CHECK, body, {"api-key": f"crk_{MARKER}_x"})
    here.stack.wait(2)

    def failing(*_: object, **__: object) -> None:
        raise RuntimeError(f"something about {MARKER}")

    monkeypatch.setattr(InForce, "score", failing)
    from tests.fuzz.world import event  # noqa: PLC0415

    headers = {"api-key": here.stack.key, "content-type": "application/json"}
    failed = here.ask(event("POST", CHECK, body, headers))
    assert failed.reply.status == 500
    assert MARKER not in failed.logged
    assert MARKER.encode() not in failed.reply.body


@pytest.mark.parametrize("text", ['x"}\n{"level":"ERROR"', "\r\n\r\nHTTP/1.1 200 OK", "\x1b[2J", "\u2028{}", "\\u000a"])
def test_one_request_is_one_line_of_log_and_no_header_is_the_senders(here: World, text: str) -> None:
    body = json.dumps(customer(customerId=text, role=text, flags=[text]) | {"callbackUrl": f"https://x.example/{text}"})
    outcome = here.send(
        "POST",
        CHECK,
        body.encode(),
        {"idempotency-key": text, "prefer": f"return=minimal, {text}", "x-amzn-trace-id": text},
    )
    assert outcome.reply.headers.keys() <= {"content-type", "location", "preference-applied"}


# ---- odd values ------------------------------------------------------------------------------------------------


def _put(part: Any, value: Any, kind: type | tuple[type, ...]) -> Any:
    if isinstance(part, dict):
        return {key: _put(item, value, kind) for key, item in part.items()}
    if isinstance(part, list):
        return [_put(item, value, kind) for item in part]
    return value if isinstance(part, kind) and not isinstance(part, bool) else part


@pytest.mark.parametrize(
    "number", NUMBERS, ids=[f"{number:.3g}" if isinstance(number, float) else str(number)[:20] for number in NUMBERS]
)
def test_one_number_everywhere_is_answered_in_finite_numbers(here: World, number: float) -> None:
    full = sample("full_v2_sample.json")
    for body in (_put(full, number, (int, float)), _put(full, str(number), (int, float)), _put(full, number, str)):
        reply = check(here, body)
        assert reply.status == 200
        answer = strict_json(reply.body)
        assert isinstance(answer["riskPoints"], int)
        assert rightly_screened(answer)


@pytest.mark.parametrize("text", TEXTS, ids=[f"{text[:12]!a} {len(text)}" for text in TEXTS])
def test_one_text_everywhere_is_answered(here: World, text: str) -> None:
    reply = check(here, _put(sample("older_sample.json"), text, str))
    assert reply.status in {200, 413}
    if reply.status == 200:
        assert rightly_screened(strict_json(reply.body))


@pytest.mark.parametrize(
    "url",
    [
        *(
            "https://127.0.0.1/",
            "https://127.1/",
            "https://0x7f.1/",
            "https://2130706433/",
            "https://[::1]/",
            "https://0/",
        ),
        *("https://169.254.169.254/latest", "https://[::ffff:169.254.169.254]/", "https://[64:ff9b::a9fe:a9fe]/"),
        *("https://good.example@127.0.0.1/", "https://127.0.0.1#good.example/", "https://good.example\\@127.0.0.1/"),
        *("HTTPS://LOCALHOST/", "https://localhost./", "https://x.localhost/", "https://metadata.google.internal/"),
        *(
            "https://good.example:22/",
            "https://good.example:443:80/",
            "https://good.example:0443x/",
            "https:/good.example/",
        ),
        *(
            "https://good.example/\r\nHost: evil",
            "https://good.example/\0",
            "https://göod.example/",
            "https://ⓖood.example/",
        ),
        *("file:///etc/passwd", "gopher://x/", "javascript:1", "data:,x", "//good.example/", "https://", "https:///x"),
        f"https://good.example/{'x' * 2_100}",
    ],
)
def test_callback_addresses_that_lead_inside_are_dropped_and_nothing_is_queued(here: World, url: str) -> None:
    reply = check(here, {"callbackUrl": url, **person("c")}, prefer="respond-async")
    assert reply.status == 200
    assert [warning["path"] for warning in reply.json()["warnings"]] == ["callbackUrl"]
    assert here.stack.messages() == []


@pytest.mark.parametrize("before", ["a b c d e f g h i j k l", "x" * 1_000], ids=["words", "letters"])
def test_a_name_that_is_only_screened_in_part_is_not_clean(here: World, before: str) -> None:
    answer = check(here, person("c", **{**LISTED, "first": f"{before} {LISTED['first']}"})).json()
    assert answer["screeningResults"] or answer["screeningStatus"] == "incomplete"
