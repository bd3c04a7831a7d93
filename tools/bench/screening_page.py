"""The worst cases of a screening run as one HTML page, so that a person can look."""

from __future__ import annotations

import html
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from customer_risk.records import Record

MOST_OF_A_KIND = 80


class Case(Record):
    """One name that was judged wrongly, or barely rightly.

    ``badness`` says how wrong (log-odds on the wrong side); ``found`` is what it was held to be, or should have been.
    """

    kind: str
    badness: float
    asked: str
    found: str


def write(cases: Iterable[Case], path: Path) -> None:
    """Write the page: per kind the worst first, at most :data:`MOST_OF_A_KIND` of them."""
    kinds: defaultdict[str, list[Case]] = defaultdict(list)
    for case in cases:
        kinds[case.kind].append(case)
    parts = ["<!doctype html><meta charset=utf-8><title>Worst cases of name screening</title>"]
    for kind, found in sorted(kinds.items()):
        worst = sorted(found, key=lambda case: (-case.badness, case.asked))[:MOST_OF_A_KIND]
        rows = "".join(
            f"<tr><td>{case.badness:+.2f}<td>{html.escape(case.asked)}<td>{html.escape(case.found)}" for case in worst
        )
        parts.append(f"<h2>{html.escape(kind)}: {len(found)}</h2><table>{rows}</table>")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(parts), encoding="utf-8")
    print(f"worst cases: {path}")
