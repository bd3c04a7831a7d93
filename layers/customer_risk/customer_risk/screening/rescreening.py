"""Which customers a change of the lists may touch: their names are indexed, the changed entries are the queries.

The screener asks for a customer's words among the listed ones; here listed words are asked for among the customers'.
A customer is touched when any word of theirs that is more than a title or a legal form has to do with any such word
of a changed entry, or when both name the same number. Whoever is not touched has the same candidates as before, and as
words weigh the same throughout an epoch (see ``rarity``), the same hits with the same scores: only those who are
touched are screened again. When an epoch ends everybody is (``Delta.everybody``).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator

from customer_risk.profile import Profile
from customer_risk.records import Record
from customer_risk.screening.candidates import written_as_one
from customer_risk.screening.entry import EntryKind, ListEntry
from customer_risk.screening.index import identifier_hash
from customer_risk.screening.names import Name
from customer_risk.screening.nicknames import PARTNERS
from customer_risk.screening.parties import parties
from customer_risk.screening.readings import readings
from customer_risk.screening.result import Adjudication, Hit
from customer_risk.screening.sounds import exact_keys, near_keys, sound
from customer_risk.screening.spellings import asked_as
from customer_risk.screening.words import ROLES


class Delta(Record):
    """What differs between two versions of the index: keys (``source/id``), and the entries themselves.

    ``entries`` are the added and the changed ones as they are now, ``former`` the changed and the removed ones as
    they were. With ``everybody`` every customer is to be screened again: nothing is known of before (there is no
    ``previous`` version), or words weigh something else than they did.
    """

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    previous: str | None = None
    version: str = ""
    entries: tuple[ListEntry, ...] = ()
    former: tuple[ListEntry, ...] = ()
    everybody: bool = False

    @property
    def size(self) -> int:
        """How many entries differ."""
        return len(self.added) + len(self.changed) + len(self.removed)


def difference(before: Iterable[ListEntry], after: Iterable[ListEntry]) -> Delta:
    """The delta that leads from some entries to others."""
    old, new = ({entry.key: entry for entry in entries} for entries in (before, after))
    changed = [key for key in new.keys() & old.keys() if new[key] != old[key]]
    return Delta(
        added=tuple(sorted(new.keys() - old.keys())),
        changed=tuple(sorted(changed)),
        removed=tuple(sorted(old.keys() - new.keys())),
        entries=tuple(new[key] for key in sorted({*(new.keys() - old.keys()), *changed})),
        former=tuple(old[key] for key in sorted({*(old.keys() - new.keys()), *changed})),
    )


class _Asked:
    """What of a name can lead to another: its words, neighbouring ones written as one, and how the whole is written."""

    def __init__(self, name: Name) -> None:
        marked, self.written = name.words, name.written
        self.words = [word for word in marked if word[0] not in ROLES]
        self.joined = [text for text, _, _ in written_as_one(marked)]
        # Which words are torn ones only a list can tell, so every three count as one.
        self.joined += map("".join, zip(self.words, self.words[1:], self.words[2:], strict=False))


def _asked(text: str, *, person: bool) -> Iterator[_Asked]:
    """All names that a field may hold, in all their spellings."""
    for reading in readings(text, person=person):
        yield from map(_Asked, asked_as(reading, person=person))


class Roster:
    """The names and numbers of customers, ready to be asked which of them an entry touches."""

    def __init__(self, customers: Iterable[tuple[str, Profile]]) -> None:
        """Index ``customers``: an id and a profile each."""
        self._near: defaultdict[int, set[str]] = defaultdict(set)
        self._exact: defaultdict[int, set[str]] = defaultdict(set)
        self._words: defaultdict[str, set[str]] = defaultdict(set)
        self._written: defaultdict[int, set[str]] = defaultdict(set)
        self._numbers: defaultdict[int, set[str]] = defaultdict(set)
        for customer, profile in customers:
            for party in parties(profile):
                for name in party.names:
                    for asked in _asked(name.text, person=name.person):
                        self._add(customer, asked)
                for number in party.facts.identifiers:
                    self._numbers[identifier_hash(number)].add(customer)

    def _add(self, customer: str, asked: _Asked) -> None:
        for word in asked.words:
            self._words[word].add(customer)
            for key in near_keys(sound(word)):
                self._near[key].add(customer)
        for joined in asked.joined:
            for key in exact_keys(sound(joined)):
                self._exact[key].add(customer)
        for hashed in asked.written:
            self._written[hashed].add(customer)

    def touched(self, entries: Iterable[ListEntry]) -> frozenset[str]:
        """The customers that any of ``entries`` may concern."""
        found: set[str] = set()
        for entry in entries:
            for number in entry.identifiers:
                found |= self._numbers.get(identifier_hash(number.value), set())
            person = entry.kind is EntryKind.PERSON
            for listed in entry.names:
                for asked in _asked(listed.text, person=person):
                    found |= self._like(asked)
        return frozenset(found)

    def _like(self, asked: _Asked) -> set[str]:
        found = set().union(*(self._written.get(hashed, ()) for hashed in asked.written))
        for word in asked.words:
            for other in (word, *PARTNERS.get(word, ())):
                found |= self._words.get(other, set())
            for key in near_keys(sound(word)):
                found |= self._near.get(key, set()) | self._exact.get(key, set())
        for joined in asked.joined:
            for key in exact_keys(sound(joined)):
                found |= self._near.get(key, set())
        return found


class Changed(Record):
    """One customer whose hits are not what they were: those that are new or say something else, and those gone."""

    customer: str
    appeared: tuple[Hit, ...] = ()
    vanished: tuple[Hit, ...] = ()


def compare(customer: str, before: Iterable[Hit], after: Iterable[Hit]) -> Changed | None:
    """What changed between two screenings of one customer, or ``None``.

    A hit is another one when its entry or its party says something else, or when a verdict on it no longer stands. A
    score that moved a little is no change.
    """
    old, new = ({_mark(hit): hit for hit in hits} for hits in (before, after))
    appeared = tuple(hit for mark, hit in new.items() if mark not in old)
    vanished = tuple(hit for mark, hit in old.items() if mark not in new)
    return Changed(customer=customer, appeared=appeared, vanished=vanished) if appeared or vanished else None


def _mark(hit: Hit) -> tuple[str, str, bool]:
    return hit.key, hit.evidence, hit.adjudication is Adjudication.FALSE_POSITIVE


def rescreen(
    delta: Delta,
    roster: Roster,
    everybody: Iterable[str],
    *,
    before: Callable[[str], Iterable[Hit]],
    after: Callable[[str], Iterable[Hit]],
) -> Iterator[Changed]:
    """The customers whose hits a delta changes, each once, in the order of their ids.

    ``everybody`` are the ids in the roster, used only when the delta says so. ``before`` gives a customer's hits as
    last decided, ``after`` screens the customer anew; ``after`` is asked of touched customers only.
    """
    touched = everybody if delta.everybody else roster.touched((*delta.entries, *delta.former))
    for customer in sorted(touched):
        if changed := compare(customer, before(customer), after(customer)):
            yield changed
