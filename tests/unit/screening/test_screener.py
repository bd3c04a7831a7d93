from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from msgspec.structs import replace

from customer_risk.adjudication import Verdicts, with_verdict
from customer_risk.partial_date import PartialDate
from customer_risk.profile import (
    Account,
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
from customer_risk.screening.result import Adjudicated, Adjudication, HitType, ScreeningStatus
from customer_risk.screening.screener import Screener

TODAY = date(2026, 11, 2)


def person(full: str, born: str | None = None, *countries: str) -> Party:
    date_ = PartialDate.parse(born) if born else None
    return Party(
        kind=PartyKind.PERSON,
        person=Person(name=PersonName(full=full), birth_date=date_, nationalities=countries),
    )


def company(name: str, *relations: Relation) -> Party:
    return Party(kind=PartyKind.ORGANISATION, organisation=Organisation(name=name), relations=relations)


def profile(party: Party) -> Profile:
    return Profile(customer_id="c-1", party=party)


@pytest.mark.parametrize(
    "name",
    [
        "Octavian Blackwood-Fictus",
        "BLACKWOOD FICTUS, OCTAVIAN",
        "Dr. Oktavian Blackwood Fictus",
        "Octavian Blackwod-Fictus",
        "Arkady Vymyshlennikov",
        "Аркадий Платонович Вымышленников",
        "نادر عبد الوهمي",
        "Maria Quimera Inventada Rojas",
        "M\u0430ria Inventada Rojas",  # a Cyrillic letter that looks like an a
    ],
)
def test_listed_people_are_found(sample_screener: Screener, name: str) -> None:
    found = sample_screener.screen(profile(person(name)), today=TODAY)
    assert found.hits
    assert found.hits[0].type is HitType.SANCTIONED_PERSON
    assert name in found.hits[0].reasons[0]
    assert found.hits[0].matched_name in found.hits[0].reasons[0]


@pytest.mark.parametrize("name", ["Jane Doe", "Maria Gonzalez", "Ahmed Hassan", "李小龙", "Robert'); DROP", "...", " "])
def test_others_are_not(sample_screener: Screener, name: str) -> None:
    found = sample_screener.screen(profile(person(name)), today=TODAY)
    assert found.hits == ()
    assert found.status is ScreeningStatus.COMPLETE


def test_every_party_is_asked_at_its_path(sample_screener: Screener) -> None:
    listed = person("Casimir Ebenholtz")
    inner = company("Harmless Bakery", Relation(kind=RelationKind.STAFF, party=person("Nobody Special")))
    inner = replace(inner, relations=(*inner.relations, Relation(kind=RelationKind.STAFF, party=listed)))
    outer = company(
        "Quiet Florists",
        Relation(kind=RelationKind.COUNTERPARTY, party=person("Someone Else")),
        Relation(kind=RelationKind.SHAREHOLDER, party=inner),
    )
    outer = replace(outer, accounts=(Account(holder="Imaginary Shipping Co Ltd"), Account(holder="Quiet Florists")))
    found = sample_screener.screen(profile(outer), today=TODAY)
    where = {(hit.party, hit.entry_id) for hit in found.hits}
    assert ("customer/shareholder[0]/staff[1]", "P-2") in where
    assert ("customer/account[0]/holder", "900005") in where
    assert found.parties == 6


def test_birth_date_confirms_and_rules_out(sample_screener: Screener) -> None:
    scores = [
        max(hit.score for hit in sample_screener.screen(profile(party), today=TODAY).hits if hit.entry_id == "900002")
        for party in (person("Samir al-Khayali", "1970"), person("Samir al-Khayali"))
    ]
    assert scores[0] > scores[1]
    other = sample_screener.screen(profile(person("Samir Khayal", "1999-01-01", "FR")), today=TODAY)
    assert all(hit.score < scores[1] for hit in other.hits)


def test_a_number_is_enough(sample_screener: Screener) -> None:
    party = replace(person("Completely Different"), identifiers=(Identifier(kind="passport", value="yf 000-0001"),))
    (hit,) = sample_screener.screen(profile(party), today=TODAY).hits
    assert hit.entry_id == "9900002"
    assert any("yf 000-0001" in reason for reason in hit.reasons)


def test_stale_list_is_said_and_never_clean(sample_screener: Screener) -> None:
    later = datetime(2026, 12, 24, tzinfo=UTC)
    found = sample_screener.screen(profile(person("Jane Doe")), today=later.date(), now=later)
    assert found.status is ScreeningStatus.INCOMPLETE
    assert all(used.stale for used in found.lists)


def test_false_positive_stands_until_something_changes(sample_screener: Screener) -> None:
    party = person("Casimir Ebenholtz")
    (hit, *_) = sample_screener.screen(profile(party), today=TODAY).hits
    said = {hit.key: Adjudicated(verdict=Adjudication.FALSE_POSITIVE, evidence=hit.evidence)}
    again = sample_screener.screen(profile(party), today=TODAY, adjudications=said)
    assert hit.key not in {one.key for one in again.open_hits}
    changed = sample_screener.screen(profile(person("Casimir Ebenholtz", "1948")), today=TODAY, adjudications=said)
    assert hit.key in {one.key for one in changed.open_hits}


def test_a_verdict_goes_with_a_party_to_another_place(sample_screener: Screener) -> None:
    def owned_by(*names: str) -> Profile:
        owners = (Relation(kind=RelationKind.SHAREHOLDER, party=person(name)) for name in names)
        return profile(company("Nobody Listed Ltd", *owners))

    (hit, *_) = sample_screener.screen(owned_by("Casimir Ebenholtz"), today=TODAY).hits
    marks = with_verdict({}, [hit], Adjudication.FALSE_POSITIVE)

    def judged(*names: str) -> dict[str, Adjudication | None]:
        found = sample_screener.screen(owned_by(*names), today=TODAY, adjudications=Verdicts(marks))
        return {one.party: one.adjudication for one in found.hits if one.entry_id == hit.entry_id}

    assert judged("Jane Doe", "Casimir Ebenholtz") == {"customer/shareholder[1]": Adjudication.FALSE_POSITIVE}
    assert judged("Casimir Ebenholz") == {"customer/shareholder[0]": None}
    moved = sample_screener.screen(owned_by("Jane Doe", "Casimir Ebenholtz"), today=TODAY).hits
    marks = with_verdict(marks, [one for one in moved if one.entry_id == hit.entry_id], None)
    assert judged("Casimir Ebenholtz") == {"customer/shareholder[0]": None}, "taken back wherever it stood"


def test_a_new_account_is_no_change_unless_the_list_names_it(sample_screener: Screener) -> None:
    party = person("Casimir Ebenholtz")
    (hit, *_) = sample_screener.screen(profile(party), today=TODAY).hits
    said = {hit.key: Adjudicated(verdict=Adjudication.FALSE_POSITIVE, evidence=hit.evidence)}
    banked = replace(party, accounts=(Account(number="DE02 1203 0000 0000 2020 51"),))
    again = sample_screener.screen(profile(banked), today=TODAY, adjudications=said)
    assert hit.key not in {one.key for one in again.open_hits}


def test_the_same_question_has_the_same_answer(sample_screener: Screener, sample_index: object) -> None:
    asked = profile(person("Samir El Khaiali", "1971", "SY"))
    other = Screener(sample_index)  # type: ignore[arg-type]
    assert sample_screener.screen(asked, today=TODAY) == other.screen(asked, today=TODAY)
