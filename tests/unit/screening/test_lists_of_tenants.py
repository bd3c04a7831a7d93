"""A tenant's own lists: black ones add hits, white ones take some away, and nobody else sees either."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from customer_risk.partial_date import PartialDate
from customer_risk.profile import (
    Identifier,
    Organisation,
    Party,
    PartyKind,
    Person,
    PersonName,
    Profile,
    Relation,
    RelationKind,
)
from customer_risk.screening.result import Adjudicated, Adjudication, HitType, Screening
from tests.support.lists import ListCloud, asked, list_cloud

BORN = PartialDate.parse("1980-02-03")
ANN = asked("Ann Fable", birth_date=BORN, gender="female")
LISTED = "id,name,type,birth_dates,gender,identifiers,countries\n"
PEP = f"{LISTED}P1,Ann Fable,POLITICALLY_EXPOSED_PERSON,1980-02-03,,,\n"
SANCTIONED = f"{LISTED}S1,Ann Fable,SANCTIONED_PERSON,1980-02-03,,,\n"
WHITE = "id,name,type,birth_dates,gender,identifiers,against\n"


@pytest.fixture
def cloud(tmp_path: Path) -> Iterator[ListCloud]:
    with list_cloud(tmp_path) as made:
        yield made


def screened(cloud: ListCloud, white: str, pep: str = PEP, profile: Profile = ANN, tenant: str = "acme") -> Screening:
    """``profile`` screened against ``pep`` with ``white`` as acme's list."""
    cloud.upload("pep", "pep.csv", pep)
    cloud.upload("tenant.acme.own", "list.csv", white)
    summary = cloud.refresh("pep", "tenant.acme.own")
    assert not [one.problem for one in summary.lists if one.problem]
    return cloud.screener().screen(profile, today=cloud.now.date(), tenant=tenant)


def test_a_black_list_adds_hits_for_its_tenant_alone(cloud: ListCloud) -> None:
    black = LISTED + "B1,Bert Tale,BLACKLIST_PERSON,,,,\nB2,Ann Fable,BLACKLIST_PERSON,,,,\n"
    assert [hit.type for hit in screened(cloud, black).hits if hit.source == "tenant.acme.own"] == [
        HitType.BLACKLIST_PERSON
    ]
    assert {hit.source for hit in screened(cloud, black, tenant="other").hits} == {"pep"}


def test_a_white_list_dismisses_and_says_so(cloud: ListCloud) -> None:
    found = screened(cloud, WHITE + "W1,Ann Fable,WHITELIST_PERSON,1980-02-03,,,\n")
    (hit,) = found.hits
    assert (hit.adjudication, found.open_hits) == (Adjudication.FALSE_POSITIVE, ())
    assert hit.reasons[0] == "The white list tenant.acme.own tells the party apart in its entry W1"


def test_a_white_list_makes_no_hits_and_works_for_its_tenant_alone(cloud: ListCloud) -> None:
    white = WHITE + "W1,Ann Fable,WHITELIST_PERSON,1980-02-03,,,\n"
    assert {hit.source for hit in screened(cloud, white).hits} == {"pep"}
    assert screened(cloud, white, tenant="other").open_hits


@pytest.mark.parametrize(
    "row",
    [
        "W1,Ann Fable,WHITELIST_PERSON,,,,",  # a name alone never does
        "W1,Ann Fabel,WHITELIST_PERSON,1980-02-03,,,",  # nearly the same name
        "W1,Ann Fable,WHITELIST_PERSON,1980,,,",  # a year is no day
        "W1,Ann Fable,WHITELIST_PERSON,1980-02-04,,,",
        "W1,Ann Fable,WHITELIST_PERSON,1980-02-03,male,,",
        "W1,Ann Fable,WHITELIST_ENTITY,1980-02-03,,,",
        "W1,Ann Fable,WHITELIST_PERSON,1981-02-03,,passport:ZZ1,",  # the number fits, the birth date speaks against it
        "W1,Ann Fable,WHITELIST_PERSON,1980-02-03,,,pep/P2",  # against another entry
    ],
)
def test_what_is_not_surely_the_same_party_dismisses_nothing(cloud: ListCloud, row: str) -> None:
    profile = replace(ANN, party=replace(ANN.party, identifiers=(Identifier(kind="passport", value="ZZ1"),)))
    assert screened(cloud, f"{WHITE}{row}\n", profile=profile).open_hits


def test_words_in_another_order_are_the_same_name(cloud: ListCloud) -> None:
    assert not screened(cloud, WHITE + "W1,FABLE Ann,WHITELIST_PERSON,1980-02-03,F,,\n").open_hits


def test_who_is_sanctioned_is_told_apart_entry_by_entry(cloud: ListCloud) -> None:
    at_large = WHITE + "W1,Ann Fable,WHITELIST_PERSON,1980-02-03,,,\n"
    assert screened(cloud, at_large, SANCTIONED).open_hits
    named = WHITE + "W1,Ann Fable,WHITELIST_PERSON,1980-02-03,,,pep/S1\n"
    assert not screened(cloud, named, SANCTIONED).open_hits


