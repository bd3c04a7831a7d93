"""Subjects the scoring tests start from."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec

from customer_risk.levels import RiskLevel
from customer_risk.partial_date import PartialDate
from customer_risk.profile import (
    Account,
    Address,
    Business,
    Channel,
    Distribution,
    Document,
    Expected,
    Means,
    Organisation,
    Party,
    PartyKind,
    Person,
    PersonName,
    Profile,
    Relation,
    RelationKind,
)
from customer_risk.scoring.countries import CountryTable
from customer_risk.scoring.engine import score
from customer_risk.scoring.model import shipped_model
from customer_risk.scoring.result import Scoring, Subject
from customer_risk.screening.result import ListUsed, Screening, ScreeningStatus

TODAY = date(2026, 11, 21)
CLEAN = Screening(
    status=ScreeningStatus.COMPLETE,
    parties=1,
    index_version="1",
    lists=(ListUsed(source="sdn", entries=1, fetched_at="2026-11-20T00:00:00Z", changed_at="2026-11-19T00:00:00Z"),),
)


def day(text: str) -> PartialDate:
    return PartialDate.parse(text)


def fresh_person() -> Profile:
    """The customer entities' sample person just after it was posted: not met in person, all lists empty."""
    return Profile(
        customer_id="JD001",
        party=Party(
            kind=PartyKind.PERSON,
            person=Person(
                name=PersonName(first="John", last="Doe", at_birth="Sierra"),
                birth_date=day("1965-02-01"),
                birth_country="CY",
                nationalities=("CY",),
                residence_country="CY",
                gender="3",
                marital_status="1",
                occupation="Accountant",
            ),
        ),
        status="1",
        since=day("2001-01-19"),
        until=day("2004-12-24"),
        officer="1",
        channel=Channel(non_face_to_face=True),
    )


def spotless_person() -> Profile:
    """Somebody against whom nothing can be said."""
    fresh = fresh_person()
    party = msgspec.structs.replace(
        fresh.party,
        documents=(Document(kind="PASSPORT", number="X1", expires=day("2030-01-01"), issuing_country="CY"),),
        addresses=(Address(street="13 Nelsonos", town="Nicosia", country="CY", verified=True),),
        means=(Means(kind="email", value="john@example.org"),),
    )
    return msgspec.structs.replace(fresh, party=party, channel=Channel(non_face_to_face=False))


def sample_check() -> Profile:
    """The full sample request of the customer checks, as its mapping reads it."""
    person = Person(
        name=PersonName(first="Barbara-Maria", middle="Helen Kate", last="Kensigton", at_birth="Carlton"),
        birth_date=day("1977-01-08"),
        birth_place="Paris",
        birth_country="FR",
        nationalities=("BE",),
        residence_country="DE",
        gender="f",
        occupation="Teacher",
        employment_status="EMPLOYED",
    )
    passport = Document(
        id="F8624KW3J6",
        kind="PASSPORT",
        expires=day("2025-01-15"),
        issuing_country="US",
        issuing_state="AZ",
        issuing_authority="President of Warsaw",
    )
    address = Address(street="Leopoldstr. 12", town="Munich", postcode="81737", country="DE", region="BY")
    means = (Means(kind="email", value="noreply@company.com"), Means(kind="phone", value="+4915178859632"))
    company = Organisation(
        name="The BORing company",
        registration_country="PT",
        business_purposes=("5065", "5085", "Financial services"),
        business_description="Specialized on elderly women",
        legal_form="2HBR",
        kind="NON_PROFIT",
        founded=day("2019-03"),
        complex_ownership="string",
        division="Mortgage",
        trademark="IBM",
    )
    other = Party(kind=PartyKind.PERSON, person=person, documents=(passport,), addresses=(address,), means=means)
    account = Account(
        number="DE12500105170648489890",
        bank_country="FR",
        currency="BTC",
        product_type="CREDIT_CARD",
        scheme="SEPA",
        overdraft_limit=500.0,
    )
    odd = Account(bank_country="string", settlement_country="NL", currency="string", product_type="string")
    counterparty = Party(kind=PartyKind.ORGANISATION, person=person, organisation=company, addresses=(address,))
    party = Party(
        kind=PartyKind.ORGANISATION,
        id="4681354",
        person=person,
        organisation=company,
        documents=(passport,),
        addresses=(address,),
        means=means,
        accounts=(account, odd),
        relations=(
            Relation(kind=RelationKind.SHAREHOLDER, party=other, share=0.51, role="string", liability="PERSONAL"),
            Relation(kind=RelationKind.STAFF, party=other, role="ACCOUNT_MANAGER"),
            Relation(kind=RelationKind.COUNTERPARTY, party=counterparty, role="Primary"),
        ),
    )
    expected = Expected(
        income_yearly=150_000.0,
        ticket_average=127.45,
        ticket_max=20_000.0,
        volume_yearly=150_000.0,
        volatility="SEASONAL",
        deposit_delay="7d",
        entry_modes=(Distribution(labels=("MAGNETIC_STRIPE",), share=0.75),),
    )
    return Profile(
        customer_id="4681354",
        party=party,
        group_id="32112388",
        since=day("2014-01-15"),
        stated_level=RiskLevel.LOW,
        replaced=True,
        replaced_notes="Chargeback rate exceeded",
        channel=Channel(
            entry_channel="Browser", ip_address="172.217.22.14", ip_country="PT", internet_provider="Vodafone"
        ),
        business=Business(
            products=("checking-account", "visa-debit-card", "mortgage"),
            unit="GAMBLING",
            network="ETHEREUM",
            expected=expected,
        ),
    )


def scored(profile: Profile, screening: Screening = CLEAN, **known: Any) -> Scoring:
    subject = Subject(profile=profile, screening=screening, today=TODAY, **known)
    return score(shipped_model(), CountryTable.shipped(), subject)
