"""What the customer does for a living or in business."""

from __future__ import annotations

from collections.abc import Iterable

from customer_risk.profile import Organisation
from customer_risk.scoring.catalogue import Applies, Evidence, factor, saw
from customer_risk.scoring.factors.words import LEVELS, RISK_WORDS, Placed, classified, classified_list, classified_one
from customer_risk.scoring.rule import Rule
from customer_risk.scoring.view import View

_ACTIVITY = ("economicProfile", "Activity")


@factor(
    "business-unit",
    "Business unit",
    _ACTIVITY,
    RISK_WORDS,
    reads=("Business.unit",),
    terms=LEVELS,
    needs="business.unit",
)
def business_unit(view: View, rule: Rule) -> Iterable[Evidence]:
    """The business unit of the institution that the customer belongs to."""
    return classified_one(rule, view.business.unit, "business.unit", "The business unit")


@factor(
    "business-purpose",
    "Business purpose",
    _ACTIVITY,
    RISK_WORDS,
    reads=("Distribution.labels", "Organisation.business_purposes"),
    terms=LEVELS,
)
def business_purpose(view: View, rule: Rule) -> Iterable[Evidence]:
    """What the organisation is in business for: merchant category codes (ISO 18245) or words."""
    found: list[Placed] = []
    terms = rule.terms
    if view.organisation:
        where, purposes = "customer.organisation.business_purposes", view.organisation.business_purposes
        found += [(text, where, n) for n, text in enumerate(purposes) if terms[text]]
    for n, part in enumerate(view.business.expected.business_purposes):
        found += [(text, "business.expected.business_purposes", n) for text in part.labels if terms[text]]
    return classified(rule, found, "The business purpose") if found else ()


@factor(
    "business-description",
    "Description of the business",
    _ACTIVITY,
    RISK_WORDS,
    reads=(
        "Organisation.business_description",
        "Organisation.division",
        "Business.activity_description",
        "Business.activities",
    ),
    terms=LEVELS,
)
def business_description(view: View, rule: Rule) -> Iterable[Evidence]:
    """What the customer's business is said to be, in words or by the sender's activity types."""
    business = view.business
    organisation = view.organisation or _NO_ORGANISATION
    description, division = organisation.business_description, organisation.division
    if not rule.terms.occur_in((business.activity_description, *business.activities, description, division)):
        return ()
    found: list[Placed] = [(business.activity_description, "business", "activity_description")]
    found += [(text, "business.activities", n) for n, text in enumerate(business.activities)]
    found.append((description, "customer.organisation", "business_description"))
    found.append((division, "customer.organisation", "division"))
    return classified(rule, found, "The business")


_NO_ORGANISATION = Organisation()


@factor(
    "activity-risk",
    "Activity risk",
    _ACTIVITY,
    {
        "money-service": "money service business",
        "e-money": "electronic money institution",
        "gaming": "high-risk trading or casino gaming",
        "high-cash": "business that generates high volumes of cash",
        "cash": "cash-based business",
        "bearer-shares": "bearer shares",
        "high-value": "high-value transactions",
        "precious-stones": "precious stones",
        "art": "art dealer",
        "internet": "internet-based business",
        "other": "an activity risk of the tenant's own classifier",
    },
    reads=("Business.activity_risks",),
    needs="business.activity_risks",
)
def activity_risk(view: View, _: Rule) -> Iterable[Evidence]:
    """The activity risks an officer ticked, by the published classifier."""
    return [
        saw(
            outcome := _ACTIVITY_RISKS.get(id_, "other"),
            f"business.activity_risks[{n}]",
            str(id_),
            f"The activity risk {id_} ({outcome.replace('-', ' ')}) is ticked.",
        )
        for n, id_ in enumerate(sorted(set(view.business.activity_risks)))
    ]


