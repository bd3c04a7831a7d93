"""Read a body as far as it makes sense: what cannot be used is left out and reported, never refused.

Only a body that is no JSON object is refused. JSON is taken as RFC 8259 lets a reader bound it: UTF-8 text (a byte
order mark is skipped), no NaN or Infinity, no lone surrogates, nesting up to 200, integers up to 4,300 digits. Of
duplicate names the last one counts.

The model is tried first as it is, which costs a good body nothing. Only where that fails are the offending values
taken out, by the places pydantic names, and the rest is tried again. A model may have required fields: an object that
lacks one is itself unusable, and the body is refused when that object is the whole of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import Any, NamedTuple

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails, from_json

from customer_risk.problems import BadRequest

_BOM = b"\xef\xbb\xbf"

# Bounds on what is looked at, so that a megabyte of garbage costs a fraction of a second. A megabyte of honest data
# holds about 40,000 values, and no dialect nests deeper than 35.
_MOST_VALUES = 50_000
_DEEPEST = 40

# What is reported of a body that has very many.
_MOST_REPORTED = 100
_LONGEST_PATH = 500  # the names of unknown fields are the sender's, and may be anything

# Texts are ours, because pydantic's may quote what the sender wrote, which is personal data.
_ISSUES = {
    "bool_parsing": "must be true or false",
    "bool_type": "must be true or false",
    "finite_number": "must be a finite number",
    "float_parsing": "must be a number",
    "float_type": "must be a number",
    "greater_than_equal": "is too small",
    "int_from_float": "must be a whole number",
    "int_parsing": "must be a whole number",
    "int_parsing_size": "is too large",
    "int_type": "must be a whole number",
    "less_than_equal": "is too large",
    "list_type": "must be a list",
    "missing": "is required",
    "model_attributes_type": "must be an object",
    "model_type": "must be an object",
    "string_too_long": "is too long",
    "string_too_short": "is empty",
    "string_type": "must be text",
    "string_unicode": "must be text",
    "too_long": "has too many items",
    "tuple_type": "must be a list",
}

_HOLDERS = (dict, list)

type _Step = str | int
type _Path = tuple[tuple[Any, _Step], ...]


class Dropped(NamedTuple):
    """A value that was left out: ``path`` as ``masterData.flags[2]``, ``issue`` as ``must be text``."""

    path: str
    issue: str


class Read[T](NamedTuple):
    """What could be read, and what was left out of it."""

    value: T
    dropped: tuple[Dropped, ...] = ()


class BadBody(BadRequest):
    """The body is no JSON object, or lacks what it cannot do without; ``issues`` names each such value."""

    def __init__(self, detail: str, issues: tuple[Dropped, ...] = ()) -> None:
        super().__init__(detail)
        self.issues = issues

    def body(self) -> dict[str, object]:
        """The problem document, with the issues as ``errors``."""
        errors = {"errors": [issue._asdict() for issue in self.issues]} if self.issues else {}
        return super().body() | errors


def parse(body: bytes | str) -> Any:
    """The JSON value in a body; raises :class:`BadBody` when there is none."""
    try:
        data = body.encode() if isinstance(body, str) else body
        return from_json(data.removeprefix(_BOM), allow_inf_nan=False)
    except ValueError:
        raise BadBody("The body is not valid JSON.") from None


def read[M: BaseModel](model: type[M], body: object) -> Read[M]:
    """Read a body, given as bytes or text of JSON or as a value that :func:`parse` made of them.

    Raises :class:`BadBody` when it is no JSON object or lacks a required field of the outermost object.
    """
    tree = parse(body) if isinstance(body, bytes | str) else body
    if not isinstance(tree, dict):
        raise BadBody("The body must be a JSON object.")
    if _values(tree) <= _MOST_VALUES:
        with suppress(ValidationError):
            return Read(model.model_validate(tree))
    return _repaired(model, tree)


def read_strictly[M: BaseModel](model: type[M], body: object) -> M:
    """Read a body every value of which is needed; raises :class:`BadBody` naming each that cannot be used."""
    value, dropped = read(model, body)
    if dropped:
        raise BadBody("Some values cannot be used.", dropped)
    return value


def _values(tree: dict[str, Any]) -> int:
    """How many values there are inside."""
    count = 0
    holders: list[Any] = [tree]
    while holders:
        holder = holders.pop()
        count += len(holder)
        holders += [item for item in (holder.values() if type(holder) is dict else holder) if type(item) in _HOLDERS]
    return count


def _repaired[M: BaseModel](model: type[M], given: dict[str, Any]) -> Read[M]:
    """Take out what fails until the rest is read. Every round takes something out, so there is a last one."""
    report = _Report()
    tree = _Bounded(report).copy(given)
    while True:
        try:
            return Read(model.model_validate(tree), report.all())
        except ValidationError as failure:
            _take_out(tree, failure.errors(include_url=False, include_input=False), report)


class _Report:
    """What was dropped, by the places it had in the body: positions shift as items are taken out of a list."""

    def __init__(self) -> None:
        self._dropped: list[Dropped] = []
        self._more = 0
        self._positions: dict[int, list[int]] = {}

    def add(self, path: _Path, issue: str) -> None:
        """Note one value by the containers and keys that lead to it."""
        if len(self._dropped) == _MOST_REPORTED:
            self._more += 1
            return
        text = ""
        for holder, key in path:
            if isinstance(key, int):
                text += f"[{self._positions.get(id(holder), range(key + 1))[key]}]"
            else:
                text += f".{key}" if text else key
        self._dropped.append(Dropped(text[:_LONGEST_PATH], issue))

    def keep(self, items: list[Any], kept: list[int]) -> None:
        """Shorten a list to the items at ``kept``, remembering where they stood."""
        before = self._positions.get(id(items), range(len(items)))
        self._positions[id(items)] = [before[index] for index in kept]
        items[:] = [items[index] for index in kept]

    def all(self) -> tuple[Dropped, ...]:
        """Everything noted; a last entry counts what was too much to list."""
        more = (Dropped("", f"{self._more} more values cannot be used"),) if self._more else ()
        return (*self._dropped, *more)


class _Bounded:
    """Copies containers, so that the caller's stay as they are, and cuts them where the bounds are passed."""

    def __init__(self, report: _Report) -> None:
        self._report = report
        self._left = _MOST_VALUES

    def copy(self, value: Any, path: _Path = ()) -> Any:
        """A copy of an object or a list that holds no more than the bounds allow."""
        kept: list[tuple[_Step, Any]] = []
        for key, item in value.items() if isinstance(value, dict) else enumerate(value):
            self._left -= 1
            if self._left < 0:
                if self._left == -1:
                    self._report.add((*path, (value, key)), f"and all behind it is beyond {_MOST_VALUES:,} values")
                break
            if not isinstance(item, dict | list):
                kept.append((key, item))
            elif len(path) < _DEEPEST:
                kept.append((key, self.copy(item, (*path, (value, key)))))
            else:
                kept.append((key, None))
                self._report.add((*path, (value, key)), f"is nested deeper than {_DEEPEST} levels")
        return dict(kept) if isinstance(value, dict) else [item for _, item in kept]


