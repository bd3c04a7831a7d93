"""Bring the stack up, change what changed, take it down."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from tools.local_stack import cloud as clouds
from tools.local_stack import demo, deploy, routes, toolbox
from tools.local_stack.certificates import ensure_authority
from tools.local_stack.cloud import REGION, ROOT_KEY, Cloud
from tools.local_stack.home import DEFAULT, Home
from tools.local_stack.progress import Progress, StepFailed, tail
from tools.local_stack.stack import NAME, Stack, client
from tools.local_stack.warm import warm

CREDENTIALS = {"accessKeyId": ROOT_KEY["AWS_ACCESS_KEY_ID"], "secretAccessKey": ROOT_KEY["AWS_SECRET_ACCESS_KEY"]}


def up(home: Home = DEFAULT) -> Stack:
    """Return a stack that runs the sources as they are now, started or updated as needed.

    A stack that runs keeps its data, and its demo key. Raises StepFailed with the reason; what this call
    started is then stopped again.
    """
    home.prepare()
    with home.exclusive():
        alive = clouds.running(home)
        known = Stack.load(home) if alive else None
        if known and home.deployed_file.exists() and home.deployed_file.read_text() == deploy.fingerprint(home):
            return known
        try:
            return _bring_up(home, alive, known)
        except BaseException:
            if alive is None:
                clouds.stop(home)
            raise


def down(home: Home = DEFAULT) -> bool:
    """Stop the stack and forget its data; say whether it ran."""
    with home.exclusive():
        return clouds.stop(home)


@contextmanager
def session(home: Home = DEFAULT) -> Iterator[Stack]:
    """Lend a running, current stack; one that had to be started for it is stopped again afterwards."""
    was_running = clouds.running(home) is not None
    stack = up(home)
    try:
        yield stack
    finally:
        if not was_running:
            down(home)


def _bring_up(home: Home, alive: Cloud | None, known: Stack | None) -> Stack:
    progress = Progress()
    source = deploy.fingerprint(home)
    with ThreadPoolExecutor(1) as background:
        starting = background.submit(lambda: alive or clouds.start(home, _ministack(home)))
        with progress.step("tools"):
            sam = toolbox.installed("sam", home.log("tools-sam")) / "sam"
        ensure_authority(home)
        with progress.step("sam build"):
            deploy.build(home, sam)
        with progress.step("emulated cloud ready"):
            cloud = starting.result()
            clouds.await_ready(home, cloud)
    cloudformation, s3, gateway, functions = (
        client(service, cloud.endpoint, REGION, CREDENTIALS)
        for service in ("cloudformation", "s3", "apigatewayv2", "lambda")
    )
    with progress.step("sam deploy"):
        outputs = deploy.deploy(home, sam, cloud, cloudformation, s3)
    with progress.step("routes"):
        served = routes.synchronise(NAME, cloudformation, gateway, functions)
    stack = Stack(
        baseUrl=f"{cloud.endpoint}/_aws/execute-api/{outputs['ApiId']}",
        apiKey=known.apiKey if known else "",
        endpoint=cloud.endpoint,
        region=REGION,
        stackName=NAME,
        credentials=CREDENTIALS,
        outputs=outputs,
        caFile=str(home.ca_file.resolve()),
        caKeyFile=str(home.ca_key_file.resolve()),
        extra=known.extra if known else {},
    )
    stack.save(home)
    with progress.step("demo tenant, lists, functions"), ThreadPoolExecutor(1) as background, _explained(home):
        warming = background.submit(warm, stack.baseUrl, served)
        stack = demo.seed(stack, cloud.environment())
        stack.save(home)
        warming.result()
    home.deployed_file.write_text(source)
    progress.total()
    return stack


@contextmanager
def _explained(home: Home) -> Iterator[None]:
    """Add what the emulated cloud logged to a failure: there it says why a function does not start."""
    try:
        yield
    except StepFailed as failure:
        raise StepFailed(f"{failure}\n{home.log('cloud')}:{tail(home.log('cloud'))}") from None


def _ministack(home: Home) -> list[str | Path]:
    python = toolbox.installed("ministack", home.log("tools-ministack")) / "python"
    return [python, Path(__file__).with_name("emulator.py")]
