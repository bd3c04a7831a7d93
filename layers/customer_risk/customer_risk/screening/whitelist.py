"""What a tenant's white list takes away: hits of parties that it knows to be somebody else.

An entry of a white list speaks of a party when one of its names has the very words of one of the party's, and its
birth date to the day or one of its numbers is the party's too, and neither birth date, gender nor countries differ. A
name alone never does. Of such a party the entry dismisses

- hits on the list entries that it names under ``against``, whatever they are, and
- when it names none, every hit that is neither of a sanctions list nor of a black list: who is sanctioned is told
  apart entry by entry or not at all.

It speaks of what was listed when it was written: a listed entry that was added later, or has materially changed since,
it does not know. A dismissed hit stays in the result and says why, as if a human had called it a false positive, and
one that is not dismissed any more says so; what a human did say of a hit stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from customer_risk.profile import Profile
from customer_risk.screening.entry import EntryKind, ListEntry
from customer_risk.screening.evidence import shared_identifiers
from customer_risk.screening.names import normalise
from customer_risk.screening.parties import AskedParty, parties
from customer_risk.screening.result import Adjudication, Hit, HitType, Screening

_NEVER_AT_LARGE = frozenset(
    {
        HitType.SANCTIONED_PERSON,
        HitType.SANCTIONED_ENTITY,
        HitType.BLACKLIST_PERSON,
        HitType.BLACKLIST_ENTITY,
    }
)


def apply(screening: Screening, profile: Profile, white: Sequence[ListEntry]) -> Screening:
    """``screening`` with the hits dismissed that the entries of a tenant's white lists dismiss."""
    if not white or not screening.hits:
        return screening
    spoken_of = {party.path: [entry for entry in white if speaks_of(entry, party)] for party in parties(profile)}
    hits = tuple(_judged(hit, spoken_of.get(hit.party, ())) for hit in screening.hits)
    return replace(screening, hits=hits)


def speaks_of(entry: ListEntry, party: AskedParty) -> bool:
    """Whether an entry of a white list means this party."""
    person = entry.kind is EntryKind.PERSON
    theirs = {_words(name.text, person=name.person) for name in party.names if name.person is person}
    if not theirs & {_words(name.text, person=person) for name in entry.names}:
        return False
    born, facts = party.facts.birth_date, party.facts
    days = {date.earliest for date in entry.birth_dates if date.day}
    same_day = born is not None and born.day is not None and born.earliest in days
    other_day = born is not None and born.known and bool(entry.birth_dates) and not same_day
    genders = {gender.strip().lower()[:1] for gender in (facts.gender, entry.gender) if gender}
    elsewhere = facts.countries and entry.countries and not set(facts.countries).intersection(entry.countries)
    if other_day or len(genders) > 1 or elsewhere:
        return False
    return same_day or bool(shared_identifiers(facts.identifiers, entry))


def _words(text: str, *, person: bool) -> tuple[str, ...]:
    return tuple(sorted(normalise(text, person=person).words))


def _judged(hit: Hit, entries: Iterable[ListEntry]) -> Hit:
    if hit.adjudication is not None:
        return hit
    named = f"{hit.source}/{hit.entry_id}"
    meant = [one for one in entries if named in one.against or (not one.against and hit.type not in _NEVER_AT_LARGE)]
    for entry in meant:
        if (hit.since or "") <= (entry.since or ""):
            reason = f"The white list {entry.source} tells the party apart in its entry {entry.id}"
            return replace(hit, adjudication=Adjudication.FALSE_POSITIVE, reasons=(reason, *hit.reasons))
    for entry in meant:
        reason = f"The white list {entry.source}, entry {entry.id}, is older than what is listed since {hit.since}"
        return replace(hit, lapsed=True, reasons=(reason, *hit.reasons))
    return hit
