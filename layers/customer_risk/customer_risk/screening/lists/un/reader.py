"""Reads the UN Security Council consolidated list (https://scsanctions.un.org/resources/xml/en/consolidated.xml)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree import ElementTree as ET
from xml.parsers import expat

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

_NAME_PARTS = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")
_DAY_FIRST = re.compile(r"(\d{1,2})[./](\d{1,2})[./](\d{4})")
_YEAR = re.compile(r"\b(1[89]\d\d|20\d\d)\b")
_SEPARATOR = re.compile(r"\s*;\s*|\s*\n\s*")


def read(source: str, files: Files) -> ListContent:
    """Entries of ``consolidated.xml``; raises :class:`BrokenListError` for anything but a whole document."""
    root = _parse(source, files["consolidated.xml"])
    if root.tag != "CONSOLIDATED_LIST":
        raise BrokenListError(f"{source}: the document is a {root.tag}, not a CONSOLIDATED_LIST")
    entries: list[ListEntry] = []
    unreadable: list[Unreadable] = []
    for tag, kind in (("INDIVIDUAL", EntryKind.PERSON), ("ENTITY", EntryKind.ORGANISATION)):
        for position, element in enumerate(root.iterfind(f"*/{tag}"), start=1):
            try:
                entries.append(_entry(source, element, kind))
            except ValueError as error:
                where = f"{tag} {position} ({_text(element, 'REFERENCE_NUMBER') or 'no reference'})"
                unreadable.append(Unreadable(where=where, why=str(error)))
    return ListContent(entries=tuple(entries), unreadable=tuple(unreadable))


def _parse(source: str, data: bytes) -> ET.Element:
    """Parse without document types: where none is allowed, no entity can be declared and none can expand."""

    def refuse(*_: object) -> None:
        raise BrokenListError(f"{source}: a document type is not allowed")

    builder = ET.TreeBuilder()
    parser = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.data
    try:
        parser.Parse(data, True)  # noqa: FBT003 - expat takes it by position only
        return builder.close()
    except (expat.ExpatError, AssertionError) as error:
        raise BrokenListError(f"{source}: not a whole XML document: {error}") from error


def _entry(source: str, element: ET.Element, kind: EntryKind) -> ListEntry:
    reference = _text(element, "REFERENCE_NUMBER")
    data_id = _text(element, "DATAID")
    primary = " ".join(filter(None, (_text(element, part) for part in _NAME_PARTS)))
    if not data_id or not primary:
        raise ValueError("no DATAID or no name")
    person = kind is EntryKind.PERSON
    dates, is_range, about = _birth_dates(element)
    return ListEntry(
        source=source,
        id=data_id,
        kind=kind,
        names=tuple(_names(element, primary)),
        types=(HitType.SANCTIONED_PERSON if person else HitType.SANCTIONED_ENTITY,),
        birth_dates=dates,
        birth_range=is_range,
        birth_approximate=about,
        countries=tuple(_countries(element, person=person)),
        gender=(_text(element, "GENDER") or "").lower() or None,
        identifiers=tuple(_identifiers(element)),
        programmes=tuple(filter(None, (_text(element, "UN_LIST_TYPE"), reference))),
        notes=_text(element, "COMMENTS1"),
    )


def _names(element: ET.Element, primary: str) -> Iterator[ListName]:
    """The primary name, the same in its own script, and aliases; ``Low`` quality is the list's word for weak."""
    seen = {primary}
    yield ListName(text=primary, quality=NameQuality.PRIMARY)
    found = [(text, NameQuality.STRONG) for text in _split(_text(element, "NAME_ORIGINAL_SCRIPT"))]
    for alias in element.iterfind("*"):
        if alias.tag in {"INDIVIDUAL_ALIAS", "ENTITY_ALIAS"}:
            weak = _text(alias, "QUALITY") == "Low"
            quality = NameQuality.WEAK if weak else NameQuality.STRONG
            found += [(text, quality) for text in _split(_text(alias, "ALIAS_NAME"))]
    for text, quality in found:
        if text not in seen:
            seen.add(text)
            yield ListName(text=text, quality=quality)


def _birth_dates(element: ET.Element) -> tuple[tuple[PartialDate, ...], bool, bool]:
    dates: list[PartialDate] = []
    is_range = about = False
    for born in element.iterfind("INDIVIDUAL_DATE_OF_BIRTH"):
        about |= _text(born, "TYPE_OF_DATE") == "APPROXIMATELY"
        ends = [_text(born, tag) for tag in ("FROM_YEAR", "TO_YEAR")]
        if all(ends):
            is_range = True
            dates += [PartialDate.parse(str(end)) for end in ends]
        elif text := _text(born, "DATE") or _text(born, "YEAR") or _text(born, "NOTE"):
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
    where = [_text(place, "COUNTRY") or "" for place in element.iterfind("*") if place.tag.endswith("_ADDRESS")]
    born = [_text(place, "COUNTRY") or "" for place in element.iterfind("INDIVIDUAL_PLACE_OF_BIRTH")]
    seen = dict.fromkeys(text.strip() for text in stated + where + (born if person else []))
    yield from dict.fromkeys(country(text) for text in seen if text)


def _identifiers(element: ET.Element) -> Iterator[ListIdentifier]:
    for document in element.iterfind("INDIVIDUAL_DOCUMENT"):
        if number := _text(document, "NUMBER"):
            kind = _text(document, "TYPE_OF_DOCUMENT") or _text(document, "TYPE_OF_DOCUMENT2") or ""
            stated = _text(document, "ISSUING_COUNTRY") or _text(document, "COUNTRY_OF_ISSUE")
            yield ListIdentifier(kind=kind.lower(), value=number, country=stated and country(stated))


def _split(text: str | None) -> list[str]:
    return [part for part in _SEPARATOR.split(text or "") if part]


def _text(element: ET.Element, tag: str) -> str | None:
    found = element.findtext(tag)
    return " ".join(found.split()) or None if found else None
