"""What a draft of a risk model would change: every stored customer of a tenant scored with it, and all movers named.

    python -m tools.simulate --model FILE.yaml --tenant T [--out FILE.json]
    python -m tools.simulate --draft VERSION --tenant T [--out FILE.json] [--there]

``--model`` is a document on this machine, ``--draft`` a version the tenant keeps, with its country facts. It is
compared with what is stored, made with the models of then, and with the model in force on the same customers.
``--stack NAME`` addresses a deployed stack with the caller's own AWS credentials; without it the local stack is meant
(``STACK_DIR`` names another folder than ``.local``). With ``--there`` the stack does the work, in many batches, and
only the result is read; the answer is the same. ``--out`` keeps the whole result, every name included, as JSON.
No customer is written to. Ends with 1 when the draft is refused or something stored cannot be used.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import uuid4

from tools.replay import ROOT, Place, outputs, place, progress
from tools.runs import NotDone, carried_out

sys.path.insert(0, str(ROOT / "layers" / "customer_risk"))

from customer_risk.levels import RiskLevel
from customer_risk.records import encode
from customer_risk.scoring.authoring import ModelError, parse_model
from customer_risk.scoring.model import RiskModel
from customer_risk.simulation import (
    Change,
    Impact,
    NotShipped,
    Simulation,
    Stored,
    simulate,
)
from customer_risk.storage.history import UNREADABLE, History
from customer_risk.storage.models import InForce
from customer_risk.storage.runs import Run, Work

_NAMED = 20
"""Names shown of each kind; ``--out`` keeps all."""

_MONTHS_OF_A_YEAR = 12


def main(arguments: list[str] | None = None) -> int:
    """Simulate what the command line says; the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tools.simulate", description="What a draft would change.")
    candidate = parser.add_mutually_exclusive_group(required=True)
    candidate.add_argument("--model", type=Path, help="the draft, in YAML")
    candidate.add_argument("--draft", help="a version the tenant keeps")
    parser.add_argument("--stack", help="a deployed stack; the local one when left out")
    parser.add_argument("--tenant", required=True)
    parser.add_argument("--there", action="store_true", help="let the stack do it; for a version the tenant keeps")
    parser.add_argument("--out", type=Path, help="where to keep the whole result, as JSON")
    given = parser.parse_args(arguments)
    today = datetime.now(UTC).date()
    if given.there:
        if not given.draft:
            parser.error("--there needs --draft: the stack has to know the version")
        return run_there(given.stack, given.tenant, given.draft, day=today, out=given.out)
    if given.draft:
        return run(place(given.stack), given.tenant, given.draft, day=today, out=given.out)
    try:
        model = parse_model(given.model.read_text(encoding="utf-8"))
    except (ModelError, OSError, UnicodeDecodeError) as refused:
        print(f"{given.model} is refused:\n{refused}", file=sys.stderr)
        return 1
    return run(place(given.stack), given.tenant, model, day=today, out=given.out)


def run(at: Place, tenant: str, candidate: RiskModel | str, *, day: date, out: Path | None) -> int:
    """Simulate a model, or a version by its id; print the tables, keep the result where that is wanted."""
    try:
        active = at.versions.opened(tenant, at.versions.governed(tenant).active)
        chosen = (
            at.versions.opened(tenant, candidate)
            if isinstance(candidate, str)
            else InForce(candidate, active.countries)
        )
        simulation = simulate(
            chosen.model,
            _latest(at.history, tenant),
            active=active.model,
            countries=chosen.countries,
            day=day,
            models=at.models(tenant),
            active_countries=active.countries,
        )
    except (NotShipped, _Unusable) as refused:
        print(f"nothing was simulated: {refused}", file=sys.stderr)
        return 1
    _tell(simulation, out)
    return 0


