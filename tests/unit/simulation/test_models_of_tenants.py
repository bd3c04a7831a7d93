"""Customers are scored with the model their tenant has put into force, and prove themselves with it for good."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest

from customer_risk import wiring
from customer_risk.governance import Governance
from customer_risk.records import decode
from customer_risk.scoring.countries import Fact
from customer_risk.scoring.model import MODELS
from customer_risk.simulation import Impact, NotShipped, Simulation
from customer_risk.storage import runs
from customer_risk.storage.history import History
from customer_risk.storage.models import REREAD_SECONDS, ModelsInForce, ModelVersions
from risk_models import parts, worker
from tests.support.client import person
from tests.support.in_process import InProcess, in_process
from tests.support.tables import ROOT
from tools import replay as replaying
from tools import simulate as simulating
from tools.replay import Place

EVER = replaying.Range(date.min, date.max)
DEFAULT = (MODELS / "default-1.yaml").read_text(encoding="utf-8")
PORTUGAL = Fact(country="PT", fact="tier", value="critical", source="the board", date="2026-11-01")
AUTHOR, PUBLISHER = "user:1", "user:2"


def document(version: int) -> str:
    """The shipped model under the tenant's own name."""
    return DEFAULT.replace("name: default", "name: acme", 1).replace("version: 1", f"version: {version}", 1)


@pytest.fixture
def stack() -> Iterator[InProcess]:
    with in_process() as running:
        yield running


@pytest.fixture
def versions(stack: InProcess) -> ModelVersions:
    return ModelVersions(stack.dynamo, "ControlTable")


@pytest.fixture
def governance(stack: InProcess, versions: ModelVersions) -> Governance:
    ids = itertools.count()
    return Governance(
        stack.dynamo, versions, clock=lambda: stack.now, new_id=lambda: f"token-{next(ids)}", announce=lambda *_: None
    )


def publish(governance: Governance, stack: InProcess, text: str, facts: tuple[Fact, ...] = ()) -> str:
    draft = governance.draft(stack.tenant, AUTHOR, text, facts)
    governance.publish(stack.tenant, PUBLISHER, draft.id, draft.digest)
    stack.wait(REREAD_SECONDS)
    return draft.id


def check(stack: InProcess, customer: str) -> Any:
    stack.wait(2)
    return stack.check(person(customer, nationality="PT", countryOfResidence="PT")).json()


def test_a_published_model_decides_and_what_it_decided_replays_after_a_rollback(
    stack: InProcess, versions: ModelVersions, governance: Governance, capsys: pytest.CaptureFixture[str]
) -> None:
    before = check(stack, "anna")
    version = publish(governance, stack, document(1), (PORTUGAL,))
    stricter = check(stack, "anna")
    assert stricter["riskPoints"] > before["riskPoints"]
    governance.roll_back(stack.tenant, PUBLISHER, "default-1")
    stack.wait(REREAD_SECONDS)
    assert check(stack, "anna")["riskPoints"] == before["riskPoints"]
    history = History(stack.dynamo, "CustomersTable")
    used = {
        item.opened().assessment.scoring.model
        for ticket in (1, 2, 3)
        if (item := wiring.customers().kept(stack.tenant, "anna", ticket))
    }
    assert used == {version, "default-1"}
    assert replaying.prove(Place(history, versions), stack.tenant, None, EVER) == 0
    assert "replayed 3 assessments" in capsys.readouterr().out


def test_a_warm_function_asks_once_a_minute_and_loads_a_version_once(stack: InProcess, governance: Governance) -> None:
    publish(governance, stack, document(1))
    asked: list[str] = []

    class Counting:
        def get_item(self, **request: Any) -> Any:
            asked.append(request["Key"]["sk"]["S"])
            return stack.dynamo.get_item(**request)

    models = ModelsInForce(Counting(), "ControlTable", lambda: stack.now)
    first = models.of(stack.tenant)
    assert first.model.id == "acme-1"
    assert models.of(stack.tenant) is first
    assert asked == ["MODEL-ACTIVE", "MODEL#acme-1"]
    stack.wait(REREAD_SECONDS)
    assert models.of(stack.tenant).model is first.model
    assert asked == ["MODEL-ACTIVE", "MODEL#acme-1", "MODEL-ACTIVE"]
    assert models.of("another").model.id == "default-1"


def test_a_model_in_force_that_is_not_there_is_never_replaced_by_another(
    stack: InProcess, governance: Governance
) -> None:
    publish(governance, stack, document(1))
    stack.dynamo.delete_item(
        TableName="ControlTable", Key={"pk": {"S": f"T#{stack.tenant}"}, "sk": {"S": "MODEL#acme-1"}}
    )
    with pytest.raises(NotShipped):
        ModelsInForce(stack.dynamo, "ControlTable", lambda: stack.now).of(stack.tenant)
    stack.wait(REREAD_SECONDS)
    assert stack.check(person("anna")).status == 500
    assert wiring.customers().kept(stack.tenant, "anna", 1) is None


def test_a_draft_is_simulated_with_its_country_facts_against_the_model_in_force(
    stack: InProcess,
    versions: ModelVersions,
    governance: Governance,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for customer in ("anna", "bert", "carl"):
        check(stack, customer)
    publish(governance, stack, document(1))
    governance.draft(stack.tenant, AUTHOR, document(2), (PORTUGAL,))
    place, out = Place(History(stack.dynamo, "CustomersTable"), versions), tmp_path / "out.json"
    day = stack.now.date()
    assert simulating.run(place, stack.tenant, "acme-2", day=day, out=out) == 0
    whole = decode(out.read_bytes(), Simulation)
    assert (whole.candidate, whole.active, whole.active_countries) == ("acme-2", "acme-1", "countries-1")
    assert whole.countries.startswith("countries-1+")
    assert [mover.customer for mover in whole.against_active.movers] == ["anna", "bert", "carl"]

    run = {"id": "r-1", "tenant": stack.tenant, "work": "what-if", "version": "acme-2", "day": day.isoformat()}
    monkeypatch.setattr(runs, "BATCH", 2)
    begun = worker.handler({"step": "begin", "run": run}, None)
    assert begun["batches"] == 2
    for number, customers in enumerate((["anna", "bert"], ["carl", "nobody"])):
        worker.handler({"step": "batch", "run": run, "number": number, "customers": customers}, None)
    worker.handler({"step": "end", "run": run, "batches": 2}, None)
    assert parts.runs().result(msgspec.convert(run, runs.Run), Simulation) == whole
    with pytest.raises(runs.Unfinished):
        worker.handler({"step": "end", "run": run, "batches": 3}, None)
    assert simulating.run(place, stack.tenant, "acme-9", day=day, out=None) == 1


@pytest.mark.parametrize("event", [{}, {"step": "batch"}, {"step": "begin", "run": {"tenant": "a"}}, {"step": "more"}])
@pytest.mark.usefixtures("stack")
def test_an_event_that_is_no_step_is_refused(event: Any) -> None:
    with pytest.raises(msgspec.ValidationError):
        worker.handler(event, None)


@pytest.mark.usefixtures("stack")
def test_the_sample_events_are_the_steps_of_a_run() -> None:
    folder = ROOT / "events" / "risk_models"
    for name in ("begin_run", "do_batch", "end_run"):
        worker.handler(json.loads((folder / f"worker_{name}.json").read_text()), None)
    asked = msgspec.convert(json.loads((folder / "worker_end_run.json").read_text())["run"], runs.Run)
    assert parts.runs().result(asked, Simulation).against_stored == Impact()
