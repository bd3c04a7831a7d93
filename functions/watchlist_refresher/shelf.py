"""The bucket and the pointer, as the refresher sees them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec
from botocore.exceptions import ClientError

from customer_risk.storage.dynamo import marshal_item, write
from customer_risk.storage.watchlists import POINTER_KEY, Pointer, read_pointer


class Shelf:
    """Named bytes in one bucket, and the pointer to the current index in one table."""

    def __init__(self, s3: Any, dynamo: Any, *, bucket: str, table: str) -> None:
        """Use botocore clients."""
        self._s3, self._dynamo, self._bucket, self._table = s3, dynamo, bucket, table

    def read(self, key: str) -> bytes | None:
        """The bytes under a key, or ``None``."""
        try:
            body: bytes = self._s3.get_object(Bucket=self._bucket, Key=key)["Body"].read()
        except self._s3.exceptions.NoSuchKey:
            return None
        except ClientError as error:
            # Of one list it is a problem of that list: the others are to be refreshed all the same.
            raise OSError(f"{key}: {error.response['Error']['Code']}") from error
        return body

    def write(self, key: str, data: bytes) -> None:
        """Keep bytes under a key."""
        self._s3.put_object(Bucket=self._bucket, Key=key, Body=data)

    def names(self, prefix: str) -> dict[str, datetime]:
        """Keys under a prefix, without it, and when they were written."""
        pages = self._s3.get_paginator("list_objects_v2").paginate(Bucket=self._bucket, Prefix=prefix)
        objects = [one for page in pages for one in page.get("Contents", [])]
        return {one["Key"].removeprefix(prefix): one["LastModified"] for one in objects}

    def pointer(self) -> Pointer | None:
        """The pointer as it stands."""
        return read_pointer(self._dynamo, self._table)

    def point(self, pointer: Pointer, *, after: Pointer | None) -> None:
        """Swap the pointer; raises ``ConditionFailed`` when somebody else has swapped it since ``after`` was read."""
        condition: dict[str, Any] = {"ConditionExpression": "attribute_not_exists(pk)"}
        if after is not None:
            condition = {
                "ConditionExpression": "revision = :seen",
                "ExpressionAttributeValues": {":seen": {"N": str(after.revision)}},
            }
        item = POINTER_KEY | marshal_item(msgspec.to_builtins(pointer))
        write(self._dynamo.put_item, TableName=self._table, Item=item, **condition)
