"""The functions on tables: what is stored when, what is carried over, and what is too much."""

from __future__ import annotations

from typing import Any
from unittest.mock import patch

import msgspec
import pytest

from amlyze_intake import intake as intake_module
from amlyze_intake.intake import View
from customer_risk import wiring
from customer_risk.access.keys import Tenant
from customer_risk.storage.dynamo import marshal
from tests.support.client import person
from tests.unit.amlyze_intake.bodies import DROP, changed, individual, sample
from tests.unit.amlyze_intake.running import Intake, intake
from tools import amlyze_errors_doc

POLL = "/api/integration-services/v1/communications-events"


def configure(found: Intake, name: str, value: Any) -> None:
    """Change a setting of the tenant, as an operator does; the door forgets what it remembered."""
    found.stack.dynamo.update_item(
        TableName="ControlTable",
        Key={"pk": {"S": f"T#{found.stack.tenant}"}, "sk": {"S": "TENANT"}},
        UpdateExpression="SET #name = :value",
        ExpressionAttributeNames={"#name": name},
        ExpressionAttributeValues={":value": marshal(value)},
    )
    assert isinstance(wiring.control().tenant(found.stack.tenant), Tenant)
    found.stack.wait(61)


def code(found: Intake, body: Any) -> str | None:
    answer: str | None = found.post(body).json().get("errorCode")
    return answer


def test_the_page_of_errors_is_what_the_rules_say() -> None:
    assert amlyze_errors_doc.TARGET.read_text(encoding="utf-8") == amlyze_errors_doc.render()


def test_an_accepted_request_is_in_the_tables_and_twice_in_the_queue() -> None:
    with intake() as found:
        assert found.post(individual()).status == 200
        assert len(found.rows("CasesTable", "COMM")) == 1
        held = wiring.customers().read(found.stack.tenant, "cust_1233")
        view = msgspec.json.decode(held.views["amlyze_intake"].doc, type=View)
        assert msgspec.json.decode(view.request) == individual()
        assert (view.lead, held.exists, held.profile) == (False, True, None)
        assert len(found.messages()) == 1  # the other comes after a minute
        assert found.delayed() == 1
        assert found.call("GET", f"{POLL}/{individual()['communicationNumber']}").json() == {"events": [], "errors": []}


def test_a_rejected_request_writes_nothing() -> None:
    with intake() as found:
        before = [found.stack.items(table) for table in ("CasesTable", "CustomersTable", "EventsTable")]
        assert found.post(changed(individual(), {"entityType": DROP})).status == 400
        assert found.post(b"[]").status == 400
        assert [found.stack.items(table) for table in ("CasesTable", "CustomersTable", "EventsTable")] == before
        assert (found.messages(), found.delayed()) == ([], 0)


def test_a_message_of_a_request_that_was_never_accepted_is_done_with() -> None:
    with intake() as found:
        message = {"MessageId": "1", "Body": f'{{"tenant":"{found.stack.tenant}","communicationNumber":"never"}}'}
        assert found.work([message]) == []
        assert found.work([{"MessageId": "2", "Body": "{}"}]) == ["2"]


def test_results_that_come_in_the_wrong_order_leave_the_newest() -> None:
    with intake() as found:
        first = sample("individual_minimal")
        second = first | {"communicationNumber": "second", "action": "UPDATE", "firstName": "Josephine"}
        assert found.post(first).status == found.post(second).status == 200
        older, newer = sorted(found.messages(), key=lambda one: "second" in one["Body"])
        assert found.work([newer]) == []
        assert found.work([older]) == []
        held = wiring.customers().read(found.stack.tenant, "cust_1232")
        assert held.profile is not None
        assert held.profile.party.display == "Josephine Rodriguez"
        told = found.call("GET", f"{POLL}/{first['communicationNumber']}").json()["events"]
        assert [one["type"].rpartition(".")[2] for one in told] == ["completed"]
        assert [one.sequence for one in found.events()] == [1, 2, 3]


def test_what_another_dialect_said_stays() -> None:
    with intake() as found:
        checked = person("cust_1232", gender="M", placeOfBirth="Vilnius")
        assert found.stack.check(checked).status == 200
        assert code(found, sample("individual_minimal")) == "X-C003"
        assert found.post(sample("individual_minimal") | {"action": "UPDATE"}).status == 200
        assert found.work(found.messages()) == []
        held = wiring.customers().read(found.stack.tenant, "cust_1232")
        assert held.profile is not None
        assert held.profile.party.person is not None
        assert held.profile.party.person.birth_place == "Vilnius"
        assert held.profile.party.display == "Jose Rodriguez"
        assert held.state.dialects == ("amlyze_intake", "customer_checks")


