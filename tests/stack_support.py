"""The local stack for tests: the one that runs, brought up to date, or one of their own for as long as they run."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tools.local_stack import Stack, session
from tools.local_stack.certificates import authority
from tools.local_stack.home import SHARED, Home
from tools.webhook_sink import Answer, WebhookSink


@pytest.fixture(scope="session")
def stack() -> Iterator[Stack]:
    """A stack that runs the sources as they are; STACK_DIR names another folder than `.local`."""
    with session(Home(Path(os.environ.get("STACK_DIR", SHARED)))) as running:
        yield running


@pytest.fixture
def webhook_sink(stack: Stack) -> Iterator[Callable[..., WebhookSink]]:
    """Make receivers that the stack trusts: `webhook_sink(Answer(500), Answer(204))`."""
    with ExitStack() as open_sinks:

        def make(*planned: Answer) -> WebhookSink:
            ca = authority(Path(stack.caFile), Path(stack.caKeyFile))
            return open_sinks.enter_context(WebhookSink(ca, planned))

        yield make
