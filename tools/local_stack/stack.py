"""A deployed local stack as its users see it: where it is, how to call it, what is in it."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import Any, Self

import boto3

from tools.local_stack.home import Home, write_private

NAME = "customer-risk"


@dataclass(frozen=True, slots=True)
class Stack:
    """What `stack.json` says. Later dialects add what their callers need under `extra`."""

    baseUrl: str  # noqa: N815  # the file is JSON for people and other languages: its names are the fields' names
    apiKey: str  # noqa: N815
    endpoint: str
    region: str
    stackName: str  # noqa: N815
    credentials: dict[str, str]  # accessKeyId, secretAccessKey: the emulated account's root
    outputs: dict[str, str]  # of the CloudFormation stack: tables, queues, functions
    caFile: str = ""  # noqa: N815  # signs receivers' certificates that this stack trusts
    caKeyFile: str = ""  # noqa: N815
    extra: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def load(cls, home: Home) -> Self | None:
        """Return what was written when the stack came up, or None."""
        if not home.stack_file.exists():
            return None
        written = json.loads(home.stack_file.read_text())
        known = {name: written.pop(name) for name in cls.__dataclass_fields__ if name in written}
        return cls(**{**known, "extra": written})

    def save(self, home: Home) -> None:
        """Write `stack.json`, readable by its owner only."""
        fields = asdict(self)
        write_private(home.stack_file, json.dumps({**fields, **fields.pop("extra")}, indent=2) + "\n")

    def client(self, service: str) -> Any:
        """Return a boto3 client of the emulated account's root."""
        return client(service, self.endpoint, self.region, self.credentials)


def client(service: str, endpoint: str, region: str, credentials: dict[str, str]) -> Any:
    """Return a boto3 client that talks to an emulated cloud, whatever the caller's environment says."""
    session = boto3.Session(
        aws_access_key_id=credentials["accessKeyId"],
        aws_secret_access_key=credentials["secretAccessKey"],
        region_name=region,
    )
    return session.client(service, endpoint_url=endpoint)
