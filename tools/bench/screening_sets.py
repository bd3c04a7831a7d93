"""The labelled sets, as list entries and questions, and matchers to ask them of."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import yaml

from customer_risk.partial_date import PartialDate
from customer_risk.records import Record
from customer_risk.reference.countries import country
from customer_risk.screening.building import build
from customer_risk.screening.entry import EntryKind, ListEntry, ListName, ListState, NameQuality
from customer_risk.screening.index import Index
from customer_risk.screening.matcher import Matcher
from customer_risk.screening.model import Model
from customer_risk.screening.result import HitType

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
MATCHING = DATA / "matching"
RETRIEVAL = MATCHING / "retrieval"
type Row = dict[str, str]
STATE = ListState(source="test", entries=0, fetched_at="2026-01-01T00:00:00Z", changed_at="", limit_hours=1_000_000)
_KINDS = {"Person": EntryKind.PERSON, "Vessel": EntryKind.VESSEL, "Airplane": EntryKind.AIRCRAFT}
_QUALITY = {quality.value: quality for quality in NameQuality}


def lines(path: Path) -> list[dict[str, Any]]:
    """The JSON lines of a file."""
    with path.open(encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def table(name: str) -> list[Row]:
    """Rows of a labelled CSV file."""
    with (MATCHING / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


class LabelledPair(Record):
    """Two names, and whether people take them for the same one's."""

    left: str
    right: str
    person: bool
    match: bool


def name_pairs() -> list[LabelledPair]:
    """The labelled pairs of names."""
    return [
        LabelledPair(
            left=row["name1"], right=row["name2"], person=row["schema"] == "Person", match=row["is_match"] == "true"
        )
        for row in table("name_pairs.csv")
    ]


def entity_pairs() -> list[LabelledPair]:
    """The labelled pairs of entities; all that the set says of them is their names."""
    checks = yaml.safe_load((MATCHING / "entity_pairs.yml").read_text(encoding="utf-8"))["checks"]
    return [
        LabelledPair(
            left=_name(check["query"]),
            right=_name(check["candidate"]),
            person=check["schema"] == "Person",
            match=check["match"],
        )
        for check in checks
    ]


def _name(side: Row) -> str:
    return side.get("name") or " ".join(filter(None, map(side.get, ("firstName", "middleName", "lastName"))))


def opened(entries: Sequence[ListEntry], states: Sequence[ListState] = (STATE,), model: Model | None = None) -> Matcher:
    """A matcher on an index of ``entries`` alone; the file is gone when it is open."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "one.watchlist"
        path.write_bytes(build(entries, states).data)
        return Matcher(Index.open(path), model)


def one_name(text: str, *, person: bool) -> ListEntry:
    """A list entry with one name."""
    kind = EntryKind.PERSON if person else EntryKind.ORGANISATION
    names = (ListName(text=text, quality=NameQuality.PRIMARY),)
    return ListEntry(source="test", id="1", kind=kind, names=names, types=(HitType.SANCTIONED_PERSON,))


def entry(row: dict[str, Any]) -> ListEntry:
    """A row of ``index.jsonl`` as a list entry."""
    kind = _KINDS.get(row["schema"], EntryKind.ORGANISATION)
    return ListEntry(
        source="test",
        id=row["id"],
        kind=kind,
        names=tuple(
            ListName(text=name["n"], quality=_QUALITY.get(name["kind"], NameQuality.STRONG)) for name in row["names"]
        ),
        types=(HitType.SANCTIONED_PERSON if kind is EntryKind.PERSON else HitType.SANCTIONED_ENTITY,),
        birth_dates=tuple(PartialDate.parse(text) for text in row["dob"]),
        countries=tuple(country(text) for text in row["countries"]),
        gender=row["gender"],
    )


def licensed(identifier: str) -> bool:
    """Whether something may be fitted on an entry: only the public lists, never the evaluation-only extracts."""
    return identifier.startswith(("ofac-", "un-"))
