"""Another model is put into force, and the customers of whom it says something else are decided anew: in process."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import msgspec
import pytest

from customer_risk import aws, wiring
from customer_risk.governance import Governance
from customer_risk.scoring.model import MODELS
from customer_risk.storage import runs
from customer_risk.storage.history import History
from customer_risk.storage.models import REREAD_SECONDS, ModelVersions
from customer_risk.storage.runs import Rescored, Run, Work
from rescreener import worker
from risk_models import parts
from risk_models import worker as steps
from tests.support.client import person
from tests.support.in_process import InProcess, in_process
from tests.support.tables import ROOT
from tools.replay import Place, Range, prove

DEFAULT = (MODELS / "default-1.yaml").read_text(encoding="utf-8")
LEVELS = "levels: {LOW: 100, MEDIUM: 400, HIGH: 800, EXTREME: 1600}"
STRICTER = {LEVELS: "levels: {LOW: 100, MEDIUM: 400, HIGH: 450, EXTREME: 1600}"}
AUTHOR, PUBLISHER = "user:1", "user:2"


@pytest.fixture
def stack() -> Iterator[InProcess]:
    with in_process() as running:
        yield running


@pytest.fixture
def announced() -> list[tuple[str, str]]:
    return []


@pytest.fixture
def governance(stack: InProcess, announced: list[tuple[str, str]]) -> Governance:
    ids = itertools.count()
    return Governance(
        stack.dynamo,
        ModelVersions(stack.dynamo, "ControlTable"),
        clock=lambda: stack.now,
        new_id=lambda: f"token-{next(ids)}",
        announce=lambda *told: announced.append(told),
    )


def publish(governance: Governance, stack: InProcess, version: int, changes: dict[str, str]) -> str:
    text = DEFAULT.replace("name: default", "name: acme", 1).replace("version: 1", f"version: {version}", 1)
    for before, after in changes.items():
        assert text.count(before) == 1
        text = text.replace(before, after)
    draft = governance.draft(stack.tenant, AUTHOR, text)
    governance.publish(stack.tenant, PUBLISHER, draft.id, draft.digest)
    stack.wait(REREAD_SECONDS)
    return draft.id


def check(stack: InProcess, customer: str, nationality: str = "SE") -> Any:
    stack.wait(2)
    return json.loads(stack.check(person(customer, nationality=nationality)).body)


def run_of(stack: InProcess, version: str, id_: str = "r-1") -> Run:
    return Run(id=id_, tenant=stack.tenant, work=Work.RE_SCORE, version=version, day=stack.now.date())


def carry_out(run: Run) -> Rescored:
    """All steps of a run, as the map goes through them."""
    told = msgspec.to_builtins(run)
    begun = steps.handler({"step": "begin", "run": told}, None)
    key = {"Bucket": "watchlists", "Key": begun["key"]}
    batches = json.loads(aws.client("s3").get_object(**key)["Body"].read())
    assert len(batches) == begun["batches"]
    for number, customers in enumerate(batches):
        worker.handler({"step": "batch", "run": told, "number": number, "customers": customers}, None)
    steps.handler({"step": "end", "run": told, "batches": begun["batches"]}, None)
    return parts.runs().result(run, Rescored)


def events(stack: InProcess) -> list[dict[str, Any]]:
    return [item for item in stack.items("EventsTable") if item["type"]["S"] == worker.RESCORED]


def test_a_publication_decides_anew_whom_the_model_means_something_else_for(
    stack: InProcess,
    governance: Governance,
    announced: list[tuple[str, str]],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(runs, "BATCH", 2)
    before = {id_: check(stack, id_) for id_ in ("anna", "bert", "carl")}
    assert {one["riskLevel"] for one in before.values()} == {"medium"}
    plain = check(stack, "dora", nationality="XX")
    version = publish(governance, stack, 1, STRICTER)
    assert announced == [(stack.tenant, version)]

    assert carry_out(run_of(stack, version)) == Rescored(customers=4, changed=4, moved=4)
    state = wiring.customers().state(stack.tenant, "anna")
    assert (state.level, state.points) == ("HIGH", before["anna"]["riskPoints"])
    assert state.standing.open_case is not None
    assert [entry.action for entry in wiring.customers().audit(stack.tenant, "anna")] == ["assessed", "re-scored"]
    assert {event["customer_id"]["S"] for event in events(stack)} == {"anna", "bert", "carl", "dora"}
    assert plain["riskLevel"] == "medium"

    # Done again, or by another run, it changes nothing more.
    assert carry_out(run_of(stack, version, "r-2")) == Rescored(customers=4)
    assert len(events(stack)) == 4

    # What was decided anew is as proven as what somebody asked for.
    place = Place(History(stack.dynamo, "CustomersTable"), ModelVersions(stack.dynamo, "ControlTable"))
    assert prove(place, stack.tenant, None, Range(date.min, date.max)) == 0, capsys.readouterr().out

    # A rollback is announced and followed likewise; a case that was opened stays open.
    governance.roll_back(stack.tenant, PUBLISHER, "default-1")
    stack.wait(REREAD_SECONDS)
    assert announced[1:] == [(stack.tenant, "default-1")]
    assert carry_out(run_of(stack, "default-1", "r-3")) == Rescored(customers=4, changed=4, moved=4)
    again = wiring.customers().state(stack.tenant, "anna")
    assert (again.level, again.standing.open_case) == ("MEDIUM", state.standing.open_case)


def test_a_model_that_says_the_same_changes_nothing(stack: InProcess, governance: Governance) -> None:
    check(stack, "anna")
    version = publish(governance, stack, 1, {})
    assert carry_out(run_of(stack, version)) == Rescored(customers=1)
    assert wiring.customers().state(stack.tenant, "anna").audited == 1


def test_other_points_on_the_same_level_are_recorded_and_not_told(stack: InProcess, governance: Governance) -> None:
    check(stack, "anna")
    version = publish(
        governance, stack, 1, {"referral: {points: {referred: 20}}": "referral: {points: {referred: 30}}"}
    )
    assert carry_out(run_of(stack, version)) == Rescored(customers=1)
    version = publish(
        governance, stack, 2, {"    missing: 20\n    limits: {new-months": "    missing: 30\n    limits: {new-months"}
    )
    assert carry_out(run_of(stack, version)) == Rescored(customers=1, changed=1)
    assert events(stack) == []


def test_only_the_version_in_force_is_carried_out(stack: InProcess, governance: Governance) -> None:
    check(stack, "anna")
    first = publish(governance, stack, 1, STRICTER)
    late = {"step": "batch", "run": msgspec.to_builtins(run_of(stack, first)), "number": 0, "customers": ["anna"]}
    publish(governance, stack, 2, {})
    assert carry_out(run_of(stack, first)) == Rescored()
    assert worker.handler(late, None) == 0
    assert wiring.customers().state(stack.tenant, "anna").audited == 1


def test_who_scores_with_the_model_of_before_waits(stack: InProcess, governance: Governance) -> None:
    check(stack, "anna")
    version = publish(governance, stack, 1, {})
    wiring.scorer().of(stack.tenant)
    draft = governance.draft(stack.tenant, AUTHOR, DEFAULT.replace("name: default", "name: other", 1))
    governance.publish(stack.tenant, PUBLISHER, draft.id, draft.digest)
    assert version != draft.id
    with pytest.raises(worker.NotInForce):
        carry_out(run_of(stack, draft.id))
    stack.wait(REREAD_SECONDS)
    assert carry_out(run_of(stack, draft.id)) == Rescored(customers=1)


def test_lists_that_cannot_be_asked_fail_the_batch_and_nobody_else(
    stack: InProcess, governance: Governance, monkeypatch: pytest.MonkeyPatch
) -> None:
    for customer in ("anna", "bert"):
        check(stack, customer)
    version = publish(governance, stack, 1, STRICTER)
    real, asked = wiring.customers().read, []

    def read(tenant: str, customer: str) -> Any:
        asked.append(customer)
        if customer == "anna" and len(asked) == 1:
            raise ConnectionError
        return real(tenant, customer)

    monkeypatch.setattr(wiring.customers(), "read", read)
    with pytest.raises(worker.SomeFailed, match="1 of 2"):
        carry_out(run_of(stack, version))
    assert [event["customer_id"]["S"] for event in events(stack)] == ["bert"]
    assert carry_out(run_of(stack, version)) == Rescored(customers=2, changed=1, moved=1)


@pytest.mark.usefixtures("stack")
def test_the_sample_event_is_a_batch() -> None:
    event = json.loads((ROOT / "events" / "rescreener" / "worker_rescore_batch.json").read_text())
    assert worker.handler(event, None) == 0
    batch = msgspec.convert(event, runs.Batch)
    assert list(parts.runs().parts(batch.run, 1, Rescored)) == [Rescored()]
