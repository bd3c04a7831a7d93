"""Every AWS call between acceptance and the committed events fails once, or is the last one a process makes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from typing import Any
from unittest.mock import patch

import pytest
from botocore.exceptions import EndpointConnectionError, ReadTimeoutError

from amlyze_intake import intake as intake_module
from amlyze_intake.sending import event_id
from customer_risk import wiring
from customer_risk.audit import first_broken
from customer_risk.cases import CaseDecision
from customer_risk.storage.customer_items import audit_entry
from tests.support.in_process import watched_calls
from tests.unit.amlyze_intake.bodies import changed, individual
from tests.unit.amlyze_intake.running import Intake, intake

ACCEPTING, DECIDING, FOLLOWING = 9, 16, 12
"""One more than the most AWS calls there are; a test says so."""

LISTED = {"firstName": "Arkadiy", "lastName": "Vymyshlennikov", "birthDate": "1958-02-02", "citizenshipCountry": "RU"}
"""Somebody on the sample list: deciding on him opens a case, which is one more write."""


class Ended(BaseException):
    """The process is gone: nothing catches it, nothing is done after it."""


class Breaks:
    """Fails the n-th AWS call; ``after`` lets it happen first. ``ends`` ends the process instead."""

    def __init__(self, number: int, *, after: bool, ends: bool) -> None:
        self.number, self.after, self.ends = number, after, ends
        self.seen = 0

    def __call__(self, operation: str, *, done: bool) -> None:
        if done != self.after:
            return
        self.seen += 1
        if self.seen != self.number:
            return
        if self.ends:
            raise Ended
        url = f"https://aws/{operation}"
        raise ReadTimeoutError(endpoint_url=url) if self.after else EndpointConnectionError(endpoint_url=url)


def body() -> dict[str, Any]:
    return changed(individual(), LISTED)


@pytest.fixture(scope="module")
def running() -> Iterator[Intake]:
    """An intake whose second message of a request is due at once: time does not pass in a test."""
    with patch.object(intake_module, "SAFETY_SECONDS", 0), intake() as found:
        yield found


@pytest.fixture
def found(running: Intake) -> Intake:
    """The same, with nothing in its tables and nothing in the functions' memory."""
    running.begin_anew()
    return running


def assert_one_result(found: Intake) -> None:
    """One assessment, and its events: each once, under ids that follow from the request."""
    (communication,) = found.rows("CasesTable", "COMM")
    (snapshot,) = found.rows("CustomersTable", "SNAPSHOT#")
    (state,) = found.rows("CustomersTable", "STATE")
    audit = [audit_entry(item) for item in found.stack.items("CustomersTable") if "SNAPSHOT" in item["sk"]["S"]]
    told = found.events()
    events = [one for one in told if "ce-id" in one.headers]
    assert first_broken(audit) is None
    assert "work" not in communication
    assert snapshot["sk"] == f"SNAPSHOT#{communication['ticket']:010}"
    assert [one.sequence for one in told] == list(range(1, state["events"] + 1))
    assert [one.type for one in told if one not in events] == ["case.opened"]
    assert len(events) == 10
    assert {one.id for one in events} == {event_id(communication["id"], str(n)) for n in range(10)}
    assert len(found.rows("CasesTable", "CASE")) == 1


@pytest.mark.parametrize("ends", [False, True], ids=["fails", "ends the process"])
@pytest.mark.parametrize("after", [False, True], ids=["before its effect", "after its effect"])
@pytest.mark.parametrize("number", range(1, ACCEPTING))
def test_a_request_whose_acceptance_breaks_anywhere_is_decided_once(
    found: Intake,
    number: int,
    after: bool,  # noqa: FBT001
    ends: bool,  # noqa: FBT001
) -> None:
    replied = None
    with watched_calls(Breaks(number, after=after, ends=ends)), suppress(Ended):
        replied = found.post(body())
    accepted = bool(found.rows("CasesTable", "COMM"))
    if replied is not None:
        assert replied.status in {200, 503}
        assert accepted or replied.status == 503
    # Whatever waits in the queue now is enough, nobody has to send the request again.
    assert found.work(found.messages()) == []
    if not accepted:
        assert found.events() == []
        assert found.rows("CustomersTable", "VIEW#") == []
        assert found.post(body()).status == 200
        assert found.work(found.messages()) == []
    assert_one_result(found)
    assert found.post(body()).json()["errorCode"] == "O001"


