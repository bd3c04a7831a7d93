"""Lists that are broken, cut, shrunken or gone, and AWS calls that fail: a good index is never lost or half swapped."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import EndpointConnectionError

from customer_risk.screening.entry import ListContent
from customer_risk.screening.index import Index
from customer_risk.screening.lists.registry import SOURCES, source_named
from customer_risk.screening.result import ScreeningStatus
from tests.support.lists import ListCloud, asked, list_cloud, table

FETCHED = {
    "ofac_sdn": "sample_sdn",
    "ofac_sdn_advanced": "sample_sdn_advanced",
    "un_consolidated": "sample_un",
    "eu_financial_sanctions": "sample_eu",
    "eu_financial_sanctions_csv": "sample_eu_csv",
    "uk_sanctions": "sample_uk",
    "opensanctions": "sample_opensanctions",
    "opensanctions_sanctions": "sample_opensanctions_csv",
    "opensanctions_peps": "sample_opensanctions_csv",
    "senzing": "sample_senzing",
    "us_congress": "sample_congress",
    "pep": "sample_pep",
    "tenant.demo.black": "sample_black",
}


@pytest.fixture
def cloud(tmp_path: Path) -> Iterator[ListCloud]:
    with list_cloud(tmp_path) as made:
        yield made


def good(source: str) -> dict[str, bytes]:
    """Files of a list in the format of ``source``, by the names it expects."""
    files = source_named(FETCHED[source]).sample_files()
    expected = source_named(source).files
    return dict(zip(expected, files.values(), strict=False))


def read(source: str) -> ListContent:
    return source_named(source).read(good(source))


def test_every_list_has_a_sample_to_break() -> None:
    formats = {SOURCES[name].format for name in FETCHED if name in SOURCES}
    assert formats == {source.format for source in SOURCES.values()}


@pytest.mark.parametrize("source", FETCHED)
def test_a_broken_file_never_replaces_a_good_list_and_a_good_one_heals_it(cloud: ListCloud, source: str) -> None:
    files = good(source)
    main = next(iter(files))
    for file, data in files.items():
        cloud.upload(source, file, data)
    first = cloud.refresh(source)
    assert (first.lists[0].problem, first.entries) == (None, len(read(source).entries))
    broken = [b"", b"\n", b"<html>Not found</html>", b"\x1f\x8b\x08\x00", b"\xff" * 40]
    cuts = [files[main][: int(len(files[main]) * share)] for share in (0.02, 0.2, 0.4, 0.55, 0.7)]
    for data in broken + cuts:
        cloud.upload(source, main, data)
        after = cloud.refresh(source)
        assert after.lists[0].problem, data[-60:]
        assert (after.version, after.swapped, after.entries) == (first.version, False, first.entries)
    pointer = cloud.shelf.pointer()
    assert pointer is not None
    assert (pointer.attempts[0].problem, pointer.sources[0].fetched_at) != (None, cloud.now.isoformat())
    cloud.upload(source, main, files[main])
    healed = cloud.refresh(source)
    assert (healed.lists[0].problem, healed.version) == (None, first.version)


@pytest.mark.parametrize("keep", [49, 48, 45, 41])
def test_the_mere_beginning_of_a_published_list_is_a_cut_file(cloud: ListCloud, keep: int) -> None:
    names = [f"Listed Person{'abcdefghij'[n // 10]}{'abcdefghij'[n % 10]}" for n in range(50)]
    cloud.upload("pep", "pep.csv", table(*names))
    first = cloud.refresh("pep")
    cloud.upload("pep", "pep.csv", table(*names[:keep]))
    after = cloud.refresh("pep")
    struck_one = keep == 49
    assert (after.lists[0].problem is None) is struck_one
    assert (after.entries == first.entries) is not struck_one


def test_a_list_that_was_found_to_be_right_is_accepted_as_it_is(cloud: ListCloud) -> None:
    names = [f"Listed Person{'abcdefghij'[n]}" for n in range(10)]
    cloud.upload("pep", "pep.csv", table(*names))
    cloud.refresh("pep")
    cloud.upload("pep", "pep.csv", table(*names[:2]))
    assert cloud.refresh("pep").lists[0].problem
    accepted = cloud.refresh("pep", accepted=("pep",))
    assert (accepted.lists[0].problem, accepted.entries) == (None, 2)
    cloud.upload("pep", "pep.csv", b"<html>")
    assert cloud.refresh("pep", accepted=("pep",)).lists[0].problem, "but what cannot be read cannot be accepted"


def test_a_tenant_may_strike_the_last_lines_of_its_own_list(cloud: ListCloud) -> None:
    names = [f"Own Person{'abcdefghij'[n]}" for n in range(10)]
    cloud.upload("tenant.demo.black", "list.csv", table(*names))
    cloud.refresh("tenant.demo.black")
    cloud.upload("tenant.demo.black", "list.csv", table(*names[:8]))
    assert cloud.refresh("tenant.demo.black").entries == 8


def test_one_broken_list_holds_no_other_back(cloud: ListCloud) -> None:
    cloud.upload("pep", "pep.csv", table("Ann Fable"))
    cloud.upload("tenant.demo.black", "list.csv", "id,nonsense\n")
    summary = cloud.refresh("tenant.demo.black", "pep", "uk_sanctions")
    assert [bool(one.problem) for one in summary.lists] == [True, False, True]
    found = cloud.screener().screen(asked("Ann Fable"), today=cloud.now.date())
    assert found.hits
    assert found.status is ScreeningStatus.INCOMPLETE


class Breaking:
    """Fails the n-th call to AWS, before it happens or after."""

    def __init__(self, cloud: ListCloud, number: int, *, after: bool) -> None:
        self.number, self.seen = number, itertools.count(1)
        self.reached = False
        self.moment = "after-call" if after else "before-call"
        for client in (cloud.s3, cloud.dynamo):
            client.meta.events.register(self.moment, self)

    def __call__(self, model: Any, **_: Any) -> None:
        if next(self.seen) == self.number:
            self.reached = True
            raise EndpointConnectionError(endpoint_url=f"https://aws/{model.name}")

    def stop(self, cloud: ListCloud) -> None:
        for client in (cloud.s3, cloud.dynamo):
            client.meta.events.unregister(self.moment, self)


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_whatever_call_fails_the_pointer_names_a_whole_index_and_no_change_is_lost(
    cloud: ListCloud, tmp_path: Path, *, after: bool
) -> None:
    cloud.upload("pep", "pep.csv", table("Ann Fable", "Bert Tale", "Cleo Yarn", "Dora Myth", "Emil Saga"))
    known = {cloud.refresh("pep").version}
    reached = 0
    for number in range(1, 30):
        names = (
            "Ann Fable",
            "Bert Tale",
            "Cleo Yarn",
            "Dora Myth",
            "Emil Saga",
            f"Nova Legend{'abcdefgh'[number % 8]}",
        )
        cloud.upload("pep", "pep.csv", table(*names, f"Turn Number{'x' * number}"))
        breaking = Breaking(cloud, number, after=after)
        try:
            cloud.refresh("pep")
        except (EndpointConnectionError, OSError):
            pass
        finally:
            breaking.stop(cloud)
        assert_current_is_whole(cloud, tmp_path)
        if not breaking.reached:
            break
        reached += 1
        healed = cloud.refresh("pep")
        assert healed.lists[0].problem is None
        assert_current_is_whole(cloud, tmp_path)
        # Every version that ever was current can be followed back to the first.
        version: str | None = healed.version
        trail = []
        while version is not None and version not in known:
            trail.append(version)
            version = cloud.delta(version).previous
        assert version in known, trail
        known.add(healed.version)
        assert names[-1] in "".join(name.text for one in cloud.delta(healed.version).entries for name in one.names)
    assert reached >= 6


def assert_current_is_whole(cloud: ListCloud, folder: Path) -> None:
    pointer = cloud.shelf.pointer()
    assert pointer is not None
    data = cloud.shelf.read(pointer.key)
    assert data is not None
    path = folder / "whole.index"
    path.write_bytes(data)
    assert Index.open(path).version == pointer.hash
