"""Which countries the customer has to do with."""

from __future__ import annotations

from collections.abc import Iterable

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


@factor(
    "tax-country",
    "Country of tax payment",
    _PLACE,
    TIERS,
    reads=("CountryTie.country", "CountryTie.kind"),
    needs="business.countries",
)
def tax_country(view: View, _: Rule) -> Iterable[Evidence]:
    """Where the customer pays taxes."""
    return each(view, _ties(view, "tax"), "A country of tax payment")


@factor(
    "payment-country",
    "Country of payments",
    _PLACE,
    TIERS,
    reads=("CountryTie.country", "CountryTie.kind"),
    needs="business.countries",
)
def payment_country(view: View, _: Rule) -> Iterable[Evidence]:
    """Where payments are expected to come from and go to."""
    return each(view, _ties(view, "payment"), "A country of payments")


@factor(
    "presence-country",
    "Country presence",
    ("countries", "Country Presence"),
    TIERS,
    reads=("CountryTie.country", "CountryTie.kind"),
    needs="business.countries",
)
def presence_country(view: View, _: Rule) -> Iterable[Evidence]:
    """Where the customer has been present."""
    return each(view, _ties(view, "presence"), "A country of presence")


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


@factor("bank-country", "Country of bank", _PLACE, TIERS, reads=("Account.bank_country",), needs="accounts")
def bank_country(view: View, _: Rule) -> Iterable[Evidence]:
    """Where the customer's banks are."""
    found: list[Found] = [(account.bank_country, where, "bank_country") for account, where in view.accounts]
    return each(view, found, "The country of a bank")


@factor(
    "settlement-country",
    "Country of settlement",
    _PLACE,
    TIERS,
    reads=("Account.settlement_country",),
    needs="accounts",
)
def settlement_country(view: View, _: Rule) -> Iterable[Evidence]:
    """Where the customer's accounts settle."""
    found: list[Found] = [(account.settlement_country, where, "settlement_country") for account, where in view.accounts]
    return each(view, found, "The country of settlement")


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
