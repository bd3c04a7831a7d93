"""What is kept proves itself: it replays to the byte, and no byte of it can be changed unseen.

``REPLAY_EXAMPLES`` sets how many stored assessments are replayed and how many changed bytes are tried.
"""

from __future__ import annotations

import os
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from customer_risk.storage.codec import squeeze
from customer_risk.storage.customer_items import Kept
from customer_risk.storage.dynamo import Item, unmarshal_item
from customer_risk.storage.history import UNREADABLE, examine, replay
from tests.unit.simulation.shelf import Shelf, subject

EXAMPLES = int(os.environ.get("REPLAY_EXAMPLES", "100"))
CUSTOMER = "4681354"
TURNS = 4

seeds = st.integers(0, 2**48)


def customer(seed: int, turns: int = TURNS) -> list[Item]:
    """Everything kept of a customer that was checked several times, with its case reviewed half-way."""
    shelf = Shelf()
    for turn in range(turns):
        shelf.evaluate(subject(seed + turn))
        if turn == 1:
            shelf.review(CUSTOMER)
    return shelf.items(CUSTOMER)


def blob(item: Item) -> bytes:
    """The blob of a snapshot."""
    stored: bytes = unmarshal_item(item)["doc"]
    return stored


def snapshots(items: list[Item]) -> list[Item]:
    return [item for item in items if item["sk"]["S"].startswith("SNAPSHOT#")]


@settings(max_examples=-(-EXAMPLES // TURNS), deadline=None)
@given(seeds)
def test_what_is_kept_replays_to_the_byte_and_its_chain_is_whole(seed: int) -> None:
    items = customer(seed)
    for item in snapshots(items):
        assert replay(Kept.read(blob(item))) == ()
    found = examine(CUSTOMER, items, lambda _: True)
    assert found.findings == ()
    assert found.replayed == TURNS
    assert found.entries >= TURNS


@pytest.fixture(scope="module")
def customers() -> list[list[Item]]:
    return [customer(seed * 100) for seed in range(25)]


@settings(max_examples=EXAMPLES, deadline=None)
@given(seeds)
def test_a_changed_byte_of_an_assessment_an_answer_or_an_audit_entry_is_found(
    customers: list[list[Item]], seed: int
) -> None:
    random = Random(seed)  # noqa: S311  nothing secret
    items = random.choice(customers)
    position = items.index(random.choice(snapshots(items)))
    whole = b"\n".join(Kept.read(blob(items[position])))
    changed = squeeze(_changed(whole, random))
    assert examine(CUSTOMER, _with(items, position, changed), lambda _: True).findings


@settings(max_examples=EXAMPLES, deadline=None)
@given(seeds)
def test_a_changed_byte_of_a_stored_blob_is_found_unless_it_still_says_the_same(
    customers: list[list[Item]], seed: int
) -> None:
    random = Random(seed)  # noqa: S311  nothing secret
    items = random.choice(customers)
    position = items.index(random.choice(snapshots(items)))
    changed = _changed(blob(items[position]), random)
    try:
        # compression knows more than one way to say the same
        same = Kept.read(changed) == Kept.read(blob(items[position]))
    except UNREADABLE:
        same = False
    assert bool(examine(CUSTOMER, _with(items, position, changed), lambda _: True).findings) is not same


@settings(max_examples=EXAMPLES, deadline=None)
@given(seeds)
def test_a_changed_byte_of_an_audit_entry_of_its_own_is_found(customers: list[list[Item]], seed: int) -> None:
    random = Random(seed)  # noqa: S311  nothing secret
    items = random.choice([items for items in customers if items[0]["sk"]["S"].startswith("AUDIT#")])
    changed, entry = dict(items[0]), items[0]
    name = random.choice(["number", "at", "actor", "action", "details", "hash", "sk"])
    if name == "details":
        inner = random.choice(sorted(entry["details"]["M"]))
        changed["details"] = {"M": {**entry["details"]["M"], inner: _text(entry["details"]["M"][inner], random)}}
    else:
        changed[name] = _text(entry[name], random)
    assert examine(CUSTOMER, [changed, *items[1:]], lambda _: True).findings


@pytest.mark.parametrize("kind", ["AUDIT#", "SNAPSHOT#", "STATE"])
def test_an_item_taken_away_is_found(customers: list[list[Item]], kind: str) -> None:
    for items in customers:
        for position, item in enumerate(items):
            if item["sk"]["S"].startswith(kind):
                assert examine(CUSTOMER, [*items[:position], *items[position + 1 :]], lambda _: True).findings


def _changed(data: bytes, random: Random) -> bytes:
    """The same bytes with another one at one place."""
    at = random.randrange(len(data))
    return data[:at] + bytes([data[at] ^ random.randrange(1, 256)]) + data[at + 1 :]


def _text(attribute: dict[str, str], random: Random) -> dict[str, str]:
    ((kind, value),) = attribute.items()
    at = random.randrange(len(value))
    other = random.choice([mark for mark in "0123456789" if mark != value[at]])
    return {kind: value[:at] + other + value[at + 1 :]}


def _with(items: list[Item], position: int, stored: bytes) -> list[Item]:
    return [*items[:position], {**items[position], "doc": {"B": stored}}, *items[position + 1 :]]
