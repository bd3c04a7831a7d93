"""Profiles out of thin air: every field of every record, with values that lead factors down all their paths."""

from __future__ import annotations

import types
from enum import Enum
from functools import lru_cache
from random import Random
from typing import Any, Union, get_args, get_origin

import msgspec

from customer_risk.partial_date import PartialDate
from customer_risk.profile import Profile
from customer_risk.records import Record
from customer_risk.scoring.result import Known, Subject
from customer_risk.screening.result import Screening
from tests.unit.scoring.subjects import TODAY

COUNTRIES = ("DE", "DE", "FR", "PT", "CY", "IR", "SY", "PA", "TR", "GG", "Narnia", "string")
DATES = (
    "2026",
    "2026-11-30",
    "2026-10-01",
    "2025-01-15",
    "1977-01-08",
    "2040",
    "soon",
    "2001-01-19",
    "2012-05",
    "1800",
)
WORDS = (
    "2HBR",
    "0ZZ0",
    "yes",
    "no",
    "GAMBLING",
    "7995",
    "Financial services",
    "monero",
    "BTC",
    "self-employed",
    "unemployed",
    "TRUST",
    "NON_PROFIT",
    "P.O. Box 7",
    "c/o Smith",
    "John Smith",
    "WHITE",
    "BLACK",
    "21d",
    "daily",
    "nominee director",
    "frozen",
    "fraud",
    "MAGNETIC_STRIPE",
    "SEASONAL",
    "iPhone",
    "Windows 11",
    "tor",
    "10.0.0.1",
    "172.217.22.14",
    "cash",
    "lottery",
    "inheritance",
    "DE12500105170648489890",
    "SSKMDEMM",
    "politician",
    "crimea",
    "PASSPORT",
    "REGISTRATIONCERTIFICATE",
    "rejected",
    "address",
    "beneficial owner",
    "occasional",
    "agent",
)
BY_FIELD: dict[str, tuple[Any, ...]] = {
    "Means.kind": ("phone", "email", "web"),
    "Means.value": (
        "+4915178859632",
        "a@example.org",
        "a@mailinator.com",
        "nonsense",
        "+33612345678",
        "+499001234567",
        "1",
    ),
    "Channel.device_kind": ("iPhone", "Galaxy", "emulator"),
    "Channel.operating_system": ("Windows 11", "iOS", "rooted"),
    "Account.number": ("DE12500105170648489890", "DE12500105170648489891", "435863453"),
    "Identifier.kind": ("tax", "national", "social-security", "registration", "lei"),
    "Identifier.value": ("37605030299", "37605030298", "079 / 123 / 12347", "078-05-112", "5493001KJTIIGC8Y1R12"),
    "Identifier.country": ("EE", "EE", "DE", "Narnia"),
    "Organisation.business_purposes": ("GAMBLING", "Financial services", "5065", "0007", "string"),
    "CountryTie.kind": ("payment", "presence", "tax", "activity", "counterparty"),
    "Hit.score": (0.4, 0.75, 0.95, 1.0),
    "Hit.party": ("customer", "customer/shareholder[0]"),
    "Relation.share": (0.1, 0.25, 0.51, 1.0),
    "Relation.vote_share": (0.1, 0.25, 0.51, 1.0),
    "Income.share": (0.1, 0.5, 1.0),
    "Distribution.share": (0.1, 0.5, 1.0),
    "Statement.year": (1999, 2024, 2025, 2026, 2027),
    "Screening.parties": (0, 1, 2),
}
_INTEGERS = (*range(-1, 20), 99)
_FLOATS = (0.0, 0.5, 1.0, 500.0, 756.0, 20_000.0, 150_000.0, 2e6, 2e7)
_DEEPEST_PARTY = 4


_fields = lru_cache(maxsize=None)(msgspec.structs.fields)


