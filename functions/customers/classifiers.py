"""Classifiers: what the numeric ids of this dialect mean, by default and to one tenant.

The ids and names of document 003 are the defaults; where it shows ids without names, the names are our choice. Ids
differ per installation (README of the document's authors), so a tenant may put a table of its own in the place of any
but the fixed ones.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache, cached_property
from pathlib import Path

from customer_risk.records import Record

_TABLES = Path(__file__).with_name("data")

FIXED = frozenset(
    {
        *("customerTypes", "riskTypes", "approvalStatuses", "screeningRiskTypes"),
        *("checkedDocuments", "checkedActivityRisks", "checkedBehaviorRisks", "checkedEnhancedChecks"),
    }
)
"""Classifiers whose ids mean something to the code or to the risk model: their entries may get other names only."""

COUNTRIES = "countries"


class Entry(Record, rename="camel"):
    """One entry.

    ``meaning`` is what the profile is told instead of the name (a country's alpha-2 code, say); where it is empty,
    nothing. ``applies_to`` is person or organisation where the same name stands twice (ruling E11).
    """

    id: int
    name: str
    meaning: str | None = None
    applies_to: str | None = None


type Classifier = tuple[Entry, ...]


class Classifiers:
    """All classifiers of one tenant: the defaults, with the tenant's ``own`` tables instead of some."""

    def __init__(self, own: Mapping[str, Classifier] | None = None) -> None:
        self.tables: Mapping[str, Classifier] = {**defaults(), **(own or {})}

    def known(self, name: str, id_: int) -> bool:
        """Whether a classifier has an id."""
        return id_ in self._entries[name]

    def entry(self, name: str, id_: int) -> Entry | None:
        """One entry."""
        return self._entries[name].get(id_)

    def word(self, name: str, id_: int | None) -> str | None:
        """What the profile is told for an id."""
        entry = self._entries[name].get(id_ or 0)
        return (entry.name if entry.meaning is None else entry.meaning or None) if entry else None

    def find(self, name: str, word: str | None) -> int | None:
        """The first id whose meaning or name a word of the profile is, whatever its case and punctuation."""
        return self._ids[name].get(_letters(word)) if word else None

    @cached_property
    def _entries(self) -> dict[str, dict[int, Entry]]:
        return {name: {entry.id: entry for entry in table} for name, table in self.tables.items()}

    @cached_property
    def _ids(self) -> dict[str, dict[str, int]]:
        ids: dict[str, dict[str, int]] = {}
        for name, table in self.tables.items():
            by_word = ids.setdefault(name, {})
            told = [(entry.meaning, entry.id) for entry in table]
            for word, id_ in [*told, *((entry.name, entry.id) for entry in table if entry.meaning != "")]:
                if word:
                    by_word.setdefault(_letters(word), id_)
        return ids


@cache
def defaults() -> Mapping[str, Classifier]:
    """The tables every tenant begins with."""
    said = json.loads((_TABLES / "classifiers.json").read_text(encoding="utf-8"))
    tables = {
        name: tuple(_entry(id_, one) for id_, one in enumerate(entries, start=1)) for name, entries in said.items()
    }
    return {COUNTRIES: _countries(), **tables}


def _countries() -> Classifier:
    lines = (_TABLES / "countries.csv").read_text(encoding="utf-8").splitlines()
    rows = (line.split(",", 2) for line in lines if not line.startswith("#"))
    return tuple(Entry(id=int(id_), name=name, meaning=code) for id_, code, name in rows)


def _entry(id_: int, said: str | dict[str, str]) -> Entry:
    if isinstance(said, str):
        return Entry(id=id_, name=said)
    return Entry(id=id_, name=said["name"], meaning=said.get("meaning"), applies_to=said.get("appliesTo"))


def _letters(word: str) -> str:
    return re.sub(r"[\W_]+", "", word).casefold()
