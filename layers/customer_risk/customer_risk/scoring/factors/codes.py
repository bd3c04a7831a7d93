"""Whether numbers and codes can exist, by the libraries that know their rules."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

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
    from customer_risk.scoring.numbers import SCHEMES, read_number  # noqa: PLC0415 -- read only for a number

    born = _birthday(view)
    for n, held in enumerate(view.party.identifiers):
        if held.kind not in SCHEMES and held.kind != "lei":
            continue
        read = read_number(held.kind, held.value, _countries(view, held))
        where, seen = f"customer.identifiers[{n}].value", short(held.value)
        if read.possible is False:
            yield saw("impossible", where, seen, f"{seen!r} cannot be a {held.kind} number.")
        elif read.born and born and _without_century(born) not in map(_without_century, read.born):
            days = " or ".join(map(str, sorted(read.born)))
            text = f"{seen!r} is a number of somebody born on {days}, the customer was born on {born}."
            yield saw("birth-date-differs", where, seen, text)


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
        return
    from customer_risk.scoring.numbers import iban_possible  # noqa: PLC0415 -- read only for a number

    for number, where in given:
        if iban_possible(number) is False:
            yield saw("impossible", f"{where}.number", short(number), f"{short(number)!r} is no valid IBAN.")


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
    purposes += [label for part in view.business.expected.business_purposes for label in part.labels]
    codes = [
        purpose
        for purpose in dict.fromkeys(purposes)
        if len(purpose) == _DIGITS and purpose.isascii() and purpose.isdigit()
    ]
    if not codes:
        return
    from customer_risk.scoring.numbers import is_category_code  # noqa: PLC0415 -- read only for a code

    for code in codes:
        if not is_category_code(code):
            text = f"The business purpose {code!r} is no merchant category code."
            yield saw("unknown", "customer.organisation.business_purposes", code, text)


_DIGITS = 4
