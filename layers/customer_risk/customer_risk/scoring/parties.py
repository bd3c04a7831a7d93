"""What can be asked of a party: which names it has, which countries it is tied to."""

from __future__ import annotations

from collections.abc import Iterator

from customer_risk.profile import Organisation, Party, PartyKind, Person


def path_of(base: str, step: str | int) -> str:
    """A path with one more step."""
    if isinstance(step, int):
        return f"{base}[{step}]"
    return f"{base}.{step}" if base else step


def only_tied_to(party: Party, countries: frozenset[str | None]) -> bool:
    """Whether every country a party is tied to itself is one of these: the quick look before :func:`countries_of`."""
    person, of = party.person, party.organisation
    if person and not (
        person.residence_country in countries
        and person.birth_country in countries
        and person.activity_country in countries
        and countries.issuperset(person.nationalities)
    ):
        return False
    if of and not (
        of.registration_country in countries
        and of.domicile_country in countries
        and countries.issuperset(of.activity_countries)
    ):
        return False
    for given in party.addresses:  # noqa: SIM110 -- a generator would cost more than what it goes through
        if given.country not in countries:
            return False
    return True


def countries_of(party: Party) -> list[tuple[str, str, str | int]]:
    """The countries a party is tied to itself, each with the place it stands in."""
    found: list[tuple[str, str, str | int]] = []
    if party.person:
        _of_person(party.person, found)
    if party.organisation:
        _of_organisation(party.organisation, found)
    for n, given in enumerate(party.addresses):
        if given.country:
            found.append((given.country, "addresses", n))
    return found


def _of_person(person: Person, found: list[tuple[str, str, str | int]]) -> None:
    if person.residence_country:
        found.append((person.residence_country, "person", "residence_country"))
    if person.birth_country:
        found.append((person.birth_country, "person", "birth_country"))
    if person.activity_country:
        found.append((person.activity_country, "person", "activity_country"))
    for n, country in enumerate(person.nationalities):
        found.append((country, "person.nationalities", n))


def _of_organisation(organisation: Organisation, found: list[tuple[str, str, str | int]]) -> None:
    if organisation.registration_country:
        found.append((organisation.registration_country, "organisation", "registration_country"))
    if organisation.domicile_country:
        found.append((organisation.domicile_country, "organisation", "domicile_country"))
    for n, country in enumerate(organisation.activity_countries):
        found.append((country, "organisation.activity_countries", n))


def names_of(party: Party) -> Iterator[str]:
    """Every name a party goes by."""
    yield from party.names
    if person := party.person:
        name = person.name
        yield from filter(None, (name.full, name.first, name.middle, name.last, name.at_birth, *name.aliases))
    if organisation := party.organisation:
        yield from filter(None, (organisation.name, *organisation.trade_names))


def is_organisation(party: Party) -> bool:
    """What the customer counts as; one of unknown kind is what it has details of, a person when in doubt."""
    if party.kind is PartyKind.UNKNOWN:
        return party.organisation is not None and party.person is None
    return party.kind is PartyKind.ORGANISATION
