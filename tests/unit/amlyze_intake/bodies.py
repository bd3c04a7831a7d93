"""Request bodies and changes to them, by the places in them."""

from __future__ import annotations

import copy
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

SAMPLES = Path(__file__).resolve().parents[2] / "samples" / "amlyze_intake"
DROP = object()
"""Instead of a value: take what is there away."""


def sample(name: str) -> dict[str, Any]:
    """A body of tests/samples/amlyze_intake."""
    body: dict[str, Any] = json.loads((SAMPLES / f"{name}.json").read_text(encoding="utf-8"))
    return body


def individual() -> dict[str, Any]:
    """An individual with every field, to be evaluated."""
    return sample("individual_full")


def organisation() -> dict[str, Any]:
    """An organisation with every field, to be evaluated."""
    return changed(sample("organisation_full"), {"sourceOfRiskLevel": "EVALUATE", "riskLevel": DROP})


def imported() -> dict[str, Any]:
    """An organisation with every field, to be imported."""
    return sample("organisation_full")


def changed(body: dict[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """A copy with ``{"listAddress.0.country": "XX", "title": DROP}`` done to it."""
    result = copy.deepcopy(body)
    for path, value in changes.items():
        *above, last = (int(step) if step.isdigit() else step for step in path.split("."))
        holder: Any = result
        for step in above:
            holder = holder[step]
        if value is not DROP:
            if isinstance(last, int) and last == len(holder):
                holder.append(value)
            else:
                holder[last] = copy.deepcopy(value)
        else:
            del holder[last]
    return result
