"""The operations of risk models, as they are published."""

from __future__ import annotations

from customer_risk.access.permissions import Permission
from customer_risk.web.operations import Answer, Operation, Parameter
from risk_models.wire import Deeds, ModelDocument, ModelDraft, ModelList, ModelSummary, Publishing, Refusal

_TAG, _PATH = "Risk models", "/api/risk-models"
_SAMPLES, _ANSWERS = "risk_models", "risk_models/answers"
_ALWAYS = (401, 403, 500, 503)
_BODY = (400, 413, 415)
_VERSION = Parameter(
    "path",
    "version",
    "The id of a version: its `name` and `version`.",
    {"type": "string", "examples": ["acme-1", "default-1"]},
    required=True,
)

_GOVERNING = """
A model that is in force decides about every customer, so one person drafts it and another puts it into force: nobody \
who ever wrote a draft can publish it or roll back to it. A published version never changes. All that is done is \
written to a log whose entries each carry the hash of the one before.

The document is YAML; `docs/risk-factors.md` lists the factors, and `GET /api/risk-models/default-1` gives the shipped \
model to begin with. The names of shipped models cannot be used. One that cannot be used is refused with the line and \
the reason of every mistake, and what is in force stays.
"""

OPERATIONS = (
    Operation(
        method="POST",
        path=_PATH,
        id="draftRiskModel",
        tag=_TAG,
        summary="Draft a risk model",
        description="Keeps a draft, or replaces the draft of that id.\n" + _GOVERNING,
        scope=Permission.DRAFT_MODELS,
        credentials=("userToken",),
        request=ModelDraft,
        examples={"stricter": f"{_SAMPLES}/draft.json"},
        answers={
            201: Answer("The draft.", (ModelSummary,), {"Location": "The draft."}, example=f"{_ANSWERS}/drafted.json")
        },
        problems=(*_BODY, *_ALWAYS, 409),
        refusal=Refusal,
    ),
    Operation(
        method="GET",
        path=_PATH,
        id="listRiskModels",
        tag=_TAG,
        summary="List risk models",
        description="The tenant's versions and the one that comes with the service; without their documents.",
        scope=Permission.READ_MODELS,
        credentials=("userToken",),
        answers={200: Answer("All versions.", (ModelList,), example=f"{_ANSWERS}/listed.json")},
        problems=_ALWAYS,
        refusal=Refusal,
    ),
    Operation(
        method="GET",
        path=f"{_PATH}/active",
        id="readActiveRiskModel",
        tag=_TAG,
        summary="Read the risk model in force",
        description="Functions that are warm follow a change within a minute.",
        scope=Permission.READ_MODELS,
        credentials=("userToken",),
        answers={200: Answer("The version in force.", (ModelDocument,))},
        problems=_ALWAYS,
        refusal=Refusal,
    ),
    Operation(
        method="GET",
        path=f"{_PATH}/log",
        id="readRiskModelLog",
        tag=_TAG,
        summary="Read what was done to risk models",
        description="The last 1,000 deeds, oldest first, and whether each of all follows from the one before.",
        scope=Permission.READ_MODELS,
        credentials=("userToken",),
        answers={200: Answer("The log.", (Deeds,), example=f"{_ANSWERS}/log.json")},
        problems=_ALWAYS,
        refusal=Refusal,
    ),
    Operation(
        method="GET",
        path=f"{_PATH}/{{version}}",
        id="readRiskModel",
        tag=_TAG,
        summary="Read a risk model",
        description="A version with its document as it was written.",
        scope=Permission.READ_MODELS,
        credentials=("userToken",),
        parameters=(_VERSION,),
        answers={200: Answer("The version.", (ModelDocument,))},
        problems=(*_ALWAYS, 404),
        refusal=Refusal,
    ),
    Operation(
        method="POST",
        path=f"{_PATH}/{{version}}/publish",
        id="publishRiskModel",
        tag=_TAG,
        summary="Publish a risk model",
        description="Puts a draft into force, by somebody who is none of its authors. `digest` names what was read.",
        scope=Permission.PUBLISH_MODELS,
        credentials=("userToken",),
        parameters=(_VERSION,),
        request=Publishing,
        examples={"asRead": f"{_SAMPLES}/publish.json"},
        answers={200: Answer("The version, now in force.", (ModelDocument,))},
        problems=(*_BODY, *_ALWAYS, 404, 409),
        refusal=Refusal,
    ),
    Operation(
        method="POST",
        path=f"{_PATH}/{{version}}/rollback",
        id="rollBackRiskModel",
        tag=_TAG,
        summary="Roll back to a risk model",
        description="Puts a version into force again that was in force before, or the shipped one.",
        scope=Permission.PUBLISH_MODELS,
        credentials=("userToken",),
        parameters=(_VERSION,),
        answers={200: Answer("The version, in force again.", (ModelDocument,))},
        problems=(*_ALWAYS, 404, 409),
        refusal=Refusal,
    ),
)
