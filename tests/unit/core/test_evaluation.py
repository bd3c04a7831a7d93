"""Committing decisions, against the template's tables in moto."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from customer_risk.audit import first_broken
from customer_risk.cases import CaseDecision, CaseStatus, all_cases
from customer_risk.casework import AlreadyClosed, NoSuchCase
from customer_risk.evaluation import AlreadyDone, Order, Rendered
from customer_risk.levels import RiskLevel
from customer_risk.profile import Party, Profile
from customer_risk.storage.customer_items import CustomerState
from customer_risk.storage.customers import TurnTaken
from tests.support.bench import CUSTOMER, TENANT, Bench
from tests.support.tables import tables


@pytest.fixture
def bench() -> Iterator[Bench]:
    with tables() as client:
        yield Bench(client)


def test_a_turn_within_the_second_is_refused_and_does_not_restart_the_clock(bench: Bench) -> None:
    bench.turn(10_000)
    for at in (10_000, 10_500, 10_999):
        with pytest.raises(TurnTaken):
            bench.turn(at)
    assert bench.turn(11_000).ticket == 2


def test_a_turn_repeated_by_the_sdk_is_not_refused(bench: Bench) -> None:
    bench.turn(10_000, "same")
    bench.turn(10_001, "same")
    with pytest.raises(TurnTaken):
        bench.turn(10_002, "other")


def test_turns_of_other_customers_and_tenants_do_not_interfere(bench: Bench) -> None:
    bench.turn(10_000)
    bench.customers.take_turn(TENANT, "another", now_ms=10_000, nonce="a")
    bench.customers.take_turn("globex", CUSTOMER, now_ms=10_000, nonce="b")


def test_a_decision_is_committed_whole(bench: Bench) -> None:
    bench.reasons, bench.level = ("level:HIGH",), RiskLevel.HIGH
    decision = bench.carry_out("check-1", bench.turn())
    state = bench.state()
    assert (state.revision, state.committed, state.level, state.points) == (1, 1, RiskLevel.HIGH, 10)
    snapshot = bench.customers.kept(TENANT, CUSTOMER, 1)
    assert snapshot is not None
    assert snapshot.opened().assessment == decision.assessment
    assert snapshot.document == b"{}"
    assert decision.case.case_id is not None
    case = bench.cases.find(TENANT, decision.case.case_id)
    assert case is not None
    assert (case.status, case.reasons, case.customer_id) == (CaseStatus.OPEN, ("level:HIGH",), CUSTOMER)
    chain = bench.customers.audit(TENANT, CUSTOMER)
    assert first_broken(chain) is None
    assert [one.action for one in chain] == ["assessed"]


def test_nothing_is_written_when_the_record_of_the_dialect_exists(bench: Bench) -> None:
    bench.carry_out("check-1", bench.turn(0))
    before = bench.state()
    later = bench.turn(2000)
    with pytest.raises(AlreadyDone):
        bench.carry_out("check-1", later)
    after = bench.state()
    assert (after.revision, after.committed, after.audited) == (before.revision, before.committed, before.audited)
    assert bench.customers.kept(TENANT, CUSTOMER, later.ticket) is None


def test_a_late_result_is_kept_but_does_not_overwrite_a_newer_one(bench: Bench) -> None:
    early, late_state = bench.turn(0), bench.turn(2000)
    bench.level = RiskLevel.MEDIUM
    bench.carry_out("newer", late_state)
    bench.level, bench.reasons = RiskLevel.EXTREME, ("level:EXTREME",)
    decision = bench.carry_out("older", early)
    assert decision.late
    assert decision.case.status is CaseStatus.NOT_OPENED
    state = bench.state()
    assert (state.level, state.committed) == (RiskLevel.MEDIUM, 2)
    assert bench.customers.kept(TENANT, CUSTOMER, 1) is not None
    assert first_broken(bench.customers.audit(TENANT, CUSTOMER)) is None


def test_a_stale_state_is_read_again(bench: Bench) -> None:
    first, second = bench.turn(0), bench.turn(2000)
    bench.carry_out("first", first)
    assert second.revision == 0
    decision = bench.carry_out("second", second)
    assert not decision.late
    assert bench.state().revision == 2
    assert decision.sequence == 2


def test_a_case_lives_from_opening_to_review(bench: Bench) -> None:
    bench.reasons = ("level:HIGH",)
    opened = bench.carry_out("c1", bench.turn(0)).case
    bench.reasons = ("level:HIGH", "hit:un:1:SANCTIONED_PERSON")
    extended = bench.carry_out("c2", bench.turn(2000)).case
    assert extended.case_id == opened.case_id
    assert opened.case_id is not None
    case = bench.cases.find(TENANT, opened.case_id)
    assert case is not None
    assert case.reasons == ("hit:un:1:SANCTIONED_PERSON", "level:HIGH")

    closed = bench.casework.close(
        TENANT, case.id, decision=CaseDecision.FALSE_POSITIVE, reason="another person", actor="key:2"
    )
    assert (closed.status, closed.closed_by, closed.closing_reason) == (CaseStatus.CLOSED, "key:2", "another person")
    with pytest.raises(AlreadyClosed):
        bench.casework.close(TENANT, case.id, decision=CaseDecision.FALSE_POSITIVE, reason="again", actor="key:2")

    same = bench.carry_out("c3", bench.turn(4000)).case
    assert (same.status, same.case_id) == (CaseStatus.CLOSED, case.id)
    bench.reasons = ("level:EXTREME",)
    other = bench.carry_out("c4", bench.turn(6000)).case
    assert other.status is CaseStatus.OPEN
    assert other.case_id != case.id
    chain = bench.customers.audit(TENANT, CUSTOMER)
    assert first_broken(chain) is None
    assert [one.action for one in chain] == ["assessed", "assessed", "case closed", "assessed", "assessed"]


def test_cases_are_listed_newest_first_page_by_page_and_never_across_tenants(bench: Bench) -> None:
    bench.reasons = ("level:HIGH",)
    for number in range(5):
        order = Order(
            id=f"check-{number}",
            tenant=TENANT,
            profile=Profile(customer_id=f"customer-{number}", party=Party()),
            ticket=1,
            accepted="-",
            dialect="d",
            actor="key:1",
        )
        bench.evaluations.carry_out(order, CustomerState(ticket=1), lambda _: Rendered(b"{}", []))
    seen: list[str] = []
    cursor = None
    while True:
        page, cursor = bench.cases.listed(TENANT, status=CaseStatus.OPEN, limit=2, cursor=cursor)
        seen += [case.customer_id for case in page]
        if cursor is None:
            break
    assert seen == [f"customer-{number}" for number in (4, 3, 2, 1, 0)]
    assert bench.cases.listed("globex", status=CaseStatus.OPEN, limit=9, cursor=None) == ([], None)
    assert bench.cases.listed(TENANT, status=CaseStatus.CLOSED, limit=9, cursor=None) == ([], None)


def test_a_customer_knows_its_cases(bench: Bench) -> None:
    bench.reasons = ("a",)
    first = bench.carry_out("c1", bench.turn(0)).case.case_id
    assert first is not None
    bench.casework.close(TENANT, first, decision=CaseDecision.RISK_ACCEPTED, reason="known", actor="key:2")
    bench.reasons = ("b",)
    second = bench.carry_out("c2", bench.turn(2000)).case.case_id
    ids = all_cases(bench.state().standing)
    assert ids == (second, first)
    assert [case.status for case in bench.cases.find_all(TENANT, ids)] == [CaseStatus.OPEN, CaseStatus.CLOSED]
    assert bench.cases.find_all("globex", ids) == []


def test_a_case_of_another_tenant_is_not_found(bench: Bench) -> None:
    bench.reasons = ("level:HIGH",)
    case_id = bench.carry_out("c1", bench.turn()).case.case_id
    assert case_id is not None
    assert bench.cases.find("globex", case_id) is None
    with pytest.raises(NoSuchCase):
        bench.casework.close("globex", case_id, decision=CaseDecision.TRUE_MATCH, reason="not mine", actor="key:9")
