"""Asks the rules in their order; the first that is broken is the answer (ruling A6)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from amlyze_intake.rules.envelope import ENVELOPE
from amlyze_intake.rules.lists import LISTS
from amlyze_intake.rules.related import ENTITY, ENTITY_LISTS, ENTITY_RULES, NO_LIST
from amlyze_intake.rules.rule import Asked, At, ListRules, Rejection, Rule, Wrapper, rejection
from amlyze_intake.rules.types import RELATED, TYPES, WRONG_TYPES, type_wrapper
from amlyze_intake.wire.reading import Place

type Around = tuple[tuple[Wrapper, int], ...]
"""The wrappers around a place, outer to inner, each with the position it shows."""


def first_broken(asked: Asked) -> Rejection | None:
    """The first broken rule, composed; ``None`` when the request can be accepted."""
    return next(_broken(asked), None)


def _broken(asked: Asked) -> Iterator[Rejection]:
    customer = At(asked.customer, asked)
    yield from _of(customer, (), (*ENVELOPE, *TYPES))
    for wrapper, rule in WRONG_TYPES:
        yield from _of(customer, ((wrapper, 0),), (rule,))
    for rules in LISTS:
        yield from _of_list(asked, (), (), rules, asked.customer)
    yield from _of(customer, (), (NO_LIST,))
    of_type = (type_wrapper(organisation=asked.organisation), 0)
    for index, entity in enumerate(asked.customer.list_related_entity or ()):
        around, place = (of_type, (ENTITY, index)), (RELATED, index)
        yield from _of(At(entity, asked, place), around, ENTITY_RULES)
        for rules in ENTITY_LISTS:
            yield from _of_list(asked, around, place, rules, entity)


def _of_list(asked: Asked, around: Around, above: Place, rules: ListRules[Any], owner: Any) -> Iterator[Rejection]:
    found: Sequence[Any] = rules.items(owner) or ()
    for index, item in enumerate(found):
        at = At(item, asked, (*above, rules.field, index), found)
        yield from _of(at, (*around, (rules.wrapper, index)), rules.rules)


def _of(at: At[Any], around: Around, rules: Iterable[Rule[Any]]) -> Iterator[Rejection]:
    for rule in rules:
        finding = rule.broken(at)
        if finding is not False:
            yield rejection(around, rule, finding)
