"""``make bench``: what a check and a cold start cost, against a peer measured in the same minute."""

from __future__ import annotations

import os
from pathlib import Path

from tools.bench import check, init
from tools.local_stack.home import Home
from tools.local_stack.stack import Stack

home = Home(Path(os.environ["STACK_DIR"]))
stack = Stack.load(home)
if stack is None:
    raise SystemExit("no stack is running: `make bench` starts one")
check.report(stack)
init.report(home.build)
