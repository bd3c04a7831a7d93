"""The smaller parts of a request → the parts of the profile."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from customer_checks.wire import request as wire
from customer_risk.partial_date import PartialDate
from customer_risk.profile import (
    Account,
    Address,
    Assessed,
    Distribution,
    Document,
    Means,
    Organisation,
    PartyKind,
    Person,
    PersonName,
)
from customer_risk.reference.countries import country


def person(personal: wire.PersonalDetails | None, employment: str | None) -> Person:
    """A person; the employment status is said elsewhere in a request."""
    said = personal or wire.PersonalDetails()
    name = said.person_name or wire.PersonName()
    return Person(
        name=PersonName(
            first=name.first_name, middle=name.middle_names, last=name.last_name, at_birth=name.name_at_birth
        ),
        birth_date=date(said.date_of_birth),
        birth_place=said.place_of_birth,
        birth_country=alpha2(said.country_of_birth),
        nationalities=tuple(filter(None, [alpha2(said.nationality)])),
        residence_country=alpha2(said.country_of_residence),
        gender=said.gender,
        occupation=said.occupation,
        employment_status=employment,
    )


def organisation(company: wire.CompanyDetails | None, trade_names: tuple[str, ...]) -> Organisation:
    """An organisation; the names it trades under are said elsewhere in a request."""
    said = company or wire.CompanyDetails()
    structure = said.shareholders_structure
    return Organisation(
        name=said.company_name,
        trade_names=trade_names,
        registration_country=alpha2(said.country_of_registration),
        legal_form=said.legal_form,
        kind=said.organization_type,
        founded=date(said.in_business_since),
        business_purposes=texts(said.business_purposes),
        business_description=said.business_description,
        division=said.division,
        trademark=said.trademark,
        complex_ownership=structure.complex_ownership if structure else None,
    )


def document(said: wire.IdentityDocument) -> Document:
    """A document that identifies a person."""
    return Document(
        kind=said.kind,
        number=said.id,
        expires=date(said.expiry_date),
        issuing_country=alpha2(said.issuing_country),
        issuing_state=said.issuing_state,
        issuing_authority=said.issuing_authority,
        link=said.link,
        describes=PartyKind.PERSON,
    )


def assessed(said: wire.Assessment) -> Assessed:
    """What somebody else found of the party."""
    return Assessed(
        name=said.name,
        score=said.score,
        status=said.status,
        date=date(said.date),
        notes=said.notes,
        reference=said.reference_id,
    )


def address(said: wire.ContactDetails, use: str | None) -> Address | None:
    """The address in contact details, ``None`` where they hold only other means of contact."""
    found = Address(
        id=said.contact_id,
        name=said.contact_name,
        name_extra=said.contact_name_extended,
        street=said.street,
        extra=said.street_extended,
        town=said.town,
        postcode=said.zip,
        region=said.region,
        region_extra=said.region_extended,
        country=alpha2(said.country),
        unstructured=said.unstructured_address,
        valid_since=date(said.address_valid_since),
    )
    return replace(found, kind=use) if found != Address() else None


def reach(said: wire.ContactDetails) -> Iterator[Means]:
    """Phones, e-mail addresses and links in contact details."""
    yield from (Means(kind="phone", value=value) for value in texts(said.phone_numbers))
    yield from (Means(kind="email", value=value) for value in texts(said.email_addresses))
    yield from links(said.web_links)


def links(said: Iterable[wire.WebLink] | None) -> Iterator[Means]:
    """Links; one that has only a title is kept by it."""
    for link in said or ():
        if value := link.url or link.title:
            yield Means(kind="web", value=value, title=link.title)


def account(said: wire.Account, use: str | None) -> Account:
    """An account, card or wallet, and what it is to the customer."""
    limit = said.credit_limit_details or wire.CreditLimitDetails()
    contract = said.contractual_details or wire.ContractualDetails()
    return Account(
        id=said.account_id,
        use=use,
        number=said.account_number,
        email_id=said.account_email_id,
        holder=said.holder,
        kind=said.account_type,
        product_type=said.product_type,
        product_code=said.product_code,
        scheme=said.scheme,
        status=said.account_status,
        currency=said.currency,
        bank_name=said.bank_name,
        bank_identifier=said.bank_identifier,
        bank_country=alpha2(said.bank_country),
        settlement_country=alpha2(said.country_of_settlement),
        last4=said.last4_digits,
        expiry=said.expiry,
        opened=date(said.account_opening_date),
        closed=date(said.account_closure_date),
        overdraft_limit=said.overdraft_limit,
        credit_limit=limit.amount,
        credit_currency=limit.currency,
        contract_status=contract.contract_status,
        contract_start=date(contract.contract_start_date),
        contract_end=date(contract.contract_end_date),
        contract_one_off=contract.contract_one_off_payment,
        contract_monthly=contract.contract_value_monthly,
        contract_yearly=contract.contract_value_yearly,
        contract_total=contract.contract_value_total,
        attributes=texts(said.attributes),
        flags=texts(said.flags),
        location=address(said.location, None) if said.location else None,
        means=(*(reach(said.location) if said.location else ()), *links(said.web_links)),
    )


def distributions(said: Iterable[wire.Distribution] | None) -> tuple[Distribution, ...]:
    """Shares of the expected business."""
    return tuple(Distribution(labels=texts(part.labels), share=part.share) for part in said or ())


def texts(said: Iterable[str | None] | None) -> tuple[str, ...]:
    """The items that say something."""
    return tuple(filter(None, said or ()))


def date(said: str | None) -> PartialDate | None:
    """A date at whatever precision; text that is none is kept as said."""
    return PartialDate.parse(said) if said else None


def alpha2(said: str | None) -> str | None:
    """A country as its code, or as said."""
    return country(said) if said else None
