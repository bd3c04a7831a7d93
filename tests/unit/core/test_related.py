"""One way through the parties of a customer: what is screened and what is scored stand at the same places."""

from __future__ import annotations

from customer_risk.profile import Account, Party, PartyKind, Person, PersonName, Profile, Relation, RelationKind
from customer_risk.related import Related, Side, related_parties
from customer_risk.screening.parties import parties


def person(name: str, *relations: Relation, account: str | None = None) -> Party:
    accounts = (Account(holder=account),) if account else ()
    named = Person(name=PersonName(full=name))
    return Party(kind=PartyKind.PERSON, person=named, relations=relations, accounts=accounts)


def related(kind: RelationKind, party: Party) -> Relation:
    return Relation(kind=kind, party=party)


FAMILY = person(
    "Ann",
    related(RelationKind.SHAREHOLDER, person("Bert", related(RelationKind.STAFF, person("Cleo")), account="Zoe")),
    related(RelationKind.COUNTERPARTY, person("Dora", related(RelationKind.SHAREHOLDER, person("Emil")))),
    related(RelationKind.SHAREHOLDER, person("Fay", related(RelationKind.SHAREHOLDER, person("Gus")))),
    account="Yves",
)


def test_paths_are_counted_per_kind_and_the_same_for_screening_and_scoring() -> None:
    screened = {asked.path: asked.names[0].text for asked in parties(Profile(customer_id="1", party=FAMILY))}
    assert list(screened.items()) == [
        ("customer", "Ann"),
        ("customer/account[0]/holder", "Yves"),
        ("customer/shareholder[0]", "Bert"),
        ("customer/shareholder[0]/account[0]/holder", "Zoe"),
        ("customer/shareholder[0]/staff[0]", "Cleo"),
        ("customer/counterparty[0]", "Dora"),
        ("customer/counterparty[0]/shareholder[0]", "Emil"),
        ("customer/shareholder[1]", "Fay"),
        ("customer/shareholder[1]/shareholder[0]", "Gus"),
    ]
    scored = {one.path: one.party.display for one in related_parties(FAMILY)}
    assert scored == {path: name for path, name in screened.items() if path != "customer" and "account" not in path}


def test_whoever_stands_behind_an_owner_owns_and_behind_a_counterparty_does_not() -> None:
    sides = {one.party.display: one.side for one in related_parties(FAMILY)}
    assert sides == {
        "Bert": Side.OWNER,
        "Cleo": Side.OTHER,
        "Dora": Side.COUNTERPARTY,
        "Emil": Side.COUNTERPARTY,
        "Fay": Side.OWNER,
        "Gus": Side.OWNER,
    }


def test_nobody_is_too_deep_to_be_asked() -> None:
    party = person("Last")
    for number in range(30):
        party = person(f"Number {number}", related(RelationKind.RELATED, party))
    deepest: Related = related_parties(party)[-1]
    assert (deepest.depth, deepest.party.display) == (30, "Last")
    assert len(parties(Profile(customer_id="1", party=party))) == 31
