"""What official numbers, account numbers and codes say of themselves, by python-stdnum and iso18245.

Both are imported when the first number is read, and only the countries asked for: importing them costs more than
scoring a customer.
"""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from importlib import import_module

from customer_risk.records import Record

_PEOPLE = {
    "AT": ("vnr",),
    "BE": ("nn", "bis"),
    "BG": ("egn", "pnf"),
    "CH": ("ssn",),
    "CZ": ("rc",),
    "DK": ("cpr",),
    "EE": ("ik",),
    "FI": ("hetu",),
    "FR": ("nir",),
    "HR": ("oib",),
    "IE": ("pps",),
    "IT": ("codicefiscale",),
    "LT": ("asmens",),
    "NL": ("bsn",),
    "NO": ("fodselsnummer",),
    "PL": ("pesel",),
    "RO": ("cnp",),
    "SE": ("personnummer",),
    "SI": ("emso",),
    "SK": ("rc",),
    "TR": ("tckimlik",),
    "US": ("ssn", "itin"),
}
_TAX = {
    "AT": ("tin", "uid"),
    "BE": ("nn", "bis", "vat"),
    "BG": ("egn", "pnf", "vat"),
    "CZ": ("rc", "dic"),
    "DE": ("idnr", "stnr", "vat"),
    "DK": ("cpr", "cvr"),
    "EE": ("ik", "kmkr"),
    "ES": ("nif",),
    "FI": ("hetu", "alv", "ytunnus"),
    "FR": ("nif", "tva", "siren", "siret"),
    "GR": ("vat",),
    "HR": ("oib",),
    "IE": ("pps", "vat"),
    "IT": ("codicefiscale", "iva"),
    "LT": ("asmens", "pvm"),
    "NL": ("bsn", "btw"),
    "NO": ("fodselsnummer", "orgnr", "mva"),
    "PL": ("pesel", "nip"),
    "PT": ("nif",),
    "RO": ("cnp", "cf"),
    "SE": ("personnummer", "orgnr", "vat"),
    "SI": ("emso", "ddv"),
    "SK": ("rc", "dph"),
    "TR": ("tckimlik", "vkn"),
    "US": ("ssn", "itin", "ein", "atin", "ptin"),
}
SCHEMES = {"national": _PEOPLE, "social-security": _PEOPLE, "tax": _TAX}
"""By kind of identifier and country, the schemes (modules of python-stdnum) a number may follow.

A country stands here when the library knows every scheme of that kind that the country uses, so that a number which
follows none of them cannot exist.
"""

_LONGEST = 64


class Number(Record):
    """``possible`` is ``None`` where nothing can be said; ``born`` are the dates of birth that the number may mean."""

    possible: bool | None = None
    born: frozenset[date] = frozenset()


@lru_cache(maxsize=4096)
def read_number(kind: str, value: str, countries: tuple[str, ...]) -> Number:
    """Read a number of one of these countries.

    It is impossible when it follows no scheme of any of them, and none of them lacks schemes to be held against.
    """
    if kind == "lei":
        return Number(possible=_follows("stdnum.lei", value))
    by_country = SCHEMES.get(kind, {})
    modules = [f"stdnum.{country.lower()}.{scheme}" for country in countries for scheme in by_country.get(country, ())]
    followed = [module for module in modules if _follows(module, value)]
    if followed:
        born = {_born(module, value) for module in followed}
        return Number(possible=True, born=frozenset(day for day in born if day) if None not in born else frozenset())
    judged = bool(countries) and all(country in by_country for country in countries)
    return Number(possible=False if judged else None)


def _follows(module: str, value: str) -> bool:
    # some schemes take any digit of Unicode for one and fail on it later
    if len(value) > _LONGEST or not value.isascii():
        return False
    follows: bool = import_module(module).is_valid(value)
    return follows


def _born(module: str, value: str) -> date | None:
    """The date of birth in a number, where its scheme has one."""
    read = getattr(import_module(module), "get_birth_date", None)
    try:
        return read(value) if read else None
    except ValueError:
        return None


_LIKE_IBAN = re.compile(r"[A-Z]{2}[0-9]{2}[0-9A-Z]{11,}")


@lru_cache(maxsize=4096)
def iban_possible(text: str) -> bool | None:
    """Whether an account number can be the IBAN it looks like; ``None`` when it does not look like one."""
    compact = "".join(text.split()).upper()
    if not _LIKE_IBAN.fullmatch(compact):
        return None
    return _follows("stdnum.iban", compact)


@lru_cache(maxsize=1024)
def is_category_code(code: str) -> bool:
    """Whether four digits are a merchant category code that ISO 18245 or a card scheme has given out."""
    from iso18245 import MCCNotFound, get_mcc  # noqa: PLC0415 -- its tables are read only for a code

    try:
        get_mcc(code)
    except MCCNotFound:
        return False
    return True
