"""Which countries the customer has to do with."""

from __future__ import annotations

from collections.abc import Iterable

from customer_risk.profile import RelationKind
from customer_risk.scoring.catalogue import MISSING, Applies, Evidence, factor
from customer_risk.scoring.factors.geography import TIERS, countries_of, each, judged
from customer_risk.scoring.rule import Rule
from customer_risk.scoring.view import View

_PLACE = ("countries", "Countries")
_TIE = ("Business.countries", "CountryTie.kind", "CountryTie.country")


def _ties(view: View, kind: str, what: str) -> Iterable[tuple[str, str, str]]:
    for n, tie in enumerate(view.profile.business.countries):
        if tie.kind == kind:
            yield tie.country, f"business.countries[{n}].country", what


@factor(
    "activity-country",
    "Country of activity",
    _PLACE,
    TIERS,
    reads=("CountryTie.country", "CountryTie.kind", "Organisation.activity_countries", "Person.activity_country"),
)
def activity_country(view: View, _: Rule) -> Iterable[Evidence]:
    """Where the customer does business."""
    what = "A country of activity"
    found: list[tuple[str, str, str]] = []
    if view.person and view.person.activity_country:
        found.append((view.person.activity_country, "customer.person.activity_country", what))
    if view.organisation:
        where = "customer.organisation.activity_countries"
        found += [(country, f"{where}[{n}]", what) for n, country in enumerate(view.organisation.activity_countries)]
    return each(view, [*found, *_ties(view, "activity", what)])


@factor("tax-country", "Country of tax payment", _PLACE, TIERS, reads=("CountryTie.country", "CountryTie.kind"))
def tax_country(view: View, _: Rule) -> Iterable[Evidence]:
    """Where the customer pays taxes."""
    return each(view, _ties(view, "tax", "A country of tax payment"))


@factor("payment-country", "Country of payments", _PLACE, TIERS, reads=("CountryTie.country", "CountryTie.kind"))
def payment_country(view: View, _: Rule) -> Iterable[Evidence]:
    """Where payments are expected to come from and go to."""
    return each(view, _ties(view, "payment", "A country of payments"))


@factor(
    "presence-country",
    "Country presence",
    ("countries", "Country Presence"),
    TIERS,
    reads=("CountryTie.country", "CountryTie.kind"),
)
def presence_country(view: View, _: Rule) -> Iterable[Evidence]:
    """Where the customer has been present."""
    return each(view, _ties(view, "presence", "A country of presence"))


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
    found = list(_ties(view, "counterparty", "A country of a counterparty"))
    for related in view.related:
        if any(relation.kind is RelationKind.COUNTERPARTY for relation in related.chain):
            of = f"A country of the counterparty {related.party.display or related.path}"
            found += [(country, f"{related.path}.{where}", of) for country, where in countries_of(related.party)]
            found += [
                (account.bank_country, f"{related.path}.accounts[{n}].bank_country", of)
                for n, account in enumerate(related.party.accounts)
                if account.bank_country
            ]
    return each(view, found)


@factor("bank-country", "Country of bank", _PLACE, TIERS, reads=("Account.bank_country",))
def bank_country(view: View, _: Rule) -> Iterable[Evidence]:
    """Where the customer's banks are."""
    return each(
        view,
        (
            (account.bank_country, f"customer.accounts[{n}].bank_country", "The country of a bank")
            for n, account in enumerate(view.party.accounts)
            if account.bank_country
        ),
    )


@factor("settlement-country", "Country of settlement", _PLACE, TIERS, reads=("Account.settlement_country",))
def settlement_country(view: View, _: Rule) -> Iterable[Evidence]:
    """Where the customer's accounts settle."""
    return each(
        view,
        (
            (account.settlement_country, f"customer.accounts[{n}].settlement_country", "The country of settlement")
            for n, account in enumerate(view.party.accounts)
            if account.settlement_country
        ),
    )


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
)
def ip_country(view: View, _: Rule) -> Iterable[Evidence]:
    """Where the customer registered from, and whether that is a country the customer is at home in."""
    country, where = view.profile.channel.ip_country, "channel.ip_country"
    if not country:
        return
    yield from judged(view, country, where, "The country of the IP address")
    ties = dict.fromkeys(tied for tied, _ in countries_of(view.party))
    if ties and country not in ties:
        text = f"The IP address is in {country!r}; the customer is known in {', '.join(ties)}."
        yield Evidence(outcome="elsewhere", where=where, seen=country, text=text)


@factor(
    "non-resident",
    "Non-resident",
    _PLACE,
    {"non-resident": "not a legal resident"},
    reads=("Person.legal_resident",),
    applies=Applies.PERSON,
    missing=True,
)
def non_resident(view: View, _: Rule) -> Iterable[Evidence]:
    """Whether the person is a legal resident of the institution's country."""
    said = view.person.legal_resident if view.person else None
    if said is not True:
        yield Evidence(
            outcome=MISSING if said is None else "non-resident",
            where="customer.person.legal_resident",
            seen="" if said is None else "false",
            text="Legal residence is not stated." if said is None else "The customer is not a legal resident.",
        )
