"""Follow what the functions log, one readable line for each record."""

from __future__ import annotations

import json
import re
import sys
import time
from collections import deque
from collections.abc import Iterator
from typing import Any

from tools.local_stack.stack import Stack

PLATFORM = re.compile(r"^(START|END|REPORT) RequestId: ")
ELSEWHERE = {"timestamp", "level", "message", "service", "location", "sampling_rate", "xray_trace_id"}
LOOK_BACK = 2.0  # seconds; records of one moment may appear one after the other
REMEMBERED = 10_000


def follow(stack: Stack, *, since: float, poll: float = 0.5) -> Iterator[str]:
    """Yield readable lines of all functions from `since` (seconds since the epoch) on, for ever."""
    logs = stack.client("logs")
    seen: deque[tuple[str, str, int, str]] = deque(maxlen=REMEMBERED)
    while True:
        began = time.time()
        fresh = [record for record in _records(logs, int(since * 1000)) if record not in seen]
        seen.extend(fresh)
        for group, _, moment, message in sorted(fresh, key=lambda record: record[2]):
            if not PLATFORM.match(message):
                yield readable(group, moment, message)
        sys.stdout.flush()
        since = max(since, began - LOOK_BACK)
        time.sleep(poll)


def readable(group: str, moment: int, message: str) -> str:
    """Return one line: time, function, level, message, then the record's other fields."""
    clock = time.strftime("%H:%M:%S", time.localtime(moment / 1000)) + f".{moment % 1000:03d}"
    name = group.rpartition("/")[2]
    try:
        record = json.loads(message)
    except ValueError:
        record = None
    if not isinstance(record, dict):
        return f"{clock} {name:<24} {message}"
    if "_aws" in record:  # metrics in the embedded metric format
        record = {k: v for k, v in record.items() if k != "_aws"} | {"level": "METRIC"}
    level, said = record.get("level", ""), record.get("message", "")
    rest = " ".join(f"{k}={_short(v)}" for k, v in record.items() if k not in ELSEWHERE)
    return f"{clock} {name:<24} {level:<8} {said if isinstance(said, str) else _short(said)} {rest}".rstrip()


def _records(logs: Any, start: int) -> Iterator[tuple[str, str, int, str]]:
    for page in logs.get_paginator("describe_log_groups").paginate():
        for group in page["logGroups"]:
            name = group["logGroupName"]
            for events in logs.get_paginator("filter_log_events").paginate(logGroupName=name, startTime=start):
                for event in events["events"]:
                    yield name, event["logStreamName"], event["timestamp"], event["message"]


def _short(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, separators=(",", ":"))
