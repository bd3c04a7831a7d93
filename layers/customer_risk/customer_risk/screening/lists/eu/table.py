"""Reads the EU's list as CSV (https://webgate.ec.europa.eu/fsd/fsf, "csvFullSanctionsList_1_1").

Semicolons between 118 named columns. A subject takes several rows, each with the entity's own columns and one name,
address, birth date, identification or citizenship. It says less than the XML: no name is marked as weak, except where
a remark says ``low quality``.
"""

from __future__ import annotations

from collections.abc import Iterable

from customer_risk.screening.entry import ListContent
from customer_risk.screening.lists.eu.mapper import Alias, Birth, Document, Subject, entry_of
from customer_risk.screening.lists.reading import Harvest, records
from customer_risk.screening.lists.registry import Files

FILE = "csvFullSanctionsList_1_1.csv"
_NEEDED = ("Entity_LogicalId", "Entity_SubjectType_ClassificationCode", "NameAlias_WholeName")

type Row = dict[str, str]


def read(source: str, files: Files) -> ListContent:
    """Entries of the CSV file; raises :class:`BrokenListError` without the needed columns."""
    harvest = Harvest()
    subjects: dict[str, list[Row]] = {}
    for number, row in records(source, files[FILE], _NEEDED, harvest, delimiter=";"):
        if not row["Entity_LogicalId"].isdigit():
            harvest.miss(f"line {number}", "no Entity_LogicalId")
        else:
            subjects.setdefault(row["Entity_LogicalId"], []).append(row)
    for id_, rows in subjects.items():
        harvest.add(f"Entity_LogicalId {id_}", entry_of, source, _subject(id_, rows))
    return harvest.content()


def _subject(id_: str, rows: list[Row]) -> Subject:
    first = rows[0]
    return Subject(
        id=id_,
        kind=first["Entity_SubjectType_ClassificationCode"],
        reference=first.get("Entity_EU_ReferenceNumber", ""),
        aliases=_each(_alias(row) for row in rows if row["NameAlias_WholeName"] or row.get("NameAlias_LastName")),
        births=_each(birth for row in rows if (birth := _birth(row)) != Birth()),
        documents=_each(_document(row) for row in rows if row.get("Identification_Number")),
        citizenships=_each(_country(row, "Citizenship") for row in rows),
        addresses=_each(_country(row, "Address") for row in rows),
        programmes=_each(row.get("Entity_Regulation_Programme", "") for row in rows),
        remark=first.get("Entity_Remark", ""),
    )


def _each[T](values: Iterable[T]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(values))


def _alias(row: Row) -> Alias:
    parts = (row.get(f"NameAlias_{part}Name") for part in ("First", "Middle", "Last"))
    return Alias(
        text=row["NameAlias_WholeName"] or " ".join(filter(None, parts)),
        language=row.get("NameAlias_NameLanguage", "").upper(),
        remark=row.get("NameAlias_Remark", ""),
        gender=row.get("NameAlias_Gender", ""),
    )


def _birth(row: Row) -> Birth:
    return Birth(
        date=row.get("BirthDate_BirthDate", ""),
        day=row.get("BirthDate_Day", ""),
        month=row.get("BirthDate_Month", ""),
        year=row.get("BirthDate_Year", ""),
        first_year=row.get("BirthDate_YearRangeFrom", ""),
        last_year=row.get("BirthDate_YearRangeTo", ""),
        circa=row.get("BirthDate_Circa", "").lower() == "true",
        calendar=row.get("BirthDate_CalendarType", "").upper(),
        country=_country(row, "BirthDate"),
    )


def _document(row: Row) -> Document:
    return Document(
        kind=row.get("Identification_TypeDescription") or row.get("Identification_TypeCode") or "",
        number=row["Identification_Number"],
        latin_number=row.get("Identification_LatinNumber", ""),
        country=_country(row, "Identification"),
    )


def _country(row: Row, block: str) -> str:
    code = row.get(f"{block}_CountryIso2Code", "")
    return code if code not in {"", "00"} else row.get(f"{block}_CountryDescription", "")
