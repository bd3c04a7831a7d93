"""The parties of a profile and what can be asked of each: who stands behind whom, which names, which countries."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

import msgspec

from customer_risk.profile import Organisation, Party, PartyKind, Person, Relation, RelationKind

MAX_DEPTH = 8
"""How deep parties name further parties before a walk stops; a body nested deeper is cut by the dialects already."""


class Side(StrEnum):
    """How a related party stands to the customer, through everybody in between."""

    OWNER = "owner"
    COUNTERPARTY = "counterparty"
    OTHER = "other"


class Related(msgspec.Struct, frozen=True, gc=False):
    """A party the customer names, directly (``depth`` 1) or through ``above``, who names it.

    An owner owns the customer or one of its owners; whoever belongs to a counterparty is on its side.
    """

    party: Party
    relation: Relation
    siblings: tuple[Relation, ...]
    place: int
    above: Related | None
    depth: int
    side: Side

    @property
    def path(self) -> str:
        """Where it stands; positions are counted per relation kind, as in the path of a hit.

        Worked out when somebody asks: most related parties are never spoken of.
        """
        kind = self.relation.kind
        position = [other.kind for other in self.siblings[: self.place]].count(kind)
        above = self.above.path if self.above else "customer"
        return f"{above}/" + kind + f"[{position}]"  # an enum's own formatting is slow


def related_parties(party: Party) -> list[Related]:
    """Every party below one, parents first."""
    found: list[Related] = []
    _collect(party, None, 1, Side.OWNER, found)
    return found


def _collect(party: Party, above: Related | None, depth: int, side: Side, found: list[Related]) -> None:
    siblings = party.relations
    for place, relation in enumerate(siblings):
        kind = relation.kind
        if side is Side.COUNTERPARTY or kind is RelationKind.COUNTERPARTY:
            stands = Side.COUNTERPARTY
        else:
            stands = Side.OWNER if kind is RelationKind.SHAREHOLDER and side is Side.OWNER else Side.OTHER
        other = relation.party
        related = Related(other, relation, siblings, place, above, depth, stands)
        found.append(related)
        if other.relations and depth < MAX_DEPTH:
            _collect(other, related, depth + 1, stands, found)


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
