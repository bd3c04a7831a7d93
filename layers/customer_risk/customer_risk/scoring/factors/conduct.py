"""How the customer behaves, and what changed."""

from __future__ import annotations

from collections.abc import Iterable

from customer_risk.scoring.catalogue import Evidence, factor, saw
from customer_risk.scoring.factors.words import LEVELS, RISK_WORDS, classified_one, short
from customer_risk.scoring.rule import Rule
from customer_risk.scoring.view import View

_BEHAVIOUR = ("general", "Behavior")


@factor(
    "behaviour-risk",
    "Behaviour risk",
    _BEHAVIOUR,
    {
        "criminal": "criminal proceedings",
        "suspicious-documents": "provides unusual documents that cannot easily be verified",
        "withholds-source": "unwilling to give details on the source of funds",
        "withholds-information": "unwilling or reluctant to give information or documents",
        "avoids-authorities": "avoids authorities",
        "unclear-business": "no clear business activity",
        "knows-rules": "in-depth knowledge of the rules against money laundering",
        "address-changes": "frequent changes of address",
        "hard-to-reach": "difficult to reach",
        "nervous": "acts nervously",
        "other": "a behaviour risk of the tenant's own classifier",
    },
    reads=("Business.behaviour_risks",),
    needs="business.behaviour_risks",
)
def behaviour_risk(view: View, _: Rule) -> Iterable[Evidence]:
    """The behaviour risks an officer ticked, by the published classifier."""
    return [
        saw(
            outcome := _BEHAVIOURS.get(id_, "other"),
            "business.behaviour_risks",
            str(id_),
            f"The behaviour risk {id_} ({outcome.replace('-', ' ')}) is ticked.",
        )
        for id_ in sorted(set(view.business.behaviour_risks))
    ]


_BEHAVIOURS = dict(
    enumerate(
        (
            "address-changes",
            "avoids-authorities",
            "hard-to-reach",
            "criminal",
            "withholds-information",
            "withholds-source",
            "suspicious-documents",
            "nervous",
            "knows-rules",
            "address-changes",
            "withholds-information",
            "unclear-business",
            "hard-to-reach",
            "avoids-authorities",
        ),
        start=1,
    )
)


@factor(
    "recent-change",
    "Recent change",
    _BEHAVIOUR,
    {
        "high": "a field the model lists as of high risk",
        "elevated": "a field it lists as of elevated risk",
        "other": "any other field",
    },
    reads=("Known.changes",),
    terms=LEVELS,
    needs="known.changes",
)
def recent_change(view: View, rule: Rule) -> Iterable[Evidence]:
    """What is not as it was said at the last assessment: name, legal form, ownership, staff, address, country, \
nationality, birth date, occupation or business.
    """  # noqa: D205 -- one list, no summary to set apart
    for n, change in enumerate(sorted(set(view.known.changes))):
        met = rule.terms[change]
        yield saw(met[0] if met else "other", f"known.changes[{n}]", short(change), f"Changed: {short(change)}.")


@factor(
    "customer-status",
    "Customer status",
    _BEHAVIOUR,
    RISK_WORDS,
    reads=("Profile.status",),
    terms=LEVELS,
    needs="profile.status",
)
def customer_status(view: View, rule: Rule) -> Iterable[Evidence]:
    """The sender's status of the customer."""
    return classified_one(rule, view.profile.status, "status", "The status")


@factor(
    "customer-flag",
    "Flag",
    _BEHAVIOUR,
    {"high": "a flag the model lists", "elevated": "a flag it lists as of elevated risk", "other": "any other flag"},
    reads=("Profile.flags",),
    terms=LEVELS,
    needs="profile.flags",
)
def customer_flag(view: View, rule: Rule) -> Iterable[Evidence]:
    """Flags the sender put on the customer; one that the model does not list counts as any other."""
    for n, text in enumerate(dict.fromkeys(view.profile.flags)):
        met = rule.terms[text]
        yield saw(
            met[0] if met else "other", f"flags[{n}]", short(text), f"The customer carries the flag {short(text)!r}."
        )
