"""What a property of the customer entities is, and whether a value fits it.

A property is one :class:`Field`; :meth:`Field.problem` says what is wrong with a value in words of its own, so that an
answer can name every bad property at once, and :meth:`Field.value` gives the value as it is kept.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any, NamedTuple

from customer_risk.problems import BadRequest
from customer_risk.records import Record

type Value = str | int | float | bool | None
"""One property as it is kept and answered. Dates are texts ``YYYY-MM-DD``, amounts numbers, classifier ids integers."""

type Values = dict[str, Value]
"""Properties by name."""

type Known = Callable[[str, int], bool]
"""Whether a classifier, by its name, has an id."""

LARGEST_ID = 2**31 - 1
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_ID = re.compile(r"[A-Za-z0-9._~:@-]{1,64}")
_AMOUNT = re.compile(r"-?\d{1,13}(\.\d{1,2})?", re.ASCII)


class Kind(StrEnum):
    """What values a property takes."""

    TEXT = "text"
    KEY = "key"
    WHOLE = "whole"
    AMOUNT = "amount"
    FLAG = "flag"
    DATE = "date"
    CHOICE = "choice"
    USER = "user"
    JSON = "json"


class Issue(NamedTuple):
    """What is wrong with one property."""

    property: str
    issue: str


class Invalid(BadRequest):
    """A body that cannot be taken: every bad property with its own issue (ruling E13)."""

    def __init__(self, *issues: Issue) -> None:
        count = len(issues)
        super().__init__(f"The request has {count} invalid {'property' if count == 1 else 'properties'}.")
        self.issues = issues


class Field(Record):
    """One property.

    ``required`` when a row or customer is created; ``nullable`` where ``null`` says that there is nothing. ``ours``
    are properties that we give: a body may repeat them, never change them. ``least`` and ``most`` bound whole numbers,
    ``longest`` texts (characters). ``classifier`` names the table of a choice. ``blank`` texts may be empty.
    """

    name: str
    kind: Kind
    required: bool = True
    nullable: bool = False
    ours: bool = False
    classifier: str = ""
    least: int = 0
    most: int = LARGEST_ID
    longest: int = 250
    blank: bool = False
    default: Value = None

    def problem(self, value: Any, known: Known) -> str | None:  # noqa: PLR0911  one return per kind of mistake
        """What is wrong with a value sent for this property; ``None`` when it fits."""
        if value is None:
            return None if self.nullable else "must not be null"
        match self.kind:
            case Kind.TEXT | Kind.KEY | Kind.JSON:
                return self._text_problem(value)
            case Kind.FLAG:
                return None if isinstance(value, bool) else "must be true or false"
            case Kind.DATE:
                return _date_problem(value)
            case Kind.AMOUNT:
                return _amount_problem(value)
        if isinstance(value, bool) or not isinstance(value, int):
            return "must be a whole number"
        if not self.least <= value <= self.most:
            return f"must be from {self.least} to {self.most}"
        if self.kind is Kind.CHOICE and not known(self.classifier, value):
            return f"is not an id of the classifier {self.classifier}"
        return None

    def value(self, given: Any) -> Value:
        """A fitting value as it is kept."""
        if self.kind is Kind.AMOUNT and given is not None:
            return amount(given)
        if self.nullable and isinstance(given, str) and not given.strip():
            return None  # ruling E10
        kept: Value = given
        return kept

    def _text_problem(self, value: Any) -> str | None:
        if not isinstance(value, str):
            return "must be text"
        if not value.strip():
            return None if self.nullable or self.blank else "must not be empty"
        if len(value) > self.longest:
            return f"may have {self.longest} characters at most"
        if self.kind is Kind.KEY and not _ID.fullmatch(value):
            return "may have 1 to 64 letters, digits and . _ ~ : @ - only"
        return None


def amount(given: float | str) -> int | float:
    """An amount as a number, whole where it is whole (ruling E7: texts and numbers come in, numbers go out)."""
    exact = Decimal(str(given))
    return int(exact) if exact == exact.to_integral_value() else float(exact)


def _date_problem(value: Any) -> str | None:
    if not isinstance(value, str) or not _DATE.fullmatch(value):
        return "must be a date as YYYY-MM-DD"
    try:
        date.fromisoformat(value)
    except ValueError:
        return "is not a day of the calendar"
    return None


def _amount_problem(value: Any) -> str | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return "must be a number, or a number as text"
    try:
        exact = Decimal(str(value))
    except InvalidOperation:
        return "must be a number, or a number as text"
    if not exact.is_finite() or not _AMOUNT.fullmatch(f"{exact:f}"):
        return "may have 13 digits before and 2 after the decimal point"
    return None


def text(name: str, **more: Any) -> Field:
    """A text."""
    return Field(name=name, kind=Kind.TEXT, **more)


def choice(name: str, classifier: str, **more: Any) -> Field:
    """The id of an entry of a classifier."""
    return Field(name=name, kind=Kind.CHOICE, classifier=classifier, **more)


def day(name: str, **more: Any) -> Field:
    """A date."""
    return Field(name=name, kind=Kind.DATE, **more)


def flag(name: str, **more: Any) -> Field:
    """True or false."""
    return Field(name=name, kind=Kind.FLAG, **more)


def whole(name: str, **more: Any) -> Field:
    """A whole number."""
    return Field(name=name, kind=Kind.WHOLE, **more)


def money(name: str, **more: Any) -> Field:
    """An amount."""
    return Field(name=name, kind=Kind.AMOUNT, **more)


def ours(name: str, kind: Kind = Kind.WHOLE) -> Field:
    """A property that we give."""
    return Field(name=name, kind=kind, required=False, nullable=True, ours=True)


def optional(field: Callable[..., Field], *parts: str, **more: Any) -> Field:
    """A property that may be left out or be ``null``."""
    return field(*parts, required=False, nullable=True, **more)


def by_name(fields: tuple[Field, ...]) -> Mapping[str, Field]:
    """Fields by their names."""
    return {field.name: field for field in fields}
