"""Related entities → relations of the profile, and where each stands in it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from amlyze_intake import details
from amlyze_intake.wire.customer import RelatedEntity
from customer_risk.profile import (
    Declared,
    Extra,
    Identifier,
    Organisation,
    Party,
    PartyKind,
    Person,
    PersonName,
    Relation,
    RelationKind,
)

# Institutions make relation types of their own: what one means is read off the words in its code.
_OWNERS = frozenset({"OWNER", "SHAREHOLDER", "BENEFICIARY", "BENEFICIAL", "UBO", "FOUNDER", "PARTNER", "PARENT"})
_STAFF = frozenset(
    {
        *("DIRECTOR", "MANAGER", "CEO", "CFO", "BOARD", "REPRESENTATIVE", "SIGNATORY", "EMPLOYEE", "OFFICER", "HEAD"),
        *("TRUSTEE", "PROXY", "ACCOUNTANT"),
    }
)


def relation(said: RelatedEntity) -> Relation:
    """How a related entity stands to the customer, and who it is."""
    return Relation(
        kind=_kind(said),
        party=_party(said),
        role=said.relation_type,
        description=said.relation_description,
        share=details.share(said.share),
        vote_share=details.share(said.vote_percentage),
    )


def place(name: str, role: str) -> Relation:
    """An organisation of which only the name is known, and what the customer does there."""
    return Relation(kind=RelationKind.RELATED, party=Party(names=(name,)), role=role)


def paths(relations: Iterable[Relation]) -> Iterator[str]:
    """Where each relation of the customer stands, as hits name it: positions are counted per kind."""
    counted: Counter[RelationKind] = Counter()
    for one in relations:
        yield f"customer/{one.kind.value}[{counted[one.kind]}]"
        counted[one.kind] += 1


def _kind(said: RelatedEntity) -> RelationKind:
    words = frozenset(re.findall(r"[A-Z]+", (said.relation_type or "").upper()))
    if words & _OWNERS:
        return RelationKind.SHAREHOLDER
    if words & _STAFF:
        return RelationKind.STAFF
    return RelationKind.SHAREHOLDER if said.share or said.vote_percentage else RelationKind.RELATED


def _party(said: RelatedEntity) -> Party:
    organisation = said.entity_type == "ORGANIZATION"
    countries = details.texts(one.country for one in said.list_country_of_activity or ())
    activities = details.texts(one.activity_type for one in said.list_activity or ())
    number = said.national_code
    issued_by = said.registration_country or said.country
    identifier = Identifier(kind="registration" if organisation else "national", value=number or "", country=issued_by)
    return Party(
        kind=details.KINDS.get(said.entity_type or "", PartyKind.UNKNOWN),
        external_id=said.ext_id,
        person=None if organisation else _person(said, activities, countries),
        organisation=_organisation(said, activities, countries) if organisation else None,
        declared=Declared(
            pep=said.is_pep,
            sanctioned=said.is_sanctioned,
            adverse_media=said.is_in_adverse_media,
            internal_list=said.is_in_internal_list,
        ),
        identifiers=(identifier,) if number else (),
        documents=tuple(details.document(one) for one in said.list_business_entity_document or ()),
        addresses=tuple(details.address(one) for one in said.list_address or ()),
        means=details.means(said.list_contact),
        extras=(*details.extras(said.list_additional_values), *_livelihood(said, countries)),
    )


def _person(said: RelatedEntity, activities: tuple[str, ...], countries: tuple[str, ...]) -> Person:
    return Person(
        name=PersonName(first=said.first_name, last=said.last_name),
        birth_date=details.date(said.birth_date),
        birth_country=said.birth_country,
        nationalities=details.texts((said.country,)),
        occupation=said.activity_description or ", ".join(activities) or None,
        activity_country=next(iter(countries), None),
    )


def _organisation(said: RelatedEntity, activities: tuple[str, ...], countries: tuple[str, ...]) -> Organisation:
    return Organisation(
        name=said.title,
        registration_country=said.registration_country,
        domicile_country=said.country,
        activity_countries=countries,
        legal_form=said.legal_form,
        founded=details.date(said.establishment_date),
        business_purposes=activities,
        business_description=said.activity_description,
    )


def _livelihood(said: RelatedEntity, countries: tuple[str, ...]) -> Iterator[Extra]:
    """What the profile knows of customers only (``fields.UNSCORED``), and further countries of a person."""
    regions = details.texts(
        (*(one.region for one in said.list_region_of_activity or ()), said.region_of_activity_description)
    )
    further = countries[1:] if said.entity_type == "INDIVIDUAL" else ()
    incomes = details.texts(one.income_source_type for one in said.list_income_source or ())
    for code, values in (("region", regions), ("countryOfActivity", further), ("incomeSource", incomes)):
        yield from (Extra(code=code, datatype="STRING", value=value) for value in values)
