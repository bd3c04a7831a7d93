"""Callers of the running stack."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import pytest

from tests.support.client import Caller
from tools.local_stack import Stack


@pytest.fixture(scope="session")
def demo(stack: Stack) -> Caller:
    """The demo tenant."""
    return Caller(stack.baseUrl, stack.apiKey)


@pytest.fixture(scope="session")
def new_tenant(stack: Stack) -> Callable[..., Caller]:
    """Makes tenants: ``new_tenant()`` or ``new_tenant(["checks:read"])``."""
    from tests.support.tenants import make_tenant  # noqa: PLC0415  boto3 only when a stack is wanted

    return lambda scopes=None: make_tenant(stack, scopes)


@pytest.fixture
def customer() -> str:
    """A customer id nobody else uses."""
    return f"customer-{uuid.uuid4()}"


@pytest.fixture(scope="session")
def listed_person() -> dict[str, Any]:
    """Somebody on the fictional list every local stack screens against."""
    return {
        "first": "Arkadiy",
        "last": "Vymyshlennikov",
        "dateOfBirth": "1958-02-02",
        "countryOfResidence": "RU",
        "nationality": "RU",
    }
