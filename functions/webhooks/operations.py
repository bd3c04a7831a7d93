"""The operations of webhooks, as they are published."""

from __future__ import annotations

from customer_risk.web.operations import Answer, Operation, Parameter
from webhooks.wire import (
    CreatedWebhook,
    NewWebhook,
    OrderedDelivery,
    SecretRotation,
    Webhook,
    WebhookChange,
    WebhookDeliveryList,
    WebhookList,
    WebhookPause,
    WebhookSecret,
)

_TAG, _READ, _WRITE = "Webhooks", "webhooks:read", "webhooks:write"
_SAMPLES, _ANSWERS = "webhooks", "webhooks/answers"
_ALWAYS = (401, 403, 500, 503)
_BODY = (400, 413, 415)
_ID = Parameter("path", "webhookId", "The webhook.", {"type": "string"}, required=True)
_EVENT = Parameter("path", "eventId", "The event: its `webhook-id`.", {"type": "string"}, required=True)
_ONE = "/webhooks/{webhookId}"

_DELIVERING = """
Every event that no request named a callback address for goes to all webhooks whose `eventTypes` it matches and whose \
`unit`, if there is one, is the customer's. Events are signed by Standard Webhooks with the webhook's own secret and \
delivered at least once: `webhook-id` is the same at every attempt, `customer-risk-sequence` grows with every event of \
a customer. What fails is tried ten times within about three days. After five failures in a row the webhook is left \
alone for ten seconds, then longer, up to a quarter of an hour, which uses up no attempts. Answering 410, or nothing \
but failing for five days, disables it; the tenant's other webhooks are told by an event `webhook.endpoint.disabled`.
"""

