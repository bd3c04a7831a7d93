"""The customer's bank accounts, cards and wallets."""

from __future__ import annotations

from collections.abc import Iterable
from operator import attrgetter

from customer_risk.scoring.catalogue import Evidence, factor, saw
from customer_risk.scoring.factors.words import LEVELS, RISK_WORDS, Placed, Texts, classified
from customer_risk.scoring.parties import names_of
from customer_risk.scoring.rule import Rule, split
from customer_risk.scoring.view import View

_ACTIVITY = ("economicProfile", "Activity")


@factor(
    "account-type",
    "Account type",
    _ACTIVITY,
    RISK_WORDS,
    reads=("Account.kind", "Account.product_code", "Account.product_type", "Account.scheme"),
    terms=LEVELS,
    needs="accounts",
)
def account_type(view: View, rule: Rule) -> Iterable[Evidence]:
    """What kind of account it is: prepaid and stored value move money without a name on it."""
    found = [
        place
        for account, where in view.accounts
        if rule.terms.occur_in(_TYPE.of(account))
        for place in _TYPE.placed(account, where)
    ]
    return classified(rule, found, "The account type")


_TYPE = Texts("product_type", "kind", "product_code", "scheme")


@factor(
    "account-status",
    "Account status",
    ("general", "Behavior"),
    RISK_WORDS,
    reads=("Account.status", "Account.contract_status", "Account.flags", "Account.attributes"),
    terms=LEVELS,
    needs="accounts",
)
def account_status(view: View, rule: Rule) -> Iterable[Evidence]:
    """Accounts that are blocked, frozen, flagged or the like, by status, contract status, flag or attribute."""
    found: list[Placed] = []
    for account, where in view.accounts:
        status, contract, flags, attributes = _STATUS(account)
        if rule.terms.occur_in((status, contract, *flags, *attributes)):
            found += [(status, where, "status"), (contract, where, "contract_status")]
            found += [(text, where, "flags") for text in flags]
            found += [(text, where, "attributes") for text in attributes]
    return classified(rule, found, "The account status") if found else ()


_STATUS = attrgetter("status", "contract_status", "flags", "attributes")


@factor(
    "account-currency",
    "Account currency",
    _ACTIVITY,
    {"crypto": "a crypto currency", "private": "a crypto currency that hides its payments"},
    reads=("Account.currency", "Account.credit_currency"),
    terms=("private", "crypto"),
    needs="accounts",
)
def account_currency(view: View, rule: Rule) -> Iterable[Evidence]:
    """Accounts held in crypto currencies."""
    found = [
        place
        for account, where in view.accounts
        if rule.terms.occur_in(_CURRENCY.of(account))
        for place in _CURRENCY.placed(account, where)
    ]
    return classified(rule, found, "The currency")


_CURRENCY = Texts("currency", "credit_currency")


@factor(
    "account-holder",
    "Account of somebody else",
    ("general", "Behavior"),
    {"third-party": "the holder shares no name with the customer"},
    reads=(
        "Account.holder",
        "Organisation.name",
        "Organisation.trade_names",
        "Party.names",
        "PersonName.aliases",
        "PersonName.at_birth",
        "PersonName.first",
        "PersonName.full",
        "PersonName.last",
        "PersonName.middle",
    ),
    needs="accounts",
)
def account_holder(view: View, _: Rule) -> Iterable[Evidence]:
    """Accounts whose holder has no name in common with the customer."""
    held = [(account.holder, where) for account, where in view.accounts if account.holder]
    own = {word for name in names_of(view.party) for word in split(name)} if held else set()
    return [
        saw("third-party", f"{where}.holder", holder, f"{holder!r}, who holds it, shares no name with the customer.")
        for holder, where in held
        if own and (words := split(holder)) and own.isdisjoint(words)
    ]


@factor(
    "credit-limit",
    "Credit limit",
    _ACTIVITY,
    {"large": "above the model's limit", "very-large": "above the model's second limit"},
    reads=("Account.credit_limit", "Account.overdraft_limit"),
    limits={"large": "amount in base currency", "very-large": "amount in base currency"},
    needs="accounts",
)
def credit_limit(view: View, rule: Rule) -> Iterable[Evidence]:
    """How much the customer may owe us on one account, by credit line or overdraft."""
    evidence = []
    for account, where in view.accounts:
        for field, amount in (("credit_limit", account.credit_limit), ("overdraft_limit", account.overdraft_limit)):
            if amount and (outcome := _size(rule, amount)):
                text = f"A limit of {amount:,.0f} is above {rule.limits[outcome]:,.0f}."
                evidence.append(saw(outcome, f"{where}.{field}", f"{amount:g}", text))
    return evidence