def test_what_customers_share_is_marked() -> None:
    with intake() as found:
        assert found.post(individual()).status == 200
        assert found.work(found.messages()) == []
        held = wiring.customers().read(found.stack.tenant, "cust_1233")
        assert held.profile is not None
        marks = wiring.identities().marks(held.profile)
        shared = wiring.identities().sharing(found.stack.tenant, marks)
        assert len(marks) >= 5
        assert set(shared.values()) == {frozenset({"cust_1233"})}


def test_a_tenant_s_classifiers_replace_ours_by_name() -> None:
    with intake() as found:
        configure(found, "classifiers", {"legalForm": ["UAB"], "businessUnit": ["NORTH", "SOUTH"]})
        body = sample("organisation_minimal")
        assert code(found, body) == "X-BU01"
        assert code(found, body | {"businessUnit": "WEST"}) == "X-BU02"
        assert code(found, body | {"businessUnit": "NORTH"}) == "X-C017.O04"
        assert code(found, body | {"businessUnit": "NORTH", "legalForm": "UAB"}) is None
        assert found.call("GET", "/classifier/legalForm").json()["values"] == [{"code": "UAB"}]
        assert {"code": "DIRECTOR"} in found.call("GET", "/classifier/relationType").json()["values"]


def test_citizenship_is_mandatory_unless_the_tenant_does_not_need_it() -> None:
    with intake() as found:
        body = changed(sample("individual_minimal"), {"citizenshipCountry": DROP})
        assert code(found, body) == "C016.I06"
        configure(found, "optional_fields", ["citizenshipCountry"])
        assert code(found, body | {"citizenshipCountry": "ZZ"}) == "C016.I06"
        assert code(found, body) is None


@pytest.mark.parametrize(
    ("field", "wanted"), [("communicationNumber", "X-001L"), ("customerExtId", "X-C002L")], ids=["number", "id"]
)
def test_numbers_and_ids_have_256_characters_at_most(field: str, wanted: str) -> None:
    with intake() as found:
        assert code(found, sample("individual_minimal") | {field: "ž" * 257}) == wanted
        assert code(found, sample("individual_minimal") | {field: "ž" * 256}) is None
        assert found.call("GET", f"{POLL}/{'n' * 3000}").status == 404


def test_odd_characters_in_numbers_and_ids_are_carried_through() -> None:
    with intake() as found:
        number = 'a/b #?%"\u2603'
        ids = {"communicationNumber": number, "customerExtId": "ü 1"}
        assert found.post(sample("individual_minimal") | ids).status == 200
        assert found.work(found.messages()) == []
        assert found.events()[0].headers["ce-source"] == "a/b%20#?%25%22%E2%98%83"
        assert found.events()[0].headers["ce-subject"] == "%C3%BC%201"
        asked = "a%2Fb%20%23%3F%25%22%E2%98%83"
        assert len(found.call("GET", f"{POLL}?communicationNumber={number}").json()["events"]) == 2
        assert len(found.call("GET", f"{POLL}/{asked}").json()["events"]) == 2


def test_more_than_can_be_screened_or_stored_is_refused_and_not_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    with intake() as found:
        monkeypatch.setattr(intake_module, "MOST_NAMES", 2)
        reply = found.post(individual())
        assert (reply.status, reply.json()["error"]) == (413, "Content Too Large")
        rows = {"customers": [sample("organisation_full") | {"tradingName": "Other"}, sample("batch")["customers"][0]]}
        results = found.call("POST", "/amlyze-ws-rest/batch-customers", rows).json()["results"]
        assert [row.get("errorCode") for row in results] == ["X-LARGE", None]
        assert len(found.rows("CasesTable", "COMM")) == 1
        too_many: dict[str, Any] = {"customers": [{}] * 101}
        assert found.call("POST", "/amlyze-ws-rest/batch-customers", too_many).status == 413


def test_many_related_entities_are_all_told() -> None:
    with intake() as found, patch("customer_risk.storage.communications.ROOM", 30):
        entities = [
            {"entityType": "ORGANIZATION", "relationType": "HOST", "title": f"Company {n} Fictus"} for n in range(20)
        ]
        body = changed(sample("individual_minimal"), {"listRelatedEntity": entities})
        body["initializeScreeningProcesses"] = ["SANCTIONS", "PEP", "ADVERSE_MEDIA", "INTERNAL_LIST"]
        assert found.post(body).status == 200
        assert found.work(found.messages()) == []
        sent = found.events()
        assert [one.sequence for one in sent] == list(range(1, 4 * 21 + 2 + 1))
        assert len({one.id for one in sent}) == len(sent)
        assert len(found.call("GET", f"{POLL}/{body['communicationNumber']}").json()["events"]) == len(sent)
