"""What the sender itself says of the customer and of the parties the customer names."""

from __future__ import annotations

from collections.abc import Iterable

from customer_risk.profile import Declared
from customer_risk.scoring.catalogue import MISSING, Evidence, factor
from customer_risk.scoring.rule import Rule
from customer_risk.scoring.view import View

_PLACE = ("screening", "Screening")
_OUTCOMES = {"customer": "said of the customer", "related": "said of a party the customer names"}


def _declared(view: View, field: str, what: str) -> Iterable[Evidence]:
    said: bool | None = getattr(view.party.declared, field)
    if said:
        yield Evidence(
            outcome="customer",
            where=f"customer.declared.{field}",
            seen="true",
            text=f"The sender says that the customer is {what}.",
        )
    elif said is None:
        yield Evidence(
            outcome=MISSING,
            where=f"customer.declared.{field}",
            seen="",
            text=f"The sender does not say whether the customer is {what}.",
        )
    for related in view.related:
        if related.party.declared is not _NOTHING and getattr(related.party.declared, field):
            yield Evidence(
                outcome="related",
                where=f"{related.path}.declared.{field}",
                seen="true",
                text=f"The sender says that {related.party.display or related.path} is {what}.",
            )


_NOTHING = Declared()


@factor("declared-pep", "Stated PEP", _PLACE, _OUTCOMES, reads=("Declared.pep",), missing=True)
def declared_pep(view: View, _: Rule) -> Iterable[Evidence]:
    """Stated to be a politically exposed person."""
    return _declared(view, "pep", "a politically exposed person")


@factor(
    "declared-pep-family", "Stated family of a PEP", _PLACE, _OUTCOMES, reads=("Declared.pep_family",), missing=True
)
def declared_pep_family(view: View, _: Rule) -> Iterable[Evidence]:
    """Stated to be family of a politically exposed person."""
    return _declared(view, "pep_family", "family of a politically exposed person")


@factor("declared-sanctioned", "Stated sanctions", _PLACE, _OUTCOMES, reads=("Declared.sanctioned",), missing=True)
def declared_sanctioned(view: View, _: Rule) -> Iterable[Evidence]:
    """Stated to be under sanctions."""
    return _declared(view, "sanctioned", "under sanctions")


@factor(
    "declared-adverse-media",
    "Stated adverse media",
    _PLACE,
    _OUTCOMES,
    reads=("Declared.adverse_media",),
    missing=True,
)
def declared_adverse_media(view: View, _: Rule) -> Iterable[Evidence]:
    """Stated to be in bad news."""
    return _declared(view, "adverse_media", "in adverse media")


@factor("declared-litigated", "Stated litigation", _PLACE, _OUTCOMES, reads=("Declared.litigated",), missing=True)
def declared_litigated(view: View, _: Rule) -> Iterable[Evidence]:
    """Stated to be or to have been in court."""
    return _declared(view, "litigated", "litigated")


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
)
def declared_internal_list(view: View, _: Rule) -> Iterable[Evidence]:
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
        yield Evidence(
            outcome=MISSING,
            where="customer.declared.internal_list",
            seen="",
            text="The sender does not say whether the customer is on an internal list.",
        )
    for related in view.related:
        said = related.party.declared
        if said.internal_list and (said.list_purpose or "").casefold() != "white":
            yield Evidence(
                outcome="related",
                where=f"{related.path}.declared.internal_list",
                seen=said.list_purpose or "true",
                text=f"The sender has {related.party.display or related.path} on an internal list.",
            )
