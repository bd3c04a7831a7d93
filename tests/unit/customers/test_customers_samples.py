"""Every sample of document 003 in this process; the same over HTTP is tests/contract/test_customers_http.py."""

from __future__ import annotations

from tests.unit.customers import scenario
from tests.unit.customers.world import World


def test_every_sample_is_answered_as_published(bank: World, new: str) -> None:
    made = scenario.steps(bank.officer, bank.approver, bank.administrator, new)
    assert [found for step in made for found in scenario.failures(step)] == []


def test_a_shape_that_differs_is_told() -> None:
    like = {"id": 1, "rows": [{"name": "x", "note": None}]}
    assert scenario.unlike({"id": 2, "rows": [{"name": "y", "note": "z"}]}, like) == []
    assert scenario.unlike({"id": "2", "rows": []}, like)
    assert scenario.unlike({"id": 2, "rows": [{"name": "y"}]}, like)
    assert scenario.unlike({"id": 2}, like)
