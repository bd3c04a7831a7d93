"""Every field of document 004 reaches the profile or is listed with the reason why not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import msgspec
import pytest

from amlyze_intake.fields import UNMAPPED, UNSAID, UNSCORED
from amlyze_intake.mapping import to_profile
from amlyze_intake.parties import paths
from amlyze_intake.wire.reading import read_customer
from customer_risk.levels import RiskLevel
from customer_risk.merging import carried_over
from customer_risk.profile import Profile, RelationKind
from customer_risk.records import Record, encode
from customer_risk.scoring.countries import CountryTable
from customer_risk.scoring.engine import score
from customer_risk.scoring.model import shipped_model
from customer_risk.scoring.result import Scoring, Subject
from customer_risk.screening.parties import parties
from customer_risk.screening.result import Screening, ScreeningStatus
from tests.unit.amlyze_intake.bodies import DROP, changed, imported, individual, sample


def profile(body: dict[str, Any], *, lead: bool = False) -> Profile:
    return to_profile(read_customer(body).customer, lead=lead)


def leaves(value: Any, path: str = "") -> Iterator[str]:
    """The places of values, positions left out of nothing but their numbers."""
    if isinstance(value, dict):
        for name, one in value.items():
            yield from leaves(one, f"{path}.{name}" if path else name)
    elif isinstance(value, list):
        for position, one in enumerate(value):
            yield from leaves(one, f"{path}.{position}")
    else:
        yield path


@pytest.mark.parametrize("body", [individual(), imported()], ids=["individual", "organisation"])
def test_every_field_changes_the_profile_or_says_why_not(body: dict[str, Any]) -> None:
    # One thing at a time: of the related entity only what is also listed for the customer needs no other example.
    whole = encode(profile(body))
    silent = set()
    for place in leaves(body):
        without = changed(body, {place: DROP})
        if encode(profile(without)) == whole:
            silent.add(".".join(step for step in place.split(".") if not step.isdigit()))
    expected = {
        *(name for name in UNMAPPED if name.split(".")[0] in body),
        *(f"listRelatedEntity.{name}" for name in UNMAPPED if name.split(".")[0] in body["listRelatedEntity"][0]),
        # Said only where another is not: a description goes before the types, a flag that is false is as good as none.
        "listRelatedEntity.listActivity.incomePercentage",
        "listRelatedEntity.listActivity.activityType",
        "listRelatedEntity.listIncomeSource.incomePercentage",
        "listRelatedEntity.listIncomeSource.from",
        "listRelatedEntity.listIncomeSource.to",
        "fieldOfActivity.employment.isUnemployed",
        "fieldOfActivity.pension.isPensioner",
        "thirdPartyServicesUsed",
        "entityType",
    }
    assert silent <= expected


def test_what_is_kept_of_related_entities_and_not_scored_is_named() -> None:
    body = individual()
    related = body["listRelatedEntity"][0]
    assert {name.partition(".")[2] for name in UNSCORED} <= related.keys()
    without = changed(body, {name.replace(".", ".0."): DROP for name in UNSCORED})
    (kept, left) = (profile(one).party.relations[0].party.extras for one in (body, without))
    assert {extra.code for extra in set(kept) - set(left)} == {"region", "incomeSource"}
    assert scored(body) == scored(without)


def scored(body: dict[str, Any]) -> Scoring:
    subject = Subject(
        profile=profile(body), screening=Screening(status=ScreeningStatus.COMPLETE), today=date(2026, 11, 21)
    )
    return score(shipped_model(), CountryTable.shipped(), subject)


def places(record: Record, path: str = "") -> Iterator[str]:
    """Every field of a record and of the records in it, by its dotted path."""
    for name, value in msgspec.structs.asdict(record).items():
        place = f"{path}.{name}" if path else name
        if isinstance(value, Record):
            yield from places(value, place)
        else:
            yield place


def test_what_no_request_can_say_is_what_is_carried_over() -> None:
    every = [profile(individual()), profile(imported())]
    said: set[str] = set()
    for found in every:
        for place in places(found):
            value: Any = found
            for step in place.split("."):
                value = getattr(value, step)
            if value not in (None, ()):
                said.add(place)
    assert said.isdisjoint(UNSAID)
    known = {place for found in every for place in places(found)}
    # Names and what the profile can hold of a person or an organisation at all; relations and aliases are ours to say.
    ours = {
        *("party.id", "party.source_ids", "party.names", "party.person.name.full", "party.person.name.middle"),
        *("party.person.name.at_birth", "party.person.name.aliases", "party.person.activity_country"),
        *("party.organisation.activity_countries", "party.organisation.business_purposes"),
        *("party.person", "party.organisation"),
    }
    above = {place.rpartition(".")[0] for place in said}
    assert known - said - above - ours <= set(UNSAID)


def test_what_another_dialect_said_stays_where_this_one_has_no_words() -> None:
    before = msgspec.structs.replace(profile(individual()), group_id="group", flags=("vip",), category="OLD")
    merged = carried_over(profile(individual()), before, UNSAID)
    assert (merged.group_id, merged.flags, merged.category) == ("group", ("vip",), "IND_AMLYZE")


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ({"relationType": "OWNER"}, RelationKind.SHAREHOLDER),
        ({"relationType": "BENEFICIAL_OWNER"}, RelationKind.SHAREHOLDER),
        ({"relationType": "DIRECTOR"}, RelationKind.STAFF),
        ({"relationType": "HOST", "share": 0}, RelationKind.RELATED),
        ({"relationType": "HOST", "share": 12.5}, RelationKind.SHAREHOLDER),
    ],
)
def test_related_entities_become_relations_with_risk(said: dict[str, Any], kind: RelationKind) -> None:
    entity = {"entityType": "INDIVIDUAL", "firstName": "Ona", "lastName": "Petraitiene-Fictus", **said}
    found = profile(changed(sample("individual_minimal"), {"listRelatedEntity": [entity]}))
    (relation,) = found.party.relations
    assert (relation.kind, relation.party.display) == (kind, "Ona Petraitiene-Fictus")
    assert relation.share == (said["share"] / 100 if "share" in said else None)


def test_paths_of_related_entities_are_those_of_screening() -> None:
    kinds = ("OWNER", "DIRECTOR", "OWNER", "HOST")
    entities = [
        {"entityType": "ORGANIZATION", "title": f"Company {n}", "relationType": kind} for n, kind in enumerate(kinds)
    ]
    found = profile(changed(individual(), {"listRelatedEntity": entities}))
    by_path = {party.path: party.names[0].text for party in parties(found)}
    assert [by_path[path] for path in list(paths(found.party.relations))[:4]] == [f"Company {n}" for n in range(4)]


def test_employer_and_school_are_screened_too() -> None:
    names = {name.text for party in parties(profile(individual())) for name in party.names}
    assert {"VitaGold-Fictus", "Imaginary University", "Jose Rodriguez", "Teodor Mariko-Fictus"} <= names


def test_a_lead_is_pending_and_an_import_brings_its_level() -> None:
    assert profile(individual(), lead=True).status == "PENDING"
    assert profile(individual()).imported_level is None
    assert profile(imported()).imported_level is RiskLevel.HIGH


def test_dates_with_a_time_are_days() -> None:
    found = profile(individual())
    assert found.approved is not None
    assert found.approved.text == "2023-10-01"
