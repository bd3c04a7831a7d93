"""Rules of related entities and of their own lists (rulings A12 and A15)."""

from __future__ import annotations

from typing import Any

from amlyze_intake.rules import items
from amlyze_intake.rules.rule import At, Finding, ListRules, Rule, Wrapper, absent, undefined, wrong_type
from amlyze_intake.rules.types import RELATED
from amlyze_intake.wire.customer import IntakeCustomer, RelatedEntity

ENTITY = Wrapper("Problem with relatedEntity (index: {} ).", "C016")

NO_LIST: Rule[IntakeCustomer] = Rule(
    "RE00",
    "Problem with relatedEntities.",
    "listRelatedEntity is no list, or too long a one",
    lambda at: RELATED in at.unusable,
    public=False,
)


def _unnamed(entity_type: str, attribute: str) -> Any:
    def broken(at: At[RelatedEntity]) -> Finding:
        return at.item.entity_type == entity_type and getattr(at.item, attribute) is None

    return broken


ENTITY_RULES: tuple[Rule[RelatedEntity], ...] = (
    Rule("RE01", "Relation type is mandatory", "relationType is absent", absent(lambda r: r.relation_type)),
    Rule(
        "RE01",
        "Relation type is not defined in Amlyze",
        "relationType is not in its classifier",
        undefined("relationType", lambda r: r.relation_type),
    ),
    Rule("RE02", "EntityType is mandatory", "entityType is absent or unknown", absent(lambda r: r.entity_type)),
    Rule(
        "RE03",
        "Country not defined in Amlyze",
        "country is no country",
        lambda at: "country" in at.unusable or at.unknown("country", at.item.country),
    ),
    Rule(
        "RE10",
        "FirstName is mandatory",
        "entityType is INDIVIDUAL, and firstName is absent",
        _unnamed("INDIVIDUAL", "first_name"),
        public=False,
    ),
    Rule(
        "RE11",
        "LastName is mandatory",
        "entityType is INDIVIDUAL, and lastName is absent",
        _unnamed("INDIVIDUAL", "last_name"),
        public=False,
    ),
    Rule(
        "RE12",
        "BirthCountry not defined in Amlyze",
        "birthCountry is no country",
        undefined("country", lambda r: r.birth_country),
        public=False,
    ),
    Rule(
        "RE13",
        "Title is mandatory",
        "entityType is ORGANIZATION, and title is absent",
        _unnamed("ORGANIZATION", "title"),
        public=False,
    ),
    Rule(
        "RE14",
        "RegistrationCountry must exist in Amlyze",
        "registrationCountry is no country",
        undefined("country", lambda r: r.registration_country),
        public=False,
    ),
    Rule(
        "RE05",
        "LegalForm not found in Amlyze",
        "legalForm is not in its classifier",
        lambda at: "legalForm" in at.unusable or at.unknown("legalForm", at.item.legal_form),
    ),
    wrong_type(),
)

ENTITY_LISTS: tuple[ListRules[Any], ...] = (
    ListRules(
        "listContact",
        lambda r: r.list_contact,
        Wrapper("Problem with Contact (index: {} ).", "RE06"),
        items.CONTACT,
    ),
    ListRules(
        "listAddress",
        lambda r: r.list_address,
        Wrapper("Problem with Address (index: {} ).", "RE06"),
        items.address(
            undefined_type="AddressType is not defined in amlyze",
            undefined_code="ADR02",
            undefined_public=True,
            country_public=False,
        ),
    ),
    ListRules(
        "listBusinessEntityDocument",
        lambda r: r.list_business_entity_document,
        Wrapper("Problem with BusinessEntityDocuments (index: {} ).", "RE08"),
        items.document(
            entity_type="EntityType is mandatory. values : INDIVIDUAL, ORGANIZATION",
            first_public=True,
            number_public=False,
            country_public=False,
        ),
    ),
    ListRules(
        "listIncomeSource",
        lambda r: r.list_income_source,
        Wrapper("Problem with IncomeSource (index: {} ).", "IncomeSource", public=False),
        items.INCOME_SOURCE,
    ),
    ListRules(
        "listActivity",
        lambda r: r.list_activity,
        Wrapper("Problem with activity (index: {} ).", "Activity", public=False),
        items.ACTIVITY,
    ),
    ListRules(
        "listRegionOfActivity",
        lambda r: r.list_region_of_activity,
        Wrapper("Problem with RegionOfActivity (index: {} ).", "RegionOfActivity", public=False),
        items.REGION,
    ),
    ListRules(
        "listCountryOfActivity",
        lambda r: r.list_country_of_activity,
        Wrapper("Problem with CountryOfActivity (index: {} ).", "CountryOfActivity", public=False),
        items.ACTIVITY_COUNTRY,
    ),
    ListRules(
        "listAdditionalValues",
        lambda r: r.list_additional_values,
        Wrapper("", ""),
        items.additional_values(bad="bad"),
    ),
)
