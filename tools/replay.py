"""Prove what is stored: every assessment scores again to the same bytes, and every audit chain is whole.

    python -m tools.replay --tenant T [--customer C] [--since DATE] [--until DATE]

``--stack NAME`` addresses a deployed stack with the caller's own AWS credentials; without it the local stack is meant
(``STACK_DIR`` names another folder than ``.local``). Dates are those on which assessments were made, both included;
audit chains are always proven whole. Ends with 1 when anything differs, is broken or cannot be replayed, with 2 when
there was nothing to prove.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from pathlib import Path
from typing import NamedTuple

from tools.tenants import local_environment

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "layers" / "customer_risk"))

from customer_risk.scoring.countries import CountryTable  # noqa: E402  needs the path above
from customer_risk.scoring.model import RiskModel  # noqa: E402  as above
from customer_risk.storage.customer_items import Snapshot  # noqa: E402  as above
from customer_risk.storage.history import Fault, History  # noqa: E402  as above
from customer_risk.storage.models import ModelVersions  # noqa: E402  as above

FOUND_SOMETHING = 1
FOUND_NOTHING_TO_PROVE = 2
_BAR = 30
_SECONDS_BETWEEN = 0.2


@dataclass(frozen=True, slots=True)
class Range:
    """Which assessments are scored again."""

    since: date
    until: date

    def __call__(self, snapshot: Snapshot) -> bool:
        """Whether this one is."""
        return self.since <= date.fromisoformat(snapshot.made[:10]) <= self.until


class Place(NamedTuple):
    """What is kept somewhere: customers, and the versions of risk models they were scored with."""

    history: History
    versions: ModelVersions

    def models(self, tenant: str) -> Callable[[str], RiskModel]:
        """The models by their ids, each read once."""
        return cache(partial(self.versions.model, tenant))

    def countries(self, tenant: str) -> Callable[[str], CountryTable]:
        """The country tables by their versions, each read once."""
        return cache(partial(self.versions.countries, tenant))


def outputs(stack: str | None) -> dict[str, str]:
    """What a deployed stack calls its resources or, for ``None``, the local one, which then is who AWS clients ask."""
    if stack is None:
        os.environ.update(local_environment(Path(os.environ.get("STACK_DIR", ROOT / ".local")) / "stack.json"))
    import boto3  # noqa: PLC0415  the environment must be set before

    found = boto3.client("cloudformation").describe_stacks(StackName=stack or "customer-risk")["Stacks"][0]["Outputs"]
    return {one["OutputKey"]: one["OutputValue"] for one in found}


def place(stack: str | None) -> Place:
    """What is kept at a stack."""
    named = outputs(stack)
    import boto3  # noqa: PLC0415  as above

    dynamo = boto3.client("dynamodb")
    return Place(History(dynamo, named["CustomersTable"]), ModelVersions(dynamo, named["ControlTable"]))


def progress[T](things: Sequence[T], name: str) -> Iterator[T]:
    """The things one by one, with a bar on standard error; where nobody watches a terminal, only what it came to."""
    watched, total, began = sys.stderr.isatty(), len(things), time.monotonic()
    shown = began
    for done, thing in enumerate(things, start=1):
        yield thing
        now = time.monotonic()
        if watched and now - shown >= _SECONDS_BETWEEN:
            shown = now
            bar, left = "█" * (_BAR * done // total), (now - began) / done * (total - done)
            _say(f"\r  {bar:░<{_BAR}} {done:,} of {total:,} {name}, {left:.0f} s left\033[K", end="")
    _say(f"{'\r\033[K' if watched else ''}  {total:,} {name} in {time.monotonic() - began:.1f} s")


def main(arguments: list[str] | None = None) -> int:
    """Replay what the command line says; the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tools.replay", description="Prove stored assessments.")
    parser.add_argument("--stack", help="a deployed stack; the local one when left out")
    parser.add_argument("--tenant", required=True)
    parser.add_argument("--customer", help="only this customer")
    parser.add_argument("--since", type=date.fromisoformat, default=date.min, help="first day (2026-11-21)")
    parser.add_argument("--until", type=date.fromisoformat, default=date.max, help="last day")
    given = parser.parse_args(arguments)
    return prove(place(given.stack), given.tenant, given.customer, Range(given.since, given.until))


def prove(at: Place, tenant: str, customer: str | None, chosen: Range) -> int:
    """Examine the customers of a tenant, or one of them, and tell what is wrong; the exit status."""
    stored, models, countries = at.history, at.models(tenant), at.countries(tenant)
    customers = [customer] if customer else sorted(stored.customers(tenant))
    counted: Counter[Fault] = Counter()
    replayed = entries = 0
    for one in progress(customers, "customers"):
        examined = stored.examine(tenant, one, chosen, models=models, countries=countries)
        replayed, entries = replayed + examined.replayed, entries + examined.entries
        counted.update({finding.fault for finding in examined.findings})
        for finding in examined.findings:
            print(f"{one}  {finding.where}  {finding.fault}: {finding.what}")
    print(f"replayed {replayed:,} assessments, proved {entries:,} audit entries")
    print(f"customers with differences {counted[Fault.DIFFERS]:,}, broken {counted[Fault.BROKEN]:,}, ", end="")
    print(f"not replayable {counted[Fault.UNPROVEN]:,}")
    if counted:
        return FOUND_SOMETHING
    return 0 if entries else FOUND_NOTHING_TO_PROVE


def _say(text: str, end: str = "\n") -> None:
    print(text, end=end, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
