"""OpenSanctions' matching API (https://www.opensanctions.org/docs/api/matching/), hosted or a yente of one's own.

``POST /match/<dataset>`` takes a batch of queries by name, each an entity by example, and answers each with scored
results under the same name.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal
from urllib.parse import quote

import msgspec

from customer_risk.records import Record
from customer_risk.screening.entry import EntryKind
from customer_risk.screening.lists.opensanctions.schemas import KINDS
from customer_risk.screening.lists.topics import of_interest, types_of
from customer_risk.screening.parties import AskedParty
from customer_risk.screening.providers.provider import Exchange, Found, ProviderFailed, Request, hits_of
from customer_risk.screening.providers.settings import ProviderSettings
from customer_risk.screening.result import Hit

_BATCH = 100
"""Queries a request may carry (``YENTE_MAX_BATCH``, as shipped)."""
_LIMIT = 10


_MATERIAL = (
    "caption",
    "name",
    "alias",
    "weakAlias",
    "birthDate",
    "nationality",
    "citizenship",
    "country",
    "jurisdiction",
    "gender",
    "idNumber",
    "passportNumber",
    "registrationNumber",
    "taxNumber",
    "topics",
    "programId",
)
"""Properties (https://followthemoney.tech/explorer/) a verdict depends on."""


class _Result(Record):
    id: str
    caption: str
    schema: str
    score: float
    properties: dict[str, list[Any]] = {}  # noqa: RUF012 - a record is frozen and the mapping never written
    datasets: list[str] = []  # noqa: RUF012 - as above


class _Response(Record):
    status: Literal[200]
    results: list[_Result]


class _Answer(Record):
    responses: dict[str, _Response]


class Yente:
    """Asks one yente."""

    def __init__(self, settings: ProviderSettings) -> None:
        self._settings = settings

    def hits(self, parties: Sequence[AskedParty], exchange: Exchange) -> list[Hit]:
        """See :class:`customer_risk.screening.providers.provider.Provider`."""
        queries = [(party, schema) for party in parties for schema in _schemas(party)]
        return [
            hit for at in range(0, len(queries), _BATCH) for hit in self._batch(queries[at : at + _BATCH], exchange)
        ]

    def _batch(self, queries: Sequence[tuple[AskedParty, str]], exchange: Exchange) -> list[Hit]:
        asked = {f"q{number}": query for number, query in enumerate(queries)}
        settings = self._settings
        path = f"/match/{quote(settings.dataset, safe='')}?limit={_LIMIT}&threshold={settings.threshold}"
        body = {"queries": {name: _example(party, schema) for name, (party, schema) in asked.items()}}
        try:
            answer = msgspec.json.decode(
                exchange(Request(method="POST", path=path, body=msgspec.json.encode(body))), type=_Answer
            )
        except msgspec.DecodeError as error:
            raise ProviderFailed("an answer of another shape") from error
        if missing := asked.keys() - answer.responses.keys():
            raise ProviderFailed(f"{len(missing)} of {len(asked)} queries were not answered")
        return [
            hit
            for name, (party, _) in asked.items()
            for result in answer.responses[name].results
            if result.score >= settings.threshold
            for hit in hits_of(settings.source, party, party.names[0].text, _found(result))
        ]


def _schemas(party: AskedParty) -> list[str]:
    """A party whose kind is not known has names of both kinds and is asked for as both."""
    schemas = {True: "Person", False: "Organization"}
    return list(dict.fromkeys(schemas[name.person] for name in party.names))


def _example(party: AskedParty, schema: str) -> dict[str, Any]:
    person, facts = schema == "Person", party.facts
    said: dict[str, list[str]] = {
        "name": [name.text for name in party.names if name.person is person],
        ("nationality" if person else "jurisdiction"): [country.lower() for country in facts.countries],
        ("idNumber" if person else "registrationNumber"): list(facts.identifiers),
    }
    if person and facts.birth_date and facts.birth_date.known:
        said["birthDate"] = [facts.birth_date.text[:10]]
    if person and facts.gender:
        said["gender"] = [facts.gender]
    return {"schema": schema, "properties": {key: values for key, values in said.items() if values}}


def _found(result: _Result) -> Found:
    kind, said = KINDS.get(result.schema, EntryKind.UNKNOWN), {"caption": [result.caption], **result.properties}
    topics = [topic for topic in result.properties.get("topics", ()) if isinstance(topic, str)]
    return Found(
        entry_id=result.id,
        name=result.caption,
        score=result.score,
        types=types_of(topics, kind, otherwise=of_interest(kind)),
        programmes=tuple(result.datasets),
        content=msgspec.json.encode({name: sorted(map(str, said[name])) for name in _MATERIAL if name in said}),
    )
