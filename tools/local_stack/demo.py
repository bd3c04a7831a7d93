"""What a newcomer finds in a fresh stack: indexed watchlists, and a tenant with keys and people."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from dataclasses import replace

from tools.local_stack.progress import StepFailed
from tools.local_stack.stack import Stack
from tools.local_stack.toolbox import output

NAME = "Demo Bank"
TENANT = "demo-bank"


def seed(stack: Stack, env: Mapping[str, str]) -> Stack:
    """Index the watchlists and, where there is no demo key yet, create the tenant; return the stack with its key."""
    refresh_watchlists(stack)
    if stack.apiKey:
        return stack
    stack = replace(stack, apiKey=create_tenant(stack, env))
    people = {role: create_user(stack, env, role) for role in ("officer", "approver")}
    named, secret = create_key(stack, env, "lifecycle:write", "lifecycle:read").rsplit("_", 1)
    return replace(
        stack,
        extra=stack.extra
        | people
        | {
            "amlyzeToken": create_key(stack, env, "intake:write", "intake:read"),
            "lifecycle": {"apiKey": named, "clientSecret": secret},
        },
    )


def refresh_watchlists(stack: Stack) -> None:
    """Run the deployed watchlist refresher once, as its schedule does; raise StepFailed when it fails."""
    name = stack.outputs["WatchlistRefresherFunction"]
    answer = stack.client("lambda").invoke(FunctionName=name, Payload=b"{}")
    said = answer["Payload"].read().decode()
    if "FunctionError" in answer:
        raise StepFailed(f"the watchlist refresher failed: {said}")


def create_tenant(stack: Stack, env: Mapping[str, str]) -> str:
    """Create the demo tenant the way every tenant is created; return its API key."""
    return _key(stack, env, "create", NAME)


def create_key(stack: Stack, env: Mapping[str, str], *scopes: str) -> str:
    """Create another key of the demo tenant that allows only these scopes; return it."""
    return _key(stack, env, "key", TENANT, *(f"--scope={scope}" for scope in scopes))


def create_user(stack: Stack, env: Mapping[str, str], role: str) -> dict[str, str]:
    """Create a user of the demo tenant; return the username and the password."""
    username = f"{role}@{TENANT}"
    command = ["-m", "tools.users", "--stack", stack.stackName, "create", TENANT, username, "--role", role]
    said = output([sys.executable, *command], env)
    password = re.search(r"^password (\S+)$", said, flags=re.MULTILINE)
    if password is None:
        raise StepFailed("tools.users did not say the new user's password")
    return {"username": username, "password": password[1]}


def _key(stack: Stack, env: Mapping[str, str], *command: str) -> str:
    said = output([sys.executable, "-m", "tools.tenants", "--stack", stack.stackName, *command], env)
    key = re.search(r"^api-key (\S+)$", said, flags=re.MULTILINE)
    if key is None:
        raise StepFailed(f"tools.tenants did not say the new key: {said}")
    return key[1]
