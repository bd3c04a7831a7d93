"""Risk models over HTTP: drafted by one, put into force by another, refused where they cannot be used."""

from __future__ import annotations

import json
from typing import Any

import msgspec
import pytest

from customer_risk import aws, wiring
from customer_risk.access.permissions import Role
from customer_risk.storage.models import REREAD_SECONDS
from risk_models import parts
from tests.unit.risk_models.conftest import ANNOUNCE, ANNOUNCED, SHIPPED, Office, document

FACT = {"country": "PT", "fact": "tier", "value": "critical", "source": "the board", "date": "2026-11-01"}


def test_the_shipped_model_is_in_force_until_another_is_published(office: Office) -> None:
    shown = office.call("reader", "GET", "/active").json()
    assert (shown["version"], shown["status"], shown["active"]) == ("default-1", "shipped", True)
    assert shown["document"] == SHIPPED
    assert office.call("reader", "GET").json() == {
        "active": "default-1",
        "models": [{key: value for key, value in shown.items() if key not in {"document", "countries"}}],
    }


def test_a_draft_is_kept_as_it_was_written_and_changes_nothing(office: Office) -> None:
    text = "# ours\n" + document()
    made = office.call("officer", "POST", "", {"document": text, "countries": [FACT]})
    assert (made.status, made.headers["location"]) == (201, "/api/risk-models/acme-1")
    shown = office.call("reader", "GET", "/acme-1").json()
    assert (shown["document"], shown["countries"]) == (text, [FACT])
    assert (shown["status"], shown["active"], shown["authors"]) == ("draft", False, ["user:2"])
    assert office.active() == "default-1"


def test_somebody_else_publishes_and_it_is_in_force(office: Office) -> None:
    draft = office.draft("officer", document())
    answer = office.publish("approver", draft)
    assert answer.status == 200
    assert answer.json()["publishedBy"] == "user:4"
    assert office.active() == "acme-1"
    listed = office.call("reader", "GET").json()
    assert [(one["version"], one["status"], one["active"]) for one in listed["models"]] == [
        ("acme-1", "published", True),
        ("default-1", "shipped", False),
    ]


def test_a_published_version_never_changes(office: Office) -> None:
    draft = office.draft("officer", document())
    assert office.publish("approver", draft).status == 200
    before = office.call("reader", "GET", "/acme-1").body
    changed = document().replace("LOW: ", "LOW:  ", 1)
    assert office.call("officer", "POST", "", {"document": changed}).status == 409
    assert office.publish("second approver", draft).status == 409
    assert office.call("reader", "GET", "/acme-1").body == before


def test_rolling_back_leads_to_what_was_in_force_before(office: Office) -> None:
    for version in (1, 2):
        assert office.publish("approver", office.draft("officer", document(version))).status == 200
    assert office.call("approver", "POST", "/acme-1/rollback").status == 200
    assert office.active() == "acme-1"
    assert office.call("approver", "POST", "/acme-1/rollback").status == 409
    assert office.call("administrator", "POST", "/default-1/rollback").status == 200
    assert office.active() == "default-1"
    office.draft("officer", document(3))
    assert office.call("approver", "POST", "/acme-3/rollback").status == 409


def test_what_is_put_into_force_is_announced_first_and_nothing_else_is(office: Office) -> None:
    draft = office.draft("approver", document())
    assert office.publish("approver", draft).status == 403
    assert office.call("approver", "POST", "/default-1/rollback").status == 409
    assert [one for one in ANNOUNCED if one[0] == office.tenant] == []
    assert office.publish("second approver", draft).status == 200
    assert office.call("second approver", "POST", "/default-1/rollback").status == 200
    assert [one[1] for one in ANNOUNCED if one[0] == office.tenant] == ["acme-1", "default-1"]


