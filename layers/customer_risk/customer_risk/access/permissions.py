"""What people of a tenant may do: roles, each a set of permissions."""

from __future__ import annotations

from enum import StrEnum


class Permission(StrEnum):
    """One thing that may be allowed."""

    READ_CUSTOMERS = "customers:read"
    WRITE_CUSTOMERS = "customers:write"
    READ_CASES = "cases:read"
    WRITE_CASES = "cases:write"
    APPROVE_RISK = "risk:approve"
    WRITE_CLASSIFIERS = "classifiers:write"
    READ_MODELS = "models:read"
    DRAFT_MODELS = "models:draft"
    PUBLISH_MODELS = "models:publish"


class Role(StrEnum):
    """What somebody is. Whoever approves must not have caused what is approved; that is asked case by case."""

    READER = "reader"
    OFFICER = "officer"
    APPROVER = "approver"
    ADMINISTRATOR = "administrator"


_READER = frozenset({Permission.READ_CUSTOMERS, Permission.READ_CASES, Permission.READ_MODELS})
_OFFICER = _READER | {Permission.WRITE_CUSTOMERS, Permission.WRITE_CASES, Permission.DRAFT_MODELS}
_APPROVER = _OFFICER | {Permission.APPROVE_RISK, Permission.PUBLISH_MODELS}

PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.READER: _READER,
    Role.OFFICER: _OFFICER,
    Role.APPROVER: _APPROVER,
    Role.ADMINISTRATOR: _APPROVER | {Permission.WRITE_CLASSIFIERS},
}
"""What each role allows."""
