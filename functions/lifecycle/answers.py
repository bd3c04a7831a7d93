"""What is answered and sent, exactly. Fields that have a default are left out while they have it."""

from __future__ import annotations

import msgspec

from customer_risk.records import Record


class Written(Record, rename="camel"):
    """Base of every object that is written."""


class LifecycleToken(Written):
    """A token, good for an hour; every successful answer carries a fresh one in its ``Authorization`` header."""

    token: str


class ExpressKycOutcome(Written):
    """The outcome of ExpressKYC; without ``success`` it was too slow, and KYC goes on without it."""

    success: bool
    outcome: str | None = None


class RequestValidation(Written):
    """A validation at the request stage. ``fraudScore`` is 1 for safe; 0 says that none was asked for.

    ``expressKyc`` is there when it was asked for.
    """

    status: str
    kyc: str
    fraud_score: float
    express_kyc: ExpressKycOutcome | None = None


class EvaluationProgress(Written):
    """What is being evaluated (``kyc``, ``fraud``, ``idle``), and how far it is."""

    type: str
    status: str


class ChosenOptions(Written):
    """The options an onboarding was asked with."""

    include_fraud_check: bool
    use_express_kyc: bool = msgspec.field(name="useExpressKYC")


class EvaluationBegun(Written):
    """An evaluation has begun; a webhook with the same ``requestId`` ends it."""

    request_id: str
    event: str
    evaluation: EvaluationProgress
    validation: RequestValidation
    customer_id: str
    uri: str
    options: ChosenOptions | None = None
    external_id: str | None = None
    errors: tuple[str, ...] | None = None


class WarningTag(Written):
    """What one check found; ``detail`` is a sentence for each thing seen."""

    tag: str
    label: str
    passed: bool
    detail: str = ""


class ResultValidation(Written):
    """A validation at the webhook stage: ``warnings`` counts the tags that did not pass."""

    status: str
    kyc: str
    fraud_score: float
    fraud_flag: bool
    warnings: int
    warning_tags: dict[str, WarningTag]


class EvaluationWebhook(Written):
    """The webhook that ends an evaluation, or tells of a manual decision or report.

    ``superseded`` says that a newer request of the same customer was made since: its result counts, not this one.
    There is no ``requestId`` where no request was made: a reviewer has closed a case.
    """

    event: str
    evaluation: EvaluationProgress
    validation: ResultValidation
    customer_id: str
    uri: str
    request_id: str | None = None
    external_id: str | None = None
    superseded: bool = False


class FailedEvaluation(Written):
    """The webhook that ends an evaluation which could not be carried out: the customer was deleted meanwhile."""

    request_id: str
    event: str
    evaluation: EvaluationProgress
    customer_id: str
    uri: str


class FraudRow(Written):
    """A fraud score, and when it was made (milliseconds since 1970)."""

    date: int
    score: float


class KycRow(Written):
    """A KYC outcome, and when it was made (milliseconds since 1970)."""

    date: int
    outcome: str
    type: str


class FraudHistory(Written):
    """The score that stands, and those before it, newest first."""

    active: FraudRow | None
    history: tuple[FraudRow, ...]


class KycHistory(Written):
    """The outcome that stands, and those before it, newest first."""

    active: KycRow | None
    history: tuple[KycRow, ...]


class StandingValidation(Written):
    """Where a customer stands; ``fraudCheck`` says whether a fraud check was ever made."""

    status: str
    kyc: str
    fraud_score: float
    fraud_check: bool
    fraud_flag: bool
    fraud_report: str | None = None


class FoundOfficialId(Written):
    """A number somebody official gave."""

    doc_type: str | None
    value: str | None
    country: str | None


class FoundCustomer(Written):
    """A customer, as last evaluated or, while that has not happened yet, as it stands.

    ``openCase`` is the case that waits for a reviewer, whatever was found when the customer was evaluated.
    """

    customer_id: str
    uri: str
    evaluation: EvaluationProgress
    validation: StandingValidation
    external_id: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    official_id: FoundOfficialId | None = None
    email: str | None = None
    phone: str | None = None
    dob: str | None = None
    address: str | None = None
    city: str | None = None
    state: str | None = None
    zip_code: str | None = None
    country: str | None = None
    open_case: str | None = None


class FoundCustomers(Written):
    """Customers that were looked for; empty when there is none."""

    customers: tuple[FoundCustomer, ...]


class ManualStatus(Written):
    """A manual decision. ``confirmed`` is false where a second person has to say the same first."""

    request_id: str
    status: str
    customer_id: str
    uri: str
    confirmed: bool
    external_id: str | None = None
    proposed: str | None = None


class FraudReported(Written):
    """A report was put on file."""

    flagged: bool
    status: str
    customer_id: str
    uri: str
    request_id: str
    external_id: str | None = None


class LifecycleError(Written):
    """What went wrong: a code, and a sentence."""

    code: str
    message: str
