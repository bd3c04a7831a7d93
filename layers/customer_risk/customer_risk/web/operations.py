"""What an HTTP operation is, said as data: from it the OpenAPI document is made.

Only tools and tests import this; a function that answers requests has no use for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple


class Parameter(NamedTuple):
    """A path, query or header parameter; ``schema`` is JSON Schema."""

    place: str
    name: str
    description: str
    schema: Mapping[str, Any]
    required: bool = False


class Answer(NamedTuple):
    """One success: ``bodies`` are the types it may carry, ``headers`` names with what they say."""

    description: str
    bodies: tuple[type, ...] = ()
    headers: Mapping[str, str] = {}
    media: str = "application/json"
    example: str | None = None


class Operation(NamedTuple):
    """One method of one path.

    ``scope`` is what the caller must be allowed, ``None`` for everybody; ``credentials`` are what it may show instead
    of one another: ``apiKey``, ``userToken``, ``bearer``. ``examples`` and an answer's ``example`` are files under
    ``tests/samples``.
    ``problems`` are the statuses of its problem answers; ``refusal`` is their body where the dialect has one of its
    own instead of a problem document.
    """

    method: str
    path: str
    id: str
    tag: str
    summary: str
    description: str
    answers: Mapping[int, Answer]
    problems: tuple[int, ...] = ()
    scope: str | None = None
    parameters: tuple[Parameter, ...] = ()
    request: type | None = None
    examples: Mapping[str, str] = {}
    deprecated: bool = False
    credentials: tuple[str, ...] = ("apiKey",)
    refusal: type | None = None
