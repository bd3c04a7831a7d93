"""Which countries the customer has to do with."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from customer_risk.scoring.catalogue import Applies, Evidence, factor, saw
from customer_risk.scoring.factors.geography import TIERS, Found, each, judged
from customer_risk.scoring.parties import countries_of, only_tied_to
from customer_risk.scoring.rule import Rule
from customer_risk.scoring.view import View

_PLACE = ("countries", "Countries")
_TIE = ("Business.countries", "CountryTie.kind", "CountryTie.country")


def _ties(view: View, kind: str) -> list[Found]:
    ties = view.business.countries
    return [(tie.country, "business.countries", n) for n, tie in enumerate(ties) if tie.kind == kind] if ties else []


@factor(
    "activity-country",
    "Country of activity",
    _PLACE,
    TIERS,
    reads=("CountryTie.country", "CountryTie.kind", "Organisation.activity_countries", "Person.activity_country"),
)
def activity_country(view: View, _: Rule) -> Iterable[Evidence]:
    """Where the customer does business."""
    found = _ties(view, "activity")
    if view.person and view.person.activity_country:
        found.append((view.person.activity_country, "customer.person", "activity_country"))
    if view.organisation:
        where = "customer.organisation.activity_countries"
        found += [(country, where, n) for n, country in enumerate(view.organisation.activity_countries)]
    return each(view, found, "A country of activity")


class _Tie(NamedTuple):
    """Countries the sender ties the customer to in one way: the factor and the words of its sentences."""

    id: str
    label: str
    place: tuple[str, str]
    kind: str
    words: str
    about: str

    def judge(self, view: View, _: Rule) -> Iterable[Evidence]:
        """The countries tied in that way."""
        return each(view, _ties(view, self.kind), self.words)


_TIES = (
    _Tie(
        "tax-country",
        "Country of tax payment",
        _PLACE,
        "tax",
        "A country of tax payment",
        "Where the customer pays taxes.",
    ),
    _Tie(
        "payment-country",
        "Country of payments",
        _PLACE,
        "payment",
        "A country of payments",
        "Where payments are expected to come from and go to.",
    ),
    _Tie(
        "presence-country",
        "Country presence",
        ("countries", "Country Presence"),
        "presence",
        "A country of presence",
        "Where the customer has been present.",
    ),
)

for _tie in _TIES:
    factor(
        _tie.id,
        _tie.label,
        _tie.place,
        TIERS,
        reads=("CountryTie.country", "CountryTie.kind"),
        needs="business.countries",
        about=_tie.about,
    )(_tie.judge)


@factor(
    "counterparty-country",
    "Country of counterparties",
    ("countries", "Counterparty"),
    TIERS,
    reads=(
        "Account.bank_country",
        "Address.country",
        "CountryTie.country",
        "CountryTie.kind",
        "Organisation.activity_countries",
        "Organisation.domicile_country",
        "Organisation.registration_country",
        "Person.activity_country",
        "Person.birth_country",
        "Person.nationalities",
        "Person.residence_country",
    ),
)
def counterparty_country(view: View, _: Rule) -> Iterable[Evidence]:
    """Where those are at home, and bank, with whom the customer does business."""
    found = _ties(view, "counterparty")
    standard = view.ratings.standard
    for related in view.counterparties:
        party = related.party
        if not only_tied_to(party, standard):
            found += [
                (country, f"{related.path}.{base}", step)
                for country, base, step in countries_of(party)
                if country not in standard
            ]
        for n, account in enumerate(party.accounts):
            if account.bank_country not in standard:
                found.append((account.bank_country, f"{related.path}.accounts", n))
    return each(view, found, "A country of a counterparty")


class _OfAccounts(NamedTuple):
    """A country that accounts name: the factor, the field of an account and the words of its sentences."""

    id: str
    label: str
    field: str
    words: str
    about: str

    def judge(self, view: View, _: Rule) -> Iterable[Evidence]:
        """The countries the accounts name there."""
        field = self.field
        found: list[Found] = [(getattr(account, field), where, field) for account, where in view.accounts]
        return each(view, found, self.words)


_OF_ACCOUNTS = (
    _OfAccounts(
        "bank-country",
        "Country of bank",
        "bank_country",
        "The country of a bank",
        "Where the customer's banks are.",
    ),
    _OfAccounts(
        "settlement-country",
        "Country of settlement",
        "settlement_country",
        "The country of settlement",
        "Where the customer's accounts settle.",
    ),
)

for _named in _OF_ACCOUNTS:
    factor(
        _named.id,
        _named.label,
        _PLACE,
        TIERS,
        reads=(f"Account.{_named.field}",),
        needs="accounts",
        about=_named.about,
    )(_named.judge)


@factor(
    "ip-country",
    "Country of IP address",
    _PLACE,
    {**TIERS, "elsewhere": "a country the customer is not otherwise tied to"},
    reads=(
        "Address.country",
        "Channel.ip_country",
        "Organisation.activity_countries",
        "Organisation.domicile_country",
        "Organisation.registration_country",
        "Person.activity_country",
        "Person.birth_country",
        "Person.nationalities",
        "Person.residence_country",
    ),
    needs="profile.channel.ip_country",
)
def ip_country(view: View, _: Rule) -> Iterable[Evidence]:
    """Where the customer registered from, and whether that is a country the customer is at home in."""
    country = view.profile.channel.ip_country
    if not country:
        return ()
    evidence = judged(view, country, "channel", "ip_country", "The country of the IP address")
    if view.home and country not in view.home:
        text = f"The IP address is in {country!r}; the customer is known in {', '.join(view.home)}."
        return (*evidence, saw("elsewhere", "channel.ip_country", country, text))
    return evidence


@factor(
    "non-resident",
    "Non-resident",
    _PLACE,
    {"non-resident": "not a legal resident"},
    reads=("Person.legal_resident",),
    applies=Applies.PERSON,
    missing=True,
)
def non_resident(view: View, rule: Rule) -> Iterable[Evidence]:
    """Whether the person is a legal resident of the institution's country."""
    said, where = view.person.legal_resident if view.person else None, "customer.person.legal_resident"
    if said is None:
        return rule.silence(where, "Legal residence is not stated.")
    return () if said else (saw("non-resident", where, "false", "The customer is not a legal resident."),)
