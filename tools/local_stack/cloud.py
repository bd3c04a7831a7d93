"""The emulated AWS: ministack in the background, on loopback, with IAM enforced and nothing persisted."""

from __future__ import annotations

import fcntl
import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from tools.local_stack.home import Home
from tools.local_stack.progress import StepFailed, tail
from tools.local_stack.toolbox import environment

REGION = "eu-central-1"
# The emulated account's root key. It opens nothing but this process on loopback.
ROOT_KEY = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test"}
USUAL_PORT = 4510
# Two clones may start at the same moment: whoever holds this lock has the usual port.
CLAIM = Path(tempfile.gettempdir()) / f"customer-risk-{os.getuid()}-{USUAL_PORT}.lock"
READY_WITHIN = 60.0  # seconds
STOP_WITHIN = 5.0
_CHILDREN: dict[Path, subprocess.Popen[bytes]] = {}  # clouds this very process started, to be reaped when they stop


@dataclass(frozen=True, slots=True)
class Cloud:
    """A running emulated cloud."""

    pid: int
    port: int

    @property
    def endpoint(self) -> str:
        """Where every AWS service answers."""
        return f"http://127.0.0.1:{self.port}"

    def environment(self) -> dict[str, str]:
        """Return an environment in which every AWS client and tool talks to this cloud and to no other."""
        return environment(
            **ROOT_KEY,
            AWS_DEFAULT_REGION=REGION,
            AWS_REGION=REGION,
            AWS_ENDPOINT_URL=self.endpoint,
            AWS_CONFIG_FILE=os.devnull,
            AWS_SHARED_CREDENTIALS_FILE=os.devnull,
            AWS_EC2_METADATA_DISABLED="true",
        )


def running(home: Home) -> Cloud | None:
    """Return this stack's cloud if its process lives: the process holds a lock on its file until it ends."""
    if not home.cloud_file.exists():
        return None
    with home.cloud_file.open() as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return Cloud(**json.load(file))
    return None


def start(home: Home, command: Sequence[str | Path]) -> Cloud:
    """Start the cloud in a process group of its own and return at once; `await_ready` waits for it."""
    shutil.rmtree(home.scratch, ignore_errors=True)
    home.prepare()
    with CLAIM.open("a") as claim:
        return _launch(home, command, _port(claim), claim)


def _launch(home: Home, command: Sequence[str | Path], port: int, claim: IO[str]) -> Cloud:
    env = environment(
        **ROOT_KEY,
        AUTH="true",  # signatures are checked, and every call needs a policy that allows it
        BIND_HOST="127.0.0.1",
        GATEWAY_PORT=str(port),
        MINISTACK_REGION=REGION,
        LAMBDA_EXECUTOR="local",
        PERSIST_STATE="0",
        SFTP_ENABLED="0",
        IOT_MTLS_ENABLED="0",
        LOG_LEVEL="WARNING",
        TMPDIR=str(home.scratch),
        S3_DATA_DIR=str(home.scratch / "s3"),
        STATE_DIR=str(home.scratch / "state"),
    )
    with home.cloud_file.open("w") as file, home.log("cloud").open("w") as log:
        fcntl.flock(file, fcntl.LOCK_EX)
        process = subprocess.Popen(
            command,
            cwd=home.scratch,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            pass_fds=[file.fileno(), claim.fileno()],  # the locks last as long as the process
        )
        json.dump({"pid": process.pid, "port": port}, file)
    _CHILDREN[home.folder] = process
    return Cloud(process.pid, port)


def await_ready(home: Home, cloud: Cloud) -> None:
    """Wait until the cloud answers; raise StepFailed with its log when it dies or takes too long."""
    deadline = time.monotonic() + READY_WITHIN
    while time.monotonic() < deadline:
        if running(home) is None:
            raise StepFailed(f"the emulated cloud ended; {home.log('cloud')}:{tail(home.log('cloud'))}")
        if _is_ready(cloud):
            return
        time.sleep(0.1)
    raise StepFailed(f"the emulated cloud did not answer in {READY_WITHIN:.0f} s; {tail(home.log('cloud'))}")


def _is_ready(cloud: Cloud) -> bool:
    with closing(http.client.HTTPConnection("127.0.0.1", cloud.port, timeout=2)) as connection:
        try:
            connection.request("GET", "/_ministack/ready")
            return connection.getresponse().status == http.HTTPStatus.OK
        except OSError:  # it does not listen yet
            return False


def stop(home: Home) -> bool:
    """Stop this stack's cloud with all its function processes; say whether there was one to stop."""
    cloud = running(home)
    if cloud:
        _signal_group(cloud.pid, signal.SIGTERM)
        deadline = time.monotonic() + STOP_WITHIN
        while running(home) and time.monotonic() < deadline:
            time.sleep(0.05)
        _signal_group(cloud.pid, signal.SIGKILL)  # function processes outlive a cloud that was told to end
    if child := _CHILDREN.pop(home.folder, None):
        child.wait()
    for leftover in (home.cloud_file, home.stack_file, home.deployed_file):
        leftover.unlink(missing_ok=True)
    shutil.rmtree(home.scratch, ignore_errors=True)
    return cloud is not None


def _signal_group(leader: int, what: signal.Signals) -> None:
    with suppress(ProcessLookupError, PermissionError):  # macOS answers EPERM for a group of zombies
        os.killpg(leader, what)


def _port(claim: IO[str]) -> int:
    """Return the usual port, or any free one when another stack has claimed that or something else listens there."""
    with suppress(OSError):
        fcntl.flock(claim, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return _bindable(USUAL_PORT)
    return _bindable(0)


def _bindable(port: int) -> int:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(("127.0.0.1", port))
        return int(probe.getsockname()[1])
