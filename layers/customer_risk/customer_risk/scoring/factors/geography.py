"""Where the customer and the people behind it come from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from customer_risk.profile import Party
from customer_risk.related import Side
from customer_risk.scoring.catalogue import Applies, Evidence, factor, saw
from customer_risk.scoring.countries import Tier
from customer_risk.scoring.parties import countries_of, only_tied_to, path_of
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


type Found = tuple[str | None, str, str | int]
"""A country, or none, and the place it stands in."""


def judged(view: View, country: str, base: str, step: str | int, what: str) -> tuple[Evidence, ...]:
    """Evidence of one country, unless its risk is standard. ``what`` begins the sentence: *The country of birth*."""
    if country in view.ratings.standard:
        return ()
    rating = view.ratings.lookup(country)
    tier = rating.tier
    described = "not a known country" if tier is Tier.UNKNOWN else f"of {tier.value} risk"
    text = f"{what} is {country!r}, {described}: {rating.because}."
    return (Evidence(outcome=tier.value, where=path_of(base, step), seen=country, text=text),)


def each(view: View, found: Iterable[Found], what: str) -> list[Evidence]:
    """Evidence of the countries found, every country judged once."""
    standard = view.ratings.standard
    seen: set[str] = set()
    evidence: list[Evidence] = []
    for country, base, step in found:
        if country and country not in standard and country not in seen:
            seen.add(country)
            evidence += judged(view, country, base, step, what)
    return evidence


@factor(
    "residence-country",
    "Country of residence",
    _PLACE,
    TIERS,
    reads=("Address.country", "Person.residence_country"),
    applies=Applies.PERSON,
    missing=True,
)
def residence_country(view: View, rule: Rule) -> Iterable[Evidence]:
    """Where the person lives; when that is not said, the country of an address stands for it."""
    found: Found = view.person.residence_country if view.person else None, "customer.person", "residence_country"
    country, base, step = found if found[0] else next(_of_addresses(view.party), found)
    if country:
        return judged(view, country, base, step, "The country of residence")
    return () if view.is_organisation else rule.silence(f"{base}.{step}", "The country of residence is not known.")


def _of_addresses(party: Party) -> Iterator[Found]:
    return ((given.country, "customer.addresses", n) for n, given in enumerate(party.addresses) if given.country)


@factor(
    "nationality",
    "Nationality",
    _PLACE,
    {**TIERS, "abroad": "lives in a country whose national the person is not"},
    reads=("Person.nationalities", "Person.residence_country"),
    applies=Applies.PERSON,
    missing=True,
)
def nationality(view: View, rule: Rule) -> Iterable[Evidence]:
    """Every nationality, and whether the person lives where none of them is from."""
    person, where = view.person, "customer.person.nationalities"
    if person is None or not person.nationalities:
        return () if view.is_organisation else rule.silence(where, "The nationality is not known.")
    held = person.nationalities
    evidence = each(view, [(of, where, n) for n, of in enumerate(held)], "The nationality")
    home = person.residence_country
    if home and home not in held and _all_known(view, home, *held):
        of = ", ".join(held)
        evidence.append(saw("abroad", where, of, f"A national of {of} lives abroad, in {home}."))
    return evidence


def _all_known(view: View, *countries: str) -> bool:
    return view.ratings.known.issuperset(countries)


@factor(
    "birth-country",
    "Country of birth",
    _PLACE,
    {**TIERS, "abroad": "born in a country whose national the person is not"},
    reads=("Person.birth_country", "Person.nationalities"),
    applies=Applies.PERSON,
    missing=True,
)
def birth_country(view: View, rule: Rule) -> Iterable[Evidence]:
    """Where the person was born, and whether that differs from every nationality."""
    person = view.person
    country = person.birth_country if person else None
    where = "customer.person.birth_country"
    if person is None or not country:
        return () if view.is_organisation else rule.silence(where, "The country of birth is not known.")
    evidence = judged(view, country, "customer.person", "birth_country", "The country of birth")
    held = person.nationalities
    if held and country not in held and _all_known(view, country, *held):
        text = f"The country of birth is {country!r}, the nationality {', '.join(held)}."
        return (*evidence, saw("abroad", where, country, text))
    return evidence


@factor(
    "registration-country",
    "Country of registration",
    _PLACE,
    {**TIERS, "abroad": "has no address and no domicile where it is registered"},
    reads=("Organisation.registration_country", "Organisation.domicile_country", "Address.country"),
    applies=Applies.ORGANISATION,
    missing=True,
)
def registration_country(view: View, rule: Rule) -> Iterable[Evidence]:
    """Where the organisation is registered, and whether it is anywhere near there."""
    organisation = view.organisation
    country = organisation.registration_country if organisation else None
    where = "customer.organisation.registration_country"
    if organisation is None or not country:
        return rule.silence(where, "The country of registration is not known.")
    evidence = judged(view, country, "customer.organisation", "registration_country", "The country of registration")
    known = [given.country for given in view.party.addresses if given.country]
    if organisation.domicile_country:
        known.append(organisation.domicile_country)
    if known and country not in known and _all_known(view, country, *known):
        at = ", ".join(dict.fromkeys(known))
        return (*evidence, saw("abroad", where, country, f"Registered in {country!r}, but found in {at}."))
    return evidence


@factor(
    "domicile-country",
    "Country of domicile",
    _PLACE,
    TIERS,
    reads=("Organisation.domicile_country",),
    applies=Applies.ORGANISATION,
    missing=True,
)
def domicile_country(view: View, rule: Rule) -> Iterable[Evidence]:
    """Where the organisation is domiciled."""
    country = view.organisation.domicile_country if view.organisation else None
    if country:
        return judged(view, country, "customer.organisation", "domicile_country", "The country of domicile")
    return rule.silence("customer.organisation.domicile_country", "The country of domicile is not known.")


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
    needs="party.addresses",
)
def address_country(view: View, _: Rule) -> Iterable[Evidence]:
    """Countries of addresses, beyond those of residence, registration and domicile, which have factors of their own."""
    residence = view.person.residence_country if view.person else None
    elsewhere = {
        residence,
        view.organisation.registration_country if view.organisation else None,
        view.organisation.domicile_country if view.organisation else None,
    }
    given = [found for found in _of_addresses(view.party) if found[0] not in elsewhere]
    if given and not residence and (view.person or not view.is_organisation):
        stands_for_residence = next(_of_addresses(view.party))[0]
        given = [found for found in given if found[0] != stands_for_residence]
    return each(view, given, "The country of an address")


@factor(
    "document-country",
    "Country of identity document",
    _PLACE,
    TIERS,
    reads=("Document.issuing_country", "Identifier.country"),
)
def document_country(view: View, _: Rule) -> Iterable[Evidence]:
    """Which countries issued the customer's documents, numbers and identifiers."""
    party = view.party
    papers = [(held.issuing_country, "customer.documents", n) for n, held in enumerate(party.documents)]
    numbers = [(held.country, "customer.identifiers", n) for n, held in enumerate(party.identifiers)]
    return each(view, [*papers, *numbers], "The country of issue")


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
    needs="behind",
)
def related_country(view: View, _: Rule) -> Iterable[Evidence]:
    """Where the shareholders, staff and other parties behind the customer live, come from and are registered.

    Owners count apart from the others. Counterparties have a factor of their own.
    """
    seen: set[tuple[str, str]] = set()
    standard = view.ratings.standard
    for related in view.behind:
        if only_tied_to(related.party, standard):
            continue
        side = "owner" if related.side is Side.OWNER else "other"
        for country, base, step in countries_of(related.party):
            if country in standard or (side, country) in seen:
                continue
            seen.add((side, country))
            what = f"A country of {related.party.display or related.path}"
            for evidence in judged(view, country, f"{related.path}.{base}", step, what):
                yield saw(f"{side}-{evidence.outcome}", evidence.where, evidence.seen, evidence.text)
