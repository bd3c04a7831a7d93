"""What every watchlist becomes once it has been read."""

from __future__ import annotations

from enum import StrEnum
from hashlib import blake2b

from msgspec.structs import replace

from customer_risk.partial_date import PartialDate
from customer_risk.records import Record, encode
from customer_risk.screening.result import HitType


class EntryKind(StrEnum):
    """What is listed. A party that is an organisation can be a vessel's owner, never the vessel, but names travel."""

    PERSON = "person"
    ORGANISATION = "organisation"
    VESSEL = "vessel"
    AIRCRAFT = "aircraft"
    UNKNOWN = "unknown"


class NameQuality(StrEnum):
    """How sure the list is that the name leads to the entry; a weak one alone is little evidence."""

    PRIMARY = "primary"
    STRONG = "strong"
    WEAK = "weak"


class ListName(Record):
    """A name in reading order, first names first where the list tells them apart."""

    text: str
    quality: NameQuality = NameQuality.STRONG


class ListIdentifier(Record):
    """A number an authority gave: ``kind`` in the list's own words, lower case; ``value`` as printed."""

    kind: str
    value: str
    country: str | None = None


class ListEntry(Record):
    """One listed person, organisation, vessel or aircraft.

    ``source`` names the list, ``id`` is the list's own and never changes for the same entry. ``birth_dates`` are
    alternatives: a list that is unsure gives several, and a range stands as two dates with ``birth_range`` set.
    ``countries`` are ISO 3166-1 alpha-2 where the text could be read as a country, else the text as given.

    ``since`` (ISO 8601, UTC) is when we first saw the list say of the entry what matters (see ``material``), nothing
    where it always did.

    An entry with no ``types`` is on a white list: it makes no hits, and may take some away. ``against`` names the
    entries (``source/id``) of other lists that it is told apart from.
    """

    source: str
    id: str
    kind: EntryKind
    names: tuple[ListName, ...]
    types: tuple[HitType, ...]
    birth_dates: tuple[PartialDate, ...] = ()
    birth_range: bool = False
    birth_approximate: bool = False
    countries: tuple[str, ...] = ()
    gender: str | None = None
    identifiers: tuple[ListIdentifier, ...] = ()
    programmes: tuple[str, ...] = ()
    notes: str | None = None
    against: tuple[str, ...] = ()
    since: str | None = None

    @property
    def key(self) -> str:
        """What tells this entry from all others in an index."""
        return f"{self.source}/{self.id}"

    @property
    def fingerprint(self) -> str:
        """A short hash of everything the entry says; it changes when the list changes the entry."""
        return blake2b(encode(replace(self, since=None)), digest_size=8).hexdigest()


class Unreadable(Record):
    """A record of a list that could not be read: where it stands in the file and why."""

    where: str
    why: str


class ListContent(Record):
    """All a reader made of a list's files."""

    entries: tuple[ListEntry, ...]
    unreadable: tuple[Unreadable, ...] = ()


class ListState(Record):
    """How fresh a list is. Times are ISO 8601 in UTC; ``limit_hours`` is the age beyond which it counts as stale."""

    source: str
    entries: int
    fetched_at: str
    changed_at: str
    limit_hours: int
    unreadable: int = 0


class BrokenListError(Exception):
    """A list's files as a whole cannot be what they should be: truncated, empty, not the format."""
