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


def is_registration(document: Document) -> bool:
    """Whether it is a certificate of an organisation's registration, however that is spelt."""
    return document.kind is not None and "".join(split(document.kind)) == REGISTRATION


def _proves_person(document: Document) -> bool:
    return document.describes is not PartyKind.ORGANISATION and not is_registration(document)


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
    documents = [
        (n, held, held.expires.earliest if held.expires else None)
        for n, held in enumerate(view.party.documents)
        if _proves_person(held)
    ]
    if not documents:
        return () if view.is_organisation else rule.silence("customer.documents", "There is no identity document.")
    valid = [(n, held) for n, held, last in documents if last and last >= view.today]
    if not valid:
        undated = [one for one in documents if one[2] is None]
        n, held, _ = (undated or documents)[0]
        said = held.expires.text if held.expires else ""
        where, name = f"customer.documents[{n}].expires", held.kind or "document"
        if undated:
            text = f"It is not known until when the {name} is valid ({said or 'no expiry date'})."
            return (saw("undated", where, said, text),)
        return (saw("expired", where, said, f"The {name} expired on {said}, before {view.today}."),)
    n, held = valid[0]
    evidence = []
    if not any(held.number or held.id for _, held in valid):
        text = f"The valid {held.kind or 'document'} has no number."
        evidence.append(saw("unnumbered", f"customer.documents[{n}].number", "", text))
    if all(held.copy_held is False for _, held in valid):
        text = f"No copy is held of the valid {held.kind or 'document'}."
        evidence.append(saw("not-copied", f"customer.documents[{n}].copy_held", "false", text))
    return evidence


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
        return rule.silence("customer.addresses", "There is no address.")
    for given in addresses:
        if given.present:
            return ()
    where, country = "customer.addresses[0]", addresses[0].country or ""
    return (saw("incomplete", where, country, "No address says more than a country."),)


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
    said = [given.verified for given in view.party.addresses]
    if not said or True in said:
        return ()
    unverified = [n for n, verified in enumerate(said) if verified is False]
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
    for means in view.party.means:
        if means.value and means.kind != "web":
            return ()
    return rule.silence("customer.means", "There is no means of communication: neither telephone nor e-mail.")


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
        return () if view.is_organisation else rule.silence(where, "The date of birth is not known.")
    outcome, why = _age_problem(born, view.today, rule)
    return (saw(outcome, where, born.text, f"The date of birth {born.text!r} {why}."),) if outcome else ()


def _age_problem(born: PartialDate, today: date, rule: Rule) -> tuple[str | None, str]:
    first, last = born.earliest, born.latest
    if first is None or last is None:
        return "unreadable", "cannot be read"
    if first > today or whole_years(last, today) > rule.limits["oldest-years"]:
        return "impossible", "cannot be right"
    if whole_years(last, today) < rule.limits["adult-years"]:
        return "minor", f"may mean an age under {rule.limits['adult-years']:g}"
    return None, ""
