"""What a decision tells: which events, in which order, saying what."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from amlyze_intake import events, sending
from amlyze_intake.mapping import to_profile
from amlyze_intake.sending import event_id
from amlyze_intake.wanted import GROUNDS, RelatedFacts, Wanted, Work
from amlyze_intake.wire.reading import read_customer
from customer_risk.assessment import Assessment
from customer_risk.cases import CaseChange, CaseDecision, CaseMove, CaseStatus, Standing, fingerprint
from customer_risk.evaluation import Decision, Order
from customer_risk.levels import RiskLevel
from customer_risk.scoring.result import Scoring, Subject
from customer_risk.screening.result import Adjudication, Hit, HitType, Screening, ScreeningStatus
from customer_risk.storage.cases import Case
from tests.unit.amlyze_intake.bodies import individual

MADE = datetime(2026, 11, 21, 12, tzinfo=UTC)
ORDER = "01a1fe47-e0ab-7079-a800-20ffac61efdf"
CUSTOMER = "cust_1233"
ENTITY = RelatedFacts(path="customer/staff[0]", type="INDIVIDUAL", external_id="rel", relation_code="DIRECTOR")


def work(**more: Any) -> Work:
    profile = to_profile(read_customer(individual()).customer, lead=more.get("lead", False))
    values: dict[str, Any] = {"number": "com 1", "lead": False, "imported": False, "grounds": tuple(GROUNDS.values())}
    return Work(wanted=Wanted(**(values | more)), profile=profile, actor="key:1")


def hit(kind: HitType, party: str = "customer", adjudication: Adjudication | None = None) -> Hit:
    return Hit(
        party=party,
        type=kind,
        source="sample",
        entry_id="1",
        entry_name="x",
        queried_name="x",
        matched_name="x",
        score=1.0,
        adjudication=adjudication,
    )


def decision(
    done: Work,
    *hits: Hit,
    status: ScreeningStatus = ScreeningStatus.COMPLETE,
    case: CaseStatus = CaseStatus.NOT_OPENED,
    late: bool = False,
) -> Decision:
    order = Order(
        id=ORDER, tenant="acme", profile=done.profile, ticket=1, accepted="-", dialect="amlyze_intake", actor="key:1"
    )
    subject = Subject(profile=done.profile, screening=Screening(status=status, hits=hits), today=date(2026, 11, 21))
    scoring = Scoring(model="m", countries="c", points=10, level=RiskLevel.MEDIUM)
    return Decision(
        order=order,
        assessment=Assessment(subject=subject, scoring=scoring),
        case=CaseMove(status=case, case_id=None, change=CaseChange.NONE, standing=Standing()),
        made=MADE,
        sequence=7,
        audited=1,
        late=late,
    )


def told(done: Work, found: Decision, closed: CaseDecision | None = None) -> dict[str, Any]:
    return {one.type: one.data for one in events.told_of(found, done.wanted, case(closed) if closed else None)}


def case(decided: CaseDecision) -> Case:
    opened = Case(
        id="case",
        customer_id=CUSTOMER,
        status=CaseStatus.OPEN,
        level=RiskLevel.HIGH,
        points=10,
        reasons=(),
        opened_at="-",
        updated_at="-",
        check_id=ORDER,
        ticket=1,
    )
    return opened.closed("-", "key:2", decided, "seen")


def test_screenings_are_told_only_where_asked_for_and_in_a_fixed_order() -> None:
    done = work(processes=("PEP", "SANCTIONS"), related=(ENTITY,))
    assert list(told(done, decision(done)))[:4] == [
        "app.amlyze.customer.screening.sanctions.completed",
        "app.amlyze.related_entity.screening.sanctions.completed",
        "app.amlyze.customer.screening.pep.completed",
        "app.amlyze.related_entity.screening.pep.completed",
    ]
    assert not any("screening" in kind for kind in told(work(), decision(work())))


@pytest.mark.parametrize(
    ("adjudication", "outcome", "data"),
    [
        (None, "pending", {}),
        (Adjudication.TRUE_MATCH, "completed", {"screeningMatch": True, "sanctioned": True}),
        (Adjudication.FALSE_POSITIVE, "completed", {"screeningMatch": True, "sanctioned": False}),
    ],
)
def test_a_match_is_pending_until_a_human_has_judged_it(
    adjudication: Adjudication | None, outcome: str, data: dict[str, Any]
) -> None:
    done = work(processes=("SANCTIONS",))
    found = told(done, decision(done, hit(HitType.SANCTIONED_PERSON, adjudication=adjudication)))
    assert found[f"app.amlyze.customer.screening.sanctions.{outcome}"] == {"externalId": CUSTOMER, **data}


def test_a_match_that_a_reviewer_had_in_sight_and_did_not_dismiss_is_a_match() -> None:
    done = work(processes=("SANCTIONS",))
    listed = hit(HitType.SANCTIONED_PERSON)
    found = decision(done, listed, case=CaseStatus.CLOSED)
    standing = Standing(reviewed_reasons=(fingerprint(listed.case_reason),))
    reviewed = replace(found, case=replace(found.case, standing=standing))
    assert told(done, reviewed, CaseDecision.RISK_ACCEPTED)["app.amlyze.customer.screening.sanctions.completed"] == {
        "externalId": CUSTOMER,
        "screeningMatch": True,
        "sanctioned": True,
    }


def test_a_screening_that_could_not_be_done_is_never_told_as_clean() -> None:
    done = work(processes=("SANCTIONS",))
    found = told(done, decision(done, status=ScreeningStatus.INCOMPLETE))
    assert found["app.amlyze.customer.screening.sanctions.pending"] == {"externalId": CUSTOMER}


def test_a_dismissed_hit_makes_a_screening_that_could_not_be_done_no_cleaner() -> None:
    dismissed = hit(HitType.SANCTIONED_PERSON, adjudication=Adjudication.FALSE_POSITIVE)
    done = work(processes=("SANCTIONS",))
    found = told(done, decision(done, dismissed, status=ScreeningStatus.INCOMPLETE))
    assert "app.amlyze.customer.screening.sanctions.pending" in found
    found = told(done, decision(done, dismissed))
    assert found["app.amlyze.customer.screening.sanctions.completed"]["sanctioned"] is False


@pytest.mark.parametrize(
    ("kind", "process"),
    [
        (HitType.SANCTIONED_ENTITY, "sanctions"),
        (HitType.POLITICALLY_EXPOSED_PERSON, "pep"),
        (HitType.RELATIVE_OR_CLOSE_ASSOCIATE, "pep"),
        (HitType.ADVERSE_MEDIA, "adverse_media"),
        (HitType.SPECIAL_INTEREST_PERSON, "adverse_media"),
        (HitType.BLACKLIST_PERSON, "internal_list"),
    ],
)
def test_hits_belong_to_a_process(kind: HitType, process: str) -> None:
    done = work(processes=tuple(events.FLAGS))
    pending = [
        name for name in told(done, decision(done, hit(kind))) if name.endswith("screening." + process + ".pending")
    ]
    assert pending == [f"app.amlyze.customer.screening.{process}.pending"]


def test_every_kind_of_hit_belongs_to_a_process() -> None:
    assert set(events._PROCESS_OF) == set(HitType)


def test_a_related_entity_s_match_is_its_own() -> None:
    done = work(processes=("PEP",), related=(ENTITY,))
    found = told(done, decision(done, hit(HitType.POLITICALLY_EXPOSED_PERSON, ENTITY.path)))
    assert found["app.amlyze.customer.screening.pep.completed"]["screeningMatch"] is False
    assert found["app.amlyze.related_entity.screening.pep.pending"] == {
        "customerExternalId": CUSTOMER,
        "externalId": "rel",
        "relationCode": "DIRECTOR",
        "type": "INDIVIDUAL",
    }


def test_the_tenth_related_entity_is_not_the_first() -> None:
    others = tuple(replace(ENTITY, path=f"customer/staff[{n}]", external_id=str(n)) for n in (1, 10))
    done = work(processes=("PEP",), related=others)
    found = events.told_of(
        decision(done, hit(HitType.POLITICALLY_EXPOSED_PERSON, "customer/staff[10]/account[0]/holder")),
        done.wanted,
        None,
    )
    assert [one.data["externalId"] for one in found if one.type.endswith("pep.pending")] == ["10"]


def test_scoring_is_pending_while_a_case_is_open() -> None:
    found = told(work(), decision(work(), case=CaseStatus.OPEN))
    data = {"initialRiskLevel": "MEDIUM", "assessmentGuid": ORDER}
    assert found["app.amlyze.customer.riskmanagement.kyc_scoring.pending"] == data
    assert "app.amlyze.customer.riskmanagement.kyc_scoring.completed" not in found


@pytest.mark.parametrize(
    ("sent", "told_as"),
    [
        ("2023-10-01T09:45:00.000+02:00", "2023-10-01T07:45:00.000Z"),
        ("2023-10-01", "2023-10-01T00:00:00.000Z"),
        (None, None),
    ],
)
def test_a_completed_scoring_says_the_decision(sent: str | None, told_as: str | None) -> None:
    done = work(approved=sent)
    data = told(done, decision(done))["app.amlyze.customer.riskmanagement.kyc_scoring.completed"]
    assert (data["finalRiskLevel"], data["decisionType"], data.get("approvedAt")) == ("MEDIUM", "ACCEPTED", told_as)
    assert "decisionGroundCode" not in data  # no human was needed


@pytest.mark.parametrize(
    ("decided", "told_as"),
    [
        (CaseDecision.CUSTOMER_REJECTED, "REJECTED"),
        (CaseDecision.RISK_ACCEPTED, "ACCEPTED"),
        (CaseDecision.FALSE_POSITIVE, "ACCEPTED"),
        (CaseDecision.TRUE_MATCH, "ACCEPTED"),
    ],
)
def test_a_scoring_that_a_reviewer_completed_says_how_and_on_which_ground(decided: CaseDecision, told_as: str) -> None:
    scoring = "app.amlyze.customer.riskmanagement.kyc_scoring.completed"
    data = told(work(), decision(work(), case=CaseStatus.CLOSED), decided)[scoring]
    assert (data["decisionType"], data["decisionGroundCode"]) == (told_as, decided.name)
    unknown = work(grounds=("01",))
    assert "decisionGroundCode" not in told(unknown, decision(unknown, case=CaseStatus.CLOSED), decided)[scoring]


def test_a_scoring_waits_for_the_approval_date_where_the_institution_wants_it() -> None:
    prefix = "app.amlyze.customer.riskmanagement.kyc_scoring"
    waiting = work(waits=True)
    data = told(waiting, decision(waiting))[f"{prefix}.waiting_for_approval_date"]
    assert (data["initialRiskLevel"], data["finalRiskLevel"], data["decisionType"]) == ("MEDIUM", "MEDIUM", "ACCEPTED")
    approved = work(waits=True, approved="2023-10-01")
    assert f"{prefix}.completed" in told(approved, decision(approved))
    # What was rejected is never approved, and a lead has no date of approval yet.
    assert f"{prefix}.completed" in told(
        waiting, decision(waiting, case=CaseStatus.CLOSED), CaseDecision.CUSTOMER_REJECTED
    )
    lead = work(waits=True, lead=True)
    assert "app.amlyze.lead.riskmanagement.kyc_scoring.completed" in told(lead, decision(lead))


@pytest.mark.parametrize("decided", CaseDecision)
def test_a_later_case_is_told_when_a_human_has_closed_it(decided: CaseDecision) -> None:
    suspicious = decided in {CaseDecision.TRUE_MATCH, CaseDecision.CUSTOMER_REJECTED}
    one = events.retrospective(case(decided), work().wanted, RiskLevel.LOW)
    assert one.type == "com.amlyze.customer.riskmanagement.retrospective.completed"
    assert one.data == {
        "assessmentGuid": ORDER,
        "customerExternalId": CUSTOMER,
        "initialRiskLevel": "HIGH",
        "finalRiskLevel": "LOW",
        "decisionType": "SUSPICIOUS" if suspicious else "NON_SUSPICIOUS",
        "decisionGroundCode": decided.name,
    }


def test_leads_have_events_of_their_own_and_are_no_customers_yet() -> None:
    done = work(lead=True, processes=("PEP",), approved="2023-10-01")
    found = told(done, decision(done))
    assert list(found) == [
        "app.amlyze.lead.screening.pep.completed",
        "app.amlyze.lead.riskmanagement.kyc_scoring.completed",
    ]
    assert "approvedAt" not in found["app.amlyze.lead.riskmanagement.kyc_scoring.completed"]


def test_an_import_is_not_scored_and_a_late_result_does_not_say_what_the_customer_is() -> None:
    assert list(told(work(imported=True), decision(work()))) == ["com.amlyze.customer.updated"]
    assert "com.amlyze.customer.updated" not in told(work(), decision(work(), late=True))


def test_what_the_customer_is_says_what_was_stated_and_what_was_confirmed() -> None:
    done = work(processes=("SANCTIONS",))
    confirmed = hit(HitType.SANCTIONED_PERSON, adjudication=Adjudication.TRUE_MATCH)
    assert told(done, decision(done, confirmed))["com.amlyze.customer.updated"] == {
        "customerExternalID": CUSTOMER,
        "sanctioned": True,
        "pep": True,
        "inAdverseMedia": True,
        "inInternalList": True,
        "riskLevel": "MEDIUM",
        "status": "CLOSED",
        "updatedAt": "2026-11-21T12:00:00.000Z",
    }


def test_envelopes_are_cloud_events_with_ids_that_never_change() -> None:
    done = work(number="com 1 ž", processes=("PEP",))
    found = decision(done)
    told_events = events.told_of(found, done.wanted, None)
    first, *_, last = sent = sending.envelopes(told_events, found)
    assert sent == sending.envelopes(told_events, found)
    assert [one.sequence for one in sent] == [7, 8, 9]
    assert dict(first.headers) == {
        "ce-id": event_id(ORDER, "0"),
        "ce-source": "com%201%20%C5%BE",
        "ce-specversion": "1.0",
        "ce-subject": CUSTOMER,
        "ce-time": "2026-11-21T12:00:00.000Z",
        "ce-type": "app.amlyze.customer.screening.pep.completed",
    }
    assert last.headers["ce-source"] == "customer"
    assert {one.unit for one in sent} == {"BUSINESS_UNIT_NAME"}
    assert {one.target for one in sent} == {None}


def test_ids_of_events_are_uuids_of_the_order_s_time() -> None:
    ids = [uuid.UUID(event_id(ORDER, str(n))) for n in range(100)]
    assert len(set(ids)) == 100
    assert {one.version for one in ids} == {7}
    assert {one.variant for one in ids} == {uuid.RFC_4122}
    assert {str(one)[:13] for one in ids} == {ORDER[:13]}


def test_what_is_polled_is_what_is_sent() -> None:
    done = work()
    told_events = events.told_of(decision(done), done.wanted, None)
    polled = msgspec.json.decode(sending.document(told_events, CUSTOMER))
    assert polled["errors"] == []
    assert [(one["type"], one["data"]) for one in polled["events"]] == [(one.type, one.data) for one in told_events]
