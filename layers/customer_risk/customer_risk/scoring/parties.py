"""The parties of a profile and what can be asked of each: who stands behind whom, which names, which countries."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

from customer_risk.profile import Organisation, Party, PartyKind, Person, Relation, RelationKind

MAX_DEPTH = 8
"""How deep parties name further parties before a walk stops; a body nested deeper is cut by the dialects already."""


class Side(StrEnum):
    """How a related party stands to the customer, through everybody in between."""

    OWNER = "owner"
    COUNTERPARTY = "counterparty"
    OTHER = "other"


class Related:
    """A party the customer names, directly (``depth`` 1) or through others.

    An owner owns the customer or one of its owners; whoever belongs to a counterparty is on its side.
    """

    __slots__ = ("depth", "party", "path", "relation", "side")

    def __init__(self, path: str, relation: Relation, depth: int, side: Side) -> None:
        self.path = path
        self.relation = relation
        self.party = relation.party
        self.depth = depth
        self.side = side


def related_parties(party: Party) -> list[Related]:
    """Every party below one, parents first; positions are counted per relation kind, as in the path of a hit."""
    found: list[Related] = []
    _collect(party, "customer", 1, Side.OWNER, found)
    return found


def _collect(party: Party, path: str, depth: int, side: Side, found: list[Related]) -> None:
    counts: dict[str, int] = {}
    for relation in party.relations:
        kind = relation.kind
        name = "" + kind  # an exact str: an enum's own hash and format are slow
        position = counts.get(name, 0)
        counts[name] = position + 1
        below = f"{path}/{name}[{position}]"
        if kind is RelationKind.COUNTERPARTY or side is Side.COUNTERPARTY:
            stands = Side.COUNTERPARTY
        else:
            stands = Side.OWNER if kind is RelationKind.SHAREHOLDER and side is Side.OWNER else Side.OTHER
        found.append(Related(below, relation, depth, stands))
        if relation.party.relations and depth < MAX_DEPTH:
            _collect(relation.party, below, depth + 1, stands, found)


def path_of(base: str, step: str | int) -> str:
    """A path with one more step."""
    if isinstance(step, int):
        return f"{base}[{step}]"
    return f"{base}.{step}" if base else step


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
