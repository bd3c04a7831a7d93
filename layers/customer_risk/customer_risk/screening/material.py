"""What matters of a listed entry and of a party when somebody has judged whether the two are the same.

A verdict stands as long as both sides say the same in what could have led to it: names, birth dates, countries, gender,
numbers and, of the entry, what it is listed as and under which programmes. Remarks, the order in which things stand,
how a text is spaced and capitalised, the place of a party among others and its accounts (unless the list names one)
do not matter.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from hashlib import blake2b

import msgspec

from customer_risk.partial_date import PartialDate
from customer_risk.screening.entry import ListEntry
from customer_risk.screening.evidence import bare, shared_identifiers
from customer_risk.screening.parties import AskedParty
from customer_risk.screening.result import HALF, HitType


def of_entry(entry: ListEntry) -> bytes:
    """What an entry says that matters; of an entry of a white list, all it says."""
    if not entry.types:
        return entry.fingerprint.encode()
    return msgspec.json.encode(
        (
            entry.kind,
            sorted(entry.types),
            sorted({(_plain(name.text), name.quality) for name in entry.names}),
            sorted({_day(date) for date in entry.birth_dates}),
            (entry.birth_range, entry.birth_approximate),
            _all(entry.countries),
            _plain(entry.gender or ""),
            _numbers(identifier.value for identifier in entry.identifiers),
            _all(entry.programmes),
        )
    )


def of_party(party: AskedParty, shared: Sequence[str] = ()) -> bytes:
    """What a party says that matters; ``shared`` are its numbers that the entry in question names, too."""
    facts = party.facts
    return msgspec.json.encode(
        (
            _all(name.text for name in party.names),
            _day(facts.birth_date) if facts.birth_date else "",
            _all(facts.countries),
            _plain(facts.gender or "")[:1],
            _numbers((*(number for number in facts.identifiers if number not in facts.accounts), *shared)),
        )
    )


def evidence(party: AskedParty, entry: ListEntry, type_: HitType) -> str:
    """What a verdict on a hit is held to: a hash of the entry and one of the party, one after the other."""
    return evidence_of(
        entry.key.encode() + of_entry(entry), of_party(party, shared_identifiers(party.facts.identifiers, entry)), type_
    )


def evidence_of(entry: bytes, party: bytes, type_: HitType) -> str:
    """The same of an entry that is not one of ours."""
    return "".join(blake2b(said, digest_size=HALF // 2).hexdigest() for said in (type_.encode() + entry, party))


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def _all(texts: Iterable[str]) -> list[str]:
    return sorted({_plain(text) for text in texts})


def _numbers(values: Iterable[str]) -> list[str]:
    return sorted({bare(value) for value in values})


def _day(date: PartialDate) -> str:
    return f"{date.year}-{date.month}-{date.day}" if date.known else _plain(date.text)
