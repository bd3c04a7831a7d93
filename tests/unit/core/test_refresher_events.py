"""What a schedule and an operator send to the watchlist refresher."""

from __future__ import annotations

import json
from typing import Any

import pytest

from customer_risk import aws
from tests.support.in_process import in_process
from tests.support.tables import ROOT, template
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


def test_a_broken_list_raises_the_alarm_and_the_good_one_stays(capsys: pytest.CaptureFixture[str]) -> None:
    with in_process() as stack:

        def counted(upload: bytes) -> tuple[float, Any]:
            key = f"lists/tenant.{stack.tenant}.own/list.csv"
            aws.client("s3").put_object(Bucket="watchlists", Key=key, Body=upload)
            answer = refresh("refresh_all_lists.json")
            line = next(one for one in reversed(capsys.readouterr().out.splitlines()) if alarm["MetricName"] in one)
            said = json.loads(line)
            assert {one["Name"]: one["Value"] for one in alarm["Dimensions"]}.items() <= said.items()
            return said[alarm["MetricName"]][0], answer

        alarm = template()["Resources"]["WatchlistAlarm"]["Properties"]
        problems, good = counted(b"id,name,type\n1,Bert Tale,BLACKLIST_PERSON\n2,Cleo Yarn,BLACKLIST_PERSON\n")
        assert problems < alarm["Threshold"]
        problems, broken = counted(b"<html>Bad gateway</html>")
        assert problems >= alarm["Threshold"]
        assert (broken["version"], broken["swapped"]) == (good["version"], False)
