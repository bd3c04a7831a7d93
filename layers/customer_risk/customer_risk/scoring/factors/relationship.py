"""How long and how smoothly the customer has been with us."""

from __future__ import annotations

from collections.abc import Iterable

from customer_risk.scoring.catalogue import MISSING, Evidence, factor
from customer_risk.scoring.rule import Rule
from customer_risk.scoring.view import View


@factor(
    "referral",
    "Referred by a third party",
    ("general", "Referred by third party"),
    {"referred": "a referral agent brought the customer"},
    reads=("Channel.referred_by",),
)
def referral(view: View, _: Rule) -> Iterable[Evidence]:
    """Whether somebody else brought the customer."""
    if agent := view.profile.channel.referred_by:
        yield Evidence(
            outcome="referred", where="channel.referred_by", seen=agent, text=f"The customer was referred by {agent}."
        )


@factor(
    "relationship-length",
    "Length of the relationship",
    ("general", "Relationship Length"),
    {
        "new": "shorter than the model's limit for new relationships",
        "young": "shorter than the model's limit for young relationships",
        "ahead": "begins in the future",
        "unreadable": "its beginning cannot be read as a date",
    },
    reads=("Profile.since", "Known.first_seen"),
    missing=True,
    limits={"new-months": "months a relationship is new", "young-months": "months a relationship is young"},
)
def relationship_length(view: View, rule: Rule) -> Iterable[Evidence]:
    """Since when the customer is a customer; of a partial date the later bound counts.

    When it is not said, the day the customer was first seen here stands for it.
    """
    since, first_seen, where = view.profile.since, view.known.first_seen, "since"
    if since is None and first_seen is None:
        yield Evidence(outcome=MISSING, where=where, seen="", text="It is not known since when the customer is one.")
        return
    begun = since.latest if since else first_seen
    seen = since.text if since else str(first_seen)
    if begun is None:
        text = f"The beginning of the relationship, {seen!r}, cannot be read as a date."
        yield Evidence(outcome="unreadable", where=where, seen=seen, text=text)
        return
    earliest = since.earliest if since else begun
    if earliest and earliest > view.today:
        text = f"The relationship is said to begin on {seen}, after {view.today}."
        yield Evidence(outcome="ahead", where=where, seen=seen, text=text)
        return
    months = (view.today.year - begun.year) * 12 + view.today.month - begun.month - (view.today.day < begun.day)
    for outcome in ("new", "young"):
        if months < rule.limits[f"{outcome}-months"]:
            text = f"The relationship began on {seen}, less than {rule.limits[f'{outcome}-months']:g} months ago."
            yield Evidence(outcome=outcome, where=where, seen=seen, text=text)
            return


@factor(
    "account-replaced",
    "Replaced account",
    ("general", "Behavior"),
    {"replaced": "the customer replaces one that was given up"},
    reads=("Profile.replaced", "Profile.replaced_notes"),
)
def account_replaced(view: View, _: Rule) -> Iterable[Evidence]:
    """Whether the account takes the place of one that was closed, and why."""
    if view.profile.replaced:
        notes = view.profile.replaced_notes
        text = f"The account replaces another: {notes or 'no reason given'}."
        yield Evidence(outcome="replaced", where="replaced", seen=notes or "true", text=text)
