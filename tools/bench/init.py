"""What a cold start costs: CPU of importing each function as it is deployed, beside a bare handler in the same run.

The bare handler imports Powertools' resolver, logger and metrics, pydantic and botocore, and makes a DynamoDB client
and one model: what a function with these libraries cannot do without. Every process is new, with the bytecode the
layers ship; runs alternate, so that a noisy machine disturbs all alike.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

RUNS = 15
FUNCTIONS = {
    "CustomerChecksFunction": "customer_checks.app",
    "CustomerChecksWorkerFunction": "customer_checks.worker",
    "EventPublisherFunction": "event_publisher.app",
    "CallbackSenderFunction": "callback_sender.app",
    "WatchlistRefresherFunction": "watchlist_refresher.app",
    "ApiDocsFunction": "api_docs.app",
    "CaseManagerFunction": "case_manager.app",
}
BARE = """
from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.event_handler import APIGatewayHttpResolver
from botocore.session import get_session
from pydantic import BaseModel

logger, metrics, app = Logger(), Metrics(), APIGatewayHttpResolver()
table = get_session().create_client("dynamodb")

class Body(BaseModel):
    name: str

@app.post("/")
def create() -> dict[str, str]:
    return {}

def handler(event, context):
    return app.resolve(event, context)
"""


def measure(build: Path) -> dict[str, list[float]]:
    """CPU milliseconds of each run of each function, and of ``bare``; ``build`` is the output of ``sam build``."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "bare_handler.py").write_text(BARE)
        subprocess.run(
            [sys.executable, "-m", "compileall", "-q", "--invalidation-mode", "unchecked-hash", folder], check=True
        )
        modules = {"bare": ("bare_handler", Path(folder))} | {
            name: (module, build / name) for name, module in FUNCTIONS.items()
        }
        found: dict[str, list[float]] = {name: [] for name in modules}
        for run in range(RUNS + 1):
            for name, (module, folder_of_function) in modules.items():
                spent = _cpu(module, folder_of_function, build)
                if run:  # the first one fills the page cache
                    found[name].append(spent)
        return found


def _cpu(module: str, folder: Path, build: Path) -> float:
    layers = [str(build / layer / "python") for layer in ("DependenciesLayer", "CustomerRiskLayer")]
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": os.pathsep.join([str(folder), *layers]),
        "PYTHONDONTWRITEBYTECODE": "1",
        "AWS_DEFAULT_REGION": "eu-west-1",
        "AWS_ACCESS_KEY_ID": "x",
        "AWS_SECRET_ACCESS_KEY": "x",
        "AWS_LAMBDA_FUNCTION_NAME": module,
        **dict.fromkeys(_VARIABLES, "x"),
        "FOLLOWER_QUEUE_URLS": "{}",
    }
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-S", "-c", f"import {module}"]
    subprocess.run(command, env=environment, cwd=folder, check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return 1000 * (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


_VARIABLES = (
    *(f"{name}_TABLE" for name in ("CUSTOMERS", "CASES", "EVENTS", "CONTROL")),
    *("WATCHLISTS_BUCKET", "WATCHLIST_SOURCES", "CREDENTIAL_KEY_ARN", "SIGNING_KEY_ARN", "STAGE"),
    *("CUSTOMER_CHECKS_QUEUE_URL", "CALLBACK_QUEUE_URL", "CALLBACK_DEAD_LETTERS_URL", "V1_END_DATE"),
    *("POWERTOOLS_METRICS_NAMESPACE", "POWERTOOLS_SERVICE_NAME"),
)


def report(build: Path) -> None:
    """Print the medians and their ratio to the bare handler."""
    found = measure(build)
    bare = statistics.median(found["bare"])
    print(f"Cold start: CPU of init, median of {RUNS} runs each (goal: at most 1.15 x bare)")
    for name, values in found.items():
        middle = statistics.median(values)
        spread = f"(least {min(values):.0f}, most {max(values):.0f})"
        print(f"  {name:<30}{middle:7.0f} ms  {middle / bare:5.2f} x   {spread}")


if __name__ == "__main__":
    report(Path(sys.argv[1]).resolve())
