"""Work on every customer of a tenant, batch by batch: a run, and what it keeps in S3.

=============================================  =====================================================================
key                                            what
=============================================  =====================================================================
``runs/<tenant>/<run>/batches.json``           the ids of all customers, a list of batches: a map hands them out
``runs/<tenant>/<run>/parts/<number>.json``    what came of one batch
``runs/<tenant>/<run>/result.json``            what came of all of them
=============================================  =====================================================================

A batch writes its part itself, under its own number: whoever hands it out twice gets the same part, and no answer has
to fit into what the map may pass on. A run without all of its parts has no result.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from enum import StrEnum
from itertools import batched
from typing import Any

import msgspec

from customer_risk.records import Record, decode, encode

BATCH = 200
"""Customers of one batch: seconds of work for a simulation, a minute where all of them are decided anew."""


class Work(StrEnum):
    """What is done to every customer."""

    WHAT_IF = "what-if"
    RE_SCORE = "re-score"


class Run(Record):
    """One run: whose customers, what is done to them, the version of the risk model, and the day of a simulation."""

    id: str
    tenant: str
    work: Work
    version: str
    day: date


class Batch(Record, tag="batch", tag_field="step"):
    """One batch as the map hands it over; batches are numbered from 0."""

    run: Run
    number: int
    customers: tuple[str, ...]


class Rescored(Record):
    """What came of scoring customers again: how many were looked at, decided anew, and are of another level now."""

    customers: int = 0
    changed: int = 0
    moved: int = 0

    def __add__(self, other: Rescored) -> Rescored:
        return Rescored(
            customers=self.customers + other.customers,
            changed=self.changed + other.changed,
            moved=self.moved + other.moved,
        )


class Unfinished(Exception):
    """A batch of a run has no part: it failed every time it was tried."""


class Runs:
    """Reads and writes of what runs keep."""

    def __init__(self, s3: Any, bucket: str) -> None:
        self._s3 = s3
        self._bucket = bucket

    def begin(self, run: Run, customers: Iterable[str]) -> tuple[str, int]:
        """Keep the ids, each once, in batches; the key they stand under, and how many batches: one at least."""
        batches = list(batched(sorted(set(customers)), BATCH, strict=False)) or [()]
        key = _key(run, "batches")
        self._put(key, msgspec.json.encode(batches))
        return key, len(batches)

    def keep(self, batch: Batch, part: Record) -> None:
        """Keep what came of one batch, in place of an earlier try."""
        self._put(_key(batch.run, f"parts/{batch.number}"), encode(part))

    def parts[R: Record](self, run: Run, batches: int, kind: type[R]) -> Iterator[R]:
        """What came of every batch; raises :class:`Unfinished` where that of one is missing."""
        for number in range(batches):
            try:
                yield decode(self._get(_key(run, f"parts/{number}")), kind)
            except self._s3.exceptions.NoSuchKey:
                raise Unfinished(f"batch {number} of {batches}") from None

    def end(self, run: Run, result: Record) -> str:
        """Keep the result; the key it stands under."""
        key = _key(run, "result")
        self._put(key, encode(result))
        return key

    def result[R: Record](self, run: Run, kind: type[R]) -> R:
        """What came of a run that has ended."""
        return decode(self._get(_key(run, "result")), kind)

    def _get(self, key: str) -> bytes:
        data: bytes = self._s3.get_object(Bucket=self._bucket, Key=key)["Body"].read()
        return data

    def _put(self, key: str, data: bytes) -> None:
        self._s3.put_object(Bucket=self._bucket, Key=key, Body=data, ContentType="application/json")


def _key(run: Run, name: str) -> str:
    return f"runs/{run.tenant}/{run.id}/{name}.json"
