"""What the template promises of every function, table and queue, whatever is added to it later."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.support.tables import ROOT, template

TEMPLATE = template()
RESOURCES: dict[str, dict[str, Any]] = TEMPLATE["Resources"]


def of_type(kind: str) -> dict[str, dict[str, Any]]:
    return {name: resource["Properties"] for name, resource in RESOURCES.items() if resource["Type"] == kind}


FUNCTIONS = of_type("AWS::Serverless::Function")
QUEUES = of_type("AWS::SQS::Queue")
TABLES = of_type("AWS::DynamoDB::Table")
GLOBALS = TEMPLATE["Globals"]["Function"]


def logical(reference: str) -> str:
    """The logical id in ``X``, ``X.Arn`` or ``${X.Arn}/…``."""
    match = re.match(r"(?:\$\{)?(\w+)", reference)
    assert match
    return match[1]


def statements(role: str) -> list[dict[str, Any]]:
    apart = [policy for policy in of_type("AWS::IAM::Policy").values() if role in policy["Roles"]]
    policies = [*RESOURCES[role]["Properties"]["Policies"], *apart]
    return [s for policy in policies for s in policy["PolicyDocument"]["Statement"]]


def as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_function_has_a_role_of_its_own(name: str) -> None:
    role = logical(FUNCTIONS[name]["Role"])
    users = [other for other, properties in FUNCTIONS.items() if logical(properties["Role"]) == role]
    assert users == [name]


PROVIDER_SECRETS = ":secret:customer-risk/providers/*"
"""What tenants' outside providers are asked with: made by whoever operates the stack, after it was deployed."""


OWN_EXECUTIONS = ":execution:${RunsStateMachine.Name}/*"
"""What a map starts: an execution for every batch, named when it runs."""


@pytest.mark.parametrize("role", of_type("AWS::IAM::Role"))
def test_no_role_may_do_everything_or_touch_everything(role: str) -> None:
    assert "ManagedPolicyArns" not in RESOURCES[role]["Properties"]
    for statement in statements(role):
        assert not [action for action in as_list(statement["Action"]) if "*" in action]
        for resource in as_list(statement["Resource"]):
            if resource.endswith(PROVIDER_SECRETS):
                assert statement["Action"] == "secretsmanager:GetSecretValue"
                continue
            if resource.endswith(OWN_EXECUTIONS):
                assert role == "RunsRole"
                continue
            assert logical(resource) in RESOURCES, resource
            assert "*" not in resource or re.fullmatch(r"\$\{WatchlistsBucket.Arn\}/[a-z]+/\*", resource)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_function_logs_to_a_group_that_forgets_and_may_write_no_other(name: str) -> None:
    group = logical(FUNCTIONS[name]["LoggingConfig"]["LogGroup"])
    assert RESOURCES[group]["Properties"]["RetentionInDays"] <= 400
    logging = [s for s in statements(logical(FUNCTIONS[name]["Role"])) if "logs:PutLogEvents" in as_list(s["Action"])]
    assert [logical(resource) for s in logging for resource in as_list(s["Resource"])] == [group]


@pytest.mark.parametrize("name", of_type("AWS::Logs::LogGroup"))
def test_every_log_group_has_a_retention(name: str) -> None:
    assert RESOURCES[name]["Properties"]["RetentionInDays"] > 0


def work_queues() -> list[str]:
    return [name for name in QUEUES if not name.endswith("DeadLetters")]


@pytest.mark.parametrize("name", work_queues())
def test_every_queue_has_dead_letters(name: str) -> None:
    redrive = QUEUES[name]["RedrivePolicy"]
    assert logical(redrive["deadLetterTargetArn"]) in QUEUES
    assert redrive["maxReceiveCount"] >= 3


