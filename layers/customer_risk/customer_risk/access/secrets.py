"""Secrets Manager, read once a process."""

from __future__ import annotations

from functools import cache

from customer_risk.aws import client


@cache
def secret(arn: str) -> bytes:
    """The secret's current text as bytes; raises botocore's error when it may not be read."""
    text: str = client("secretsmanager").get_secret_value(SecretId=arn)["SecretString"]
    return text.encode()
