"""Reads the UK Sanctions List as CSV (https://www.gov.uk/government/publications/the-uk-sanctions-list).

A line with the date of the report, a header of 58 columns, then a row per name of a designated person, entity or
ship: rows of one ``Unique ID`` belong together and repeat what else is known. ``Name 6`` is the family name of a
person and the whole name of anything else.
"""

from __future__ import annotations

from collections.abc import Iterable

from customer_risk.reference.countries import country
from customer_risk.screening.entry import EntryKind, ListContent, ListEntry, ListIdentifier, NameQuality
from customer_risk.screening.lists.reading import Harvest, date_of, names_of, records, sanctioned, several
from customer_risk.screening.lists.registry import Files

FILE = "UK-Sanctions-List.csv"
_NEEDED = ("Unique ID", "Name 6", "Name type", "Designation Type")
_KINDS = {"individual": EntryKind.PERSON, "entity": EntryKind.ORGANISATION, "ship": EntryKind.VESSEL}
_IN_ORDER = tuple(f"Name {number}" for number in (1, 2, 3, 4, 5, 6))
_NUMBERS = {
    "Passport number": "passport",
    "National Identifier number": "national identifier",
    "Business registration number (s)": "business registration",
    "IMO number": "imo number",
    "Hull identification number (HIN)": "hull identification",
}
_SEPARATORS = "|;"

type Row = dict[str, str]


def read(source: str, files: Files) -> ListContent:
    """Entries of the CSV file; raises :class:`BrokenListError` without the needed columns."""
    harvest = Harvest()
    designations: dict[str, list[Row]] = {}
    for number, row in records(source, files[FILE], _NEEDED, harvest):
        if not row["Unique ID"]:
            harvest.miss(f"line {number}", "no Unique ID")
        else:
            designations.setdefault(row["Unique ID"], []).append(row)
    for id_, rows in designations.items():
        harvest.add(f"Unique ID {id_}", _entry, source, id_, rows)
    return harvest.content()


def _entry(source: str, id_: str, rows: list[Row]) -> ListEntry:
    type_ = rows[0]["Designation Type"]
    kind = _KINDS.get(type_.lower())
    if kind is None:
        raise ValueError(f"the designation type is {type_!r}")
    born = [date for text in _all(rows, "D.O.B") if (date := date_of(text))]
    where = (
        *_all(rows, "Nationality(/ies)"),
        *_all(rows, "Address Country"),
        *_all(rows, "Current believed flag of ship"),
    )
    genders = {text.lower() for text in _all(rows, "Gender")}
    return ListEntry(
        source=source,
        id=id_,
        kind=kind,
        names=names_of(name for row in rows for name in _names(row)),
        types=sanctioned(kind),
        birth_dates=tuple(dict.fromkeys(born)),
        countries=tuple(dict.fromkeys(country(text) for text in where or _all(rows, "Country of birth"))),
        gender=genders.pop() if len(genders) == 1 else None,
        identifiers=tuple(
            ListIdentifier(kind=label, value=value)
            for column, label in _NUMBERS.items()
            for value in _all(rows, column)
        ),
        programmes=(*_all(rows, "Regime Name"), *_all(rows, "UN Reference Number")),
        notes=next(iter(_all(rows, "Other Information", separators="")), None),
    )


def _names(row: Row) -> Iterable[tuple[str, NameQuality]]:
    """The row's name in reading order, and the same in its own script, as good as its type and strength say."""
    if "primary" in row["Name type"].lower() and "variation" not in row["Name type"].lower():
        quality = NameQuality.PRIMARY
    else:
        strength = row.get("Alias strength", "").lower()
        quality = NameQuality.WEAK if "low" in strength or "weak" in strength else NameQuality.STRONG
    yield " ".join(filter(None, (row.get(part, "") for part in _IN_ORDER))), quality
    yield row.get("Name non-latin script", ""), NameQuality.WEAK if quality is NameQuality.WEAK else NameQuality.STRONG


def _all(rows: list[Row], column: str, *, separators: str = _SEPARATORS) -> tuple[str, ...]:
    """What any row says in a column, each value once."""
    cells = [several(row.get(column, ""), separators) if separators else (row.get(column, ""),) for row in rows]
    return tuple(dict.fromkeys(value for cell in cells for value in cell if value))