def _size(rule: Rule, amount: float) -> str | None:
    limits = rule.limits
    if amount > limits["very-large"]:
        return "very-large"
    return "large" if amount > limits["large"] else None


@factor(
    "contract-value",
    "Contract value",
    _ACTIVITY,
    {"large": "above the model's limit", "very-large": "above the model's second limit"},
    reads=(
        "Account.contract_total",
        "Account.contract_yearly",
        "Account.contract_monthly",
        "Account.contract_one_off",
    ),
    limits={"large": "amount in base currency", "very-large": "amount in base currency"},
    needs="accounts",
)
def contract_value(view: View, rule: Rule) -> Iterable[Evidence]:
    """How much a contract is worth: the largest of its total, its yearly, twelve monthly and its one-off payment."""
    evidence = []
    for account, where in view.accounts:
        field, amount = "contract_total", account.contract_total or 0.0
        if (yearly := account.contract_yearly) and yearly > amount:
            field, amount = "contract_yearly", yearly
        if (monthly := account.contract_monthly) and monthly * 12 > amount:
            field, amount = "contract_monthly", monthly * 12
        if (one_off := account.contract_one_off) and one_off > amount:
            field, amount = "contract_one_off", one_off
        if amount and (outcome := _size(rule, amount)):
            text = f"A contract worth {amount:,.0f} is above {rule.limits[outcome]:,.0f}."
            evidence.append(saw(outcome, f"{where}.{field}", f"{amount:g}", text))
    return evidence


@factor(
    "account-age",
    "Age of account",
    ("general", "Relationship Length"),
    {"new": "opened less than the model's months ago", "closed": "closed, and yet in the customer's accounts"},
    reads=("Account.opened", "Account.closed"),
    limits={"new-months": "months an account is new"},
    needs="accounts",
)
def account_age(view: View, rule: Rule) -> Iterable[Evidence]:
    """Accounts opened a short while ago, or closed already."""
    for account, where in view.accounts:
        opened = account.opened.latest if account.opened else None
        closed = account.closed.earliest if account.closed else None
        if closed and closed <= view.today and account.closed:
            yield saw(
                "closed", f"{where}.closed", account.closed.text, f"The account was closed on {account.closed.text}."
            )
        elif opened and account.opened and view.months_since(opened) < rule.limits["new-months"]:
            text = f"The account was opened on {account.opened.text}."
            yield saw("new", f"{where}.opened", account.opened.text, text)


@factor(
    "account-location",
    "Account elsewhere",
    ("countries", "Countries"),
    {
        "iban-differs": "the account number belongs to another country than the bank",
        "bic-differs": "the bank identifier belongs to another country than the bank",
    },
    reads=("Account.number", "Account.bank_identifier", "Account.bank_country"),
    needs="accounts",
)
def account_location(view: View, _: Rule) -> Iterable[Evidence]:
    """Whether account number (IBAN) and bank identifier (BIC) are of the country the bank is said to be in."""
    evidence = []
    for account, where in view.accounts:
        country = account.bank_country
        if not country or not view.is_country(country):
            continue
        said = f"but the bank is said to be in {country!r}."
        if (number := account.number) and (of := _iban_country(number)) and of != country and view.is_country(of):
            evidence.append(saw("iban-differs", f"{where}.number", of, f"The number is one of {of!r}, {said}"))
        if (bic := account.bank_identifier) and (of := _bic_country(bic)) and of != country and view.is_country(of):
            text = f"The bank identifier is one of {of!r}, {said}"
            evidence.append(saw("bic-differs", f"{where}.bank_identifier", of, text))
    return evidence


def _iban_country(value: str) -> str | None:
    """The country an IBAN begins with (ISO 13616); nothing for any other account number."""
    compact = "".join(value.split()).upper()
    looks_like_one = len(compact) > _SHORTEST_IBAN and compact[:2].isalpha() and compact[2:4].isdigit()
    return compact[:2] if looks_like_one else None


_SHORTEST_IBAN = 14


def _bic_country(value: str) -> str | None:
    """The country in the fifth and sixth place of a BIC (ISO 9362)."""
    compact = "".join(value.split()).upper()
    return compact[4:6] if len(compact) in {8, 11} and compact[:6].isalpha() else None
