from dataclasses import dataclass

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from customer_risk.audit import BEGINNING, AuditEntry, entry, first_broken


def chain(length: int) -> list[AuditEntry]:
    entries: list[AuditEntry] = []
    for number in range(1, length + 1):
        previous = entries[-1].hash if entries else BEGINNING
        at = f"2026-11-21T10:{number:02}:00+00:00"
        entries.append(entry(number, previous, at=at, actor="key:a", action="assessed", details={"points": number}))
    return entries


def test_a_whole_chain_is_whole() -> None:
    assert first_broken(chain(5)) is None
    assert first_broken([]) is None


@dataclass
class Change:
    name: str
    value: object


@pytest.mark.parametrize(
    "change",
    [
        Change("at", "2026-11-21T11:00:00+00:00"),
        Change("actor", "key:b"),
        Change("action", "case closed"),
        Change("details", {"points": 99}),
        Change("hash", "0" * 64),
        Change("number", 7),
    ],
    ids=lambda change: change.name,
)
def test_a_changed_entry_is_found(change: Change) -> None:
    entries = chain(5)
    entries[2] = msgspec.structs.replace(entries[2], **{change.name: change.value})
    assert first_broken(entries) == 3


@given(st.integers(2, 12), st.data())
def test_a_dropped_entry_is_found(length: int, data: st.DataObject) -> None:
    entries = chain(length)
    gone = data.draw(st.integers(0, length - 2))
    del entries[gone]
    assert first_broken(entries) == gone + 1