@pytest.mark.parametrize("ends", [False, True], ids=["fails", "ends the process"])
@pytest.mark.parametrize("after", [False, True], ids=["before its effect", "after its effect"])
@pytest.mark.parametrize("number", range(1, DECIDING))
def test_a_decision_that_breaks_anywhere_is_made_once(
    found: Intake,
    number: int,
    after: bool,  # noqa: FBT001
    ends: bool,  # noqa: FBT001
) -> None:
    assert found.post(body()).status == 200
    messages = found.messages()[:1]
    with watched_calls(Breaks(number, after=after, ends=ends)), suppress(Ended):
        found.work(messages)
    assert found.work(messages) == []  # the queue brings it again
    assert_one_result(found)
    assert found.work(found.messages()) == []  # and again, for queues deliver at least once
    assert_one_result(found)


@pytest.mark.parametrize("after", [False, True], ids=["before its effect", "after its effect"])
@pytest.mark.parametrize("number", range(1, DECIDING))
def test_events_that_do_not_fit_the_transaction_follow_it_whatever_breaks(
    found: Intake,
    number: int,
    after: bool,  # noqa: FBT001
) -> None:
    with patch("customer_risk.storage.communications.ROOM", 10):
        assert found.post(body()).status == 200
        messages = found.messages()[:1]
        with watched_calls(Breaks(number, after=after, ends=True)), suppress(Ended):
            found.work(messages)
        assert found.work(messages) == []
        assert_one_result(found)
        assert "rest" not in found.rows("CasesTable", "COMM")[0]


@pytest.mark.parametrize("after", [False, True], ids=["before its effect", "after its effect"])
def test_what_a_closed_case_completes_is_told_once_whatever_breaks(running: Intake, after: bool) -> None:  # noqa: FBT001
    for number in range(1, FOLLOWING):
        running.begin_anew()
        message = case_closed(running)
        before = len(running.told())
        with watched_calls(Breaks(number, after=after, ends=True)), suppress(Ended):
            running.work([message])
        assert running.work([message]) == []  # the queue brings it again
        assert running.work([message]) == []  # and again
        told = running.told()[before:]
        kinds = [one.type for one in told]
        assert len(set(kinds)) == len(kinds)
        assert "app.amlyze.customer.riskmanagement.kyc_scoring.completed" in kinds
        assert [one.sequence for one in running.events()] == list(range(1, len(running.events()) + 1))


def case_closed(found: Intake) -> dict[str, Any]:
    """Somebody on a list was decided and the case is closed; the message that says so."""
    assert found.post(body()).status == 200
    assert found.work(found.messages()) == []
    (state,) = found.rows("CustomersTable", "STATE")
    case = state["standing"]["open_case"]
    wiring.casework().close(
        found.stack.tenant, case, decision=CaseDecision.CUSTOMER_REJECTED, reason="No.", actor="key:2"
    )
    changed_customer = {"tenant": found.stack.tenant, "changed": body()["customerExtId"], "event": "e"}
    return {"MessageId": "m", "Body": json.dumps(changed_customer)}


def test_the_ranges_of_calls_cover_all_there_are(found: Intake) -> None:
    counting = Breaks(10**9, after=False, ends=False)
    with watched_calls(counting):
        assert found.post(body()).status == 200
    assert 5 <= counting.seen < ACCEPTING
    counting.seen = 0
    with watched_calls(counting), patch("customer_risk.storage.communications.ROOM", 10):
        assert found.work(found.messages()[:1]) == []
    assert 5 <= counting.seen < DECIDING
    found.begin_anew()
    message = case_closed(found)
    counting.seen = 0
    with watched_calls(counting):
        assert found.work([message]) == []
    assert 5 <= counting.seen < FOLLOWING
