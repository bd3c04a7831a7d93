"""Ids per tenant and the index of what customers gave, against the template's tables in moto; tokens and merging."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
import pytest

from customer_risk.access.tokens import Tokens
from customer_risk.merging import carried_over
from customer_risk.problems import Unauthorised
from customer_risk.profile import Business, Document, Income, Means, Party, Person, Profile
from customer_risk.storage.counters import Counters, Ids
from customer_risk.storage.dynamo import transact
from customer_risk.storage.identities import Identities
from tests.support.tables import tables


@pytest.fixture
def client() -> Iterator[Any]:
    with tables() as made:
        yield made


def test_ids_are_never_given_twice(client: Any) -> None:
    counters = Counters(client, "ControlTable")
    taken = [counters.reserve("acme", {"row": 3, "audit": 1}) for _ in range(4)]
    assert [one for ids in taken for one in ids["row"]] == list(range(1, 13))
    assert [one for ids in taken for one in ids["audit"]] == [1, 2, 3, 4]
    assert counters.reserve("globex", {"row": 1}) == {"row": range(1, 2)}


def test_a_repeated_attempt_is_given_the_same_ids(client: Any) -> None:
    ids = Ids(Counters(client, "ControlTable"), "acme")
    assert ids.take(audit=1, row=2) == {"audit": (1,), "row": (1, 2)}
    assert ids.take(trail=1) == {"trail": (1,)}
    ids.rewind()
    assert ids.take(audit=1, row=3) == {"audit": (1,), "row": (1, 2, 3)}
    assert ids.take(row=1) == {"row": (4,)}


def profile(customer: str, email: str, number: str = "12-34") -> Profile:
    party = Party(means=(Means(kind="email", value=email),), documents=(Document(number=number),))
    return Profile(customer_id=customer, party=party)


def test_customers_that_gave_the_same_are_found_within_the_tenant(client: Any) -> None:
    index = Identities(client, "CustomersTable", lambda: b"k" * 32)

    def keep(tenant: str, one: Profile, before: Profile | None = None) -> None:
        marks = index.marks(one)
        known = index.sharing(tenant, marks)
        old = index.marks(before) if before else ()
        transact(client, index.changes(tenant, one.customer_id, old, marks, known), token=one.customer_id)

    keep("acme", profile("1", "a@example.com"))
    keep("acme", profile("2", "A@example.com ", "1234"))
    keep("globex", profile("3", "a@example.com"))
    email, document = index.marks(profile("x", "a@example.com"))
    if email.kind != "email":
        email, document = document, email
    assert index.sharing("acme", [email, document]) == {email: {"1", "2"}, document: {"1", "2"}}
    keep("acme", profile("1", "new@example.com"), profile("1", "a@example.com"))
    assert index.sharing("acme", [email])[email] == {"2"}
    stored = str(client.scan(TableName="CustomersTable")["Items"])
    assert "example.com" not in stored


def tokens(now: list[datetime], key: bytes = b"k" * 32) -> Tokens:
    return Tokens(lambda: (key,), lambda: now[0], lambda: "token-1")


def test_a_token_says_what_was_put_in_until_it_ends() -> None:
    now = [datetime(2026, 11, 21, tzinfo=UTC)]
    door = tokens(now)
    text = door.issue("user:7", "acme", "user", 60, epoch=3)
    claims = door.read(text, "user")
    assert (claims.subject, claims.tenant, claims.id, claims.more) == ("user:7", "acme", "token-1", {"epoch": 3})
    now[0] += timedelta(seconds=60)
    with pytest.raises(Unauthorised):
        door.read(text, "user")


def test_tokens_of_another_kind_key_or_algorithm_are_refused() -> None:
    now = [datetime(2026, 11, 21, tzinfo=UTC)]
    door = tokens(now)
    good = jwt.decode(door.issue("user:7", "acme", "user", 60), options={"verify_signature": False})
    forged = [
        door.issue("user:7", "acme", "lifecycle", 60),
        tokens(now, b"x" * 32).issue("user:7", "acme", "user", 60),
        jwt.encode(good, "", algorithm="none"),
        jwt.encode(good, b"k" * 64, algorithm="HS512"),
        jwt.encode({**good, "exp": "never"}, b"k" * 32, algorithm="HS256"),
        jwt.encode({name: value for name, value in good.items() if name != "exp"}, b"k" * 32, algorithm="HS256"),
        "",
        "a.b.c",
    ]
    for text in forged:
        with pytest.raises(Unauthorised):
            door.read(text, "user")


def test_what_a_dialect_cannot_say_stays() -> None:
    before = Profile(
        customer_id="1",
        party=Party(person=Person(marital_status="married", occupation="baker")),
        business=Business(wealth=(Income(source="inheritance"),), products=("loan",)),
    )
    new = Profile(customer_id="1", party=Party(person=Person(occupation="smith")), business=Business(products=()))
    merged = carried_over(new, before, ("business.wealth", "party.person.marital_status", "party.organisation.kind"))
    assert merged.business == Business(wealth=before.business.wealth)
    assert merged.party.person == Person(occupation="smith", marital_status="married")
