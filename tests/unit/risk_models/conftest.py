"""The function of risk models in this process, on the template's tables in moto, with people of every role."""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from functools import _lru_cache_wrapper
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from customer_risk import aws, wiring
from customer_risk.access.keys import Tenant
from customer_risk.access.permissions import Role
from customer_risk.access.users import User
from customer_risk.scoring.model import MODELS
from risk_models import app, parts
from tests.support.client import Reply
from tests.support.in_process import REGION, forget, http_event, reply
from tests.support.tables import tables

PATH = "/api/risk-models"
SHIPPED = (MODELS / "default-1.yaml").read_text(encoding="utf-8")
SAMPLES = Path(__file__).parents[2] / "samples" / "risk_models"


def document(version: int = 1, name: str = "acme", **changes: str) -> str:
    """The shipped model under another id; ``changes`` replace pieces of its text, each once."""
    text = SHIPPED.replace("name: default", f"name: {name}", 1).replace("version: 1", f"version: {version}", 1)
    for before, after in changes.items():
        assert text.count(before) == 1
        text = text.replace(before, after)
    return text


STAFF = {
    "reader": Role.READER,
    "officer": Role.OFFICER,
    "second officer": Role.OFFICER,
    "approver": Role.APPROVER,
    "second approver": Role.APPROVER,
    "administrator": Role.ADMINISTRATOR,
}
"""Who works there, numbered from 1; each is hired when first asked for."""


ANNOUNCE = parts.announce
ANNOUNCED: list[tuple[str, ...]] = []
"""Tenants and versions whose customers are to be scored again."""


class Office:
    """People of a tenant, and what they do to its risk models."""

    def __init__(self, tenant: str) -> None:
        self.tenant = tenant
        self.now = datetime(2026, 11, 21, 12, tzinfo=UTC)
        self._tokens: dict[str, str] = {}
        self.open(tenant)

    def open(self, tenant: str) -> None:
        """A tenant."""
        wiring.control().add_tenant(Tenant(id=tenant, name=tenant))

    def hire(self, name: str, role: Role, tenant: str | None = None) -> User:
        """Somebody who works for the tenant."""
        tenant = tenant or self.tenant
        user = User(
            id=1 + [*STAFF, name].index(name),
            tenant=tenant,
            username=f"{name}@{tenant}",
            role=role,
            password="-",
            created=self.now.isoformat(),
        )
        assert wiring.users().add(user, token=f"{tenant}-{user.id}")
        self.log_in(name, user)
        return user

    def log_in(self, name: str, user: User) -> None:
        """A token for somebody as they are now."""
        more: dict[str, str | int] = {"username": user.username, "generation": user.generation}
        self._tokens[name] = wiring.tokens().issue(str(user.id), user.tenant, "user", 3600, **more)

    def token(self, name: str) -> str:
        """The token of somebody who has logged in."""
        if name not in self._tokens:
            self.hire(name, STAFF[name])
        return self._tokens[name]

    def call(
        self,
        who: str | None,
        method: str,
        path: str = "",
        body: object = None,
        headers: Mapping[str, str] | None = None,
    ) -> Reply:
        """One request of somebody, or of nobody."""
        given = {"x-access-token": self.token(who)} if who else {}
        return reply(app.handler(http_event(method, f"{PATH}{path}", body, {**given, **(headers or {})}), None))

    def draft(self, who: str, text: str, countries: object = ()) -> Any:
        """A draft that is kept."""
        answer = self.call(who, "POST", "", {"document": text, "countries": list(countries)})  # type: ignore[call-overload]
        assert answer.status == 201, answer.body
        return answer.json()

    def publish(self, who: str, draft: Any) -> Reply:
        """What comes of publishing a draft as it was read."""
        return self.call(who, "POST", f"/{draft['version']}/publish", {"digest": draft["digest"]})

    def active(self, who: str = "reader") -> str:
        """The version in force."""
        return str(self.call(who, "GET", "/active").json()["version"])

    def wait(self, seconds: float) -> None:
        """Let time pass."""
        self.now += timedelta(seconds=seconds)


def _clear() -> None:
    forget()
    for value in vars(parts).values():
        if isinstance(value, _lru_cache_wrapper):
            value.cache_clear()


@pytest.fixture(scope="module")
def place() -> Iterator[None]:
    """Fresh tables."""
    environment = {
        "AWS_DEFAULT_REGION": REGION,
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "STAGE": "local",
        "CONTROL_TABLE": "ControlTable",
        "POWERTOOLS_METRICS_NAMESPACE": "CustomerRisk",
        "POWERTOOLS_SERVICE_NAME": "customer-risk",
    }
    with tables(), patch.dict(os.environ, environment):
        _clear()
        secret = aws.client("secretsmanager").create_secret(Name="CREDENTIAL_KEY_ARN", SecretString="k" * 64)
        os.environ["CREDENTIAL_KEY_ARN"] = secret["ARN"]
        with patch.object(parts, "announce", lambda *told: ANNOUNCED.append(told)):
            yield
    _clear()


@pytest.fixture
def office(place: None) -> Iterator[Office]:  # noqa: ARG001  the tables
    """A fresh tenant with a reader, two officers, two approvers and an administrator."""
    parts.governance.cache_clear()
    wiring.tokens.cache_clear()
    made = Office(f"tenant-{next(_TENANTS)}")
    with patch.object(wiring, "clock", lambda: made.now):
        yield made


_TENANTS = itertools.count(1)
