"""Whether the business expected fits the customer."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from operator import attrgetter

from customer_risk.profile import Expected
from customer_risk.scoring.catalogue import Applies, Evidence, factor, saw
from customer_risk.scoring.factors.words import LEVELS, RISK_WORDS, classified
from customer_risk.scoring.rule import Rule
from customer_risk.scoring.view import View

_ACTIVITY = ("economicProfile", "Activity")
_STATEMENTS = ("economicProfile", "Financial Statements")
_WHERE = "business.expected"

_VOLUME = ("Expected.volume_daily", "Expected.volume_monthly", "Expected.volume_yearly")
_INCOME = ("Expected.income_daily", "Expected.income_monthly", "Expected.income_yearly")
_COUNT = ("Expected.count_daily", "Expected.count_monthly", "Expected.count_yearly")


def _yearly(expected: Expected, what: str) -> tuple[float, str] | None:
    """An expected figure a year with the field it comes from; months and days stand in where the year is not said."""
    yearly, monthly, daily = _FIGURES[what](expected)
    if yearly is not None:
        return yearly, f"{_WHERE}.{what}_yearly"
    if monthly is not None:
        return monthly * 12, f"{_WHERE}.{what}_monthly"
    return (daily * 365, f"{_WHERE}.{what}_daily") if daily is not None else None


_FIGURES: dict[str, Callable[[Expected], tuple[float | None, float | None, float | None]]] = {
    what: attrgetter(f"{what}_yearly", f"{what}_monthly", f"{what}_daily") for what in ("income", "volume", "count")
}


@factor(
    "expected-volume",
    "Expected volume",
    _ACTIVITY,
    {"large": "above the model's limit a year", "very-large": "above the model's second limit a year"},
    reads=_VOLUME,
    missing=True,
    limits={"large": "amount in base currency a year", "very-large": "amount in base currency a year"},
)
def expected_volume(view: View, rule: Rule) -> Iterable[Evidence]:
    """How much is expected to move in a year."""
    volume = _yearly(view.business.expected, "volume")
    if volume is None:
        return rule.silence(f"{_WHERE}.volume_yearly", "The expected volume is not known.")
    amount, where = volume
    for outcome in ("very-large", "large"):
        if amount > rule.limits[outcome]:
            text = f"An expected volume of {amount:,.0f} a year is above {rule.limits[outcome]:,.0f}."
            return (saw(outcome, where, f"{amount:g}", text),)
    return ()


@factor(
    "volume-against-income",
    "Volume against income",
    _ACTIVITY,
    {"above": "above the model's multiple of the income", "far-above": "above the model's second multiple"},
    reads=(
        "Expected.income_daily",
        "Expected.income_monthly",
        "Expected.income_yearly",
        "Expected.volume_daily",
        "Expected.volume_monthly",
        "Expected.volume_yearly",
        "Income.maximum",
        "Income.minimum",
        "Income.period",
    ),
    limits={"above": "volume per income", "far-above": "volume per income"},
)
def volume_against_income(view: View, rule: Rule) -> Iterable[Evidence]:
    """Whether more is expected to move than comes in.

    The income is the expected one, else the sum of the incomes declared (their upper ends).
    """
    business = view.business
    volume = _yearly(business.expected, "volume")
    income = _yearly(business.expected, "income")
    earned = income[0] if income else _declared(view)
    if volume is None or earned is None or earned <= 0:
        return ()
    times = volume[0] / earned
    for outcome in ("far-above", "above"):
        if times > rule.limits[outcome]:
            text = f"A volume of {volume[0]:,.0f} a year is {times:.1f} times the income of {earned:,.0f}."
            return (saw(outcome, volume[1], f"{times:.1f}", text),)
    return ()


_PERIODS = {"daily": 365, "monthly": 12, "annual": 1, "yearly": 1, "single": 1}


def _declared(view: View) -> float | None:
    said = [
        amount * _PERIODS.get((income.period or "annual").casefold(), 1)
        for income in view.business.incomes
        if (amount := income.maximum if income.maximum is not None else income.minimum) is not None
    ]
    return sum(said) if said else None


@factor(
    "ticket-size",
    "Ticket size",
    _ACTIVITY,
    {
        "large": "the largest payment is above the model's limit",
        "very-large": "the largest payment is above the model's second limit",
        "spread": "the largest payment is above the model's multiple of the average",
    },
    reads=("Expected.ticket_max", "Expected.ticket_average"),
    limits={
        "large": "amount in base currency",
        "very-large": "amount in base currency",
        "spread": "largest payment per average payment",
    },
)
def ticket_size(view: View, rule: Rule) -> Iterable[Evidence]:
    """How large single payments will be, and how far the largest stands out."""
    expected, where = view.business.expected, f"{_WHERE}.ticket_max"
    largest = expected.ticket_max if expected.ticket_max is not None else expected.ticket_average
    if largest is None:
        return
    for outcome in ("very-large", "large"):
        if largest > rule.limits[outcome]:
            text = f"A payment of {largest:,.0f} is above {rule.limits[outcome]:,.0f}."
            yield saw(outcome, where, f"{largest:g}", text)
            break
    average = expected.ticket_average
    if average and average > 0 and largest / average > rule.limits["spread"]:
        text = f"The largest payment of {largest:,.0f} is {largest / average:,.0f} times the average of {average:,.2f}."
        yield saw("spread", where, f"{largest / average:.0f}", text)


@factor(
    "expected-count",
    "Number of payments",
    _ACTIVITY,
    {
        "many": "more payments a year than the model's limit",
        "contradictory": "volume, number and average of payments contradict each other by more than the model's factor",
    },
    reads=(*_COUNT, *_VOLUME, "Expected.ticket_average"),
    limits={"many": "payments a year", "contradiction": "factor between volume and number times average"},
)
def expected_count(view: View, rule: Rule) -> Iterable[Evidence]:
    """How many payments are expected, and whether that fits their size and sum."""
    expected = view.business.expected
    count = _yearly(expected, "count")
    if count is None:
        return
    number, where = count
    if number > rule.limits["many"]:
        yield saw("many", where, f"{number:g}", f"{number:,.0f} payments a year are expected.")
    volume, average = _yearly(expected, "volume"), expected.ticket_average
    if volume and average and number > 0 and volume[0] > 0 and average > 0:
        times = number * average / volume[0]
        if times == 0 or max(times, 1 / times) > rule.limits["contradiction"]:
            text = f"{number:,.0f} payments of {average:,.2f} do not make a volume of {volume[0]:,.0f} a year."
            yield saw("contradictory", where, f"{number:g}", text)


@factor(
    "volatility",
    "Volatility of the volume",
    _ACTIVITY,
    RISK_WORDS,
    reads=("Expected.volatility", "Expected.discount_frequency"),
    terms=LEVELS,
)
def volatility(view: View, rule: Rule) -> Iterable[Evidence]:
    """How unsteady the business is said to be: peaks hide what does not belong."""
    expected = view.business.expected
    volatility, discounts = expected.volatility, expected.discount_frequency
    if not rule.terms.occur_in((volatility, discounts)):
        return ()
    found = [(volatility, _WHERE, "volatility"), (discounts, _WHERE, "discount_frequency")]
    return classified(rule, found, "The volatility")


@factor(
    "deposit-delay",
    "Delay of deposits",
    _ACTIVITY,
    {"long": "longer than the model's days"},
    reads=("Expected.deposit_delay",),
    limits={"long-days": "days between payment and delivery or availability"},
    needs="business.expected.deposit_delay",
)
def deposit_delay(view: View, rule: Rule) -> Iterable[Evidence]:
    """How long deposited funds take to be available, given as days with a ``d``; other words say nothing."""
    text = view.business.expected.deposit_delay
    if text and (match := _DAYS.fullmatch(text)) and int(match[1]) > rule.limits["long-days"]:
        yield saw("long", f"{_WHERE}.deposit_delay", text, f"Deposits are delayed by {int(match[1])} days.")


_DAYS = re.compile(r"\s*([0-9]{1,6})\s*d(?:ays?)?\s*", re.IGNORECASE)


@factor(
    "activity-without-means",
    "Activity beyond the situation",
    _ACTIVITY,
    {"beyond": "a student, a pensioner or somebody without work expects more than the model's limit a year"},
    reads=(*_VOLUME, "Person.student", "Person.pensioner", "Person.employment_status"),
    applies=Applies.PERSON,
    limits={"volume": "amount in base currency a year"},
    terms=("beyond",),
)
def activity_without_means(view: View, rule: Rule) -> Iterable[Evidence]:
    """Whether the volume fits somebody who studies, is retired or does not work (the model lists the words)."""
    person, volume = view.person, _yearly(view.business.expected, "volume")
    if person is None or view.is_organisation or volume is None or volume[0] <= rule.limits["volume"]:
        return
    idle = person.employment_status and rule.terms[person.employment_status]
    if person.student or person.pensioner or idle:
        who = "student" if person.student else "pensioner" if person.pensioner else str(person.employment_status)
        yield saw("beyond", volume[1], f"{volume[0]:g}", f"A volume of {volume[0]:,.0f} a year for a {who}.")


@factor(
    "financial-statements",
    "Financial statements",
    _STATEMENTS,
    {
        "old": "the latest is of a year further back than the model's limit",
        "no-copy": "no copy is held of the latest",
        "loss": "the latest shows more expenses than income",
        "ahead": "a statement of a year that has not come",
    },
    reads=("Statement.copy_held", "Statement.expenses", "Statement.income", "Statement.kind", "Statement.year"),
    applies=Applies.ORGANISATION,
    missing=True,
    limits={"old-years": "years after which a statement is old"},
    needs="business.statements",
)
def financial_statements(view: View, rule: Rule) -> Iterable[Evidence]:
    """Whether there is a recent financial statement of an organisation, and what it shows."""
    statements = view.business.statements
    if not statements:
        if view.is_organisation:
            yield from rule.silence("business.statements", "There is no financial statement.")
        return
    n, latest = max(enumerate(statements), key=lambda one: (one[1].year, one[1].kind or 0, -one[0]))
    where = f"business.statements[{n}]"
    if latest.year > view.today.year:
        yield saw("ahead", f"{where}.year", str(latest.year), f"The statement is of {latest.year}, which is to come.")
    elif view.today.year - latest.year > rule.limits["old-years"]:
        yield saw("old", f"{where}.year", str(latest.year), f"The latest financial statement is of {latest.year}.")
    if latest.copy_held is False:
        yield saw("no-copy", f"{where}.copy_held", "false", f"No copy is held of the statement of {latest.year}.")
    if latest.income is not None and latest.expenses is not None and latest.expenses > latest.income:
        text = f"Expenses of {latest.expenses:,.0f} exceed the income of {latest.income:,.0f} in {latest.year}."
        yield saw("loss", f"{where}.expenses", f"{latest.expenses:g}", text)
