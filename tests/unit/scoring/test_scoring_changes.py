"""What changed of a customer: aspect by aspect, and told by the factor of the next assessment."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from msgspec.structs import replace

from customer_risk import wiring
from customer_risk.evaluation import Amendment, Rendered
from customer_risk.partial_date import PartialDate
from customer_risk.profile import (
    Address,
    Business,
    Organisation,
    Party,
    PartyKind,
    Person,
    PersonName,
    Profile,
    Relation,
    RelationKind,
)
from customer_risk.scoring.changes import ASPECTS, changed, marks
from customer_risk.storage.history import History
from customer_risk.storage.models import ModelVersions
from tests.support.client import person
from tests.support.in_process import InProcess, in_process
from tools.replay import Place, Range, prove


def firm(name: str) -> Party:
    return Party(kind=PartyKind.ORGANISATION, organisation=Organisation(name=name))


HOLDERS = tuple(
    Relation(kind=RelationKind.SHAREHOLDER, party=firm(name), share=share) for name, share in (("A", 0.6), ("B", 0.4))
)
CLERK = Relation(kind=RelationKind.STAFF, party=Party(names=("Ann Clerk",)), role="director")
HUMAN = Person(
    name=PersonName(first="Anna", last="Lindqvist"),
    birth_date=PartialDate.parse("1984-05-02"),
    nationalities=("SE",),
    residence_country="SE",
    occupation="baker",
)
BODY = Organisation(name="Acme", legal_form="Ltd", registration_country="GB", business_purposes=("bread",))
HOME = Address(street="1 Main St", town="Leeds")
PARTY = Party(person=HUMAN, organisation=BODY, addresses=(HOME,), relations=(*HOLDERS, CLERK))
PROFILE = Profile(customer_id="c", party=PARTY)


def party(**changes: Any) -> Profile:
    return replace(PROFILE, party=replace(PARTY, **changes))


OTHERS = {
    "name": party(organisation=replace(BODY, name="Acme Two")),
    "legal form": party(organisation=replace(BODY, legal_form="plc")),
    "ownership": party(relations=(replace(HOLDERS[0], share=0.5), HOLDERS[1], CLERK)),
    "staff": party(relations=HOLDERS),
    "address": party(addresses=(HOME, replace(HOME, town="York"))),
    "country": party(person=replace(HUMAN, residence_country="NO")),
    "nationality": party(person=replace(HUMAN, nationalities=("SE", "RU"))),
    "birth date": party(person=replace(HUMAN, birth_date=PartialDate.parse("1984"))),
    "occupation": party(person=replace(HUMAN, occupation=None)),
    "business": replace(PROFILE, business=Business(purposes=("gambling",))),
}


@pytest.mark.parametrize("aspect", ASPECTS)
def test_each_aspect_is_told_alone_and_there_and_back(aspect: str) -> None:
    before, after = marks(PROFILE), marks(OTHERS[aspect])
    assert changed(before, after) == (aspect,)
    assert changed(before, before) == ()
    said_before_too = aspect not in {"occupation", "staff"}  # which the other says nothing of: to begin is no change
    assert changed(after, before) == ((aspect,) if said_before_too else ())


def test_an_owner_of_an_owner_is_an_owner() -> None:
    above = replace(HOLDERS[0], party=replace(HOLDERS[0].party, relations=(HOLDERS[1],)))
    assert changed(marks(PROFILE), marks(party(relations=(above, HOLDERS[1], CLERK)))) == ("ownership",)


def test_order_and_case_and_what_is_said_first_are_no_change() -> None:
    turned = party(relations=(CLERK, *reversed(HOLDERS)), organisation=replace(BODY, name="ACME"))
    assert changed(marks(PROFILE), marks(turned)) == ()
    assert changed(marks(Profile(customer_id="c", party=Party())), marks(PROFILE)) == ()
    assert changed("", marks(PROFILE)) == ()


def test_aspects_that_are_added_later_are_unknown_and_not_changed() -> None:
    known = marks(PROFILE)[:-4]
    assert changed(known, marks(OTHERS["business"])) == ()
    assert changed(known, marks(OTHERS["name"])) == ("name",)


@pytest.fixture(scope="module")
def stack() -> Iterator[InProcess]:
    with in_process() as running:
        yield running


def check(stack: InProcess, customer: str, first: str = "Anna", **details: str) -> dict[str, int]:
    """The points of every recent change in the answer, by what it says."""
    stack.wait(2)
    answer = json.loads(stack.check(person(customer, first=first, **details)).body)
    return {one["explanation"]: one["points"] for one in answer["riskFactors"] if one["id"] == "recent-change"}


def test_a_changed_name_counts_at_the_next_check_and_not_at_the_one_after(stack: InProcess) -> None:
    assert check(stack, "c-1") == {}
    assert check(stack, "c-1", "Hanna", countryOfResidence="NO") == {"Changed: name.": 30, "Changed: country.": 15}
    assert check(stack, "c-1", "Hanna", countryOfResidence="NO") == {}
    # What was seen is kept with the assessment: it replays to the same bytes.
    place = Place(History(stack.dynamo, "CustomersTable"), ModelVersions(stack.dynamo, "ControlTable"))
    assert prove(place, stack.tenant, "c-1", Range(date.min, date.max)) == 0


def test_who_is_decided_anew_as_it_is_keeps_what_was_changed_last(stack: InProcess) -> None:
    check(stack, "c-2")
    check(stack, "c-2", "Hanna")

    def as_it_is(held: Any) -> Amendment:
        return Amendment(
            id=wiring.new_id(), profile=held.profile, dialect="customer_checks", actor="test", action="re-screened"
        )

    decision = wiring.evaluations().amend(stack.tenant, "c-2", as_it_is, lambda *_: Rendered(b"{}", [], events=0))
    assert decision.assessment.subject.known.changes == ("name",)


def test_a_customer_that_was_deleted_and_comes_again_has_changed_nothing(stack: InProcess) -> None:
    check(stack, "c-3")

    def deleted(held: Any) -> Amendment:
        return Amendment(
            id=wiring.new_id(),
            profile=held.profile,
            dialect="customer_checks",
            actor="test",
            action="deleted",
            deleted=True,
        )

    wiring.evaluations().amend(stack.tenant, "c-3", deleted, lambda *_: Rendered(b"{}", [], events=0))
    assert check(stack, "c-3", "Hanna") == {}
