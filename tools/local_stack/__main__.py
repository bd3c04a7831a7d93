"""`python -m tools.local_stack up|down|logs|watch|run [--dir FOLDER]`."""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from tools.local_stack.home import ROOT, SHARED, Home
from tools.local_stack.logs import follow
from tools.local_stack.progress import StepFailed
from tools.local_stack.stack import Stack
from tools.local_stack.up import down, session, up
from tools.local_stack.watch import watch

SAMPLE = "tests/samples/customer_checks/full_v2_sample.json"


def main() -> int:
    """Do what the command line says; return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tools.local_stack", description=__doc__)
    parser.add_argument("command", choices=["up", "down", "logs", "watch", "run"])
    parser.add_argument("--dir", type=Path, default=SHARED, help="folder of the stack's state (default: .local)")
    parser.add_argument("argv", nargs="*", help="run: the command to run with the stack up, after --")
    options = parser.parse_args()
    home = Home(options.dir)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that what was started is stopped again
    try:
        match options.command:
            case "up":
                welcome(up(home), home)
            case "down":
                print("stopped" if down(home) else "not running", file=sys.stderr)
            case "watch":
                watch(home)
            case "logs":
                logs(home)
            case _:
                with session(home):
                    env = {**os.environ, "STACK_DIR": str(home.folder.resolve())}
                    return subprocess.run(options.argv, env=env, check=False).returncode
    except StepFailed as failure:
        print(f"\n{failure}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


def welcome(stack: Stack, home: Home) -> None:
    """Print where the stack is and a first call that can be pasted."""
    print(f"""
  base URL  {stack.baseUrl}
  API key   {stack.apiKey}      (also in {home.stack_file})
  cases     {stack.baseUrl}/cases      (log in as `officer`: name and password are there, too)

  curl -s {stack.baseUrl}/v2/customer-checks/check \\
    -H 'api-key: {stack.apiKey}' -H 'content-type: application/json' -d @{_sample()}
""")


def logs(home: Home) -> None:
    """Print the functions' logs, from a minute ago on."""
    stack = Stack.load(home)
    if stack is None:
        raise StepFailed("no stack is running here: `make up` starts one")
    for line in follow(stack, since=time.time() - 60):
        print(line)


def _sample() -> Path:
    sample = ROOT / SAMPLE
    return sample.relative_to(Path.cwd()) if sample.is_relative_to(Path.cwd()) else sample


if __name__ == "__main__":
    sys.exit(main())
