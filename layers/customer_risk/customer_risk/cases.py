"""When a human must look: one open case per customer, and none for what has been reviewed already.

The risk model gives *reasons* (stable keys, see ``scoring.result``); this module turns them into a case or not.
"""

from __future__ import annotations

import hashlib
from enum import StrEnum

from customer_risk.records import Record


class CaseStatus(StrEnum):
    """The words of document 000, an open set there."""

    OPEN = "open"
    NOT_OPENED = "not-opened"
    CLOSED = "closed"


class CaseDecision(StrEnum):
    """What a reviewer may conclude."""

    TRUE_MATCH = "true-match"
    FALSE_POSITIVE = "false-positive"
    RISK_ACCEPTED = "risk-accepted"
    CUSTOMER_REJECTED = "customer-rejected"


class CaseChange(StrEnum):
    """What an assessment does to the customer's cases."""

    NONE = "none"
    OPENED = "opened"
    EXTENDED = "extended"
    CLOSED = "closed"


class Standing(Record):
    """Where a customer stands with its cases, oldest first. Reasons are kept as fingerprints: the state stays tiny."""

    open_case: str | None = None
    open_reasons: tuple[str, ...] = ()
    reviewed_cases: tuple[str, ...] = ()
    reviewed_reasons: tuple[str, ...] = ()


class CaseMove(Record):
    """The case an answer names, and what has to be written for it."""

    status: CaseStatus
    case_id: str | None
    change: CaseChange
    standing: Standing


def all_cases(standing: Standing) -> tuple[str, ...]:
    """Every case the customer ever had, newest first."""
    return (*((standing.open_case,) if standing.open_case else ()), *reversed(standing.reviewed_cases))


def fingerprint(reason: str) -> str:
    """A reason as 12 hexadecimal digits: enough to tell the few reasons of one customer apart."""
    return hashlib.blake2b(reason.encode(), digest_size=6).hexdigest()


def move(standing: Standing, reasons: tuple[str, ...], new_id: str, *, dismissed: bool = False) -> CaseMove:
    """Open a case, extend the open one, point at the reviewed one, or leave all as it is.

    A case is opened when any reason has not been reviewed. An open case stays open even when its reasons are gone:
    only a human closes it, or takes its last reason away by dismissing every match (``dismissed``). ``new_id`` is used
    only if a case is opened.
    """
    marks = tuple(sorted({fingerprint(reason) for reason in reasons}))
    if standing.open_case:
        if dismissed and not marks:
            return CaseMove(
                status=CaseStatus.CLOSED,
                case_id=standing.open_case,
                change=CaseChange.CLOSED,
                standing=close(standing),
            )
        known = set(standing.open_reasons)
        if known.issuperset(marks):
            return CaseMove(
                status=CaseStatus.OPEN, case_id=standing.open_case, change=CaseChange.NONE, standing=standing
            )
        return _opened(standing, standing.open_case, tuple(sorted(known.union(marks))), CaseChange.EXTENDED)
    if set(marks).difference(standing.reviewed_reasons):
        return _opened(standing, new_id, marks, CaseChange.OPENED)
    if marks:
        return CaseMove(
            status=CaseStatus.CLOSED, case_id=standing.reviewed_cases[-1], change=CaseChange.NONE, standing=standing
        )
    return CaseMove(status=CaseStatus.NOT_OPENED, case_id=None, change=CaseChange.NONE, standing=standing)


def close(standing: Standing) -> Standing:
    """The standing after the open case was reviewed: its reasons join the reviewed ones."""
    reviewed = set(standing.reviewed_reasons).union(standing.open_reasons)
    closed = (standing.open_case,) if standing.open_case else ()
    return Standing(reviewed_cases=standing.reviewed_cases + closed, reviewed_reasons=tuple(sorted(reviewed)))


def _opened(standing: Standing, case_id: str, marks: tuple[str, ...], change: CaseChange) -> CaseMove:
    after = Standing(
        open_case=case_id,
        open_reasons=marks,
        reviewed_cases=standing.reviewed_cases,
        reviewed_reasons=standing.reviewed_reasons,
    )
    return CaseMove(status=CaseStatus.OPEN, case_id=case_id, change=change, standing=after)
