"""Where the customer and the people behind it come from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from customer_risk.profile import Party, RelationKind
from customer_risk.scoring.catalogue import MISSING, Applies, Evidence, factor
from customer_risk.scoring.countries import Tier
from customer_risk.scoring.rule import Rule
from customer_risk.scoring.view import View

_PLACE = ("countries", "Countries")
TIERS = {
    Tier.CRITICAL.value: "the model's worst tier",
    Tier.HIGH.value: "the model's tier of high risk",
    Tier.ELEVATED.value: "the model's tier of elevated risk",
    Tier.MODERATE.value: "the model's tier of moderate risk",
    Tier.UNRATED.value: "a country of which nothing is held, good or bad",
    Tier.UNKNOWN.value: "a text that is not an ISO 3166-1 alpha-2 code",
}
"""The outcomes of a look-up in the country table; a country of standard risk is no evidence."""


def judged(view: View, country: str, where: str, what: str) -> Iterable[Evidence]:
    """Evidence of one country, unless its risk is standard. ``what`` begins the sentence: *The country of birth*."""
    rating = view.ratings.lookup(country)
    if rating.tier is Tier.STANDARD:
        return ()
    described = "not a known country" if rating.tier is Tier.UNKNOWN else f"of {rating.tier} risk"
    text = f"{what} is {country!r}, {described}: {rating.because}."
    return (Evidence(outcome=rating.tier.value, where=where, seen=country, text=text),)


def missing(where: str, what: str) -> tuple[Evidence, ...]:
    """Evidence that something was not said."""
    return (Evidence(outcome=MISSING, where=where, seen="", text=f"{what} is not known."),)


def each(view: View, found: Iterable[tuple[str, str, str]]) -> Iterable[Evidence]:
    """Evidence of (country, where, what), every country judged once."""
    seen: set[str] = set()
    for country, where, what in found:
        if country not in seen:
            seen.add(country)
            yield from judged(view, country, where, what)


@factor(
    "residence-country",
    "Country of residence",
    _PLACE,
    TIERS,
    reads=("Address.country", "Person.residence_country"),
    applies=Applies.PERSON,
    missing=True,
)
def residence_country(view: View, _: Rule) -> Iterable[Evidence]:
    """Where the person lives; when that is not said, the country of an address stands for it."""
    country, where = view.person.residence_country if view.person else None, "customer.person.residence_country"
    if not country:
        country, where = next(_of_addresses(view.party), (None, where))
    if country:
        return judged(view, country, where, "The country of residence")
    return () if view.is_organisation else missing(where, "The country of residence")


def _of_addresses(party: Party) -> Iterator[tuple[str, str]]:
    return (
        (given.country, f"customer.addresses[{n}].country") for n, given in enumerate(party.addresses) if given.country
    )


@factor(
    "nationality",
    "Nationality",
    _PLACE,
    {**TIERS, "abroad": "lives in a country whose national the person is not"},
    reads=("Person.nationalities", "Person.residence_country"),
    applies=Applies.PERSON,
    missing=True,
)
def nationality(view: View, _: Rule) -> Iterable[Evidence]:
    """Every nationality, and whether the person lives where none of them is from."""
    person = view.person
    if person is None or not person.nationalities:
        if not view.is_organisation:
            yield from missing("customer.person.nationalities", "The nationality")
        return
    where = "customer.person.nationalities"
    yield from each(view, ((of, f"{where}[{n}]", "The nationality") for n, of in enumerate(person.nationalities)))
    home = person.residence_country
    if home and home not in person.nationalities and _all_known(view, home, *person.nationalities):
        held = ", ".join(person.nationalities)
        yield Evidence(outcome="abroad", where=where, seen=held, text=f"A national of {held} lives abroad, in {home}.")


def _all_known(view: View, *countries: str) -> bool:
    return all(view.ratings.lookup(country).tier is not Tier.UNKNOWN for country in countries)


@factor(
    "birth-country",
    "Country of birth",
    _PLACE,
    {**TIERS, "abroad": "born in a country whose national the person is not"},
    reads=("Person.birth_country", "Person.nationalities"),
    applies=Applies.PERSON,
    missing=True,
)
def birth_country(view: View, _: Rule) -> Iterable[Evidence]:
    """Where the person was born, and whether that differs from every nationality."""
    person, where = view.person, "customer.person.birth_country"
    country = person.birth_country if person else None
    if person is None or not country:
        if not view.is_organisation:
            yield from missing(where, "The country of birth")
        return
    yield from judged(view, country, where, "The country of birth")
    held = person.nationalities
    if held and country not in held and _all_known(view, country, *held):
        text = f"The country of birth is {country!r}, the nationality {', '.join(held)}."
        yield Evidence(outcome="abroad", where=where, seen=country, text=text)


@factor(
    "registration-country",
    "Country of registration",
    _PLACE,
    {**TIERS, "abroad": "has no address and no domicile where it is registered"},
    reads=("Organisation.registration_country", "Organisation.domicile_country", "Address.country"),
    applies=Applies.ORGANISATION,
    missing=True,
)
def registration_country(view: View, _: Rule) -> Iterable[Evidence]:
    """Where the organisation is registered, and whether it is anywhere near there."""
    organisation, where = view.organisation, "customer.organisation.registration_country"
    country = organisation.registration_country if organisation else None
    if organisation is None or not country:
        yield from missing(where, "The country of registration")
        return
    yield from judged(view, country, where, "The country of registration")
    known = dict.fromkeys(at for at, _ in _of_addresses(view.party))
    if organisation.domicile_country:
        known[organisation.domicile_country] = None
    if known and country not in known and _all_known(view, country, *known):
        text = f"The organisation is registered in {country!r}, but is found in {', '.join(known)}."
        yield Evidence(outcome="abroad", where=where, seen=country, text=text)


@factor(
    "domicile-country",
    "Country of domicile",
    _PLACE,
    TIERS,
    reads=("Organisation.domicile_country",),
    applies=Applies.ORGANISATION,
    missing=True,
)
def domicile_country(view: View, _: Rule) -> Iterable[Evidence]:
    """Where the organisation is domiciled."""
    where = "customer.organisation.domicile_country"
    country = view.organisation.domicile_country if view.organisation else None
    return judged(view, country, where, "The country of domicile") if country else missing(where, "The domicile")


@factor(
    "address-country",
    "Country of address",
    _PLACE,
    TIERS,
    reads=(
        "Address.country",
        "Organisation.domicile_country",
        "Organisation.registration_country",
        "Person.residence_country",
    ),
)
def address_country(view: View, _: Rule) -> Iterable[Evidence]:
    """Countries of addresses, beyond those of residence, registration and domicile, which have factors of their own."""
    elsewhere = {
        view.person.residence_country if view.person else None,
        view.organisation.registration_country if view.organisation else None,
        view.organisation.domicile_country if view.organisation else None,
    }
    if view.person and not view.person.residence_country:
        elsewhere.add(next((country for country, _ in _of_addresses(view.party)), None))
    found = ((at, where, "The country of an address") for at, where in _of_addresses(view.party) if at not in elsewhere)
    return each(view, found)


@factor(
    "document-country",
    "Country of identity document",
    _PLACE,
    TIERS,
    reads=("Document.issuing_country", "Identifier.country"),
)
def document_country(view: View, _: Rule) -> Iterable[Evidence]:
    """Which countries issued the customer's documents, numbers and identifiers."""
    papers = [
        *((held.issuing_country, f"documents[{n}].issuing_country") for n, held in enumerate(view.party.documents)),
        *((held.country, f"identifiers[{n}].country") for n, held in enumerate(view.party.identifiers)),
    ]
    found = ((country, f"customer.{where}", "The country of issue") for country, where in papers if country)
    return each(view, found)


