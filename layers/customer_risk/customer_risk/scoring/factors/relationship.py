"""How long and how smoothly the customer has been with us."""

from __future__ import annotations

from collections.abc import Iterable

from customer_risk.scoring.catalogue import Evidence, factor, saw
from customer_risk.scoring.rule import Rule
from customer_risk.scoring.view import View


@factor(
    "referral",
    "Referred by a third party",
    ("general", "Referred by third party"),
    {"referred": "a referral agent brought the customer"},
    reads=("Channel.referred_by",),
    needs="profile.channel.referred_by",
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
        yield from rule.silence(where, "It is not known since when the customer is one.")
        return
    begun = since.latest if since else first_seen
    seen = since.text if since else str(first_seen)
    if begun is None:
        text = f"The beginning of the relationship, {seen!r}, cannot be read as a date."
        yield Evidence(outcome="unreadable", where=where, seen=seen, text=text)
        return
    if begun > view.today and (earliest := since.earliest if since else begun) and earliest > view.today:
        text = f"The relationship is said to begin on {seen}, after {view.today}."
        yield Evidence(outcome="ahead", where=where, seen=seen, text=text)
        return
    months = view.months_since(begun)
    for outcome in ("new", "young"):
        if months < rule.limits[f"{outcome}-months"]:
            told = (
                "The relationship began" if since else "Since when the customer is one was not said; it was first seen"
            )
            text = f"{told} on {seen}, less than {rule.limits[f'{outcome}-months']:g} months ago."
            yield Evidence(outcome=outcome, where=where, seen=seen, text=text)
            return


@factor(
    "account-replaced",
    "Replaced account",
    ("general", "Behavior"),
    {"replaced": "the customer replaces one that was given up"},
    reads=("Profile.replaced", "Profile.replaced_notes"),
    needs="profile.replaced",
)
def account_replaced(view: View, _: Rule) -> Iterable[Evidence]:
    """Whether the account takes the place of one that was closed, and why."""
    if view.profile.replaced:
        notes = view.profile.replaced_notes
        text = f"The account replaces another: {notes or 'no reason given'}."
        yield Evidence(outcome="replaced", where="replaced", seen=notes or "true", text=text)


@factor(
    "relationship-ended",
    "Ended relationship",
    ("general", "Behavior"),
    {"ended": "the relationship is over, and still there is something to assess"},
    reads=("Profile.until",),
    needs="profile.until",
)
def relationship_ended(view: View, _: Rule) -> Iterable[Evidence]:
    """Whether somebody is assessed who is no customer any more."""
    until = view.profile.until
    if until and (last := until.latest) and last < view.today:
        yield saw("ended", "until", until.text, f"The relationship ended on {until.text}.")


@factor(
    "application",
    "Application",
    ("general", "Relationship Length"),
    {
        "before-approval": "a customer since before the approval",
        "before-application": "approved before the application was made",
        "pending": "applied for longer ago than the model's months, and not approved",
    },
    reads=("Profile.applied", "Profile.approved", "Profile.since"),
    limits={"pending-months": "months an application may be open"},
)
def application(view: View, rule: Rule) -> Iterable[Evidence]:
    """Whether application, approval and beginning follow one another."""
    applied, approved, since = view.profile.applied, view.profile.approved, view.profile.since
    if approved and applied and (end := approved.latest) and (start := applied.earliest) and end < start:
        text = f"Approved on {approved.text}, before the application of {applied.text}."
        yield saw("before-application", "approved", approved.text, text)
    if approved and since and (begun := since.latest) and (start := approved.earliest) and begun < start:
        text = f"A customer since {since.text}, before the approval of {approved.text}."
        yield saw("before-approval", "since", since.text, text)
    if applied and not approved and not since and (day := applied.latest):
        months = view.months_since(day)
        if months >= rule.limits["pending-months"]:
            yield saw("pending", "applied", applied.text, f"Applied on {applied.text}, and not approved since.")


@factor(
    "review-overdue",
    "Overdue review",
    ("general", "Behavior"),
    {"overdue": "the day the sender set for the next review has passed"},
    reads=("Profile.next_review",),
    needs="profile.next_review",
)
def review_overdue(view: View, _: Rule) -> Iterable[Evidence]:
    """Whether a review that the sender planned is overdue."""
    due = view.profile.next_review
    if due and (last := due.latest) and last < view.today:
        yield saw("overdue", "next_review", due.text, f"The review was due on {due.text}.")
