from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import boto3
import pytest
from moto import mock_aws

from customer_risk.profile import Party, PartyKind, Person, PersonName, Profile
from customer_risk.records import decode
from customer_risk.screening.lists.registry import SOURCES, expand
from customer_risk.screening.rescreening import Delta
from customer_risk.screening.result import ScreeningStatus
from customer_risk.storage.dynamo import ConditionFailed
from customer_risk.storage.watchlists import GRACE, REREAD, CurrentScreener
from watchlist_refresher.fetching import Answer
from watchlist_refresher.refreshing import Summary, refresh
from watchlist_refresher.shelf import Shelf

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
SAMPLES = expand("sample")


def offline(url: str, _headers: Mapping[str, str]) -> Answer:
    raise OSError(f"no network: {url}")


class Cloud:
    def __init__(self, folder: Path) -> None:
        self.s3: Any = boto3.client("s3", region_name="us-east-1")
        self.dynamo: Any = boto3.client("dynamodb", region_name="us-east-1")
        self.folder = folder
        self.now = NOW
        self.s3.create_bucket(Bucket="lists")
        self.dynamo.create_table(
            TableName="control",
            BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=[{"AttributeName": name, "AttributeType": "S"} for name in ("pk", "sk")],
            KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
        )

    @property
    def shelf(self) -> Shelf:
        return Shelf(self.s3, self.dynamo, bucket="lists", table="control")

    def refresh(self, *enabled: str, get: Any = offline) -> Summary:
        return refresh(enabled, enabled, self.shelf, get=get, now=self.now)

    def screener(self) -> CurrentScreener:
        return CurrentScreener(
            self.dynamo, self.s3, table="control", bucket="lists", clock=lambda: self.now, folder=self.folder
        )


@pytest.fixture
def cloud(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Cloud]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    with mock_aws():
        yield Cloud(tmp_path)


def asked(name: str) -> Profile:
    return Profile(customer_id="c", party=Party(kind=PartyKind.PERSON, person=Person(name=PersonName(full=name))))


def upload(cloud: Cloud, source: str, file: str, text: str) -> None:
    cloud.s3.put_object(Bucket="lists", Key=f"lists/{source}/{file}", Body=text.encode())


def table(*names: str) -> str:
    return "id,name,type\n" + "".join(f"{name},{name},BLACKLIST_PERSON\n" for name in names)


def test_before_the_first_index_nothing_is_clean(cloud: Cloud) -> None:
    found = cloud.screener().screen(asked("Jane Doe"), today=date(2026, 11, 2))
    assert found.status is ScreeningStatus.INCOMPLETE
    assert "no index has been published" in found.problems[0]


def test_samples_are_indexed_and_screened(cloud: Cloud) -> None:
    summary = cloud.refresh(*SAMPLES)
    assert summary.swapped
    assert summary.entries == 18
    found = cloud.screener().screen(asked("Casimir Ebenholtz"), today=NOW.date())
    assert (found.status, found.index_version) == (ScreeningStatus.COMPLETE, summary.version)
    assert found.hits[0].entry_name == "Casimir Ebenholtz"


def test_a_second_refresh_changes_nothing_but_freshness(cloud: Cloud) -> None:
    first = cloud.refresh(*SAMPLES)
    cloud.now += timedelta(hours=1)
    second = cloud.refresh(*SAMPLES)
    assert (second.version, second.swapped) == (first.version, False)
    (used, *_) = cloud.screener().screen(asked("Jane Doe"), today=NOW.date()).lists
    assert (used.fetched_at, used.changed_at) == ((NOW + timedelta(hours=1)).isoformat(), NOW.isoformat())


def test_running_screener_follows_within_a_minute(cloud: Cloud) -> None:
    upload(cloud, "pep", "pep.csv", table("Ann Fable"))
    cloud.refresh("pep")
    screener = cloud.screener()
    assert not screener.screen(asked("Bertram Fiction"), today=NOW.date()).hits
    upload(cloud, "pep", "pep.csv", table("Ann Fable", "Bertram Fiction"))
    cloud.refresh("pep")
    assert not screener.screen(asked("Bertram Fiction"), today=NOW.date()).hits
    cloud.now += REREAD
    assert screener.screen(asked("Bertram Fiction"), today=NOW.date()).hits
    assert len(list(cloud.folder.glob("*.watchlist"))) == 1


def test_delta_names_what_changed(cloud: Cloud) -> None:
    upload(cloud, "pep", "pep.csv", table("A Aa", "B Bb", "C Cc", "D Dd", "E Ee", "F Ff"))
    first = cloud.refresh("pep")
    text = table("A Aa", "B Bb", "C Cc", "D Dd", "E Ee", "G Gg").replace("B Bb,B Bb,", "B Bb,Bee Bb,")
    upload(cloud, "pep", "pep.csv", text)
    second = cloud.refresh("pep")
    delta = cloud.shelf.read(f"deltas/{second.version}.json")
    assert delta is not None
    assert f'"previous":"{first.version}"' in delta.decode()
    assert '"added":["pep/G Gg"],"changed":["pep/B Bb"],"removed":["pep/F Ff"]' in delta.decode()


