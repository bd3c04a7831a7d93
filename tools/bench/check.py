"""What one check costs once the function is warm: AWS calls, request units, and CPU.

The handler runs in this process and talks to the running local stack over HTTP, whose DynamoDB reports capacity as AWS
bills it. CPU is compared with pydantic reading and writing the same body, in turns.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import statistics
import sys
import time
import uuid
from collections import Counter
from collections.abc import Callable
from typing import Any

from tools.local_stack.home import ROOT
from tools.local_stack.stack import Stack

for _folder in ("layers/customer_risk", "functions"):
    sys.path.insert(0, str(ROOT / _folder))

ROUNDS = 40


def environment(stack: Stack) -> dict[str, str]:
    """What the template gives the function."""
    out = stack.outputs
    return {
        "AWS_ENDPOINT_URL": stack.endpoint,
        "AWS_DEFAULT_REGION": stack.region,
        "AWS_ACCESS_KEY_ID": stack.credentials["accessKeyId"],
        "AWS_SECRET_ACCESS_KEY": stack.credentials["secretAccessKey"],
        **{f"{name.upper()}_TABLE": out[f"{name}Table"] for name in ("Customers", "Cases", "Events", "Control")},
        "WATCHLISTS_BUCKET": out["WatchlistsBucket"],
        "CREDENTIAL_KEY_ARN": out["CredentialKeyArn"],
        "CUSTOMER_CHECKS_QUEUE_URL": out["CustomerChecksQueueUrl"],
        "STAGE": "local",
        "V1_END_DATE": "2999-01-31",
        "SYNCHRONOUS_BUDGET": "40",
        "POWERTOOLS_METRICS_NAMESPACE": "CustomerRisk",
        "POWERTOOLS_SERVICE_NAME": "customer-risk",
    }


class Meter:
    """Counts AWS calls and the capacity they consumed."""

    def __init__(self, clients: list[Any]) -> None:
        self.calls: Counter[str] = Counter()
        self.write = self.read = 0.0
        for client in clients:
            client.meta.events.register("provide-client-params.dynamodb", self._ask)
            client.meta.events.register("after-call", self._note)

    def _ask(self, params: dict[str, Any], **_: Any) -> dict[str, Any]:
        return params | {"ReturnConsumedCapacity": "TOTAL"}

    def _note(self, parsed: dict[str, Any], model: Any, **_: Any) -> None:
        self.calls[model.name] += 1
        consumed = parsed.get("ConsumedCapacity", [])
        for one in consumed if isinstance(consumed, list) else [consumed]:
            if model.name in {"GetItem", "Query", "BatchGetItem"}:
                self.read += one.get("CapacityUnits", 0)
            else:
                self.write += one.get("CapacityUnits", 0)


def report(stack: Stack) -> None:
    """Print round trips, request units and CPU of a check of the full sample and of a small one."""
    os.environ.update(environment(stack))
    from customer_checks import app  # noqa: PLC0415  the environment must be set before
    from customer_checks.wire.reading import read_request  # noqa: PLC0415
    from customer_risk import aws  # noqa: PLC0415
    from tests.support.client import person, sample  # noqa: PLC0415
    from tests.support.in_process import http_event  # noqa: PLC0415

    headers = {"api-key": stack.apiKey, "content-type": "application/json"}

    def post(body: dict[str, Any]) -> dict[str, Any]:
        body["masterData"]["accountHoldingPartyData"]["customerId"] = str(uuid.uuid4())
        with contextlib.redirect_stdout(io.StringIO()):
            result = app.handler(http_event("POST", "/v2/customer-checks/check", body, headers), None)
        if result["statusCode"] != 200:  # noqa: PLR2004  OK
            raise SystemExit(f"the check was answered {result['statusCode']}: {result['body']}")
        return result

    bodies = {"full sample (18 KB)": sample("full_v2_sample.json"), "small person": person("x")}
    for body in bodies.values():
        post(body)  # keys, index and models are loaded
    meter = Meter([aws.client("dynamodb"), aws.client("sqs"), aws.client("s3"), aws.client("secretsmanager")])
    print("A warm check: AWS calls and request units (goal for the full sample: 2 calls, 16 WCU + 2 RCU at most)")
    for name, body in bodies.items():
        meter.calls.clear()
        meter.write = meter.read = 0
        post(body)
        calls = ", ".join(f"{count} {call}" for call, count in meter.calls.items())
        print(f"  {name:<22}{meter.calls.total()} calls ({calls}); {meter.write:g} WCU + {meter.read:g} RCU")
    text = json.dumps(bodies["full sample (18 KB)"]).encode()
    from customer_checks.wire.request import GatewayCustomerChecks  # noqa: PLC0415

    def parse_and_dump() -> None:
        GatewayCustomerChecks.model_validate_json(text).model_dump_json()

    ours, theirs = _cpu(lambda: post(bodies["full sample (18 KB)"])), _cpu(parse_and_dump)
    reading = _cpu(lambda: read_request(text))
    print(f"CPU of a check of the full sample, median of {ROUNDS}")
    print(f"  whole handler {ours:6.2f} ms   {ours / theirs:5.1f} x pydantic validating and dumping the same body")
    print(f"  reading       {reading:6.2f} ms   {reading / theirs:5.1f} x")


def _cpu(work: Callable[[], object]) -> float:
    spent = []
    for _ in range(ROUNDS):
        began = time.process_time()
        work()
        spent.append(1000 * (time.process_time() - began))
    return statistics.median(spent)
