"""What the sender itself says of the customer and of the parties the customer names."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from customer_risk.scoring.catalogue import Evidence, factor, saw
from customer_risk.scoring.rule import Rule
from customer_risk.scoring.view import View

_PLACE = ("screening", "Screening")
_OUTCOMES = {"customer": "said of the customer", "related": "said of a party the customer names"}


class _Statement(NamedTuple):
    """One yes or no a sender states of a party: the factor's id and label, the field, the words of its sentences."""

    id: str
    label: str
    field: str
    words: str

    def judge(self, view: View, rule: Rule) -> list[Evidence]:
        """What the sender states of the customer and of the parties the customer names."""
        said: bool | None = getattr(view.party.declared, self.field)
        where = f"declared.{self.field}"
        evidence: list[Evidence] = []
        if said:
            text = f"The sender says that the customer is {self.words}."
            evidence.append(saw("customer", f"customer.{where}", "true", text))
        elif said is None:
            evidence += rule.silence(f"customer.{where}", f"It is not said whether the customer is {self.words}.")
        for related in view.declaring:
            if getattr(related.party.declared, self.field):
                text = f"The sender says that {related.party.display or related.path} is {self.words}."
                evidence.append(saw("related", f"{related.path}.{where}", "true", text))
        return evidence


_STATEMENTS = (
    _Statement("declared-pep", "Stated PEP", "pep", "a politically exposed person"),
    _Statement("declared-pep-family", "Stated family of a PEP", "pep_family", "family of a politically exposed person"),
    _Statement("declared-sanctioned", "Stated sanctions", "sanctioned", "under sanctions"),
    _Statement("declared-adverse-media", "Stated adverse media", "adverse_media", "in adverse media"),
    _Statement("declared-litigated", "Stated litigation", "litigated", "litigated"),
)
_ABOUT = {"adverse_media": "in bad news", "litigated": "or to have been in court"}
"""Where the catalogue says it in other words than the sentences."""

for _one in _STATEMENTS:
    factor(
        _one.id,
        _one.label,
        _PLACE,
        _OUTCOMES,
        reads=(f"Declared.{_one.field}",),
        missing=True,
        needs="declared",
        about=f"Stated to be {_ABOUT.get(_one.field, _one.words)}.",
    )(_one.judge)


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