@pytest.mark.parametrize("text", ["", "id,name\n1,x\n", table("A Aa"), "\x00\x01"])
def test_broken_or_shrunken_file_never_replaces_a_good_list(cloud: Cloud, text: str) -> None:
    upload(cloud, "pep", "pep.csv", table("A Aa", "B Bb", "C Cc"))
    first = cloud.refresh("pep")
    upload(cloud, "pep", "pep.csv", text)
    second = cloud.refresh("pep")
    assert second.lists[0].problem
    assert (second.version, second.swapped) == (first.version, False)


def test_list_that_cannot_be_fetched_grows_old(cloud: Cloud) -> None:
    upload(cloud, "pep", "pep.csv", table("A Aa"))
    cloud.refresh("pep", "un_consolidated")
    found = cloud.screener().screen(asked("Jane Doe"), today=NOW.date())
    assert found.status is ScreeningStatus.INCOMPLETE
    assert [used.source for used in found.lists if used.stale] == ["un_consolidated"]


def test_conditional_download_keeps_what_has_not_changed(cloud: Cloud) -> None:
    body = SOURCES["sample_un"].sample_files()["consolidated.xml"]
    seen: list[dict[str, str]] = []

    def get(_url: str, headers: Mapping[str, str]) -> Answer:
        seen.append(dict(headers))
        return Answer(body=None if headers else body, validators={"If-None-Match": '"1"'})

    first = cloud.refresh("un_consolidated", get=get)
    second = cloud.refresh("un_consolidated", get=get)
    assert seen == [{}, {"If-None-Match": '"1"'}]
    assert (first.entries, second.version) == (3, first.version)


def test_upload_wins_over_the_network(cloud: Cloud) -> None:
    body = SOURCES["sample_un"].sample_files()["consolidated.xml"]
    upload(cloud, "un_consolidated", "consolidated.xml", body.decode())
    assert cloud.refresh("un_consolidated").lists[0].origin == "upload"


def test_two_refreshers_cannot_both_swap(cloud: Cloud) -> None:
    cloud.refresh(*SAMPLES)
    pointer = cloud.shelf.pointer()
    assert pointer is not None
    cloud.refresh(*SAMPLES)
    with pytest.raises(ConditionFailed):
        cloud.shelf.point(pointer, after=pointer)


def test_index_that_cannot_be_loaded_leaves_the_old_one(cloud: Cloud) -> None:
    upload(cloud, "pep", "pep.csv", table("A Aa"))
    first = cloud.refresh("pep")
    screener = cloud.screener()
    screener.screen(asked("Jane Doe"), today=NOW.date())
    upload(cloud, "pep", "pep.csv", table("A Aa", "B Bb"))
    second = cloud.refresh("pep")
    cloud.s3.put_object(Bucket="lists", Key=f"index/{second.version}.watchlist", Body=b"broken")
    cloud.now += REREAD
    soon = screener.screen(asked("Jane Doe"), today=NOW.date())
    assert (soon.status, soon.index_version) == (ScreeningStatus.COMPLETE, first.version)
    cloud.now += GRACE + REREAD
    late = screener.screen(asked("Jane Doe"), today=NOW.date())
    assert (late.status, late.index_version) == (ScreeningStatus.INCOMPLETE, first.version)
    assert "could not be loaded" in late.problems[0]


def test_store_out_of_reach_is_incomplete_not_an_error(cloud: Cloud) -> None:
    cloud.refresh(*SAMPLES)
    cloud.dynamo.delete_table(TableName="control")
    found = cloud.screener().screen(asked("Casimir Ebenholtz"), today=NOW.date())
    assert found.status is ScreeningStatus.INCOMPLETE
    assert found.hits == ()


def test_a_list_that_was_never_read_is_told_however_long_it_may_keep(cloud: Cloud) -> None:
    upload(cloud, "tenant.acme.fraudsters", "list.csv", "id,name,type\n1,Ann Fable,NO_SUCH_TYPE\n")
    outcome = cloud.refresh(*SAMPLES, "tenant.acme.fraudsters").lists[-1]
    assert outcome.problem
    screener = cloud.screener()
    own = screener.screen(asked("Ann Fable"), today=date(2026, 11, 2), tenant="acme")
    assert own.status is ScreeningStatus.INCOMPLETE
    others = screener.screen(asked("Ann Fable"), today=date(2026, 11, 2), tenant="globex")
    assert others.status is ScreeningStatus.COMPLETE


def test_a_list_most_of_which_cannot_be_read_does_not_replace_a_good_one(cloud: Cloud) -> None:
    upload(cloud, "pep", "pep.csv", table("Ann Fable", "Bert Tale"))
    cloud.refresh("pep")
    broken = table("Ann Fable", "Bert Tale") + "3,,BLACKLIST_PERSON\n"
    upload(cloud, "pep", "pep.csv", broken)
    summary = cloud.refresh("pep")
    assert summary.lists[0].problem == "pep: 1 records cannot be read, 2 can"
    assert summary.entries == 2


