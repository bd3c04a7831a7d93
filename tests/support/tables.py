"""The template's own tables, created in moto: a key or index that differs from what is deployed would show."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import boto3
import yaml
from moto import mock_aws

ROOT = Path(__file__).resolve().parent.parent.parent


class _Loader(yaml.SafeLoader):
    """Reads CloudFormation's short forms as their argument."""


def _short_form(loader: _Loader, _: str, node: yaml.Node) -> Any:
    if isinstance(node, yaml.ScalarNode):
        return loader.construct_scalar(node)
    if isinstance(node, yaml.SequenceNode):
        return loader.construct_sequence(node, deep=True)
    assert isinstance(node, yaml.MappingNode)
    return loader.construct_mapping(node, deep=True)


_Loader.add_multi_constructor("!", _short_form)


def template() -> dict[str, Any]:
    """template.yaml, with ``!Ref X`` read as ``X``."""
    document: dict[str, Any] = yaml.load((ROOT / "template.yaml").read_text(), _Loader)  # noqa: S506  a safe loader
    return document


@contextmanager
def tables() -> Iterator[Any]:
    """A DynamoDB client whose tables are those of the template, named by their logical ids."""
    with mock_aws():
        client = boto3.client(
            "dynamodb", region_name="eu-west-1", aws_access_key_id="test", aws_secret_access_key="test"
        )
        for name, resource in template()["Resources"].items():
            if resource["Type"] == "AWS::DynamoDB::Table":
                properties = resource["Properties"]
                indexes = properties.get("GlobalSecondaryIndexes")
                client.create_table(
                    TableName=name,
                    BillingMode=properties["BillingMode"],
                    AttributeDefinitions=properties["AttributeDefinitions"],
                    KeySchema=properties["KeySchema"],
                    **({"GlobalSecondaryIndexes": indexes} if indexes else {}),
                )
        yield client
