"""Sends customers of document 004 from a file, every row once, whatever interrupts it."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from itertools import islice, pairwise
from pathlib import Path
from typing import Any

MODES = {
    "import": "/amlyze-ws-rest/batch-customers",
    "validate": "/amlyze-ws-rest/validate-batch-customers",
    "evaluate": "/amlyze-ws-rest/customer",
}
MOST_ROWS = 100
"""Rows that the service takes in one batch."""
TRIES = 6
_USED = {"O001", "O005"}
_TEMPORARY = frozenset({429, 500, 502, 503, 504})

type Row = dict[str, Any] | None
"""A customer; ``None`` for a line that is none."""
type Send = Callable[[str, object], tuple[int, Any]]
"""Posts a body to a path: the status and the answer as JSON. Raises ``OSError`` when no answer comes."""


class Stopped(Exception):
    """The service does not answer, or refuses everything; what is done is done and can be gone on from."""


@dataclass
class Checkpoint:
    """How far a run is: ``done`` rows have their results in the first ``size`` bytes of the result file.

    ``sending`` rows behind them may have arrived although no answer to them was written down.
    """

    digest: str
    mode: str
    done: int = 0
    size: int = 0
    sending: int = 0

    def save(self, path: Path) -> None:
        """Replace what is stored, so that it is whole whenever the machine stops."""
        beside = path.with_name(path.name + ".new")
        with beside.open("w", encoding="utf-8") as file:
            json.dump(asdict(self), file)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)

    @classmethod
    def load(cls, path: Path, digest: str, mode: str) -> Checkpoint:
        """What is stored; raises :class:`Stopped` when it is of another file or of another mode."""
        if not path.exists():
            return cls(digest, mode)
        found = cls(**json.loads(path.read_text(encoding="utf-8")))
        if (found.digest, found.mode) != (digest, mode):
            raise Stopped(f"{path} is of another file or another mode; remove it to begin anew")
        return found


def read_rows(path: Path) -> Iterator[Row]:
    """The customers of a file, by its ending: ``.csv``, or JSON lines."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        if path.suffix.lower() == ".csv":
            yield from (_nested(row) for row in csv.DictReader(file))
        else:
            yield from (_parsed(line) for line in file if line.strip())


def _parsed(line: str) -> Row:
    try:
        row = json.loads(line)
    except ValueError:
        return None
    return row if isinstance(row, dict) else None


def _nested(cells: dict[str, Any]) -> dict[str, Any]:
    """``{"listAddress.0.country": "LT"}`` → ``{"listAddress": [{"country": "LT"}]}``; positions must not have gaps."""
    row: dict[str, Any] = {}
    for column, value in cells.items():
        if not column or value in (None, ""):
            continue
        holder: Any = row
        steps: list[str | int] = [int(step) if step.isdigit() else step for step in column.split(".")]
        for step, following in pairwise(steps):
            holder = _into(holder, step, [] if isinstance(following, int) else {})
        _into(holder, steps[-1], value)
    return row


def _into(holder: Any, step: str | int, value: Any) -> Any:
    if isinstance(step, int):
        while len(holder) <= step:
            holder.append(value if len(holder) == step else {})
    else:
        holder.setdefault(step, value)
    return holder[step]


def run(
    source: Path,
    send: Send,
    *,
    mode: str,
    size: int,
    show: Callable[[int, int, Counter[str]], None],
    wait: Callable[[float], None] = time.sleep,
) -> Counter[str]:
    """Send what is not sent yet; how many rows had which result. Raises :class:`Stopped` when it must be gone on."""
    results, store = (
        source.with_name(source.name + ".results.jsonl"),
        source.with_name(source.name + ".checkpoint.json"),
    )
    checkpoint = Checkpoint.load(store, _digest(source), mode)
    total = sum(1 for _ in read_rows(source))
    results.touch()
    with results.open("r+b") as out:
        out.truncate(checkpoint.size)  # what was written after the last checkpoint is written again
        counts = Counter(json.loads(line)["resultType"] for line in out)
        rows = islice(read_rows(source), checkpoint.done, None)
        while chunk := list(islice(rows, 1 if mode == "evaluate" else size)):
            again = checkpoint.sending > 0
            checkpoint.sending = len(chunk)
            checkpoint.save(store)
            for row in _sent(chunk, send, mode, wait, again=again):
                checkpoint.done += 1
                out.write(json.dumps({"row": checkpoint.done, **row}, ensure_ascii=False).encode() + b"\n")
                counts[row["resultType"]] += 1
            out.flush()
            os.fsync(out.fileno())
            checkpoint.size, checkpoint.sending = out.tell(), 0
            checkpoint.save(store)
            show(checkpoint.done, total, counts)
    return counts


def _sent(
    chunk: list[Row], send: Send, mode: str, wait: Callable[[float], None], *, again: bool
) -> Iterable[dict[str, Any]]:
    """The results of some rows. ``again``: they may have arrived before, and a used number may be their own."""
    for attempt in range(TRIES):
        body: object = chunk[0] if mode == "evaluate" else {"customers": [row or {} for row in chunk]}
        if mode == "evaluate" and chunk[0] is None:
            return [_no_row()]
        try:
            status, answer = send(MODES[mode], body)
        except OSError:
            status, answer = 503, {}
        if status not in _TEMPORARY:
            return [
                _judged(row, one, again=again) for row, one in zip(chunk, _results(status, answer, mode), strict=True)
            ]
        again = True
        wait(min(2**attempt, 30))
    raise Stopped(f"the service did not take {len(chunk)} rows in {TRIES} tries; run the same command to go on")


def _results(status: int, answer: Any, mode: str) -> list[dict[str, Any]]:
    if mode == "evaluate" and "resultType" in answer:
        return [answer]
    if status != 200 or "results" not in answer:  # noqa: PLR2004  HTTP
        raise Stopped(f"the service answered {status}: {json.dumps(answer)[:500]}")
    found: list[dict[str, Any]] = answer["results"]
    return found


def _judged(row: Row, result: dict[str, Any], *, again: bool) -> dict[str, Any]:
    if row is None:
        return _no_row()
    names = ("communicationNumber", "customerExtId")
    named = {name: row[name] for name in names if name in row} | result
    if again and result.get("errorCode") in _USED:
        kept = {name: value for name, value in named.items() if not name.startswith("error")}
        return kept | {"resultType": "REQUEST_ACCEPTED", "note": "had arrived before the interruption"}
    return named


def _no_row() -> dict[str, Any]:
    return {"resultType": "REQUEST_REJECTED", "errorCode": "X-LINE", "errorDescription": "Not a customer in JSON"}


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
