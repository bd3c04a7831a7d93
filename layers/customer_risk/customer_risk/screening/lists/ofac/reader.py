"""Reads OFAC's CSV files: a list of entries, their aliases, their addresses and the overflow of their remarks.

The files have no header line; ``-0-`` is null; a lone 0x1A may end them
(https://ofac.treasury.gov/sanctions-list-service, "dat_spec").
"""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterator

from msgspec import structs

from customer_risk.reference.countries import country
from customer_risk.screening.entry import (
    BrokenListError,
    EntryKind,
    ListContent,
    ListEntry,
    ListName,
    NameQuality,
    Unreadable,
)
from customer_risk.screening.lists.ofac.remarks import Remarks, parse_remarks
from customer_risk.screening.lists.reading import sanctioned, text_of
from customer_risk.screening.lists.registry import Files

_NULL = "-0-"
_PRIMARY_COLUMNS, _ALIAS_COLUMNS, _ADDRESS_COLUMNS, _COMMENT_COLUMNS = 12, 5, 6, 2
_KINDS = {"individual": EntryKind.PERSON, "vessel": EntryKind.VESSEL, "aircraft": EntryKind.AIRCRAFT}


def read(source: str, files: Files) -> ListContent:
    """Entries of ``sdn.csv``, ``alt.csv``, ``add.csv`` and ``sdn_comments.csv``, or of the ``cons_`` files."""
    unreadable: list[Unreadable] = []
    by_role = {_role(name): (name, data) for name, data in files.items()}
    rows = {
        role: list(_rows(*by_role[role], columns, unreadable)) if role in by_role else []
        for role, columns in (
            ("primary", _PRIMARY_COLUMNS),
            ("alias", _ALIAS_COLUMNS),
            ("address", _ADDRESS_COLUMNS),
            ("comment", _COMMENT_COLUMNS),
        )
    }
    aliases, countries = defaultdict(list), defaultdict(list)
    overflow: defaultdict[str, str] = defaultdict(str)
    for row in rows["alias"]:
        aliases[row[0]].append(row[3])
    for row in rows["address"]:
        countries[row[0]].append(row[4])
    for row in rows["comment"]:
        overflow[row[0]] += row[1]
    entries: dict[str, ListEntry] = {}
    for row in rows["primary"]:
        if row[0] in entries:
            # It happened in a published file (January 2022). Dropping the second would lose somebody listed.
            twin = f"{row[0]}-{row[1]}"
            entries[twin] = structs.replace(_entry(source, row, [], [], parse_remarks(row[11])), id=twin)
            unreadable.append(Unreadable(where=f"entry {row[0]}", why=f"its number stands twice, kept as {twin}"))
        else:
            remarks = parse_remarks(row[11] + overflow[row[0]])
            entries[row[0]] = _entry(source, row, aliases[row[0]], countries[row[0]], remarks)
    for role, table in (("alias", aliases), ("address", countries), ("comment", overflow)):
        orphans = [id_ for id_ in table if id_ not in entries]
        unreadable += [Unreadable(where=f"{role} of {id_}", why="no such entry") for id_ in orphans]
    return ListContent(entries=tuple(entries.values()), unreadable=tuple(unreadable))


def _role(name: str) -> str:
    if "comment" in name:
        return "comment"
    return "alias" if "alt" in name else "address" if "add" in name else "primary"


def _rows(name: str, data: bytes, columns: int, unreadable: list[Unreadable]) -> Iterator[list[str]]:
    """Rows with nulls as empty strings. The files are UTF-8 lately and were Windows-1252 before.

    Raises :class:`BrokenListError` when the file ends inside its last row.
    """
    text = text_of(data)
    table = list(csv.reader(io.StringIO(text.rstrip("\x1a\r\n"))))
    if table and not text.endswith(("\n", "\r", "\x1a")) and (len(table[-1]) < columns or text.count('"') % 2):
        raise BrokenListError(f"{name} ends inside its last row")
    for number, row in enumerate(table, start=1):
        cells = ["" if cell.strip() == _NULL else cell.strip() for cell in row]
        if not any(cells):
            continue
        if len(cells) != columns:
            unreadable.append(Unreadable(where=f"{name} line {number}", why=f"{len(cells)} columns, not {columns}"))
        elif not cells[0].isdigit() or not cells[1]:
            unreadable.append(Unreadable(where=f"{name} line {number}", why="no entry number or no value"))
        else:
            yield cells


def _entry(source: str, row: list[str], aliases: list[str], countries: list[str], remarks: Remarks) -> ListEntry:
    kind = _KINDS.get(row[2], EntryKind.ORGANISATION)
    person = kind is EntryKind.PERSON
    primary = _reading_order(row[1]) if person else row[1]
    names = {primary: NameQuality.PRIMARY}
    for alias in filter(None, aliases):
        names.setdefault(_reading_order(alias) if person else alias, NameQuality.STRONG)
    for alias in remarks.weak_aliases:
        names.setdefault(_reading_order(alias) if person else alias, NameQuality.WEAK)
    said = (*remarks.countries, *filter(None, countries), row[9])
    return ListEntry(
        source=source,
        id=row[0],
        kind=kind,
        names=tuple(ListName(text=text, quality=quality) for text, quality in names.items()),
        types=sanctioned(kind),
        birth_dates=remarks.birth_dates,
        birth_range=remarks.birth_range,
        birth_approximate=remarks.birth_approximate,
        countries=tuple(dict.fromkeys(_country(text) for text in said if text)),
        gender=remarks.gender,
        identifiers=remarks.identifiers,
        programmes=tuple(part.strip(" []") for part in row[3].split("] [") if part.strip(" []")),
        notes=remarks.text or None,
    )


def _reading_order(name: str) -> str:
    """OFAC writes people as ``FAMILY, Given``."""
    family, comma, given = name.partition(",")
    return f"{given.strip()} {family.strip()}" if comma and given.strip() else name


def _country(text: str) -> str:
    """OFAC inverts some countries' names: ``Congo, Democratic Republic of the``."""
    read = country(text)
    main, comma, rest = text.partition(", ")
    return country(f"{rest} {main}") if comma and read == text else read
