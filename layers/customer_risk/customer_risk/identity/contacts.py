"""Telephone numbers and e-mail addresses: whether they can exist, and whether they fit where the customer is known."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from customer_risk.identity.result import Finding, failed, noted
from customer_risk.profile import Party
from customer_risk.reference.countries import country
from customer_risk.scoring.fraud import Tag
from customer_risk.scoring.parties import countries_of

# Top-level domains of countries that everybody uses for something else, and the two that differ from ISO 3166.
_GENERIC = frozenset({"ai", "cc", "cloud", "co", "fm", "gg", "io", "la", "me", "to", "tv", "ws", "eu"})
_DIFFERENT = {"uk": "GB"}


def check_contacts(party: Party) -> Iterator[Finding]:
    """Every telephone number and e-mail address; a web page reaches nobody."""
    ties = homes(party)
    phones = [means.value for means in party.means if means.kind == "phone"]
    emails = [means.value for means in party.means if means.kind == "email"]
    if not phones and not emails:
        yield failed(Tag.PHONE, "There is neither a telephone number nor an e-mail address.")
    for value in phones:
        yield from _phone(value, ties)
    for value in emails:
        yield from _email(value, ties)


def homes(party: Party) -> tuple[str, ...]:
    """The countries the customer is tied to, alpha-2, those it lives in first."""
    named = [country(text) for text, *_ in countries_of(party)]
    papers = [document.issuing_country for document in party.documents]
    numbers = [identifier.country for identifier in party.identifiers]
    return tuple(dict.fromkeys(code for code in (*named, *papers, *numbers) if code and len(code) == 2))  # noqa: PLR2004


def _phone(value: str, ties: tuple[str, ...]) -> Iterator[Finding]:
    from customer_risk.scoring.phones import read_phone  # noqa: PLC0415 -- its metadata is read only for a telephone

    read = read_phone(value, next(iter(ties), None))
    if not read.possible:
        yield failed(Tag.PHONE, "No telephone number is as long or begins like that.")
        return
    if read.premium:
        yield failed(Tag.PHONE, "The telephone number is a premium-rate or personal number.")
    if read.countries and ties and read.countries.isdisjoint(ties):
        yield failed(Tag.PHONE, "The telephone number is of a country the customer is not otherwise tied to.")


def _email(value: str, ties: tuple[str, ...]) -> Iterator[Finding]:
    if not is_mailbox(value.strip()):
        yield failed(Tag.EMAIL, "That is no e-mail address.")
        return
    top = value.strip().rpartition(".")[2].lower()
    code = _DIFFERENT.get(top, top.upper())
    if top not in _GENERIC and len(top) == 2 and ties and code not in ties:  # noqa: PLR2004  a country's domain
        yield noted(Tag.EMAIL, "The e-mail address is of a country the customer is not otherwise tied to.")


@lru_cache(maxsize=1024)
def is_mailbox(value: str) -> bool:
    """Whether somebody could have that address, by its form; nobody is asked whether somebody has."""
    from email_validator import EmailNotValidError, validate_email  # noqa: PLC0415 -- read only for an address

    try:
        validate_email(value, check_deliverability=False, strict=True)
    except EmailNotValidError:
        return False
    return True
