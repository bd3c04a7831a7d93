"""What our screening found → rows of ``screening-risks``, and what a person says of such a row → a verdict."""

from __future__ import annotations

import hashlib

import msgspec
from msgspec.structs import replace

from customer_risk.screening.result import Adjudication, Hit, HitType, Screening
from customers.classifiers import Classifiers
from customers.view import CustomerView, Row
from customers.wire.fields import Values
from customers.wire.lists import SCREENING_RISKS

_TYPES = {
    HitType.POLITICALLY_EXPOSED_PERSON: 2,
    HitType.SANCTIONED_PERSON: 3,
    HitType.SANCTIONED_ENTITY: 3,
    HitType.ADVERSE_MEDIA: 4,
    HitType.SPECIAL_INTEREST_PERSON: 5,
    HitType.SPECIAL_INTEREST_ENTITY: 5,
    HitType.RELATIVE_OR_CLOSE_ASSOCIATE: 6,
    HitType.BLACKLIST_PERSON: 7,
    HitType.BLACKLIST_ENTITY: 7,
}
"""``idScreeningRiskType`` of what a list says; 2 is the document's PEP List, the others are our defaults."""


def with_hits(view: CustomerView, screening: Screening, tables: Classifiers) -> CustomerView:
    """The view with a row for every hit, those known before under their ids, and none for hits that are gone."""
    hits = {hit.key: hit for hit in screening.hits}
    held = view.rows.get(SCREENING_RISKS, ())
    kept = [
        row if row.hit is None else _shown(row, hits[row.hit], tables)
        for row in held
        if row.hit is None or row.hit in hits
    ]
    known = {row.hit for row in held}
    new = [_shown(Row(id=0, values={}, hit=key), hit, tables) for key, hit in hits.items() if key not in known]
    return replace(view, rows={**view.rows, SCREENING_RISKS: (*kept, *new)})


def without_hits(view: CustomerView) -> CustomerView:
    """The view as it is stored: what the snapshot says of hits is not said twice."""
    rows = tuple(row if row.hit is None else replace(row, values={}) for row in view.rows.get(SCREENING_RISKS, ()))
    return replace(view, rows={**view.rows, SCREENING_RISKS: rows})


def verdict_of(values: Values) -> Adjudication | None:
    """What ``inspected`` and ``confirmed`` say: confirmed is a true match, inspected alone a false positive."""
    if values["confirmed"]:
        return Adjudication.TRUE_MATCH
    return Adjudication.FALSE_POSITIVE if values["inspected"] else None


def _shown(row: Row, hit: Hit, tables: Classifiers) -> Row:
    entry = tables.entry("screeningRiskTypes", _TYPES[hit.type])
    source = msgspec.json.encode(replace(hit, adjudication=None)).decode()
    values: Values = {
        "idScreeningRiskType": _TYPES[hit.type],
        "full_name": hit.entry_name,
        "score": round(hit.score * 100),
        "inspected": hit.adjudication is not None,
        "confirmed": hit.adjudication is Adjudication.TRUE_MATCH,
        "manual_addition": False,
        "identifier": hit.entry_id,
        "type": entry.name if entry else None,
        "json": source,
        "md5": hashlib.md5(source.encode(), usedforsecurity=False).hexdigest(),
    }
    return replace(row, values=values, hidden=row.hidden and hit.adjudication is Adjudication.FALSE_POSITIVE)