@factor(
    "related-country",
    "Country of a related party",
    _PLACE,
    {
        **{f"owner-{tier}": f"of a direct or indirect shareholder: {about}" for tier, about in TIERS.items()},
        **{f"other-{tier}": f"of anybody else the customer names: {about}" for tier, about in TIERS.items()},
    },
    reads=(
        "Address.country",
        "Organisation.activity_countries",
        "Organisation.domicile_country",
        "Organisation.registration_country",
        "Person.activity_country",
        "Person.birth_country",
        "Person.nationalities",
        "Person.residence_country",
    ),
)
def related_country(view: View, _: Rule) -> Iterable[Evidence]:
    """Where the shareholders, staff and other parties behind the customer live, come from and are registered.

    Owners count apart from the others. Counterparties have a factor of their own.
    """
    seen: set[tuple[str, str]] = set()
    for related in view.related:
        kinds = {relation.kind for relation in related.chain}
        if RelationKind.COUNTERPARTY in kinds:
            continue
        side = "owner" if kinds == {RelationKind.SHAREHOLDER} else "other"
        for country, where in countries_of(related.party):
            if (side, country) not in seen:
                seen.add((side, country))
                what = f"A country of {related.party.display or related.path}"
                for evidence in judged(view, country, f"{related.path}.{where}", what):
                    yield Evidence(
                        outcome=f"{side}-{evidence.outcome}",
                        where=evidence.where,
                        seen=evidence.seen,
                        text=evidence.text,
                    )


def countries_of(party: Party) -> Iterator[tuple[str, str]]:
    """The countries a party is tied to itself, each with the field it stands in."""
    said: list[tuple[str | None, str]] = []
    if person := party.person:
        said += [
            (person.residence_country, "person.residence_country"),
            (person.birth_country, "person.birth_country"),
            (person.activity_country, "person.activity_country"),
        ]
        said += [(country, f"person.nationalities[{n}]") for n, country in enumerate(person.nationalities)]
    if organisation := party.organisation:
        said += [
            (organisation.registration_country, "organisation.registration_country"),
            (organisation.domicile_country, "organisation.domicile_country"),
        ]
        where = "organisation.activity_countries"
        said += [(country, f"{where}[{n}]") for n, country in enumerate(organisation.activity_countries)]
    for country, where in said:
        if country:
            yield country, where
    for n, given in enumerate(party.addresses):
        if given.country:
            yield given.country, f"addresses[{n}].country"
