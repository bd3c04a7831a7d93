"""One world for the whole of these tests: each makes customers of its own."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

import pytest

from tests.unit.customers.world import World, world


@pytest.fixture(scope="package")
def bank() -> Iterator[World]:
    with world() as made:
        yield made


@pytest.fixture
def new() -> str:
    """An internal number nobody has."""
    return f"N{uuid.uuid4().hex[:12]}"
