"""Bodies in: every bad property is found and named before anything is done (rulings E13, E18, E19).

The functions take what :func:`body_of` gives and return values that fit, or raise :class:`Invalid` with all issues.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from customer_risk.web.tolerant import BadBody, parse
from customers.wire.entity import DETAILS, MAIN
from customers.wire.fields import Field, Invalid, Issue, Kind, Known, Value, Values, by_name
from customers.wire.lists import SCREENING_RISKS, ListSpec

MOST_ROWS = 1000
"""Rows of one list; a customer must fit one DynamoDB item (400 KB) when packed."""
MOST_LINKS = 20
"""Stakes, and roles, of one customer: each is told to the other customer in the same transaction (100 items)."""
MOST_PROPERTIES_NAMED = 200

_RESERVED = frozenset({"risk-trails"})
"""Ids that would read as another path."""


class Rules(NamedTuple):
    """What a tenant's own data say of values: ids of its classifiers, and ids of its users."""

    known: Known
    user: Callable[[int], bool]


NO_RULES = Rules(lambda _, __: True, lambda _: True)
"""For bodies that name neither."""


class Customer(NamedTuple):
    """What was sent of a customer."""

    main: Values
    details: Values


def body_of(content: bytes) -> Any:
    """The JSON value in a body."""
    try:
        return parse(content)
    except BadBody:
        raise Invalid(Issue("body", "is not valid JSON")) from None


def new_customer(tree: object, rules: Rules) -> Customer:
    """A whole new customer: everything required must be there."""
    parts, issues = _parts(tree)
    main = _values(MAIN, parts.get("main"), rules, "main", issues)
    if main.get("idInternalCustomer") in _RESERVED:
        issues.append(Issue("main.idInternalCustomer", "is reserved"))
    fields = next((found for type_, found in DETAILS.items() if type_ == main.get("idCustomerType")), None)
    details: Values = {}
    if fields is not None:
        details = _values(fields, parts.get("details"), rules, "details", issues)
    elif not isinstance(parts.get("details"), dict):
        issues.append(Issue("details", "must be an object"))
    issues += _period(main)
    _refuse(issues)
    return Customer(main, details)


def changed_customer(tree: object, main: Values, details: Values, rules: Rules) -> Customer:
    """Both parts after a change; what is left out stays. ``main`` and ``details`` are what the customer is now."""
    parts, issues = _parts(tree)
    fields = DETAILS[int(str(main["idCustomerType"]))]
    given = parts.get("main", {})
    if isinstance(given, dict):
        given = dict(given)
        for name, issue in _FIXED.items():
            if name in given and (type(given[name]), given[name]) != (type(main[name]), main[name]):
                issues.append(Issue(f"main.{name}", issue))
            given.pop(name, None)
    after = Customer(
        _values(MAIN, given, rules, "main", issues, main),
        _values(fields, parts.get("details", {}), rules, "details", issues, details),
    )
    issues += _period(after.main)
    _refuse(issues)
    return after


_FIXED = {
    "idInternalCustomer": "is the id of another customer, and cannot be changed",
    "idCustomerType": "cannot be changed",
}


def new_rows(spec: ListSpec, tree: object, rules: Rules, held: int) -> list[Values]:
    """The rows of an array, all of them or none (ruling E19). ``held`` is how many rows the list has."""
    if not isinstance(tree, list):
        raise Invalid(Issue("body", "must be an array of objects"))
    if not tree:
        raise Invalid(Issue("body", "must have at least one row"))
    most = MOST_LINKS if spec.links else MOST_ROWS
    if held + len(tree) > most:
        raise Invalid(Issue("body", f"makes more than {most} rows of this list"))
    issues: list[Issue] = []
    fields = (*spec.fields, *_row_ids(spec))
    rows = [_values(fields, row, rules, f"[{n}]", issues) for n, row in enumerate(tree)]
    if spec.path == SCREENING_RISKS:
        issues += [
            Issue(f"[{n}].manual_addition", "must be true: only our screening adds other rows")
            for n, row in enumerate(rows)
            if row.get("manual_addition") is False
        ]
    _refuse(issues)
    return rows


