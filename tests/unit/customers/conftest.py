"""One world for each module of these tests: each test makes customers of its own."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

import pytest

from tests.unit.customers.world import World, world


@pytest.fixture(scope="module")
def bank() -> Iterator[World]:
    with world() as made:
        yield made


@pytest.fixture
def new() -> str:
    """An internal number nobody has."""
    return f"N{uuid.uuid4().hex[:12]}"