OPERATIONS = (
    Operation(
        method="POST",
        path="/webhooks",
        id="createWebhook",
        tag=_TAG,
        summary="Subscribe to events",
        description=_DELIVERING + "\nA tenant can have 50 webhooks.",
        scope=_WRITE,
        request=NewWebhook,
        examples={"everything": f"{_SAMPLES}/everything.json", "some": f"{_SAMPLES}/some.json"},
        answers={
            201: Answer(
                "Created, with the secret its events are signed with.",
                (CreatedWebhook,),
                {"Location": "The webhook."},
                example=f"{_ANSWERS}/created.json",
            )
        },
        problems=(*_BODY, *_ALWAYS, 409),
    ),
    Operation(
        method="GET",
        path="/webhooks",
        id="listWebhooks",
        tag=_TAG,
        summary="List webhooks",
        description="All webhooks of the tenant, oldest first, and how they are doing.",
        scope=_READ,
        answers={200: Answer("The webhooks.", (WebhookList,), example=f"{_ANSWERS}/webhooks.json")},
        problems=_ALWAYS,
    ),
    Operation(
        method="GET",
        path=_ONE,
        id="readWebhook",
        tag=_TAG,
        summary="Read a webhook",
        description="The webhook and how it is doing.",
        scope=_READ,
        parameters=(_ID,),
        answers={200: Answer("The webhook.", (Webhook,), example=f"{_ANSWERS}/webhook.json")},
        problems=(*_ALWAYS, 404),
    ),
    Operation(
        method="PATCH",
        path=_ONE,
        id="changeWebhook",
        tag=_TAG,
        summary="Change a webhook",
        description="What is left out stays as it is. Deliveries on their way go to the new address at once.",
        scope=_WRITE,
        parameters=(_ID,),
        request=WebhookChange,
        examples={"moved": f"{_SAMPLES}/moved.json"},
        answers={200: Answer("The changed webhook.", (Webhook,), example=f"{_ANSWERS}/webhook.json")},
        problems=(*_BODY, *_ALWAYS, 404),
    ),
    Operation(
        method="DELETE",
        path=_ONE,
        id="deleteWebhook",
        tag=_TAG,
        summary="Delete a webhook",
        description="Deliveries on their way to it end, and its log can no longer be read.",
        scope=_WRITE,
        parameters=(_ID,),
        answers={204: Answer("Deleted.")},
        problems=(*_ALWAYS, 404),
    ),
    Operation(
        method="POST",
        path=f"{_ONE}/pause",
        id="pauseWebhook",
        tag=_TAG,
        summary="Pause a webhook",
        description="Its deliveries, and those of events to come, wait without using up attempts, for up to 30 days.",
        scope=_WRITE,
        parameters=(_ID,),
        request=WebhookPause,
        examples={"maintenance": f"{_SAMPLES}/pause.json"},
        answers={200: Answer("The paused webhook.", (Webhook,), example=f"{_ANSWERS}/paused.json")},
        problems=(*_BODY, *_ALWAYS, 404, 409),
    ),
    Operation(
        method="POST",
        path=f"{_ONE}/resume",
        id="resumeWebhook",
        tag=_TAG,
        summary="Resume a paused or disabled webhook",
        description="Forgets its failures. What waited arrives soon after a short pause, and within a quarter of an "
        "hour or so after a long one. What ended while it was disabled can be replayed.",
        scope=_WRITE,
        parameters=(_ID,),
        answers={200: Answer("The active webhook.", (Webhook,), example=f"{_ANSWERS}/webhook.json")},
        problems=(*_ALWAYS, 404),
    ),
    Operation(
        method="POST",
        path=f"{_ONE}/rotate",
        id="rotateWebhookSecret",
        tag=_TAG,
        summary="Rotate the secret",
        description="A new secret; for a grace period, a day unless said otherwise, events carry a signature of each.",
        scope=_WRITE,
        parameters=(_ID,),
        request=SecretRotation,
        examples={"oneHour": f"{_SAMPLES}/rotate.json"},
        answers={200: Answer("The secrets now.", (WebhookSecret,), example=f"{_ANSWERS}/rotated.json")},
        problems=(*_BODY, *_ALWAYS, 404),
    ),
    Operation(
        method="GET",
        path=f"{_ONE}/secret",
        id="readWebhookSecret",
        tag=_TAG,
        summary="Read the secret",
        description="What events are signed with. Whoever has it could sign, so that it takes the right to write.",
        scope=_WRITE,
        parameters=(_ID,),
        answers={200: Answer("The secrets now.", (WebhookSecret,), example=f"{_ANSWERS}/rotated.json")},
        problems=(*_ALWAYS, 404),
    ),
    Operation(
        method="POST",
        path=f"{_ONE}/test",
        id="testWebhook",
        tag=_TAG,
        summary="Send a test event",
        description="An event `webhook.test` for this webhook alone, whatever it subscribed to.",
        scope=_WRITE,
        parameters=(_ID,),
        answers={202: Answer("On its way.", (OrderedDelivery,), example=f"{_ANSWERS}/queued.json")},
        problems=(*_ALWAYS, 404, 409),
    ),
    Operation(
        method="GET",
        path=f"{_ONE}/deliveries",
        id="listWebhookDeliveries",
        tag=_TAG,
        summary="Read the delivery log",
        description="Deliveries of the last 30 days with their attempts, newest first.",
        scope=_READ,
        parameters=(
            _ID,
            Parameter(
                "query", "limit", "How many at most.", {"type": "integer", "minimum": 1, "maximum": 100, "default": 25}
            ),
            Parameter("query", "cursor", "`next` of the page before.", {"type": "string"}),
        ),
        answers={200: Answer("A page of deliveries.", (WebhookDeliveryList,), example=f"{_ANSWERS}/deliveries.json")},
        problems=(*_ALWAYS, 400, 404),
    ),
    Operation(
        method="POST",
        path=f"{_ONE}/deliveries/{{eventId}}/replay",
        id="replayWebhookDelivery",
        tag=_TAG,
        summary="Deliver an event once more",
        description="The same event under the same `webhook-id`, in a delivery of its own with all its attempts.",
        scope=_WRITE,
        parameters=(_ID, _EVENT),
        answers={202: Answer("On its way.", (OrderedDelivery,), example=f"{_ANSWERS}/replayed.json")},
        problems=(*_ALWAYS, 404, 409),
    ),
)