def test_an_uploaded_list_is_as_old_as_its_upload(cloud: Cloud) -> None:
    upload(cloud, "pep", "pep.csv", table("Ann Fable"))
    uploaded = cloud.s3.head_object(Bucket="lists", Key="lists/pep/pep.csv")["LastModified"]
    cloud.now = uploaded + timedelta(days=400)
    cloud.refresh("pep")
    screening = cloud.screener().screen(asked("Ann Fable"), today=cloud.now.date())
    assert [used.stale for used in screening.lists] == [True]
    assert screening.status is ScreeningStatus.INCOMPLETE


def test_the_delta_carries_what_entries_say_now_and_said_before(cloud: Cloud) -> None:
    upload(cloud, "pep", "pep.csv", table("A Aa", "B Bb", "C Cc", "D Dd", "E Ee", "F Ff"))
    first = delta_of(cloud, cloud.refresh("pep"))
    assert first.everybody
    assert len(first.added) == 6
    text = table("A Aa", "B Bb", "C Cc", "D Dd", "E Ee", "G Gg").replace("B Bb,B Bb,", "B Bb,Bee Bb,")
    upload(cloud, "pep", "pep.csv", text)
    second = delta_of(cloud, cloud.refresh("pep"))
    assert not second.everybody
    assert [entry.names[0].text for entry in second.entries] == ["Bee Bb", "G Gg"]
    assert [entry.names[0].text for entry in second.former] == ["B Bb", "F Ff"]


def test_each_attempt_is_remembered_whatever_became_of_it(cloud: Cloud) -> None:
    upload(cloud, "pep", "pep.csv", table("A Aa"))
    cloud.refresh("pep", "uk_sanctions")
    pointer = cloud.shelf.pointer()
    assert pointer is not None
    good, bad = pointer.attempts
    assert (good.source, good.problem, good.origin, good.attempted_at) == ("pep", None, "upload", NOW.isoformat())
    assert (bad.source, bad.origin, bad.hash) == ("uk_sanctions", "", "")
    assert bad.problem is not None
    assert "no network" in bad.problem
    cloud.now += timedelta(hours=1)
    enabled = ("pep", "uk_sanctions")
    refresh(enabled, ["pep"], cloud.shelf, get=offline, now=cloud.now)
    later = cloud.shelf.pointer()
    assert later is not None
    assert [attempt.attempted_at for attempt in later.attempts] == [cloud.now.isoformat(), NOW.isoformat()]
    assert later.attempts[0].hash == good.hash


def delta_of(cloud: Cloud, summary: Summary) -> Delta:
    data = cloud.shelf.read(f"deltas/{summary.version}.json")
    assert data is not None
    return decode(data, Delta)


def test_a_delta_is_announced_before_its_index_is_in_force(cloud: Cloud) -> None:
    upload(cloud, "pep", "pep.csv", table("A Aa"))
    told: list[tuple[str, str | None]] = []

    def announce(key: str) -> None:
        pointer = cloud.shelf.pointer()
        told.append((key, pointer.hash if pointer else None))
        assert cloud.shelf.read(key) is not None

    first = refresh(["pep"], ["pep"], cloud.shelf, get=offline, now=NOW, announce=announce)
    refresh(["pep"], ["pep"], cloud.shelf, get=offline, now=NOW, announce=announce)
    upload(cloud, "pep", "pep.csv", table("A Aa", "B Bb"))
    second = refresh(["pep"], ["pep"], cloud.shelf, get=offline, now=NOW, announce=announce)
    assert told == [(f"deltas/{first.version}.json", None), (f"deltas/{second.version}.json", first.version)]


def test_a_change_that_cannot_be_announced_waits_for_the_next_refresh(cloud: Cloud) -> None:
    upload(cloud, "pep", "pep.csv", table("A Aa"))
    first = cloud.refresh("pep")
    upload(cloud, "pep", "pep.csv", table("A Aa", "B Bb"))

    def announce(key: str) -> None:
        raise ConnectionError(key)

    with pytest.raises(ConnectionError):
        refresh(["pep"], ["pep"], cloud.shelf, get=offline, now=NOW, announce=announce)
    pointer = cloud.shelf.pointer()
    assert pointer is not None
    assert pointer.hash == first.version
    second = cloud.refresh("pep")
    assert delta_of(cloud, second).added == ("pep/B Bb",)


def test_a_list_that_comes_or_goes_is_a_change(cloud: Cloud) -> None:
    upload(cloud, "pep", "pep.csv", table("A Aa"))
    upload(cloud, "tenant.acme.black", "list.csv", table("B Bb"))
    cloud.refresh("pep", "tenant.acme.black")
    assert delta_of(cloud, cloud.refresh("pep")).removed == ("tenant.acme.black/B Bb",)
    assert delta_of(cloud, cloud.refresh("pep", "tenant.acme.black")).added == ("tenant.acme.black/B Bb",)
