"""From a subject of the EU's list, however it was written down, to an entry."""

from __future__ import annotations

from customer_risk.partial_date import PartialDate
from customer_risk.records import Record
from customer_risk.reference.countries import country
from customer_risk.screening.entry import EntryKind, ListEntry, ListIdentifier, NameQuality
from customer_risk.screening.lists.reading import date_of, names_of, sanctioned

_KINDS = {"P": EntryKind.PERSON, "E": EntryKind.ORGANISATION, "person": EntryKind.PERSON}
_KINDS["enterprise"] = EntryKind.ORGANISATION
_NOWHERE = {"", "00", "UNKNOWN"}
_GREGORIAN = {"", "GREGORIAN"}


class Alias(Record):
    """One name: ``language`` is ISO 639-1 in capitals or empty, ``strong`` the list's own word for a good alias."""

    text: str
    language: str = ""
    strong: bool = True
    remark: str = ""
    gender: str = ""


class Birth(Record):
    """One birth date as the list gives it; any part may be empty."""

    date: str = ""
    day: str = ""
    month: str = ""
    year: str = ""
    first_year: str = ""
    last_year: str = ""
    circa: bool = False
    calendar: str = ""
    country: str = ""


class Document(Record):
    """One identification; ``country`` is a code or a name."""

    kind: str
    number: str
    latin_number: str = ""
    country: str = ""


class Subject(Record):
    """One listed person or enterprise."""

    id: str
    kind: str
    reference: str = ""
    aliases: tuple[Alias, ...] = ()
    births: tuple[Birth, ...] = ()
    documents: tuple[Document, ...] = ()
    citizenships: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    programmes: tuple[str, ...] = ()
    remark: str = ""


def entry_of(source: str, subject: Subject) -> ListEntry:
    """The entry; raises ``ValueError`` for a subject that is neither person nor enterprise."""
    kind = _KINDS.get(subject.kind)
    if kind is None:
        raise ValueError(f"the subject type is {subject.kind!r}, neither person nor enterprise")
    person = kind is EntryKind.PERSON
    dates, is_range, about = _birth_dates(subject.births)
    born = tuple(birth.country for birth in subject.births) if person else ()
    # Birth countries say something only where neither citizenship nor address does.
    where = _countries(subject.citizenships + subject.addresses) or _countries(born)
    genders = {alias.gender.upper()[:1] for alias in subject.aliases} - {""}
    numbers = [(document, text) for document in subject.documents for text in _numbers(document)]
    return ListEntry(
        source=source,
        id=subject.id,
        kind=kind,
        names=names_of((alias.text, quality) for alias, quality in _graded(subject.aliases)),
        types=sanctioned(kind),
        birth_dates=dates,
        birth_range=is_range,
        birth_approximate=about,
        countries=where,
        gender={"M": "male", "F": "female"}.get(genders.pop()) if len(genders) == 1 else None,
        identifiers=tuple(
            ListIdentifier(
                kind=document.kind.lower(), value=text, country=next(iter(_countries((document.country,))), None)
            )
            for document, text in numbers
        ),
        programmes=tuple(dict.fromkeys(filter(None, (*subject.programmes, subject.reference)))),
        notes=subject.remark or None,
    )


def _graded(aliases: tuple[Alias, ...]) -> list[tuple[Alias, NameQuality]]:
    """The first strong name in no special language or in English is the primary one, else the first of all."""
    strong = [alias for alias in aliases if alias.text and _strong(alias)]
    plain = [alias for alias in strong if alias.language in {"", "EN"}]
    primary = next(iter(plain or strong or [alias for alias in aliases if alias.text]), None)
    return [
        (alias, NameQuality.PRIMARY if alias is primary else NameQuality.STRONG if _strong(alias) else NameQuality.WEAK)
        for alias in aliases
    ]


def _strong(alias: Alias) -> bool:
    """The UN's grade is repeated in a remark, which counts as much as the list's own mark."""
    return alias.strong and "low quality" not in alias.remark.lower()


def _birth_dates(births: tuple[Birth, ...]) -> tuple[tuple[PartialDate, ...], bool, bool]:
    dates: list[PartialDate] = []
    is_range = about = False
    for birth in births:
        if birth.calendar not in _GREGORIAN:
            continue
        about |= birth.circa
        if birth.first_year and birth.last_year and birth.first_year != birth.last_year:
            is_range = True
            dates += [date for text in (birth.first_year, birth.last_year) if (date := date_of(text))]
        else:
            text = birth.date or _written(birth)
            dates += [date for date in (date_of(text),) if date]
    kept = tuple(dict.fromkeys(dates))
    return kept, is_range and len(kept) == 2, about  # noqa: PLR2004 - both ends, no more


def _written(birth: Birth) -> str:
    if birth.year and birth.month.isdigit() and birth.day.isdigit():
        return f"{birth.year}-{int(birth.month):02}-{int(birth.day):02}"
    return birth.year or birth.first_year or birth.last_year


def _countries(texts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(country(text) for text in texts if text.strip() not in _NOWHERE))


def _numbers(document: Document) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, (document.number, document.latin_number))))
