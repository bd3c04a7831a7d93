"""What a telephone number says of itself."""

from __future__ import annotations

from functools import lru_cache

import phonenumbers
from phonenumbers import PhoneNumberType

from customer_risk.records import Record

_PREMIUM = {PhoneNumberType.PREMIUM_RATE, PhoneNumberType.SHARED_COST, PhoneNumberType.PERSONAL_NUMBER}


class Phone(Record):
    """A number as far as it could be read: ``countries`` are those its calling code stands for."""

    possible: bool
    countries: frozenset[str] = frozenset()
    premium: bool = False


@lru_cache(maxsize=4096)
def read_phone(text: str, home: str | None) -> Phone:
    """Read a number; one without a calling code is taken as a number of ``home``, if that is given."""
    try:
        number = phonenumbers.parse(text, home)
    except phonenumbers.NumberParseException:
        # without a calling code and without a home there is nothing to hold against it
        digits = sum(character.isdigit() for character in text)
        return Phone(possible=_FEWEST <= digits <= _MOST and not text.strip().startswith("+"))
    if not phonenumbers.is_possible_number(number):
        return Phone(possible=False)
    countries = phonenumbers.region_codes_for_country_code(number.country_code or 0)
    return Phone(
        possible=True,
        countries=frozenset(countries) - {"001"},
        premium=phonenumbers.number_type(number) in _PREMIUM,
    )


# ITU-T E.164 allows fifteen digits; no country has subscriber numbers of fewer than four.
_FEWEST, _MOST = 4, 15
