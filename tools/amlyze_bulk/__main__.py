"""Send customers of document 004 by the thousand: CSV or JSON lines in, a result for every row out.

    python -m tools.amlyze_bulk customers.jsonl                        import them, 50 to a batch
    python -m tools.amlyze_bulk customers.csv --mode validate          only check them, nothing is written
    python -m tools.amlyze_bulk customers.jsonl --mode evaluate        have each assessed, one request a row

A line of JSON is a customer. A column of CSV is a field by its place (`firstName`, `listAddress.0.country`); an empty
cell is a field left out. Results go to `<input>.results.jsonl`, one line for every row. Interrupted, by Ctrl-C or by
the machine, the same command goes on where it stopped: `<input>.checkpoint.json` knows. The address and the token are
taken from CUSTOMER_RISK_URL and CUSTOMER_RISK_TOKEN, else from the local stack that runs.
"""

from __future__ import annotations

import argparse
import json
import os
import ssl
import sys
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any, TextIO

from tools.amlyze_bulk import MODES, MOST_ROWS, Send, Stopped, run
from tools.local_stack import Stack
from tools.local_stack.home import SHARED, Home

PATIENCE = 60
"""Seconds for one answer."""
_BAR = 30


class Bar:
    """A progress bar where somebody watches, a line now and then where nobody does."""

    def __init__(self, out: TextIO, clock: Callable[[], float] = time.monotonic) -> None:
        self._out, self._clock = out, clock
        self._began: tuple[float, int] | None = None
        self._told = 0.0

    def show(self, done: int, total: int, counts: Counter[str]) -> None:
        """Say how far it is, how many were rejected and how long it may take."""
        now = self._clock()
        began, before = self._began = self._began or (now, done)
        speed = (done - before) / (now - began) if now > began else 0.0
        left = f"{(total - done) / speed:.0f} s left" if speed and done < total else ""
        filled = _BAR * done // max(total, 1)
        line = f"{'█' * filled}{'·' * (_BAR - filled)} {done}/{total}  {counts['REQUEST_REJECTED']} rejected  {left}"
        if self._out.isatty():
            self._out.write(f"\r{line:<80}" + ("\n" if done == total else ""))
        elif done == total or now - self._told > 10:  # noqa: PLR2004  seconds
            self._told = now
            self._out.write(line + "\n")
        self._out.flush()


def sender(url: str, token: str, ca: Path | None) -> Send:
    """Posts JSON to a service with a bearer token."""
    context = ssl.create_default_context(cafile=ca)
    headers = {"authorization": f"Bearer {token}", "content-type": "application/json"}

    def send(path: str, body: object) -> tuple[int, Any]:
        asked = urllib.request.Request(url.rstrip("/") + path, json.dumps(body).encode(), headers)  # noqa: S310  the user's own address
        try:
            with urllib.request.urlopen(asked, timeout=PATIENCE, context=context) as answer:  # noqa: S310  as above
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as refused:
            with refused:
                return refused.code, _json(refused.read())

    return send


def _json(body: bytes) -> Any:
    try:
        return json.loads(body)
    except ValueError:
        return {}


def main() -> int:
    """Send a file; 0 when every row was accepted, 1 when some were not, 2 when it must be gone on."""
    parser = argparse.ArgumentParser(
        prog="python -m tools.amlyze_bulk", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("file", type=Path)
    parser.add_argument("--mode", choices=MODES, default="import")
    parser.add_argument("--size", type=int, default=50, help=f"rows of a batch, at most {MOST_ROWS} (default: 50)")
    parser.add_argument("--ca", type=Path, help="certificate authority to trust")
    parser.add_argument("--dir", type=Path, default=SHARED, help="folder of the local stack (default: .local)")
    options = parser.parse_args()
    stack = Stack.load(Home(options.dir))
    url = os.environ.get("CUSTOMER_RISK_URL") or (stack.baseUrl if stack else None)
    token = os.environ.get("CUSTOMER_RISK_TOKEN") or (stack.extra.get("amlyzeToken") if stack else None)
    if not url or not token or not 0 < options.size <= MOST_ROWS:
        parser.error("set CUSTOMER_RISK_URL and CUSTOMER_RISK_TOKEN, or `make up`; --size is 1 to 100")
    try:
        counts = run(
            options.file,
            sender(url, token, options.ca),
            mode=options.mode,
            size=options.size,
            show=Bar(sys.stderr).show,
        )
    except KeyboardInterrupt:
        print("\ninterrupted; run the same command to go on", file=sys.stderr)
        return 2
    except Stopped as stopped:
        print(f"\n{stopped}", file=sys.stderr)
        return 2
    accepted, rejected = counts["REQUEST_ACCEPTED"], counts["REQUEST_REJECTED"]
    print(f"{accepted} accepted, {rejected} rejected: {options.file}.results.jsonl")
    return int(rejected > 0)


if __name__ == "__main__":
    sys.exit(main())
