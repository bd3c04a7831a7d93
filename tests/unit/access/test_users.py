"""People who log in: passwords, waits, roles, sessions."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest

from customer_risk import wiring
from customer_risk.access import passwords
from customer_risk.access.permissions import PERMISSIONS, Permission, Role
from customer_risk.access.users import OF_ADDRESS, OF_USER, Patience, User, folded, usable_name, user_of
from customer_risk.storage.control import Control
from customer_risk.storage.counters import Counters
from tests.support.client import Reply
from tests.unit.customers.world import PASSWORD, Person, World, add_user, world
from tools.users import Registry


@pytest.fixture
def bank() -> Iterator[World]:
    with world() as made:
        yield made


def login(username: str, password: str = PASSWORD, address: str = "192.0.2.1") -> Reply:
    return Person(None, address).call("POST", "/api/login", {"username": username, "password": password})


def registry(bank: World) -> Registry:
    dynamo: Any = bank.stack.dynamo
    return Registry(wiring.users(), Control(dynamo, "ControlTable"), Counters(dynamo, "ControlTable"))


def test_a_password_is_known_by_its_hash_only() -> None:
    stored = passwords.hashed("Grüße aus Köln")
    assert stored.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert passwords.matches(stored, "Grüße aus Köln")
    assert not passwords.matches(stored, "grüße aus köln")
    assert not passwords.matches("no hash", "x")
    assert not passwords.matches(None, "nobody has this password")
    long = "x" * (passwords.LONGEST + 1)
    assert not passwords.matches(passwords.hashed(long), long)


def test_a_generated_password_has_no_look_alikes() -> None:
    made = passwords.generated(lambda below: below - 1)
    assert made == "9" * 20


def test_waits_double_and_end() -> None:
    assert [Patience(free=2, most=10).wait(n) for n in range(8)] == [0, 0, 1, 2, 4, 8, 10, 10]
    assert OF_USER.wait(10**6) == 30
    assert OF_ADDRESS.wait(10**6) == 300


def test_every_role_may_do_what_the_one_below_may() -> None:
    roles = [PERMISSIONS[role] for role in (Role.READER, Role.OFFICER, Role.APPROVER, Role.ADMINISTRATOR)]
    assert all(lower < higher for lower, higher in pairwise(roles))
    assert PERMISSIONS[Role.ADMINISTRATOR] == set(Permission)


def test_names_and_actors() -> None:
    user = User(id=7, tenant="bank", username="Ada@bank", role=Role.OFFICER, password="-", created="-")
    assert (user.actor, user.name, user_of(user.actor), user_of("key:1"), user_of(None)) == (
        "user:7",
        "Ada",
        7,
        None,
        None,
    )
    assert folded("  ADA@Bank ") == "ada@bank"
    assert [usable_name(name) for name in ("a", "", "a b", "x" * 101, "a#b")] == [True, False, False, False, False]


def test_who_knows_the_password_gets_a_token(bank: World) -> None:
    answer = login(f"OFFICER@{bank.tenant}")
    assert (answer.status, answer.json()["success"]) == (200, True)
    assert Person(answer.json()["token"]).call("GET", "/api/customers").status == 200
    bank.stack.wait(48 * 3600)
    assert Person(answer.json()["token"]).call("GET", "/api/customers").status == 401


def test_which_of_the_two_was_wrong_is_not_told(bank: World) -> None:
    wrong = login(f"officer@{bank.tenant}", "wrong")
    unknown = login("nobody", PASSWORD)
    assert (wrong.status, wrong.body) == (unknown.status, unknown.body)
    assert wrong.json() == {"success": False, "message": "The username or the password is not right."}


def test_a_login_names_every_bad_property(bank: World) -> None:
    assert Person(None).errors("POST", "/api/login", {"username": 5}) == {
        "username": "must be text",
        "password": "is required",
    }
    assert bank.tenant


def test_failing_slows_a_user_down_and_never_locks_out(bank: World) -> None:
    name = f"officer@{bank.tenant}"
    for number in range(5):
        assert login(name, "wrong", f"192.0.2.{number}").status == 401
    slowed = login(name, PASSWORD, "198.51.100.1")
    assert (slowed.status, slowed.headers["retry-after"]) == (429, "1")
    bank.stack.wait(1)
    assert login(name, "wrong", "198.51.100.1").status == 401
    slowed = login(name, PASSWORD, "198.51.100.1")
    assert (slowed.status, slowed.headers["retry-after"]) == (429, "2")
    for _ in range(20):  # what is not looked at does not count
        assert login(name, "wrong", "198.51.100.1").status == 429
    bank.stack.wait(30)
    assert login(name, PASSWORD, "198.51.100.1").status == 200
    assert login(name, "wrong", "198.51.100.1").status == 401  # counted anew


def test_failing_slows_an_address_down_whoever_is_named(bank: World) -> None:
    for number in range(20):
        assert login(f"nobody-{number}", "wrong", "203.0.113.9").status == 401
    assert login(f"officer@{bank.tenant}", PASSWORD, "203.0.113.9").status == 429
    assert login(f"officer@{bank.tenant}", PASSWORD, "203.0.113.10").status == 200
    bank.stack.wait(timedelta(days=1).total_seconds() + 1)
    assert login(f"officer@{bank.tenant}", PASSWORD, "203.0.113.9").status == 200


def test_a_token_ends_with_its_session_and_no_other(bank: World) -> None:
    name = f"officer@{bank.tenant}"
    first, second = (Person(login(name).json()["token"]) for _ in range(2))
    assert first.call("POST", "/api/extensions/logout").status == 204
    assert first.call("GET", "/api/customers").status == 401
    assert second.call("GET", "/api/customers").status == 200


@pytest.mark.parametrize("change", ["password", "role", "disable", "sessions"])
def test_whatever_changes_of_a_user_ends_all_sessions(bank: World, change: str) -> None:
    name = f"officer@{bank.tenant}"
    token = Person(login(name).json()["token"])
    at = registry(bank)
    new = PASSWORD
    match change:
        case "password":
            new = at.set_password(name)
        case "role":
            at.set_role(name, Role.READER)
        case "disable":
            at.set_active(name, active=False)
        case "sessions":
            at.end_sessions(name)
    assert token.call("GET", "/api/customers").status == 401
    assert login(name, new).status == (401 if change == "disable" else 200)
    if change == "disable":
        at.set_active(name, active=True)
        assert login(name).status == 200


def test_users_are_unique_in_the_installation(bank: World) -> None:
    at = registry(bank)
    user, password = at.create(bank.tenant, "ada@acme-bank", Role.READER)
    assert (user.id, user.role, len(password)) == (5, Role.READER, 20)
    assert login("ada@acme-bank", password).status == 200
    for tenant in (bank.tenant, bank.other_tenant):
        with pytest.raises(SystemExit):
            at.create(tenant, "ADA@acme-bank", Role.READER)
    assert not wiring.users().add(user, token="another")
    assert [one.id for one in at.of_tenant(bank.tenant)] == [1, 2, 3, 4, 5]
    assert wiring.users().of_id(bank.tenant, 5) == user
    assert wiring.users().of_id(bank.tenant, 6) is None


def test_what_cannot_be_done_is_said(bank: World) -> None:
    at = registry(bank)
    for refused in (
        lambda: at.create("no-tenant", "x", Role.READER),
        lambda: at.create(bank.tenant, "a b", Role.READER),
        lambda: at.create(bank.tenant, "x", Role.READER, "short"),
        lambda: at.set_role("nobody", Role.READER),
    ):
        with pytest.raises(SystemExit):
            refused()


def test_a_change_on_what_is_not_there_any_more_is_not_made(bank: World) -> None:
    user = add_user(bank.tenant, Role.READER, "carl@acme-bank")
    registry(bank).set_role("carl@acme-bank", Role.OFFICER)
    assert not wiring.users().replace(user, user)


def test_a_suspended_tenant_s_people_are_forbidden(bank: World) -> None:
    bank.stack.dynamo.update_item(
        TableName="ControlTable",
        Key={"pk": {"S": f"T#{bank.tenant}"}, "sk": {"S": "TENANT"}},
        UpdateExpression="SET active = :no",
        ExpressionAttributeValues={":no": {"BOOL": False}},
    )
    assert bank.officer.call("GET", "/api/customers").status == 403


def test_a_token_of_another_kind_or_user_is_not_taken(bank: World) -> None:
    issue = wiring.tokens().issue
    good: dict[str, Any] = {"username": f"officer@{bank.tenant}", "generation": 1}
    bad = [
        issue("1", bank.tenant, "lifecycle", 60, **good),
        issue("2", bank.tenant, "user", 60, **good),
        issue("1", bank.other_tenant, "user", 60, **good),
        issue("1", bank.tenant, "user", 60, **good | {"generation": 2}),
        issue("1", bank.tenant, "user", 60),
        issue("1", bank.tenant, "user", -1, **good),
    ]
    assert [Person(token).call("GET", "/api/customers").status for token in bad] == [401] * 6
    assert Person(issue("1", bank.tenant, "user", 60, **good)).call("GET", "/api/customers").status == 200


def test_roles_are_asked_for(bank: World) -> None:
    asked = [("POST", "/api/customer"), ("PUT", "/api/customer/x"), ("DELETE", "/api/customer/x/addresses/1")]
    assert [bank.reader.call(method, path, {}).status for method, path in asked] == [403] * 3
    assert bank.reader.call("GET", "/api/customer/x").status == 404
    assert bank.officer.call("PUT", "/api/customer/risk-trails/1", {}).status == 403
    assert bank.approver.call("PUT", "/api/extensions/classifiers/genders", []).status == 403
