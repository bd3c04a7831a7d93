"""Who the customer is and how well that is proved."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from customer_risk.partial_date import PartialDate, whole_years
from customer_risk.profile import Document, PartyKind
from customer_risk.scoring.catalogue import Applies, Evidence, factor, saw
from customer_risk.scoring.rule import Rule, split
from customer_risk.scoring.view import View


@factor(
    "non-face-to-face",
    "Non face to face",
    ("kyc", "Non Face to Face"),
    {
        "remote": "never met in person, and no enhanced check was made",
        "remote-checked": "never met in person, but an enhanced check was made",
    },
    reads=("Channel.non_face_to_face", "Business.enhanced_checks"),
    missing=True,
    needs="profile.channel.non_face_to_face",
)
def non_face_to_face(view: View, rule: Rule) -> Iterable[Evidence]:
    """Whether the customer was met in person; an enhanced check (home visit, second document) makes up for some."""
    remote = view.profile.channel.non_face_to_face
    if remote is None:
        yield from rule.silence("channel.non_face_to_face", "It is not said whether the customer was met in person.")
    elif remote:
        checks = view.business.enhanced_checks
        yield Evidence(
            outcome="remote-checked" if checks else "remote",
            where="channel.non_face_to_face",
            seen="true",
            text=f"The customer was not met in person; enhanced checks made: {len(checks) or 'none'}.",
        )


REGISTRATION = "registrationcertificate"
"""The kind of a document that proves that an organisation exists, letters only."""


def _proves_person(document: Document) -> bool:
    return document.describes is not PartyKind.ORGANISATION and ("".join(split(document.kind or "")) != REGISTRATION)


@factor(
    "identity-document",
    "Identity document",
    ("kyc", "ID Card"),
    {
        "expired": "no identity document is still valid",
        "undated": "none is known to be valid: the expiry date of at least one is not said",
        "not-copied": "no copy of a valid document is held",
        "unnumbered": "the valid documents have no number",
    },
    reads=(
        "Document.copy_held",
        "Document.describes",
        "Document.expires",
        "Document.id",
        "Document.kind",
        "Document.number",
    ),
    applies=Applies.PERSON,
    missing=True,
    needs="party.documents",
)
def identity_document(view: View, rule: Rule) -> Iterable[Evidence]:
    """Whether at least one identity document is there and valid today.

    A partial expiry date counts from its first day. Only customers who sign as persons must have a document.
    """
    documents = [(n, held) for n, held in enumerate(view.party.documents) if _proves_person(held)]
    if not documents:
        if not view.is_organisation:
            yield from rule.silence("customer.documents", "There is no identity document.")
        return
    valid = [(n, held) for n, held in documents if (last := _expiry(held)) and last >= view.today]
    if not valid:
        undated = [(n, held) for n, held in documents if _expiry(held) is None]
        n, held = (undated or documents)[0]
        said = held.expires.text if held.expires else ""
        name = held.kind or "document"
        yield Evidence(
            outcome="undated" if undated else "expired",
            where=f"customer.documents[{n}].expires",
            seen=said,
            text=(
                f"It is not known until when the {name} is valid ({said or 'no expiry date'})."
                if undated
                else f"The {name} expired on {said}, before {view.today}."
            ),
        )
        return
    n, held = valid[0]
    if not any(held.number or held.id for _, held in valid):
        yield Evidence(
            outcome="unnumbered",
            where=f"customer.documents[{n}].number",
            seen="",
            text=f"The valid {held.kind or 'document'} has no number.",
        )
    if all(held.copy_held is False for _, held in valid):
        yield Evidence(
            outcome="not-copied",
            where=f"customer.documents[{n}].copy_held",
            seen="false",
            text=f"No copy is held of the valid {held.kind or 'document'}.",
        )


def _expiry(document: Document) -> date | None:
    return document.expires.earliest if document.expires else None


@factor(
    "address",
    "Address",
    ("kyc", "Address"),
    {"incomplete": "an address names nothing but a country"},
    reads=("Address.country", "Address.postcode", "Address.street", "Address.town", "Address.unstructured"),
    missing=True,
    needs="party.addresses",
)
def address(view: View, rule: Rule) -> Iterable[Evidence]:
    """Whether it is known where the customer lives or resides."""
    addresses = view.party.addresses
    if not addresses:
        yield from rule.silence("customer.addresses", "There is no address.")
    elif not any(given.present for given in addresses):
        yield Evidence(
            outcome="incomplete",
            where="customer.addresses[0]",
            seen=addresses[0].country or "",
            text="No address says more than a country.",
        )


@factor(
    "address-verification",
    "Address verification",
    ("kyc", "Address"),
    {"unverified": "the sender says of addresses whether they are verified, and none is"},
    reads=("Address.verified",),
    missing=True,
    needs="party.addresses",
)
def address_verification(view: View, rule: Rule) -> Iterable[Evidence]:
    """Whether an address was verified. A sender that does not speak of verification has not said that it was not."""
    addresses = view.party.addresses
    if not addresses or any(given.verified for given in addresses):
        return ()
    unverified = [n for n, given in enumerate(addresses) if given.verified is False]
    where = f"customer.addresses[{unverified[0] if unverified else 0}].verified"
    if not unverified:
        return rule.silence(where, "It is not said whether an address was verified.")
    return (saw("unverified", where, "false", "No address is verified."),)


@factor(
    "communication-means",
    "Means of communication",
    ("kyc", "Communication Means"),
    {},
    reads=("Means.kind", "Means.value"),
    missing=True,
    needs="party.means",
)
def communication_means(view: View, rule: Rule) -> Iterable[Evidence]:
    """Whether there is a telephone number or an e-mail address; a web page reaches nobody."""
    if not any(means.value and means.kind != "web" for means in view.party.means):
        yield from rule.silence("customer.means", "There is no means of communication: neither telephone nor e-mail.")


@factor(
    "birth-date",
    "Date of birth",
    ("kyc", "Missing Documents"),
    {
        "unreadable": "the date of birth cannot be read",
        "impossible": "the date of birth lies ahead or too long ago",
        "minor": "the customer may be under age",
    },
    reads=("Person.birth_date",),
    applies=Applies.PERSON,
    missing=True,
    limits={"adult-years": "age from which somebody is of age", "oldest-years": "age nobody is thought to exceed"},
)
def birth_date(view: View, rule: Rule) -> Iterable[Evidence]:
    """Whether the date of birth is known and plausible; of a partial date the riskier bound counts."""
    born = view.person.birth_date if view.person else None
    where = "customer.person.birth_date"
    if born is None:
        if not view.is_organisation:
            yield from rule.silence(where, "The date of birth is not known.")
        return
    outcome, why = _age_problem(born, view.today, rule)
    if outcome:
        yield Evidence(outcome=outcome, where=where, seen=born.text, text=f"The date of birth {born.text!r} {why}.")


def _age_problem(born: PartialDate, today: date, rule: Rule) -> tuple[str | None, str]:
    first, last = born.earliest, born.latest
    if first is None or last is None:
        return "unreadable", "cannot be read"
    if first > today or whole_years(last, today) > rule.limits["oldest-years"]:
        return "impossible", "cannot be right"
    if whole_years(last, today) < rule.limits["adult-years"]:
        return "minor", f"may mean an age under {rule.limits['adult-years']:g}"
    return None, ""
