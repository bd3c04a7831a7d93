"""Changing a customer on what is known of it, views, deletion and listing, against the template's tables in moto."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from customer_risk.adjudication import Verdicts, with_verdict
from customer_risk.audit import first_broken
from customer_risk.cases import CaseDecision
from customer_risk.evaluation import AlreadyDone, Amendment, Decision, Rendered
from customer_risk.problems import NotFound
from customer_risk.profile import Party, PartyKind, Profile
from customer_risk.screening.result import Adjudication, Hit, HitType
from customer_risk.storage.cases import BadCursor
from customer_risk.storage.customer_items import Held
from customer_risk.storage.dynamo import Contention, Operation
from tests.support.bench import CUSTOMER, NOW, TENANT, Bench
from tests.support.tables import tables


@pytest.fixture
def bench() -> Iterator[Bench]:
    with tables() as client:
        yield Bench(client)


def named(name: str, customer: str = CUSTOMER) -> Profile:
    return Profile(customer_id=customer, party=Party(kind=PartyKind.PERSON, names=(name,)))


def amendment(name: str = "Ada Moss", customer: str = CUSTOMER, **more: Any) -> Amendment:
    return Amendment(id="a-1", profile=named(name, customer), dialect="d", actor="user:1", action="changed", **more)


def amend(bench: Bench, change: Callable[[Held], Amendment], customer: str = CUSTOMER, *put: Operation) -> Decision:
    return bench.evaluations.amend(TENANT, customer, change, lambda *_: Rendered(b"{}", put, events=0))


def test_a_change_is_made_on_what_was_read_and_takes_a_ticket(bench: Bench) -> None:
    amend(bench, lambda _: amendment())

    def further(held: Held) -> Amendment:
        assert held.profile == named("Ada Moss")
        return amendment("Ada Moss-Byrne")

    decision = amend(bench, further)
    held = bench.customers.read(TENANT, CUSTOMER)
    assert (decision.order.ticket, decision.audited) == (2, 2)
    assert held.profile == named("Ada Moss-Byrne")
    assert (held.state.ticket, held.state.committed, held.state.dialects) == (2, 2, ("d",))
    chain = bench.customers.audit(TENANT, CUSTOMER)
    assert first_broken(chain) is None
    assert [entry.action for entry in chain] == ["changed", "changed"]


def test_a_change_is_made_again_on_what_another_writer_left(bench: Bench) -> None:
    amend(bench, lambda _: amendment("first"))
    seen: list[str] = []

    def change(held: Held) -> Amendment:
        assert held.profile is not None
        seen.append(held.profile.party.display)
        if len(seen) == 1:
            amend(bench, lambda _: amendment("meanwhile"))
        return amendment(f"{held.profile.party.display} and mine")

    amend(bench, change)
    assert seen == ["first", "meanwhile"]
    assert bench.state().name == "meanwhile and mine"


def test_a_check_that_takes_a_ticket_meanwhile_makes_the_change_start_again(bench: Bench) -> None:
    amend(bench, lambda _: amendment())
    calls: list[int] = []

    def change(held: Held) -> Amendment:
        calls.append(held.state.ticket)
        if len(calls) == 1:
            bench.turn(1000)
        return amendment("changed")

    assert amend(bench, change).order.ticket == 3
    assert calls == [1, 2]


def test_a_customer_written_all_the_time_is_given_up(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("customer_risk.evaluation.PATIENCE", 2)

    def change(_: Held) -> Amendment:
        bench.customers.next_ticket(TENANT, CUSTOMER, now_ms=0)
        return amendment()

    with pytest.raises(Contention):
        amend(bench, change)


def test_a_refused_change_writes_nothing(bench: Bench) -> None:
    def change(_: Held) -> Amendment:
        raise NotFound

    with pytest.raises(NotFound):
        amend(bench, change)
    assert not bench.customers.read(TENANT, CUSTOMER).exists


def test_a_lost_record_is_told_from_a_lost_race(bench: Bench) -> None:
    view = bench.customers.writes.view_put(TENANT, CUSTOMER, "d", b"{}", revision=None)
    amend(bench, lambda _: amendment(), CUSTOMER, view)
    with pytest.raises(AlreadyDone):
        amend(bench, lambda _: amendment(), CUSTOMER, view)


def test_guarded_records_are_rendered_again(bench: Bench) -> None:
    put = bench.customers.writes.view_put
    amend(bench, lambda _: amendment(), CUSTOMER, put(TENANT, CUSTOMER, "d", b"1", revision=None))
    tried: list[int] = []

    def render(_: Decision, held: Held) -> Rendered:
        tried.append(held.views["d"].revision)
        stale = held.views["d"].revision - (len(tried) == 1)
        return Rendered(b"{}", [], guarded=[put(TENANT, CUSTOMER, "d", b"2", revision=stale)])

    bench.evaluations.amend(TENANT, CUSTOMER, lambda _: amendment(), render)
    assert tried == [1, 1]
    assert bench.customers.read(TENANT, CUSTOMER).views["d"].doc == b"2"


def test_all_views_come_with_the_customer(bench: Bench) -> None:
    for number in range(6):
        amend(bench, lambda _, number=number: amendment(f"name {number}"))  # type: ignore[misc]
    for dialect in ("amlyze_intake", "customers", "lifecycle"):
        view = bench.customers.writes.view_put(TENANT, CUSTOMER, dialect, dialect.encode(), revision=None)
        amend(bench, lambda _: amendment("last"), CUSTOMER, view)
    held = bench.customers.read(TENANT, CUSTOMER)
    assert {name: view.doc for name, view in held.views.items()} == {
        dialect: dialect.encode() for dialect in ("amlyze_intake", "customers", "lifecycle")
    }
    assert held.profile == named("last")


def test_a_deleted_customer_is_gone_until_it_comes_anew(bench: Bench) -> None:
    amend(bench, lambda _: amendment())
    amend(bench, lambda _: amendment(deleted=True, erase_after="2031-11-21"))
    held = bench.customers.read(TENANT, CUSTOMER)
    assert (held.exists, held.profile, held.state.erase_after) == (False, None, "2031-11-21")
    assert bench.customers.kept(TENANT, CUSTOMER, 1) is None
    assert bench.customers.states(TENANT, [CUSTOMER]) == {}
    assert bench.listing.page(TENANT, limit=5) == ([], None)
    amend(bench, lambda _: amendment("Ada again"))
    assert bench.customers.read(TENANT, CUSTOMER).profile == named("Ada again")
    assert bench.customers.kept(TENANT, CUSTOMER, 3) is not None
    assert first_broken(bench.customers.audit(TENANT, CUSTOMER)) is None


def test_customers_are_listed_by_name_page_by_page_and_never_across_tenants(bench: Bench) -> None:
    for customer, name in (("3", "Clara Voss"), ("1", "ada  Moss"), ("2", "Bela Varga"), ("4", "Adalbert Ost")):
        amend(bench, lambda _, customer=customer, name=name: amendment(name, customer), customer)  # type: ignore[misc]
    rows, after = bench.listing.page(TENANT, limit=3)
    rest, end = bench.listing.page(TENANT, limit=3, after=after)
    assert [row.customer_id for row in [*rows, *rest]] == ["1", "4", "2", "3"]
    assert end is None
    assert [row.name for row in bench.listing.page(TENANT, prefix="ADA", limit=9)[0]] == [
        "ada  Moss",
        "Adalbert Ost",
    ]
    assert bench.listing.page("globex", limit=9) == ([], None)


@pytest.mark.parametrize("customer", ["c", "\U0001f600" * 255, "щ" * 256, "c\0d"])
@pytest.mark.parametrize("name", ["\U0001f600" * 300, "\0", "ﷺ" * 200])
def test_any_name_and_id_fit_the_index_and_lead_on_to_the_next_page(bench: Bench, customer: str, name: str) -> None:
    for number, id_ in enumerate((customer, "other")):
        amend(bench, lambda _, id_=id_, n=number: amendment(f"{name}{n}", id_), id_)  # type: ignore[misc]
    found = bench.client.scan(TableName="CustomersTable")["Items"]
    keys = [item["name_key"]["S"] for item in found if "name_key" in item]
    assert len(keys) == 2
    assert all(len(key.encode()) <= 1024 for key in keys)
    first, after = bench.listing.page(TENANT, limit=1)
    second, _ = bench.listing.page(TENANT, limit=1, after=after)
    assert {row.customer_id for row in [*first, *second]} == {customer, "other"}


def test_the_longest_id_of_the_longest_characters_fits_the_index(bench: Bench) -> None:
    customer = "\U0001f600" * 256
    amend(bench, lambda _: amendment("Ada Moss", customer), customer)
    assert [row.customer_id for row in bench.listing.page(TENANT, limit=9)[0]] == [customer]
    found = bench.client.scan(TableName="CustomersTable")["Items"]
    assert all(len(item["name_key"]["S"].encode()) <= 1024 for item in found if "name_key" in item)


@pytest.mark.parametrize("after", ["ada", "ada\0", "bela\0" + "x" * 1024])
def test_a_page_begins_only_within_what_is_asked_for(bench: Bench, after: str) -> None:
    with pytest.raises(BadCursor):
        bench.listing.page(TENANT, prefix="bela", limit=1, after=after)


def test_records_are_read_newest_first(bench: Bench) -> None:
    puts = [
        bench.customers.writes.record_put(TENANT, CUSTOMER, "REVIEW", number, {"number": number}, new=True)
        for number in (9, 10, 100)
    ]
    amend(bench, lambda _: amendment(), CUSTOMER, *puts)
    found = bench.customers.records(TENANT, CUSTOMER, "REVIEW", newest_first=True, limit=2)
    assert [one["number"] for one in found] == [100, 10]
    assert bench.customers.record(TENANT, CUSTOMER, "REVIEW", 11) is None


def test_verdicts_stand_for_the_hits_they_were_given_on() -> None:
    hit = Hit(
        party="customer",
        type=HitType.SANCTIONED_PERSON,
        source="un",
        entry_id="7",
        entry_name="x",
        queried_name="x",
        matched_name="x",
        score=0.9,
        evidence="0011223344556677",
    )
    marks = with_verdict({}, [hit], Adjudication.FALSE_POSITIVE)
    said = Verdicts(marks).get(hit.key)
    assert said is not None
    assert (said.verdict, said.evidence) == (Adjudication.FALSE_POSITIVE, hit.evidence)
    assert Verdicts(marks).get("customer|un|8|SANCTIONED_PERSON") is None
    assert with_verdict(marks, [hit], None) == {}


def test_a_false_positive_is_remembered_of_the_hits_of_its_case(bench: Bench) -> None:
    bench.reasons = ("hit:un:7:SANCTIONED_PERSON",)
    bench.hits = (
        Hit(
            party="customer",
            type=HitType.SANCTIONED_PERSON,
            source="un",
            entry_id="7",
            entry_name="x",
            queried_name="x",
            matched_name="x",
            score=0.9,
            evidence="e",
        ),
    )
    case = amend(bench, lambda _: amendment()).case.case_id
    assert case is not None
    bench.casework.close(TENANT, case, decision=CaseDecision.FALSE_POSITIVE, reason="older", actor="user:2")
    assert Verdicts(bench.state().adjudications)[bench.hits[0].key].verdict is Adjudication.FALSE_POSITIVE
    amend(bench, lambda _: amendment())
    assert bench.verdicts == [bench.hits[0].key]
    assert bench.state().first_seen == NOW.isoformat(timespec="milliseconds")
