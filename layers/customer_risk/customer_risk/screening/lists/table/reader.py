"""Reads a list a person can keep in a spreadsheet.

The header names the columns, in any order: ``id``, ``name``, ``type`` are needed (``type`` is a hit type such as
``POLITICALLY_EXPOSED_PERSON``); ``aliases``, ``weak_aliases``, ``birth_dates``, ``countries``, ``programmes`` and
``identifiers`` (``kind:value``) take several values separated by ``;``; ``gender`` and ``notes`` take one.
"""

from __future__ import annotations

import csv
import io

from customer_risk.partial_date import PartialDate
from customer_risk.reference.countries import country
from customer_risk.screening.entry import (
    BrokenListError,
    EntryKind,
    ListContent,
    ListEntry,
    ListIdentifier,
    ListName,
    NameQuality,
    Unreadable,
)
from customer_risk.screening.lists.registry import Files
from customer_risk.screening.result import HitType

_NEEDED = {"id", "name", "type"}


def read(source: str, files: Files) -> ListContent:
    """Entries of the one CSV file given; raises :class:`BrokenListError` without the needed columns."""
    (text,) = (data.decode("utf-8-sig", errors="replace") for data in files.values())
    rows = csv.DictReader(io.StringIO(text))
    if missing := _NEEDED - {(name or "").strip() for name in rows.fieldnames or ()}:
        raise BrokenListError(f"{source}: no column {', '.join(sorted(missing))}")
    entries: list[ListEntry] = []
    unreadable: list[Unreadable] = []
    seen: set[str] = set()
    for number, raw in enumerate(rows, start=2):
        row = {(key or "").strip(): (value or "").strip() for key, value in raw.items() if isinstance(value, str)}
        try:
            entry = _entry(source, row, seen)
        except ValueError as error:
            unreadable.append(Unreadable(where=f"row {number}", why=str(error)))
            continue
        seen.add(entry.id)
        entries.append(entry)
    return ListContent(entries=tuple(entries), unreadable=tuple(unreadable))


def _entry(source: str, row: dict[str, str], seen: set[str]) -> ListEntry:
    if not row.get("id") or not row.get("name"):
        raise ValueError("id or name is empty")
    if row["id"] in seen:
        raise ValueError(f"the id {row['id']} stands twice")
    type_ = HitType(row.get("type", "").upper())
    kind = EntryKind.PERSON if "PERSON" in type_ or type_ is HitType.RELATIVE_OR_CLOSE_ASSOCIATE else _other(type_)
    return ListEntry(
        source=source,
        id=row["id"],
        kind=kind,
        names=(
            ListName(text=row["name"], quality=NameQuality.PRIMARY),
            *(ListName(text=name) for name in _several(row, "aliases")),
            *(ListName(text=name, quality=NameQuality.WEAK) for name in _several(row, "weak_aliases")),
        ),
        types=(type_,),
        birth_dates=tuple(PartialDate.parse(text) for text in _several(row, "birth_dates")),
        countries=tuple(country(text) for text in _several(row, "countries")),
        gender=row.get("gender", "").lower() or None,
        identifiers=tuple(_identifier(text) for text in _several(row, "identifiers")),
        programmes=_several(row, "programmes"),
        notes=row.get("notes") or None,
    )


def _other(type_: HitType) -> EntryKind:
    return EntryKind.ORGANISATION if "ENTITY" in type_ else EntryKind.UNKNOWN


def _several(row: dict[str, str], column: str) -> tuple[str, ...]:
    return tuple(filter(None, (part.strip() for part in row.get(column, "").split(";"))))


def _identifier(text: str) -> ListIdentifier:
    kind, colon, value = text.partition(":")
    return (
        ListIdentifier(kind=kind.strip().lower(), value=value.strip()) if colon else ListIdentifier(kind="", value=text)
    )
