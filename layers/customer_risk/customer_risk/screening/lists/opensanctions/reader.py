"""Reads OpenSanctions' ``entities.ftm.json`` (https://www.opensanctions.org/docs/bulk/json/).

One entity per line. Listed are those with ``target`` set; where a file does not say, those with a topic that means
something to us. Passports, identifications, wallets and sanctions stand on lines of their own and name their holder.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from customer_risk.reference.countries import country
from customer_risk.screening.entry import EntryKind, ListContent, ListEntry, ListIdentifier, NameQuality
from customer_risk.screening.lists.opensanctions.schemas import IDENTIFIERS, KINDS, PRECISE_COUNTRIES
from customer_risk.screening.lists.reading import Harvest, bare_number, date_of, json_lines, names_of
from customer_risk.screening.lists.registry import Files
from customer_risk.screening.lists.topics import of_interest, types_of

FILE = "entities.ftm.json"

type Properties = dict[str, list[str]]


class _Beside:
    """What stands on other lines, by the id of the entity it belongs to."""

    def __init__(self) -> None:
        self.identifiers: defaultdict[str, list[ListIdentifier]] = defaultdict(list)
        self.programmes: defaultdict[str, list[str]] = defaultdict(list)

    def take(self, schema: str, properties: Properties) -> None:
        """Keep what an adjacent entity says of its holder."""
        if schema == "Sanction":
            said = properties.get("programId") or properties.get("program") or properties.get("authority") or []
            for holder in properties.get("entity", ()):
                self.programmes[holder] += said
        elif schema in {"Passport", "Identification"}:
            kind = next(iter(properties.get("type", ())), schema).lower()
            where = next(iter(properties.get("country", ())), None)
            for holder in properties.get("holder", ()):
                for number in properties.get("number", ()):
                    one = ListIdentifier(kind=kind, value=number, country=country(where) if where else None)
                    self.identifiers[holder].append(one)
        elif schema == "CryptoWallet":
            coin = next(iter(properties.get("currency", ())), "").lower()
            for holder in properties.get("holder", ()):
                for address in properties.get("publicKey", ()):
                    self.identifiers[holder].append(ListIdentifier(kind=f"wallet {coin}".strip(), value=address))


def read(source: str, files: Files) -> ListContent:
    """Entries of the targets in the file; raises :class:`BrokenListError` when its last line is cut off."""
    harvest = Harvest()
    beside = _Beside()
    listed: list[tuple[int, dict[str, Any]]] = []
    for number, entity in json_lines(source, files[FILE], harvest):
        properties = entity.get("properties")
        schema = entity.get("schema")
        if not isinstance(schema, str) or not isinstance(properties, dict):
            harvest.miss(f"line {number}", "no schema or no properties")
            continue
        plain = {key: _texts(values) for key, values in properties.items()}
        beside.take(schema, plain)
        if _is_listed(entity, schema, plain):
            listed.append(
                (number, {"id": entity.get("id"), "caption": entity.get("caption"), "schema": schema} | plain)
            )
    for number, entity in listed:
        harvest.add(f"line {number}", _entry, source, entity, beside)
    return harvest.content()


def _texts(values: object) -> list[str]:
    """Values of a property as text. Nested entities (``targets.nested.json``) are not this format and are left out."""
    return [value for value in values if isinstance(value, str)] if isinstance(values, list) else []


def _is_listed(entity: dict[str, Any], schema: str, properties: Properties) -> bool:
    if schema not in KINDS:
        return False
    target = entity.get("target")
    if isinstance(target, bool):
        return target
    return bool(types_of(properties.get("topics", ()), KINDS[schema]))


def _entry(source: str, entity: dict[str, Any], beside: _Beside) -> ListEntry:
    id_, caption, kind = entity["id"], entity["caption"], KINDS[entity["schema"]]
    if not isinstance(id_, str):
        raise ValueError("no id")  # noqa: TRY004 - a record that cannot be read, however it is wrong
    found = [(caption, NameQuality.PRIMARY)] if isinstance(caption, str) and caption != id_ else []
    found += [(text, NameQuality.STRONG) for key in ("name", "alias", "previousName") for text in entity.get(key, ())]
    found += [(text, NameQuality.WEAK) for key in ("weakAlias", "abbreviation") for text in entity.get(key, ())]
    own = [
        ListIdentifier(kind=label, value=bare_number(value))
        for key, label in IDENTIFIERS.items()
        for value in entity.get(key, ())
    ]
    if not found and own:
        # A wallet or a security often has no other name than its number.
        found = [(own[0].value, NameQuality.PRIMARY)]
    where = [text for key in PRECISE_COUNTRIES for text in entity.get(key, ())] or entity.get("birthCountry", [])
    genders = entity.get("gender", [])
    return ListEntry(
        source=source,
        id=id_,
        kind=kind,
        names=names_of(found),
        types=types_of(entity.get("topics", ()), kind, otherwise=of_interest(kind)),
        birth_dates=tuple(date for text in entity.get("birthDate", ()) if (date := date_of(text))),
        countries=tuple(dict.fromkeys(country(text) for text in where)),
        gender=genders[0] if kind is EntryKind.PERSON and len(genders) == 1 else None,
        identifiers=tuple(dict.fromkeys((*own, *beside.identifiers.get(id_, ())))),
        programmes=tuple(dict.fromkeys((*entity.get("programId", ()), *beside.programmes.get(id_, ())))),
        notes=next(iter(entity.get("notes", ())), None),
    )
