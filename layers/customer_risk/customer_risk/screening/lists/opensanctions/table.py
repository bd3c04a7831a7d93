"""Reads OpenSanctions' ``targets.simple.csv`` (https://www.opensanctions.org/docs/bulk/csv/).

The file tells no topics. An entry with a text under ``sanctions`` is sanctioned; any other is what the collection is
made of, which whoever enables the list knows: politically exposed persons, or parties of special interest.
"""

from __future__ import annotations

import csv

from customer_risk.reference.countries import country
from customer_risk.screening.entry import EntryKind, ListContent, ListEntry, ListIdentifier, NameQuality
from customer_risk.screening.lists.opensanctions.schemas import KINDS
from customer_risk.screening.lists.reading import Harvest, date_of, names_of, records, sanctioned
from customer_risk.screening.lists.registry import Files
from customer_risk.screening.lists.topics import of_interest
from customer_risk.screening.result import HitType

FILE = "targets.simple.csv"
_NEEDED = ("id", "schema", "name")


def read(source: str, files: Files) -> ListContent:
    """Entries of a collection of parties of interest; raises :class:`BrokenListError` without the needed columns."""
    return _read(source, files, None)


def read_peps(source: str, files: Files) -> ListContent:
    """Entries of a collection of politically exposed persons; otherwise as :func:`read`."""
    return _read(source, files, HitType.POLITICALLY_EXPOSED_PERSON)


def _read(source: str, files: Files, people_are: HitType | None) -> ListContent:
    harvest = Harvest()
    for number, row in records(source, files[FILE], _NEEDED, harvest):
        harvest.add(f"line {number} ({row['id'] or 'no id'})", _entry, source, row, people_are)
    return harvest.content()


def _entry(source: str, row: dict[str, str], people_are: HitType | None) -> ListEntry:
    kind = KINDS.get(row["schema"])
    if kind is None:
        raise ValueError(f"the schema is {row['schema']!r}")
    otherwise = people_are if people_are and kind is EntryKind.PERSON else of_interest(kind)
    programmes = _parts(row.get("program_ids", "")) or _parts(row.get("sanctions", ""))
    return ListEntry(
        source=source,
        id=row["id"],
        kind=kind,
        names=names_of(
            [
                (row["name"], NameQuality.PRIMARY),
                *((text, NameQuality.STRONG) for text in _parts(row.get("aliases", ""))),
            ]
        ),
        types=sanctioned(kind) if row.get("sanctions") else (otherwise,),
        birth_dates=tuple(date for text in _parts(row.get("birth_date", "")) if (date := date_of(text))),
        countries=tuple(dict.fromkeys(country(text) for text in _parts(row.get("countries", "")))),
        identifiers=tuple(ListIdentifier(kind="", value=text) for text in _parts(row.get("identifiers", ""))),
        programmes=programmes,
    )


def _parts(cell: str) -> tuple[str, ...]:
    """Values of a cell: a line of CSV in itself, between semicolons, quoted where a value holds one."""
    row = next(csv.reader([cell.replace("\n", " ")], delimiter=";"), [])
    return tuple(dict.fromkeys(filter(None, (part.strip() for part in row))))
