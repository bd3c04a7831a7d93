"""The pinned `sam`, with the caller's own AWS account: `python -m tools.sam deploy …`."""

from __future__ import annotations

import os
import sys

from tools.local_stack.home import DEFAULT
from tools.local_stack.toolbox import environment, installed

if __name__ == "__main__":
    DEFAULT.prepare()
    sam = installed("sam", DEFAULT.log("tools-sam")) / "sam"
    env = {**os.environ, "PATH": environment()["PATH"], "SAM_CLI_TELEMETRY": "0"}
    env.setdefault("UV_SYSTEM_CERTS", "true")  # as the Makefile does: trust what this machine trusts
    os.execve(sam, [str(sam), *sys.argv[1:]], env)  # noqa: S606  # the pinned tool takes our place, no shell in between