def run_there(stack: str | None, tenant: str, version: str, *, day: date, out: Path | None) -> int:
    """Have a stack simulate a version the tenant keeps; print and keep as :func:`run` does."""
    named = outputs(stack)
    import boto3  # noqa: PLC0415  `outputs` says who is asked

    asked = Run(id=str(uuid4()), tenant=tenant, work=Work.WHAT_IF, version=version, day=day)
    try:
        simulation = carried_out(boto3.client, named, asked, Simulation)
    except NotDone as failed:
        print(f"nothing was simulated: {failed}", file=sys.stderr)
        return 1
    _tell(simulation, out)
    return 0


def _tell(simulation: Simulation, out: Path | None) -> None:
    print(table(simulation))
    if out:
        out.write_bytes(encode(simulation) + b"\n")


class _Unusable(Exception):
    """Something stored that cannot be read."""


def _latest(stored: History, tenant: str) -> Iterator[Stored]:
    for customer in progress(sorted(stored.existing(tenant)), "customers"):
        try:
            found = stored.stored(tenant, customer)
        except UNREADABLE as error:
            raise _Unusable(f"customer {customer} cannot be read ({error}); tools.replay tells more") from error
        if found:
            yield found


def table(simulation: Simulation) -> str:
    """A simulation for people."""
    parts = [f"Candidate {simulation.candidate}, country table {simulation.countries}, as of {simulation.day}"]
    for name, impact in (
        ("what is stored", simulation.against_stored),
        (f"the active model {simulation.active}", simulation.against_active),
    ):
        parts.append(f"\n== against {name} ==")
        parts += _impact(impact)
    return "\n".join(parts)


def _impact(impact: Impact) -> Iterator[str]:
    yield f"\nlevels ({impact.customers:,} customers; before down, after across)"
    yield f"  {'':8}" + "".join(f"{level:>10}" for level in RiskLevel)
    for before in RiskLevel:
        cells = impact.levels.get(before, {})
        yield f"  {before:8}" + "".join(f"{cells.get(after, 0):>10,}" for after in RiskLevel)
    yield f"\n  {'factor':36}{'before':>12}{'after':>12}{'raised':>10}{'lowered':>10}"
    for factor, delta in impact.factors.items():
        if delta.raised or delta.lowered:
            yield f"  {factor:36}{delta.before:>12,}{delta.after:>12,}{delta.raised:>10,}{delta.lowered:>10,}"
    yield f"  {'all points':36}{impact.points.before:>12,}{impact.points.after:>12,}"
    yield f"\n  {'customers':36}{'before':>12}{'after':>12}{'change':>10}"
    yield _row("with any reason for a case", impact.wanted)
    yield from (_row(f"  {reason}", change) for reason, change in impact.reasons.items())
    yield _row("a case would be opened now", impact.opened)
    yield from (_row(f"reviewed every {months} months", change) for months, change in impact.intervals.items())
    yield _row("review due now", impact.due)
    yield f"  next review sooner for {impact.sooner:,}, later for {impact.later:,}; reviews a year " + " → ".join(
        f"{sum(getattr(change, when) * _MONTHS_OF_A_YEAR / months for months, change in impact.intervals.items()):,.1f}"
        for when in ("before", "after")
    )
    yield from _names(
        "customers that move",
        (
            f"{mover.customer}  {mover.before} → {mover.after}  {mover.points_before:,} → {mover.points_after:,}"
            for mover in impact.movers
        ),
        len(impact.movers),
    )
    yield from _names("customers with a reason for a case anew", impact.newly_wanted, len(impact.newly_wanted))
    yield from _names("customers without one any more", impact.no_longer_wanted, len(impact.no_longer_wanted))


def _row(name: str, change: Change) -> str:
    return f"  {name:36}{change.before:>12,}{change.after:>12,}{change.after - change.before:>+10,}"


def _names(title: str, names: Iterable[str], total: int) -> Iterator[str]:
    if total:
        yield f"\n{title} ({total:,})"
        yield from (f"  {name}" for name, _ in zip(names, range(_NAMED), strict=False))
        if total > _NAMED:
            yield f"  … and {total - _NAMED:,} more, see --out"


if __name__ == "__main__":
    sys.exit(main())
