"""What a schedule and an operator send to the watchlist refresher."""

from __future__ import annotations

import json
from typing import Any

from tests.support.in_process import in_process
from tests.support.tables import ROOT
from watchlist_refresher import app

EVENTS = ROOT / "events" / "watchlist_refresher"


def refresh(name: str) -> Any:
    """The answer as Lambda's caller gets it."""
    return json.loads(json.dumps(app.handler(json.loads((EVENTS / name).read_text()), None)))


def test_a_schedule_refreshes_all_enabled_lists() -> None:
    with in_process():
        answer = refresh("refresh_all_lists.json")
    lists = answer["lists"]
    assert {one["source"] for one in lists} == {"sample_sdn", "sample_un", "sample_pep", "sample_black"}
    assert not [one for one in lists if one.get("problem")]


def test_an_operator_refreshes_one_and_the_others_stay() -> None:
    with in_process():
        everything = refresh("refresh_all_lists.json")
        answer = refresh("refresh_one_list.json")
        accepted = refresh("accept_a_list_as_it_is.json")
    assert answer["entries"] == everything["entries"]
    assert answer["swapped"] is False
    assert [one["source"] for one in accepted["lists"]] == ["sample_sdn"]
