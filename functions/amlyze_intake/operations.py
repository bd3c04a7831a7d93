"""The operations of customer intake, as they are published."""

from __future__ import annotations

from amlyze_intake.wire import answer as wire
from amlyze_intake.wire.customer import IntakeCustomer
from amlyze_intake.wire.values import Wire
from customer_risk.web.operations import Answer, Operation, Parameter

_TAG = "Customer intake"
_SAMPLES = "amlyze_intake"


class CustomerBatch(Wire):
    """Customers to be imported; ``sourceOfRiskLevel`` is not needed."""

    customers: list[IntakeCustomer]


_REFUSALS = {
    401: Answer("No good bearer token.", (wire.IntakeUnauthorised,)),
    403: Answer("The token does not allow this.", (wire.IntakeUnauthorised,)),
    404: Answer("There is nothing at this address.", (wire.IntakeNowhere,)),
    405: Answer("Not with this method.", (wire.IntakeNowhere,)),
    500: Answer("Something failed here. The request was not accepted.", (wire.IntakeFailure,)),
    503: Answer("Something behind us does not answer. Send the same request again.", (wire.IntakeFailure,)),
}
_UNREADABLE = {
    413: Answer("More than one request can hold.", (wire.IntakeNowhere,)),
    415: Answer("Not JSON.", (wire.IntakeNowhere,)),
}
_BATCH = """
Up to 100 customers, each as in `POST /amlyze-ws-rest/customer` and imported as it is: without `sourceOfRiskLevel`, \
with a `riskLevel` or without one. Every row is judged by itself and has a result of its own, in the same order; a \
number that was used answers `O005`. Nothing is screened at a row's wish.
"""

OPERATIONS = (
    Operation(
        method="POST",
        path="/amlyze-ws-rest/customer",
        id="intakeCustomer",
        tag=_TAG,
        summary="Create or update a customer",
        description=(
            "200 is an acceptance: the customer is screened and scored right after it, and the results leave as "
            "CloudEvents to the tenant's webhooks. An UPDATE replaces all data. The first rule that is broken, in a "
            "fixed order, is the answer; every code and message is listed in `docs/amlyze-errors.md`. A "
            "`communicationNumber` is good for one accepted request ever."
        ),
        scope="intake:write",
        credentials=("bearer",),
        request=IntakeCustomer,
        examples={
            "minimalIndividual": f"{_SAMPLES}/individual_minimal.json",
            "fullIndividual": f"{_SAMPLES}/individual_full.json",
            "fullOrganisation": f"{_SAMPLES}/organisation_full.json",
            "lead": f"{_SAMPLES}/lead.json",
        },
        answers={
            200: Answer("Accepted.", (wire.IntakeAnswer,), example=f"{_SAMPLES}/answers/accepted.json"),
            400: Answer(
                "A rule was broken (`Answer`), or the body is no JSON object (`Nowhere`).",
                (wire.IntakeAnswer, wire.IntakeNowhere),
                example=f"{_SAMPLES}/answers/rejected.json",
            ),
            **_UNREADABLE,
            **_REFUSALS,
        },
    ),
    Operation(
        method="POST",
        path="/amlyze-ws-rest/validate-batch-customers",
        id="validateBatch",
        tag=_TAG,
        summary="Check customers without saving them",
        description=_BATCH,
        scope="intake:read",
        credentials=("bearer",),
        request=CustomerBatch,
        examples={"batch": f"{_SAMPLES}/batch.json"},
        answers={
            200: Answer("A result for each.", (wire.BatchAnswer,), example=f"{_SAMPLES}/answers/batch.json"),
            400: Answer("The body is no object with a list of customers.", (wire.IntakeNowhere,)),
            **_UNREADABLE,
            **_REFUSALS,
        },
    ),
    Operation(
        method="POST",
        path="/amlyze-ws-rest/batch-customers",
        id="saveBatch",
        tag=_TAG,
        summary="Import customers",
        description=_BATCH,
        scope="intake:write",
        credentials=("bearer",),
        request=CustomerBatch,
        examples={"batch": f"{_SAMPLES}/batch.json"},
        answers={
            200: Answer("A result for each.", (wire.BatchAnswer,), example=f"{_SAMPLES}/answers/batch.json"),
            400: Answer("The body is no object with a list of customers.", (wire.IntakeNowhere,)),
            **_UNREADABLE,
            **_REFUSALS,
        },
    ),
    Operation(
        method="GET",
        path="/classifier/{name}",
        id="readIntakeClassifier",
        tag=_TAG,
        summary="Read a classifier",
        description="The values that the tenant's customers may have.",
        scope="intake:read",
        credentials=("bearer",),
        parameters=(Parameter("path", "name", "For example `relationType`.", {"type": "string"}, required=True),),
        answers={
            200: Answer("The classifier.", (wire.IntakeClassifier,), example=f"{_SAMPLES}/answers/classifier.json"),
            **_REFUSALS,
        },
    ),
    Operation(
        method="GET",
        path="/api/integration-services/v1/communications-events/{communicationNumber}",
        id="readCommunicationEvents",
        tag=_TAG,
        summary="Read the events of a request",
        description="The same events that went to the webhooks; none as long as the request is not decided.",
        scope="intake:read",
        credentials=("bearer",),
        parameters=(Parameter("path", "communicationNumber", "As it was sent.", {"type": "string"}, required=True),),
        answers={
            200: Answer("The events so far.", (wire.CommunicationEvents,), example=f"{_SAMPLES}/answers/events.json"),
            400: Answer("No number.", (wire.CommunicationEvents,)),
            **_REFUSALS,
            404: Answer("No accepted request had this number.", (wire.CommunicationEvents,)),
        },
    ),
)
