"""Outside providers over real HTTP: what they are asked, what is read from their answers, and what a failure leaves."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from msgspec.structs import replace

from customer_risk.delivery.asking import MOST_BYTES, Asker
from customer_risk.delivery.http import system_resolver
from customer_risk.partial_date import PartialDate
from customer_risk.profile import Organisation, Party, PartyKind, Person, PersonName, Profile, Relation, RelationKind
from customer_risk.screening.providers.breaker import FAILURES, REST
from customer_risk.screening.providers.panel import Panel
from customer_risk.screening.providers.settings import ProviderSettings
from customer_risk.screening.result import Adjudicated, Adjudication, HitType, Screening, ScreeningStatus
from customer_risk.screening.thresholds import Thresholds

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
CLEAN = Screening(status=ScreeningStatus.COMPLETE, parties=1, index_version="v1")
OWNER = Party(
    kind=PartyKind.ORGANISATION, organisation=Organisation(name="Fable Holding AG", registration_country="CH")
)
CUSTOMER = Profile(
    customer_id="c",
    party=Party(
        kind=PartyKind.PERSON,
        person=Person(
            name=PersonName(full="Ann Fable", aliases=("Annie Tale",)),
            birth_date=PartialDate.parse("1980-02-03"),
            nationalities=("AT",),
            gender="female",
        ),
        relations=(Relation(kind=RelationKind.SHAREHOLDER, party=OWNER),),
    ),
)
ANN = Profile(customer_id="c", party=replace(CUSTOMER.party, relations=()))

type Answering = Callable[["Seen"], tuple[int, bytes]]


class Seen:
    """One request that came in."""

    def __init__(self, handler: BaseHTTPRequestHandler) -> None:
        self.method, self.headers = handler.command, {k.lower(): v for k, v in handler.headers.items()}
        url = urlsplit(handler.path)
        self.path, self.query = url.path, {name: values[0] for name, values in parse_qs(url.query).items()}
        body = handler.rfile.read(int(self.headers.get("content-length", "0")))
        self.body: Any = json.loads(body) if body else None


class Server:
    """A provider on this machine; ``answering`` may be changed while it runs."""

    def __init__(self, answering: Answering) -> None:
        self.answering, self.seen = answering, list[Seen]()
        server = self

        class Handler(BaseHTTPRequestHandler):
            def _serve(self) -> None:
                seen = Seen(self)
                server.seen.append(seen)
                status, body = server.answering(seen)
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                with suppress(OSError):  # the caller has given up
                    self.wfile.write(body)

            do_GET = do_POST = _serve  # noqa: N815 - the names http.server looks for

            def log_message(self, *_: object) -> None:
                pass

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._http.server_port}"

    @contextmanager
    def running(self) -> Iterator[Server]:
        thread = threading.Thread(target=self._http.serve_forever, daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self._http.shutdown()
            self._http.server_close()
            thread.join()


@pytest.fixture
def serve() -> Iterator[Callable[[Answering], Server]]:
    with ExitStack() as stack:
        yield lambda answering: stack.enter_context(Server(answering).running())


class Clock:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def panel(clock: Clock) -> Panel:
    return Panel(Asker(system_resolver(), lambda name: f"ApiKey of {name}".encode(), loopback=True).send, clock)


def result(name: str, score: float, **more: Any) -> dict[str, Any]:
    found = {"id": f"NK-{name}", "caption": name, "schema": "Person", "score": score, "match": score > 0.7}
    return found | {"datasets": ["zz"], "features": {}, "properties": {"topics": ["sanction"]}} | more


def yente(*results: dict[str, Any]) -> Answering:
    """Gives these results to every query that asks for ``Ann Fable``."""

    def answering(seen: Seen) -> tuple[int, bytes]:
        responses = {
            name: {
                "status": 200,
                "results": list(results) if "Ann Fable" in query["properties"]["name"] else [],
                "total": {"value": 0, "relation": "eq"},
                "query": query,
            }
            for name, query in seen.body["queries"].items()
        }
        return 200, json.dumps({"responses": responses, "matcher": {}, "limit": 10}).encode()

    return answering


def watchman(*entities: dict[str, Any]) -> Answering:
    return lambda _: (200, json.dumps({"query": {}, "entities": list(entities) or None}).encode())


def entity(name: str, match: float, source: str = "us_ofac") -> dict[str, Any]:
    return {"name": name, "entityType": "person", "sourceList": source, "sourceID": "123", "match": match, "person": {}}


def settings(server: Server, kind: str = "yente", **more: Any) -> ProviderSettings:
    return ProviderSettings(name="outside", kind=kind, url=server.url, **more)


def test_yente_is_asked_for_every_party_at_once(serve: Callable[[Answering], Server], panel: Panel) -> None:
    server = serve(yente())
    found = panel.ask(CLEAN, CUSTOMER, [settings(server, dataset="sanctions", secret="vault-1")])
    (seen,) = server.seen
    assert (seen.method, seen.path, seen.query["threshold"]) == ("POST", "/match/sanctions", "0.7")
    assert seen.headers["authorization"] == "ApiKey of vault-1"
    person, company = seen.body["queries"].values()
    assert person == {
        "schema": "Person",
        "properties": {
            "name": ["Ann Fable", "Annie Tale"],
            "birthDate": ["1980-02-03"],
            "nationality": ["at"],
            "gender": ["female"],
        },
    }
    assert company == {"schema": "Organization", "properties": {"name": ["Fable Holding AG"], "jurisdiction": ["ch"]}}
    assert (found.status, found.hits) == (ScreeningStatus.COMPLETE, ())
    assert [(used.source, used.entries) for used in found.lists] == [("provider.outside", 0)]


def test_yente_s_results_become_hits_at_its_threshold(serve: Callable[[Answering], Server], panel: Panel) -> None:
    both = {"topics": ["role.pep", "sanction"]}
    server = serve(yente(result("Anna Fable", 0.92, properties=both), result("Ann Tale", 0.69)))
    found = panel.ask(CLEAN, CUSTOMER, [settings(server)])
    assert [(hit.party, hit.type, hit.score, hit.source, hit.entry_id) for hit in found.hits] == [
        ("customer", HitType.POLITICALLY_EXPOSED_PERSON, 0.92, "provider.outside", "NK-Anna Fable"),
        ("customer", HitType.SANCTIONED_PERSON, 0.92, "provider.outside", "NK-Anna Fable"),
    ]
    assert "“Ann Fable” against “Anna Fable” at 0.92" in found.hits[0].reasons[0]


def test_many_parties_are_asked_in_batches(serve: Callable[[Answering], Server], panel: Panel) -> None:
    server = serve(yente())
    owners = tuple(
        Relation(kind=RelationKind.SHAREHOLDER, party=replace(OWNER, organisation=Organisation(name=f"Owner {n} AG")))
        for n in range(230)
    )
    found = panel.ask(
        CLEAN, Profile(customer_id="c", party=replace(CUSTOMER.party, relations=owners)), [settings(server)]
    )
    assert [len(seen.body["queries"]) for seen in server.seen] == [100, 100, 31]
    assert found.status is ScreeningStatus.COMPLETE


def test_watchman_is_asked_name_by_name_and_keeps_the_best(serve: Callable[[Answering], Server], panel: Panel) -> None:
    server = serve(
        lambda seen: (
            watchman(entity("FABLE, Ann", 0.99 if seen.query["name"] == "Ann Fable" else 0.8))(seen)
            if seen.query["type"] == "person"
            else watchman()(seen)
        )
    )
    found = panel.ask(CLEAN, CUSTOMER, [settings(server, "watchman")])
    assert [(seen.path, seen.query["name"], seen.query["type"]) for seen in server.seen] == [
        ("/v2/search", "Ann Fable", "person"),
        ("/v2/search", "Annie Tale", "person"),
        ("/v2/search", "Fable Holding AG", "business"),
    ]
    assert server.seen[0].query["birthDate"] == "1980-02-03"
    (hit,) = found.hits
    assert (hit.entry_id, hit.score, hit.type) == ("us_ofac/123", 0.99, HitType.SANCTIONED_PERSON)


def slow(_: Seen) -> tuple[int, bytes]:
    time.sleep(1.0)
    return 200, b"{}"


UNUSABLE: dict[str, Answering] = {
    "status 500": lambda _: (500, b"{}"),
    "status 401": lambda _: (401, b"{}"),
    "status 302": lambda _: (302, b""),
    "timeout": slow,
    "an answer of another shape": lambda _: (200, b"<html>"),
    "an answer of another shape too": lambda _: (200, b'{"responses": []}'),
    "an answer of another shape again": lambda _: (200, b'{"responses": {"q0": {"status": 400, "results": []}}}'),
    "1 of 1 queries were not answered": lambda _: (200, b'{"responses": {}}'),
    "protocol": lambda _: (200, b" " * (MOST_BYTES + 1)),
}


@pytest.mark.parametrize("why", UNUSABLE)
def test_a_provider_that_fails_leaves_the_screening_incomplete(
    serve: Callable[[Answering], Server], panel: Panel, why: str
) -> None:
    found = panel.ask(CLEAN, ANN, [settings(serve(UNUSABLE[why]), seconds=0.4)])
    assert found.status is ScreeningStatus.INCOMPLETE
    assert not found.lists
    (problem,) = found.problems
    assert problem.startswith("provider.outside gave no usable answer: ")
    assert problem.rpartition(": ")[2] in why


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:1", "https://localhost.", "http://192.0.2.7", "https://10.0.0.1", "ftp://x"]
)
def test_an_address_that_leads_nowhere_or_inside_is_a_failure(panel: Panel, url: str) -> None:
    found = panel.ask(CLEAN, ANN, [ProviderSettings(name="outside", kind="yente", url=url, seconds=1.0)])
    assert found.status is ScreeningStatus.INCOMPLETE


def test_a_loopback_address_is_refused_where_the_setting_does_not_allow_it(
    serve: Callable[[Answering], Server], clock: Clock
) -> None:
    server = serve(yente())
    strict = Panel(Asker(system_resolver(), lambda _: b"").send, clock)
    assert strict.ask(CLEAN, ANN, [settings(server)]).status is ScreeningStatus.INCOMPLETE
    assert not server.seen


def test_a_secret_that_cannot_be_read_is_a_failure_and_tells_nothing(
    serve: Callable[[Answering], Server], clock: Clock
) -> None:
    def vault(name: str) -> bytes:
        raise PermissionError(f"no access to {name}")

    server = serve(yente())
    panel = Panel(Asker(system_resolver(), vault, loopback=True).send, clock)
    found = panel.ask(CLEAN, ANN, [settings(server, secret="vault-1")])
    assert found.problems == ("provider.outside gave no usable answer: its secret cannot be read (PermissionError)",)
    assert not server.seen


def test_one_that_fails_takes_nothing_from_the_others(serve: Callable[[Answering], Server], panel: Panel) -> None:
    good, bad = serve(yente(result("Anna Fable", 0.9))), serve(UNUSABLE["status 500"])
    found = panel.ask(CLEAN, ANN, [settings(bad), replace(settings(good), name="other")])
    assert found.status is ScreeningStatus.INCOMPLETE
    assert [hit.source for hit in found.hits] == ["provider.other"]
    assert [used.source for used in found.lists] == ["provider.other"]


def test_an_unknown_kind_is_incomplete(panel: Panel) -> None:
    found = panel.ask(CLEAN, ANN, [ProviderSettings(name="x", kind="oracle", url="https://oracle.example")])
    assert found.problems == ("provider.x gave no usable answer: no adapter for oracle",)


def test_an_incomplete_screening_stays_incomplete(serve: Callable[[Answering], Server], panel: Panel) -> None:
    incomplete = replace(CLEAN, status=ScreeningStatus.INCOMPLETE, problems=("stale",))
    found = panel.ask(incomplete, ANN, [settings(serve(yente()))])
    assert (found.status, found.problems) == (ScreeningStatus.INCOMPLETE, ("stale",))


def test_without_providers_nothing_changes(panel: Panel) -> None:
    assert panel.ask(CLEAN, ANN, []) is CLEAN


def test_the_breaker_gives_a_failing_provider_a_rest_and_tries_again(
    serve: Callable[[Answering], Server], panel: Panel, clock: Clock
) -> None:
    server = serve(UNUSABLE["status 500"])
    asked = [settings(server)]
    for _ in range(FAILURES + 4):
        assert panel.ask(CLEAN, ANN, asked).status is ScreeningStatus.INCOMPLETE
    assert len(server.seen) == FAILURES
    assert "given a rest" in panel.ask(CLEAN, ANN, asked).problems[0]
    clock.now += REST
    panel.ask(CLEAN, ANN, asked)
    panel.ask(CLEAN, ANN, asked)
    assert len(server.seen) == FAILURES + 1, "one tries, the rest begins again"
    server.answering = yente()
    clock.now += REST
    assert panel.ask(CLEAN, ANN, asked).status is ScreeningStatus.COMPLETE
    assert panel.ask(CLEAN, ANN, asked).status is ScreeningStatus.COMPLETE


def test_one_tenant_s_failing_provider_does_not_rest_another_s(
    serve: Callable[[Answering], Server], panel: Panel
) -> None:
    bad, good = serve(UNUSABLE["status 500"]), serve(yente())
    for _ in range(FAILURES):
        panel.ask(CLEAN, ANN, [settings(bad)])
    assert panel.ask(CLEAN, ANN, [settings(good)]).status is ScreeningStatus.COMPLETE


def test_all_requests_together_have_the_time_of_one(serve: Callable[[Answering], Server]) -> None:
    def tick(seen: Seen) -> tuple[int, bytes]:
        moving.now += timedelta(seconds=1)
        return watchman()(seen)

    moving = Clock()
    server = serve(tick)
    panel = Panel(Asker(system_resolver(), lambda _: b"", loopback=True).send, moving)
    found = panel.ask(CLEAN, CUSTOMER, [settings(server, "watchman", seconds=1.5)])
    assert len(server.seen) == 2
    assert found.problems == ("provider.outside gave no usable answer: timeout",)


def test_the_risk_model_may_ask_more_of_a_provider_than_its_settings(
    serve: Callable[[Answering], Server], panel: Panel
) -> None:
    server = serve(yente(result("Anna Fable", 0.8)))
    for minimum, listed, found in (
        (0.5, {}, 1),
        (0.5, {"provider.outside": 0.85}, 0),
        (0.9, {"provider.outside": 0}, 1),
    ):
        thresholds = Thresholds(minimum=minimum, lists=dict(listed))
        assert len(panel.ask(CLEAN, ANN, [settings(server)], thresholds=thresholds).hits) == found
    assert not panel.ask(CLEAN, ANN, [settings(server, threshold=0.85)], thresholds=Thresholds(minimum=0.1)).hits


def test_a_verdict_stands_until_the_entry_or_the_customer_changes(
    serve: Callable[[Answering], Server], panel: Panel
) -> None:
    server = serve(yente(result("Anna Fable", 0.9)))
    (hit,) = panel.ask(CLEAN, ANN, [settings(server)]).hits
    said = {hit.key: Adjudicated(verdict=Adjudication.FALSE_POSITIVE, evidence=hit.evidence)}
    again = panel.ask(CLEAN, ANN, [settings(server)], said)
    assert not again.open_hits
    server.answering = yente(result("Anna Fable", 0.9, properties={"topics": ["sanction"], "birthDate": ["1980"]}))
    assert panel.ask(CLEAN, ANN, [settings(server)], said).open_hits
    server.answering = yente(result("Anna Fable", 0.9))
    other = replace(ANN, party=replace(ANN.party, person=Person(name=PersonName(full="Ann Fable"))))
    assert panel.ask(CLEAN, other, [settings(server)], said).open_hits
