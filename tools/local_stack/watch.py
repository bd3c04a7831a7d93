"""Deploy again whenever a source changes."""

from __future__ import annotations

import sys
import time

from tools.local_stack.deploy import source_files
from tools.local_stack.home import Home
from tools.local_stack.progress import StepFailed
from tools.local_stack.up import up

POLL = 0.5  # seconds


def watch(home: Home) -> None:
    """Keep the stack equal to the sources until interrupted; a failed deployment is shown and waited out."""
    while True:
        before = _state()
        try:
            up(home)
            print(
                "up to date; watching functions/, layers/ and template.yaml (Ctrl-C ends)", file=sys.stderr, flush=True
            )
        except StepFailed as failure:
            print(f"\n{failure}\nwaiting for the next change", file=sys.stderr, flush=True)
        while _state() == before:
            time.sleep(POLL)


def _state() -> dict[str, int]:
    state = {}
    for file in source_files():
        try:
            state[str(file)] = file.stat().st_mtime_ns
        except FileNotFoundError:
            continue  # an editor that replaces a file removes it for a moment
    return state
