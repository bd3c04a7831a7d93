"""Screening risks that a person entered and confirmed → what the profile is told the sender states."""

from __future__ import annotations

from msgspec.structs import replace

from customer_risk.profile import Profile
from customers.classifiers import Classifiers
from customers.view import CustomerView
from customers.wire.lists import SCREENING_RISKS

TYPES = "screeningRiskTypes"


def write(before: CustomerView, after: CustomerView, profile: Profile, tables: Classifiers) -> Profile:
    """The profile with what confirmed manual rows state now; what others stated stays."""
    was, now = _stated(before, tables), _stated(after, tables)
    if was == now:
        return profile
    changed: dict[str, bool | None] = dict.fromkeys(was - now)
    declared = replace(profile.party.declared, **changed, **dict.fromkeys(now - was, True))
    return replace(profile, party=replace(profile.party, declared=declared))


def _stated(view: CustomerView, tables: Classifiers) -> set[str]:
    confirmed = (
        row.values["idScreeningRiskType"]
        for row in view.rows.get(SCREENING_RISKS, ())
        if row.hit is None and row.values["confirmed"]
    )
    entries = (tables.entry(TYPES, id_) for id_ in confirmed if isinstance(id_, int))
    return {entry.meaning for entry in entries if entry and entry.meaning}