def test_a_white_list_does_not_lift_the_tenant_s_own_black_list(cloud: ListCloud) -> None:
    own = (
        "id,name,type,birth_dates\nW1,Ann Fable,WHITELIST_PERSON,1980-02-03\nB1,Ann Fable,BLACKLIST_PERSON,1980-02-03\n"
    )
    assert [hit.type for hit in screened(cloud, own).open_hits] == [HitType.BLACKLIST_PERSON]


def test_an_organisation_is_known_by_its_number(cloud: ListCloud) -> None:
    company = Party(
        kind=PartyKind.ORGANISATION,
        organisation=Organisation(name="Fable Holding AG"),
        identifiers=(Identifier(kind="registration", value="CHE-000.000.001"),),
    )
    profile = Profile(customer_id="c", party=company)
    listed = LISTED + "E1,Fable Holding AG,SPECIAL_INTEREST_ENTITY,,,,\n"
    assert screened(
        cloud, WHITE + "W1,Fable Holding AG,WHITELIST_ENTITY,,,registration:CHE000000002,\n", listed, profile
    ).open_hits
    white = WHITE + "W1,Fable Holding AG,WHITELIST_ENTITY,,,registration:CHE000000001,\n"
    assert not screened(cloud, white, listed, profile).open_hits


def test_what_a_human_said_stands(cloud: ListCloud) -> None:
    white = WHITE + "W1,Ann Fable,WHITELIST_PERSON,1980-02-03,,,\n"
    (hit,) = screened(cloud, white).hits
    said = {hit.key: Adjudicated(verdict=Adjudication.TRUE_MATCH, evidence=hit.evidence)}
    found = cloud.screener().screen(ANN, today=cloud.now.date(), tenant="acme", adjudications=said)
    assert found.open_hits[0].adjudication is Adjudication.TRUE_MATCH


def test_parties_beside_the_customer_are_told_apart_too(cloud: ListCloud) -> None:
    owner = Relation(kind=RelationKind.SHAREHOLDER, party=ANN.party)
    other = Person(name=PersonName(full="Bert Tale"))
    profile = Profile(customer_id="c", party=Party(kind=PartyKind.PERSON, person=other, relations=(owner,)))
    found = screened(cloud, WHITE + "W1,Ann Fable,WHITELIST_PERSON,1980-02-03,,,\n", profile=profile)
    assert [(hit.party, hit.adjudication) for hit in found.hits] == [
        ("customer/shareholder[0]", Adjudication.FALSE_POSITIVE)
    ]


def test_a_white_list_of_another_country_means_somebody_else(cloud: ListCloud) -> None:
    header, row = "id,name,type,birth_dates,countries\n", "W1,Ann Fable,WHITELIST_PERSON,1980-02-03"
    ann = asked("Ann Fable", birth_date=BORN, nationalities=("DE",))
    assert screened(cloud, f"{header}{row},FR\n", profile=ann).open_hits
    assert not screened(cloud, f"{header}{row},FR;DE\n", profile=ann).open_hits


def test_a_white_list_does_not_know_what_was_listed_later_until_its_row_is_written_anew(cloud: ListCloud) -> None:
    row = "W1,Ann Fable,WHITELIST_PERSON,1980-02-03"
    other = PEP + "P2,Zoe Elsewhere,POLITICALLY_EXPOSED_PERSON,,,,\n"
    assert not screened(cloud, f"{WHITE}{row},,,\n", other).open_hits
    cloud.now += timedelta(days=1)
    twice = other + "P3,Ann Fable,POLITICALLY_EXPOSED_PERSON,1980-02-03,,,\n"
    (later,) = screened(cloud, f"{WHITE}{row},,,\n", twice).open_hits
    assert (later.entry_id, later.lapsed) == ("P3", True)
    assert later.reasons[0].startswith("The white list tenant.acme.own, entry W1, is older than what is listed since")
    cloud.now += timedelta(days=1)
    assert screened(cloud, f"{WHITE}{row},,,\n", twice).open_hits, "the same row again says nothing new"
    assert not screened(cloud, f"{WHITE}{row},female,,\n", twice).open_hits


def test_a_first_white_list_knows_what_has_changed_before_it(cloud: ListCloud) -> None:
    for listed in (PEP, PEP.replace("POLITICALLY_EXPOSED_PERSON", "ADVERSE_MEDIA")):
        cloud.upload("pep", "pep.csv", listed)
        cloud.refresh("pep")
        cloud.now += timedelta(days=1)
    assert not screened(cloud, WHITE + "W1,Ann Fable,WHITELIST_PERSON,1980-02-03,,,\n", listed).open_hits


def test_who_forgets_what_a_list_said_before_takes_it_all_for_new(cloud: ListCloud) -> None:
    white = WHITE + "W1,Ann Fable,WHITELIST_PERSON,1980-02-03,,,\n"
    assert not screened(cloud, white).open_hits
    cloud.s3.delete_object(Bucket="lists", Key="state/pep.json.gz")
    cloud.now += timedelta(days=1)
    assert screened(cloud, white).open_hits
