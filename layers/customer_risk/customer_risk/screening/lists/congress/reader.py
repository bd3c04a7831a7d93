"""Reads ``legislators-current.yaml`` (https://github.com/unitedstates/congress-legislators, CC0).

A list of people, each with ``id``, ``name``, ``bio`` and ``terms``. Former members stand in a file of their own in
the same format; how long somebody stays exposed after office is for the risk model to say, not for the list.
"""

from __future__ import annotations

from typing import Any

import yaml

from customer_risk.screening.entry import (
    BrokenListError,
    EntryKind,
    ListContent,
    ListEntry,
    ListIdentifier,
    NameQuality,
)
from customer_risk.screening.lists.reading import Harvest, date_of, names_of
from customer_risk.screening.lists.registry import Files
from customer_risk.screening.result import HitType

FILE = "legislators-current.yaml"
_DEEPEST = 12
_OFFICES = {"sen": "Senator", "rep": "Representative"}
_GENDERS = {"M": "male", "F": "female"}
_LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
"""Makes text of every value: a name like ``No`` stays one. By libyaml where there is one, which is ten times faster."""


def read(source: str, files: Files) -> ListContent:
    """Entries of the file; raises :class:`BrokenListError` when it is no list, or ends inside its last line."""
    data = files[FILE]
    if not data.endswith(b"\n"):
        raise BrokenListError(f"{source}: the file ends inside its last line")
    try:
        people = yaml.load(_harmless(source, data), _LOADER)  # noqa: S506 - a loader that makes only text
    except yaml.YAMLError as error:
        raise BrokenListError(f"{source}: not a whole YAML document: {type(error).__name__}") from error
    if not isinstance(people, list):
        raise BrokenListError(f"{source}: not a list of people")
    harvest = Harvest()
    for position, person in enumerate(people, start=1):
        harvest.add(f"person {position}", _entry, source, person)
    return harvest.content()


def _harmless(source: str, data: bytes) -> bytes:
    """``data``, if it has neither aliases, of which a few lines could fill the memory, nor bottomless nesting."""
    depth = 0
    for event in yaml.parse(data, _LOADER):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if isinstance(event, yaml.AliasEvent) or depth > _DEEPEST:
            raise BrokenListError(f"{source}: YAML with aliases or too deep to be this list")
    return data


def _entry(source: str, person: object) -> ListEntry:
    if not isinstance(person, dict):
        raise ValueError("not a person")  # noqa: TRY004 - a record that cannot be read, however it is wrong
    ids, name, bio = (_mapping(person.get(key)) for key in ("id", "name", "bio"))
    born = date_of(bio.get("birthday", ""))
    return ListEntry(
        source=source,
        id=ids.get("bioguide", ""),
        kind=EntryKind.PERSON,
        names=names_of(_names(name)),
        types=(HitType.POLITICALLY_EXPOSED_PERSON,),
        birth_dates=(born,) if born else (),
        countries=("US",),
        gender=_GENDERS.get(bio.get("gender", "")),
        identifiers=tuple(ListIdentifier(kind=key, value=ids[key]) for key in ("wikidata",) if key in ids),
        programmes=_offices(person.get("terms")),
    )


def _mapping(value: object) -> dict[str, str]:
    """The plain values of a mapping as text."""
    return {str(key): str(one) for key, one in value.items() if one is not None} if isinstance(value, dict) else {}


def _names(name: dict[str, str]) -> list[tuple[str, NameQuality]]:
    first, last = name.get("first", ""), name.get("last", "")
    if not first or not last:
        raise ValueError("no first or no last name")
    suffix = name.get("suffix", "")
    whole = " ".join(filter(None, (first, name.get("middle", ""), last, suffix)))
    found = [(name.get("official_full") or whole, NameQuality.PRIMARY), (whole, NameQuality.STRONG)]
    found.append((f"{first} {last}", NameQuality.STRONG))
    if nickname := name.get("nickname"):
        found.append((f"{nickname} {last}", NameQuality.STRONG))
    return found


def _offices(terms: object) -> tuple[str, ...]:
    """Offices held, the latest first and each once."""
    held = [_mapping(term) for term in terms] if isinstance(terms, list) else []
    offices = [
        f"{_OFFICES.get(term.get('type', ''), 'Member of Congress')} for {term.get('state', '?')}" for term in held
    ]
    return tuple(dict.fromkeys(reversed(offices)))
