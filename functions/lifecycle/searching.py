"""``GET /customer``: customers by something they gave."""

from __future__ import annotations

from customer_risk.profile import Profile
from customer_risk.storage.codec import unpack
from lifecycle import answers, others, stores
from lifecycle.intake import Work
from lifecycle.rendering import found
from lifecycle.view import Known, find

MOST = 25
"""Customers that are told; who looks for a postcode means a list, and that is not what this is for."""


def customers(tenant: str, name: str, value: str) -> answers.FoundCustomers:
    """Those of the tenant's customers that gave ``value`` as their ``name``."""
    exact = name in {"customerId", "externalId"}
    ids = [value] if exact else others.found(tenant, name, value)
    told = []
    for customer in ids:
        known = find(tenant, customer)
        if known and (name != "externalId" or known.view.external_id == value):
            told.append(found(customer, known, _profile(tenant, known)))
        if len(told) == MOST:
            break
    return answers.FoundCustomers(customers=tuple(told))


def _profile(tenant: str, known: Known) -> Profile | None:
    """The customer as onboarded last, even while the evaluation is under way."""
    pending = stores.evaluations().find(tenant, known.view.pending) if known.view.pending else None
    work = unpack(pending.work, Work) if pending and pending.work else None
    return work.profile if work else known.held.profile