_OF_PERSONS = (
    "art",
    "high-value",
    "precious-stones",
    "gaming",
    "internet",
    "cash",
    "e-money",
    "high-cash",
    "money-service",
)
_OF_ORGANISATIONS = (
    "art",
    "precious-stones",
    "gaming",
    "internet",
    "cash",
    "e-money",
    "high-value",
    "money-service",
    "high-cash",
    "bearer-shares",
)
_ACTIVITY_RISKS = dict(enumerate(_OF_PERSONS + _OF_ORGANISATIONS, start=1))


@factor(
    "occupation",
    "Occupation",
    _ACTIVITY,
    RISK_WORDS,
    reads=("Person.occupation",),
    applies=Applies.PERSON,
    missing=True,
    terms=LEVELS,
)
def occupation(view: View, rule: Rule) -> Iterable[Evidence]:
    """The person's occupation."""
    text = view.person.occupation if view.person else None
    if not text and not view.is_organisation:
        return rule.silence("customer.person.occupation", "The occupation is not known.")
    return classified_one(rule, text, "customer.person.occupation", "The occupation")


@factor(
    "employment",
    "Employment status",
    _ACTIVITY,
    RISK_WORDS,
    reads=("Person.employment_status", "Person.student", "Person.pensioner"),
    applies=Applies.PERSON,
    missing=True,
    terms=LEVELS,
)
def employment(view: View, rule: Rule) -> Iterable[Evidence]:
    """Whether the person lives on wages; no judgement where it is not said, or said to study or to be retired."""
    person = view.person
    where = "customer.person.employment_status"
    if person is None or not (person.employment_status or person.student or person.pensioner):
        return () if view.is_organisation else rule.silence(where, "The employment status is not known.")
    return classified_one(rule, person.employment_status, where, "The employment status")


@factor(
    "region-of-activity",
    "Region of activity",
    ("countries", "Countries"),
    RISK_WORDS,
    reads=("Business.regions",),
    terms=LEVELS,
    needs="business.regions",
)
def region_of_activity(view: View, rule: Rule) -> Iterable[Evidence]:
    """Regions, larger or smaller than a country, in which the customer is active."""
    return classified_list(rule, view.business.regions, "business.regions", "The region of activity")


@factor(
    "purpose",
    "Purpose of the relationship",
    _ACTIVITY,
    RISK_WORDS,
    reads=("Business.purposes", "Business.appeal_reasons"),
    terms=LEVELS,
)
def purpose(view: View, rule: Rule) -> Iterable[Evidence]:
    """What the customer wants of us: purposes of payments and reasons for coming."""
    purposes, reasons = view.business.purposes, view.business.appeal_reasons
    if not rule.terms.occur_in((*purposes, *reasons)):
        return ()
    found: list[Placed] = [(text, "business.purposes", n) for n, text in enumerate(purposes)]
    found += [(text, "business.appeal_reasons", n) for n, text in enumerate(reasons)]
    return classified(rule, found, "The purpose")


@factor(
    "cash",
    "Cash dominates",
    _ACTIVITY,
    {"dominates": "most of the business is in cash"},
    reads=("Business.cash_dominates",),
    missing=True,
    needs="business.cash_dominates",
)
def cash(view: View, rule: Rule) -> Iterable[Evidence]:
    """Whether most of the customer's business is in cash."""
    said = view.business.cash_dominates
    where = "business.cash_dominates"
    if said is None:
        return rule.silence(where, "It is not said whether cash dominates.")
    return (saw("dominates", where, "true", "Cash dominates the customer's business."),) if said else ()


@factor(
    "additional-value",
    "Additional value",
    ("general", "Behavior"),
    RISK_WORDS,
    reads=("Extra.code", "Extra.description", "Extra.value"),
    terms=LEVELS,
    needs="party.extras",
)
def additional_value(view: View, rule: Rule) -> Iterable[Evidence]:
    """Values the tenant added to the schema: the model lists words of their codes, descriptions and values."""
    found = [
        (" ".join(filter(None, (extra.code, extra.description, extra.value))), "customer.extras", n)
        for n, extra in enumerate(view.party.extras)
    ]
    return classified(rule, found, "The additional value")
