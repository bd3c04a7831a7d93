"""Tenants of the local stack, made the way an operator makes them."""

from __future__ import annotations

import uuid

from customer_risk.access.keys import SCOPES, ApiKey
from customer_risk.delivery.secrets import parse_master_keys
from customer_risk.storage.control import Control
from tests.support.client import Caller
from tools.local_stack import Stack
from tools.tenants import Desk


def desk(stack: Stack) -> Desk:
    """The desk of the stack."""
    read = stack.client("secretsmanager").get_secret_value
    pepper, master = (
        read(SecretId=stack.outputs[name])["SecretString"] for name in ("CredentialKeyArn", "SigningKeyArn")
    )
    control = Control(stack.client("dynamodb"), stack.outputs["ControlTable"])
    return Desk(control, pepper.encode(), parse_master_keys(master))


def make_tenant(stack: Stack, scopes: list[str] | None = None) -> Caller:
    """A new tenant with one key."""
    _, key = desk(stack).create(f"Tenant {uuid.uuid4()}", scopes if scopes is not None else list(SCOPES), None)
    return Caller(stack.baseUrl, key.text)


def key_of(caller: Caller) -> ApiKey:
    """The parts of a caller's key."""
    key = ApiKey.parse(caller.key or "")
    assert key is not None
    return key
