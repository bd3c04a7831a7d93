"""A year of lists that change, break and fall silent: no change of a customer is missed, and silence is never clean."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import msgspec

from customer_risk.profile import Profile
from customer_risk.records import decode
from customer_risk.screening.rescreening import Delta, Roster, rescreen
from customer_risk.screening.result import Hit, Screening, ScreeningStatus
from customer_risk.storage.dynamo import marshal_item
from customer_risk.storage.watchlists import POINTER_KEY, CurrentScreener, Pointer
from tests.support.lists import BEGINNING, asked
from watchlist_refresher.fetching import Answer
from watchlist_refresher.refreshing import refresh

DAYS = 365
SILENCES = {0: 2, 60: 20, 100: 50, 250: 3, 300: 34}
"""Days on which the publisher falls silent, and for how many."""
LIST = "us_congress"
"""Stands for any list that is fetched: its limit is 31 days, so a year holds several ages."""
OWN = "tenant.acme.own"
PEOPLE = [f"{first} {last}" for first in ("Aurel", "Brunhild", "Casimir") for last in ("Wunderlich", "Xanthos")]
BYSTANDERS = ["Desdemona Quist"]
FILLING = [f"Filler Number{chr(97 + n // 26) * 2}{chr(97 + n % 26) * 2}" for n in range(20)]


class Cloud:
    """A bucket and a pointer in memory: a year of moto would take minutes. ``now`` is the time."""

    def __init__(self, folder: Path) -> None:
        self.now = BEGINNING
        self._files: dict[str, tuple[bytes, datetime]] = {}
        self._pointer: Pointer | None = None
        self.screener = CurrentScreener(
            self, self, table="control", bucket="lists", clock=lambda: self.now, folder=folder
        )

    def read(self, key: str) -> bytes | None:
        found = self._files.get(key)
        return found[0] if found else None

    def write(self, key: str, data: bytes) -> None:
        self._files[key] = data, self.now

    def names(self, prefix: str) -> dict[str, datetime]:
        return {key.removeprefix(prefix): at for key, (_, at) in self._files.items() if key.startswith(prefix)}

    def pointer(self) -> Pointer | None:
        return self._pointer

    def point(self, pointer: Pointer, *, after: Pointer | None) -> None:
        assert after == self._pointer
        self._pointer = pointer

    def get_item(self, **_: object) -> dict[str, Any]:
        """As DynamoDB's client."""
        if self._pointer is None:
            return {}
        return {"Item": POINTER_KEY | marshal_item(msgspec.to_builtins(self._pointer))}

    def get_object(self, **asked: str) -> dict[str, Any]:
        """As S3's client."""
        return {"Body": BytesIO(self._files[asked["Key"]][0])}

    def delta(self, version: str) -> Delta:
        return decode(self._files[f"deltas/{version}.json"][0], Delta)


