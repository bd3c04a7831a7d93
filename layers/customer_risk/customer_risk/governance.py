"""Who may put a risk model into force: one drafts, another publishes, and all of it is on record.

A draft may be written again, by its author or by others; all of them are its authors from then on. None of its authors
can put it into force, neither the first time nor by rolling back to it. Who publishes names the digest of what was
read, so that nothing is approved that changed in the meantime.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import msgspec

from customer_risk import audit
from customer_risk.problems import Conflict, Forbidden, NotFound, TooLarge
from customer_risk.scoring.authoring import ModelError, parse_model
from customer_risk.scoring.authoring import Problem as Mistake
from customer_risk.scoring.countries import CountryTable, Fact
from customer_risk.scoring.model import RiskModel, published
from customer_risk.storage.dynamo import Operation, insist, transact
from customer_risk.storage.models import SHIPPED, Governed, ModelStatus, ModelVersion, ModelVersions, packed

LARGEST_VERSION = 350 * 1024
"""Bytes of a version as it is stored; an item of DynamoDB has 400 KB in all."""
RESERVED = SHIPPED.rpartition("-")[0]
"""The name of the models that come with the service: what a scoring names must mean one model only."""


class Governance:
    """What is done to a tenant's models. ``clock`` gives aware UTC times, ``new_id`` texts of at most 36 characters.

    ``announce`` is told the tenant and the version right before that is put into force, again at every try: whoever is
    told has to look whether it came into force in the end. What it raises keeps the version from being put there.
    """

    def __init__(
        self,
        client: Any,
        versions: ModelVersions,
        *,
        clock: Callable[[], datetime],
        new_id: Callable[[], str],
        announce: Callable[[str, str], None],
    ) -> None:
        self._client = client
        self._versions = versions
        self._clock = clock
        self._new_id = new_id
        self._announce = announce

    def draft(self, tenant: str, actor: str, document: str, facts: tuple[Fact, ...] = ()) -> ModelVersion:
        """Keep a model document (YAML) and the country facts that go with it as a draft, under the id it names.

        A draft of that id is replaced. Raises ``ModelError`` for a document that is refused, ``ValueError`` for facts
        that cannot be, ``Conflict`` where the id is published already, ``TooLarge``. Nothing is written then.
        """
        model = parse_model(document)
        if model.name == RESERVED:
            raise ModelError(
                [_at(document, "name", f"{RESERVED} is the name of the models that come with the service")]
            )
        CountryTable.shipped().overridden(facts)
        content, told = published(model), msgspec.json.encode(facts)
        source, canonical, kept = packed(document), packed(content), packed(told)
        if len(source) + len(canonical) + len(kept) > LARGEST_VERSION:
            raise TooLarge(f"A risk model may have {LARGEST_VERSION // 1024} KiB when compressed.")

        def change(_: Governed, before: ModelVersion | None, now: str) -> ModelVersion:
            if before and before.status is ModelStatus.PUBLISHED:
                raise Conflict("This version is published and cannot change any more. Draft the next one.")
            authors = before.authors if before else ()
            return ModelVersion(
                id=model.id,
                status=ModelStatus.DRAFT,
                digest=digest_of(model, facts),
                authors=authors if actor in authors else (*authors, actor),
                drafted_at=now,
                source=source,
                model=canonical,
                facts=kept,
            )

        return _found(self._done(tenant, actor, "model-drafted", model.id, change, into_force=False))

    def publish(self, tenant: str, actor: str, version: str, digest: str) -> ModelVersion:
        """Publish a draft as it was read and put it into force.

        Raises ``NotFound``, ``Forbidden`` for one of its authors, and ``Conflict`` where it is published already or
        ``digest`` is not that of the draft.
        """

        def change(_: Governed, before: ModelVersion | None, now: str) -> ModelVersion:
            found = _found(before)
            _four_eyes(found, actor)
            if found.status is ModelStatus.PUBLISHED:
                raise Conflict("This version is published already. Roll back to it to put it into force again.")
            if found.digest != digest:
                raise Conflict("The draft has changed since it was read: its digest is another one.")
            return msgspec.structs.replace(found, status=ModelStatus.PUBLISHED, published_by=actor, published_at=now)

        return _found(self._done(tenant, actor, "model-published", version, change, into_force=True))

    def roll_back(self, tenant: str, actor: str, version: str) -> ModelVersion | None:
        """Put a version into force again that was published before, or (``None``) the one of the service.

        Raises ``NotFound``, ``Forbidden`` for one of its authors, and ``Conflict`` where it was never published or is
        in force.
        """

        def change(state: Governed, before: ModelVersion | None, _: str) -> ModelVersion | None:
            if version != SHIPPED:
                found = _found(before)
                _four_eyes(found, actor)
                if found.status is not ModelStatus.PUBLISHED:
                    raise Conflict("This version was never published.")
            if state.active == version:
                raise Conflict("This version is in force.")
            return before

        return self._done(tenant, actor, "model-rolled-back", version, change, into_force=True)

    def _done(
        self,
        tenant: str,
        actor: str,
        action: str,
        version: str,
        change: Callable[[Governed, ModelVersion | None, str], ModelVersion | None],
        *,
        into_force: bool,
    ) -> ModelVersion | None:
        """Write what ``change`` makes of the version as just read, and that it was done, both or neither."""

        def attempt() -> ModelVersion | None:
            state = self._versions.governed(tenant)
            before = None if version == SHIPPED else self._versions.find(tenant, version)
            now = self._clock().isoformat(timespec="milliseconds")
            after = change(state, before, now)
            details: Mapping[str, str | int | None] = {
                "version": version,
                "digest": after.digest if after else None,
                "instead": state.active if into_force else None,
            }
            entry = audit.entry(
                state.audited + 1, state.audit_hash, at=now, actor=actor, action=action, details=details
            )
            moved = msgspec.structs.replace(state, active=version, since=now) if into_force else state
            operations: list[Operation] = self._versions.move(tenant, state, moved, entry)
            if after is not None and after != before:
                operations.append(self._versions.put(tenant, after))
            if into_force:
                self._announce(tenant, version)
            transact(self._client, operations, token=self._new_id())
            return after

        return insist(attempt)


def digest_of(model: RiskModel, facts: tuple[Fact, ...]) -> str:
    """What tells the content of two versions apart: SHA-256 (hex) of the canonical model and its country facts."""
    return hashlib.sha256(published(model) + msgspec.json.encode(facts)).hexdigest()


def _found(version: ModelVersion | None) -> ModelVersion:
    if version is None:
        raise NotFound("There is no such version.")
    return version


def _four_eyes(version: ModelVersion, actor: str) -> None:
    if actor in version.authors:
        raise Forbidden("Who wrote a version cannot put it into force; somebody else must.")


def _at(document: str, key: str, reason: str) -> Mistake:
    """A mistake at a key of the outermost mapping."""
    lines = document.splitlines()
    return Mistake(next((n for n, line in enumerate(lines, 1) if line.startswith(f"{key}:")), 1), key, reason)