def _take_out(tree: dict[str, Any], errors: list[ErrorDetails], report: _Report) -> None:
    """Remove every value an error names. All are found before any is removed, since removing moves the others."""
    unwanted: dict[tuple[int, _Step], tuple[Any, _Step]] = {}
    lacking: dict[str, str] = {}
    for error in errors:
        place = error["loc"]
        path = _existing(tree, place)
        issue = _issue(error)
        if not path:
            lacking[str(place[0]) if place else ""] = issue
            continue
        if len(path) < len(place):
            issue = f"lacks {place[len(path)]}"
        holder, key = path[-1]
        if (id(holder), key) not in unwanted:
            unwanted[id(holder), key] = (holder, key)
            report.add(path, issue)
    if lacking:
        # What was taken out in an earlier round is lacking now, and was told of.
        told = report.all()
        more = (Dropped(*each) for each in lacking.items() if each[0] not in {one.path for one in told})
        raise BadBody("A required value is missing or cannot be used.", (*told, *more))
    lists: dict[int, tuple[list[Any], set[_Step]]] = {}
    for holder, key in unwanted.values():
        if isinstance(holder, list):
            lists.setdefault(id(holder), (holder, set()))[1].add(key)
        else:
            del holder[key]
    for items, bad in lists.values():
        report.keep(items, [index for index in range(len(items)) if index not in bad])


def _issue(error: ErrorDetails) -> str:
    """What is wrong with a value, in words of ours."""
    match error["type"]:
        case "unusable":
            return error["msg"]
        case "enum" | "literal_error":
            return f"must be {error['ctx']['expected']}"
        case kind:
            return _ISSUES.get(kind, "cannot be used")


def _existing(tree: Any, place: Sequence[_Step]) -> _Path:
    """The containers and keys along ``place`` as far as it is there: a missing field is not."""
    path: list[tuple[Any, _Step]] = []
    holder: Any = tree
    for key in place:
        if key not in (holder if isinstance(holder, dict) else range(len(holder)) if isinstance(holder, list) else ()):
            break
        path.append((holder, key))
        holder = holder[key]
    return tuple(path)
