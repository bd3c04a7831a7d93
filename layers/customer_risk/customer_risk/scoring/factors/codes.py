"""Whether numbers and codes can exist, by the libraries that know their rules."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cache
from types import ModuleType

from customer_risk.profile import Identifier
from customer_risk.scoring.catalogue import Evidence, factor, saw
from customer_risk.scoring.factors.words import short
from customer_risk.scoring.rule import Rule
from customer_risk.scoring.view import View


@factor(
    "official-number",
    "Official number",
    ("kyc", "Missing Documents"),
    {
        "impossible": "a tax, national, social-security or LEI number that follows no scheme of its country",
        "birth-date-differs": "a number of somebody born on another day",
    },
    reads=(
        "Address.country",
        "Identifier.country",
        "Identifier.kind",
        "Identifier.value",
        "Organisation.activity_countries",
        "Organisation.domicile_country",
        "Organisation.registration_country",
        "Person.activity_country",
        "Person.birth_country",
        "Person.birth_date",
        "Person.nationalities",
        "Person.residence_country",
    ),
    needs="party.identifiers",
)
def official_number(view: View, _: Rule) -> Iterable[Evidence]:
    """Whether official numbers can exist and fit the date of birth, by form and check digit.

    A number whose country is not said may be one of any country the customer is tied to. Nothing is said of countries
    whose schemes are not all known.
    """
    numbers = _numbers()
    born = _birthday(view)
    evidence: list[Evidence] = []
    for n, held in enumerate(view.party.identifiers):
        if held.kind not in numbers.SCHEMES and held.kind != "lei":
            continue
        read = numbers.read_number(held.kind, held.value, _countries(view, held))
        if read.possible and not (read.born and born):
            continue
        where, seen = f"customer.identifiers[{n}].value", short(held.value)
        if read.possible is False:
            evidence.append(saw("impossible", where, seen, f"{seen!r} cannot be a {held.kind} number."))
        elif read.born and born and _without_century(born) not in map(_without_century, read.born):
            days = " or ".join(map(str, sorted(read.born)))
            text = f"{seen!r} is a number of somebody born on {days}, the customer was born on {born}."
            evidence.append(saw("birth-date-differs", where, seen, text))
    return evidence


@cache
def _numbers() -> ModuleType:
    from customer_risk.scoring import numbers  # noqa: PLC0415 -- read only where there is a number or a code

    return numbers


def _without_century(born: date) -> tuple[int, int, int]:
    """Many schemes leave the century to be guessed."""
    return born.year % 100, born.month, born.day


def _countries(view: View, held: Identifier) -> tuple[str, ...]:
    return (held.country,) if held.country else tuple(view.home)


def _birthday(view: View) -> date | None:
    """The date of birth of a person, where it is known to the day."""
    said = view.person.birth_date if view.person else None
    if said is None or view.is_organisation or said.earliest != said.latest:
        return None
    return said.earliest


@factor(
    "account-number",
    "Account number",
    ("general", "Behavior"),
    {"impossible": "it looks like an IBAN and cannot be one"},
    reads=("Account.number",),
    needs="accounts",
)
def account_number(view: View, _: Rule) -> Iterable[Evidence]:
    """Whether account numbers that look like an IBAN (ISO 13616) can be one, by length, form and check digits."""
    given = [(number, where) for account, where in view.accounts if (number := account.number)]
    if not given:
        return ()
    iban_possible = _numbers().iban_possible
    return [
        saw("impossible", f"{where}.number", short(number), f"{short(number)!r} is no valid IBAN.")
        for number, where in given
        if iban_possible(number) is False
    ]


@factor(
    "category-code",
    "Merchant category code",
    ("economicProfile", "Activity"),
    {"unknown": "four digits that no list of merchant category codes has"},
    reads=("Distribution.labels", "Organisation.business_purposes"),
)
def category_code(view: View, _: Rule) -> Iterable[Evidence]:
    """Whether business purposes of four digits are merchant category codes (ISO 18245, and those of card schemes)."""
    purposes = [*(view.organisation.business_purposes if view.organisation else ())]
    for part in view.business.expected.business_purposes:
        purposes += part.labels
    codes = [purpose for purpose in purposes if len(purpose) == _DIGITS and purpose.isascii() and purpose.isdigit()]
    if not codes:
        return ()
    is_category_code = _numbers().is_category_code
    where, words = "customer.organisation.business_purposes", "is no merchant category code."
    return [
        saw("unknown", where, code, f"The business purpose {code!r} {words}")
        for code in dict.fromkeys(codes)
        if not is_category_code(code)
    ]


_DIGITS = 4
