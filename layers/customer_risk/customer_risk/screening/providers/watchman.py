"""Moov Watchman's search (https://moov-io.github.io/watchman/search/), version 2.

``GET /v2/search`` takes one name with a few facts and answers with the listed entities most like it.
"""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

import msgspec

from customer_risk.records import Record
from customer_risk.screening.parties import AskedName, AskedParty
from customer_risk.screening.providers.provider import Exchange, Found, ProviderFailed, Request, hits_of
from customer_risk.screening.providers.settings import ProviderSettings
from customer_risk.screening.result import Hit, HitType

_LIMIT = 10
_NO_SANCTIONS = {"us_fincen_311"}
"""Lists of concern that are no sanctions lists."""


class _Entity(Record, rename="camel"):
    name: str
    entity_type: str
    match: float
    source_list: str = ""
    source_id: str = msgspec.field(default="", name="sourceID")


class _Answer(Record):
    entities: list[_Entity] | None


class Watchman:
    """Asks one Watchman, a name at a time."""

    def __init__(self, settings: ProviderSettings) -> None:
        self._settings = settings

    def hits(self, parties: Sequence[AskedParty], exchange: Exchange) -> list[Hit]:
        """See :class:`customer_risk.screening.providers.provider.Provider`."""
        best: dict[str, Hit] = {}
        for party in parties:
            for name in party.names:
                for hit in self._asked(party, name, exchange):
                    if hit.key not in best or hit.score > best[hit.key].score:
                        best[hit.key] = hit
        return list(best.values())

    def _asked(self, party: AskedParty, name: AskedName, exchange: Exchange) -> list[Hit]:
        facts, settings = party.facts, self._settings
        # A request names one type. "business" also finds what a list calls an organisation, and the reverse does not.
        said = {"name": name.text, "type": "person" if name.person else "business"}
        if name.person and facts.birth_date and facts.birth_date.known:
            said["birthDate"] = facts.birth_date.text[:10]
        if name.person and facts.gender:
            said["gender"] = facts.gender
        query = urlencode(said | {"limit": str(_LIMIT), "minMatch": str(settings.threshold)})
        try:
            answer = msgspec.json.decode(exchange(Request(method="GET", path=f"/v2/search?{query}")), type=_Answer)
        except msgspec.DecodeError as error:
            raise ProviderFailed("an answer of another shape") from error
        return [
            hit
            for entity in answer.entities or ()
            if entity.match >= settings.threshold
            for hit in hits_of(settings.source, party, name.text, _found(entity))
        ]


def _found(entity: _Entity) -> Found:
    person = entity.entity_type == "person"
    if entity.source_list in _NO_SANCTIONS:
        type_ = HitType.SPECIAL_INTEREST_PERSON if person else HitType.SPECIAL_INTEREST_ENTITY
    else:
        type_ = HitType.SANCTIONED_PERSON if person else HitType.SANCTIONED_ENTITY
    return Found(
        entry_id=f"{entity.source_list}/{entity.source_id}",
        name=entity.name,
        score=entity.match,
        types=(type_,),
        programmes=(entity.source_list,) if entity.source_list else (),
        content=msgspec.json.encode((entity.name, entity.entity_type, entity.source_list, entity.source_id)),
    )