class Publisher:
    """A publisher of a list, good days and bad; ``good`` is what the last answer that could be read said."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.listed = set(chance.sample(PEOPLE, 3))
        self.good: frozenset[str] | None = None
        self.silent_until = 0

    def file(self, names: list[str]) -> bytes:
        row = "- id: {{bioguide: '{0} {1}'}}\n  name: {{first: {0}, last: {1}}}\n  terms: []\n"
        return "".join(row.format(*name.split()) for name in names).encode()

    def day(self, number: int) -> Any:
        """What a fetch of this day meets."""
        if self.chance.random() < 0.25:
            self.listed ^= {self.chance.choice(PEOPLE)}
        if number in SILENCES:
            self.silent_until = number + SILENCES[number]
        whole = self.file([*sorted(self.listed), *FILLING])
        kind = self.chance.choices(("good", "down", "html", "empty", "cut", "shrunk"), (60, 4, 2, 1, 3, 2))[0]
        if number < self.silent_until:
            kind = "down"
        body = {
            "good": whole,
            "html": b"<html><body>502 Bad gateway</body></html>\n",
            "empty": b"",
            "cut": whole[: int(len(whole) * self.chance.uniform(0.1, 0.95))],
            "shrunk": self.file(FILLING[:10]),
        }.get(kind)

        def get(_url: str, _headers: Mapping[str, str]) -> Answer:
            if body is None:
                raise TimeoutError("no answer")
            return Answer(body=body, validators={})

        if kind == "good":
            self.good = frozenset(self.listed)
        return get


def state(screening: Screening) -> str:
    """What a reader makes of a screening."""
    if screening.open_hits:
        return "hit"
    return "clean" if screening.status is ScreeningStatus.COMPLETE else "unknown"


def test_a_year(tmp_path: Path) -> None:
    chance = random.Random(11)  # noqa: S311 - a year that can be had again
    publisher = Publisher(chance)
    customers = {name: asked(name) for name in PEOPLE + BYSTANDERS}
    roster = Roster(customers.items())
    own: set[str] = set()
    fetched_day: int | None = None
    last: dict[str, tuple[Hit, ...]] = {}
    read_as = dict.fromkeys(customers, "unknown")
    steps: Counter[tuple[str, str]] = Counter()
    cloud = Cloud(tmp_path)
    start = cloud.now
    screener = cloud.screener
    screenings = screen_all(screener, customers, start.date())
    assert {state(one) for one in screenings.values()} == {"unknown"}, "before the first index"
    last = {name: one.hits for name, one in screenings.items()}
    for number in range(DAYS):
        cloud.now = start + timedelta(days=1 + number)
        if chance.random() < 0.2:
            own ^= {chance.choice(PEOPLE)}
        cloud.write(f"lists/{OWN}/list.csv", own_file(own).encode())
        was = publisher.good
        summary = refresh([LIST, OWN], [LIST, OWN], cloud, get=publisher.day(number), now=cloud.now)
        problem = {one.source: one.problem for one in summary.lists}
        if problem[LIST]:
            publisher.good = was
        else:
            fetched_day = number
        assert problem[OWN] is None

        stale = fetched_day is None or number - fetched_day > 31
        screenings = screen_all(screener, customers, cloud.now.date())
        expected = publisher.good or frozenset()
        for name, found in screenings.items():
            listed = {hit.source for hit in found.hits}
            assert (LIST in listed) is (name in expected), (number, name)
            assert (OWN in listed) is (name in own), (number, name)
            assert (found.status is ScreeningStatus.INCOMPLETE) is stale, (number, found.problems)
            wanted = "hit" if name in expected | own else "unknown" if stale else "clean"
            assert state(found) == wanted, (number, name)
        now = {name: found.hits for name, found in screenings.items()}
        if summary.swapped:
            # Only whom the delta touches is screened again, and nobody's change goes unnoticed by that.
            changed = {
                one.customer
                for one in rescreen(
                    cloud.delta(summary.version),
                    roster,
                    customers,
                    before=last.__getitem__,
                    after=now.__getitem__,
                )
            }
            last |= {name: now[name] for name in changed}
        assert {name: keys(hits) for name, hits in last.items()} == {name: keys(hits) for name, hits in now.items()}
        steps.update((read_as[name], state(found)) for name, found in screenings.items())
        read_as = {name: state(found) for name, found in screenings.items()}
    every = {(before, after) for before in ("clean", "hit", "unknown") for after in ("clean", "hit", "unknown")}
    assert every <= steps.keys(), "a year in which every step was taken"


def screen_all(screener: CurrentScreener, customers: dict[str, Profile], today: date) -> dict[str, Screening]:
    return {name: screener.screen(profile, today=today, tenant="acme") for name, profile in customers.items()}


def keys(hits: tuple[Hit, ...]) -> set[tuple[str, str]]:
    return {(hit.key, hit.evidence) for hit in hits}


def own_file(names: set[str]) -> str:
    rows = "".join(f"{name},{name},BLACKLIST_PERSON\n" for name in [*sorted(names), *FILLING])
    return f"id,name,type\n{rows}"