def changed_row(spec: ListSpec, tree: object, shown: Values, rules: Rules) -> Values:
    """A row's own properties after a change; ``shown`` is the row as it is answered now."""
    issues: list[Issue] = []
    fields = (*spec.fields, *_row_ids(spec))
    after = _values(fields, tree, rules, "", issues, shown)
    if spec.path == SCREENING_RISKS:
        issues += [
            Issue(name, "cannot be changed")
            for name in _FIXED_OF_HITS
            if after[name] != shown[name] and (name == "manual_addition" or not shown["manual_addition"])
        ]
    _refuse(issues)
    return after


_FIXED_OF_HITS = ("idScreeningRiskType", "full_name", "score", "manual_addition")


def checked_ids(classifier: str, tree: object, known: Known) -> tuple[int, ...]:
    """The ids of a checked list: the whole of it, each once."""
    if not isinstance(tree, list):
        raise Invalid(Issue("body", "must be an array of ids"))
    field = Field(name=classifier, kind=Kind.CHOICE, classifier=classifier)
    issues = [Issue(f"[{n}]", issue) for n, id_ in enumerate(tree) if (issue := field.problem(id_, known))]
    _refuse(issues)
    return tuple(dict.fromkeys(tree))


def object_of(fields: tuple[Field, ...], tree: object, rules: Rules) -> Values:
    """A body that is one object."""
    issues: list[Issue] = []
    values = _values(fields, tree, rules, "", issues)
    _refuse(issues)
    return values


def number_in_path(name: str, text: str) -> int:
    """An id in a path."""
    if not (text.isascii() and text.isdigit() and 0 < len(text) <= 10):  # noqa: PLR2004  digits of the largest id
        raise Invalid(Issue(name, "must be a whole number, from 1, in the path"))
    return int(text)


def _parts(tree: object) -> tuple[Mapping[str, Any], list[Issue]]:
    if not isinstance(tree, dict):
        raise Invalid(Issue("body", "must be an object with main and details"))
    return tree, [Issue(str(name), "is not a known property") for name in tree if name not in {"main", "details"}]


def _row_ids(spec: ListSpec) -> Iterable[Field]:
    names = (spec.key, "id", *(("idCustomer",) if spec.names_customer else ()))
    return [Field(name=name, kind=Kind.WHOLE, required=False, ours=True) for name in names]


def _values(
    fields: Iterable[Field],
    given: object,
    rules: Rules,
    where: str,
    issues: list[Issue],
    before: Values | None = None,
) -> Values:
    """The properties of one object, on top of those ``before``; what is wrong is added to ``issues``."""
    if not isinstance(given, dict):
        issues.append(
            Issue(where or "body", "is required" if given is None and before is None else "must be an object")
        )
        return dict(before or {})
    known = by_name(tuple(fields))
    prefix = f"{where}." if where else ""
    issues += [Issue(f"{prefix}{name}"[:200], "is not a known property") for name in given if name not in known]
    after: Values = dict(before or {})
    for name, field in known.items():
        if name not in given:
            if before is None and field.required:
                issues.append(Issue(prefix + name, "is required"))
            elif before is None and not field.ours:
                after[name] = field.default
        elif field.ours:
            if _differs(given[name], (before or {}).get(name), told=before is not None):
                issues.append(Issue(prefix + name, _OURS if name != "idCustomer" else _OTHER))
        elif issue := field.problem(given[name], rules.known) or _user_problem(field, given[name], rules):
            issues.append(Issue(prefix + name, issue))
        else:
            after[name] = field.value(given[name])
    return after


_OURS = "is given by us and cannot be set"
_OTHER = "is given by us: it cannot be set, and no other customer be named"


def _differs(given: object, now: Value, *, told: bool) -> bool:
    """Whether a property of ours is sent otherwise than it is. ``null`` and a blank say nothing."""
    if given is None or (isinstance(given, str) and not given.strip()):
        return False
    return not told or type(given) is not type(now) or given != now


def _user_problem(field: Field, value: Any, rules: Rules) -> str | None:
    if field.kind is Kind.USER and value is not None and not rules.user(value):
        return "is not the id of a user"
    return None


def _period(main: Values) -> list[Issue]:
    start, end = main.get("relationshipStartDate"), main.get("relationshipEndDate")
    if isinstance(start, str) and isinstance(end, str) and end < start:
        return [Issue("main.relationshipEndDate", "must not be before relationshipStartDate")]
    return []


def _refuse(issues: list[Issue]) -> None:
    if issues:
        raise Invalid(*issues[:MOST_PROPERTIES_NAMED])
