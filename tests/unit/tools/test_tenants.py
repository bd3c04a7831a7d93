"""What the tool for tenants shows."""

from __future__ import annotations

import argparse
import json
from typing import cast

import msgspec
import pytest

from customer_risk.access.keys import LifecycleSettings, Tenant
from customer_risk.delivery.secrets import MasterKeys
from customer_risk.storage.control import Control
from tools import tenants


class Kept:
    """A control table with one tenant."""

    def tenant(self, tenant: str) -> Tenant | None:
        return Tenant(id="acme", name="Acme") if tenant == "acme" else None

    def credentials(self, _: str) -> list[object]:
        return []


def run(command: str, tenant: str) -> None:
    desk = tenants.Desk(cast("Control", Kept()), b"", cast("MasterKeys", None))
    tenants._run(desk, argparse.Namespace(command=command, tenant=tenant, changes=[]))


def test_settings_are_shown_with_all_that_can_be_set(capsys: pytest.CaptureFixture[str]) -> None:
    run("settings", "acme")
    shown = json.loads(capsys.readouterr().out)
    assert set(shown) == {field.name for field in msgspec.structs.fields(Tenant)}
    assert set(shown["lifecycle"]) == {field.name for field in msgspec.structs.fields(LifecycleSettings)}
    assert msgspec.convert(shown, Tenant) == Kept().tenant("acme")


@pytest.mark.parametrize("command", ["settings", "keys"])
def test_of_a_tenant_that_is_not_there_nothing_is_shown(command: str) -> None:
    with pytest.raises(SystemExit, match="There is no tenant nobody"):
        run(command, "nobody")
