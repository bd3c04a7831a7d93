from datetime import UTC, datetime, timedelta

import pytest

from customer_risk.access.keys import ApiKey, Credential, Tenant
from customer_risk.problems import Forbidden, Unauthorised
from customer_risk.web.door import Door

PEPPER = b"pepper"
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
KEY = ApiKey.make("acme-bank", lambda n: bytes(range(n)))


def test_a_key_reads_back_what_it_was_made_of() -> None:
    assert ApiKey.parse(KEY.text) == KEY


@pytest.mark.parametrize(
    "text", ["", "demo", "crk_", KEY.text[:-1], KEY.text + "0", KEY.text.upper(), "crk_A_b_c", "\x00"]
)
def test_what_is_no_key_is_told_without_a_look_up(text: str) -> None:
    assert ApiKey.parse(text) is None


def test_the_hash_depends_on_key_and_pepper() -> None:
    other = ApiKey.make("acme-bank", lambda n: b"\xff" * n)
    assert len({KEY.hash(PEPPER), KEY.hash(b"other"), other.hash(PEPPER)}) == 3
    assert KEY.matches(KEY.hash(PEPPER), PEPPER)
    assert not other.matches(KEY.hash(PEPPER), PEPPER)


class FakeControl:
    """Holds one credential and counts look-ups."""

    def __init__(self, credential: Credential | None, tenant: Tenant) -> None:
        self.credential = credential
        self.tenant = tenant
        self.asked = 0

    def find_key(self, _: ApiKey) -> tuple[Tenant, Credential] | None:
        self.asked += 1
        return None if self.credential is None else (self.tenant, self.credential)


def credential(**changes: object) -> Credential:
    fields = {"id": KEY.id, "tenant": KEY.tenant, "hash": KEY.hash(PEPPER), "scopes": ("checks:write",), "created": "-"}
    return Credential(**(fields | changes))  # type: ignore[arg-type]


def door(
    stored: Credential | None, *, active: bool = True, clock: list[datetime] | None = None
) -> tuple[Door, FakeControl]:
    control = FakeControl(stored, Tenant(id=KEY.tenant, name="Acme", active=active))
    times = clock or [NOW]
    return Door(control, lambda: PEPPER, lambda: times[-1]), control  # type: ignore[arg-type]


def test_a_good_key_is_let_in_and_remembered_for_a_minute() -> None:
    clock = [NOW]
    at, control = door(credential(), clock=clock)
    assert at.admit(KEY.text, "checks:write").tenant.id == "acme-bank"
    clock.append(NOW + timedelta(seconds=59))
    at.admit(KEY.text, "checks:write")
    assert control.asked == 1
    clock.append(NOW + timedelta(seconds=61))
    at.admit(KEY.text, "checks:write")
    assert control.asked == 2


@pytest.mark.parametrize(
    "stored",
    [
        None,
        credential(hash=b"x" * 32),
        credential(revoked=NOW.isoformat()),
        credential(expires=(NOW - timedelta(seconds=1)).isoformat()),
    ],
    ids=["unknown", "wrong secret", "revoked", "expired"],
)
def test_a_bad_key_is_unauthorised_and_not_told_why(stored: Credential | None) -> None:
    at, _ = door(stored)
    with pytest.raises(Unauthorised, match="A valid api-key header is needed"):
        at.admit(KEY.text, "checks:write")


def test_a_missing_key_is_unauthorised_without_a_look_up() -> None:
    at, control = door(credential())
    with pytest.raises(Unauthorised):
        at.admit(None, "checks:write")
    assert control.asked == 0


def test_a_good_key_without_the_scope_is_forbidden() -> None:
    at, _ = door(credential())
    with pytest.raises(Forbidden):
        at.admit(KEY.text, "cases:write")


def test_a_suspended_tenant_is_forbidden() -> None:
    at, _ = door(credential(), active=False)
    with pytest.raises(Forbidden):
        at.admit(KEY.text, "checks:write")
