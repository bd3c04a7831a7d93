"""What the core tells of a customer's level and cases, whichever dialect wrote it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from customer_risk.adjudication import with_verdict
from customer_risk.cases import CaseDecision, CaseStatus
from customer_risk.delivery.happenings import CASE_CLOSED, CASE_OPENED, LEVEL_CHANGED, RESCREENER
from customer_risk.evaluation import Amendment, Rendered
from customer_risk.levels import RiskLevel
from customer_risk.profile import Business, Party, Profile
from customer_risk.screening.result import Adjudication, Hit, HitType
from customer_risk.storage.customer_items import Held
from tests.support.bench import CUSTOMER, TENANT, Bench
from tests.support.tables import tables

LISTED = Hit(
    party="customer",
    type=HitType.SANCTIONED_PERSON,
    source="sample",
    entry_id="1",
    entry_name="x",
    queried_name="x",
    matched_name="x",
    score=1.0,
    evidence="e",
)


@pytest.fixture
def bench() -> Iterator[Bench]:
    with tables() as client:
        yield Bench(client)


def amend(bench: Bench, dialect: str = "customers", **more: Any) -> None:
    """A write of another dialect; it renders one event that it does not put anywhere."""

    def change(_: Held) -> Amendment:
        profile = Profile(customer_id=CUSTOMER, party=Party(), business=Business(unit="north"))
        return Amendment(id="a", profile=profile, dialect=dialect, actor="user:1", action="changed", **more)

    bench.evaluations.amend(TENANT, CUSTOMER, change, lambda *_: Rendered(b"{}", []))


def data(bench: Bench) -> list[tuple[str, dict[str, Any]]]:
    return [(event.type, msgspec.json.decode(event.body)["data"]) for event in bench.told()]


def test_a_case_that_opens_and_a_level_that_changes_are_told_with_the_decision(bench: Bench) -> None:
    bench.carry_out("check-1", bench.turn())
    assert bench.told() == []  # the first level is no change
    bench.reasons, bench.level = ("level:HIGH",), RiskLevel.HIGH
    amend(bench)
    case = bench.state().standing.open_case
    standing = {"customerId": CUSTOMER, "level": "HIGH", "points": 10}
    assert data(bench) == [
        (LEVEL_CHANGED, {**standing, "previousLevel": "LOW"}),
        (CASE_OPENED, {**standing, "caseId": case}),
    ]
    # Numbered behind the event of the dialect; for the others who know the customer, not for who wrote it.
    assert [(one.sequence, one.followers, one.unit) for one in bench.told()] == [
        (3, ("d",), "north"),
        (4, ("d",), "north"),
    ]
    assert bench.state().events == 4
    amend(bench)
    assert len(bench.told()) == 2


def test_a_late_result_tells_nothing(bench: Bench) -> None:
    late = bench.turn()
    bench.carry_out("check-2", bench.turn(1000))
    bench.reasons, bench.level = ("level:HIGH",), RiskLevel.HIGH
    bench.carry_out("check-1", late)
    assert bench.told() == []


def test_a_deletion_tells_nothing_of_level_and_cases(bench: Bench) -> None:
    bench.carry_out("check-1", bench.turn())
    bench.reasons, bench.level = ("level:HIGH",), RiskLevel.HIGH
    amend(bench, deleted=True)
    assert bench.told() == []


@pytest.mark.parametrize(
    ("decision", "hits", "again"),
    [
        (CaseDecision.FALSE_POSITIVE, (LISTED,), [RESCREENER]),
        (CaseDecision.FALSE_POSITIVE, (), []),
        (CaseDecision.TRUE_MATCH, (LISTED,), []),
    ],
)
def test_a_closed_case_is_told_to_all_who_know_the_customer_and_what_was_dismissed_is_screened_again(
    bench: Bench, decision: CaseDecision, hits: tuple[Hit, ...], again: list[str]
) -> None:
    bench.reasons, bench.hits = ("x",), hits
    bench.carry_out("check-1", bench.turn())
    case = bench.state().standing.open_case
    assert case is not None
    bench.casework.close(TENANT, case, decision=decision, reason="seen", actor="key:2")
    _, told = bench.told()
    assert msgspec.json.decode(told.body)["data"] == {
        "customerId": CUSTOMER,
        "caseId": case,
        "decision": decision,
        "level": "LOW",
        "points": 10,
    }
    assert (told.type, told.sequence, list(told.followers)) == (CASE_CLOSED, 3, ["d", *again])
    assert bench.state().events == 3


@pytest.mark.parametrize("reason_left", [False, True])
def test_dismissing_the_last_match_closes_the_case_that_has_no_other_reason(bench: Bench, *, reason_left: bool) -> None:
    bench.hits, bench.reasons = (LISTED,), (LISTED.case_reason,)
    bench.carry_out("check-1", bench.turn())
    case = bench.state().standing.open_case
    assert case is not None
    bench.hits = (msgspec.structs.replace(LISTED, adjudication=Adjudication.FALSE_POSITIVE),)
    bench.reasons = ("level:HIGH",) if reason_left else ()
    amend(bench, adjudications=with_verdict({}, bench.hits, Adjudication.FALSE_POSITIVE))
    found = bench.cases.find(TENANT, case)
    assert found is not None
    if reason_left:
        assert (found.status, bench.state().standing.open_case) == (CaseStatus.OPEN, case)
    else:
        assert (found.status, found.decision, found.closed_by) == (
            CaseStatus.CLOSED,
            CaseDecision.FALSE_POSITIVE,
            "user:1",
        )
        assert bench.state().standing.reviewed_cases == (case,)
        assert data(bench)[-1] == (
            CASE_CLOSED,
            {"customerId": CUSTOMER, "caseId": case, "decision": "false-positive", "level": "LOW", "points": 10},
        )


def test_a_case_whose_reasons_vanish_by_themselves_stays_open(bench: Bench) -> None:
    bench.hits, bench.reasons = (LISTED,), (LISTED.case_reason,)
    bench.carry_out("check-1", bench.turn())
    case = bench.state().standing.open_case
    bench.hits, bench.reasons = (), ()
    amend(bench)
    assert bench.state().standing.open_case == case
