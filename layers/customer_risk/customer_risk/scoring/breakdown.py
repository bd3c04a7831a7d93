"""A scoring as the totals of the customer entities' risk answer: every item of every group, zeros included."""

from __future__ import annotations

from typing import TypedDict

from customer_risk.scoring.catalogue import GROUPS, ORGANISATION_ITEMS, PERSON_ITEMS
from customer_risk.scoring.result import Scoring


class Item(TypedDict):
    """One item and its points."""

    name: str
    score: int


class Group(TypedDict):
    """One group: ``score`` is the sum of its items."""

    name: str
    contents: list[Item]
    score: int


def totals(scoring: Scoring, *, organisation: bool) -> dict[str, Group]:
    """Points per group and item; the group scores add up to ``scoring.points``."""
    points: dict[tuple[str, str], int] = {}
    for line in scoring.lines:
        points[line.group, line.item] = points.get((line.group, line.item), 0) + line.points
    shown = ORGANISATION_ITEMS if organisation else PERSON_ITEMS
    return {
        group: Group(
            name=name,
            contents=[Item(name=item, score=points.get((group, item), 0)) for item in shown[group]],
            score=sum(points.get((group, item), 0) for item in shown[group]),
        )
        for group, name in GROUPS.items()
    }
