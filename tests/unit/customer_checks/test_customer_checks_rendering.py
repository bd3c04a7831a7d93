"""The documents that leave: exactly the published fields, in the tenant's words."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest

from customer_checks import rendering
from customer_checks.wire import answer as wire
from customer_risk.access.keys import Tenant
from customer_risk.assessment import Assessment
from customer_risk.cases import CaseChange, CaseDecision, CaseMove, CaseStatus, Standing
from customer_risk.evaluation import Decision, Order
from customer_risk.levels import RiskLevel
from customer_risk.profile import Party, Profile
from customer_risk.scoring.result import Line, Scoring, Subject
from customer_risk.screening.result import Adjudication, Hit, HitType, Screening, ScreeningStatus
from customer_risk.storage.cases import Case
from customer_risk.storage.checks import Check, CheckStatus
from customer_risk.storage.customer_items import Snapshot

ANSWERS = Path(__file__).parents[2] / "samples" / "customer_checks" / "answers"
TENANT = Tenant(id="demo", name="Demo")


def line(factor: str, points: int, total: int) -> Line:
    return Line(
        factor=factor,
        label=factor.title(),
        group="geography",
        item="item",
        outcome="outcome",
        where="customer",
        seen="AE",
        text=f"{factor} was seen.",
        points=points,
        raw=points,
        total=total,
    )


def hit(kind: HitType, adjudication: Adjudication | None = None) -> Hit:
    return Hit(
        party="customer",
        type=kind,
        source="sample-sanctions",
        entry_id="S-1",
        entry_name="Darya Vesyolova",
        queried_name="Darya Veselova",
        matched_name="Dar'ya Vesyolova",
        score=0.93,
        reasons=("The names sound alike.",),
        adjudication=adjudication,
    )


LINES = (line("country", 30, 30), line("long-known", -5, 25), line("country", 10, 35), line("nothing", 0, 35))
HITS = (
    hit(HitType.SANCTIONED_PERSON),
    hit(HitType.SANCTIONED_PERSON, Adjudication.TRUE_MATCH),
    hit(HitType.BLACKLIST_PERSON, Adjudication.FALSE_POSITIVE),
)


def decision(*, level: RiskLevel = RiskLevel.MEDIUM, case_id: str | None = "case-1", late: bool = False) -> Decision:
    screening = Screening(status=ScreeningStatus.INCOMPLETE, hits=HITS, index_version="w-7")
    profile = Profile(customer_id="c-1", party=Party(names=("Darya Veselova",)))
    status = CaseStatus.OPEN if case_id else CaseStatus.NOT_OPENED
    return Decision(
        order=Order(
            id="check-1",
            tenant="demo",
            profile=profile,
            ticket=3,
            accepted="2026-11-21T09:14:01.000Z",
            dialect="customer_checks",
            actor="key:1",
        ),
        assessment=Assessment(
            subject=Subject(profile=profile, screening=screening, today=date(2026, 11, 21)),
            scoring=Scoring(model="default-1", countries="2026-11", points=35, level=level, lines=LINES),
        ),
        case=CaseMove(status=status, case_id=case_id, change=CaseChange.NONE, standing=Standing()),
        made=datetime(2026, 11, 21, 9, 14, 3, 512_000, tzinfo=UTC),
        sequence=9,
        late=late,
        audited=1,
    )


def answered(made: Decision, tenant: Tenant = TENANT, warnings: tuple[tuple[str, str], ...] = ()) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(rendering.answer_document(made, tenant, warnings))
    return document


def test_the_second_version() -> None:
    factor = {"id": "country", "group": "geography", "explanation": "country was seen.", "where": "customer"}
    result = {
        "type": "SANCTIONED_PERSON",
        "party": "customer",
        "matchedName": "Darya Veselova",
        "listedName": "Dar'ya Vesyolova",
        "list": "sample-sanctions",
        "entryId": "S-1",
        "score": 0.93,
        "reasons": ["The names sound alike."],
    }
    assert answered(decision()) == {
        "customerId": "c-1",
        "caseId": "case-1",
        "caseStatus": "open",
        "riskLevel": "medium",
        "riskPoints": 35,
        "riskFactors": [{"factor": "Country", "points": 30} | factor, {"factor": "Country", "points": 10} | factor],
        "screeningResults": [result | {"adjudication": None}, result | {"adjudication": "true-match"}],
        "screeningStatus": "incomplete",
        "createdAt": "2026-11-21T09:14:01.000Z",
        "updatedAt": "2026-11-21T09:14:03.512Z",
        "nonStrictParsingMode": False,
        "checkId": "check-1",
        "warnings": [],
        "modelVersion": "default-1",
        "watchlistVersion": "w-7",
    }


def test_what_cannot_be_read_off_the_points_is_said() -> None:
    capped = msgspec.structs.replace(LINES[0], adjustment="capped: all Country together count at most 30")
    plain = decision(level=RiskLevel.EXTREME)
    raised = ("override:sanctions-hit:confirmed", "stated-level:HIGH")
    scoring = msgspec.structs.replace(plain.assessment.scoring, lines=(capped,), raised_by=raised)
    document = answered(
        msgspec.structs.replace(plain, assessment=msgspec.structs.replace(plain.assessment, scoring=scoring))
    )
    assert document["levelReasons"] == [
        "Sanctions list: a match of the customer that a human confirmed.",
        "The sender rates the customer higher than its points do.",
    ]
    (factor,) = document["riskFactors"]
    assert factor["explanation"] == "country was seen. (capped: all Country together count at most 30)"


def test_no_case_is_null_and_not_left_out() -> None:
    document = answered(decision(case_id=None))
    assert (document["caseId"], document["caseStatus"]) == (None, "not-opened")


def test_what_was_dropped_is_told() -> None:
    document = answered(decision(), warnings=(("masterData.flags[0]", "must be text"),))
    assert document["nonStrictParsingMode"] is True
    assert document["warnings"] == [{"path": "masterData.flags[0]", "issue": "must be text"}]


def test_a_late_answer_says_that_a_newer_one_stands() -> None:
    assert answered(decision(late=True))["superseded"] is True


@pytest.mark.parametrize(
    ("level", "word"),
    [
        (RiskLevel.NONE, "low"),
        (RiskLevel.LOW, "low"),
        (RiskLevel.MEDIUM, "medium"),
        (RiskLevel.HIGH, "high"),
        (RiskLevel.EXTREME, "prohibited"),
    ],
)
def test_levels_in_the_contract_s_words(level: RiskLevel, word: str) -> None:
    assert answered(decision(level=level))["riskLevel"] == word


def test_levels_in_the_tenant_s_words() -> None:
    tenant = Tenant(id="demo", name="Demo", level_words={"EXTREME": "unacceptable"})
    assert answered(decision(level=RiskLevel.EXTREME), tenant)["riskLevel"] == "unacceptable"
    assert answered(decision(level=RiskLevel.HIGH), tenant)["riskLevel"] == "high"


def test_the_first_version_has_only_the_published_fields() -> None:
    document = rendering.retired_document(rendering.answer_document(decision(), TENANT, ()))
    assert json.loads(document) == {
        "caseId": "case-1",
        "customerId": "c-1",
        "riskLevel": "medium",
        "riskFactors": [{"factor": "Country"}],
        "screeningResults": [{"type": "SANCTIONED_PERSON"}],
    }
    without = rendering.retired_document(rendering.answer_document(decision(case_id=None), TENANT, ()))
    assert "caseId" not in json.loads(without)


def test_the_callback_carries_the_answer_and_that_it_is_complete() -> None:
    document = rendering.answer_document(decision(), TENANT, (("network", "must be text"),))
    payload = json.loads(rendering.callback_document(document))["payload"]
    assert payload == json.loads(document) | {"decisionType": "complete"}


def test_a_pending_check() -> None:
    check = Check(
        id="check-1",
        customer_id="c-1",
        ticket=1,
        status=CheckStatus.PENDING,
        created="2026-11-21T09:14:03.512Z",
        fingerprint=b"",
    )
    assert json.loads(rendering.pending_document(check)) == {
        "customerId": "c-1",
        "checkId": "check-1",
        "status": "pending",
        "createdAt": "2026-11-21T09:14:03.512Z",
    }


CASE = Case(
    id="case-1",
    customer_id="c-1",
    status=CaseStatus.OPEN,
    level=RiskLevel.HIGH,
    points=35,
    reasons=("hit:SANCTIONED_PERSON:S-1",),
    opened_at="2026-11-21T09:14:03.512+00:00",
    updated_at="2026-11-21T09:15:03.512+00:00",
    check_id="check-1",
    ticket=3,
)
SUMMARY = {
    "caseId": "case-1",
    "customerId": "c-1",
    "caseStatus": "open",
    "riskLevel": "high",
    "riskPoints": 35,
    "reasons": ["hit:SANCTIONED_PERSON:S-1"],
    "checkId": "check-1",
    "openedAt": "2026-11-21T09:14:03.512Z",
    "updatedAt": "2026-11-21T09:15:03.512Z",
}


def written(record: wire.Written) -> Any:
    return json.loads(msgspec.json.encode(record))


def test_a_case_in_a_list() -> None:
    assert written(rendering.case_summary(CASE, TENANT)) == SUMMARY
    closed = msgspec.structs.replace(
        CASE,
        status=CaseStatus.CLOSED,
        decision=CaseDecision.RISK_ACCEPTED,
        closed_at="2026-11-21T10:00:00+00:00",
        closed_by="key:1",
        closing_reason="Known.",
    )
    assert written(rendering.case_summary(closed, TENANT)) == SUMMARY | {
        "caseStatus": "closed",
        "decision": "risk-accepted",
        "closedAt": "2026-11-21T10:00:00.000Z",
        "closedBy": "key:1",
        "closingReason": "Known.",
    }


def test_a_case_with_what_led_to_it() -> None:
    made = decision()
    snapshot = Snapshot(
        ticket=3,
        check_id="check-1",
        accepted="",
        made="",
        dialect="customer_checks",
        actor="key:1",
        assessment=made.assessment,
    )
    document = written(rendering.case_document(CASE, snapshot, TENANT))
    answer = answered(made)
    assert document == SUMMARY | {"customerName": "Darya Veselova"} | {
        name: answer[name]
        for name in ("riskFactors", "screeningResults", "screeningStatus", "modelVersion", "watchlistVersion")
    }
    assert written(rendering.case_document(CASE, None, TENANT)) == SUMMARY


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("check", wire.CheckAnswer),
        ("check_v1", wire.CustomerResponse),
        ("cases", wire.CaseList),
        ("case", wire.CaseDocument),
        ("case_closed", wire.CaseSummary),
    ],
)
def test_published_examples_are_what_is_written(name: str, kind: type) -> None:
    text = (ANSWERS / f"{name}.json").read_bytes()
    assert json.loads(msgspec.json.encode(msgspec.json.decode(text, type=kind))) == json.loads(text)