@pytest.mark.parametrize("name", [name for name in QUEUES if name.endswith("DeadLetters")])
def test_dead_letters_wake_somebody_and_are_kept_as_long_as_possible(name: str) -> None:
    assert QUEUES[name]["MessageRetentionPeriod"] == 14 * 24 * 3600
    watched = [
        properties
        for properties in of_type("AWS::CloudWatch::Alarm").values()
        if properties["MetricName"] == "ApproximateNumberOfMessagesVisible"
        and properties["Dimensions"][0]["Value"] == f"{name}.QueueName"
    ]
    assert len(watched) == 1
    assert watched[0]["Threshold"] == 1
    assert watched[0]["AlarmActions"] == ["AlarmTopic"]


def consumers() -> list[tuple[str, str, dict[str, Any]]]:
    return [
        (name, logical(event["Properties"]["Queue"]), event["Properties"])
        for name, properties in FUNCTIONS.items()
        for event in properties.get("Events", {}).values()
        if event["Type"] == "SQS"
    ]


@pytest.mark.parametrize(("name", "queue", "event"), consumers())
def test_a_message_stays_hidden_six_times_as_long_as_its_function_may_run(
    name: str, queue: str, event: dict[str, Any]
) -> None:
    timeout = FUNCTIONS[name].get("Timeout", GLOBALS["Timeout"])
    assert QUEUES[queue]["VisibilityTimeout"] >= 6 * timeout
    assert event["FunctionResponseTypes"] == ["ReportBatchItemFailures"]


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_that_is_not_asked_over_http_has_an_alarm_on_errors(name: str) -> None:
    if name == "ApiDocsFunction":
        pytest.skip("nobody gets up for the documentation")
    watched = {
        properties["Dimensions"][0]["Value"]
        for properties in of_type("AWS::CloudWatch::Alarm").values()
        if properties["MetricName"] == "Errors"
    }
    assert name in watched


@pytest.mark.parametrize("name", TABLES)
def test_tables_are_protected_in_production_and_thrown_away_elsewhere(name: str) -> None:
    table = TABLES[name]
    assert table["BillingMode"] == "PAY_PER_REQUEST"
    assert table["SSESpecification"]["SSEEnabled"] is True
    assert table["DeletionProtectionEnabled"] == ["IsProduction", True, False]
    assert table["PointInTimeRecoverySpecification"]["PointInTimeRecoveryEnabled"] == ["IsProduction", True, False]
    assert RESOURCES[name]["DeletionPolicy"] == ["IsProduction", "Retain", "Delete"]
    assert RESOURCES[name]["UpdateReplacePolicy"] == ["IsProduction", "Retain", "Delete"]


def test_the_stream_of_events_ends_in_dead_letters() -> None:
    streams = [
        event["Properties"]
        for properties in FUNCTIONS.values()
        for event in properties.get("Events", {}).values()
        if event["Type"] == "DynamoDB"
    ]
    assert [logical(one["DestinationConfig"]["OnFailure"]["Destination"]) for one in streams] == ["EventDeadLetters"]


def states(machine: dict[str, Any]) -> list[dict[str, Any]]:
    """All states of a definition, those inside of maps too."""
    inside = [state["ItemProcessor"] for state in machine["States"].values() if "ItemProcessor" in state]
    return [*machine["States"].values(), *(state for one in inside for state in states(one))]


def test_runs_call_only_what_they_may_and_try_again_and_wake_somebody_when_they_fail() -> None:
    ((name, machine),) = of_type("AWS::StepFunctions::StateMachine").items()
    tasks = [state for state in states(machine["Definition"]) if state["Type"] == "Task"]
    assert all(task["Retry"][0]["ErrorEquals"] == ["States.ALL"] for task in tasks)
    (invoking,) = [s for s in statements(logical(machine["RoleArn"])) if s["Action"] == "lambda:InvokeFunction"]
    assert {logical(task["Resource"]) for task in tasks} == set(map(logical, invoking["Resource"]))
    alarms = of_type("AWS::CloudWatch::Alarm").values()
    (failed,) = [alarm for alarm in alarms if alarm["MetricName"] == "ExecutionsFailed"]
    assert (failed["Dimensions"][0]["Value"], failed["Threshold"]) == (name, 1)


