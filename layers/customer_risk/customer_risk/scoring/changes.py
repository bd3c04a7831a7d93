"""What is different of a customer since the last assessment, known by a mark of each aspect instead of a copy.

The marks of all aspects fit into the state of a customer, which a check reads anyway: 24 bits each, so that one change
in sixteen million is overlooked. The words for the aspects are what a model's terms for ``recent-change`` are held
against.
"""

from __future__ import annotations

import hashlib
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterator

import msgspec

from customer_risk.profile import Party, Profile, RelationKind

_BYTES = 3
_LENGTH = 4
_NOT_SAID = "." * _LENGTH


def marks(profile: Profile) -> str:
    """The marks of a profile, in the order of the aspects; dots for what was not said."""
    return "".join(_mark(tuple(of(profile))) for of in ASPECTS.values())


def changed(before: str, after: str) -> tuple[str, ...]:
    """The aspects that were said before and are not the same now, by their marks.

    What is said for the first time has not changed. Aspects that one side has no marks of, having been added since, are
    left out.
    """
    return tuple(
        aspect
        for aspect, place in _PLACES.items()
        if (old := before[place]) and (new := after[place]) and old not in (new, _NOT_SAID)
    )


def _mark(said: tuple[object, ...]) -> str:
    if not said:
        return _NOT_SAID
    text = msgspec.json.encode(said).decode().casefold().encode()
    return urlsafe_b64encode(hashlib.blake2b(text, digest_size=_BYTES).digest()).decode()


def _name(profile: Profile) -> Iterator[str]:
    party = profile.party
    if party.person and party.person.name.display:
        yield party.person.name.display
    if party.organisation and party.organisation.name:
        yield party.organisation.name


def _legal_form(profile: Profile) -> Iterator[str]:
    if (organisation := profile.party.organisation) and organisation.legal_form:
        yield organisation.legal_form


def _ownership(profile: Profile) -> Iterator[object]:
    yield from sorted(_holders(profile.party), key=repr)


def _holders(party: Party, depth: int = 0) -> Iterator[object]:
    for relation in party.relations:
        if relation.kind is RelationKind.SHAREHOLDER:
            yield depth, relation.party.display, relation.share, relation.vote_share
            yield from _holders(relation.party, depth + 1)


def _staff(profile: Profile) -> Iterator[object]:
    yield from sorted(
        (one.party.display, one.role or "") for one in profile.party.relations if one.kind is RelationKind.STAFF
    )


def _address(profile: Profile) -> Iterator[object]:
    places = (
        (one.street, one.extra, one.town, one.postcode, one.region, one.country, one.unstructured)
        for one in profile.party.addresses
        if one.present
    )
    yield from sorted(places, key=repr)


def _country(profile: Profile) -> Iterator[object]:
    person, organisation = profile.party.person, profile.party.organisation
    given = {
        "residence": person and person.residence_country,
        "registration": organisation and organisation.registration_country,
        "domicile": organisation and organisation.domicile_country,
    }
    yield from ((kind, country) for kind, country in given.items() if country)


def _nationality(profile: Profile) -> Iterator[str]:
    if profile.party.person:
        yield from sorted(profile.party.person.nationalities)


def _birth_date(profile: Profile) -> Iterator[str]:
    if (person := profile.party.person) and person.birth_date:
        yield person.birth_date.text


def _occupation(profile: Profile) -> Iterator[object]:
    if (person := profile.party.person) and (person.occupation or person.employment_status):
        yield person.occupation, person.employment_status


def _business(profile: Profile) -> Iterator[str]:
    yield from sorted({*profile.business.activities, *profile.business.purposes})
    if profile.party.organisation:
        yield from sorted(profile.party.organisation.business_purposes)


ASPECTS: dict[str, Callable[[Profile], Iterator[object]]] = {
    "name": _name,
    "legal form": _legal_form,
    "ownership": _ownership,
    "staff": _staff,
    "address": _address,
    "country": _country,
    "nationality": _nationality,
    "birth date": _birth_date,
    "occupation": _occupation,
    "business": _business,
}
"""What is looked at, by the words for it. Marks are kept in this order: add at the end, and never take one away."""

_PLACES = {aspect: slice(n * _LENGTH, (n + 1) * _LENGTH) for n, aspect in enumerate(ASPECTS)}
