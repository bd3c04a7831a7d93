"""Runs over every customer of a tenant, carried out by a stack: started from here, waited for, and read."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import msgspec

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "layers" / "customer_risk"))

from customer_risk.records import Record
from customer_risk.storage.runs import Run, Runs

SECONDS_BETWEEN = 0.5


class NotDone(Exception):
    """A run that ended without a result."""


def carried_out[R: Record](client: Callable[[str], Any], named: Mapping[str, str], run: Run, kind: type[R]) -> R:
    """What came of a run that begins now; ``named`` are the outputs of the stack, ``client`` asks a service of it.

    Raises :class:`NotDone` with the reason where the run failed.
    """
    states = client("stepfunctions")
    started = states.start_execution(
        stateMachineArn=named["RunsStateMachine"],
        name=run.id,
        input=msgspec.json.encode({"run": run, "settle": 0}).decode(),
    )["executionArn"]
    while (told := states.describe_execution(executionArn=started))["status"] == "RUNNING":
        _show(states, started)
        time.sleep(SECONDS_BETWEEN)
    if sys.stderr.isatty():
        print(end="\r\033[K", file=sys.stderr)
    if told["status"] != "SUCCEEDED":
        raise NotDone(f"{told['status']}: {told.get('error', '')} {told.get('cause', '')}".rstrip())
    return Runs(client("s3"), named["WatchlistsBucket"]).result(run, kind)


def _show(states: Any, execution: str) -> None:
    """How far the batches are, where somebody watches a terminal."""
    if not sys.stderr.isatty():
        return
    for one in states.list_map_runs(executionArn=execution)["mapRuns"]:
        counts = states.describe_map_run(mapRunArn=one["mapRunArn"])["itemCounts"]
        bar = "█" * (30 * counts["succeeded"] // max(counts["total"], 1))
        done = f"{counts['succeeded']:,} of {counts['total']:,} batches"
        print(f"\r  {bar:░<30} {done}\033[K", end="", file=sys.stderr, flush=True)
