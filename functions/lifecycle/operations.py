"""The operations of the evaluation lifecycle, as they are published."""

from __future__ import annotations

from functools import partial

from customer_risk.web.operations import Answer, Operation, Parameter
from lifecycle.answers import (
    EvaluationBegun,
    FoundCustomers,
    FraudHistory,
    FraudReported,
    KycHistory,
    LifecycleError,
    LifecycleToken,
    ManualStatus,
)
from lifecycle.wire import Authentication, FraudReport, ManualDecision, MeantCustomer, Onboarding

_TAG, _READ, _WRITE = "Evaluation lifecycle", "lifecycle:read", "lifecycle:write"
_SAMPLES, _ANSWERS = "lifecycle", "lifecycle/answers"
_ALWAYS = (401, 403, 500, 503)
_BODY = (400, 413, 415)
_FRESH = {"Authorization": "`Bearer` and a fresh token, good for another hour."}
_CUSTOMER = Parameter("path", "customerId", "The customer.", {"type": "string"}, required=True)
_IDEMPOTENCY = Parameter(
    "header",
    "Idempotency-Key",
    "The same request under the same key is begun once and answered the same.",
    {"type": "string", "minLength": 1, "maxLength": 255},
)


_operation = partial(Operation, tag=_TAG, credentials=("bearer",), refusal=LifecycleError)


def _answer(text: str, body: type, example: str) -> dict[int, Answer]:
    return {200: Answer(text, (body,), _FRESH, example=f"{_ANSWERS}/{example}")}


_ONBOARDING = """
Evaluates a new customer, or a known one anew: KYC always, ExpressKYC and a fraud score if `options` ask for them. The \
answer comes at once; the webhook `onboard` with the same `requestId` ends the evaluation.

KYC is the identity check together with the watchlists: `passed`, or `review` when anything needs a human. ExpressKYC \
is the identity check alone within a time budget; too slow is `success: false`, and the evaluation goes on. \
`fraudScore` runs from 0.01 to 1, where 1 is safe; 0 says that none was asked for. Without a score the final status is \
always `review`.
"""
_CHECKING = """
Makes a new fraud score of a customer that was evaluated before, from what is known of it. The answer repeats what is \
known; the webhook `evaluation` with the same `requestId` carries the new score. KYC outcome and status stay as they \
are.
"""
_DECIDING = """
Sets the status by hand, with a reason, for a customer that was evaluated. Where the tenant asks for four eyes the \
first call only proposes it (`confirmed: false`), and somebody with another key must say the same. A webhook `onboard` \
tells of it.
"""

OPERATIONS = (
    _operation(
        method="POST",
        path="/authenticate",
        id="authenticate",
        summary="Change an API key for a token",
        description="`apiKey` is the key without its last part, `clientSecret` that last part. The token is good "
        "for an hour; every successful answer carries a fresh one.",
        request=Authentication,
        examples={"demo": f"{_SAMPLES}/authenticate.json"},
        answers={200: Answer("A token.", (LifecycleToken,), example=f"{_ANSWERS}/token.json")},
        problems=(*_BODY, *_ALWAYS),
    ),
    _operation(
        method="POST",
        path="/onboard",
        id="onboardCustomer",
        summary="Onboard a customer",
        description=_ONBOARDING,
        scope=_WRITE,
        parameters=(_IDEMPOTENCY,),
        request=Onboarding,
        examples={
            "kycOnly": f"{_SAMPLES}/onboard.json",
            "withExpressKyc": f"{_SAMPLES}/onboard_express.json",
            "withExpressKycAndFraudScore": f"{_SAMPLES}/onboard_everything.json",
            "withFraudScore": f"{_SAMPLES}/onboard_fraud.json",
        },
        answers=_answer("The evaluation has begun.", EvaluationBegun, "onboarded.json"),
        problems=(*_BODY, *_ALWAYS, 409),
    ),
    _operation(
        method="POST",
        path="/check-fraud",
        id="checkFraud",
        summary="Check for fraud",
        description=_CHECKING,
        scope=_WRITE,
        parameters=(_IDEMPOTENCY,),
        request=MeantCustomer,
        examples={"customer": f"{_SAMPLES}/check_fraud.json"},
        answers=_answer("The evaluation has begun.", EvaluationBegun, "fraud_check_begun.json"),
        problems=(*_BODY, *_ALWAYS, 404, 409),
    ),
    _operation(
        method="GET",
        path="/history/fraud/{customerId}",
        id="readFraudHistory",
        summary="Read earlier fraud scores",
        description="The score that stands and those before it, newest first; times are milliseconds since 1970.",
        scope=_READ,
        parameters=(_CUSTOMER,),
        answers=_answer("The scores.", FraudHistory, "fraud_history.json"),
        problems=(*_ALWAYS, 404),
    ),
    _operation(
        method="GET",
        path="/history/kyc/{customerId}",
        id="readKycHistory",
        summary="Read earlier KYC outcomes",
        description="The outcome that stands and those before it, newest first; times are milliseconds since 1970.",
        scope=_READ,
        parameters=(_CUSTOMER,),
        answers=_answer("The outcomes.", KycHistory, "kyc_history.json"),
        problems=(*_ALWAYS, 404),
    ),
    _operation(
        method="GET",
        path="/customer",
        id="findCustomers",
        summary="Find customers by what they gave",
        description="Ask by exactly one of these. At most 25 customers are told.",
        scope=_READ,
        parameters=(
            Parameter("query", "email", "Their e-mail address.", {"type": "string"}),
            Parameter("query", "customerId", "The customer's id.", {"type": "string"}),
            Parameter("query", "officialId", "The value of their official id.", {"type": "string"}),
            Parameter("query", "zipCode", "Their postcode.", {"type": "string"}),
            Parameter("query", "dob", "Their date of birth.", {"type": "string", "format": "date"}),
            Parameter("query", "externalId", "The id they were onboarded with.", {"type": "string"}),
        ),
        answers=_answer("The customers; an empty list when there is none.", FoundCustomers, "customers.json"),
        problems=(*_ALWAYS, 400),
    ),
    _operation(
        method="POST",
        path="/flag",
        id="flagCustomer",
        summary="Report a customer",
        description="Puts a report of fraud on file: the customer is rejected until a human approves it, and every "
        "later fraud score weighs the report. A webhook `flag` tells of it.",
        scope=_WRITE,
        request=FraudReport,
        examples={"stolenIdentity": f"{_SAMPLES}/flag.json"},
        answers=_answer("The report is on file.", FraudReported, "flagged.json"),
        problems=(*_BODY, *_ALWAYS, 404),
    ),
    _operation(
        method="POST",
        path="/approve",
        id="approveCustomer",
        summary="Approve a customer",
        description=_DECIDING + "\nAn approval settles a report on file.",
        scope=_WRITE,
        request=ManualDecision,
        examples={"seen": f"{_SAMPLES}/decision.json"},
        answers=_answer("Approved, or proposed.", ManualStatus, "approved.json"),
        problems=(*_BODY, *_ALWAYS, 404, 409),
    ),
    _operation(
        method="POST",
        path="/reject",
        id="rejectCustomer",
        summary="Reject a customer",
        description=_DECIDING + "\nWhat a human rejected no later evaluation approves.",
        scope=_WRITE,
        request=ManualDecision,
        examples={"seen": f"{_SAMPLES}/decision.json"},
        answers=_answer("Rejected, or proposed.", ManualStatus, "approved.json"),
        problems=(*_BODY, *_ALWAYS, 404, 409),
    ),
)
