"""What the screening found, and whether it can be trusted."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from customer_risk.scoring.catalogue import Evidence, factor, saw
from customer_risk.scoring.rule import Rule
from customer_risk.scoring.view import View
from customer_risk.screening.result import Adjudication, Hit, HitType, ScreeningStatus

_PLACE = ("screening", "Screening")
_READS = (
    "Hit.party",
    "Hit.type",
    "Hit.source",
    "Hit.entry_id",
    "Hit.entry_name",
    "Hit.queried_name",
    "Hit.matched_name",
    "Hit.score",
    "Hit.adjudication",
)
_OUTCOMES = {
    "possible": "a potential match of the customer, above the model's least match score",
    "likely": "a potential match of the customer, above the model's score for likely ones",
    "confirmed": "a match of the customer that a human confirmed",
    "related-possible": "a potential match of a party the customer names",
    "related-likely": "a likely match of a party the customer names",
    "related-confirmed": "a confirmed match of a party the customer names",
}


class _Listed(NamedTuple):
    """One kind of list somebody may stand on: the factor, the types of hits and the words of its sentences."""

    id: str
    label: str
    types: frozenset[HitType]
    words: str
    about: str

    def judge(self, view: View, _: Rule) -> list[Evidence]:
        """The hits on lists of that kind."""
        return [self._evidence(hit, view.likely) for hit in view.hits if hit.type in self.types]

    def _evidence(self, hit: Hit, likely: float) -> Evidence:
        confirmed = hit.adjudication is Adjudication.TRUE_MATCH
        strength = "confirmed" if confirmed else "likely" if hit.score >= likely else "possible"
        return saw(
            strength if hit.party == "customer" else f"related-{strength}",
            hit.party,
            f"{hit.queried_name} ~ {hit.matched_name}",
            f"{hit.queried_name!r} {'is' if confirmed else 'may be'} {hit.matched_name!r}, {self.words}: entry "
            f"{hit.entry_id} ({hit.entry_name}) of {hit.source}, match score {hit.score:.2f}.",
        )


_LISTS = (
    _Listed(
        "sanctions-hit",
        "Sanctions list",
        frozenset({HitType.SANCTIONED_PERSON, HitType.SANCTIONED_ENTITY}),
        "under sanctions",
        "be under sanctions",
    ),
    _Listed(
        "pep-hit",
        "Politically exposed person",
        frozenset({HitType.POLITICALLY_EXPOSED_PERSON}),
        "a politically exposed person",
        "hold a prominent public function",
    ),
    _Listed(
        "rca-hit",
        "Relative or close associate of a PEP",
        frozenset({HitType.RELATIVE_OR_CLOSE_ASSOCIATE}),
        "close to a politically exposed person",
        "be close to a politically exposed person",
    ),
    _Listed(
        "special-interest-hit",
        "Special interest list",
        frozenset({HitType.SPECIAL_INTEREST_PERSON, HitType.SPECIAL_INTEREST_ENTITY}),
        "of special interest",
        "be of special interest to law enforcement or supervisors",
    ),
    _Listed(
        "blacklist-hit",
        "Internal blacklist",
        frozenset({HitType.BLACKLIST_PERSON, HitType.BLACKLIST_ENTITY}),
        "on a blacklist",
        "stand on a list of unwanted customers",
    ),
    _Listed(
        "adverse-media-hit",
        "Adverse media",
        frozenset({HitType.ADVERSE_MEDIA}),
        "in adverse media",
        "be in bad news",
    ),
)

for _kind in _LISTS:
    factor(
        _kind.id,
        _kind.label,
        _PLACE,
        _OUTCOMES,
        reads=_READS,
        needs="hits",
        about=f"The customer or somebody the customer names may {_kind.about}.",
    )(_kind.judge)


@factor(
    "screening-state",
    "Screening not complete",
    _PLACE,
    {
        "incomplete": "something that should have been asked was not",
        "nobody-screened": "no party had a name to screen",
        "no-lists": "the screening names no list it asked",
        "stale": "a list was older than allowed",
    },
    reads=(
        "ListUsed.fetched_at",
        "ListUsed.source",
        "ListUsed.stale",
        "Screening.parties",
        "Screening.problems",
        "Screening.status",
    ),
)
def screening_state(view: View, _: Rule) -> Iterable[Evidence]:
    """A screening that was not done, not finished or done on old lists proves nothing: its absence is a risk."""
    screening = view.subject.screening
    evidence = []
    asked = screening.parties and screening.lists
    if screening.problems or (asked and screening.status is ScreeningStatus.INCOMPLETE):
        problems = "; ".join(screening.problems) or "no reason given"
        text = f"The screening is incomplete: {problems}."
        evidence.append(saw("incomplete", "screening.status", str(screening.status), text))
    elif not screening.parties:
        text = "Nobody was screened: no party has a name."
        evidence.append(saw("nobody-screened", "screening.parties", "0", text))
    elif not screening.lists:
        evidence.append(saw("no-lists", "screening.lists", "none", "The screening asked no list at all."))
    for used in screening.lists:
        if used.stale:
            text = f"The list {used.source} is stale: it was last fetched at {used.fetched_at}."
            evidence.append(saw("stale", "screening.lists", f"{used.source} {used.fetched_at}", text))
    return evidence
