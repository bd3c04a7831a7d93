"""Tenants and their API keys, on this machine's stack or a deployed one.

    python -m tools.tenants create NAME [--scope checks:write …]   a new tenant and its first key
    python -m tools.tenants key TENANT [--scope …] [--label …]     another key
    python -m tools.tenants keys TENANT                            what keys there are
    python -m tools.tenants rotate TENANT KEY [--grace HOURS]      a new key; the old one ends after the grace
    python -m tools.tenants revoke TENANT KEY                      end a key now
    python -m tools.tenants secrets TENANT                         what its receivers verify callbacks with
    python -m tools.tenants settings TENANT [NAME=JSON …]          its settings; active=false suspends it

``--stack NAME`` addresses a deployed stack with the caller's own AWS credentials; without it the local stack that
``.local/stack.json`` describes is meant. A key is shown once; only a keyed hash of it is stored.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import secrets
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "layers" / "customer_risk"))

from customer_risk.access.keys import SCOPES, TENANT, ApiKey, Credential, Tenant  # noqa: E402  needs the path above
from customer_risk.delivery.secrets import MasterKeys, parse_master_keys  # noqa: E402  as above
from customer_risk.storage.control import Control  # noqa: E402  as above


class Desk:
    """Where tenants are looked after."""

    def __init__(self, control: Control, pepper: bytes, master: MasterKeys) -> None:
        self._control = control
        self._pepper = pepper
        self._master = master

    def create(self, name: str, scopes: list[str], label: str | None) -> tuple[Tenant, ApiKey]:
        """A new tenant with one key; raises ``SystemExit`` when the name gives no usable or a taken id."""
        tenant = Tenant(id=re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:39].strip("-"), name=name)
        if not TENANT.fullmatch(tenant.id):
            raise SystemExit("A tenant's name needs a letter or a digit (a-z, 0-9).")
        if not self._control.add_tenant(tenant):
            raise SystemExit(f"There is a tenant {tenant.id} already; 'key {tenant.id}' makes it another key.")
        return tenant, self.key(tenant.id, scopes, label)

    def key(self, tenant: str, scopes: list[str], label: str | None) -> ApiKey:
        """Another key for a tenant."""
        self._known(tenant)
        key = ApiKey.make(tenant, secrets.token_bytes)
        credential = Credential(
            id=key.id, tenant=tenant, hash=key.hash(self._pepper), scopes=tuple(scopes), created=_now(), label=label
        )
        self._control.add_credential(credential)
        return key

    def keys(self, tenant: str) -> list[Credential]:
        """All keys of a tenant, ended ones too; raises ``SystemExit`` where there is no such tenant."""
        self._known(tenant)
        return self._control.credentials(tenant)

    def settings(self, tenant: str, changes: list[str]) -> Tenant:
        """A tenant's settings after ``changes`` (``name=json``); raises ``SystemExit`` for what is no setting."""
        known = self._known(tenant)
        if not changes:
            return known
        values = msgspec.to_builtins(known)
        for change in changes:
            name, _, text = change.partition("=")
            if name == "id" or name not in Tenant.__struct_fields__:
                raise SystemExit(f"{name} is no setting; there are {', '.join(Tenant.__struct_fields__[1:])}.")
            try:
                values[name] = msgspec.json.decode(text)
                changed = msgspec.convert(values, Tenant)
            except (msgspec.DecodeError, msgspec.ValidationError) as error:
                raise SystemExit(f"{name}: {error} (a value is JSON: false, 0.5, '\"text\"')") from None
        self._control.change_tenant(changed)
        return changed

    def _known(self, tenant: str) -> Tenant:
        known = self._control.tenant(tenant)
        if known is None:
            raise SystemExit(f"There is no tenant {tenant}.")
        return known

    def secrets(self, tenant: str) -> tuple[str, str]:
        """The secret that signs a tenant's callbacks, and the value of its secret header."""
        return self._master.signing_secrets(tenant)[0], self._master.static_secret(tenant)

    def rotate(self, tenant: str, key_id: str, grace: timedelta) -> ApiKey:
        """A key like the old one, which ends after ``grace``."""
        old = next((one for one in self.keys(tenant) if one.id == key_id), None)
        if old is None or old.revoked:
            raise SystemExit(f"There is no usable key {key_id} of {tenant}.")
        key = self.key(tenant, list(old.scopes), old.label)
        self._control.end_credential(tenant, key_id, at=_now(grace), field="expires")
        return key

    def revoke(self, tenant: str, key_id: str) -> None:
        """End a key now; functions that remember it do so for a minute at most."""
        if not self._control.end_credential(tenant, key_id, at=_now()):
            raise SystemExit(f"There is no key {key_id} of {tenant}.")


