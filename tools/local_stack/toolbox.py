"""The pinned tools: one environment each, because ministack and sam want different versions of botocore."""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from tools.local_stack.home import ROOT, SHARED
from tools.local_stack.progress import StepFailed, run

# Settings of the caller's that would lead a tool to another cloud, another interpreter or another project.
FOREIGN = ("AWS_", "SAM_", "PYTHON", "VIRTUAL_ENV", "MINISTACK", "DOCKER_NETWORK")


def environment(**extra: str) -> dict[str, str]:
    """Return the caller's environment without what would mislead a tool, with `uv` and Python 3.13 on the PATH."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(FOREIGN)}
    folders = [str(ROOT / ".venv" / "bin"), kept.get("PATH", os.defpath), str(SHARED / "uv" / "bin")]
    # Like every other program here, uv shall trust what this machine trusts, not a list of its own.
    return {"UV_SYSTEM_CERTS": "true", **kept, "PATH": os.pathsep.join(folders), **extra}


def installed(tool: str, log: Path) -> Path:
    """Return the `bin` folder of a tool's environment, made first if its pins changed.

    The pins are `tools/requirements/<tool>.txt`, with the hash of every package.
    """
    pins = ROOT / "tools" / "requirements" / f"{tool}.txt"
    home = SHARED / "tools" / tool
    stamp = home / "pins.sha256"
    wanted = hashlib.sha256(pins.read_bytes() + sys.version.encode()).hexdigest()
    home.parent.mkdir(parents=True, exist_ok=True)
    with (home.parent / f"{tool}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not stamp.exists() or stamp.read_text() != wanted:
            env = environment(VIRTUAL_ENV=str(home))
            uv = shutil.which("uv", path=env["PATH"])
            if uv is None:
                raise StepFailed("uv is not on the PATH; `make up` installs it")
            shutil.rmtree(home, ignore_errors=True)
            run([uv, "venv", "--quiet", "--python", sys.executable, home], log=log, env=env, cwd=ROOT)
            run([uv, "pip", "sync", "--quiet", "--require-hashes", pins], log=log, env=env, cwd=ROOT)
            stamp.write_text(wanted)
    return home / "bin"


def output(command: list[str], env: Mapping[str, str]) -> str:
    """Return what a command prints; raise StepFailed with its complaint when it fails."""
    done = subprocess.run(
        command, cwd=ROOT, env=env, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise StepFailed(f"`{' '.join(command[:4])} …` ended with {done.returncode}:\n{done.stdout}{done.stderr}")
    return done.stdout
