"""The fraud score: how likely it is that the customer is who they say, from 0 to 1, where 1 is safe.

A logistic scorecard: the weights of everything that speaks against the customer are added to a bias, and the logistic
function makes a likelihood of them. Weights are never negative, so that more evidence never makes anybody safer. It
looks at the lines of a scoring and at signals that only the stored customers or an identity check can give.
"""

# As in scoring.model: annotations are not postponed, because the model is read at every cold start.

import math
from enum import StrEnum
from typing import Annotated

from msgspec import Meta

from customer_risk.records import Record
from customer_risk.scoring.result import Scoring

type Weight = Annotated[float, Meta(ge=0, le=20)]


class Tag(StrEnum):
    """What a fraud check reports on, each with an outcome of its own."""

    NATIONAL_NUMBER = "ssn"
    BIRTH_DATE = "date_of_birth"
    ADDRESS = "address"
    WARNINGS = "legal_and_regulatory_warnings"
    PEP = "politically_exposed_person"
    SANCTION = "sanction"
    FRAUD_REPORTS = "fraud_reports"
    WATCHLISTS = "watchlists_validation"
    PHONE = "phone_number_validation"
    EMAIL = "email_address_validation"
    AGE = "age_validation"
    COMPARISON = "data_comparison"
    CONSISTENCY = "data_consistency"
    DOCUMENT = "compromised_document"


LABELS = {
    Tag.NATIONAL_NUMBER: "National number",
    Tag.BIRTH_DATE: "Date of birth",
    Tag.ADDRESS: "Address",
    Tag.WARNINGS: "Legal and regulatory warnings",
    Tag.PEP: "Politically exposed person",
    Tag.SANCTION: "Sanctions",
    Tag.FRAUD_REPORTS: "Fraud reports",
    Tag.WATCHLISTS: "Watchlists",
    Tag.PHONE: "Telephone number",
    Tag.EMAIL: "E-mail address",
    Tag.AGE: "Age",
    Tag.COMPARISON: "Comparison with other customers",
    Tag.CONSISTENCY: "Consistency of the data",
    Tag.DOCUMENT: "Document",
}


class Signal(StrEnum):
    """What a scoring alone cannot see. Who asks for a fraud score says which of these hold; each weighs once.

    ``SAME_…`` (collisions): another customer of the tenant, not a deleted one and not this one, has given the same
    identifier. All are looked up at once by their keyed hashes (``storage.identities.sharing``); how many others there
    are makes no difference. ``MANY_ATTEMPTS`` (velocity): the customer was sent for evaluation more often in
    a short time than the dialect finds usual. ``NATIONAL_CODE_…``: from ``identity.check``, which reads the
    code by the rules of its country. ``FRAUD_REPORTED``: an open report of the tenant about this customer.
    """

    SAME_DOCUMENT = "same-document"
    SAME_TAX_NUMBER = "same-tax-number"
    SAME_ACCOUNT = "same-account"
    SAME_EMAIL = "same-email"
    SAME_PHONE = "same-phone"
    SAME_DEVICE = "same-device"
    MANY_ATTEMPTS = "many-attempts"
    NATIONAL_CODE_MISMATCH = "national-code-mismatch"
    NATIONAL_CODE_INVALID = "national-code-invalid"
    FRAUD_REPORTED = "fraud-reported"


SIGNALS = {
    Signal.SAME_DOCUMENT: "another customer has the same document",
    Signal.SAME_TAX_NUMBER: "another customer has the same tax or national number",
    Signal.SAME_ACCOUNT: "another customer has the same account number",
    Signal.SAME_EMAIL: "another customer has the same e-mail address",
    Signal.SAME_PHONE: "another customer has the same telephone number",
    Signal.SAME_DEVICE: "another customer has the same device",
    Signal.MANY_ATTEMPTS: "many attempts in a short time",
    Signal.NATIONAL_CODE_MISMATCH: "the national code contradicts the date of birth or the gender",
    Signal.NATIONAL_CODE_INVALID: "the national code cannot exist",
    Signal.FRAUD_REPORTED: "fraud was reported of this customer",
}


class EvidenceWeight(Record, forbid_unknown_fields=True):
    """What one outcome of one factor weighs, and which tag fails by it."""

    factor: str
    outcome: str
    tag: Tag
    weight: Weight


class SignalWeight(Record, forbid_unknown_fields=True):
    """What a signal weighs, and which tag fails by it."""

    signal: Signal
    tag: Tag
    weight: Weight


class FraudRules(Record, forbid_unknown_fields=True):
    """The scorecard: ``bias`` is the log-odds of fraud with nothing against somebody, ``least`` the lowest score."""

    bias: Annotated[float, Meta(ge=-20, le=20)]
    least: Annotated[float, Meta(gt=0, le=1)]
    evidence: tuple[EvidenceWeight, ...]
    signals: tuple[SignalWeight, ...]


class Against(Record):
    """One thing that speaks against the customer; ``odds`` is what it adds to the log-odds of fraud."""

    tag: Tag
    odds: float
    text: str


class TagOutcome(Record):
    """Whether anything failed a tag, and what."""

    tag: Tag
    label: str
    passed: bool
    because: tuple[str, ...] = ()


class FraudScore(Record):
    """``score`` runs from the model's least to 1, where 1 is safe; ``against`` adds up to it from the bias on."""

    score: float
    against: tuple[Against, ...]
    tags: tuple[TagOutcome, ...]


def fraud_score(rules: FraudRules, scoring: Scoring, signals: frozenset[Signal] = frozenset()) -> FraudScore:
    """Weigh a scoring and the signals. Pure; every outcome and every signal counts once, however often it was seen."""
    said = {(line.factor, line.outcome): line.text for line in reversed(scoring.lines)}
    against = [
        Against(tag=one.tag, odds=one.weight, text=said[one.factor, one.outcome])
        for one in rules.evidence
        if (one.factor, one.outcome) in said and one.weight
    ]
    against += [
        Against(tag=one.tag, odds=one.weight, text=f"{SIGNALS[one.signal].capitalize()}.")
        for one in rules.signals
        if one.signal in signals and one.weight
    ]
    odds = math.fsum((rules.bias, *(one.odds for one in against)))
    likelihood = 1 / (1 + math.exp(-odds))
    return FraudScore(
        score=max(rules.least, round(1 - likelihood, 4)),
        against=tuple(against),
        tags=tuple(_outcome(tag, against) for tag in Tag),
    )


def _outcome(tag: Tag, against: list[Against]) -> TagOutcome:
    because = tuple(one.text for one in against if one.tag is tag)
    return TagOutcome(tag=tag, label=LABELS[tag], passed=not because, because=because)
