"""The events a function can be sent, and what it has to answer.

`events/<folder>/<name>.json` is sent to the handler in `functions/<folder>/app.py`, `worker_<name>.json` to
the one in `worker.py`. SAMPLE_KEY in it stands for the demo tenant's key. Beside it, `<name>.expect.json` may
say what must be in the answer: objects are compared by the keys they name, all else must be equal. Without it
any answer is good that is neither an error nor a status of 500 and above.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

EXPECTATION = ".expect.json"
SAMPLE_KEY = f"crk_demo_{'0' * 16}_{'0' * 64}"
WORKER = "worker_"
SERVER_ERROR = 500


@dataclass(frozen=True, slots=True)
class Event:
    """One file of `events/`."""

    file: Path
    function: str  # logical id

    def text(self, api_key: str) -> str:
        """Return the event with the demo tenant's key in it."""
        return self.file.read_text().replace(SAMPLE_KEY, api_key)

    def complaint(self, answer: Any) -> str | None:
        """Say what is wrong with a function's answer, or None."""
        if isinstance(answer, dict) and "errorType" in answer:
            return f"raised {answer['errorType']}: {answer.get('errorMessage')}"
        expected = self.file.with_name(self.file.stem + EXPECTATION)
        if expected.exists():
            return difference(json.loads(expected.read_text()), answer)
        status = answer.get("statusCode", 0) if isinstance(answer, dict) else 0
        return f"answered {status}" if status >= SERVER_ERROR else None


def found(folder: Path) -> Iterator[Event]:
    """Yield every event below a folder, in order."""
    for file in sorted(folder.glob("*/*.json")):
        if not file.name.endswith(EXPECTATION):
            words = f"{file.parent.name}_worker" if file.name.startswith(WORKER) else file.parent.name
            yield Event(file, re.sub(r"(?:^|_)(\w)", lambda m: m[1].upper(), words) + "Function")


def difference(expected: Any, actual: Any, where: str = "answer") -> str | None:
    """Say where an answer lacks what is expected, or None."""
    if isinstance(expected, dict) and isinstance(actual, dict):
        for key, value in expected.items():
            if key not in actual:
                return f"{where} has no {key}"
            if told := difference(value, actual[key], f"{where}.{key}"):
                return told
        return None
    return None if expected == actual else f"{where} is {actual!r}, not {expected!r}"
