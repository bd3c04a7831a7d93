"""Whether the documents and numbers that prove identity can be right."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from customer_risk.partial_date import PartialDate
from customer_risk.profile import Document
from customer_risk.scoring.catalogue import Applies, Evidence, factor, saw
from customer_risk.scoring.factors.identification import is_registration
from customer_risk.scoring.factors.words import short
from customer_risk.scoring.parties import names_of
from customer_risk.scoring.rule import Rule
from customer_risk.scoring.view import View

_PAPERS = ("kyc", "Missing Documents")


@factor(
    "checked-documents",
    "Missing documents",
    ("kyc", "Missing Documents"),
    {"lacking": "one of the documents an organisation has to show is not ticked as received"},
    reads=("Business.documents_held", "Document.kind"),
    applies=Applies.ORGANISATION,
    missing=True,
)
def checked_documents(view: View, rule: Rule) -> Iterable[Evidence]:
    """Whether an organisation's founding papers were received.

    Required of organisations: memorandum and articles of association, certificates of shareholders, of registered
    office and of good standing. A registration certificate among the documents stands for them.
    """
    if not view.is_organisation:
        return ()
    for held in view.party.documents:
        if is_registration(held):
            return ()
    received, where = view.business.documents_held, "business.documents_held"
    if not received:
        return rule.silence(where, "None of the documents of an organisation was received.")
    seen = ", ".join(map(str, received))
    return [
        saw("lacking", where, seen, f"The {name} was not received.")
        for id_, name in REQUIRED_OF_ORGANISATIONS.items()
        if id_ not in received
    ]


REQUIRED_OF_ORGANISATIONS = {
    6: "memorandum and articles of association",
    9: "certificate of shareholders",
    10: "certificate of registered office",
    11: "certificate of good standing",
}
"""By their ids in the published classifier of checked documents."""


@factor(
    "name",
    "Name",
    ("kyc", "Missing Documents"),
    {},
    reads=(
        "Organisation.name",
        "Organisation.trade_names",
        "Party.names",
        "PersonName.aliases",
        "PersonName.at_birth",
        "PersonName.first",
        "PersonName.full",
        "PersonName.last",
        "PersonName.middle",
    ),
    missing=True,
)
def name(view: View, rule: Rule) -> Iterable[Evidence]:
    """Whether the customer has a name."""
    if view.party.display or any(names_of(view.party)):
        return ()
    return rule.silence("customer", "The customer has no name.")


@factor(
    "document-dates",
    "Dates of documents",
    _PAPERS,
    {
        "ahead": "issued in the future",
        "reversed": "expires before it was issued",
        "before-birth": "issued before its holder was born",
        "expiring": "expires within the model's days",
    },
    reads=("Document.expires", "Document.issued", "Document.kind", "Person.birth_date"),
    limits={"expiring-days": "days before its expiry from which a document is about to expire"},
    needs="party.documents",
)
def document_dates(view: View, rule: Rule) -> Iterable[Evidence]:
    """Whether the dates of a document can be right. A date that may be right is taken to be so."""
    born = view.person.birth_date if view.person else None
    evidence = []
    for n, held in enumerate(view.party.documents):
        if found := _odd(held, born, view.today, rule):
            outcome, field, text = found
            said = getattr(held, field)
            evidence.append(saw(outcome, f"customer.documents[{n}].{field}", said.text, text))
    return evidence


def _odd(held: Document, born: PartialDate | None, today: date, rule: Rule) -> tuple[str, str, str] | None:
    issued, expires, name = held.issued, held.expires, held.kind or "document"
    if issued and (first := issued.earliest):
        if first > today:
            return "ahead", "issued", f"The {name} is issued in the future, on {issued.text}."
        if expires and (last := expires.latest) and last < first:
            return "reversed", "expires", f"The {name} expires on {expires.text}, before its issue on {issued.text}."
        if born and (birth := born.earliest) and (issue := issued.latest) and issue < birth:
            return "before-birth", "issued", f"The {name} was issued on {issued.text}, before the date of birth."
    if expires and (end := expires.earliest) and 0 <= (end - today).days < rule.limits["expiring-days"]:
        return "expiring", "expires", f"The {name} expires on {expires.text}, in {(end - today).days} days."
    return None


@factor(
    "document-origin",
    "Origin of identity document",
    ("kyc", "ID Card"),
    {"foreign": "no identity document is of a country the person is a national of or lives in"},
    reads=("Document.issuing_country", "Person.nationalities", "Person.residence_country"),
    applies=Applies.PERSON,
    needs="party.documents",
)
def document_origin(view: View, _: Rule) -> Iterable[Evidence]:
    """Whether the identity documents come from where the person belongs."""
    person = view.person
    if person is None:
        return ()
    home = {*person.nationalities}
    if person.residence_country:
        home.add(person.residence_country)
    issued = [(n, country) for n, held in enumerate(view.party.documents) if (country := held.issuing_country)]
    if not home or not issued or not home.isdisjoint([country for _, country in issued]):
        return ()
    n, country = issued[0]
    text = f"The document is issued by {country!r}; the person belongs to {', '.join(sorted(home))}."
    return (saw("foreign", f"customer.documents[{n}].issuing_country", country, text),)


@factor(
    "registration-number",
    "Registration or tax number",
    _PAPERS,
    {},
    reads=("Identifier.kind", "Identifier.value"),
    applies=Applies.ORGANISATION,
    missing=True,
)
def registration_number(view: View, rule: Rule) -> Iterable[Evidence]:
    """Whether an organisation has any number that a register or a tax office gave it."""
    if view.is_organisation and not any(
        held.value and held.kind != "social-security" for held in view.party.identifiers
    ):
        return rule.silence("customer.identifiers", "There is no registration, tax or other official number.")
    return ()


@factor(
    "external-assessment",
    "Assessment by others",
    ("general", "Behavior"),
    {
        "poor": "a score below the model's limit",
        "high": "a status the model lists as of high risk",
        "elevated": "a status it lists as of elevated risk",
        "old": "made longer ago than the model's months",
    },
    reads=("Assessed.date", "Assessed.name", "Assessed.score", "Assessed.status"),
    limits={"poor-below": "score (FICO: 300 to 850)", "old-months": "months after which an assessment is old"},
    terms=("high", "elevated"),
    needs="party.assessments",
)
def external_assessment(view: View, rule: Rule) -> Iterable[Evidence]:
    """What others made of the customer: credit scores and their status. Scores are read as FICO scores."""
    evidence = []
    for n, made in enumerate(view.party.assessments):
        where, name = f"customer.assessments[{n}]", made.name or "assessment"
        if made.score is not None and made.score < rule.limits["poor-below"]:
            evidence.append(saw("poor", f"{where}.score", f"{made.score:g}", f"The {name} score is {made.score:g}."))
        if made.status and (met := rule.terms[made.status]):
            text = f"The {name} has the status {short(made.status)!r}."
            evidence.append(saw(met[0], f"{where}.status", short(made.status), text))
        day = made.date.latest if made.date else None
        if made.date and day and view.months_since(day) >= rule.limits["old-months"]:
            evidence.append(saw("old", f"{where}.date", made.date.text, f"The {name} dates from {made.date.text}."))
    return evidence
