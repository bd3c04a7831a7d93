"""Reading histories from the table of the template, and what the operator's commands say of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import msgspec
import pytest

from customer_risk import wiring
from customer_risk.cases import CaseDecision
from customer_risk.records import decode, encode
from customer_risk.scoring.authoring import parse_model
from customer_risk.scoring.model import MODELS
from customer_risk.simulation import Simulation
from customer_risk.storage.customer_items import Kept
from customer_risk.storage.dynamo import Item, marshal, unmarshal_item
from customer_risk.storage.history import Fault, Finding, History, examine, replay
from customer_risk.storage.models import ModelVersions
from tests.support.client import person
from tests.support.in_process import BEGINNING, InProcess, in_process
from tools import replay as replaying
from tools import simulate as simulating
from tools.replay import Place

EVER = replaying.Range(date.min, date.max)
DEFAULT = (MODELS / "default-1.yaml").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def stack() -> Iterator[InProcess]:
    """anna: checked on three days, her case closed on the second; bert: once; carl: his check never came to an end."""
    with in_process() as running:
        for number in range(3):
            running.wait(timedelta(days=1).total_seconds())
            answer = running.check(person("anna", nationality="IR", countryOfResidence="IR")).json()
            if number == 1:
                wiring.casework().close(
                    running.tenant,
                    answer["caseId"],
                    decision=CaseDecision.RISK_ACCEPTED,
                    reason="known to us",
                    actor="user:1",
                )
        assert running.check(person("bert")).status == 200
        wiring.customers().take_turn(running.tenant, "carl", now_ms=1, nonce="n")
        yield running


@pytest.fixture
def history(stack: InProcess) -> History:
    return History(stack.dynamo, "CustomersTable")


@pytest.fixture
def place(stack: InProcess, history: History) -> Place:
    return Place(history, ModelVersions(stack.dynamo, "ControlTable"))


@pytest.fixture
def tampered(stack: InProcess, history: History) -> Iterator[Callable[..., None]]:
    """Changes the blob of a snapshot in the table until the test ends."""
    before = [*history.items(stack.tenant, "anna"), *history.items(stack.tenant, "bert")]

    def tamper(change: Callable[[Kept], Kept], customer: str = "bert") -> None:
        item = next(one for one in before if one["pk"]["S"].endswith(customer) and "doc" in one)
        changed = change(Kept.read(unmarshal_item(item)["doc"])).blob()
        stack.dynamo.put_item(TableName="CustomersTable", Item={**item, "doc": {"B": changed}})

    yield tamper
    for item in before:
        stack.dynamo.put_item(TableName="CustomersTable", Item=item)


def test_every_customer_of_the_tenant_is_listed_once(stack: InProcess, history: History) -> None:
    assert sorted(history.customers(stack.tenant)) == ["anna", "bert", "carl"]
    assert list(history.customers(stack.tenant[:-1])) == []


def test_the_latest_turn_is_read_with_the_state(stack: InProcess, history: History) -> None:
    found = history.latest(stack.tenant, "anna")
    assert found is not None
    state, kept = found
    assert (state.committed, kept.opened().ticket) == (3, 3)
    assert history.latest(stack.tenant, "carl") is None
    assert history.latest(stack.tenant, "nobody") is None


def test_a_whole_history_is_proven(stack: InProcess, history: History) -> None:
    anna = history.examine(stack.tenant, "anna", EVER)
    assert (anna.replayed, anna.entries, anna.findings) == (3, 4, ())
    assert history.examine(stack.tenant, "carl", EVER) == (0, 0, ())


def test_only_the_days_asked_for_are_replayed_and_the_chain_is_proven_whole(stack: InProcess, history: History) -> None:
    first = BEGINNING.date() + timedelta(days=1)
    days = [(first, first), (first, first + timedelta(days=1)), (first + timedelta(days=9), date.max)]
    examined = [history.examine(stack.tenant, "anna", replaying.Range(*two)) for two in days]
    assert [(one.replayed, one.entries) for one in examined] == [(1, 4), (2, 4), (0, 4)]


def test_a_check_committed_while_its_customer_is_read_is_no_break(stack: InProcess, history: History) -> None:
    whole = list(history.items(stack.tenant, "anna"))
    torn = [item for item in whole if item["sk"]["S"] != "SNAPSHOT#0000000003"]

    class Changing(History):
        """Shows the newest turn only when asked again."""

        reads = iter([torn, whole])

        def items(self, tenant: str, customer: str) -> Iterator[Item]:
            assert (tenant, customer) == (stack.tenant, "anna")
            return iter(next(self.reads))

    assert Changing(stack.dynamo, "CustomersTable").examine(stack.tenant, "anna", EVER).findings == ()


def test_the_command_proves_a_tenant(stack: InProcess, place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    assert replaying.prove(place, stack.tenant, None, EVER) == 0
    said = capsys.readouterr()
    assert "replayed 4 assessments, proved 5 audit entries" in said.out
    assert "3 customers in" in said.err


def test_where_there_is_nothing_to_prove_the_command_does_not_say_that_all_is_well(
    stack: InProcess, place: Place
) -> None:
    assert replaying.prove(place, "nobody", None, EVER) == replaying.FOUND_NOTHING_TO_PROVE
    assert replaying.prove(place, stack.tenant, "nobody", EVER) == replaying.FOUND_NOTHING_TO_PROVE


def lowered(kept: Kept) -> Kept:
    """Ten points less in the first line, as somebody would write it who knows the format but not the chain."""
    snapshot = kept.opened()
    first, *others = snapshot.assessment.scoring.lines
    cheaper = msgspec.structs.replace(first, points=first.points - 10)
    scoring = msgspec.structs.replace(snapshot.assessment.scoring, lines=(cheaper, *others))
    assessment = msgspec.structs.replace(snapshot.assessment, scoring=scoring)
    return kept._replace(snapshot=encode(msgspec.structs.replace(snapshot, assessment=assessment)))


def test_lowered_points_are_told_with_the_factor(
    stack: InProcess, place: Place, tampered: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    tampered(lowered)
    assert replaying.prove(place, stack.tenant, "bert", EVER) == replaying.FOUND_SOMETHING
    said = capsys.readouterr().out
    assert "bert  SNAPSHOT#0000000001  broken: what is kept is not what the audit entry has the hash of" in said
    assert "differs: only then: " in said
    assert "differs: only now: " in said
    assert "differences 1, broken 1, not replayable 0" in said
    assert "Lindqvist" not in said


def test_an_assessment_of_an_unknown_model_is_told_as_not_replayable(
    stack: InProcess, place: Place, tampered: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    tampered(lambda kept: kept._replace(snapshot=kept.snapshot.replace(b'"default-1"', b'"bespoke-7"')))
    assert replaying.prove(place, stack.tenant, "bert", EVER) == replaying.FOUND_SOMETHING
    said = capsys.readouterr().out
    assert "cannot be replayed: the risk model 'bespoke-7' does not come with this code" in said
    assert "replayed 0 assessments" in said


def test_a_replaced_answer_and_another_customers_turn_are_found(
    stack: InProcess, history: History, tampered: Callable[..., None]
) -> None:
    tampered(lambda kept: kept._replace(document=b"{}"))
    found = history.examine(stack.tenant, "bert", EVER).findings
    assert [finding.what for finding in found] == ["what is kept is not what the audit entry has the hash of"]
    bert = list(history.items(stack.tenant, "bert"))
    moved = {finding.what for finding in examine("berta", bert, EVER).findings}
    assert moved == {"what is kept is not what the audit entry has the hash of"} | {
        "the assessment belongs to another turn or customer"
    }


def test_a_shortened_chain_and_a_lost_assessment_are_found(stack: InProcess, history: History) -> None:
    anna = list(history.items(stack.tenant, "anna"))
    shorter = [item for item in anna if item["sk"]["S"] != "SNAPSHOT#0000000003"]
    assert Finding(Fault.BROKEN, "AUDIT", "the chain ends with entry 3, the state names entry 4") in (
        examine("anna", shorter, EVER).findings
    )
    last = next(item for item in anna if item["sk"]["S"] == "SNAPSHOT#0000000003")
    entry = msgspec.json.decode(Kept.read(unmarshal_item(last)["doc"]).entry)
    alone = {"sk": {"S": "AUDIT#0000000004"}, **{name: marshal(value) for name, value in entry.items()}}
    assert examine("anna", [*shorter, alone], EVER).findings == (
        Finding(Fault.BROKEN, "AUDIT#0000000004", "says that an assessment was made, which is not kept"),
    )
    erased = [item | {"deleted": {"N": "3"}} if item["sk"]["S"] == "STATE" else item for item in shorter]
    assert examine("anna", [*erased, alone], EVER).findings == ()


def test_bytes_that_say_the_same_in_other_words_are_not_the_same(stack: InProcess, history: History) -> None:
    found = history.latest(stack.tenant, "bert")
    assert found is not None
    kept = found[1]
    assert replay(kept) == ()
    spaced = kept._replace(snapshot=kept.snapshot.replace(b'{"ticket":', b'{"ticket": ', 1))
    assert replay(spaced) == ("the stored bytes are not those that are written here",)


def test_the_command_simulates_and_keeps_every_name(
    stack: InProcess, place: Place, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    draft = DEFAULT.replace("levels: {LOW: 100, MEDIUM: 400", "levels: {LOW: 100, MEDIUM: 101")
    assert draft != DEFAULT
    model = parse_model(draft)
    out = tmp_path / "result.json"
    before = stack.items("CustomersTable")
    assert simulating.run(place, stack.tenant, model, day=BEGINNING.date(), out=out) == 0
    assert stack.items("CustomersTable") == before
    said = capsys.readouterr().out
    kept = decode(out.read_bytes(), Simulation)
    assert kept.against_stored.customers == 2
    assert "== against what is stored ==" in said
    assert "== against the active model default-1 ==" in said
    for mover in kept.against_stored.movers:
        assert f"{mover.customer}  {mover.before} → {mover.after}" in said


def test_a_bad_draft_is_refused_with_line_and_reason(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    draft = tmp_path / "draft.yaml"
    draft.write_text(DEFAULT.replace("MEDIUM: 400", "MEDIUM: 900"))
    line = next(n for n, text in enumerate(draft.read_text().splitlines(), start=1) if "MEDIUM: 900" in text)
    assert simulating.main(["--model", str(draft), "--tenant", "acme-bank"]) == 1
    said = capsys.readouterr().err
    assert f"line {line}: levels.HIGH: thresholds out of order: 800 is not above 900" in said
    assert simulating.main(["--model", str(tmp_path / "absent.yaml"), "--tenant", "acme-bank"]) == 1


def test_a_customer_that_cannot_be_read_stops_a_simulation(
    stack: InProcess, place: Place, tampered: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    tampered(lambda kept: kept._replace(snapshot=b"{}"))
    model = parse_model(DEFAULT)
    assert simulating.run(place, stack.tenant, model, day=BEGINNING.date(), out=None) == 1
    assert "nothing was simulated: customer bert cannot be read" in capsys.readouterr().err
