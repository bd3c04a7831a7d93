"""Reads the UN Security Council consolidated list (https://scsanctions.un.org/resources/xml/en/consolidated.xml)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from xml.etree import ElementTree as ET

from customer_risk.partial_date import PartialDate
from customer_risk.reference.countries import country
from customer_risk.screening.entry import EntryKind, ListContent, ListEntry, ListIdentifier, ListName, NameQuality
from customer_risk.screening.lists.reading import Harvest, child_text, sanctioned, scan
from customer_risk.screening.lists.registry import Files

_KINDS = {"INDIVIDUAL": EntryKind.PERSON, "ENTITY": EntryKind.ORGANISATION}
_NAME_PARTS = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")
_DAY_FIRST = re.compile(r"(\d{1,2})[./](\d{1,2})[./](\d{4})")
_YEAR = re.compile(r"\b(1[89]\d\d|20\d\d)\b")
_SEPARATOR = re.compile(r"\s*;\s*|\s*\n\s*")


def read(source: str, files: Files) -> ListContent:
    """Entries of ``consolidated.xml``; raises :class:`BrokenListError` for anything but a whole document."""
    harvest = Harvest()
    counted: Counter[str] = Counter()

    def handle(element: ET.Element) -> None:
        counted[element.tag] += 1
        reference = child_text(element, "REFERENCE_NUMBER") or "no reference"
        where = f"{element.tag} {counted[element.tag]} ({reference})"
        harvest.add(where, _entry, source, element, _KINDS[element.tag])

    scan(source, files["consolidated.xml"], "CONSOLIDATED_LIST", dict.fromkeys(_KINDS, handle))
    return harvest.content()


def _entry(source: str, element: ET.Element, kind: EntryKind) -> ListEntry:
    reference = child_text(element, "REFERENCE_NUMBER")
    data_id = child_text(element, "DATAID")
    primary = " ".join(filter(None, (child_text(element, part) for part in _NAME_PARTS)))
    if not data_id or not primary:
        raise ValueError("no DATAID or no name")
    person = kind is EntryKind.PERSON
    dates, is_range, about = _birth_dates(element)
    return ListEntry(
        source=source,
        id=data_id,
        kind=kind,
        names=tuple(_names(element, primary)),
        types=sanctioned(kind),
        birth_dates=dates,
        birth_range=is_range,
        birth_approximate=about,
        countries=tuple(_countries(element, person=person)),
        gender=(child_text(element, "GENDER") or "").lower() or None,
        identifiers=tuple(_identifiers(element)),
        programmes=tuple(filter(None, (child_text(element, "UN_LIST_TYPE"), reference))),
        notes=child_text(element, "COMMENTS1"),
    )


def _names(element: ET.Element, primary: str) -> Iterator[ListName]:
    """The primary name, the same in its own script, and aliases; ``Low`` quality is the list's word for weak."""
    seen = {primary}
    yield ListName(text=primary, quality=NameQuality.PRIMARY)
    found = [(text, NameQuality.STRONG) for text in _split(child_text(element, "NAME_ORIGINAL_SCRIPT"))]
    for alias in element.iterfind("*"):
        if alias.tag in {"INDIVIDUAL_ALIAS", "ENTITY_ALIAS"}:
            weak = child_text(alias, "QUALITY") == "Low"
            quality = NameQuality.WEAK if weak else NameQuality.STRONG
            found += [(text, quality) for text in _split(child_text(alias, "ALIAS_NAME"))]
    for text, quality in found:
        if text not in seen:
            seen.add(text)
            yield ListName(text=text, quality=quality)


def _birth_dates(element: ET.Element) -> tuple[tuple[PartialDate, ...], bool, bool]:
    dates: list[PartialDate] = []
    is_range = about = False
    for born in element.iterfind("INDIVIDUAL_DATE_OF_BIRTH"):
        about |= child_text(born, "TYPE_OF_DATE") == "APPROXIMATELY"
        ends = [child_text(born, tag) for tag in ("FROM_YEAR", "TO_YEAR")]
        if all(ends):
            is_range = True
            dates += [PartialDate.parse(str(end)) for end in ends]
        elif text := child_text(born, "DATE") or child_text(born, "YEAR") or child_text(born, "NOTE"):
            dates += [date for date in (_date(text),) if date.known]
    return tuple(dict.fromkeys(dates)), is_range and len(dates) == 2, about  # noqa: PLR2004 - both ends, no more


def _date(text: str) -> PartialDate:
    if match := _DAY_FIRST.search(text):
        day, month, year = match.groups()
        return PartialDate.parse(f"{year}-{month}-{day}")
    date = PartialDate.parse(text)
    if not date.known and (year_only := _YEAR.search(text)):
        return PartialDate.parse(year_only.group())
    return date


def _countries(element: ET.Element, *, person: bool) -> Iterator[str]:
    """Nationalities of a person, else the countries of the addresses; birth countries where nothing else is said."""
    stated = [value.text or "" for value in element.iterfind("NATIONALITY/VALUE")]
    where = [child_text(place, "COUNTRY") or "" for place in element.iterfind("*") if place.tag.endswith("_ADDRESS")]
    born = [child_text(place, "COUNTRY") or "" for place in element.iterfind("INDIVIDUAL_PLACE_OF_BIRTH")]
    seen = dict.fromkeys(text.strip() for text in stated + where + (born if person else []))
    yield from dict.fromkeys(country(text) for text in seen if text)


def _identifiers(element: ET.Element) -> Iterator[ListIdentifier]:
    for document in element.iterfind("INDIVIDUAL_DOCUMENT"):
        if number := child_text(document, "NUMBER"):
            kind = child_text(document, "TYPE_OF_DOCUMENT") or child_text(document, "TYPE_OF_DOCUMENT2") or ""
            stated = child_text(document, "ISSUING_COUNTRY") or child_text(document, "COUNTRY_OF_ISSUE")
            yield ListIdentifier(kind=kind.lower(), value=number, country=stated and country(stated))


def _split(text: str | None) -> list[str]:
    return [part for part in _SEPARATOR.split(text or "") if part]
