"""HTTP of risk models: draft, read, publish, roll back."""

from __future__ import annotations

import re
from typing import Any

import msgspec
from aws_lambda_powertools.event_handler import Response

from customer_risk import wiring
from customer_risk.access.permissions import Permission
from customer_risk.audit import AuditEntry, first_broken
from customer_risk.problems import BadRequest, NotFound, Problem
from customer_risk.scoring.authoring import ModelError
from customer_risk.scoring.model import MODELS
from customer_risk.storage.models import SHIPPED, Governed, ModelVersion
from customer_risk.web.people import SignedIn, admit_user
from customer_risk.web.resolver import Call, answer, serve
from customer_risk.web.tolerant import BadBody, read_strictly
from risk_models import parts
from risk_models.wire import (
    Deed,
    Deeds,
    ModelDocument,
    ModelDraft,
    ModelList,
    ModelSummary,
    PropertyIssue,
    Publishing,
    Refusal,
)

PATH = "/api/risk-models"
MOST_SHOWN = 1000
"""Entries of the log that are shown; all of them are proven."""
_VERSION = re.compile(r"[a-z][a-z0-9-]{0,63}-[1-9][0-9]{0,9}")


class UnusableModel(BadRequest):
    """A model document that is refused, with every mistake and the line it stands on."""

    def __init__(self, refused: ModelError) -> None:
        super().__init__("The document is not a risk model that can be used.")
        self.errors = tuple(
            PropertyIssue(
                property=f"document.{mistake.path}" if mistake.path else "document",
                issue=f"line {mistake.line}: {mistake.reason}",
            )
            for mistake in refused.problems
        )


def drafted(call: Call) -> Response[Any]:
    """``POST /api/risk-models``."""
    who = _admit(call, Permission.DRAFT_MODELS)
    wanted = read_strictly(ModelDraft, call.request.json_body())
    try:
        made = parts.governance().draft(who.tenant.id, who.user.actor, wanted.document, wanted.facts())
    except ModelError as refused:
        raise UnusableModel(refused) from None
    call.log.add(model=made.id)
    state = parts.versions().governed(who.tenant.id)
    return answer(201, _summary(made, state), {"Location": f"{PATH}/{made.id}"})


def listed(call: Call) -> Response[Any]:
    """``GET /api/risk-models``."""
    tenant = _admit(call, Permission.READ_MODELS).tenant.id
    state = parts.versions().governed(tenant)
    own = tuple(_summary(one, state) for one in parts.versions().listed(tenant))
    return answer(200, ModelList(active=state.active, models=(*own, _shipped(state))))


def active(call: Call) -> Response[Any]:
    """``GET /api/risk-models/active``."""
    tenant = _admit(call, Permission.READ_MODELS).tenant.id
    state = parts.versions().governed(tenant)
    return answer(200, _document(tenant, state.active, state))


def shown(call: Call, version: str) -> Response[Any]:
    """``GET /api/risk-models/{version}``."""
    tenant = _admit(call, Permission.READ_MODELS).tenant.id
    return answer(200, _document(tenant, _known(version), parts.versions().governed(tenant)))


def published(call: Call, version: str) -> Response[Any]:
    """``POST /api/risk-models/{version}/publish``."""
    who = _admit(call, Permission.PUBLISH_MODELS)
    digest = read_strictly(Publishing, call.request.json_body()).digest
    parts.governance().publish(who.tenant.id, who.user.actor, _known(version), digest)
    return _now(call, who, version)


def rolled_back(call: Call, version: str) -> Response[Any]:
    """``POST /api/risk-models/{version}/rollback``."""
    who = _admit(call, Permission.PUBLISH_MODELS)
    parts.governance().roll_back(who.tenant.id, who.user.actor, _known(version))
    return _now(call, who, version)


def log(call: Call) -> Response[Any]:
    """``GET /api/risk-models/log``."""
    tenant = _admit(call, Permission.READ_MODELS).tenant.id
    # the state is read first: what is done in between only adds to the log
    state, entries = parts.versions().governed(tenant), parts.versions().log(tenant)
    whole = first_broken(entries) is None and len(entries) >= state.audited
    if whole and state.audited:
        whole = entries[state.audited - 1].hash == state.audit_hash
    return answer(200, Deeds(whole=whole, entries=tuple(map(_deed, entries[-MOST_SHOWN:]))))


def refusal(found: Problem, _: Call) -> Response[Any]:
    """What went wrong, in the shape of the customer entities (rulings E13)."""
    errors: tuple[PropertyIssue, ...] = ()
    if isinstance(found, UnusableModel):
        errors = found.errors
    elif isinstance(found, BadBody):
        errors = tuple(PropertyIssue(property=one.path or "body", issue=one.issue) for one in found.issues)
    return answer(found.status, Refusal(message=found.detail, errors=errors), found.headers)


def _admit(call: Call, permission: Permission) -> SignedIn:
    return admit_user(call, permission, tokens=wiring.tokens(), users=wiring.users())


def _known(version: str) -> str:
    """A path's version, if it can be one."""
    if not _VERSION.fullmatch(version):
        raise NotFound("There is no such version.")
    return version


def _now(call: Call, who: SignedIn, version: str) -> Response[Any]:
    call.log.add(model=version)
    return answer(200, _document(who.tenant.id, version, parts.versions().governed(who.tenant.id)))


def _document(tenant: str, version: str, state: Governed) -> ModelDocument:
    if version == SHIPPED:
        text = (MODELS / f"{SHIPPED}.yaml").read_text(encoding="utf-8")
        return ModelDocument(**msgspec.structs.asdict(_shipped(state)), document=text)
    found = parts.versions().find(tenant, version)
    if found is None:
        raise NotFound("There is no such version.")
    return ModelDocument(
        **msgspec.structs.asdict(_summary(found, state)), document=found.document(), countries=found.country_facts()
    )


def _summary(version: ModelVersion, state: Governed) -> ModelSummary:
    return ModelSummary(
        version=version.id,
        status=version.status,
        active=version.id == state.active,
        digest=version.digest,
        authors=version.authors,
        drafted_at=version.drafted_at,
        published_by=version.published_by,
        published_at=version.published_at,
    )


def _shipped(state: Governed) -> ModelSummary:
    return ModelSummary(version=SHIPPED, status="shipped", active=state.active == SHIPPED)


def _deed(entry: AuditEntry) -> Deed:
    told = {name: entry.details[name] for name in ("version", "digest", "instead")}
    return msgspec.convert(
        {"number": entry.number, "at": entry.at, "actor": entry.actor, "action": entry.action, **told}
        | {"hash": entry.hash},
        Deed,
    )


handler = serve(
    [
        ("POST", PATH, drafted),
        ("GET", PATH, listed),
        ("GET", f"{PATH}/active", active),
        ("GET", f"{PATH}/log", log),
        ("GET", f"{PATH}/<version>", shown),
        ("POST", f"{PATH}/<version>/publish", published),
        ("POST", f"{PATH}/<version>/rollback", rolled_back),
    ],
    wiring.door,
    problems=refusal,
)
wiring.prepare(wiring.door, wiring.users, parts.governance)
