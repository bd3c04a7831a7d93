"""What a newcomer finds in a fresh stack: indexed watchlists, and a tenant with an API key."""

from __future__ import annotations

import json
import sys
from dataclasses import replace

from tools.local_stack.home import Home
from tools.local_stack.progress import StepFailed
from tools.local_stack.stack import Stack
from tools.local_stack.toolbox import environment, output

TENANT = "Demo Bank"


def seed(home: Home, stack: Stack) -> Stack:
    """Index the watchlists and, where there is no demo key yet, create the tenant; return the stack with its key."""
    refresh_watchlists(stack)
    if stack.apiKey:
        return stack
    command = [sys.executable, "-m", "tools.tenants", "create", "--name", TENANT, "--json"]
    created = json.loads(output([*command, "--stack-file", str(home.stack_file.resolve())], environment()))
    return replace(stack, apiKey=created["apiKey"])


def refresh_watchlists(stack: Stack) -> None:
    """Run the deployed watchlist refresher once, as its schedule does."""
    name = stack.outputs["WatchlistRefresherFunction"]
    answer = stack.client("lambda").invoke(FunctionName=name, Payload=b"{}")
    said = answer["Payload"].read().decode()
    if "FunctionError" in answer:
        raise StepFailed(f"the watchlist refresher failed: {said}")