class Maker:
    """Makes records in which each optional field is given with the likelihood ``said``."""

    def __init__(self, random: Random, said: float = 0.6, words: tuple[str, ...] = WORDS) -> None:
        self._random = random
        self._said = said
        self._words = words

    def subject(self) -> Subject:
        """A subject with a profile, a screening and what was known."""
        pick = self._random.choice
        changes = tuple(self._random.sample(self._words, pick([0, 1])))
        return Subject(
            profile=self.record(Profile),
            screening=self.record(Screening),
            today=TODAY,
            known=Known(first_seen=pick([None, TODAY]), changes=changes),
        )

    def record[R: Record](self, kind: type[R], parties: int = 0) -> R:
        """A record of a kind; parties within parties end after four."""
        values = {
            field.name: self._value(field.type, f"{kind.__name__}.{field.name}", parties)
            for field in _fields(kind)
            if field.required or self._random.random() < self._said
        }
        return kind(**values)

    def _value(self, kind: Any, name: str, parties: int) -> Any:
        origin, arguments = get_origin(kind), get_args(kind)
        if origin in (Union, types.UnionType):
            return self._value(arguments[0], name, parties)
        if origin is tuple:
            if name == "Party.relations" and parties >= _DEEPEST_PARTY:
                return ()
            count = self._random.choice((0, 1, 1) if parties else (0, 1, 2, 3))
            return tuple(self._value(arguments[0], name, parties + 1) for _ in range(count))
        if issubclass(kind, Record) and kind is not PartialDate:
            return self.record(kind, parties)
        chosen = self._random.choice(self._choices(kind, name))
        return PartialDate.parse(chosen) if kind is PartialDate else chosen

    def _choices(self, kind: type, name: str) -> tuple[Any, ...]:
        if name in BY_FIELD:
            return BY_FIELD[name]
        if kind is str:
            return COUNTRIES if any(part in name for part in ("countr", "nationalit")) else self._words
        return tuple(kind) if issubclass(kind, Enum) else _PLAIN[kind]


_PLAIN: dict[type, tuple[Any, ...]] = {
    bool: (True, False),
    int: _INTEGERS,
    float: _FLOATS,
    PartialDate: DATES,
}


class Spied:
    """Stands for a record and writes down every field that is read of it, as ``Class.field``."""

    def __init__(self, record: Record, log: set[str]) -> None:
        self._record = record
        self._log = log

    def __getattr__(self, name: str) -> Any:
        record = self._record
        kind = type(record)
        described = getattr(kind, name, None)
        if isinstance(described, property):
            assert described.fget
            # what a text shows of a name is no reading of its parts
            return described.fget(record if name == "display" else self)
        self._log.add(f"{kind.__name__}.{name}")
        return spied(getattr(record, name), self._log)


def spied(value: Any, log: set[str]) -> Any:
    """A record that writes down what is read of it; dates are values."""
    if isinstance(value, tuple):
        return tuple(spied(one, log) for one in value)
    if isinstance(value, Record) and not isinstance(value, PartialDate):
        return Spied(value, log)
    return value


def fields_of(kind: type[Record], seen: set[type[Record]] | None = None) -> set[str]:
    """Every field of a record and of the records in it."""
    seen = set() if seen is None else seen
    seen.add(kind)
    found = {f"{kind.__name__}.{field.name}" for field in msgspec.structs.fields(kind)}
    for field in msgspec.structs.fields(kind):
        for inner in _records(field.type):
            if inner not in seen:
                found |= fields_of(inner, seen)
    return found


def ways(kind: type[Record]) -> set[str]:
    """The fields that hold records or lists of them: the way to a value, not a value."""
    every = {kind, *_inner(kind, set())}
    return {
        f"{record.__name__}.{field.name}"
        for record in every
        for field in msgspec.structs.fields(record)
        if _records(field.type)
    }


def _inner(kind: type[Record], seen: set[type[Record]]) -> set[type[Record]]:
    for field in msgspec.structs.fields(kind):
        for inner in _records(field.type):
            if inner not in seen:
                seen.add(inner)
                _inner(inner, seen)
    return seen


def _records(kind: Any) -> list[type[Record]]:
    if isinstance(kind, type) and issubclass(kind, Record):
        return [] if kind is PartialDate else [kind]
    return [found for argument in get_args(kind) for found in _records(argument)]
