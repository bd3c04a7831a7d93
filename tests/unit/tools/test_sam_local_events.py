from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tools.sam_local.events import SAMPLE_KEY, Event, difference, found


def write(folder: Path, name: str, content: Any) -> Path:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(content))
    return file


def test_folder_and_name_tell_the_function_and_expectations_are_no_events(tmp_path: Path) -> None:
    first = write(tmp_path, "customer_checks/check.json", {})
    write(tmp_path, "customer_checks/check.expect.json", {})
    second = write(tmp_path, "customer_checks/worker_accepted.json", {})
    third = write(tmp_path, "event_publisher/insert.json", {})
    assert list(found(tmp_path)) == [
        Event(first, "CustomerChecksFunction"),
        Event(second, "CustomerChecksWorkerFunction"),
        Event(third, "EventPublisherFunction"),
    ]


def test_the_key_is_put_in(tmp_path: Path) -> None:
    event = Event(write(tmp_path, "a.json", {"headers": {"api-key": SAMPLE_KEY}}), "AFunction")
    assert json.loads(event.text("secret")) == {"headers": {"api-key": "secret"}}


@pytest.mark.parametrize(
    ("answer", "complaint"),
    [
        ({"errorType": "KeyError", "errorMessage": "'x'"}, "raised KeyError: 'x'"),
        ({"statusCode": 500}, "answered 500"),
        ({"statusCode": 425}, None),
        ({"batchItemFailures": []}, None),
        (None, None),
    ],
)
def test_without_an_expectation_errors_are_told(tmp_path: Path, answer: Any, complaint: str | None) -> None:
    assert Event(write(tmp_path, "a.json", {}), "AFunction").complaint(answer) == complaint


def test_an_expectation_decides(tmp_path: Path) -> None:
    event = Event(write(tmp_path, "a.json", {}), "AFunction")
    write(tmp_path, "a.expect.json", {"statusCode": 401, "headers": {"content-type": "application/problem+json"}})
    answer = {"statusCode": 401, "headers": {"content-type": "application/problem+json", "x": "y"}, "body": "{}"}
    assert event.complaint(answer) is None
    assert event.complaint({**answer, "statusCode": 200}) == "answer.statusCode is 200, not 401"
    assert event.complaint({"errorType": "E", "errorMessage": "m"}) == "raised E: m"


def test_lists_are_compared_whole() -> None:
    assert difference({"a": [1]}, {"a": [1, 2]}) == "answer.a is [1, 2], not [1]"
    assert difference({"a": 1}, {}) == "answer has no a"
