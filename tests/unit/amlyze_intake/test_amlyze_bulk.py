"""The bulk command against the functions: every row once, whatever interrupts it."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.unit.amlyze_intake.bodies import sample
from tests.unit.amlyze_intake.running import Intake, intake
from tools.amlyze_bulk import Send, Stopped, read_rows, run
from tools.amlyze_bulk.__main__ import Bar, main


def rows(count: int) -> list[dict[str, Any]]:
    customer = sample("batch")["customers"][0]
    return [customer | {"communicationNumber": f"number-{n}", "customerExtId": f"customer-{n}"} for n in range(count)]


def lines(path: Path, customers: list[Any]) -> Path:
    path.write_text("".join(one if isinstance(one, str) else json.dumps(one) + "\n" for one in customers))
    return path


def sending(found: Intake) -> Send:
    def send(path: str, body: object) -> tuple[int, Any]:
        reply = found.call("POST", path, body)
        return int(reply.status), reply.json()

    return send


def go(source: Path, send: Send, mode: str = "import", size: int = 4) -> Counter[str]:
    return run(source, send, mode=mode, size=size, show=lambda *_: None, wait=lambda _: None)


def results(source: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in source.with_name(source.name + ".results.jsonl").read_text().splitlines()]


@pytest.mark.parametrize("mode", ["import", "validate", "evaluate"])
def test_every_row_has_a_result(tmp_path: Path, mode: str) -> None:
    customers: list[Any] = rows(9)
    if mode == "evaluate":
        customers = [{name: v for name, v in one.items() if name != "riskLevel"} for one in customers]
        customers = [one | {"sourceOfRiskLevel": "EVALUATE"} for one in customers]
    del customers[3]["requester"]
    customers[5] = "no JSON\n"
    source = lines(tmp_path / "customers.jsonl", customers)
    with intake() as found:
        assert go(source, sending(found), mode) == {"REQUEST_ACCEPTED": 7, "REQUEST_REJECTED": 2}
        stored = len(found.rows("CasesTable", "COMM"))
    assert stored == (0 if mode == "validate" else 7)
    told = results(source)
    assert [one["row"] for one in told] == list(range(1, 10))
    assert (told[3]["errorCode"], told[5]["errorCode"]) == ("001", "X-LINE")
    assert told[0]["communicationNumber"] == "number-0"


class Interrupted(BaseException):
    """The machine stops."""


def breaking(send: Send, number: int, failure: Callable[[], BaseException], *, after: bool) -> Send:
    """Breaks at the n-th request, before it is sent or when its answer should come."""
    seen = 0

    def broken(path: str, body: object) -> tuple[int, Any]:
        nonlocal seen
        seen += 1
        if seen != number:
            return send(path, body)
        if after:
            send(path, body)
        raise failure()

    return broken


@pytest.mark.parametrize("after", [False, True], ids=["before sending", "after arriving"])
@pytest.mark.parametrize("number", [1, 2, 3])
def test_what_was_interrupted_goes_on_where_it_stopped(tmp_path: Path, number: int, after: bool) -> None:  # noqa: FBT001
    source = lines(tmp_path / "customers.jsonl", rows(10))
    with intake() as found:
        with pytest.raises(Interrupted):
            go(source, breaking(sending(found), number, Interrupted, after=after))
        # It may even have stopped while it wrote a result.
        with source.with_name(source.name + ".results.jsonl").open("a") as file:
            file.write('{"row":')
        assert go(source, sending(found)) == {"REQUEST_ACCEPTED": 10}
        assert len(found.rows("CasesTable", "COMM")) == 10
    told = results(source)
    assert [one["row"] for one in told] == list(range(1, 11))
    noted = [one["row"] for one in told if "note" in one]
    first = (number - 1) * 4 + 1
    assert noted == (list(range(first, min(first + 4, 11))) if after else [])


def test_an_answer_that_is_lost_is_asked_for_again(tmp_path: Path) -> None:
    source = lines(tmp_path / "customers.jsonl", rows(6))
    with intake() as found:
        send = breaking(sending(found), 1, ConnectionResetError, after=True)
        assert go(source, send) == {"REQUEST_ACCEPTED": 6}


def test_a_service_that_does_not_answer_ends_the_run_and_nothing_is_lost(tmp_path: Path) -> None:
    source = lines(tmp_path / "customers.jsonl", rows(3))
    waited: list[float] = []
    with pytest.raises(Stopped, match="go on"):
        run(source, lambda *_: (503, {}), mode="import", size=2, show=lambda *_: None, wait=waited.append)
    assert waited == [1, 2, 4, 8, 16, 30]
    with pytest.raises(Stopped, match="answered 401"):
        go(source, lambda *_: (401, {"error": {"code": "unauthorized"}}))
    with intake() as found:
        assert go(source, sending(found)) == {"REQUEST_ACCEPTED": 3}


def test_used_numbers_are_rejected_where_nothing_was_interrupted(tmp_path: Path) -> None:
    with intake() as found:
        assert go(lines(tmp_path / "a.jsonl", rows(2)), sending(found)) == {"REQUEST_ACCEPTED": 2}
        second = lines(tmp_path / "b.jsonl", rows(3))
        assert go(second, sending(found)) == {"REQUEST_ACCEPTED": 1, "REQUEST_REJECTED": 2}
        assert [one.get("errorCode") for one in results(second)] == ["O005", "O005", None]


def test_a_checkpoint_is_of_one_file_and_one_mode(tmp_path: Path) -> None:
    with intake() as found:
        source = lines(tmp_path / "a.jsonl", rows(2))
        go(source, sending(found))
        assert go(source, sending(found)) == {"REQUEST_ACCEPTED": 2}  # all done: nothing is sent again
        with pytest.raises(Stopped, match="another file"):
            go(source, sending(found), "validate")
        lines(source, rows(3))
        with pytest.raises(Stopped, match="another file"):
            go(source, sending(found))


def test_columns_are_places(tmp_path: Path) -> None:
    source = tmp_path / "customers.CSV"
    with source.open("w", newline="") as file:
        table = csv.writer(file)
        table.writerow(
            ["firstName", "listAddress.0.country", "listAddress.1.country", "initializeScreeningProcesses.0"]
        )
        table.writerow(["Ona, Marija", "LT", "", "PEP"])
        table.writerow(["", "LT", "LV", ""])
    assert list(read_rows(source)) == [
        {"firstName": "Ona, Marija", "listAddress": [{"country": "LT"}], "initializeScreeningProcesses": ["PEP"]},
        {"listAddress": [{"country": "LT"}, {"country": "LV"}]},
    ]


def test_the_bar_says_how_far_it_is() -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    times = iter([0.0, 10.0])
    shown = Terminal()
    bar = Bar(shown, lambda: next(times))
    bar.show(10, 100, Counter())
    bar.show(60, 100, Counter(REQUEST_REJECTED=3))
    last = shown.getvalue().split("\r")[-1]
    assert "60/100  3 rejected  8 s left" in last
    assert last.count("█") == 18


def test_the_command_needs_to_know_where_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", ["amlyze_bulk", "x.jsonl", "--dir", str(tmp_path)])
    monkeypatch.delenv("CUSTOMER_RISK_URL", raising=False)
    with pytest.raises(SystemExit):
        main()
