"""Every field of a request means something to the profile, or there is a reason why not."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from types import UnionType
from typing import Any, get_args, get_origin

import pytest
from pydantic import AliasChoices, BaseModel

from customer_checks.mapping import UNSAID, to_profile
from customer_checks.parties import party_kind
from customer_checks.wire.reading import read_request
from customer_checks.wire.request import GatewayCustomerChecks
from customer_risk.levels import RiskLevel
from customer_risk.partial_date import PartialDate
from customer_risk.profile import Declared, Party, PartyKind, Profile, RelationKind
from customer_risk.records import decode, encode

SAMPLES = Path(__file__).parents[2] / "samples" / "customer_checks"

type FieldPath = tuple[tuple[str, bool], ...]

NOT_THE_CUSTOMER = {
    "callbackUrl": "says where the answer goes, not who the customer is",
    "location.allAssignedCustomerIds": "ids that belong to the address of an account, and to no party of the profile",
}
"""Fields, by the end of their path, that do not reach the profile, and why."""

COMPANIONS = {"taxIdType": {"taxId": "079"}}
"""Fields that mean nothing alone, with what they need."""


def kinds(annotation: Any) -> tuple[type | None, bool]:
    """The model or plain type behind an annotation, and whether it comes as a list."""
    several = False
    while get_origin(annotation) in (UnionType, list):
        several |= get_origin(annotation) is list
        annotation = next(arg for arg in get_args(annotation) if arg is not type(None))
    return annotation, several


def leaves(
    model: type[BaseModel], path: FieldPath = (), above: tuple[type, ...] = ()
) -> Iterator[tuple[FieldPath, Any]]:
    """Every field that holds a value, as (path of (name, is a list), type); a recursive model is entered once more."""
    model.model_rebuild()  # models inside others are built with the outermost one only
    for field in model.model_fields.values():
        alias = field.validation_alias
        name = str(alias.choices[0] if isinstance(alias, AliasChoices) else alias)
        kind, several = kinds(field.annotation)
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            if above.count(kind) < 2:
                yield from leaves(kind, (*path, (name, several)), (*above, kind))
        else:
            yield (*path, (name, several)), kind


LEAVES = [(path, kind) for path, kind in leaves(GatewayCustomerChecks) if len(path) < 9]


def body(path: FieldPath, value: Any) -> dict[str, Any]:
    (name, several), *rest = path
    inner = body(tuple(rest), value) if rest else value
    return {name: [inner] if several else inner} | (COMPANIONS.get(name, {}) if value is not None else {})


def profile(said: dict[str, Any], customer_id: str = "c") -> Profile:
    value, dropped = read_request(json.dumps(said))
    assert dropped == ()
    return to_profile(value, customer_id)


def holder(said: dict[str, Any]) -> Profile:
    return profile({"masterData": {"accountHoldingPartyData": said}})


def test_the_walk_sees_the_whole_request() -> None:
    ends = {path[-1][0] for path, _ in LEAVES}
    assert len(LEAVES) > 400
    assert ends >= {
        "zip",
        "schema" if "schema" in ends else "scheme",
        "complexOwnership",
        "verificationDate",
        "ipCountry",
    }


@pytest.mark.parametrize(("path", "kind"), LEAVES, ids=[".".join(name for name, _ in path) for path, _ in LEAVES])
def test_every_field_reaches_the_profile(path: FieldPath, kind: type) -> None:
    dotted = ".".join(name for name, _ in path)
    said: Any = {str: "Said-Here-7431", float: 0.7431, bool: True, RiskLevel: "high"}[kind]
    reached = profile(body(path, said))
    if any(dotted.endswith(end) for end in NOT_THE_CUSTOMER):
        assert "7431" not in encode(reached).decode()
    elif kind in {str, float}:
        assert "7431" in encode(reached).decode()
    else:
        assert reached != profile(body(path, None))


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.json")), ids=lambda path: path.stem)
def test_profiles_of_samples_survive_storage(path: Path) -> None:
    value, _ = read_request(path.read_bytes())
    assert decode(encode(to_profile(value, "c")), Profile) == to_profile(value, "c")


def named(party: Party, where: str = "customer") -> Iterator[tuple[str, str]]:
    yield where, party.display
    counts: dict[RelationKind, int] = {}
    for relation in party.relations:
        number = counts.get(relation.kind, 0)
        counts[relation.kind] = number + 1
        yield from named(relation.party, f"{where}/{relation.kind}[{number}]")


def test_everybody_named_becomes_a_party() -> None:
    value, _ = read_request((SAMPLES / "organisation.json").read_bytes())
    assert dict(named(to_profile(value, "c").party)) == {
        "customer": "Saimaa Timber Trading Oy",
        "customer/shareholder[0]": "Eero Kallioniemi",
        "customer/shareholder[1]": "Karelian Forest Holding Ltd",
        "customer/shareholder[1]/shareholder[0]": "Darya Veselova",
        "customer/staff[0]": "Liisa Vartiainen",
        "customer/staff[1]": "Antti Rautio",
        "customer/counterparty[0]": "Baltic Plywood SIA",
        "customer/counterparty[1]": "Port of Rauma Logistics Oy",
    }


def test_the_full_sample_names_eighteen_parties() -> None:
    value, _ = read_request((SAMPLES / "full_v2_sample.json").read_bytes())
    party = to_profile(value, "4681354").party
    assert len(list(named(party))) == 18
    assert party.kind is PartyKind.ORGANISATION
    assert party.person is not None
    assert party.person.name.at_birth == "Carlton"
    assert party.organisation is not None
    assert party.organisation.trade_names == ("Adam Smith",)


def test_account_holders_other_than_the_customer_are_parties_once() -> None:
    name = {"personName": {"firstName": "Ada", "middleNames": "Mary", "lastName": "Lind"}}
    accounts = [
        {"holder": holder} for holder in ("Ada Mary Lind", "LIND, Ada Mary", "Otto Berg", "otto berg", "", None)
    ]
    said = holder({"personalDetails": name, "customerRelationshipDetails": {"allAccounts": accounts}})
    assert [(each.kind, each.party.names) for each in said.party.relations] == [
        (RelationKind.ACCOUNT_HOLDER, ("Otto Berg",))
    ]
    assert len(said.party.accounts) == 6


def test_a_contact_of_another_name_is_a_party_and_one_without_other_names_is_the_customer() -> None:
    name = {"personName": {"firstName": "Ada", "lastName": "Lind"}}
    (contact,) = holder({"personalDetails": name, "contactDetails": {"contactName": "Otto Berg"}}).party.relations
    assert (contact.kind, contact.role, contact.party.names) == (RelationKind.RELATED, "contact", ("Otto Berg",))
    assert holder({"personalDetails": name, "contactDetails": {"contactName": "Lind Ada"}}).party.relations == ()
    # A trade name is asked for as an organisation's; the contact of that name may be a person.
    shop = {"contactName": "Otto Berg"}
    trading = holder({"personalDetails": name, "contactDetails": shop, "dba": [shop]}).party
    assert [each.party.names for each in trading.relations] == [("Otto Berg",)]
    alone = holder({"contactDetails": {"contactName": "Otto Berg"}}).party
    assert (alone.names, alone.relations) == (("Otto Berg",), ())


def test_a_person_may_trade_under_a_name() -> None:
    name = {"personName": {"lastName": "Lind"}}
    said = holder(
        {"customerType": "INDIVIDUAL", "personalDetails": name, "dba": [{"contactName": "Lind's", "town": "X"}]}
    )
    assert said.party.kind is PartyKind.PERSON
    assert said.party.organisation is not None
    assert said.party.organisation.trade_names == ("Lind's",)
    assert [(address.kind, address.town) for address in said.party.addresses] == [("dba", "X")]


COMPANY, PERSON = {"companyName": "A"}, {"personName": {"lastName": "B"}}


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ({"customerType": "INDIVIDUAL", "companyDetails": COMPANY}, PartyKind.PERSON),
        ({"customerType": "natural person"}, PartyKind.PERSON),
        ({"customerType": "NATURAL_PERSON"}, PartyKind.PERSON),
        ({"customerType": "Corporation", "personalDetails": PERSON}, PartyKind.ORGANISATION),
        ({"customerType": "ORGANIZATION"}, PartyKind.ORGANISATION),
        ({"customerType": "COMPANY"}, PartyKind.ORGANISATION),
        ({"customerType": "LEGAL_ENTITY"}, PartyKind.ORGANISATION),
        ({"customerType": "GOLD", "companyDetails": COMPANY, "personalDetails": PERSON}, PartyKind.ORGANISATION),
        ({"companyDetails": COMPANY, "personalDetails": PERSON}, PartyKind.ORGANISATION),
        ({"personalDetails": PERSON}, PartyKind.PERSON),
        ({"customerType": "GOLD"}, PartyKind.UNKNOWN),
        ({}, PartyKind.UNKNOWN),
    ],
)
def test_what_the_customer_is(said: dict[str, Any], kind: PartyKind) -> None:
    assert holder(said).party.kind is kind


def test_an_owner_with_both_details_is_an_organisation() -> None:
    assert party_kind(None, COMPANY, PERSON) is PartyKind.ORGANISATION


def test_since_when_is_said_of_the_party_first() -> None:
    both = holder({"customerSince": "2014-01-15", "characteristics": {"customerSince": "2020"}})
    assert both.since == PartialDate.parse("2014-01-15")
    assert holder({"characteristics": {"customerSince": 2020}}).since == PartialDate.parse("2020")


def test_countries_become_codes_where_they_can_be_read() -> None:
    said = holder(
        {"personalDetails": {"nationality": "Deutschland", "countryOfBirth": "FRA", "countryOfResidence": "string"}}
    )
    assert said.party.person is not None
    assert said.party.person.nationalities == ("DE",)
    assert said.party.person.birth_country == "FR"
    assert said.party.person.residence_country == "string"


def test_dates_that_cannot_be_read_are_kept_as_said() -> None:
    said = holder({"personalDetails": {"dateOfBirth": "around 1960"}})
    assert said.party.person is not None
    assert said.party.person.birth_date == PartialDate(text="around 1960")


def test_nothing_said_is_nothing_known() -> None:
    assert profile({}, "c") == Profile(customer_id="c", party=Party())
    assert profile({"masterData": {"accountHoldingPartyData": {}, "flags": []}}, "c") == profile({}, "c")


def test_what_this_dialect_cannot_say_is_never_said() -> None:
    """Neither by the sample with every field: carrying it over from another dialect overwrites nothing."""
    said = to_profile(read_request((SAMPLES / "full_v2_sample.json").read_bytes())[0], "c")
    for path in UNSAID:
        value: Any = said
        for name in path.split("."):
            value = getattr(value, name) if value is not None else None
        assert not value or value == Declared(), path
