"""One JSON log line for each request or message, which carries its metrics too (CloudWatch embedded metric format).

Never a name, a document number or anything else a customer could be known by: customers appear as a hash.
"""

from __future__ import annotations

import hashlib
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager

import msgspec
from aws_lambda_powertools.metrics import EphemeralMetrics, MetricUnit


def customer_hash(tenant: str, customer: str) -> str:
    """A customer in a log: the same one can be followed, nobody can be read off it by looking."""
    return hashlib.blake2b(customer.encode(), key=tenant.encode(), digest_size=8).hexdigest()


class UnitLog:
    """Collects what is told of one unit of work, and prints it once."""

    def __init__(self, operation: str) -> None:
        self._metrics = EphemeralMetrics()
        self._metrics.add_dimension("operation", operation)
        self._fields: dict[str, object] = {"level": "INFO"}
        self._began = time.perf_counter()

    def add(self, **fields: object) -> None:
        """Note fields of the line."""
        self._fields |= fields

    def count(self, metric: str, value: float = 1) -> None:
        """Count something."""
        self._metrics.add_metric(metric, MetricUnit.Count, value)

    @contextmanager
    def part(self, name: str) -> Iterator[None]:
        """Measure a part of the work, in milliseconds."""
        began = time.perf_counter()
        try:
            yield
        finally:
            self._metrics.add_metric(f"{name}Milliseconds", MetricUnit.Milliseconds, _since(began))

    def failed(self, error: Exception) -> None:
        """Note an unexpected failure: where it happened and what kind it was, not its words, which may quote data."""
        frames = traceback.extract_tb(error.__traceback__)[-8:]
        self.add(level="ERROR", error=type(error).__name__, trace=[f"{f.filename}:{f.lineno} {f.name}" for f in frames])
        self.count("Failures")

    def write(self) -> None:
        """Print the line."""
        self._metrics.add_metric("Milliseconds", MetricUnit.Milliseconds, _since(self._began))
        line = self._metrics.serialize_metric_set() | self._fields
        self._metrics.clear_metrics()
        print(msgspec.json.encode(line).decode(), flush=True)  # noqa: T201  standard output is Lambda's log


def _since(began: float) -> float:
    return round((time.perf_counter() - began) * 1000, 3)
