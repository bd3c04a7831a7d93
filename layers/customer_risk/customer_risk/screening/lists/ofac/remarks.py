"""Facts in OFAC's remarks: birth dates, nationalities, gender, identifiers and weak aliases.

A remark is a run of statements separated by ``;``, each with a label: ``DOB 10 Dec 1948; alt. DOB 1949; POB Baghdad,
Iraq; nationality Iraq; Gender Male; Passport A123 (Iraq); a.k.a. 'THE BEAR'``.
"""

from __future__ import annotations

import re

from customer_risk.partial_date import PartialDate
from customer_risk.records import Record
from customer_risk.screening.entry import ListIdentifier

_MONTHS = {
    name: number
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), start=1
    )
}
_DATE = re.compile(r"(?:(?:(\d{1,2}) )?([A-Z][a-z]{2})[a-z]* )?(\d{4})")
_WEAK = re.compile(r"(?:alt\. )?(?:a\.k\.a\.|f\.k\.a\.|n\.k\.a\.) '([^']+(?:'[^' ]+)*)'")
_COUNTRY = re.compile(r"(?:alt\. )?(?:nationality|citizen) (.+)")
_IDENTIFIER = re.compile(
    r"(?:alt\. )?((?:Passport|[\w.'/ -]*?(?:Number|No\.?|Identification|ID|Card|D\.N\.I\.|MMSI|IMO|BIK|"
    r"SWIFT/BIC|Cedula|NIT|RUC|R\.F\.C\.|C\.U\.R\.P\.|C\.U\.I\.T\.|RTN|SSN|Tazkira|Certificate)(?: No\.)?)"
    r"(?: [A-Z]{3,4}(?= \d))?) #? ?([A-Z0-9][\w./ -]*\d[\w./-]*|\d)(?: \(([^)]+)\))?"
)
_WALLET = re.compile(r"(?:alt\. )?Digital Currency Address - (\w+) (\w+)")


class Remarks(Record):
    """What a remark says; ``text`` is the remark itself."""

    text: str
    birth_dates: tuple[PartialDate, ...] = ()
    birth_range: bool = False
    birth_approximate: bool = False
    countries: tuple[str, ...] = ()
    gender: str | None = None
    identifiers: tuple[ListIdentifier, ...] = ()
    weak_aliases: tuple[str, ...] = ()


def parse_remarks(text: str) -> Remarks:
    """Read the labelled statements; what has no known label stays in ``text`` only."""
    births: list[PartialDate] = []
    countries: list[str] = []
    identifiers: list[ListIdentifier] = []
    weak: list[str] = []
    gender, spans, about = None, 0, False
    for statement in (part.strip() for part in text.rstrip(". ").split(";")):
        bare = statement.removeprefix("alt. ")
        if bare.startswith("DOB "):
            found = [_date(match) for match in _DATE.finditer(bare)]
            births += [date for date in found if date.known]
            spans += len(found) > 1
            about |= "circa" in bare
        elif match := _COUNTRY.fullmatch(statement):
            countries.append(match.group(1))
        elif bare.startswith("Gender "):
            gender = bare.removeprefix("Gender ").lower()
        elif match := _WEAK.fullmatch(statement):
            weak.append(match.group(1))
        elif match := _WALLET.fullmatch(statement):
            identifiers.append(ListIdentifier(kind=f"wallet {match.group(1).lower()}", value=match.group(2)))
        elif match := _IDENTIFIER.match(statement):
            kind, value, country = match.groups()
            identifiers.append(ListIdentifier(kind=kind.lower(), value=value, country=country))
    return Remarks(
        text=text,
        birth_dates=tuple(dict.fromkeys(births)),
        birth_range=spans == 1 and len(births) == 2,  # noqa: PLR2004 - one statement with both ends, nothing else
        birth_approximate=about,
        countries=tuple(dict.fromkeys(countries)),
        gender=gender,
        identifiers=tuple(identifiers),
        weak_aliases=tuple(weak),
    )


def _date(match: re.Match[str]) -> PartialDate:
    day, month, year = match.groups()
    number = _MONTHS.get((month or "").lower())
    if number is None:
        return PartialDate.parse(year)
    return PartialDate.parse(f"{year}-{number:02}" + (f"-{int(day):02}" if day else ""))
