"""The refresher's function tells the queue of re-screening what changed, and only then."""

from __future__ import annotations

import json
import os
from unittest.mock import patch

from customer_risk import aws
from tests.support.in_process import in_process
from watchlist_refresher import app


def test_a_swap_is_announced_once_and_late_enough() -> None:
    with in_process():
        sqs = aws.client("sqs")
        queue = sqs.create_queue(QueueName="rescreen")["QueueUrl"]
        with patch.dict(os.environ, {"RESCREEN_QUEUE_URL": queue}):
            assert app.handler({}, None)["swapped"] is False
            assert not waiting(queue)
            aws.client("s3").put_object(
                Bucket="watchlists",
                Key="lists/tenant.acme.black/list.csv",
                Body=b"id,name,type\n1,Ann Fable,BLACKLIST_PERSON\n",
            )
            answer = app.handler({}, None)
            assert answer["swapped"] is True
            assert waiting(queue) == 1
            delayed = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["All"])["Attributes"]
            assert delayed["ApproximateNumberOfMessagesDelayed"] == "1"
        with patch.object(app, "REREAD_BY_ALL", 0), patch.dict(os.environ, {"RESCREEN_QUEUE_URL": queue}):
            aws.client("s3").delete_object(Bucket="watchlists", Key="lists/tenant.acme.black/list.csv")
            gone = app.handler({}, None)
            (message,) = sqs.receive_message(QueueUrl=queue)["Messages"]
            assert json.loads(message["Body"]) == {"delta": f"deltas/{gone['version']}.json"}


def waiting(queue: str) -> int:
    """Messages in the queue, delayed ones too."""
    attributes = aws.client("sqs").get_queue_attributes(QueueUrl=queue, AttributeNames=["All"])["Attributes"]
    return sum(int(value) for name, value in attributes.items() if name.startswith("ApproximateNumber"))
