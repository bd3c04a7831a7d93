"""The reference values an advanced file begins with, and the dates it writes with them."""

from __future__ import annotations

import calendar
from xml.etree import ElementTree as ET

from customer_risk.partial_date import PartialDate

_GREGORIAN = "1"
_LAST_MONTH = 12

type Day = tuple[int, int, int]


class References:
    """Texts of reference values by kind and id: kinds, types of names, features, documents and measures, countries."""

    def __init__(self) -> None:
        self._texts: dict[tuple[str, str], str] = {}
        self._party_types: dict[str, str] = {}

    def take(self, sets: ET.Element) -> None:
        """Keep every value of ``ReferenceValueSets``."""
        for value in sets.iterfind("*/*"):
            id_ = value.get("ID") or ""
            self._texts[value.tag, id_] = " ".join((value.text or value.get("ISO2") or "").split())
            if value.tag == "PartySubType":
                self._party_types[id_] = value.get("PartyTypeID") or ""

    def text(self, kind: str, id_: str | None) -> str:
        """The text of a value; raises ``ValueError`` when the file does not define it."""
        try:
            return self._texts[kind, id_ or ""]
        except KeyError:
            raise ValueError(f"{kind} {id_} is not defined") from None

    def party_kind(self, sub_type: str | None) -> str:
        """``Individual``, ``Entity``, ``Vessel`` …: a subtype that is unknown is what its type says."""
        text = self.text("PartySubType", sub_type)
        return self.text("PartyType", self._party_types[sub_type or ""]) if text == "Unknown" else text


def period(element: ET.Element) -> tuple[tuple[PartialDate, ...], bool, bool]:
    """Dates of a ``DatePeriod``, whether they are the ends of a range, and whether they are approximate.

    A period that is a whole year or month is a date known no better than that.
    """
    if element.get("CalendarTypeID", _GREGORIAN) != _GREGORIAN:
        return (), False, False
    about = any(end.get("Approximate") == "true" for end in element)
    first = _day(element.find("Start/From"))
    last = _day(element.find("End/To")) or _day(element.find("Start/To")) or first
    if first is None or last is None:
        return (), False, about
    texts = _texts(first, last)
    return tuple(PartialDate.parse(text) for text in texts), len(texts) > 1, about


def _texts(first: Day, last: Day) -> tuple[str, ...]:
    (year, month, day), (end_year, end_month, end_day) = first, last
    if first == last:
        return (f"{year:04}-{month:02}-{day:02}",)
    if (year, day) == (end_year, 1):
        whole = calendar.monthrange(end_year, end_month)[1] == end_day
        if whole and month == end_month:
            return (f"{year:04}-{month:02}",)
        if whole and month == 1 and end_month == _LAST_MONTH:
            return (f"{year:04}",)
    if (month, day) == (1, 1) and (end_month, end_day) == (_LAST_MONTH, 31):
        return f"{year:04}", f"{end_year:04}"
    return f"{year:04}-{month:02}-{day:02}", f"{end_year:04}-{end_month:02}-{end_day:02}"


def _day(element: ET.Element | None) -> Day | None:
    if element is None:
        return None
    parts = [(element.findtext(part) or "").strip() for part in ("Year", "Month", "Day")]
    if not parts[0].isdigit():
        return None
    year, month, day = (int(part) if part.isdigit() else 1 for part in parts)
    return (year, month, day) if 1 <= month <= _LAST_MONTH and day >= 1 else None
