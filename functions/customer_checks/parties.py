"""Whoever a request names → parties of the profile, which are what is screened.

Owners, staff, account holders other than the party itself, and the contact an address names where that is somebody
else: each becomes a party that stands in a relation to the one that names it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from customer_checks import details
from customer_checks.wire import request as wire
from customer_risk.profile import (
    Account,
    Identifier,
    Organisation,
    Party,
    PartyKind,
    Person,
    Relation,
    RelationKind,
)

_PERSON_WORDS = frozenset(
    {
        *("INDIVIDUAL", "PERSON", "NATURALPERSON", "NATURAL", "PHYSICALPERSON", "PRIVATE", "PRIVATEPERSON"),
        *("PRIVATEINDIVIDUAL", "CONSUMER", "RETAIL", "SOLETRADER", "SOLEPROPRIETOR", "SELFEMPLOYED", "FREELANCER"),
    }
)
_ORGANISATION_WORDS = frozenset(
    {
        *("CORPORATION", "CORPORATE", "ORGANIZATION", "ORGANISATION", "COMPANY", "LEGALENTITY", "LEGALPERSON", "LEGAL"),
        *("BUSINESS", "ENTITY", "INSTITUTION", "PARTNERSHIP", "FOUNDATION", "TRUST", "ASSOCIATION", "CHARITY", "NGO"),
        *("GOVERNMENT", "MERCHANT"),
    }
)


def party_kind(customer_type: str | None, company: object, person: object) -> PartyKind:
    """What a party is: the stated type decides, then company details, then personal details."""
    word = re.sub(r"[\W_]", "", customer_type or "").upper()
    if word in _PERSON_WORDS:
        return PartyKind.PERSON
    if word in _ORGANISATION_WORDS or company is not None:
        return PartyKind.ORGANISATION
    return PartyKind.UNKNOWN if person is None else PartyKind.PERSON


def party_data(
    data: wire.PartyData,
    *,
    kind: PartyKind,
    accounts: tuple[Account, ...] = (),
    relations: tuple[Relation, ...] = (),
    employment: str | None = None,
) -> Party:
    """A customer or a counterparty, with the accounts and relations said outside of what the two have in common."""
    reference = (details.account(data.reference_account, "reference"),) if data.reference_account else ()
    tax = (Identifier(kind="tax", value=data.tax_id, type=data.tax_id_type),) if data.tax_id else ()
    return _party(
        data.personal_details,
        data.company_details,
        data.contact_details,
        kind=kind,
        external_id=data.customer_id,
        identifiers=tax,
        shops=tuple(data.dba or ()),
        accounts=reference + accounts,
        relations=relations,
        employment=employment,
    )


def staff(member: wire.StaffMember, description: str | None) -> Relation:
    """Somebody who works for a company, or for the sender on the customer."""
    party = _party(member.personal_details, None, member.contact_details, kind=PartyKind.PERSON)
    return Relation(kind=RelationKind.STAFF, party=party, role=member.role, description=description)


def counterparty_account(account: wire.Account) -> Relation:
    """A counterparty of whom an account is known."""
    names = (account.holder,) if account.holder else ()
    party = Party(names=names, accounts=(details.account(account, None),))
    return Relation(kind=RelationKind.COUNTERPARTY, party=party, description="major counterparty account")


def _party(
    personal: wire.PersonalDetails | None,
    company: wire.CompanyDetails | None,
    contact: wire.ContactDetails | None,
    *,
    kind: PartyKind,
    external_id: str | None = None,
    identifiers: tuple[Identifier, ...] = (),
    shops: tuple[wire.ContactDetails, ...] = (),
    accounts: tuple[Account, ...] = (),
    relations: tuple[Relation, ...] = (),
    employment: str | None = None,
) -> Party:
    trade_names = tuple(shop.contact_name for shop in shops if shop.contact_name)
    person = details.person(personal, employment) if personal or employment else None
    organisation = details.organisation(company, trade_names) if company or trade_names else None
    contacts = [*([(contact, None)] if contact else []), *((shop, "dba") for shop in shops)]
    social = personal.social_security_number if personal else None
    contact_name = contact.contact_name if contact else None
    own = _own_names(person, organisation)
    trading = frozenset(_words(name) for name in trade_names)
    names: tuple[str, ...] = ()
    if contact_name and not own | trading:
        names, contact_name = (contact_name,), None  # without any other name it is the party's own
    return Party(
        kind=kind,
        external_id=external_id,
        source_ids=tuple(_source_ids(company, (said for said, _ in contacts))),
        person=person,
        organisation=organisation,
        names=names,
        identifiers=(*identifiers, *([Identifier(kind="social-security", value=social)] if social else [])),
        documents=tuple(details.document(said) for said in (personal and personal.identity_documents) or ()),
        addresses=tuple(found for said, use in contacts if (found := details.address(said, use))),
        means=tuple(means for said, _ in contacts for means in details.reach(said)),
        accounts=accounts,
        assessments=tuple(
            details.assessed(said) for part in (personal, company) if part for said in part.assessments or ()
        ),
        relations=(
            *_owned_and_run(company),
            *relations,
            *_others(RelationKind.ACCOUNT_HOLDER, (account.holder for account in accounts), own | trading),
            *_others(RelationKind.RELATED, (contact_name,), own, role="contact"),
        ),
    )


def _owned_and_run(company: wire.CompanyDetails | None) -> Iterator[Relation]:
    if company is None:
        return
    for owner in company.shareholders or ():
        kind = party_kind(None, owner.company_details, owner.personal_details)
        yield Relation(
            kind=RelationKind.SHAREHOLDER,
            party=_party(owner.personal_details, owner.company_details, owner.contact_details, kind=kind),
            role=owner.role,
            share=owner.share,
            liability=owner.liability,
        )
    for member in company.staff or ():
        yield staff(member, None)


def _others(
    kind: RelationKind, names: Iterable[str | None], own: frozenset[frozenset[str]], *, role: str | None = None
) -> Iterator[Relation]:
    """Parties of whom only a name is known, each once, and none for the party's own names in any word order."""
    seen = set(own)
    for name in names:
        if name and (words := _words(name)) not in seen:
            seen.add(words)
            yield Relation(kind=kind, party=Party(names=(name,)), role=role)


def _own_names(person: Person | None, organisation: Organisation | None) -> frozenset[frozenset[str]]:
    own = (person and person.name.display, organisation and organisation.name)
    return frozenset(_words(name) for name in own if name)


def _words(name: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", name.casefold()))


def _source_ids(company: wire.CompanyDetails | None, contacts: Iterable[wire.ContactDetails]) -> Iterator[str]:
    """Each id once, in the order given."""
    ids = [company.company_id] if company else []
    for contact in contacts:
        ids += contact.all_assigned_customer_ids or ()
    yield from dict.fromkeys(filter(None, ids))
