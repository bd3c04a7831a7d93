"""A caller of the stack: plain HTTP, nothing of our own code in between."""

from __future__ import annotations

import http.client
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
CHECK = "/v2/customer-checks/check"


@dataclass(frozen=True)
class Reply:
    """An HTTP answer; header names in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)


@dataclass(frozen=True)
class Caller:
    """Calls one stack with one API key."""

    base: str
    key: str | None

    def call(
        self, method: str, path: str, body: object | None = None, headers: Mapping[str, str] | None = None
    ) -> Reply:
        """Send one request; ``body`` is sent as JSON unless it is bytes."""
        url = urlsplit(self.base)
        connection = http.client.HTTPConnection(url.netloc, timeout=180)
        content = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
        sent = {"content-type": "application/json"} if content is not None else {}
        if self.key is not None:
            sent["api-key"] = self.key
        try:
            connection.request(method, url.path + path, content, sent | dict(headers or {}))
            answer = connection.getresponse()
            return Reply(answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read())
        finally:
            connection.close()

    def check(self, body: object, headers: Mapping[str, str] | None = None) -> Reply:
        """``POST /v2/customer-checks/check``."""
        return self.call("POST", CHECK, body, headers)


def person(customer: str | None = None, *, first: str = "Anna", last: str = "Lindqvist", **details: object) -> Any:
    """A check of an unremarkable person; ``details`` go to ``personalDetails``."""
    party: dict[str, object] = {
        "customerType": "PERSON",
        "personalDetails": {
            "personName": {"firstName": first, "lastName": last},
            "dateOfBirth": "1984-05-02",
            "countryOfResidence": "SE",
            "nationality": "SE",
            **details,
        },
    }
    if customer is not None:
        party["customerId"] = customer
    return {"masterData": {"accountHoldingPartyData": party}}


def sample(name: str) -> Any:
    """A request body of tests/samples/customer_checks."""
    return json.loads((SAMPLES / "customer_checks" / name).read_text())


def eventually[T](look: Callable[[], T | None], *, within: float = 30.0, what: str = "it") -> T:
    """What ``look`` gives once it gives something; fails when ``within`` seconds were not enough."""
    end = time.monotonic() + within
    while time.monotonic() < end:
        if (found := look()) is not None:
            return found
        time.sleep(0.1)
    raise AssertionError(f"{what} did not happen within {within:.0f} s")
