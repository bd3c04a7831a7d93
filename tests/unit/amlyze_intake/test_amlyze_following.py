"""After `.pending`: what a reviewer, a new list or another dialect does to a customer is told by the intake."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from amlyze_intake import following
from customer_risk import wiring
from customer_risk.adjudication import with_verdict
from customer_risk.audit import first_broken
from customer_risk.cases import CaseDecision
from customer_risk.delivery.envelopes import Event
from customer_risk.delivery.happenings import happened
from customer_risk.evaluation import Amendment, Decision, Rendered
from customer_risk.screening.result import Adjudication
from customer_risk.storage.customer_items import Held
from customer_risk.storage.events import event_put
from tests.unit.amlyze_intake.bodies import changed, sample
from tests.unit.amlyze_intake.running import Intake, intake

CUSTOMER = "cust_1232"
NAMED = {"firstName": "Arkadiy", "lastName": "Vymyshlennikov", "birthDate": "1958-02-02"}
LISTED = {**NAMED, "citizenshipCountry": "RU"}
CLEAN = "app.amlyze.customer.screening.pep.completed"
SCREENING = "app.amlyze.customer.screening.sanctions"
SCORING = "app.amlyze.customer.riskmanagement.kyc_scoring"
UPDATED = "com.amlyze.customer.updated"
RETROSPECTIVE = "com.amlyze.customer.riskmanagement.retrospective.completed"


@pytest.fixture(scope="module")
def running() -> Iterator[Intake]:
    with intake() as found:
        yield found


@pytest.fixture
def found(running: Intake) -> Intake:
    running.begin_anew()
    return running


def body(**more: Any) -> dict[str, Any]:
    wanted = {"initializeScreeningProcesses": ["SANCTIONS", "PEP"]}
    return changed(sample("individual_minimal"), {**wanted, **more})


def post(found: Intake, said: dict[str, Any]) -> None:
    assert found.post(said).json() == {"resultType": "REQUEST_ACCEPTED"}
    assert found.work(found.messages()) == []
    found.follow()


def close(found: Intake, decision: CaseDecision) -> str:
    case = wiring.customers().state(found.stack.tenant, CUSTOMER).standing.open_case
    assert case is not None
    wiring.casework().close(found.stack.tenant, case, decision=decision, reason="looked at it", actor="key:2")
    found.follow()
    return case


def data(events: list[Event]) -> dict[str, dict[str, Any]]:
    return {one.type: msgspec.json.decode(one.body) for one in events}


def polled(found: Intake, said: dict[str, Any]) -> list[str]:
    path = f"/api/integration-services/v1/communications-events/{said['communicationNumber']}"
    return [one["type"] for one in found.call("GET", path).json()["events"]]


def amend(found: Intake, verdict: Adjudication | None = None, **changes: Any) -> None:
    """A write of another dialect, which tells that the customer changed."""

    def change(held: Held) -> Amendment:
        assert held.profile is not None
        hits = held.snapshot.assessment.subject.screening.hits if held.snapshot else ()
        marks = with_verdict({}, hits, verdict) if verdict else None
        profile = msgspec.structs.replace(held.profile, **changes)
        return Amendment(
            id=wiring.new_id(), profile=profile, dialect="customers", actor="user:1", action="x", adjudications=marks
        )

    def render(decision: Decision, held: Held) -> Rendered:
        event = happened(
            "customer.changed",
            {},
            event_id=wiring.new_id(),
            tenant=found.stack.tenant,
            customer=CUSTOMER,
            sequence=decision.sequence,
            at=decision.made,
            followers=held.state.dialects,
        )
        return Rendered(b"{}", [event_put(event, "EventsTable")])

    wiring.evaluations().amend(found.stack.tenant, CUSTOMER, change, render)


def assert_sound(found: Intake) -> None:
    """Every number once, in a chain that verifies; and nothing more comes of the same messages."""
    sent = found.events()
    assert [one.sequence for one in sent] == list(range(1, len(sent) + 1))
    assert first_broken(wiring.customers().audit(found.stack.tenant, CUSTOMER)) is None
    found.follow()
    assert found.events() == sent


@pytest.mark.parametrize(
    ("decision", "match", "told_as"),
    [
        (CaseDecision.FALSE_POSITIVE, False, "ACCEPTED"),
        (CaseDecision.TRUE_MATCH, True, "ACCEPTED"),
        (CaseDecision.RISK_ACCEPTED, True, "ACCEPTED"),
        (CaseDecision.CUSTOMER_REJECTED, True, "REJECTED"),
    ],
)
def test_what_was_pending_is_completed_when_the_case_is_closed(
    found: Intake,
    decision: CaseDecision,
    match: bool,  # noqa: FBT001
    told_as: str,
) -> None:
    said = body(**LISTED)
    post(found, said)
    before = found.told()
    assert [one.type for one in before] == [f"{SCREENING}.pending", CLEAN, f"{SCORING}.pending", UPDATED]
    close(found, decision)
    after = found.told()[len(before) :]
    told = data(after)
    assert told[f"{SCREENING}.completed"] == {"externalId": CUSTOMER, "screeningMatch": True, "sanctioned": match}
    scoring = told[f"{SCORING}.completed"]
    first = data(before)[f"{SCORING}.pending"]
    assert (scoring["initialRiskLevel"], scoring["assessmentGuid"]) == tuple(first.values())
    assert (scoring["decisionType"], scoring["decisionGroundCode"]) == (told_as, decision.name)
    state = wiring.customers().state(found.stack.tenant, CUSTOMER)
    assert scoring["finalRiskLevel"] == state.level
    assert all(one.headers["ce-source"] == said["communicationNumber"] for one in after if one.type != UPDATED)
    assert polled(found, said) == [one.type for one in (*before, *after)]
    assert_sound(found)


def test_what_was_dismissed_no_longer_counts_before_it_is_told(found: Intake) -> None:
    post(found, body(**LISTED))
    before = wiring.customers().state(found.stack.tenant, CUSTOMER)
    close(found, CaseDecision.FALSE_POSITIVE)
    after = wiring.customers().state(found.stack.tenant, CUSTOMER)
    assert before.points is not None
    assert after.points is not None
    assert after.points < before.points
    kinds = [one.type for one in found.events()]
    assert kinds.index("customer.rescreened") < kinds.index(f"{SCORING}.completed")


def test_a_match_judged_in_another_dialect_is_told_and_the_last_one_closes_the_case(found: Intake) -> None:
    post(found, body(**LISTED))
    count = len(found.told())
    amend(found, Adjudication.FALSE_POSITIVE)
    found.follow()
    told = data(found.told()[count:])
    assert told[f"{SCREENING}.completed"]["sanctioned"] is False
    if wiring.customers().state(found.stack.tenant, CUSTOMER).standing.open_case is None:
        assert told[f"{SCORING}.completed"]["decisionGroundCode"] == "FALSE_POSITIVE"
    else:
        assert f"{SCORING}.completed" not in told
    assert_sound(found)


def test_a_case_of_later_is_told_as_retrospective(found: Intake) -> None:
    said = body()
    post(found, said)
    assert f"{SCORING}.completed" in data(found.told())
    count = len(found.told())
    party = wiring.customers().read(found.stack.tenant, CUSTOMER).profile
    assert party is not None
    declared = msgspec.structs.replace(party.party.declared, sanctioned=True)
    amend(found, party=msgspec.structs.replace(party.party, declared=declared))
    found.follow()
    (updated,) = found.told()[count:]
    assert (updated.type, data([updated])[UPDATED]["sanctioned"]) == (UPDATED, True)
    case = close(found, CaseDecision.RISK_ACCEPTED)
    (last,) = found.told()[count + 1 :]
    known = wiring.cases().find(found.stack.tenant, case)
    assert known is not None
    assert (last.type, data([last])[RETROSPECTIVE]) == (
        RETROSPECTIVE,
        {
            "assessmentGuid": known.check_id,
            "customerExternalId": CUSTOMER,
            "initialRiskLevel": known.level,
            "finalRiskLevel": known.level,
            "decisionType": "NON_SUSPICIOUS",
            "decisionGroundCode": "RISK_ACCEPTED",
        },
    )
    assert_sound(found)


def test_a_lead_and_an_import_are_followed_too(found: Intake) -> None:
    post(found, body(**LISTED, riskManagementCategory="LEAD_IND"))
    close(found, CaseDecision.CUSTOMER_REJECTED)
    assert [one.type.replace("app.amlyze.lead.", "") for one in found.told()] == [
        "screening.sanctions.pending",
        "screening.pep.completed",
        "riskmanagement.kyc_scoring.pending",
        "screening.sanctions.completed",
        "riskmanagement.kyc_scoring.completed",
    ]
    found.begin_anew()
    import_ = {"sourceOfRiskLevel": "IMPORT", "riskLevel": "LOW", "customerStatus": "ACTIVE"}
    post(found, body(**LISTED, **import_))
    close(found, CaseDecision.CUSTOMER_REJECTED)
    assert [one.type for one in found.told()][-2:] == [f"{SCREENING}.completed", RETROSPECTIVE]
    assert_sound(found)


def test_only_the_newest_request_of_a_customer_is_followed(found: Intake) -> None:
    first = body(**LISTED)
    second = first | {"communicationNumber": "second", "action": "UPDATE"}
    post(found, first)
    post(found, second)
    close(found, CaseDecision.RISK_ACCEPTED)
    assert polled(found, first)[-1] == UPDATED
    assert f"{SCORING}.completed" in polled(found, second)
    assert f"{SCORING}.completed" not in polled(found, first)


def test_a_case_that_is_closed_while_its_request_is_decided_is_told(found: Intake) -> None:
    """The message of the closed case comes while the decision is not committed yet: it finds nothing to tell."""
    first = body(**LISTED)
    post(found, first)
    second = first | {"communicationNumber": "second", "action": "UPDATE"}
    assert found.post(second).status == 200
    count = len(found.told())
    close(found, CaseDecision.RISK_ACCEPTED)
    assert len(found.told()) == count
    assert found.work(found.messages()) == []
    assert f"{SCORING}.completed" in polled(found, second)


def test_related_entities_that_are_others_now_stay_pending(found: Intake) -> None:
    entity = {"entityType": "INDIVIDUAL", "relationType": "DIRECTOR"}
    said = body(listRelatedEntity=[{**NAMED, **entity}])
    post(found, said)
    pending = "app.amlyze.related_entity.screening.sanctions.pending"
    assert pending in polled(found, said)
    profile = wiring.customers().read(found.stack.tenant, CUSTOMER).profile
    assert profile is not None
    amend(found, party=msgspec.structs.replace(profile.party, relations=()))
    found.follow()
    assert pending.replace("pending", "completed") not in polled(found, said)


def test_what_does_not_fit_one_transaction_is_told_in_several(found: Intake, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(following, "MOST_OUTCOMES", 1)
    said = body(**LISTED)
    post(found, said)
    close(found, CaseDecision.RISK_ACCEPTED)
    assert polled(found, said)[-2:] == [f"{SCREENING}.completed", f"{SCORING}.completed"]
    assert_sound(found)
