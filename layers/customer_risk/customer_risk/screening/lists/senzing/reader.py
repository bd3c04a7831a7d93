"""Reads the Senzing entity format (https://www.senzing.com/docs/entity_specification/), as OpenSanctions writes it too.

A record is an object with ``RECORD_ID``. Its features stand flat in it, in a list ``FEATURES``, or in lists of any
other name (``NAMES``, ``DATES``, ``IDENTIFIERS`` …): all three are read alike, as objects whose keys tell what they
are. Keys may carry a usage before them, as ``AKA_NAME_FULL``. ``TOPIC`` of a feature says why somebody is listed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from customer_risk.reference.countries import country
from customer_risk.screening.entry import EntryKind, ListContent, ListEntry, ListIdentifier, NameQuality
from customer_risk.screening.lists.reading import Harvest, date_of, json_lines, names_of
from customer_risk.screening.lists.registry import Files
from customer_risk.screening.lists.topics import of_interest, types_of

FILE = "entities.jsonl"
_KINDS = {
    "PERSON": EntryKind.PERSON,
    "INDIVIDUAL": EntryKind.PERSON,
    "ORGANIZATION": EntryKind.ORGANISATION,
    "COMPANY": EntryKind.ORGANISATION,
    "VESSEL": EntryKind.VESSEL,
    "AIRCRAFT": EntryKind.AIRCRAFT,
}
_NAME = re.compile(r"(?:(?P<usage>[A-Z0-9]+)_)?NAME_(?P<part>FULL|ORG|FIRST|MIDDLE|LAST|SUFFIX)")
_NUMBER = re.compile(r"(?P<kind>[A-Z0-9_]+?)(?:_ID)?_NUMBER")
_ORDER = ("FIRST", "MIDDLE", "LAST", "SUFFIX")
_COUNTRIES = ("NATIONALITY", "CITIZENSHIP", "REGISTRATION_COUNTRY", "COUNTRY_OF_ASSOCIATION", "ADDR_COUNTRY")
_NO_IDENTITY = {"PHONE", "ADDR", "SOURCE"}
_AMERICAN = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_GENDERS = {"M": "male", "F": "female", "MALE": "male", "FEMALE": "female"}

type Feature = dict[str, str]


def read(source: str, files: Files) -> ListContent:
    """Entries of the file; raises :class:`BrokenListError` when its last line is cut off."""
    harvest = Harvest()
    for number, record in json_lines(source, files[FILE], harvest):
        harvest.add(f"line {number} ({record.get('RECORD_ID', 'no id')})", _entry, source, record)
    return harvest.content()


def _entry(source: str, record: dict[str, Any]) -> ListEntry:
    features = list(_features(record))
    kind = _kind(features)
    found = [name for feature in features for name in _names(feature)]
    if found and not any(quality is NameQuality.PRIMARY for _, quality in found):
        found[0] = (found[0][0], NameQuality.PRIMARY)
    genders = {_GENDERS.get(text.upper(), "") for text in _all(features, "GENDER")} - {""}
    topics = [*_all(features, "TOPIC"), *_all(features, "RISK_TOPIC")]
    where = [text for key in _COUNTRIES for text in _all(features, key)]
    return ListEntry(
        source=source,
        id=next(iter(_all(features, "RECORD_ID")), ""),
        kind=kind,
        names=names_of(found),
        types=types_of(topics, kind, otherwise=of_interest(kind)),
        birth_dates=tuple(date for text in _all(features, "DATE_OF_BIRTH") if (date := date_of(_year_first(text)))),
        countries=tuple(dict.fromkeys(country(text) for text in where)),
        gender=genders.pop() if len(genders) == 1 else None,
        identifiers=tuple(dict.fromkeys(one for feature in features for one in _numbers(feature))),
        programmes=tuple(dict.fromkeys(_all(features, "PROGRAM"))),
    )


def _features(record: dict[str, Any]) -> Iterator[Feature]:
    """The record's own plain values as one feature, then every object of every list in it."""
    yield {key: str(value) for key, value in record.items() if isinstance(value, str | int) and str(value).strip()}
    for value in record.values():
        for one in value if isinstance(value, list) else ():
            if isinstance(one, dict):
                yield {str(key): str(part) for key, part in one.items() if isinstance(part, str | int)}


def _all(features: list[Feature], key: str) -> list[str]:
    return [text for feature in features if (text := feature.get(key, "").strip())]


def _kind(features: list[Feature]) -> EntryKind:
    """What the record says it is; failing that, what its names are."""
    for text in _all(features, "RECORD_TYPE"):
        if (kind := _KINDS.get(text.upper())) is not None:
            return kind
    keys = {key for feature in features for key in feature}
    if any(key.endswith("NAME_ORG") for key in keys):
        return EntryKind.ORGANISATION
    return EntryKind.PERSON if any(key.endswith(("NAME_LAST", "NAME_FIRST")) for key in keys) else EntryKind.UNKNOWN


def _names(feature: Feature) -> Iterator[tuple[str, NameQuality]]:
    by_usage: dict[str, dict[str, str]] = {}
    for key, text in feature.items():
        if match := _NAME.fullmatch(key):
            by_usage.setdefault(match["usage"] or feature.get("NAME_TYPE", ""), {})[match["part"]] = text
    for usage, parts in by_usage.items():
        whole = parts.get("FULL") or parts.get("ORG") or " ".join(parts[part] for part in _ORDER if part in parts)
        yield whole, NameQuality.PRIMARY if usage.upper() == "PRIMARY" else NameQuality.STRONG


def _numbers(feature: Feature) -> Iterator[ListIdentifier]:
    for key, value in feature.items():
        match = _NUMBER.fullmatch(key)
        if match and match["kind"] not in _NO_IDENTITY and value.strip():
            stem = key.removesuffix("_NUMBER")
            kind = feature.get(f"{stem}_TYPE") or match["kind"].replace("_", " ")
            where = feature.get(f"{stem}_COUNTRY")
            yield ListIdentifier(kind=kind.lower(), value=value, country=country(where) if where else None)


def _year_first(text: str) -> str:
    """Senzing's own examples write month, day and year; where the first cannot be a month it is the day."""
    match = _AMERICAN.fullmatch(text.strip())
    if not match:
        return text
    first, second, year = match.groups()
    month, day = (first, second) if int(first) <= 12 else (second, first)  # noqa: PLR2004 - months of a year
    return f"{year}-{int(month):02}-{int(day):02}"
