"""An accepted request as the worker needs it: who the customer is, and what is to be told of it."""

from __future__ import annotations

from customer_risk.cases import CaseDecision
from customer_risk.profile import Profile
from customer_risk.records import Record

GROUNDS = {decision: decision.name for decision in CaseDecision}
"""``decisionGroundCode`` of a reviewer's decision."""


class RelatedFacts(Record, rename="camel"):
    """What events say of a related entity; ``path`` is where it stands in the profile."""

    path: str
    type: str
    external_id: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    title: str | None = None
    birth_date: str | None = None
    establishment_date: str | None = None
    national_code: str | None = None
    relation_code: str | None = None
    country_code: str | None = None


class Wanted(Record):
    """What an accepted request wants to be told, and how.

    ``processes`` are the screenings whose outcome is wanted, ``approved`` the approval date as it was sent. ``waits``
    says that a scoring is not completed before there is one. ``grounds`` are those codes for a reviewer's decision that
    the institution knows.
    """

    number: str
    lead: bool
    imported: bool
    processes: tuple[str, ...] = ()
    related: tuple[RelatedFacts, ...] = ()
    approved: str | None = None
    waits: bool = False
    grounds: tuple[str, ...] = ()


class Work(Record):
    """What the worker needs to decide an accepted request."""

    wanted: Wanted
    profile: Profile
    actor: str
