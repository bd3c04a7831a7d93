"""The one kind of value that is passed around and stored: immutable, compared by value, exact in bytes."""

from __future__ import annotations

from typing import dataclass_transform

import msgspec


@dataclass_transform(frozen_default=True, kw_only_default=True)
class Record(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """Base of profiles, hits, scorings and assessments.

    Fields left at their default are not stored, so a field can be added without touching what is stored already, and
    equal records always have equal bytes, which is what a replay compares.
    """


def encode(record: Record) -> bytes:
    """The record as compact JSON, fields in their declared order."""
    return msgspec.json.encode(record)


def decode[R: Record](data: bytes, kind: type[R]) -> R:
    """Read back what :func:`encode` wrote; raises ``msgspec.ValidationError`` when it is not a ``kind``."""
    return msgspec.json.decode(data, type=kind)
