"""The kinds of value in an intake body.

Numbers are taken as text and text as numbers (ruling A17); dates come with or without a time (ruling A16). What cannot
be read as its kind is unusable: :mod:`amlyze_intake.wire.reading` notes its place and the rules answer for it.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from math import isfinite
from typing import Annotated, Any, cast

from pydantic import BaseModel, ConfigDict, GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError
from pydantic_core.core_schema import (
    bool_schema,
    no_info_before_validator_function,
    no_info_plain_validator_function,
    nullable_schema,
    str_schema,
)

LONGEST_TEXT = 32_768
"""Characters of a description (the newest public documentation)."""

_EXACT = 2**53  # above this a double no longer tells neighbouring integers apart
_DAY = 10  # characters of YYYY-MM-DD
_SPOKEN = {"pep": "PEP"}


def camel(name: str) -> str:
    """``is_family_pep`` → ``isFamilyPEP``, ``from_`` → ``from``: the names of document 004."""
    first, *others = name.removesuffix("_").split("_")
    return first + "".join(_SPOKEN.get(word, word.capitalize()) for word in others)


class Wire(BaseModel):
    """Base of every object that is read: unknown fields are ignored, ``null`` and ``""`` are *not said*."""

    # Deferred: only the outermost model needs a validator of its own, and builds it with all the others inside.
    model_config = ConfigDict(alias_generator=camel, defer_build=True)


def text_of(value: Any) -> Any:
    """Text without surrounding space, ``None`` when nothing is left of it; a number becomes its shortest text."""
    kind = type(value)
    if kind is str:
        return value.strip() or None
    if kind is int:
        return str(value)
    if kind is float and abs(value) < _EXACT:
        return str(int(value)) if value.is_integer() else repr(value)
    return value


def spoken_of(value: Any) -> Any:
    """As :func:`text_of`; a boolean becomes the word JSON has for it."""
    return ("true" if value else "false") if isinstance(value, bool) else text_of(value)


def number_of(value: Any) -> float | None:
    """A finite number, or text that is one."""
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        raise _unusable
    try:
        number = float(value)
    except (TypeError, ValueError, OverflowError):
        raise _unusable from None
    if not isfinite(number):
        raise _unusable
    return number


def whole_of(value: Any) -> int | None:
    """A whole number that is not negative."""
    number = number_of(value)
    if number is None:
        return None
    if not number.is_integer() or not 0 <= number < _EXACT:
        raise _unusable
    return int(number)


def percent_of(value: Any) -> float | None:
    """A percentage, 0 to 100."""
    number = number_of(value)
    if number is not None and not 0 <= number <= 100:  # noqa: PLR2004  per cent
        raise _unusable
    return number


def day_of(value: Any) -> str | None:
    """A day, perhaps with a time behind it, as it was written."""
    text = text_of(value)
    if text is None:
        return None
    # ISO's other forms of a date (20200103, 2020-W01-5) are not the document's.
    if not isinstance(text, str) or text[4:5] != "-" or text[7:8] != "-":
        raise _unusable
    try:
        date.fromisoformat(text[:_DAY])
        if len(text) > _DAY:
            moment = datetime.fromisoformat(text)
            if moment.tzinfo:
                moment.astimezone(UTC)
    except (ValueError, OverflowError):  # the first and last day of the calendar are over somewhere
        raise _unusable from None
    return text


_unusable = PydanticCustomError("unusable", "cannot be used")


class _Reads:
    """Marks a type with the schema it is read by, made once."""

    def __init__(self, schema: CoreSchema, published: dict[str, Any]) -> None:
        self._schema = schema
        self._published = published

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return cast("CoreSchema", {**self._schema})  # pydantic writes notes of its own into what it is given

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return dict(self._published)


def words(*known: str) -> _Reads:
    """Text that is one of these words, in exactly this case."""

    def read(value: Any) -> Any:
        text = text_of(value)
        if text is None or (isinstance(text, str) and text in known):
            return text
        raise _unusable

    return _Reads(no_info_plain_validator_function(read), {"type": "string", "enum": list(known)})


_TEXT = nullable_schema(str_schema(max_length=LONGEST_TEXT))

Text = Annotated[str | None, _Reads(no_info_before_validator_function(text_of, _TEXT), {"type": "string"})]
"""Any text; a number becomes text."""

Spoken = Annotated[
    str | None,
    _Reads(no_info_before_validator_function(spoken_of, _TEXT), {"type": ["string", "number", "boolean"]}),
]
"""Text, a number or a boolean, kept as text."""

Number = Annotated[float | None, _Reads(no_info_plain_validator_function(number_of), {"type": ["number", "string"]})]
Percent = Annotated[
    float | None,
    _Reads(no_info_plain_validator_function(percent_of), {"type": ["number", "string"], "minimum": 0, "maximum": 100}),
]
Whole = Annotated[
    int | None, _Reads(no_info_plain_validator_function(whole_of), {"type": ["integer", "string"], "minimum": 0})
]
Flag = Annotated[bool | None, _Reads(nullable_schema(bool_schema()), {"type": "boolean"})]
Day = Annotated[
    str | None,
    _Reads(
        no_info_plain_validator_function(day_of),
        {"type": "string", "description": "A date (2020-01-03), perhaps with a time (2023-10-01T09:45:00.000+02:00)."},
    ),
]
