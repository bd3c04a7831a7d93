"""What the customer has of us."""

from __future__ import annotations

from collections.abc import Iterable

from customer_risk.scoring.catalogue import Evidence, factor, saw
from customer_risk.scoring.factors.words import LEVELS, RISK_WORDS, classified, classified_list
from customer_risk.scoring.rule import Rule
from customer_risk.scoring.view import View

_ACTIVITY = ("economicProfile", "Activity")


@factor(
    "product", "Product", _ACTIVITY, RISK_WORDS, reads=("Business.products",), terms=LEVELS, needs="business.products"
)
def product(view: View, rule: Rule) -> Iterable[Evidence]:
    """Products the customer has signed for."""
    return classified_list(rule, view.business.products, "business.products", "The product")


@factor(
    "service", "Service", _ACTIVITY, RISK_WORDS, reads=("Business.services",), terms=LEVELS, needs="business.services"
)
def service(view: View, rule: Rule) -> Iterable[Evidence]:
    """Services the customer has ordered."""
    return classified_list(rule, view.business.services, "business.services", "The service")


@factor(
    "crypto-network",
    "Crypto network",
    _ACTIVITY,
    {"private": "a network that hides its payments", "listed": "a network the model lists", "other": "any other"},
    reads=("Business.network",),
    terms=("private", "listed"),
    needs="business.network",
)
def crypto_network(view: View, rule: Rule) -> Iterable[Evidence]:
    """The blockchain the customer pays on; every network is evidence, one that hides payments the more so."""
    network = view.business.network
    if not network:
        return ()
    met = rule.terms[network]
    outcome = met[0] if met else "other"
    return (saw(outcome, "business.network", network, f"The customer uses the network {network!r} ({outcome})."),)


@factor(
    "exemption",
    "Exemption",
    ("general", "Behavior"),
    {"exempted": "somebody exempted the customer from something"},
    reads=("Business.exemptions",),
    needs="business.exemptions",
)
def exemption(view: View, _: Rule) -> Iterable[Evidence]:
    """Exemptions granted to the customer; each is a control that does not work for it."""
    return [
        saw("exempted", f"business.exemptions[{n}]", text, f"The customer is exempted: {text}.")
        for n, text in enumerate(dict.fromkeys(view.business.exemptions))
    ]


@factor(
    "customer-category",
    "Customer category",
    ("general", "Behavior"),
    RISK_WORDS,
    reads=("Profile.category", "Profile.role"),
    terms=LEVELS,
)
def customer_category(view: View, rule: Rule) -> Iterable[Evidence]:
    """The sender's category and role of the customer: an occasional one is known less."""
    category, role = view.profile.category, view.profile.role
    if not rule.terms.occur_in((category, role)):
        return ()
    return classified(rule, [(category, "", "category"), (role, "", "role")], "The category")
