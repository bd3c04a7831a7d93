"""The customer entities in this process, on the template's tables in moto."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import _lru_cache_wrapper
from pathlib import Path
from typing import Any

from customer_risk import wiring
from customer_risk.access import passwords
from customer_risk.access.permissions import Role
from customer_risk.access.users import User
from customer_risk.delivery.secrets import parse_master_keys
from customers import app, parts
from tests.support.client import Reply
from tests.support.in_process import InProcess, http_event, in_process, reply
from tools.tenants import Desk

SAMPLES = Path(__file__).resolve().parents[2] / "samples" / "customers"
PASSWORD = "correct horse battery"


def sample(name: str) -> Any:
    """A request body of tests/samples/customers."""
    return json.loads((SAMPLES / name).read_text(encoding="utf-8"))


def person(customer: str, **details: object) -> Any:
    """The document's person under another internal number."""
    body = sample("create_person.json")
    body["main"] |= {"idInternalCustomer": customer}
    body["details"] |= details
    return body


def organisation(customer: str, **details: object) -> Any:
    """The document's organisation under another internal number."""
    body = sample("create_organisation.json")
    body["main"] |= {"idInternalCustomer": customer}
    body["details"] |= details
    return body


class Person:
    """Somebody who uses the API with a token."""

    def __init__(self, token: str | None, address: str = "192.0.2.1") -> None:
        self.token = token
        self.address = address

    def call(self, method: str, path: str, body: object = None, headers: Mapping[str, str] | None = None) -> Reply:
        """One request."""
        given = {"content-type": "application/json", **(headers or {})}
        if self.token is not None:
            given["x-access-token"] = self.token
        event = http_event(method, path, body, given)
        event["requestContext"]["http"]["sourceIp"] = self.address
        return reply(app.handler(event, None))

    def get(self, path: str) -> Any:
        """The body of a GET that must succeed."""
        answer = self.call("GET", path)
        assert answer.status == 200, (path, answer.status, answer.body)
        return answer.json()

    def write(self, method: str, path: str, body: object = None, headers: Mapping[str, str] | None = None) -> Any:
        """The body of a write that must succeed."""
        answer = self.call(method, path, body, headers)
        assert answer.status in {200, 204}, (path, answer.status, answer.body)
        return answer.json() if answer.body else None

    def errors(self, method: str, path: str, body: object) -> dict[str, str]:
        """The issues of a request that must be refused, by property."""
        answer = self.call(method, path, body)
        assert answer.status == 400, (path, answer.status, answer.body)
        return {error["property"]: error["issue"] for error in answer.json()["errors"]}


class World:
    """A stack with two tenants, each with an officer, an approver, a reader and an administrator."""

    def __init__(self, stack: InProcess) -> None:
        self.stack = stack
        self.tenant = stack.tenant
        self.other_tenant = self.new_tenant("Other Bank")
        self.officer = self.user(self.tenant, Role.OFFICER)
        self.approver = self.user(self.tenant, Role.APPROVER)
        self.reader = self.user(self.tenant, Role.READER)
        self.administrator = self.user(self.tenant, Role.ADMINISTRATOR)
        self.stranger = self.user(self.other_tenant, Role.ADMINISTRATOR)

    def new_tenant(self, name: str) -> str:
        """Another tenant, without anybody."""
        desk = Desk(wiring.control(), b"k" * 64, parse_master_keys("k" * 64))
        return desk.create(name, [], None)[0].id

    def user(self, tenant: str, role: Role, name: str | None = None) -> Person:
        """A new user who has logged in."""
        user = add_user(tenant, role, name or f"{role}@{tenant}")
        token = wiring.tokens().issue(
            str(user.id), tenant, "user", 3600, username=user.username, generation=user.generation
        )
        return Person(token)


def add_user(tenant: str, role: Role, username: str) -> User:
    """A new user, with the hash of :data:`PASSWORD`."""
    user = User(
        id=wiring.counters().reserve(tenant, {"user": 1})["user"][0],
        tenant=tenant,
        username=username,
        role=role,
        password=_hash(),
        created="2026-11-21T12:00:00+00:00",
    )
    assert wiring.users().add(user, token=secrets.token_hex(16))
    return user


_HASHES: list[str] = []


def _hash() -> str:
    if not _HASHES:
        _HASHES.append(passwords.hashed(PASSWORD))
    return _HASHES[0]


def forget_parts() -> None:
    """As a cold start does."""
    for value in vars(parts).values():
        if isinstance(value, _lru_cache_wrapper):
            value.cache_clear()


@contextmanager
def world() -> Iterator[World]:
    """A fresh world."""
    with in_process() as stack:
        forget_parts()
        try:
            yield World(stack)
        finally:
            forget_parts()
