"""Classifiers: the values that a tenant's customers may have in some fields.

Every institution has its own. Those it configures (``Tenant.classifiers``) replace ours by name; ours are the values
that public samples show, ISO 3166-1 for countries and ISO 4217 for currencies.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from amlyze_intake.currencies import CURRENCIES
from amlyze_intake.wanted import GROUNDS
from customer_risk.reference.countries import CODES

LEAD = "LEAD_"
"""Risk management categories that begin so are of leads."""
OPERATION = "OP_"
"""Risk management categories that begin so are of operations."""

DEFAULTS: Mapping[str, tuple[str, ...]] = {
    "accountType": (),
    "activityType": ("ACTIVITY_OTHER", "OTHER"),
    "addressType": ("HEADQUARTERS", "RESIDENCE", "REGISTRATION"),
    "appealReasonType": ("RECOMMENDATIONS", "PURPOSE_GET_LOAN", "PURPOSE_INVEST"),
    "businessUnit": ("BUSINESS_UNIT_NAME",),
    "country": tuple(sorted(CODES)),
    "currency": CURRENCIES,
    "decisionGround": tuple(GROUNDS.values()),
    "incomeSourceType": (
        "SALARY",
        "BUSINESS_REVENUE_OR_ASSET_SALE",
        "PASSIVE_INCOME",
        "SEASONAL_ACTIVITIES",
        "BUSINESS_ACTIVITIES",
    ),
    "introductionSourceType": ("Internet",),
    "legalForm": ("LTD", "COOPERATIVE", "CORPORATION"),
    "operationType": ("SEPA", "SWIFT", "INTERNAL", "CASH", "CARD", "CRYPTO"),
    "paymentPurposeType": ("TAXES", "RENT_AND_UTILITIES", "MARKETING_SERVICES", "PAYMENT_FOR_SERVICES"),
    "relationType": ("OWNER", "DIRECTOR", "SHAREHOLDER", "MANAGER", "HOST"),
    "riskManagementCategory": (
        *("IND", "ORG", "IND_AMLYZE", "ORG_AMLYZE", "LEAD_IND", "LEAD_ORG", "OCCASIONAL_CUSTOMER"),
        *("OP_DEFAULT", "OP_TRANSFER"),
    ),
    "serviceType": (
        "LOANS",
        "OUT_INTERNATIONAL_PAYMENT",
        "CHECKINGACCOUNT",
        "CURRENCY_EXCHANGE",
        "CREDIT_LINE",
        "ONLINEBANKING",
    ),
    "sourceOfWealth": ("INHERITANCE", "6"),
    "turnoverType": (
        "PLANNED_FUTURE_INCOME",
        "FORMER_TURNOVER",
        "EXPECTED_AVERAGE_AMOUNT_OF_INCOMING_PAYMENT",
        "EXPECTED_TOTAL_INCOME",
        "CASH_PERCENTAGE",
        "TURNOVER_PER_MONTH",
    ),
}
"""What is known without asking the institution."""


class Classifiers:
    """The classifiers of one tenant: ``own`` replaces the defaults name by name."""

    def __init__(self, own: Mapping[str, Sequence[str]]) -> None:
        self._own = {name: tuple(values) for name, values in own.items()}

    def values(self, name: str) -> tuple[str, ...] | None:
        """The values of a classifier in their order; ``None`` when there is no such classifier."""
        return self._own.get(name, DEFAULTS.get(name))

    def knows(self, name: str, value: str) -> bool:
        """Whether a classifier has a value, in exactly this spelling."""
        return value in _members(self.values(name) or ())

    def overridden(self, name: str) -> bool:
        """Whether the tenant has values of its own."""
        return name in self._own

    def is_lead(self, category: str | None) -> bool:
        """Whether a risk management category is one of leads."""
        return category is not None and category.startswith(LEAD)

    def is_for_operations(self, category: str | None) -> bool:
        """Whether a risk management category is one of operations, not of customers."""
        return category is not None and category.startswith(OPERATION)


@lru_cache(maxsize=64)
def _members(values: tuple[str, ...]) -> frozenset[str]:
    return frozenset(values)
