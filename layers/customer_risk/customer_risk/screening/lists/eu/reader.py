"""Reads the EU's list as XML (https://webgate.ec.europa.eu/fsd/fsf, "xmlFullSanctionsList_1_1")."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from customer_risk.screening.entry import ListContent, ListEntry
from customer_risk.screening.lists.eu.mapper import Alias, Birth, Document, Subject, entry_of
from customer_risk.screening.lists.reading import Harvest, child_text, scan
from customer_risk.screening.lists.registry import Files

FILE = "xmlFullSanctionsList_1_1.xml"


def read(source: str, files: Files) -> ListContent:
    """Entries of the XML file; raises :class:`BrokenListError` for anything but a whole document."""
    harvest = Harvest()
    count = 0

    def subject(element: ET.Element) -> None:
        nonlocal count
        count += 1
        id_ = element.get("logicalId") or ""
        harvest.add(f"sanctionEntity {count} ({id_ or 'no id'})", _entry, source, id_, element)

    scan(source, files[FILE], "export", {"sanctionEntity": subject})
    return harvest.content()


def _entry(source: str, id_: str, element: ET.Element) -> ListEntry:
    return entry_of(source, _subject(id_, element))


def _subject(id_: str, element: ET.Element) -> Subject:
    kind = element.find("subjectType")
    if kind is None:
        raise ValueError("no subject type")
    return Subject(
        id=id_,
        kind=kind.get("classificationCode") or kind.get("code") or "",
        reference=element.get("euReferenceNumber") or "",
        aliases=tuple(_alias(one) for one in element.iterfind("nameAlias")),
        births=tuple(_birth(one) for one in element.iterfind("birthdate")),
        documents=tuple(_document(one) for one in element.iterfind("identification")),
        citizenships=tuple(_country(one) for one in element.iterfind("citizenship")),
        addresses=tuple(_country(one) for one in element.iterfind("address")),
        programmes=tuple(one.get("programme") or "" for one in element.iterfind("regulation")),
        remark=child_text(element, "remark") or "",
    )


def _alias(element: ET.Element) -> Alias:
    parts = (element.get(part) for part in ("firstName", "middleName", "lastName"))
    return Alias(
        text=element.get("wholeName") or " ".join(filter(None, parts)),
        language=(element.get("nameLanguage") or "").upper(),
        strong=element.get("strong") != "false",
        remark=child_text(element, "remark") or "",
        gender=element.get("gender") or "",
    )


def _birth(element: ET.Element) -> Birth:
    return Birth(
        date=element.get("birthdate") or "",
        day=element.get("dayOfMonth") or "",
        month=element.get("monthOfYear") or "",
        year=element.get("year") or "",
        first_year=element.get("yearRangeFrom") or "",
        last_year=element.get("yearRangeTo") or "",
        circa=element.get("circa") == "true",
        calendar=(element.get("calendarType") or "").upper(),
        country=_country(element),
    )


def _document(element: ET.Element) -> Document:
    return Document(
        kind=element.get("identificationTypeDescription") or element.get("identificationTypeCode") or "",
        number=element.get("number") or "",
        latin_number=element.get("latinNumber") or "",
        country=_country(element),
    )


def _country(element: ET.Element) -> str:
    """The code, unless it is the list's ``00`` for unknown: then what the description says."""
    code = element.get("countryIso2Code") or ""
    return code if code not in {"", "00"} else element.get("countryDescription") or ""
