"""Reading and writing classifiers. Extensions of ours: the document shows their ids and no way to them."""

from __future__ import annotations

from typing import Any

import msgspec

from customer_risk.problems import Conflict, NotFound
from customer_risk.reference.countries import CODES
from customers import parts
from customers.classifiers import COUNTRIES, FIXED, Classifier, Entry, defaults
from customers.sessions import SignedIn
from customers.wire.fields import Invalid, Issue

MOST_ENTRIES = 2000
_LONGEST = 200
_MEANS = frozenset({"phone", "email", "web"})
_APPLIES = (None, "person", "organisation")
_PROPERTIES = {"id", "name", "meaning", "appliesTo"}


def every(who: SignedIn) -> dict[str, list[dict[str, Any]]]:
    """All classifiers as they are to the tenant."""
    return {name: [_shown(entry) for entry in table] for name, table in who.tables.tables.items()}


def one(who: SignedIn, name: str) -> list[dict[str, Any]]:
    """One classifier."""
    if name not in who.tables.tables:
        raise NotFound("There is no such classifier.")
    return [_shown(entry) for entry in who.tables.tables[name]]


def replace(who: SignedIn, name: str, tree: object) -> list[dict[str, Any]]:
    """Put a tenant's own table in the place of a classifier; raises ``Conflict`` when somebody does the same."""
    if name not in who.tables.tables:
        raise NotFound("There is no such classifier.")
    table = _read(name, tree)
    own = {known: entries for known, entries in who.tables.tables.items() if entries != defaults()[known]}
    own[name] = table
    doc = msgspec.json.encode(own)
    if not parts.classifiers().put(who.tenant.id, doc, revision=who.own.revision if who.own else 0):
        raise Conflict("The classifiers have just been changed. Send it again.")
    return [_shown(entry) for entry in table]


def _read(name: str, tree: object) -> Classifier:
    if not isinstance(tree, list):
        raise Invalid(Issue("body", "must be an array of entries"))
    if not 1 <= len(tree) <= MOST_ENTRIES:
        raise Invalid(Issue("body", f"must have from 1 to {MOST_ENTRIES} entries"))
    issues: list[Issue] = []
    for n, entry in enumerate(tree):
        issues += [Issue(f"[{n}]{place}", issue) for place, issue in _problems(name, entry)]
    ids = [entry.get("id") for entry in tree if isinstance(entry, dict)]
    if not issues and len(set(ids)) < len(ids):
        issues.append(Issue("body", "must not name an id twice"))
    if issues:
        raise Invalid(*issues[:200])
    table: Classifier = msgspec.convert(tree, Classifier)
    if name in FIXED and {_told(entry) for entry in table} != {_told(entry) for entry in defaults()[name]}:
        raise Invalid(Issue("body", "may only have other names: what these ids mean is fixed"))
    return table


def _told(entry: Entry) -> tuple[int, str | None, str | None]:
    return entry.id, entry.meaning, entry.applies_to


def _problems(name: str, entry: object) -> list[tuple[str, str]]:
    if not isinstance(entry, dict):
        return [("", "must be an object")]
    found = [(f".{key}"[:_LONGEST], "is not a known property") for key in entry if key not in _PROPERTIES]
    id_, said, meaning = entry.get("id"), entry.get("name"), entry.get("meaning")
    if isinstance(id_, bool) or not isinstance(id_, int) or not 1 <= id_ < 2**31:
        found.append((".id", "must be a whole number from 1"))
    if not isinstance(said, str) or not said.strip() or len(said) > _LONGEST:
        found.append((".name", f"must be text of 1 to {_LONGEST} characters"))
    if meaning is not None and (not isinstance(meaning, str) or len(meaning) > _LONGEST):
        found.append((".meaning", f"must be text of {_LONGEST} characters at most"))
    elif name == COUNTRIES and meaning not in CODES:
        found.append((".meaning", "must be an ISO 3166-1 alpha-2 code"))
    elif name == "communicationMeansTypes" and meaning not in _MEANS:
        found.append((".meaning", "must be phone, email or web"))
    if entry.get("appliesTo") not in _APPLIES:
        found.append((".appliesTo", "must be person or organisation"))
    return found


def _shown(entry: Entry) -> dict[str, Any]:
    return {"id": entry.id, "name": entry.name, "meaning": entry.meaning, "appliesTo": entry.applies_to}
