"""Where the money comes from."""

from __future__ import annotations

from collections.abc import Iterable

from customer_risk.scoring.catalogue import Evidence, factor, saw
from customer_risk.scoring.factors.words import LEVELS, RISK_WORDS, classified
from customer_risk.scoring.rule import Rule
from customer_risk.scoring.view import View

_WEALTH = ("economicProfile", "Wealth")


@factor(
    "source-of-funds",
    "Source of income or wealth",
    _WEALTH,
    RISK_WORDS,
    reads=("Business.income_description", "Income.comment", "Income.kind", "Income.source"),
    missing=True,
    terms=LEVELS,
)
def source_of_funds(view: View, rule: Rule) -> Iterable[Evidence]:
    """What income, wealth and turnover come from."""
    business = view.business
    found: list[tuple[str | None, str, str]] = [(business.income_description, "business", "income_description")]
    for row, where in view.funds:
        found += [(row.kind, where, "kind"), (row.source, where, "source"), (row.comment, where, "comment")]
    if not any(text for text, *_ in found):
        return rule.silence("business.incomes", "No source of income or wealth is known.")
    return classified(rule, found, "The source of funds")


@factor(
    "unverified-funds",
    "Unverified income or wealth",
    _WEALTH,
    {
        "unverified": "its status is one the model lists as unverified",
        "unsourced": "a scale without a source",
    },
    reads=("Income.status", "Income.source", "Income.kind", "Income.scale"),
    terms=("unverified",),
    needs="funds",
)
def unverified_funds(view: View, rule: Rule) -> Iterable[Evidence]:
    """Whether sources are proved. The ids of a status differ by installation, so the model lists them as words."""
    for row, where in view.funds:
        if row.status is not None and rule.terms[str(row.status)]:
            yield saw("unverified", f"{where}.status", str(row.status), f"{row.source or 'A source'} is not verified.")
        if row.scale is not None and not (row.source or row.kind):
            yield saw("unsourced", f"{where}.source", "", f"A scale of {row.scale} is given without a source.")


@factor(
    "wealth-size",
    "Size of wealth or income",
    _WEALTH,
    {"large-scale": "a scale as high as the model's or higher", "large-amount": "an amount above the model's limit"},
    reads=("Income.kind", "Income.maximum", "Income.minimum", "Income.scale", "Income.source"),
    limits={"scale": "id of the lowest high scale", "amount": "amount in base currency"},
    needs="funds",
)
def wealth_size(view: View, rule: Rule) -> Iterable[Evidence]:
    """How rich the customer is said to be."""
    for row, where in view.funds:
        if row.scale is not None and row.scale >= rule.limits["scale"]:
            yield saw(
                "large-scale", f"{where}.scale", str(row.scale), f"{row.source or 'A source'}: scale {row.scale}."
            )
        amounts = (amount for amount in (row.maximum, row.minimum) if amount is not None)
        amount = max(amounts, default=0.0)
        if amount > rule.limits["amount"]:
            text = f"{row.source or row.kind or 'A source'}: {amount:,.0f} is above {rule.limits['amount']:,.0f}."
            yield saw("large-amount", f"{where}.maximum", f"{amount:g}", text)


@factor(
    "income-shares",
    "Unexplained income",
    _WEALTH,
    {"remainder": "the shares named leave more unexplained than the model allows", "too-much": "they exceed the whole"},
    reads=("Income.share",),
    limits={"remainder": "share (0 to 1) that may stay unexplained"},
    needs="business.incomes",
)
def income_shares(view: View, rule: Rule) -> Iterable[Evidence]:
    """Whether the shares of the sources of income make up the whole, where shares are named."""
    shares = [row.share for row in view.business.incomes if row.share is not None]
    if not shares:
        return
    total = sum(shares)
    if total > 1 + _ROUNDING:
        yield saw("too-much", "business.incomes", f"{total:.0%}", f"The sources of income make {total:.0%}.")
    elif 1 - total > rule.limits["remainder"]:
        yield saw("remainder", "business.incomes", f"{total:.0%}", f"The sources of income make only {total:.0%}.")


_ROUNDING = 0.005


@factor(
    "initial-deposit",
    "Initial deposit",
    _WEALTH,
    {
        "high": "its source is of high risk by the model's list",
        "elevated": "its source is of elevated risk by the model's list",
        "large": "above the model's limit",
        "beyond-income": "above the model's multiple of the yearly income or turnover",
        "unsourced": "an amount without a source",
    },
    reads=(
        "Deposit.account",
        "Deposit.amount",
        "Deposit.bank",
        "Deposit.currency",
        "Deposit.source",
        "Expected.income_yearly",
        "Expected.volume_yearly",
        "Income.maximum",
        "Income.minimum",
    ),
    limits={"large": "amount, in the currency of the deposit", "beyond-income": "deposit per yearly income"},
    terms=LEVELS,
    needs="business.deposit",
)
def initial_deposit(view: View, rule: Rule) -> Iterable[Evidence]:
    """The first deposit: how large it is, by itself and against income and turnover, and where it comes from."""
    deposit, where = view.business.deposit, "business.deposit"
    if deposit is None:
        return
    found = [(getattr(deposit, field), where, field) for field in ("source", "bank", "account", "currency")]
    yield from classified(rule, found, "The deposit")
    amount = deposit.amount
    if amount is None:
        return
    if amount > 0 and not deposit.source:
        yield saw("unsourced", f"{where}.source", "", f"The deposit of {amount:,.0f} has no source.")
    if amount > rule.limits["large"]:
        text = f"The deposit of {amount:,.0f} is above {rule.limits['large']:,.0f}."
        yield saw("large", f"{where}.amount", f"{amount:g}", text)
    earned = _earned(view)
    if earned and amount / earned > rule.limits["beyond-income"]:
        text = f"The deposit of {amount:,.0f} is {amount / earned:.1f} times the yearly {earned:,.0f}."
        yield saw("beyond-income", f"{where}.amount", f"{amount:g}", text)


def _earned(view: View) -> float | None:
    """What the customer has in a year: expected income, else volume, else the largest turnover declared."""
    expected = view.business.expected
    if expected.income_yearly or expected.volume_yearly:
        return expected.income_yearly or expected.volume_yearly
    ends = ((row.maximum if row.maximum is not None else row.minimum) for row in view.business.turnovers)
    return max((end for end in ends if end is not None), default=None)
