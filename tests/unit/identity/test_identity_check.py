"""The whole identity check, and KYC with the watchlists."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec
import pytest

from customer_risk.identity.check import TAGS, check_identity
from customer_risk.identity.kyc import Kyc, identity_outcome, kyc_outcome, watchlist_tags, with_fraud
from customer_risk.identity.result import Identity
from customer_risk.partial_date import PartialDate
from customer_risk.profile import (
    Address,
    Channel,
    Document,
    Identifier,
    Means,
    Organisation,
    Party,
    PartyKind,
    Person,
    PersonName,
    Profile,
)
from customer_risk.scoring.fraud import FraudScore, Signal, Tag, TagOutcome
from customer_risk.screening.result import Adjudication, Hit, HitType, Screening, ScreeningStatus, unavailable

TODAY = date(2026, 11, 21)
PERSON = Person(
    name=PersonName(first="Anna", last="Lindqvist"),
    birth_date=PartialDate.parse("1988-03-20"),
    nationalities=("SE",),
    residence_country="SE",
    gender="male",
)
PARTY = Party(
    kind=PartyKind.PERSON,
    person=PERSON,
    identifiers=(Identifier(kind="national", value="880320-0016", country="SE"),),
    documents=(
        Document(kind="passport", number="AA123456", issuing_country="SE", expires=PartialDate.parse("2030-01-01")),
    ),
    addresses=(Address(street="Storgatan 1", town="Uppsala", postcode="753 31", country="SE"),),
    means=(Means(kind="phone", value="+46 8 123 456 00"), Means(kind="email", value="anna@example.se")),
)
CLEAR = Screening(status=ScreeningStatus.COMPLETE, parties=1)


def checked(person: dict[str, Any] | None = None, **party: Any) -> Identity:
    changed = msgspec.structs.replace(PARTY, person=msgspec.structs.replace(PERSON, **(person or {})), **party)
    return check_identity(Profile(customer_id="1", party=changed), TODAY)


def failing(identity: Identity) -> set[Tag]:
    return {one.tag for one in identity.tags if not one.passed}


def test_an_unremarkable_customer_passes_every_tag() -> None:
    identity = checked()
    assert [one.tag for one in identity.tags] == list(TAGS)
    assert failing(identity) == set()
    assert identity.passed
    assert identity.signals == ()
    assert all(one.label for one in identity.tags)


@pytest.mark.parametrize(
    ("person", "party", "tags"),
    [
        ({"birth_date": None}, {}, {Tag.BIRTH_DATE, Tag.AGE}),
        ({"birth_date": PartialDate.parse("tomorrow")}, {"identifiers": ()}, {Tag.BIRTH_DATE, Tag.AGE}),
        ({"birth_date": PartialDate.parse("2027")}, {"identifiers": ()}, {Tag.BIRTH_DATE, Tag.AGE}),
        ({"birth_date": PartialDate.parse("1850-01-01")}, {"identifiers": ()}, {Tag.BIRTH_DATE}),
        ({"birth_date": PartialDate.parse("2008-11-22")}, {"identifiers": ()}, {Tag.AGE}),
        ({"birth_date": PartialDate.parse("2008")}, {"identifiers": ()}, {Tag.AGE}),
        ({"birth_date": PartialDate.parse("2008-11-21")}, {"identifiers": ()}, set()),
        ({"birth_date": PartialDate.parse("1988-03-21")}, {}, {Tag.NATIONAL_NUMBER, Tag.CONSISTENCY}),
        ({"name": PersonName(first="n/a", last="Lindqvist")}, {}, {Tag.CONSISTENCY}),
        ({"name": PersonName(full="<script>")}, {}, {Tag.CONSISTENCY}),
        ({"name": PersonName()}, {}, {Tag.CONSISTENCY}),
        ({"name": PersonName(first="John", last="john")}, {}, set()),
        ({"residence_country": "NO"}, {}, {Tag.CONSISTENCY}),
        ({}, {"identifiers": (), "documents": ()}, {Tag.NATIONAL_NUMBER}),
        ({}, {"addresses": ()}, {Tag.ADDRESS}),
        ({}, {"means": ()}, {Tag.PHONE}),
        ({}, {"means": (Means(kind="web", value="https://example.se"),)}, {Tag.PHONE}),
        ({}, {"means": (Means(kind="phone", value="+46 1"),)}, {Tag.PHONE}),
        ({}, {"means": (Means(kind="phone", value="+81 3 1234 5678"),)}, {Tag.PHONE}),
        ({}, {"means": (Means(kind="phone", value="+46 900 123 4567"),)}, {Tag.PHONE}),
        ({}, {"means": (Means(kind="email", value="anna@localhost"),)}, {Tag.EMAIL}),
        ({}, {"means": (Means(kind="email", value="anna at example.se"),)}, {Tag.EMAIL}),
    ],
)
def test_each_defect_fails_its_tag_and_no_other(person: dict[str, Any], party: dict[str, Any], tags: set[Tag]) -> None:
    identity = checked(person, **party)
    assert failing(identity) == tags
    assert identity_outcome(identity) is (Kyc.REVIEW if tags else Kyc.PASSED)
    assert all(one.detail for one in identity.tags if not one.passed)


@pytest.mark.parametrize(
    ("address", "passes"),
    [
        ({"street": "1600 Pennsylvania Ave", "town": "Washington", "postcode": "20500", "country": "US"}, True),
        ({"street": "1 Main St", "town": "Albany", "region": "NY", "postcode": "12207-1234", "country": "US"}, True),
        ({"street": "1 Main St", "town": "Schenectady", "region": "US-NY", "postcode": "12345", "country": "US"}, True),
        ({"street": "1 Main St", "town": "Albany", "region": "CA", "postcode": "12207", "country": "US"}, False),
        ({"street": "1 Main St", "town": "Albany", "region": "Narnia", "postcode": "12207", "country": "US"}, True),
        ({"street": "10 Downing Street", "town": "London", "postcode": "sw1a 2aa", "country": "GB"}, True),
        ({"street": "10 Downing Street", "town": "London", "postcode": "10115", "country": "GB"}, False),
        ({"street": "Damrak 1", "town": "Amsterdam", "postcode": "1012 LG", "country": "NL"}, True),
        ({"street": "Rue Crombez 1", "town": "Dublin", "postcode": "D02 X285", "country": "IE"}, True),
        ({"street": "1 Rideau St", "town": "Ottawa", "region": "ON", "postcode": "K1A 0A9", "country": "CA"}, True),
        ({"street": "1 Rideau St", "town": "Ottawa", "region": "BC", "postcode": "K1A 0A9", "country": "CA"}, False),
        ({"street": "Sheikh Zayed Road 1", "town": "Dubai", "country": "AE"}, True),
        ({"street": "Storgatan 1", "town": "Uppsala", "country": "SE"}, False),
        ({"street": "Storgatan 1", "town": "Uppsala", "postcode": "SE-753 31", "country": "SE"}, True),
        ({"street": "n/a", "town": "Uppsala", "postcode": "75331", "country": "SE"}, False),
        ({"street": "Storgatan 1", "town": "xxxx", "postcode": "75331", "country": "SE"}, False),
        ({"street": "Storgatan 1", "town": "Uppsala", "postcode": "00000", "country": "SE"}, False),
        ({"street": "Storgatan 1", "town": "Uppsala", "postcode": "75331", "country": "Utopia"}, False),
        ({"street": "Storgatan 1", "town": "Uppsala", "postcode": "75331"}, False),
        ({"unstructured": "Storgatan 1, 75331 Uppsala", "country": "SE"}, True),
        ({"unstructured": "Storgatan 1, 75331 Uppsala"}, False),
    ],
)
def test_addresses_are_complete_and_possible_in_their_country(address: dict[str, Any], passes: bool) -> None:  # noqa: FBT001
    identity = checked({"residence_country": None}, addresses=(Address(**address),), means=PARTY.means[1:])
    assert (Tag.ADDRESS not in failing(identity)) is passes


def test_an_address_for_correspondence_may_be_short_where_there_is_a_home() -> None:
    box = Address(unstructured="Box 1", for_correspondence=True)
    assert checked(addresses=(*PARTY.addresses, box)).passed
    assert not checked(addresses=(box,)).passed


def test_an_organisation_has_no_birth_date() -> None:
    party = msgspec.structs.replace(
        PARTY, kind=PartyKind.ORGANISATION, person=None, organisation=Organisation(name="Acme AB"), documents=()
    )
    assert check_identity(Profile(customer_id="1", party=party), TODAY).passed


@pytest.mark.parametrize(
    ("signal", "others", "tag"),
    [
        (Signal.SAME_DOCUMENT, 1, Tag.DOCUMENT),
        (Signal.SAME_TAX_NUMBER, 1, Tag.NATIONAL_NUMBER),
        (Signal.SAME_EMAIL, 1, Tag.COMPARISON),
        (Signal.SAME_PHONE, 2, None),
        (Signal.SAME_PHONE, 3, Tag.COMPARISON),
        (Signal.SAME_DEVICE, 3, Tag.COMPARISON),
        (Signal.SAME_ACCOUNT, 2, None),
        (Signal.SAME_EMAIL, 0, None),
    ],
)
def test_what_others_have_given_too_is_told_and_weighed(signal: Signal, others: int, tag: Tag | None) -> None:
    identity = check_identity(Profile(customer_id="1", party=PARTY), TODAY, {signal: others})
    assert failing(identity) == ({tag} if tag else set())
    assert identity.signals == ((signal,) if others else ())


def test_a_request_from_abroad_is_told_and_fails_nothing() -> None:
    identity = check_identity(Profile(customer_id="1", party=PARTY, channel=Channel(ip_country="BR")), TODAY)
    assert identity.passed
    assert any("another country" in one.detail for one in identity.tags)


def test_details_quote_nothing_of_the_customer() -> None:
    identity = checked(
        {"birth_date": PartialDate.parse("1988-03-21"), "name": PersonName(first="Anna1", last="Lindqvist")},
        means=(Means(kind="phone", value="+46 1"), Means(kind="email", value="anna@localhost")),
        addresses=(Address(street="Storgatan 1", town="Uppsala", postcode="1234567", country="SE"),),
    )
    said = " ".join(one.detail for one in identity.tags)
    assert not any(secret in said for secret in ("Anna", "1988", "+46", "localhost", "1234567", "Storgatan", "0016"))


def hit(type_: HitType, adjudication: Adjudication | None = None) -> Hit:
    return Hit(
        party="customer",
        type=type_,
        source="un",
        entry_id="1",
        entry_name="A",
        queried_name="A",
        matched_name="A",
        score=0.9,
        adjudication=adjudication,
    )


@pytest.mark.parametrize("type_", HitType)
def test_any_open_match_needs_a_human_and_a_dismissed_one_does_not(type_: HitType) -> None:
    found = msgspec.structs.replace(CLEAR, hits=(hit(type_),))
    assert len([one for one in watchlist_tags(found) if not one.passed]) == 1
    assert kyc_outcome(checked(), found) is Kyc.REVIEW
    dismissed = msgspec.structs.replace(CLEAR, hits=(hit(type_, Adjudication.FALSE_POSITIVE),))
    assert kyc_outcome(checked(), dismissed) is Kyc.PASSED


def test_a_screening_that_did_not_happen_clears_nobody() -> None:
    assert kyc_outcome(checked(), unavailable("no index")) is Kyc.REVIEW
    assert {one.tag for one in watchlist_tags(unavailable("no index")) if not one.passed} == {Tag.WATCHLISTS}


def test_kyc_is_never_better_than_what_express_has_told() -> None:
    assert kyc_outcome(checked(), CLEAR) is Kyc.PASSED
    assert kyc_outcome(checked(), CLEAR, Kyc.PASSED) is Kyc.PASSED
    assert kyc_outcome(checked(), CLEAR, Kyc.REVIEW) is Kyc.REVIEW


def test_tags_of_kyc_and_fraud_are_told_together() -> None:
    identity = checked(means=(Means(kind="phone", value="+46 1"),))
    fraud = FraudScore(
        score=0.5,
        against=(),
        tags=(
            TagOutcome(tag=Tag.EMAIL, label="E-mail address", passed=False, because=("Disposable.",)),
            TagOutcome(tag=Tag.PHONE, label="Telephone number", passed=True),
            TagOutcome(tag=Tag.FRAUD_REPORTS, label="Fraud reports", passed=True),
        ),
    )
    tags = {one.tag: one for one in with_fraud(identity.tags + watchlist_tags(CLEAR), fraud)}
    assert {tag for tag, one in tags.items() if not one.passed} == {Tag.EMAIL, Tag.PHONE}
    assert tags[Tag.EMAIL].detail == "Disposable."
    assert Tag.FRAUD_REPORTS in tags
    assert Tag.SANCTION in tags


def test_what_is_unusual_but_wrong_in_nobody_s_eyes_is_told_only() -> None:
    identity = checked(
        {"nationalities": ("SE", "LY")},
        means=(Means(kind="email", value="anna@example.pl"),),
        addresses=(
            Address(street="Gatan 1", town="Uppsala", postcode="75331", country="SE"),
            Address(street="Omar Mukhtar 5", town="Tripoli", postcode="218", country="LY"),
        ),
    )
    assert identity.passed
    said = {one.tag: one.detail for one in identity.tags if one.detail}
    assert said.keys() == {Tag.EMAIL, Tag.ADDRESS}


def test_a_document_s_number_must_be_possible() -> None:
    passport = Document(kind="passport", number="12", issuing_country="SE", expires=PartialDate.parse("2030-01-01"))
    assert failing(checked(documents=(passport,))) == {Tag.DOCUMENT}
