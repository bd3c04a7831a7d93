"""The freshness of the lists over HTTP."""

from __future__ import annotations

import json
from collections.abc import Callable

from tests.support.client import Caller, person
from tests.support.tables import ROOT

PATH = "/v2/watchlists"
EVENT = ROOT / "events" / "customer_checks" / "list_watchlists.json"


def test_the_lists_of_the_index_that_checks_name(demo: Caller, customer: str) -> None:
    event = json.loads(EVENT.read_text())
    answer = demo.call(event["requestContext"]["http"]["method"], event["rawPath"])
    assert answer.status == 200
    told = answer.json()
    assert {one["list"] for one in told["lists"]} >= {"sample_sdn", "sample_un", "sample_pep", "sample_black"}
    assert all(one["entries"] and not one["stale"] and not one["problem"] for one in told["lists"])
    assert demo.check(person(customer)).json()["watchlistVersion"] == told["indexVersion"]


def test_who_may_read_checks_may_read_the_lists(new_tenant: Callable[..., Caller]) -> None:
    assert new_tenant(["checks:read"]).call("GET", PATH).status == 200
    assert new_tenant(["cases:read"]).call("GET", PATH).status == 403
    assert Caller(new_tenant([]).base, None).call("GET", PATH).status == 401


def test_it_cannot_be_written(demo: Caller) -> None:
    refused = demo.call("POST", PATH, {})
    assert refused.status in {404, 405}
