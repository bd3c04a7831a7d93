"""A tenant's provider is asked at every check, and one that is down never leaves a check clean."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from unittest.mock import patch

import pytest
from msgspec.structs import replace

from customer_risk import wiring
from customer_risk.screening.providers.settings import ProviderSettings
from tests.support.client import person
from tests.support.in_process import InProcess, in_process


class Yente(BaseHTTPRequestHandler):
    """Knows one person, until it is told to be down."""

    down = False

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["content-length"])))["queries"]
        results = [
            {
                "id": "NK-1",
                "caption": "Philippa Unerhört",
                "schema": "Person",
                "score": 0.91,
                "properties": {"topics": ["sanction"]},
            }
        ]
        responses = {
            name: {"status": 200, "results": results if "Philippa Unerhoert" in query["properties"]["name"] else []}
            for name, query in asked.items()
        }
        body = json.dumps({"responses": responses}).encode()
        self.send_response(503 if Yente.down else 200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def stack() -> Iterator[InProcess]:
    Yente.down = False
    server = HTTPServer(("127.0.0.1", 0), Yente)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        with in_process() as running, patch.dict(os.environ, {"ALLOW_LOOPBACK_CALLBACKS": "true"}):
            tenant = wiring.control().tenant(running.tenant)
            assert tenant is not None
            outside = ProviderSettings(name="outside", kind="yente", url=f"http://127.0.0.1:{server.server_port}")
            assert wiring.control().change_tenant(replace(tenant, providers=(outside,)))
            yield running
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def test_what_a_provider_finds_is_a_match_like_any_other(stack: InProcess) -> None:
    answer = stack.check(person("1", first="Philippa", last="Unerhoert")).json()
    (found,) = answer["screeningResults"]
    assert (found["list"], found["entryId"], found["score"]) == ("provider.outside", "NK-1", 0.91)
    assert (answer["screeningStatus"], answer["caseStatus"]) == ("complete", "open")


def test_nothing_found_anywhere_is_clean(stack: InProcess) -> None:
    answer = stack.check(person("1")).json()
    assert (answer["screeningStatus"], answer["screeningResults"]) == ("complete", [])


def test_a_provider_that_is_down_leaves_the_check_incomplete_and_in_a_case(stack: InProcess) -> None:
    Yente.down = True
    answer = stack.check(person("1")).json()
    assert answer["screeningStatus"] == "incomplete"
    assert answer["caseStatus"] == "open"
