"""What the sender itself says of the customer and of the parties the customer names."""

from __future__ import annotations

from collections.abc import Iterable

from customer_risk.scoring.catalogue import Evidence, factor, saw
from customer_risk.scoring.rule import Rule
from customer_risk.scoring.view import View

_PLACE = ("screening", "Screening")
_OUTCOMES = {"customer": "said of the customer", "related": "said of a party the customer names"}


def _declared(view: View, rule: Rule, field: str, what: str) -> list[Evidence]:
    said: bool | None = getattr(view.party.declared, field)
    where = f"declared.{field}"
    evidence: list[Evidence] = []
    if said:
        evidence.append(saw("customer", f"customer.{where}", "true", f"The sender says that the customer is {what}."))
    elif said is None:
        evidence += rule.silence(f"customer.{where}", f"It is not said whether the customer is {what}.")
    for related in view.declaring:
        if getattr(related.party.declared, field):
            text = f"The sender says that {related.party.display or related.path} is {what}."
            evidence.append(saw("related", f"{related.path}.{where}", "true", text))
    return evidence


@factor("declared-pep", "Stated PEP", _PLACE, _OUTCOMES, reads=("Declared.pep",), missing=True, needs="declared")
def declared_pep(view: View, rule: Rule) -> Iterable[Evidence]:
    """Stated to be a politically exposed person."""
    return _declared(view, rule, "pep", "a politically exposed person")


@factor(
    "declared-pep-family",
    "Stated family of a PEP",
    _PLACE,
    _OUTCOMES,
    reads=("Declared.pep_family",),
    missing=True,
    needs="declared",
)
def declared_pep_family(view: View, rule: Rule) -> Iterable[Evidence]:
    """Stated to be family of a politically exposed person."""
    return _declared(view, rule, "pep_family", "family of a politically exposed person")


@factor(
    "declared-sanctioned",
    "Stated sanctions",
    _PLACE,
    _OUTCOMES,
    reads=("Declared.sanctioned",),
    missing=True,
    needs="declared",
)
def declared_sanctioned(view: View, rule: Rule) -> Iterable[Evidence]:
    """Stated to be under sanctions."""
    return _declared(view, rule, "sanctioned", "under sanctions")


@factor(
    "declared-adverse-media",
    "Stated adverse media",
    _PLACE,
    _OUTCOMES,
    reads=("Declared.adverse_media",),
    missing=True,
    needs="declared",
)
def declared_adverse_media(view: View, rule: Rule) -> Iterable[Evidence]:
    """Stated to be in bad news."""
    return _declared(view, rule, "adverse_media", "in adverse media")


@factor(
    "declared-litigated",
    "Stated litigation",
    _PLACE,
    _OUTCOMES,
    reads=("Declared.litigated",),
    missing=True,
    needs="declared",
)
def declared_litigated(view: View, rule: Rule) -> Iterable[Evidence]:
    """Stated to be or to have been in court."""
    return _declared(view, rule, "litigated", "litigated")


@factor(
    "declared-internal-list",
    "Stated internal list",
    _PLACE,
    {
        "black": "on the sender's list of unwanted customers",
        "unstated": "on an internal list whose purpose is not said",
        "related": "a party the customer names is on an internal list that is not a white one",
    },
    reads=("Declared.internal_list", "Declared.list_purpose"),
    missing=True,
    needs="declared",
)
def declared_internal_list(view: View, rule: Rule) -> Iterable[Evidence]:
    """Stated to be on one of the sender's own lists. A white list adds nothing, and takes nothing away."""
    declared = view.party.declared
    purpose = (declared.list_purpose or "").casefold()
    if declared.internal_list and purpose != "white":
        yield Evidence(
            outcome="black" if purpose == "black" else "unstated",
            where="customer.declared.internal_list",
            seen=declared.list_purpose or "true",
            text=f"The sender has the customer on an internal list ({declared.list_purpose or 'purpose not said'}).",
        )
    elif declared.internal_list is None:
        yield from rule.silence(
            "customer.declared.internal_list", "It is not said whether the customer is on an internal list."
        )
    for related in view.declaring:
        said = related.party.declared
        if said.internal_list and (said.list_purpose or "").casefold() != "white":
            yield Evidence(
                outcome="related",
                where=f"{related.path}.declared.internal_list",
                seen=said.list_purpose or "true",
                text=f"The sender has {related.party.display or related.path} on an internal list.",
            )
