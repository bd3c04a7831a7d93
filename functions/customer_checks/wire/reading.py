"""Reads the body of a check."""

from __future__ import annotations

from typing import Any

from customer_checks.wire.request import GatewayCustomerChecks
from customer_risk.web import tolerant
from customer_risk.web.tolerant import Dropped, Read

DEEPEST_OWNERSHIP = 8
"""Levels of shareholders of shareholders that are read."""


def read_request(body: bytes | str) -> Read[GatewayCustomerChecks]:
    """The request in a body, and what of it could not be used.

    Raises :class:`customer_risk.web.tolerant.BadBody` only when the body is no JSON object.
    """
    tree = tolerant.parse(body)
    deeper = _cut_ownership(tree)
    value, dropped = tolerant.read(GatewayCustomerChecks, tree)
    return Read(value, (*_told(deeper), *dropped))


def _told(deeper: list[str]) -> tuple[Dropped, ...]:
    """The first place speaks for all: a hostile body has thousands."""
    if not deeper:
        return ()
    others = f", and so are {len(deeper) - 1} more" if len(deeper) > 1 else ""
    return (Dropped(deeper[0], f"is deeper than {DEEPEST_OWNERSHIP} levels of ownership{others}"),)


def _cut_ownership(tree: Any) -> list[str]:
    """Take out the owners beyond the deepest level, before positions shift; gives the paths."""
    cut: list[str] = []
    master = _object(_object(tree).get("masterData"))
    for party in ("accountHoldingPartyData", "counterpartyData"):
        company = _object(_object(master.get(party)).get("companyDetails"))
        _cut(company, f"masterData.{party}.companyDetails", 0, cut)
    return cut


def _cut(company: dict[str, Any], path: str, level: int, cut: list[str]) -> None:
    owners = company.get("shareholders")
    if not isinstance(owners, list):
        return
    if level == DEEPEST_OWNERSHIP:
        del company["shareholders"]
        cut.append(f"{path}.shareholders")
        return
    for position, owner in enumerate(owners):
        owned = _object(_object(owner).get("companyDetails"))
        _cut(owned, f"{path}.shareholders[{position}].companyDetails", level + 1, cut)


def _object(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
