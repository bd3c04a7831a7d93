"""Requests of all other dialects that nobody meant to send: no 5xx, nothing written by a 4xx, no name in a log."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

import pytest

from tests.fuzz import starts
from tests.fuzz.existing import known
from tests.fuzz.mutations import Fuzzer, Start
from tests.fuzz.world import World, world

BATCHES, BATCH = 3, 120
DIALECTS: dict[str, Callable[[Mapping[str, str]], Sequence[Start]]] = {
    "entities": starts.entities,
    "intake": lambda _: starts.intake(),
    "lifecycle": starts.lifecycle,
    "administration": starts.administration,
}
SLOWED = frozenset({429})
"""Who guesses passwords has to wait."""


class Filled(NamedTuple):
    """A world in which there is one of everything."""

    world: World
    ids: Mapping[str, str]


@pytest.fixture(scope="module")
def filled() -> Iterator[Filled]:
    with world() as made:
        ids = known(made)
        made.keep()
        yield Filled(made, ids)


@pytest.mark.parametrize("dialect", DIALECTS)
def test_what_mutations_begin_with_is_good(filled: Filled, dialect: str) -> None:
    for start in DIALECTS[dialect](filled.ids):
        filled.world.empty()
        filled.world.quick = False
        outcome = filled.world.send(start.method, start.target, json.dumps(start.tree).encode())
        assert (outcome.reply.status < 300) is (start.what != starts.AGAIN), (start.what, outcome.reply)


@pytest.mark.parametrize("seed", range(BATCHES))
@pytest.mark.parametrize("dialect", DIALECTS)
def test_mutated_requests_are_answered_or_refused_and_what_is_refused_leaves_nothing(
    filled: Filled, dialect: str, seed: int
) -> None:
    here = filled.world
    fuzzer = Fuzzer(seed, here.stack.key, DIALECTS[dialect](filled.ids))
    met: Counter[int] = Counter()
    for number in range(BATCH):
        here.empty()
        here.quick = number % 8 != 0
        sent = fuzzer.next()
        try:
            # Written by a refusal, whether to be undone or not, would be found by the world itself.
            outcome = here.send(sent.method, sent.target, sent.body, sent.headers)
        except AssertionError as error:
            error.add_note(f"seed {seed}, request {number}: {sent.what}\n{sent.headers}\n{sent.body[:2000]!r}")
            raise
        met[outcome.reply.status] += 1
    assert met[400] > BATCH // 10, met
    assert sum(times for status, times in met.items() if status < 300) > BATCH // 5, met
    assert met.keys() <= {200, 201, 400, 401, 403, 404, 409, 412, 413, 415} | SLOWED, met
