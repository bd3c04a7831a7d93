"""The smaller parts of a request → the parts of the profile."""

from __future__ import annotations

from collections.abc import Iterable

from amlyze_intake.wire import customer as wire
from customer_risk.partial_date import PartialDate
from customer_risk.profile import Address, Document, Extra, Income, Means, PartyKind

KINDS = {"INDIVIDUAL": PartyKind.PERSON, "ORGANIZATION": PartyKind.ORGANISATION}
_MEANS = {"MOBILEPHONE": "phone", "FIXEDPHONE": "phone", "EMAIL": "email", "WEBSITE": "web"}


def document(said: wire.BusinessEntityDocument) -> Document:
    """A document that proves who a party is."""
    return Document(
        kind=said.identity_document_type,
        number=said.document_number,
        issued=date(said.document_issue_date),
        expires=date(said.document_expiry_date),
        issuing_country=said.document_issue_country,
        issuing_authority=said.document_issue_authority,
        describes=KINDS.get(said.entity_type or ""),
    )


def address(said: wire.IntakeAddress) -> Address:
    """Where a party is."""
    return Address(
        kind=said.address_type,
        street=said.street_address,
        town=said.city,
        postcode=said.zip_code,
        region=said.region,
        country=said.country,
        unstructured=said.address_details,
        for_correspondence=said.use_for_correspondence,
    )


def means(said: Iterable[wire.IntakeContact] | None) -> tuple[Means, ...]:
    """Phones, e-mail addresses and web sites."""
    return tuple(
        Means(kind=_MEANS[one.contact_type], value=one.contact_details)
        for one in said or ()
        if one.contact_type and one.contact_details
    )


def incomes(said: Iterable[wire.IntakeIncomeSource] | None) -> tuple[Income, ...]:
    """Sources of income."""
    return tuple(
        Income(kind=one.income_source_type, share=share(one.income_percentage), minimum=one.from_, maximum=one.to)
        for one in said or ()
    )


def extras(said: Iterable[wire.AdditionalValue] | None) -> tuple[Extra, ...]:
    """Values the institution added to the schema."""
    return tuple(
        Extra(code=one.code, datatype=one.datatype, description=one.description, value=one.value)
        for one in said or ()
        if one.code and one.datatype
    )


def share(percentage: float | None) -> float | None:
    """A percentage as a share of one."""
    return None if percentage is None else percentage / 100


def date(said: str | None) -> PartialDate | None:
    """A day; the time of day is dropped (ruling A16)."""
    return PartialDate.parse(said[:10]) if said else None


def texts(said: Iterable[str | None]) -> tuple[str, ...]:
    """What is said, each once, in order."""
    return tuple(dict.fromkeys(filter(None, said)))
