"""A thousand screenings while the lists swap ten times: none fails, and each is of exactly one index."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from customer_risk.profile import Party, PartyKind, Person, PersonName, Profile, Relation, RelationKind
from customer_risk.screening.result import Screening, ScreeningStatus
from customer_risk.storage import watchlists
from customer_risk.storage.dynamo import ConditionFailed
from customer_risk.storage.watchlists import CurrentScreener
from tests.support.lists import ListCloud, list_cloud, table

SCREENINGS, SWAPS, THREADS, FUNCTIONS = 1000, 10, 8, 3
ALWAYS = "Konstantin Immerda"
MARKERS = [f"Quentin Markson{letter * 4}" for letter in "abcdefghijk"]
"""One of them is listed in each version; in none two."""


def person(name: str) -> Party:
    return Party(kind=PartyKind.PERSON, person=Person(name=PersonName(full=name)))


PROFILE = Profile(
    customer_id="c",
    party=Party(
        kind=PartyKind.PERSON,
        person=Person(name=PersonName(full=ALWAYS)),
        relations=tuple(Relation(kind=RelationKind.SHAREHOLDER, party=person(name)) for name in MARKERS),
    ),
)


def publish(cloud: ListCloud, turn: int) -> str:
    """Publish the turn's version; the marker takes the place of the one before, and all else stays."""
    others = [f"Filler Person{letter * 3}" for letter in "qrstuvwxyz"]
    cloud.upload("pep", "pep.csv", table(ALWAYS, *others, MARKERS[turn]))
    # Who screens may have looked at the pointer already: the swap is a conditional write of this one item.
    return cloud.refresh("pep").version


def test_refresh_under_fire(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watchlists, "REREAD", timedelta(milliseconds=5))
    with list_cloud(tmp_path) as cloud:
        versions = {publish(cloud, 0): MARKERS[0]}
        cloud.now = datetime.now(UTC)
        functions = [function(cloud, tmp_path / str(number)) for number in range(FUNCTIONS)]
        done = threading.Semaphore(0)

        def screen(number: int) -> Screening:
            found = functions[number % FUNCTIONS].screen(PROFILE, today=datetime.now(UTC).date())
            done.release()
            return found

        with ThreadPoolExecutor(THREADS) as pool:
            screenings = [pool.submit(screen, number) for number in range(SCREENINGS)]
            for turn in range(1, SWAPS + 1):
                # Evenly among the screenings, however fast this machine is.
                for _ in range(SCREENINGS // (SWAPS + 1)):
                    done.acquire()
                versions[publish(cloud, turn)] = MARKERS[turn]
            results = [one.result() for one in screenings]

    assert len(versions) == SWAPS + 1
    assert {one.status for one in results} == {ScreeningStatus.COMPLETE}
    seen = {one.index_version for one in results}
    assert seen <= versions.keys()
    assert len(seen) > SWAPS // 2, "the screenings followed the swaps"
    for one in results:
        assert one.index_version is not None
        assert {hit.entry_id for hit in one.hits} == {ALWAYS, versions[one.index_version]}
        assert {(used.source, used.entries) for used in one.lists} == {("pep", 12)}


def function(cloud: ListCloud, folder: Path) -> CurrentScreener:
    """A warm function with a disk of its own."""
    folder.mkdir()
    return CurrentScreener(
        cloud.dynamo, cloud.s3, table="control", bucket="lists", clock=lambda: datetime.now(UTC), folder=folder
    )


def test_of_refreshers_that_meet_one_wins_and_the_index_is_whole(tmp_path: Path) -> None:
    with list_cloud(tmp_path) as cloud:
        cloud.upload("pep", "pep.csv", table(ALWAYS, *MARKERS))
        cloud.refresh("pep")
        barrier = threading.Barrier(4)

        def refresh(number: int) -> str | None:
            cloud.upload(f"tenant.t{number}.own", "list.csv", table(f"Own Person{'abcd'[number] * 3}"))
            barrier.wait()
            try:
                return cloud.refresh("pep", *(f"tenant.t{one}.own" for one in range(4))).version
            except ConditionFailed:
                return None

        with ThreadPoolExecutor(4) as pool:
            versions = list(pool.map(refresh, range(4)))
        pointer = cloud.shelf.pointer()
        assert pointer is not None
        assert pointer.hash in versions
        assert cloud.shelf.read(pointer.key) is not None
        assert cloud.shelf.read(f"deltas/{pointer.hash}.json") is not None
        again = cloud.refresh("pep", *(f"tenant.t{one}.own" for one in range(4)))
        assert again.entries == 12 + 4
