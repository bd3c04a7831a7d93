"""The kinds of value in a customer-checks body, each read as generously as it can be without guessing."""

from __future__ import annotations

from math import isfinite
from typing import Annotated, Any, cast

from pydantic import BaseModel, ConfigDict, GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError
from pydantic_core.core_schema import (
    bool_schema,
    float_schema,
    list_schema,
    no_info_before_validator_function,
    no_info_plain_validator_function,
    nullable_schema,
    str_schema,
)

from customer_risk.levels import RiskLevel
from customer_risk.profile import LONGEST_ID

# Above this a double no longer tells neighbouring integers apart, so it cannot be trusted as an id.
_EXACT = 2**53

# The words senders use for a level, beside the five of the platform.
_LEVEL_WORDS = {level.value.lower(): level for level in RiskLevel} | {"prohibited": RiskLevel.EXTREME}


def camel(name: str) -> str:
    """``tax_id_type`` → ``taxIdType``."""
    first, *others = name.split("_")
    return first + "".join(map(str.capitalize, others))


class Wire(BaseModel):
    """Base of every object that is read: nothing is required, unknown fields are ignored, ``null`` is *not said*."""

    # Deferred: only the outermost model needs a validator of its own, and builds it with all the others inside.
    model_config = ConfigDict(alias_generator=camel, defer_build=True)


def text_of(value: Any) -> Any:
    """Text without surrounding space, ``None`` when nothing is left of it.

    A number becomes text: ``4681354`` and ``4681354.0`` are one number in JSON, and become ``"4681354"``. A fraction
    keeps its shortest form; a float too large to be exact is no usable text.
    """
    kind = type(value)
    if kind is str:
        return value.strip() or None
    if kind is int:
        return str(value)
    if kind is float and abs(value) < _EXACT:
        return str(int(value)) if value.is_integer() else repr(value)
    return value


def number_of(value: Any) -> Any:
    """A finite number, or text that is one; booleans, which Python counts among the numbers, are none."""
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        raise _unusable("must be a number")
    try:
        number = float(value)
    except (TypeError, ValueError, OverflowError):
        raise _unusable("must be a number") from None
    if not isfinite(number):
        raise _unusable("must be a finite number")
    return number


def level_of(value: Any) -> RiskLevel | None:
    """A risk level in any case: the platform's five, or ``prohibited`` for the highest."""
    word = text_of(value)
    level = _LEVEL_WORDS.get(word.lower()) if isinstance(word, str) else None
    if word is not None and level is None:
        raise _unusable("is not a known risk level")
    return level


def _unusable(issue: str) -> PydanticCustomError:
    """An error whose text may be shown: it never holds what the sender wrote."""
    return PydanticCustomError("unusable", issue)


class _Reads:
    """Marks a type with the schema it is read by, made once: pydantic would make one for each of 170 fields."""

    def __init__(self, schema: CoreSchema, published: dict[str, Any]) -> None:
        self._schema = schema
        self._published = published

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return cast("CoreSchema", {**self._schema})  # pydantic writes notes of its own into what it is given

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return dict(self._published)


def _text(most: int) -> CoreSchema:
    return no_info_before_validator_function(text_of, nullable_schema(str_schema(max_length=most)))


def _number(schema: CoreSchema) -> CoreSchema:
    return no_info_before_validator_function(number_of, nullable_schema(schema))


_LONG = _text(10_000)

Text = Annotated[str | None, _Reads(_LONG, {"type": "string"})]
"""Any text; a number becomes text."""

Flexible = Annotated[str | None, _Reads(_LONG, {"type": ["string", "integer"]})]
"""Text that is known to be sent as a number, too."""

Id = Annotated[str | None, _Reads(_text(LONGEST_ID), {"type": ["string", "integer"], "maxLength": LONGEST_ID})]
"""A key: bounded, because it becomes part of a storage key."""

Texts = Annotated[
    list[str | None] | None,
    _Reads(nullable_schema(list_schema(_LONG)), {"type": "array", "items": {"type": "string"}}),
]
Number = Annotated[float | None, _Reads(_number(float_schema()), {"type": "number"})]
Share = Annotated[
    float | None, _Reads(_number(float_schema(ge=0, le=1)), {"type": "number", "minimum": 0, "maximum": 1})
]
Flag = Annotated[bool | None, _Reads(nullable_schema(bool_schema()), {"type": "boolean"})]
Level = Annotated[RiskLevel | None, _Reads(no_info_plain_validator_function(level_of), {"type": "string"})]
