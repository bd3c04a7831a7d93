"""Everybody a profile names, with the path that leads there, the names to ask for and the facts to weigh."""

from __future__ import annotations

from collections.abc import Iterator

from customer_risk.partial_date import PartialDate
from customer_risk.profile import Organisation, Party, PartyKind, Person, Profile
from customer_risk.records import Record
from customer_risk.related import CUSTOMER, related_parties


class Facts(Record):
    """What is known of a party besides its names; what is not known is evidence of nothing.

    ``accounts`` are those of its ``identifiers`` that are numbers of accounts.
    """

    birth_date: PartialDate | None = None
    countries: tuple[str, ...] = ()
    gender: str | None = None
    identifiers: tuple[str, ...] = ()
    accounts: tuple[str, ...] = ()


class AskedName(Record):
    """A name to ask for, as a person's or as anything else's."""

    text: str
    person: bool


class AskedParty(Record):
    """One party to screen: its path in the profile, its names in order of importance, its facts."""

    path: str
    names: tuple[AskedName, ...]
    facts: Facts = Facts()


def parties(profile: Profile) -> tuple[AskedParty, ...]:
    """The customer, everybody related to it at any depth, and holders of its accounts.

    Positions are counted per relation kind, as in ``customer/shareholder[0]/staff[1]``. A holder that is only a name
    stands as ``…/account[0]/holder``, unless that name is asked for anyway.
    """
    everybody = [(CUSTOMER, profile.party), *((one.path, one.party) for one in related_parties(profile.party))]
    asked = (one for path, party in everybody for one in _asked(path, party))
    return tuple(one for one in asked if one.names or one.facts.identifiers)


def _asked(path: str, party: Party) -> Iterator[AskedParty]:
    names = tuple(dict.fromkeys(_names(party)))
    yield AskedParty(path=path, names=names, facts=_facts(party))
    known = {_plain(name.text) for name in names} | {_plain(relation.party.display) for relation in party.relations}
    for position, account in enumerate(party.accounts):
        if account.holder and _plain(account.holder) not in known:
            holder = tuple(AskedName(text=account.holder, person=person) for person in (True, False))
            yield AskedParty(path=f"{path}/account[{position}]/holder", names=holder)


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _names(party: Party) -> Iterator[AskedName]:
    """Persons' names as such, organisations' as such; where the party's kind is not said, a loose name as both."""
    if party.person:
        for text in _person_names(party.person):
            yield AskedName(text=text, person=True)
    if party.organisation:
        for text in filter(None, (party.organisation.name, *party.organisation.trade_names)):
            yield AskedName(text=text, person=False)
    for text in filter(None, party.names):
        if party.kind is not PartyKind.ORGANISATION:
            yield AskedName(text=text, person=True)
        if party.kind is not PartyKind.PERSON:
            yield AskedName(text=text, person=False)


def _person_names(person: Person) -> Iterator[str]:
    name = person.name
    if name.display:
        yield name.display
    split = " ".join(filter(None, (name.first, name.middle, name.last)))
    if name.full and split and split != name.full:
        yield split
    if name.at_birth:
        # The name at birth is a whole name in some dialects and only the family name in others.
        yield name.at_birth if " " in name.at_birth.strip() else " ".join(filter(None, (name.first, name.at_birth)))
    yield from filter(None, name.aliases)


def _facts(party: Party) -> Facts:
    person, organisation = party.person or Person(), party.organisation or Organisation()
    said = (
        *person.nationalities,
        person.birth_country,
        person.residence_country,
        organisation.registration_country,
        organisation.domicile_country,
    )
    accounts = tuple(filter(None, (account.number for account in party.accounts)))
    numbers = (
        *(identifier.value for identifier in party.identifiers),
        *(document.number for document in party.documents),
        *accounts,
    )
    return Facts(
        birth_date=person.birth_date,
        countries=tuple(dict.fromkeys(country.upper() for country in said if country)),
        gender=person.gender,
        identifiers=tuple(dict.fromkeys(number for number in numbers if number)),
        accounts=accounts,
    )
