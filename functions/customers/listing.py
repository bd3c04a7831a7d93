"""``GET /api/customers``: a tenant's customers, page by page. An extension of ours."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from typing import Any

from customer_risk import wiring
from customer_risk.levels import RiskLevel
from customer_risk.storage.cases import BadCursor
from customer_risk.storage.customer_items import CustomerState
from customer_risk.storage.customer_listing import Listed
from customers.risk import RISK_TYPES
from customers.sessions import SignedIn
from customers.wire import reading
from customers.wire.entity import ORGANISATION, PERSON
from customers.wire.fields import Invalid, Issue

DEFAULT_LIMIT, MOST = 25, 100
_LONGEST_SEARCH = 256
_NO_CURSOR = "is not the cursor of a page before"
_MOST_PAGES = 20
"""Pages of the index looked through for one page of a filtered listing; the cursor leads on from there."""

_KINDS = {"person": PERSON, "organisation": ORGANISATION}


def customers(who: SignedIn, query: Mapping[str, str]) -> dict[str, Any]:
    """One page by name. ``search`` is the beginning of a name, or a whole ``idInternalCustomer``."""
    issues = [Issue(name[:100], "is not a known parameter") for name in query if name not in _KNOWN]
    limit = _number(query, "limit", MOST, issues) or DEFAULT_LIMIT
    type_ = _number(query, "idCustomerType", ORGANISATION, issues)
    risk_type = _number(query, "idRiskType", max(RISK_TYPES.values()), issues)
    after = _cursor(query.get("cursor"), issues)
    search = query.get("search", "").strip()
    if len(search) > _LONGEST_SEARCH:
        issues.append(Issue("search", f"may have {_LONGEST_SEARCH} characters at most"))
    if issues:
        raise Invalid(*issues)
    found: list[dict[str, Any]] = []
    if search and after is None:
        states = wiring.customers().states(who.tenant.id, [search])
        found = [_shown(_listed(id_, state)) for id_, state in states.items()]
    for _ in range(_MOST_PAGES):
        try:
            rows, after = wiring.customer_listing().page(who.tenant.id, prefix=search, limit=limit, after=after)
        except BadCursor:
            raise Invalid(Issue("cursor", _NO_CURSOR)) from None
        found += [_shown(row) for row in rows if row.customer_id != search]
        found = [row for row in found if _asked(row, type_, risk_type)]
        if after is None or len(found) >= limit:
            break
    return {"contents": found, "next": base64.urlsafe_b64encode(after.encode()).decode() if after else None}


_KNOWN = frozenset({"search", "idCustomerType", "idRiskType", "limit", "cursor"})


def _asked(row: Mapping[str, Any], type_: int | None, risk_type: int | None) -> bool:
    return type_ in (None, row["idCustomerType"]) and risk_type in (None, row["idRiskType"])


def _listed(id_: str, state: CustomerState) -> Listed:
    return Listed(customer_id=id_, name=state.name, kind=state.kind, level=state.level, points=state.points)


def _shown(row: Listed) -> dict[str, Any]:
    return {
        "idInternalCustomer": row.customer_id,
        "name": row.name,
        "idCustomerType": _KINDS.get(row.kind or ""),
        "idRiskType": RISK_TYPES[row.level or RiskLevel.NONE],
        "score": row.points,
    }


def _number(query: Mapping[str, str], name: str, most: int, issues: list[Issue]) -> int | None:
    if name not in query:
        return None
    try:
        number = reading.number_in_path(name, query[name])
    except Invalid:
        number = 0
    if not 1 <= number <= most:
        issues.append(Issue(name, f"must be a whole number from 1 to {most}"))
    return number


def _cursor(text: str | None, issues: list[Issue]) -> str | None:
    if text is None:
        return None
    try:
        after = base64.b64decode(text, altchars=b"-_", validate=True).decode()
    except (binascii.Error, ValueError):
        after = ""
    if "\0" not in after:
        issues.append(Issue("cursor", _NO_CURSOR))
    return after
