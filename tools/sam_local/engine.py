"""A Docker engine to run containers on: the one that is there, or one of our own for as long as we need it."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tools.local_stack.home import Home
from tools.local_stack.progress import tail

STARTS_WITHIN = 30.0  # seconds
# From the usual way to what still works in a container: no overlay file system, no packet filter.
WAYS: tuple[list[str], ...] = ([], ["--iptables=false"], ["--storage-driver=vfs", "--iptables=false"])


# Where Debian puts dockerd and the iptables it calls, which need not be on a caller's PATH.
_PATH = os.pathsep.join([os.environ.get("PATH", os.defpath), "/usr/local/sbin", "/usr/sbin", "/sbin"])


class NoEngine(Exception):
    """No Docker engine answers and none can be started; the message says why."""


@contextmanager
def engine(home: Home) -> Iterator[dict[str, str]]:
    """Lend an engine: the variables that point a client to it. Raises NoEngine."""
    if _answers({}):
        yield {}
        return
    dockerd = _dockerd()
    # A socket's path may have about 100 characters, which a clone's own folder can exceed.
    with tempfile.TemporaryDirectory(prefix="customer-risk-docker-") as run:
        process, where = _start(dockerd, home, Path(run))
        try:
            yield where
        finally:
            _stop(process)


def _dockerd() -> Path:
    if os.geteuid() != 0:
        raise NoEngine("no Docker engine answers, and only root can start one")
    if not shutil.which("dockerd", path=_PATH):
        if not shutil.which("apt-get"):
            raise NoEngine("no Docker engine is installed, and this is not a Debian to install docker.io on")
        print("  installing Debian's docker.io", file=sys.stderr, flush=True)
        quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE, "text": True}
        env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for arguments in (["update", "-q"], ["install", "-qy", "--no-install-recommends", "docker.io"]):
            done = subprocess.run(["apt-get", *arguments], env=env, check=False, **quiet)  # type: ignore[call-overload]  # mypy cannot see through the mapping
            if done.returncode:
                raise NoEngine(f"Debian's docker.io cannot be installed: {done.stderr.strip()}")
    found = shutil.which("dockerd", path=_PATH)
    if not found:
        raise NoEngine("docker.io is installed but brings no dockerd")
    return Path(found)


def _start(dockerd: Path, home: Home, run: Path) -> tuple[subprocess.Popen[bytes], dict[str, str]]:
    where = {"DOCKER_HOST": f"unix://{run}/docker.sock"}
    log = home.log("dockerd")
    for way in WAYS:
        with log.open("w") as output:
            process = subprocess.Popen(
                [dockerd, "--host", where["DOCKER_HOST"], "--pidfile", run / "pid", "--exec-root", run / "exec",
                 "--data-root", home.folder.resolve() / "docker", *way],
                env={**os.environ, "PATH": _PATH}, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT,
                start_new_session=True,
            )  # fmt: skip
        deadline = time.monotonic() + STARTS_WITHIN
        while process.poll() is None and time.monotonic() < deadline:
            if _answers(where):
                return process, where
            time.sleep(0.2)
        _stop(process)
    raise NoEngine(f"dockerd does not start on this machine; {log}:{tail(log)}")


def _stop(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.terminate()  # it stops its containers and containerd itself
    try:
        process.wait(15)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _answers(where: dict[str, str]) -> bool:
    if not shutil.which("docker"):
        return False
    asked = subprocess.run(
        ["docker", "version"],
        env={**os.environ, **where},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        timeout=20,
    )
    return asked.returncode == 0
