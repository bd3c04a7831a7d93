"""The person: date of birth, age, and what of it all cannot be true together."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from customer_risk.identity.addresses import is_placeholder
from customer_risk.identity.result import Finding, failed, noted
from customer_risk.partial_date import whole_years
from customer_risk.profile import Person, Profile
from customer_risk.reference.countries import folded
from customer_risk.scoring.fraud import Tag

ADULT = 18
"""Years from which somebody is of age nearly everywhere."""
OLDEST = 120
"""Nobody is thought to be older: two people on record have passed 118."""


def check_birth(person: Person, today: date) -> Iterator[Finding]:
    """The date of birth and the age; of a date known in part the bound counts that is worse for the customer."""
    born = person.birth_date
    if born is None:
        yield failed(Tag.BIRTH_DATE, "The date of birth is not known.")
        yield failed(Tag.AGE, "The age is not known.")
        return
    first, last = born.earliest, born.latest
    if first is None or last is None:
        yield failed(Tag.BIRTH_DATE, "The date of birth cannot be read.")
        yield failed(Tag.AGE, "The age is not known.")
        return
    if first > today or whole_years(last, today) > OLDEST:
        yield failed(Tag.BIRTH_DATE, "The date of birth lies ahead or too long ago.")
    elif first != last:
        yield noted(Tag.BIRTH_DATE, "The date of birth is known in part only.")
    if whole_years(last, today) < ADULT:
        yield failed(Tag.AGE, f"The customer is, or may be, under {ADULT}.")


def check_consistency(profile: Profile, person: Person) -> Iterator[Finding]:
    """Names that are none, names that are the same, and an Internet address from elsewhere."""
    name = person.name
    given = [part for part in (name.first, name.last, name.full) if part is not None]
    if not given:
        yield failed(Tag.CONSISTENCY, "The customer has no name.")
    if any(is_placeholder(part) or re.search(r"[\d@#<>{}]", part) for part in given):
        yield failed(Tag.CONSISTENCY, "The name holds what no name has.")
    elif name.first and name.last and folded(name.first) == folded(name.last):
        yield noted(Tag.CONSISTENCY, "First and last name are the same.")
    came_from = profile.channel.ip_country
    lives = {person.residence_country, *(address.country for address in profile.party.addresses)} - {None}
    if came_from and lives and came_from not in lives:
        yield noted(Tag.CONSISTENCY, "The request came from another country than the customer lives in.")
