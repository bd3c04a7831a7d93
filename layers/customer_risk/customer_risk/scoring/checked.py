"""The pydantic model of a record, so that one definition serves both the fast reader and the exact complaint.

msgspec stops at the first mistake and does not name the key of a mapping; pydantic names them all.
"""

from __future__ import annotations

import types
from enum import Enum
from functools import lru_cache
from typing import Annotated, Any, TypeAliasType, Union, get_args, get_origin

import msgspec
from pydantic import BaseModel, ConfigDict, Field, create_model

from customer_risk.records import Record

_CONSTRAINTS = ("gt", "ge", "lt", "le", "multiple_of", "pattern", "min_length", "max_length")


@lru_cache(maxsize=64)
def checked(record: type[Record]) -> type[BaseModel]:
    """A pydantic model with the fields, types and constraints of a record; values are not coerced."""
    fields: dict[str, Any] = {}
    for field in msgspec.structs.fields(record):
        default = ... if field.required else field.default
        if default is msgspec.NODEFAULT:
            default = field.default_factory()
        fields[field.name] = (_annotation(field.type), default)
    model: type[BaseModel] = create_model(record.__name__, __config__=ConfigDict(extra="forbid"), **fields)
    return model


def _annotation(kind: Any) -> Any:
    if isinstance(kind, TypeAliasType):
        return _annotation(kind.__value__)
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is Annotated:
        return Annotated[_annotation(arguments[0]), *map(_field, arguments[1:])]
    if origin in (Union, types.UnionType):
        return Union[tuple(map(_annotation, arguments))]  # noqa: UP007 -- built at run time
    if origin in (dict, tuple):
        return origin[tuple(map(_annotation, arguments))]
    return _plain(kind) if isinstance(kind, type) else kind


def _plain(kind: type) -> Any:
    if issubclass(kind, Record):
        return checked(kind)
    if kind in (int, float, str, bool):
        return Annotated[kind, Field(strict=True)]
    if issubclass(kind, Enum) or kind is type(None):
        return kind
    raise TypeError(f"no pydantic counterpart for {kind!r}")


def _field(meta: Any) -> Any:
    said = ((name, getattr(meta, name)) for name in _CONSTRAINTS)
    return Field(**{name: value for name, value in said if value is not None})
