"""What a factor may look at: the subject, arranged once per scoring for all factors."""

from __future__ import annotations

from datetime import date
from functools import cached_property

from customer_risk.profile import Business, Income, Organisation, Party, Person, Profile
from customer_risk.related import Related, Side, related_parties
from customer_risk.scoring.countries import Ratings
from customer_risk.scoring.parties import countries_of, is_organisation
from customer_risk.scoring.result import Subject
from customer_risk.screening.result import Adjudication, Hit, Screening
from customer_risk.screening.thresholds import Thresholds


class View:
    """One subject as factors see it. ``thresholds`` and ``likely`` are the model's, of match scores."""

    def __init__(self, subject: Subject, ratings: Ratings, *, thresholds: Thresholds, likely: float) -> None:
        self.subject = subject
        self.profile: Profile = subject.profile
        self.business: Business = subject.profile.business
        self.party: Party = subject.profile.party
        self.person: Person | None = self.party.person
        self.organisation: Organisation | None = self.party.organisation
        self.today = subject.today
        self.known = subject.known
        self.is_organisation = is_organisation(self.party)
        self.ratings = ratings
        self.likely = likely
        self.related: list[Related] = related_parties(self.party) if self.party.relations else []
        """Every related party at any depth."""
        self.behind = [related for related in self.related if related.side is not Side.COUNTERPARTY]
        """The related parties on the customer's own side."""
        self.declaring = [related for related in self.related if related.party.declared is not _NOTHING_DECLARED]
        """The related parties of which the sender states anything."""
        self.declared = self.party.declared is not _NOTHING_DECLARED or bool(self.declaring)
        """Whether the sender states anything of anybody."""
        self.accounts = [(account, f"customer.accounts[{n}]") for n, account in enumerate(self.party.accounts)]
        """The customer's accounts, each with its path."""
        self.funds = _funds(self.business)
        """Sources of income, wealth and turnover, each with its path."""
        self.hits = _counting(subject.screening, thresholds) if subject.screening.hits else ()
        """Hits that count: not dismissed, and confirmed or at least as likely as the model asks; in a fixed order."""

    def months_since(self, day: date) -> int:
        """Whole months from a day until today; negative when it lies ahead."""
        return (self.today.year - day.year) * 12 + self.today.month - day.month - (self.today.day < day.day)

    def is_country(self, text: str) -> bool:
        """Whether a text is an ISO 3166-1 alpha-2 code."""
        return text in self.ratings.known

    @cached_property
    def counterparties(self) -> list[Related]:
        """The counterparties, and who belongs to them."""
        return [related for related in self.related if related.side is Side.COUNTERPARTY]

    @cached_property
    def home(self) -> dict[str, None]:
        """The countries the customer itself is tied to, as far as they are countries."""
        known = self.ratings.known
        return dict.fromkeys([country for country, _, _ in countries_of(self.party) if country in known])


_NOTHING_DECLARED = Party().declared


def _funds(business: Business) -> list[tuple[Income, str]]:
    if not (business.incomes or business.wealth or business.turnovers):
        return []
    named = (("incomes", business.incomes), ("wealth", business.wealth), ("turnovers", business.turnovers))
    return [(row, f"business.{field}[{n}]") for field, rows in named for n, row in enumerate(rows)]


def _counting(screening: Screening, thresholds: Thresholds) -> tuple[Hit, ...]:
    counting = (
        hit
        for hit in screening.open_hits
        if hit.adjudication is Adjudication.TRUE_MATCH or hit.score >= thresholds.of(hit.source)
    )
    return tuple(sorted(counting, key=lambda hit: (hit.party, hit.source, hit.entry_id, hit.type, -hit.score)))
