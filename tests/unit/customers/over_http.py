"""People of a running stack, over HTTP."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from customer_risk.access.permissions import Role
from customer_risk.storage.control import Control
from customer_risk.storage.counters import Counters
from customer_risk.storage.users import Users
from tests.support.client import Caller, Reply
from tests.support.tenants import desk
from tools.local_stack import Stack
from tools.users import Registry

PASSWORD = "correct horse battery"


class HttpPerson:
    """Somebody who has logged in."""

    def __init__(self, base: str, token: str | None) -> None:
        self.base = base
        self.token = token

    def call(self, method: str, path: str, body: object = None, headers: Mapping[str, str] | None = None) -> Reply:
        """One request; a body that is not there is sent as none."""
        token = {"x-access-token": self.token} if self.token is not None else {}
        return Caller(self.base, None).call(method, path, body, token | dict(headers or {}))


def registry(stack: Stack) -> Registry:
    """Where the stack's users are looked after."""
    client, table = stack.client("dynamodb"), stack.outputs["ControlTable"]
    return Registry(Users(client, table), Control(client, table), Counters(client, table))


class HttpBank:
    """A tenant of its own with its people."""

    def __init__(self, stack: Stack) -> None:
        self.stack = stack
        tenant, key = desk(stack).create(f"Bank {uuid.uuid4()}", ["checks:write", "checks:read"], None)
        self.tenant = tenant.id
        self.checks = Caller(stack.baseUrl, key.text)
        self.registry = registry(stack)
        self.officer = self.user(Role.OFFICER)
        self.approver = self.user(Role.APPROVER)
        self.administrator = self.user(Role.ADMINISTRATOR)

    def user(self, role: Role) -> HttpPerson:
        """A new user who logs in."""
        name = f"{role}-{uuid.uuid4().hex[:6]}@{self.tenant}"
        self.registry.create(self.tenant, name, role, PASSWORD)
        return HttpPerson(self.stack.baseUrl, login(self.stack.baseUrl, name).json()["token"])


def login(base: str, username: str, password: str = PASSWORD) -> Reply:
    """``POST /api/login``."""
    return Caller(base, None).call("POST", "/api/login", {"username": username, "password": password})
