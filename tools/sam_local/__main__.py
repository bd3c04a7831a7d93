"""`make sam-local`: the built functions in containers, under `sam local`, against the local cloud's data.

The check endpoint is called through `sam local start-api`, and every file of `events/` is invoked through
`sam local start-lambda`. Where no Docker engine can be started this says so and succeeds: NOT run is not passed,
but it is no failure of the project either.
"""

from __future__ import annotations

import http.client
import ipaddress
import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass

from tools.local_stack.cloud import running as running_cloud
from tools.local_stack.home import DEFAULT, ROOT, Home
from tools.local_stack.progress import Progress, StepFailed, tail
from tools.local_stack.stack import Stack
from tools.local_stack.toolbox import installed, output
from tools.local_stack.up import session
from tools.sam_local import events, runtime_image
from tools.sam_local.engine import NoEngine, engine
from tools.sam_local.forward import forwarded

SAMPLE = ROOT / "tests" / "samples" / "customer_checks" / "full_v2_sample.json"
BRIDGE = ["docker", "network", "inspect", "bridge", "--format", "{{json (index .IPAM.Config 0)}}"]
API_WITHIN = 120.0  # seconds, with the image of the layers built on the way
INVOKED_WITHIN = 120.0
AT_ONCE = 2
WARM = ("--warm-containers", "LAZY")  # one container for all events of a function


@dataclass(frozen=True, slots=True)
class Sam:
    """How `sam local` is to be run here."""

    command: str
    options: list[str]
    env: dict[str, str]
    home: Home


def main() -> int:
    """Run everything; return the exit status."""
    home = DEFAULT
    home.prepare()
    try:
        with engine(home) as docker, session(home) as stack:
            _exercise(home, stack, docker)
    except NoEngine as reason:
        print(f"\nsam local was NOT run: {reason}", file=sys.stderr)
    except StepFailed as failure:
        print(f"\n{failure}", file=sys.stderr)
        return 1
    return 0


def _exercise(home: Home, stack: Stack, docker: dict[str, str]) -> None:
    cloud = running_cloud(home)
    if cloud is None:
        raise StepFailed("the emulated cloud ended")
    progress = Progress()
    env = {**cloud.environment(), **docker, "SAM_CLI_TELEMETRY": "0"}
    gateway = _gateway(output(BRIDGE, env))
    with forwarded(gateway, cloud.port) as port:
        with progress.step("runtime image"):
            image = runtime_image.build(home, docker, {"AWS_ENDPOINT_URL": f"http://{gateway}:{port}"})
        variables = home.folder / "sam" / "variables.json"
        variables.write_text(json.dumps(_variables(stack)))
        options = ["--template", home.build / "template.yaml", "--env-vars", variables, "--invoke-image", image]
        options += [
            "--skip-pull-image",
            "--layer-cache-basedir",
            home.folder / "sam" / "layers",
            "--parameter-overrides",
        ]
        sam = Sam(str(installed("sam", home.log("tools-sam")) / "sam"), [*map(str, options), "Stage=local"], env, home)
        with progress.step("check over sam local start-api"):
            _check(sam, stack)
        todo = list(events.found(ROOT / "events"))
        with (
            progress.step(f"{len(todo)} events over sam local start-lambda"),
            _serving(sam, "start-lambda", WARM) as functions,
            ThreadPoolExecutor(AT_ONCE) as pool,
        ):
            told = list(pool.map(lambda event: (event, _invoke(functions, event, stack.apiKey)), todo))
    if wrong := [f"{event.file.relative_to(ROOT)}: {complaint}" for event, complaint in told if complaint]:
        raise StepFailed("events that were not answered as they should be:\n  " + "\n  ".join(wrong))
    progress.total()


def _gateway(told: str) -> str:
    """The address containers reach this machine at; some engines name only the bridge's subnet, whose first it is."""
    bridge = json.loads(told)
    return str(bridge.get("Gateway") or next(ipaddress.ip_network(bridge["Subnet"]).hosts()))


def _variables(stack: Stack) -> dict[str, dict[str, str]]:
    """Return what the deployed functions have in their environment: under `sam local`, !Ref gives logical ids."""
    functions = stack.client("lambda")
    resources = stack.client("cloudformation").describe_stack_resources(StackName=stack.stackName)["StackResources"]
    return {
        resource["LogicalResourceId"]: functions.get_function_configuration(
            FunctionName=resource["PhysicalResourceId"]
        )["Environment"]["Variables"]
        for resource in resources
        if resource["ResourceType"] == "AWS::Lambda::Function"
    }


def _check(sam: Sam, stack: Stack) -> None:
    with _serving(sam, "start-api") as port:
        headers = {"api-key": stack.apiKey, "content-type": "application/json"}
        with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=API_WITHIN)) as connection:
            connection.request("POST", "/v2/customer-checks/check", SAMPLE.read_bytes(), headers)
            answer = connection.getresponse()
            body = answer.read().decode()
    if answer.status != http.HTTPStatus.OK or not json.loads(body).get("riskLevel"):
        log = sam.home.log("sam-start-api")
        raise StepFailed(f"the check endpoint answered {answer.status} {body}; {log}:{tail(log)}")


@contextmanager
def _serving(sam: Sam, what: str, extra: Sequence[str] = ()) -> Iterator[int]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [sam.command, "local", what, "--port", str(port), "--force-image-build", *extra, *sam.options]
    log = sam.home.log(f"sam-{what}")
    with log.open("w") as output_file:
        process = subprocess.Popen(
            command, cwd=ROOT, env=sam.env, stdin=subprocess.DEVNULL, stdout=output_file, stderr=subprocess.STDOUT
        )
    try:
        deadline = time.monotonic() + API_WITHIN
        while not _listens(port):
            if process.poll() is not None or time.monotonic() > deadline:
                raise StepFailed(f"sam local {what} does not start; {log}:{tail(log)}")
            time.sleep(0.2)
        yield port
    finally:
        process.terminate()
        process.wait(30)


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _invoke(port: int, event: events.Event, api_key: str) -> str | None:
    path = f"/2015-03-31/functions/{event.function}/invocations"
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=INVOKED_WITHIN)) as connection:
        connection.request("POST", path, event.text(api_key).encode(), {"content-type": "application/json"})
        answer = connection.getresponse()
        said = answer.read().decode()
    if answer.status != http.HTTPStatus.OK:
        return f"was not invoked: {answer.status} {said[-600:]}"
    try:
        return event.complaint(json.loads(said) if said else None)
    except ValueError:
        return f"answered what is no JSON: {said[-600:]}"


if __name__ == "__main__":
    sys.exit(main())
