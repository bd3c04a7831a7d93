"""What the customer does, and with what."""

from __future__ import annotations

from collections.abc import Iterable

from customer_risk.scoring.catalogue import Applies, Evidence, factor
from customer_risk.scoring.rule import Rule
from customer_risk.scoring.view import View

_ACTIVITY = ("economicProfile", "Activity")
_TERMS = {"high": "a word of the model's list of high risk", "elevated": "a word of its list of elevated risk"}


def classified(rule: Rule, found: Iterable[tuple[str | None, str]], what: str) -> Iterable[Evidence]:
    """Evidence of each (text, where) that meets a word list of the model, every text judged once."""
    seen: set[str] = set()
    for text, where in found:
        if text and text not in seen:
            seen.add(text)
            if met := rule.classify(text):
                outcome, term = met
                told = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
                because = f"{what} {told!r} is of {outcome} risk: the model lists {term!r}."
                yield Evidence(outcome=outcome, where=where, seen=told, text=because)


_SHOWN = 60


@factor("business-unit", "Business unit", _ACTIVITY, _TERMS, reads=("Business.unit",), terms=("high", "elevated"))
def business_unit(view: View, rule: Rule) -> Iterable[Evidence]:
    """The business unit of the institution that the customer belongs to."""
    return classified(rule, [(view.profile.business.unit, "business.unit")], "The business unit")


@factor(
    "business-purpose",
    "Business purpose",
    _ACTIVITY,
    _TERMS,
    reads=("Organisation.business_purposes", "Distribution.labels", "Expected.business_purposes"),
    terms=("high", "elevated"),
)
def business_purpose(view: View, rule: Rule) -> Iterable[Evidence]:
    """What the organisation is in business for: merchant category codes (ISO 18245) or words."""
    found: list[tuple[str | None, str]] = []
    if view.organisation:
        where = "customer.organisation.business_purposes"
        found += [(text, f"{where}[{n}]") for n, text in enumerate(view.organisation.business_purposes)]
    for n, part in enumerate(view.profile.business.expected.business_purposes):
        found += [(text, f"business.expected.business_purposes[{n}].labels") for text in part.labels]
    return classified(rule, found, "The business purpose")


@factor(
    "occupation",
    "Occupation",
    _ACTIVITY,
    _TERMS,
    reads=("Person.occupation",),
    applies=Applies.PERSON,
    terms=("high", "elevated"),
)
def occupation(view: View, rule: Rule) -> Iterable[Evidence]:
    """The person's occupation."""
    text = view.person.occupation if view.person else None
    return classified(rule, [(text, "customer.person.occupation")], "The occupation")
