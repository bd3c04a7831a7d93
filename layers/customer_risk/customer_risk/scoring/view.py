"""What a factor may look at: the subject, arranged once per scoring for all factors."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cached_property

from customer_risk.profile import Organisation, Party, PartyKind, Person, Profile, Relation, RelationKind
from customer_risk.scoring.countries import Ratings, Tier
from customer_risk.scoring.result import Subject
from customer_risk.screening.result import Adjudication, Hit

MAX_DEPTH = 8
"""How deep parties name further parties before a walk stops; a body nested deeper is cut by the dialects already."""


class Related:
    """A party the customer names, directly or through others."""

    __slots__ = ("chain", "party", "path", "relation")

    def __init__(self, path: str, relation: Relation, chain: tuple[Relation, ...]) -> None:
        self.path = path
        self.relation = relation
        self.party = relation.party
        self.chain = chain


def related_parties(party: Party, path: str = "customer", chain: tuple[Relation, ...] = ()) -> Iterator[Related]:
    """Every party below one, parents first; positions are counted per relation kind, as in the path of a hit."""
    if len(chain) >= MAX_DEPTH:
        return
    counts: dict[RelationKind, int] = {}
    for relation in party.relations:
        position = counts.get(relation.kind, 0)
        counts[relation.kind] = position + 1
        below = f"{path}/{relation.kind}[{position}]"
        yield Related(below, relation, (*chain, relation))
        yield from related_parties(relation.party, below, (*chain, relation))


class View:
    """One subject as factors see it. ``minimum`` and ``likely`` are the model's match-score thresholds."""

    def __init__(self, subject: Subject, ratings: Ratings, *, minimum: float, likely: float) -> None:
        self.subject = subject
        self.profile: Profile = subject.profile
        self.party: Party = subject.profile.party
        self.person: Person | None = self.party.person
        self.organisation: Organisation | None = self.party.organisation
        self.today = subject.today
        self.known = subject.known
        self.is_organisation = is_organisation(self.party)
        self.ratings = ratings
        self.minimum = minimum
        self.likely = likely

    def months_since(self, day: date) -> int:
        """Whole months from a day until today; negative when it lies ahead."""
        return (self.today.year - day.year) * 12 + self.today.month - day.month - (self.today.day < day.day)

    def is_country(self, text: str) -> bool:
        """Whether a text is an ISO 3166-1 alpha-2 code."""
        return self.ratings.lookup(text).tier is not Tier.UNKNOWN

    @cached_property
    def related(self) -> tuple[Related, ...]:
        """Every related party at any depth."""
        return tuple(related_parties(self.party))

    @cached_property
    def hits(self) -> tuple[Hit, ...]:
        """Hits that count: not dismissed, and confirmed or at least as likely as the model asks; in a fixed order."""
        counting = (
            hit
            for hit in self.subject.screening.open_hits
            if hit.adjudication is Adjudication.TRUE_MATCH or hit.score >= self.minimum
        )
        return tuple(sorted(counting, key=lambda hit: (hit.party, hit.source, hit.entry_id, hit.type, -hit.score)))


def names_of(party: Party) -> Iterator[str]:
    """Every name a party goes by."""
    yield from party.names
    if person := party.person:
        name = person.name
        yield from filter(None, (name.full, name.first, name.middle, name.last, name.at_birth, *name.aliases))
    if organisation := party.organisation:
        yield from filter(None, (organisation.name, *organisation.trade_names))


def is_organisation(party: Party) -> bool:
    """What the customer counts as; one of unknown kind is what it has details of, a person when in doubt."""
    if party.kind is PartyKind.UNKNOWN:
        return party.organisation is not None and party.person is None
    return party.kind is PartyKind.ORGANISATION
