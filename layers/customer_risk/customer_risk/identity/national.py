"""Official numbers: whether they can exist, and whether they tell the date of birth and gender the customer tells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from importlib import import_module

from customer_risk.identity.result import Finding, failed, noted
from customer_risk.partial_date import PartialDate
from customer_risk.profile import Identifier, Person
from customer_risk.records import Record
from customer_risk.scoring.fraud import Signal, Tag
from customer_risk.scoring.numbers import SCHEMES, read_number

NAMED = {
    "AR": {"dni": "dni", "cuit": "cuit"},
    "BR": {"cpf": "cpf"},
    "CL": {"run": "rut", "rut": "rut"},
    "CN": {"ric": "ric", "residentidentitycard": "ric"},
    "DO": {"cedula": "cedula"},
    "EC": {"ci": "ci", "cedula": "ci"},
    "ES": {"dni": "dni", "nie": "nie", "nif": "nif"},
    "FR": {"nir": "nir"},
    "GB": {"nhs": "nhs"},
    "ID": {"nik": "nik"},
    "IL": {"teudatzehut": "idnr"},
    "IN": {"aadhaar": "aadhaar", "pan": "pan", "epic": "epic"},
    "IS": {"kennitala": "kennitala"},
    "KR": {"rrn": "rrn"},
    "MX": {"curp": "curp", "rfc": "rfc"},
    "MY": {"mykad": "nric", "nric": "nric"},
    "PK": {"cnic": "cnic"},
    "PT": {"cc": "cc", "nif": "nif"},
    "TH": {"pin": "pin"},
    "ZA": {"id": "idnr", "idnumber": "idnr"},
}
"""Modules of python-stdnum by country and by the sender's own word for the number: a number said to be one must be."""

_MODULES = {"IN": "in_", "IS": "is_"}

# Where python-stdnum tells no gender: the digit that is odd for men, counted in the compact number.
_ODD_FOR_MEN = {
    "stdnum.cn.ric": 16,
    "stdnum.dk.cpr": 9,
    "stdnum.fi.hetu": 9,
    "stdnum.fr.nir": 0,
    "stdnum.kr.rrn": 6,
    "stdnum.lt.asmens": 0,
    "stdnum.ro.cnp": 0,
}
_WOMENS_MONTHS_FROM_50 = {"stdnum.cz.rc", "stdnum.sk.rc"}
_LONGEST = 64
_GENDERS = {"m": "M", "male": "M", "man": "M", "f": "F", "female": "F", "woman": "F", "w": "F"}


class Code(Record):
    """What a number says. ``possible`` and ``gender`` (``M``, ``F``) are ``None`` where it does not tell."""

    possible: bool | None = None
    born: frozenset[date] = frozenset()
    gender: str | None = None


def check_numbers(
    identifiers: tuple[Identifier, ...], person: Person | None
) -> Iterator[tuple[Finding, Signal | None]]:
    """Hold every number that is given out to people against its scheme, and against the person."""
    for identifier in identifiers:
        if identifier.kind not in SCHEMES:
            continue
        code = read_code(identifier.kind, identifier.value, identifier.country, identifier.type)
        if code.possible is False:
            text = "The national number cannot exist: no such number is given out by its country."
            yield failed(Tag.NATIONAL_NUMBER, text), Signal.NATIONAL_CODE_INVALID
        elif code.possible is None:
            yield noted(Tag.NATIONAL_NUMBER, "Nothing is known of how its country makes such numbers."), None
        elif person:
            yield from _contradictions(code, person)


def _contradictions(code: Code, person: Person) -> Iterator[tuple[Finding, Signal | None]]:
    if code.born and person.birth_date and not _may_be(code.born, person.birth_date):
        text = "The national number tells another date of birth."
        yield failed(Tag.NATIONAL_NUMBER, text), Signal.NATIONAL_CODE_MISMATCH
        yield failed(Tag.CONSISTENCY, "Date of birth and national number contradict each other."), None
    said = _GENDERS.get((person.gender or "").strip().lower())
    if code.gender and said and code.gender != said:
        text = "The national number tells another gender."
        yield failed(Tag.NATIONAL_NUMBER, text), Signal.NATIONAL_CODE_MISMATCH
        yield failed(Tag.CONSISTENCY, "Gender and national number contradict each other."), None


def _may_be(born: frozenset[date], said: PartialDate) -> bool:
    """Whether a date known to a month or a year may be one of those days; an unreadable one contradicts nothing."""
    first, last = said.earliest, said.latest
    return first is None or last is None or any(first <= day <= last for day in born)


@lru_cache(maxsize=1024)
def read_code(kind: str, value: str, country: str | None, type_: str | None) -> Code:
    """Read one number of ``country`` (alpha-2), which the sender calls ``type_``."""
    if country is None:
        return Code()
    named = NAMED.get(country, {}).get(re.sub(r"[^a-z]", "", (type_ or "").lower()))
    if named:
        module = f"stdnum.{_MODULES.get(country, country.lower())}.{named}"
        return _read(module, value) or Code(possible=False)
    number = read_number(kind, value, (country,))
    if not number.possible:
        return Code(possible=number.possible)
    modules = [f"stdnum.{country.lower()}.{scheme}" for scheme in SCHEMES[kind][country]]
    genders = {read.gender for module in modules if (read := _read(module, value))}
    return Code(possible=True, born=number.born, gender=genders.pop() if len(genders) == 1 else None)


def _read(module: str, value: str) -> Code | None:
    """What a number says that follows one scheme; ``None`` where it does not follow it."""
    scheme = import_module(module)
    if len(value) > _LONGEST or not value.isascii() or not scheme.is_valid(value):
        return None
    tell = getattr(scheme, "get_birth_date", None)
    born: set[date] = set()
    if tell:
        try:
            born.add(tell(value))
        except ValueError:  # some numbers of some schemes hold none
            born.clear()
    return Code(possible=True, born=frozenset(born), gender=_gender(module, scheme.compact(value), value))


def _gender(module: str, compact: str, value: str) -> str | None:
    if module in _WOMENS_MONTHS_FROM_50:
        return "F" if int(compact[2:4]) > 50 else "M"  # noqa: PLR2004  the scheme adds 50 to a woman's month
    if module in _ODD_FOR_MEN:
        digit = compact[_ODD_FOR_MEN[module]]
        # 9 opens the numbers of foreigners in Romania, whose gender they do not tell
        return None if module == "stdnum.ro.cnp" and digit == "9" else "M" if int(digit) % 2 else "F"
    tell = getattr(import_module(module), "get_gender", None)
    try:
        told = tell(value) if tell else None
    except ValueError:
        return None
    return told if told in {"M", "F"} else None