def local_environment(state: Path = ROOT / ".local" / "stack.json") -> dict[str, str]:
    """AWS settings of the local stack; raises ``SystemExit`` when none is running."""
    if not state.exists():
        raise SystemExit("No local stack is running: 'make up' starts one, --stack NAME addresses a deployed one.")
    stack = json.loads(state.read_text())
    return {
        "AWS_ENDPOINT_URL": stack["endpoint"],
        "AWS_DEFAULT_REGION": stack["region"],
        "AWS_ACCESS_KEY_ID": stack["credentials"]["accessKeyId"],
        "AWS_SECRET_ACCESS_KEY": stack["credentials"]["secretAccessKey"],
    }


def desk(stack: str) -> Desk:
    """The desk of a stack, reached with the AWS settings of the environment."""
    import boto3  # noqa: PLC0415  the environment must be set before

    outputs: dict[str, Any] = {
        one["OutputKey"]: one["OutputValue"]
        for one in boto3.client("cloudformation").describe_stacks(StackName=stack)["Stacks"][0]["Outputs"]
    }
    pepper, master = (
        boto3.client("secretsmanager").get_secret_value(SecretId=outputs[name])["SecretString"]
        for name in ("CredentialKeyArn", "SigningKeyArn")
    )
    control = Control(boto3.client("dynamodb"), outputs["ControlTable"])
    return Desk(control, pepper.encode(), parse_master_keys(master))


def main(arguments: list[str] | None = None) -> None:
    """Run one command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--stack", help="a deployed stack; the local one when left out")
    commands = parser.add_subparsers(dest="command", required=True)
    for command in ("create", "key", "keys", "rotate", "revoke", "secrets", "settings"):
        sub = commands.add_parser(command)
        sub.add_argument("tenant")
        if command in {"create", "key"}:
            sub.add_argument("--scope", action="append", choices=SCOPES, dest="scopes")
            sub.add_argument("--label")
        if command == "settings":
            sub.add_argument("changes", nargs="*", metavar="NAME=JSON")
        if command in {"rotate", "revoke"}:
            sub.add_argument("key_id")
        if command == "rotate":
            sub.add_argument("--grace", type=float, default=24, help="hours the old key stays good (24)")
    given = parser.parse_args(arguments)
    if given.stack is None:
        os.environ.update(local_environment())
    _run(desk(given.stack or "customer-risk"), given)


def _run(at: Desk, given: argparse.Namespace) -> None:
    match given.command:
        case "create":
            tenant, key = at.create(given.tenant, given.scopes or list(SCOPES), given.label)
            print(f"tenant {tenant.id}\napi-key {key.text}\ncallback-secret {at.secrets(tenant.id)[0]}")
        case "key":
            print(f"api-key {at.key(given.tenant, given.scopes or list(SCOPES), given.label).text}")
        case "secrets":
            signing, header = at.secrets(given.tenant)
            print(f"callback-secret {signing}\nsecret-header {header}")
        case "settings":
            print(json.dumps(_whole(at.settings(given.tenant, given.changes)), indent=2))
        case "rotate":
            print(f"api-key {at.rotate(given.tenant, given.key_id, timedelta(hours=given.grace)).text}")
        case "revoke":
            at.revoke(given.tenant, given.key_id)
            print(f"revoked {given.key_id}")
        case "keys":
            for one in at.keys(given.tenant):
                end = f"revoked {one.revoked}" if one.revoked else f"until {one.expires}" if one.expires else "usable"
                print(f"{one.id}  {one.created}  {end}  {' '.join(one.scopes)}  {one.label or ''}".rstrip())


def _whole(value: Any) -> Any:
    """A record with what stands at its default too, for that can be set as well."""
    if isinstance(value, msgspec.Struct):
        return {name: _whole(getattr(value, name)) for name in value.__struct_fields__}
    return msgspec.to_builtins(value)


def _now(later: timedelta = timedelta()) -> str:
    return (datetime.now(UTC) + later).isoformat()


if __name__ == "__main__":
    main()
