"""The freshness of the lists, as a caller reads it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from customer_risk import aws
from tests.support.client import Reply
from tests.support.in_process import InProcess, in_process
from watchlist_refresher import app as refresher

PATH = "/v2/watchlists"
LIST = b"id,name,type\n" + b"".join(b"%d,Ann Fable,BLACKLIST_PERSON\n" % n for n in range(5)) + b"5,,BLACKLIST_PERSON\n"


@pytest.fixture
def stack() -> Iterator[InProcess]:
    with in_process() as running:
        yield running


def upload(name: str, data: bytes) -> None:
    aws.client("s3").put_object(Bucket="watchlists", Key=f"lists/{name}/list.csv", Body=data)


def by_name(reply: Reply) -> dict[str, dict[str, object]]:
    return {one["list"]: one for one in reply.json()["lists"]}


def test_every_list_of_the_index_that_checks_name_tells_how_fresh_it_is(stack: InProcess) -> None:
    answer = stack.call("GET", PATH)
    assert answer.status == 200
    pointer = stack.dynamo.get_item(TableName="ControlTable", Key={"pk": {"S": "WATCHLIST"}, "sk": {"S": "CURRENT"}})[
        "Item"
    ]
    assert answer.json()["indexVersion"] == pointer["hash"]["S"]
    lists = by_name(answer)
    assert lists.keys() == {"sample_sdn", "sample_un", "sample_pep", "sample_black"}
    one = lists["sample_un"]
    assert (one["entries"], one["unreadable"], one["origin"], one["problem"]) == (3, 0, "sample", None)
    assert one["fetchedAt"] == one["changedAt"] == one["lastAttemptAt"]
    assert len(str(one["contentHash"])) == 32
    check = stack.check({"masterData": {"accountHoldingPartyData": {"customerId": "1"}}}).json()
    assert check["watchlistVersion"] == answer.json()["indexVersion"]


def test_a_list_that_grows_old_is_stale_and_a_broken_one_says_why(stack: InProcess) -> None:
    upload(f"tenant.{stack.tenant}.own", LIST)
    refresher.handler({}, None)
    first = by_name(stack.call("GET", PATH))[f"tenant.{stack.tenant}.own"]
    assert (first["entries"], first["unreadable"], first["problem"]) == (5, 1, None)
    upload(f"tenant.{stack.tenant}.own", b"nothing of use\n")
    refresher.handler({}, None)
    second = by_name(stack.call("GET", PATH))[f"tenant.{stack.tenant}.own"]
    assert "no column" in str(second["problem"])
    assert (second["entries"], second["contentHash"]) == (first["entries"], first["contentHash"])
    assert str(second["lastAttemptAt"]) > str(first["lastAttemptAt"])
    assert not any(one["stale"] for one in by_name(stack.call("GET", PATH)).values())
    stack.now = datetime.now(UTC) + timedelta(days=366 * 101)
    assert all(one["stale"] for one in by_name(stack.call("GET", PATH)).values())


def test_a_list_that_was_never_read_has_no_times(stack: InProcess, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WATCHLIST_SOURCES", "sample,pep")
    refresher.handler({}, None)
    one = by_name(stack.call("GET", PATH))["pep"]
    assert (one["entries"], one["fetchedAt"], one["changedAt"], one["stale"]) == (0, None, None, True)
    assert (one["contentHash"], one["origin"]) == (None, None)
    assert "nothing uploaded" in str(one["problem"])


def test_another_tenant_s_lists_are_nobody_s_business(stack: InProcess) -> None:
    upload("tenant.somebody-else.own", LIST)
    refresher.handler({}, None)
    assert not [name for name in by_name(stack.call("GET", PATH)) if name.startswith("tenant.")]


def test_before_the_first_index_there_is_none(stack: InProcess) -> None:
    stack.dynamo.delete_item(TableName="ControlTable", Key={"pk": {"S": "WATCHLIST"}, "sk": {"S": "CURRENT"}})
    answer = stack.call("GET", PATH)
    assert (answer.status, answer.json()) == (200, {"indexVersion": None, "builtAt": None, "lists": []})


def test_it_is_read_only_and_not_for_everybody(stack: InProcess) -> None:
    assert {stack.call(method, PATH, {}).status for method in ("POST", "PUT", "DELETE")} == {405}
    assert stack.call("GET", PATH, headers={"api-key": "nonsense"}).status == 401
