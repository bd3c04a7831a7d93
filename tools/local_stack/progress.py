"""Steps with their times, and what is shown when one fails."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

TAIL_LINES = 40


class StepFailed(Exception):
    """A step could not be done; the message is for the person who typed the command."""


class Progress:
    """Prints each step as it begins and its time as it ends, on standard error."""

    def __init__(self) -> None:
        self._began = time.perf_counter()

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Time what happens inside."""
        began = time.perf_counter()
        self._say(f"  {name:.<32} ", end="")
        try:
            yield
        except BaseException:
            self._say("failed")
            raise
        self._say(f"{time.perf_counter() - began:5.1f} s")

    def total(self) -> None:
        """Print the time since the beginning."""
        self._say(f"  {'total':.<32} {time.perf_counter() - self._began:5.1f} s")

    def _say(self, text: str, end: str = "\n") -> None:
        print(text, end=end, file=sys.stderr, flush=True)


def tail(log: Path) -> str:
    """Return the last lines of a log, indented; empty where there is none."""
    lines = log.read_text(errors="replace").splitlines()[-TAIL_LINES:] if log.exists() else []
    return "".join(f"\n    | {line}" for line in lines)


def run(command: Sequence[str | Path], *, log: Path, env: Mapping[str, str], cwd: Path) -> None:
    """Run a command with its output in a log; raise StepFailed with the log's tail when it fails."""
    with log.open("w") as output:
        code = subprocess.run(
            command, cwd=cwd, env=env, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT, check=False
        ).returncode
    if code:
        raise StepFailed(f"`{' '.join(map(str, command[:3]))} …` ended with {code}; {log}:{tail(log)}")
