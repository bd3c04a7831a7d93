"""What the screening found, and whether it can be trusted."""

from __future__ import annotations

from collections.abc import Iterable

from customer_risk.scoring.catalogue import Evidence, factor
from customer_risk.scoring.rule import Rule
from customer_risk.scoring.view import View
from customer_risk.screening.result import Adjudication, HitType, ScreeningStatus

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


def _hits(view: View, what: str, *types: HitType) -> Iterable[Evidence]:
    for hit in view.hits:
        if hit.type in types:
            confirmed = hit.adjudication is Adjudication.TRUE_MATCH
            strength = "confirmed" if confirmed else "likely" if hit.score >= view.likely else "possible"
            yield Evidence(
                outcome=strength if hit.party == "customer" else f"related-{strength}",
                where=hit.party,
                seen=f"{hit.queried_name} ~ {hit.matched_name}",
                text=(
                    f"{hit.queried_name!r} {'is' if confirmed else 'may be'} {hit.matched_name!r}, {what}: entry "
                    f"{hit.entry_id} ({hit.entry_name}) of {hit.source}, match score {hit.score:.2f}."
                ),
            )


@factor("sanctions-hit", "Sanctions list", _PLACE, _OUTCOMES, reads=_READS, needs="hits")
def sanctions_hit(view: View, _: Rule) -> Iterable[Evidence]:
    """The customer or somebody the customer names may be under sanctions."""
    return _hits(view, "under sanctions", HitType.SANCTIONED_PERSON, HitType.SANCTIONED_ENTITY)


@factor("pep-hit", "Politically exposed person", _PLACE, _OUTCOMES, reads=_READS, needs="hits")
def pep_hit(view: View, _: Rule) -> Iterable[Evidence]:
    """The customer or somebody the customer names may hold a prominent public function."""
    return _hits(view, "a politically exposed person", HitType.POLITICALLY_EXPOSED_PERSON)


@factor("rca-hit", "Relative or close associate of a PEP", _PLACE, _OUTCOMES, reads=_READS, needs="hits")
def rca_hit(view: View, _: Rule) -> Iterable[Evidence]:
    """The customer or somebody the customer names may be close to a politically exposed person."""
    return _hits(view, "close to a politically exposed person", HitType.RELATIVE_OR_CLOSE_ASSOCIATE)


@factor("special-interest-hit", "Special interest list", _PLACE, _OUTCOMES, reads=_READS, needs="hits")
def special_interest_hit(view: View, _: Rule) -> Iterable[Evidence]:
    """The customer or somebody the customer names may be of special interest to law enforcement or supervisors."""
    types = (HitType.SPECIAL_INTEREST_PERSON, HitType.SPECIAL_INTEREST_ENTITY)
    return _hits(view, "of special interest", *types)


@factor("blacklist-hit", "Internal blacklist", _PLACE, _OUTCOMES, reads=_READS, needs="hits")
def blacklist_hit(view: View, _: Rule) -> Iterable[Evidence]:
    """The customer or somebody the customer names may stand on a list of unwanted customers."""
    return _hits(view, "on a blacklist", HitType.BLACKLIST_PERSON, HitType.BLACKLIST_ENTITY)


@factor("adverse-media-hit", "Adverse media", _PLACE, _OUTCOMES, reads=_READS, needs="hits")
def adverse_media_hit(view: View, _: Rule) -> Iterable[Evidence]:
    """The customer or somebody the customer names may be in bad news."""
    return _hits(view, "in adverse media", HitType.ADVERSE_MEDIA)


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
    if screening.status is ScreeningStatus.INCOMPLETE:
        problems = "; ".join(screening.problems) or "no reason given"
        yield Evidence(
            outcome="incomplete",
            where="screening.status",
            seen=str(screening.status),
            text=f"The screening is incomplete: {problems}.",
        )
    elif not screening.parties:
        yield Evidence(
            outcome="nobody-screened",
            where="screening.parties",
            seen="0",
            text="Nobody was screened: no party has a name.",
        )
    elif not screening.lists:
        yield Evidence(
            outcome="no-lists", where="screening.lists", seen="none", text="The screening asked no list at all."
        )
    for used in screening.lists:
        if used.stale:
            yield Evidence(
                outcome="stale",
                where="screening.lists",
                seen=f"{used.source} {used.fetched_at}",
                text=f"The list {used.source} is stale: it was last fetched at {used.fetched_at}.",
            )
