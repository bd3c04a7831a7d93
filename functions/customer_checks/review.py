"""HTTP of customer cases: what the pages of reviewers are made from."""

from __future__ import annotations

from typing import Any

from aws_lambda_powertools.event_handler import Response

from customer_checks.rendering import case_document, case_summary
from customer_checks.wire.request import CloseCase
from customer_risk import wiring
from customer_risk.access.keys import Caller
from customer_risk.access.permissions import Permission
from customer_risk.cases import CaseStatus, all_cases
from customer_risk.casework import AlreadyClosed, NoSuchCase
from customer_risk.problems import BadRequest, Conflict, NotFound
from customer_risk.profile import LONGEST_ID
from customer_risk.storage.cases import BadCursor, Case
from customer_risk.web.people import admit_key_or_user
from customer_risk.web.resolver import Call, answer
from customer_risk.web.tolerant import read_strictly

MOST_CASES = 100
_FEW_CASES = 25


def listed(call: Call) -> Response[Any]:
    """``GET /v2/customer-cases``: newest first, by status, perhaps of one customer."""
    caller, query = _reviewer(call, Permission.READ_CASES), call.request.query
    try:
        status = CaseStatus(query.get("status", CaseStatus.OPEN))
    except ValueError:
        raise BadRequest("status is open or closed.") from None
    limit = query.get("limit", str(_FEW_CASES))
    if not (
        limit.isascii() and limit.isdigit() and len(limit) <= len(str(MOST_CASES)) and 1 <= int(limit) <= MOST_CASES
    ):
        raise BadRequest(f"limit is a number from 1 to {MOST_CASES}.")
    cursor, customer = query.get("cursor"), query.get("customerId")
    if customer is not None and not 0 < len(customer) <= LONGEST_ID:
        raise BadRequest(f"customerId is 1 to {LONGEST_ID} characters long.")
    try:
        if customer is None:
            found, following = wiring.cases().listed(caller.tenant.id, status=status, limit=int(limit), cursor=cursor)
        else:
            found, following = _of_customer(caller.tenant.id, customer, status, int(limit), cursor)
    except BadCursor:
        raise BadRequest("cursor is not one that was given out for this list.") from None
    summaries = [case_summary(case, caller.tenant) for case in found]
    return answer(200, {"cases": summaries, "next": following})


def _reviewer(call: Call, permission: Permission) -> Caller:
    return admit_key_or_user(call, permission, tokens=wiring.tokens(), users=wiring.users())


def _of_customer(
    tenant: str, customer: str, status: CaseStatus, limit: int, cursor: str | None
) -> tuple[list[Case], str | None]:
    """One page of a customer's cases; the cursor is the last case of the page before."""
    ids = all_cases(wiring.customers().state(tenant, customer).standing)
    if cursor is not None:
        if cursor not in ids:
            raise BadCursor
        ids = ids[ids.index(cursor) + 1 :]
    page = ids[:limit]
    found = [case for case in wiring.cases().find_all(tenant, page) if case.status is status]
    return found, page[-1] if len(ids) > limit else None


def shown(call: Call, case_id: str) -> Response[Any]:
    """``GET /v2/customer-cases/{caseId}``: the case with everything that led to it."""
    tenant = _reviewer(call, Permission.READ_CASES).tenant
    case = wiring.cases().find(tenant.id, case_id)
    if case is None:
        raise NotFound("There is no such case.")
    kept = wiring.customers().kept(tenant.id, case.customer_id, case.ticket)
    return answer(200, case_document(case, kept.opened() if kept else None, tenant))


def closed(call: Call, case_id: str) -> Response[Any]:
    """``POST /v2/customer-cases/{caseId}/close``."""
    caller = _reviewer(call, Permission.WRITE_CASES)
    wanted = read_strictly(CloseCase, call.request.json_body())
    try:
        case = wiring.casework().close(
            caller.tenant.id, case_id, decision=wanted.decision, reason=wanted.reason, actor=caller.actor
        )
    except AlreadyClosed:
        raise Conflict("This case is closed.") from None
    except NoSuchCase:
        raise NotFound("There is no such case.") from None
    return answer(200, case_summary(case, caller.tenant))
