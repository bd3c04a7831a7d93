"""Identity documents: whether such a number is printed on such a document, its check digit, its dates, its issuer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from customer_risk.identity.result import Finding, failed, noted
from customer_risk.profile import Document, PartyKind, Person
from customer_risk.reference.countries import country
from customer_risk.scoring.fraud import Tag

PASSPORTS = {
    "AT": r"[A-Z]\d{7}",
    "AU": r"[A-Z]{1,2}\d{7}",
    "BE": r"[A-Z]{2}\d{6}",
    "BG": r"[A-Z0-9]{2}\d{7}",
    "BR": r"[A-Z]{2}\d{6}",
    "CA": r"[A-Z]{2}\d{6}|[A-Z]\d{6}[A-Z]{2}",
    "CH": r"[A-Z]\d{7}|[A-Z]\d[A-Z0-9]{6}",
    "CN": r"[A-Z][A-Z0-9]\d{7}",
    "CZ": r"\d{8}",
    "DE": r"[CFGHJK][CFGHJKLMNPRTVWXYZ0-9]{8}",
    "DK": r"\d{9}",
    "EE": r"[A-Z]{1,2}\d{7}",
    "ES": r"[A-Z]{3}\d{6}|[A-Z]{2}\d{7}",
    "FI": r"[A-Z]{2}\d{7}",
    "FR": r"\d{2}[A-Z]{2}\d{5}",
    "GB": r"\d{9}",
    "GR": r"[A-Z]{2}\d{7}",
    "HR": r"\d{9}",
    "HU": r"[A-Z]{2}\d{6,7}",
    "IE": r"[A-Z0-9]{2}\d{7}",
    "IN": r"[A-Z]\d{7}",
    "IT": r"[A-Z]{2}\d{7}",
    "JP": r"[A-Z]{2}\d{7}",
    "KR": r"[A-Z]\d{8}|[A-Z]\d{3}[A-Z]\d{4}",
    "LT": r"[A-Z0-9]{8}",
    "LV": r"[A-Z0-9]{2}\d{7}",
    "MX": r"[A-Z]?\d{8,10}",
    "NL": r"[A-NP-Z]{2}[A-NP-Z0-9]{6}\d",
    "NO": r"\d{8}|[A-Z]{3}\d{6}",
    "PL": r"[A-Z]{2}\d{7}",
    "PT": r"[A-Z]\d{6}|[A-Z]{2}\d{6}",
    "RO": r"\d{8,9}",
    "SE": r"[A-Z0-9]{2}\d{6}|\d{8}",
    "TR": r"[A-Z]\d{8}",
    "UA": r"[A-Z]{2}\d{6}",
    "US": r"\d{9}|[A-Z]\d{8}",
}
"""What a passport's number looks like, by issuing country (PRADO, the Council of the EU's register of documents).

The printed number may carry its machine-readable check digit behind it (ICAO 9303, part 3, section 4.9).
"""

_ANY = r"[A-Z0-9]{5,20}"
"""No document's number is shorter or longer, whoever issued it."""
_MACHINE_READABLE = 9
_WEIGHTS = (7, 3, 1)


def check_documents(documents: tuple[Document, ...], person: Person | None, today: date) -> Iterator[Finding]:
    """Every document that proves a person's identity; dates known in part count by the bound that speaks for them."""
    for document in documents:
        if document.describes is PartyKind.ORGANISATION:
            continue
        yield from _number(document)
        yield from _dates(document, person, today)
        if person:
            yield from _issuer(document, person)


def possible_number(number: str, issuer: str | None, *, passport: bool) -> bool:
    """Whether a document of ``issuer`` (alpha-2) can have that number, with or without its check digit."""
    compact = re.sub(r"[\s.\-/]", "", number).upper()
    form = PASSPORTS.get(issuer or "", _ANY) if passport else _ANY
    if re.fullmatch(form, compact, re.ASCII):
        return True
    body, last = compact[:-1], compact[-1:]
    return (
        len(body) == _MACHINE_READABLE
        and re.fullmatch(form, body, re.ASCII) is not None
        and last == str(check_digit(body))
    )


def check_digit(text: str) -> int:
    """The check digit of a field of a machine-readable zone: letters count from A = 10, weights are 7, 3, 1."""
    values = (int(character, 36) if character != "<" else 0 for character in text)
    return sum(value * _WEIGHTS[n % 3] for n, value in enumerate(values)) % 10


def is_passport(kind: str | None) -> bool:
    """Whether a sender's word for a kind of document means a passport."""
    return "passport" in (kind or "").lower()


def _number(document: Document) -> Iterator[Finding]:
    issuer = document.issuing_country
    if issuer and not _is_country(issuer):
        yield failed(Tag.DOCUMENT, "The document's issuing country is no country.")
    if document.number is None:
        yield failed(Tag.DOCUMENT, "The document has no number.")
    elif not possible_number(document.number, issuer, passport=is_passport(document.kind)):
        yield failed(Tag.DOCUMENT, "No such document has a number like that, or its check digit is wrong.")


def _dates(document: Document, person: Person | None, today: date) -> Iterator[Finding]:
    issued, expires = document.issued, document.expires
    born = person.birth_date.earliest if person and person.birth_date else None
    if expires and not expires.known:
        yield failed(Tag.DOCUMENT, "The document's date of expiry cannot be read.")
    elif expires is None:
        yield noted(Tag.DOCUMENT, "It is not said until when the document is valid.")
    elif expires.latest and expires.latest < today:
        yield failed(Tag.DOCUMENT, "The document has expired.")
    if not issued or not issued.earliest or not issued.latest:
        return
    if issued.earliest > today:
        yield failed(Tag.DOCUMENT, "The document was issued on a day that has not come yet.")
    if expires and expires.latest and issued.earliest > expires.latest:
        yield failed(Tag.DOCUMENT, "The document expires before it was issued.")
    if born and issued.latest < born:
        yield failed(Tag.DOCUMENT, "The document was issued before the customer was born.")


def _issuer(document: Document, person: Person) -> Iterator[Finding]:
    issuer = document.issuing_country
    if issuer is None or not person.nationalities or issuer in person.nationalities:
        return
    if is_passport(document.kind):
        yield failed(Tag.CONSISTENCY, "The passport was issued by a country the customer is no national of.")
    elif issuer != person.residence_country:
        text = "The document was issued by a country that is neither the customer's nationality nor residence."
        yield failed(Tag.CONSISTENCY, text)


def _is_country(text: str) -> bool:
    return len(country(text)) == 2 and country(text).isupper()  # noqa: PLR2004  alpha-2
