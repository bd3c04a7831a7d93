"""How fast one full customer check is scored, against reading the same body with pydantic.

``python tools/bench/scoring.py [body.json]`` prints profiles a second on one core (processor time, best of several
rounds), the ratios of scoring to validating the body, to reading it tolerantly as every request is, and to reading it
into the profile that is scored; and with ``--factors`` what each factor costs.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(_ROOT / "layers" / "customer_risk"), str(_ROOT / "functions")]

from customer_checks.mapping import to_profile  # noqa: E402
from customer_checks.wire.reading import read_request  # noqa: E402
from customer_checks.wire.request import GatewayCustomerChecks  # noqa: E402
from customer_risk.scoring.catalogue import Evidence  # noqa: E402
from customer_risk.scoring.countries import CountryTable  # noqa: E402
from customer_risk.scoring.engine import score  # noqa: E402
from customer_risk.scoring.model import shipped_model  # noqa: E402
from customer_risk.scoring.result import Subject  # noqa: E402
from customer_risk.scoring.rule import Rule  # noqa: E402
from customer_risk.scoring.view import View  # noqa: E402
from customer_risk.screening.result import ListUsed, Screening, ScreeningStatus  # noqa: E402

SAMPLE = _ROOT / "tests" / "samples" / "customer_checks" / "full_v2_sample.json"
_ROUNDS = 60


def seconds(*works: Callable[[], object], times: int = 40) -> list[float]:
    """Processor seconds of one call of each: the best of many short rounds, taken in turn so that all see the same."""
    best = [float("inf")] * len(works)
    for _ in range(_ROUNDS):
        for n, work in enumerate(works):
            begun = time.process_time()
            for _ in range(times):
                work()
            best[n] = min(best[n], (time.process_time() - begun) / times)
    return best


def subject_of(body: bytes) -> Subject:
    """The body as the check would score it, with a clean screening."""
    used = ListUsed(source="sdn", entries=1, fetched_at="2026-11-20T00:00:00Z", changed_at="2026-11-20T00:00:00Z")
    return Subject(
        profile=to_profile(read_request(body).value, "4681354"),
        screening=Screening(status=ScreeningStatus.COMPLETE, parties=7, lists=(used,)),
        today=date(2026, 11, 21),
    )


def _judge(rule: Rule, view: View) -> list[Evidence]:
    return [*rule.judge(view, rule)]


def main(arguments: list[str]) -> int:
    """Measure and print."""
    paths = [Path(argument) for argument in arguments if not argument.startswith("--")]
    body = (paths[0] if paths else SAMPLE).read_bytes()
    subject, model, table = subject_of(body), shipped_model(), CountryTable.shipped()
    scoring = score(model, table, subject)
    scored, plain, tolerant, understood = seconds(
        lambda: score(model, table, subject),
        lambda: GatewayCustomerChecks.model_validate_json(body),
        lambda: read_request(body),
        lambda: to_profile(read_request(body).value, "4681354"),
    )
    print(f"{len(body)} bytes, {len(model.factors)} factors, {len(scoring.lines)} lines, {scoring.points} points")
    print(f"scoring            {scored * 1e6:8.0f} µs  {1 / scored:8.0f} profiles/s")
    print(f"pydantic           {plain * 1e6:8.0f} µs  ratio {scored / plain:.2f}")
    print(f"reading, all of it {tolerant * 1e6:8.0f} µs  ratio {scored / tolerant:.2f}")
    print(f"into a profile     {understood * 1e6:8.0f} µs  ratio {scored / understood:.2f}")
    if "--factors" in arguments:
        limits = model.screening
        view = View(subject, model.ratings(table), thresholds=limits, likely=limits.likely)
        rules = model.plan(organisation=view.is_organisation, person_details=True, organisation_details=True).rules
        costs = seconds(*(partial(_judge, rule, view) for rule in rules), times=5)
        for cost, rule in sorted(zip(costs, rules, strict=True), key=lambda pair: -pair[0]):
            print(f"{cost * 1e6:6.1f} µs  {rule.id}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