def test_without_a_run_that_scores_everybody_again_nothing_is_put_into_force(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unavailable(*_: str) -> None:
        raise ConnectionError

    monkeypatch.setattr(parts.governance(), "_announce", unavailable)
    assert office.publish("approver", office.draft("officer", document())).status == 503
    assert office.active() == "default-1"


def test_the_run_is_started_by_its_name_and_waits_for_the_last_to_score_with_the_model_of_before(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[dict[str, str]] = []

    class States:
        def start_execution(self, **asked: str) -> None:
            started.append(asked)

    monkeypatch.setattr(parts, "client", {"stepfunctions": States()}.__getitem__)
    monkeypatch.setenv("RUNS_STATE_MACHINE", "arn:of:runs")
    ANNOUNCE(office.tenant, "acme-1")
    ((asked),) = started
    told = json.loads(asked["input"])
    assert (asked["stateMachineArn"], asked["name"]) == ("arn:of:runs", told["run"]["id"])
    assert told["run"] | {"tenant": office.tenant, "work": "re-score", "version": "acme-1"} == told["run"]
    assert told["settle"] >= REREAD_SECONDS + 60


def test_all_that_is_done_is_on_record_and_a_change_of_the_record_shows(office: Office) -> None:
    draft = office.draft("officer", document())
    office.wait(1)
    office.publish("approver", draft)
    office.call("administrator", "POST", "/default-1/rollback")
    log = office.call("reader", "GET", "/log").json()
    assert log["whole"] is True
    assert [(one["action"], one["actor"], one["version"], one["instead"]) for one in log["entries"]] == [
        ("model-drafted", "user:2", "acme-1", None),
        ("model-published", "user:4", "acme-1", "default-1"),
        ("model-rolled-back", "user:6", "default-1", "acme-1"),
    ]
    assert [one["digest"] for one in log["entries"]] == [draft["digest"], draft["digest"], None]
    key = {"pk": {"S": f"T#{office.tenant}"}, "sk": {"S": "MODELLOG#0000000001"}}
    held = aws.client("dynamodb").get_item(TableName="ControlTable", Key=key)["Item"]
    aws.client("dynamodb").put_item(TableName="ControlTable", Item=held | {"actor": {"S": "user:9"}})
    assert office.call("reader", "GET", "/log").json()["whole"] is False
    aws.client("dynamodb").delete_item(TableName="ControlTable", Key=key | {"sk": {"S": "MODELLOG#0000000003"}})
    aws.client("dynamodb").put_item(TableName="ControlTable", Item=held)
    assert office.call("reader", "GET", "/log").json()["whole"] is False


class TestNobodyPublishesWhatTheyWrote:
    def test_the_author(self, office: Office) -> None:
        draft = office.draft("approver", document())
        assert office.publish("approver", draft).status == 403
        assert office.active() == "default-1"

    def test_one_of_several_authors_whoever_wrote_last(self, office: Office) -> None:
        office.draft("approver", document())
        draft = office.draft("officer", document() + "# mended\n")
        assert office.call("reader", "GET", "/acme-1").json()["authors"] == ["user:4", "user:2"]
        assert office.publish("approver", draft).status == 403
        assert office.publish("second approver", draft).status == 200

    def test_who_writes_the_very_same_again(self, office: Office) -> None:
        draft = office.draft("officer", document())
        assert office.draft("approver", document())["digest"] == draft["digest"]
        assert office.publish("approver", draft).status == 403

    def test_an_author_who_rolls_back_to_it(self, office: Office) -> None:
        assert office.publish("second approver", office.draft("approver", document())).status == 200
        assert office.call("second approver", "POST", "/default-1/rollback").status == 200
        assert office.call("approver", "POST", "/acme-1/rollback").status == 403
        assert office.active() == "default-1"
        assert office.call("administrator", "POST", "/acme-1/rollback").status == 200

    def test_an_administrator(self, office: Office) -> None:
        assert office.publish("administrator", office.draft("administrator", document())).status == 403

    def test_an_author_with_another_role_or_a_new_token(self, office: Office) -> None:
        draft = office.draft("officer", document())
        user = wiring.users().find(f"officer@{office.tenant}")
        assert user is not None
        after = msgspec.structs.replace(user, role=Role.APPROVER, generation=2)
        assert wiring.users().replace(user, after)
        assert office.publish("officer", draft).status == 401
        office.log_in("officer", after)
        assert office.publish("officer", draft).status == 403

    @pytest.mark.parametrize("path", ["/Acme-1", "/acme-01", "/acme-1%20", "/%61cme-1", "/acme-1/", "/acme-1#"])
    def test_an_author_who_spells_it_another_way(self, office: Office, path: str) -> None:
        draft = office.draft("approver", document())
        for action in ("publish", "rollback"):
            answer = office.call("approver", "POST", f"{path}/{action}", {"digest": draft["digest"]})
            assert answer.status in {403, 404}
        assert office.active() == "default-1"

    @pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
    def test_other_methods(self, office: Office, method: str) -> None:
        draft = office.draft("approver", document())
        for path in ("", "/active", "/acme-1", "/acme-1/publish"):
            body = {"digest": draft["digest"], "status": "published", "active": True, "authors": []}
            assert office.call("approver", method, path, body).status == 405
        assert office.active() == "default-1"

    def test_extra_fields_of_a_draft(self, office: Office) -> None:
        body = {"document": document(), "authors": ["user:9"], "status": "published", "active": True}
        made = office.call("approver", "POST", "", body).json()
        assert (made["authors"], made["status"]) == (["user:4"], "draft")
        assert office.publish("approver", made).status == 403

    def test_what_was_read_must_be_what_is_published(self, office: Office) -> None:
        read = office.draft("officer", document())
        office.draft("officer", document().replace("LOW: 100", "LOW: 99", 1))
        answer = office.publish("approver", read)
        assert (answer.status, office.active()) == (409, "default-1")

    def test_a_draft_that_changes_while_it_is_published(self, office: Office) -> None:
        draft = office.draft("officer", document())
        versions = parts.versions()
        find = versions.find
        rivals = iter([document().replace("LOW: 100", "LOW: 99", 1)])

        def racing(tenant: str, version: str) -> Any:
            found = find(tenant, version)
            for text in rivals:
                parts.governance().draft(tenant, "user:4", text)
            return found

        versions.find = racing  # type: ignore[method-assign]
        assert office.publish("approver", draft).status in {403, 409}
        assert office.active() == "default-1"


@pytest.mark.parametrize(
    ("who", "method", "path", "status"),
    [
        (None, "GET", "", 401),
        (None, "POST", "", 401),
        (None, "POST", "/acme-1/publish", 401),
        ("reader", "POST", "", 403),
        ("reader", "POST", "/acme-1/publish", 403),
        ("officer", "POST", "/acme-1/publish", 403),
        ("officer", "POST", "/default-1/rollback", 403),
        ("reader", "GET", "/acme-9", 404),
        ("approver", "POST", "/acme-9/rollback", 404),
        ("approver", "POST", "/nonsense/rollback", 404),
        ("reader", "GET", "/active/more", 404),
        ("reader", "PUT", "", 405),
    ],
)
def test_who_may_do_what_and_what_is_there(
    office: Office, who: str | None, method: str, path: str, status: int
) -> None:
    answer = office.call(who, method, path, {"document": document(), "digest": "0" * 64})
    assert answer.status == status
    assert set(answer.json()) == {"message", "errors"}


def test_another_tenant_sees_and_touches_nothing(office: Office) -> None:
    draft = office.draft("officer", document())
    office.open("other")
    office.hire("stranger", Role.ADMINISTRATOR, "other")
    assert office.call("stranger", "GET", "/acme-1").status == 404
    assert office.publish("stranger", draft).status == 404
    assert len(office.call("stranger", "GET").json()["models"]) == 1
    assert office.call("stranger", "GET", "/log").json() == {"whole": True, "entries": []}


@pytest.mark.parametrize(
    ("before", "after", "issue"),
    [
        ("  pep-hit:", "  pep-hits:", "unknown factor"),
        ("levels: {LOW: 100", "levels: {LOW: 900", "thresholds out of order"),
        ("  rca-hit:\n    points: {possible: 100, ", "  rca-hit:\n    points: {", "points missing for possible"),
        ("base_currency: EUR", "base_currency: euro", "pattern"),
        ("name: acme", "name: default", "default is the name of the models that come with the service"),
    ],
)
def test_a_document_that_cannot_be_used_is_refused_by_line_and_what_is_in_force_stays(
    office: Office, before: str, after: str, issue: str
) -> None:
    good = document()
    assert good.count(before) == 1
    text = good.replace(before, after)
    line = text[: text.index(after)].count("\n") + after.count("\n") + 1
    answer = office.call("officer", "POST", "", {"document": text})
    assert answer.status == 400
    told = answer.json()
    near = [f"line {n}:" for n in range(line - after.count("\n"), line + 2)]
    assert any(issue in one["issue"] and one["issue"].startswith(tuple(near)) for one in told["errors"]), told
    assert all(one["property"].startswith("document") for one in told["errors"])
    assert office.call("reader", "GET", "/log").json()["entries"] == []
    assert len(office.call("reader", "GET").json()["models"]) == 1
    assert office.active() == "default-1"


@pytest.mark.parametrize(
    ("body", "named"),
    [
        ({}, "document"),
        ({"document": ""}, "document"),
        ({"document": 7}, "document"),
        ({"document": "x" * (512 * 1024 + 1)}, "document"),
        ({"document": "a: [", "countries": []}, "document"),
        ({"document": "- 1\n"}, "document"),
        ({"document": SHIPPED, "countries": [FACT | {"country": "ZZ"}]}, "countries[0].country"),
        ({"document": SHIPPED, "countries": [FACT | {"fact": "weather"}]}, "countries[0].fact"),
        ({"document": SHIPPED, "countries": [FACT | {"value": "awful"}]}, "countries[0]"),
        ({"document": SHIPPED, "countries": [FACT | {"fact": "cpi", "value": "nan"}]}, "countries[0]"),
        ({"document": SHIPPED, "countries": [FACT | {"date": "soon"}]}, "countries[0].date"),
        ({"document": SHIPPED, "countries": [FACT | {"date": "2026-02-30"}]}, "countries[0].date"),
        ({"document": SHIPPED, "countries": [FACT, FACT]}, "countries"),
        ({"document": SHIPPED, "countries": "all"}, "countries"),
        (b"{", None),
        (b"[]", None),
        (b"\xff", None),
    ],
)
def test_a_body_that_cannot_be_used_is_refused_by_property(office: Office, body: Any, named: str | None) -> None:
    answer = office.call("officer", "POST", "", body)
    assert answer.status == 400
    told = answer.json()
    assert [one["property"] for one in told["errors"]][:1] == ([named] if named else [])
    assert office.call("reader", "GET", "/log").json()["entries"] == []


@pytest.mark.parametrize("body", [{}, {"digest": "x"}, {"digest": None}, b""])
def test_publishing_needs_a_digest(office: Office, body: Any) -> None:
    office.draft("officer", document())
    assert office.call("approver", "POST", "/acme-1/publish", body).status == 400
    assert office.active() == "default-1"


def test_the_media_type_must_be_json(office: Office) -> None:
    answer = office.call("officer", "POST", "", json.dumps({}).encode(), {"content-type": "text/yaml"})
    assert answer.status == 415