def test_what_runs_keep_of_customers_is_not_kept_for_long() -> None:
    rules = RESOURCES["WatchlistsBucket"]["Properties"]["LifecycleConfiguration"]["Rules"]
    (runs,) = [rule for rule in rules if rule.get("Prefix") == "runs/"]
    assert runs["ExpirationInDays"] <= 30
    assert runs["NoncurrentVersionExpiration"]["NoncurrentDays"] == 1


def test_followers_are_told_through_the_queue_of_their_own_worker() -> None:
    urls = json.loads(FUNCTIONS["EventPublisherFunction"]["Environment"]["Variables"]["FOLLOWER_QUEUE_URLS"])
    workers = {queue: FUNCTIONS[name]["Handler"].split(".")[0] for name, queue, _ in consumers()}
    assert urls
    assert {name: workers[logical(url)] for name, url in urls.items()} == {name: name for name in urls}
    sending = [s for s in statements("EventPublisherRole") if "sqs:SendMessage" in as_list(s["Action"])]
    allowed = {logical(resource) for s in sending for resource in as_list(s["Resource"])}
    assert {logical(url) for url in urls.values()} <= allowed


def test_the_refresher_may_read_what_lists_are_made_of() -> None:
    readable = {
        match[1]
        for statement in statements("WatchlistRefresherRole")
        if "s3:GetObject" in as_list(statement["Action"])
        for match in [re.search(r"/(\w+)/\*", resource) for resource in as_list(statement["Resource"])]
        if match
    }
    assert readable == {"lists", "raw", "state"}


@pytest.mark.parametrize("name", of_type("AWS::SecretsManager::Secret"))
def test_secrets_outlive_a_production_stack(name: str) -> None:
    assert RESOURCES[name]["DeletionPolicy"] == ["IsProduction", "Retain", "Delete"]


def test_a_generated_signing_key_is_never_taken_for_a_rotated_one() -> None:
    assert "{" in RESOURCES["SigningKey"]["Properties"]["GenerateSecretString"]["ExcludeCharacters"]


def test_loopback_callbacks_can_only_be_switched_on_locally() -> None:
    for name, properties in FUNCTIONS.items():
        value = properties.get("Environment", {}).get("Variables", {}).get("ALLOW_LOOPBACK_CALLBACKS")
        assert value in (None, ["IsLocal", "AllowLoopbackCallbacks", "false"]), name
    assert "LoopbackIsLocal" in TEMPLATE["Rules"]
    assert TEMPLATE["Parameters"]["AllowLoopbackCallbacks"]["Default"] == "false"


def test_the_layer_ships_what_is_locked() -> None:
    exported = (ROOT / "layers/dependencies/requirements.txt").read_text()
    lock = (ROOT / "uv.lock").read_text()
    pinned = dict(re.findall(r"^([a-z0-9-]+)==([^ ;\\]+)", exported, re.MULTILINE))
    locked = dict(re.findall(r'\[\[package\]\]\nname = "([^"]+)"\nversion = "([^"]+)"', lock))
    assert pinned
    assert pinned == {name: locked[name] for name in pinned}
    assert set(re.findall(r"sha256:[0-9a-f]{64}", exported)) <= set(re.findall(r"sha256:[0-9a-f]{64}", lock))
    direct = re.search(r'^name = "customer-risk"\n.*?^dependencies = \[(.*?)^\]', lock, re.DOTALL | re.MULTILINE)
    assert direct
    assert set(re.findall(r'name = "([^"]+)"', direct[1])) <= set(pinned)


def event_files() -> list[Path]:
    return sorted((ROOT / "events").glob("*/*.json"))


def test_every_function_has_events_and_every_event_a_function() -> None:
    packages = {properties["Handler"].split(".")[0] for properties in FUNCTIONS.values()}
    assert {path.parent.name for path in event_files()} == packages
