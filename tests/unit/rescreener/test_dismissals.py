"""A false positive is out of the way until entry or customer materially change, however it was dismissed."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator

import pytest

from customer_risk import aws, wiring
from customer_risk.cases import CaseDecision
from customer_risk.screening.result import Hit
from rescreener import app
from tests.unit.customers.world import World, person, world
from watchlist_refresher import app as refresher

BORN = "1958-02-02"
ENTRY = {"id": "b-1", "name": "Zorvakian Blimptonsky", "type": "BLACKLIST_PERSON", "birth_dates": BORN}
FILLING = {"id": "b-2", "name": "Perpetua Wintergreen", "type": "BLACKLIST_PERSON"}


@pytest.fixture(scope="module")
def bank() -> Iterator[World]:
    with world() as made:
        os.environ["RESCREEN_QUEUE_URL"] = aws.client("sqs").create_queue(QueueName="rescreen")["QueueUrl"]
        yield made


def upload(bank: World, name: str, *rows: dict[str, str]) -> None:
    """A list of the tenant's own, in force everywhere."""
    columns = ("id", "name", "type", "birth_dates", "countries", "programmes", "against", "notes")
    lines = [",".join(columns), *(",".join(row.get(column, "") for column in columns) for row in rows)]
    key = f"lists/tenant.{bank.tenant}.{name}/list.csv"
    aws.client("s3").put_object(Bucket="watchlists", Key=key, Body="\n".join([*lines, ""]).encode())
    summary = refresher.handler({}, None)
    assert not [one for one in summary["lists"] if "problem" in one]
    bank.stack.wait(61)


def by_adjudication(bank: World, customer: str) -> None:
    path = f"/api/customer/{customer}/screening-risks"
    for row in bank.officer.get(path):
        bank.officer.write("PUT", f"{path}/{row['id']}", {"inspected": True})


def by_closing_the_case(bank: World, customer: str) -> None:
    case = wiring.customers().state(bank.tenant, customer).standing.open_case
    assert case is not None
    wiring.casework().close(
        bank.tenant, case, decision=CaseDecision.FALSE_POSITIVE, reason="Another person.", actor="user:1"
    )


def by_white_list(bank: World, customer: str) -> None:
    against = f"tenant.{bank.tenant}.black/b-1"
    row = {"id": customer, "name": ENTRY["name"], "type": "WHITELIST_PERSON", "birth_dates": BORN, "against": against}
    upload(bank, "white", row)
    app.again(bank.tenant, customer, index="v")


def hit(bank: World, customer: str) -> Hit:
    held = wiring.customers().read(bank.tenant, customer)
    assert held.snapshot is not None
    (found,) = [one for one in held.snapshot.assessment.subject.screening.hits if one.entry_id == "b-1"]
    return found


def case(bank: World, customer: str) -> str | None:
    return wiring.customers().state(bank.tenant, customer).standing.open_case


@pytest.mark.parametrize(
    ("dismiss", "reason"),
    [
        (by_adjudication, "Dismissed before, but the listed entry has changed since"),
        (by_closing_the_case, "Dismissed before, but the listed entry has changed since"),
        (by_white_list, "is older than what is listed since"),
    ],
)
def test_a_dismissal_ends_when_the_entry_materially_changes(
    bank: World, new: str, dismiss: Callable[[World, str], None], reason: str
) -> None:
    upload(bank, "black", ENTRY, FILLING)
    bank.officer.write(
        "POST", "/api/customer", person(new, firstName="Zorvakian", lastName="Blimptonsky", dateBirth=BORN)
    )
    assert hit(bank, new).adjudication is None
    dismiss(bank, new)
    if case(bank, new) and dismiss is not by_closing_the_case:
        by_closing_the_case(bank, new)
    app.again(bank.tenant, new, index="v")
    assert (hit(bank, new).adjudication, hit(bank, new).lapsed) == ("false_positive", False)
    assert case(bank, new) is None

    upload(bank, "black", FILLING, ENTRY | {"notes": "Seen in the papers", "name": "ZORVAKIAN  Blimptonsky"})
    assert not app.again(bank.tenant, new, index="v"), "remarks, order and capitals are no change"

    upload(bank, "black", ENTRY | {"programmes": "Another programme"}, FILLING)
    assert app.again(bank.tenant, new, index="v")
    again = hit(bank, new)
    assert (again.adjudication, again.lapsed) == (None, True)
    assert reason in again.reasons[0]
    assert case(bank, new), "somebody has to look again"

    by_closing_the_case(bank, new)
    app.again(bank.tenant, new, index="v")
    assert hit(bank, new).adjudication == "false_positive", "and may dismiss it again"


def test_a_dismissal_ends_when_the_customer_materially_changes(bank: World, new: str) -> None:
    upload(bank, "black", ENTRY, FILLING)
    named = {"firstName": "Zorvakian", "lastName": "Blimptonsky"}
    bank.officer.write("POST", "/api/customer", person(new, **named, dateBirth=BORN))
    by_closing_the_case(bank, new)
    app.again(bank.tenant, new, index="v")
    assert hit(bank, new).adjudication == "false_positive"
    bank.officer.write("PUT", f"/api/customer/{new}", {"details": {"firstName": "ZORVAKIAN"}})
    assert hit(bank, new).adjudication == "false_positive"
    bank.officer.write("PUT", f"/api/customer/{new}", {"details": {"dateBirth": "1958-02-03"}})
    again = hit(bank, new)
    assert (again.adjudication, again.lapsed) == (None, True)
    assert again.reasons[0] == "Dismissed before, but what is known of the party has changed since"
    assert case(bank, new)


@pytest.fixture
def new() -> str:
    """An internal number nobody has."""
    return wiring.new_id()[-12:]
