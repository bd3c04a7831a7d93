from __future__ import annotations

import json
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tools.local_stack import cloud
from tools.local_stack.home import Home
from tools.local_stack.logs import readable
from tools.local_stack.progress import StepFailed, run
from tools.local_stack.routes import Route, wanted
from tools.local_stack.stack import Stack


def integration(function: str) -> dict[str, Any]:
    uri = {"Fn::Sub": f"arn:${{AWS::Partition}}:apigateway:path/functions/${{{function}.Arn}}/invocations"}
    return {"x-amazon-apigateway-integration": {"uri": uri, "payloadFormatVersion": "2.0"}}


def test_routes_are_those_of_the_processed_body() -> None:
    body = {
        "paths": {
            "/v2/x/{proxy+}": {"x-amazon-apigateway-any-method": integration("XFunction"), "parameters": []},
            "/healthz": {"get": integration("HealthFunction"), "post": integration("XFunction")},
            "/$default": {"x-amazon-apigateway-any-method": integration("XFunction")},
        }
    }
    assert list(wanted(body)) == [
        Route("ANY /v2/x/{proxy+}", "XFunction", "2.0"),
        Route("GET /healthz", "HealthFunction", "2.0"),
        Route("POST /healthz", "XFunction", "2.0"),
        Route("$default", "XFunction", "2.0"),
    ]


def test_a_route_to_something_else_than_a_function_is_not_passed_over() -> None:
    with pytest.raises(ValueError, match="does not lead to a function"):
        list(wanted({"paths": {"/x": {"get": {"x-amazon-apigateway-integration": {"uri": "https://example.com"}}}}}))


def test_what_is_known_of_a_stack_is_private_and_read_back_with_what_others_added(tmp_path: Path) -> None:
    home = Home(tmp_path)
    stack = Stack("http://a", "key", "http://b", "eu", "name", {"accessKeyId": "x"}, {"T": "t"}, extra={"token": "z"})
    stack.save(home)
    assert stat.S_IMODE(home.stack_file.stat().st_mode) == 0o600
    assert json.loads(home.stack_file.read_text())["token"] == "z"
    assert Stack.load(home) == stack
    assert Stack.load(Home(tmp_path / "elsewhere")) is None


def test_a_cloud_is_running_for_exactly_as_long_as_its_process(tmp_path: Path) -> None:
    home = Home(tmp_path)
    program = tmp_path / "cloud"
    program.write_text(f"#!{sys.executable}\nimport time\ntime.sleep(60)\n")
    program.chmod(0o755)
    assert cloud.running(home) is None
    started = cloud.start(home, [program])
    assert cloud.running(home) == started
    assert cloud.stop(home) is True
    assert cloud.running(home) is None
    assert cloud.stop(home) is False


def test_a_cloud_that_ends_at_once_is_reported_with_its_log(tmp_path: Path) -> None:
    home = Home(tmp_path)
    program = tmp_path / "cloud"
    program.write_text("#!/bin/sh\necho no such option\nexit 3\n")
    program.chmod(0o755)
    started = cloud.start(home, [program])
    with pytest.raises(StepFailed, match="no such option"):
        cloud.await_ready(home, started)
    assert cloud.stop(home) is False


def test_a_failed_command_shows_the_end_of_its_log(tmp_path: Path) -> None:
    with pytest.raises(StepFailed, match=r"(?s)ended with 4.*\| because"):
        run(["sh", "-c", "echo because; exit 4"], log=tmp_path / "log", env={"PATH": "/bin:/usr/bin"}, cwd=tmp_path)


def test_a_failing_command_line_says_why_and_fails(tmp_path: Path) -> None:
    done = subprocess.run(  # noqa: S603  our own command line
        [sys.executable, "-m", "tools.local_stack", "logs", "--dir", tmp_path],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "make up" in done.stderr


@pytest.mark.parametrize(
    ("message", "line"),
    [
        ('{"level":"INFO","message":"check","status":200,"service":"x"}', "INFO     check status=200"),
        ('{"_aws":{"Timestamp":1},"Checks":1}', "METRIC    Checks=1"),
        ("Traceback (most recent call last):", "Traceback (most recent call last):"),
        ("42", "42"),
    ],
)
def test_log_records_become_one_line(message: str, line: str) -> None:
    shown = readable("/customer-risk/customer-risk/customer-checks", 1_700_000_000_007, message)
    assert shown.endswith(line)
    assert "customer-checks " in shown
