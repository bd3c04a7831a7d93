"""Reads a list a person can keep in a spreadsheet: exposed persons, a tenant's internal, black and white lists.

The header names the columns, in any order: ``id``, ``name``, ``type`` are needed (``type`` is a hit type such as
``POLITICALLY_EXPOSED_PERSON``, or ``WHITELIST_PERSON`` or ``WHITELIST_ENTITY``); ``aliases``, ``weak_aliases``,
``birth_dates``, ``countries``, ``programmes``, ``identifiers`` (``kind:value``) and ``against`` (``source/id``, on a
white list) take several values separated by ``;``; ``gender`` and ``notes`` take one. Cells are separated by commas,
or by semicolons as some spreadsheets write them.
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
from customer_risk.screening.lists.reading import text_of
from customer_risk.screening.lists.registry import Files
from customer_risk.screening.result import HitType

_NEEDED = {"id", "name", "type"}
_WHITE = {"WHITELIST_PERSON": EntryKind.PERSON, "WHITELIST_ENTITY": EntryKind.ORGANISATION}


def read(source: str, files: Files) -> ListContent:
    """Entries of the one CSV file given; raises :class:`BrokenListError` without the needed columns."""
    (data,) = files.values()
    text = text_of(data)
    header = text.partition("\n")[0]
    rows = csv.DictReader(
        io.StringIO(text, newline=""), delimiter=";" if header.count(";") > header.count(",") else ","
    )
    if missing := _NEEDED - {(name or "").strip() for name in rows.fieldnames or ()}:
        raise BrokenListError(f"{source}: no column {', '.join(sorted(missing))}")
    entries: list[ListEntry] = []
    unreadable: list[Unreadable] = []
    seen: set[str] = set()
    last: dict[str, str | None] = {}
    for number, raw in enumerate(rows, start=2):
        last = raw
        row = {(key or "").strip(): (value or "").strip() for key, value in raw.items() if isinstance(value, str)}
        try:
            entry = _entry(source, row, seen)
        except ValueError as error:
            unreadable.append(Unreadable(where=f"row {number}", why=str(error)))
            continue
        seen.add(entry.id)
        entries.append(entry)
    if None in last.values() and (not text.endswith(("\n", "\r")) or text.count('"') % 2):
        raise BrokenListError(f"{source}: the file ends inside its last row")
    return ListContent(entries=tuple(entries), unreadable=tuple(unreadable))


def _entry(source: str, row: dict[str, str], seen: set[str]) -> ListEntry:
    if not row.get("id") or not row.get("name"):
        raise ValueError("id or name is empty")
    if row["id"] in seen:
        raise ValueError(f"the id {row['id']} stands twice")
    types, kind = _meaning(row.get("type", "").upper())
    if row.get("against") and types:
        raise ValueError("only a white list is against entries of other lists")
    return ListEntry(
        source=source,
        id=row["id"],
        kind=kind,
        names=(
            ListName(text=row["name"], quality=NameQuality.PRIMARY),
            *(ListName(text=name) for name in _several(row, "aliases")),
            *(ListName(text=name, quality=NameQuality.WEAK) for name in _several(row, "weak_aliases")),
        ),
        types=types,
        birth_dates=tuple(PartialDate.parse(text) for text in _several(row, "birth_dates")),
        countries=tuple(country(text) for text in _several(row, "countries")),
        gender=row.get("gender", "").lower() or None,
        identifiers=tuple(_identifier(text) for text in _several(row, "identifiers")),
        programmes=_several(row, "programmes"),
        notes=row.get("notes") or None,
        against=_several(row, "against"),
    )


def _meaning(type_: str) -> tuple[tuple[HitType, ...], EntryKind]:
    """Hit types and kind that a row's type stands for; a white list has no hit type."""
    if type_ in _WHITE:
        return (), _WHITE[type_]
    hit = HitType(type_)
    if "PERSON" in hit or hit is HitType.RELATIVE_OR_CLOSE_ASSOCIATE:
        return (hit,), EntryKind.PERSON
    return (hit,), EntryKind.ORGANISATION if "ENTITY" in hit else EntryKind.UNKNOWN


def _several(row: dict[str, str], column: str) -> tuple[str, ...]:
    return tuple(filter(None, (part.strip() for part in row.get(column, "").split(";"))))


def _identifier(text: str) -> ListIdentifier:
    kind, colon, value = text.partition(":")
    return (
        ListIdentifier(kind=kind.strip().lower(), value=value.strip()) if colon else ListIdentifier(kind="", value=text)
    )
