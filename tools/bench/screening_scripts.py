"""Measure scripts for which there are no labelled sets: names of heads of state and ministers as the press writes them.

    python -m tools.bench.screening_scripts

Every name is asked in its own script of an index of all the Latin ones: how many are found above the default threshold,
how many come first, and how many of the names of the other scripts are falsely alerted. ``screening_scripts.tsv`` holds
a script, a name in it and its usual Latin spelling, from general knowledge; it is for measuring only.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from customer_risk.screening.names import normalise
from tools.bench.screening_sets import one_name, opened

ALERT = 0.0
NAMES = Path(__file__).with_name("screening_scripts.tsv")


def names() -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Each script with its names: in the script, and in Latin letters."""
    rows = [line.split("\t") for line in NAMES.read_text(encoding="utf-8").splitlines()]
    for script, group in groupby(rows, key=lambda row: row[0]):
        yield script, [(own, latin) for _, own, latin in group]


def main() -> None:
    """Measure each script, and name what is missed."""
    listed = [latin for _, group in names() for _, latin in group]
    matcher = opened([one_name(latin, person=True) for latin in listed])
    for script, group in names():
        found = first = false = 0
        missed: list[str] = []
        for own, latin in group:
            hits = matcher.match(own, person=True, least=-30.0)
            mine = [hit.log_odds for hit in hits if listed[hit.entry] == latin]
            others = [hit.log_odds for hit in hits if listed[hit.entry] != latin]
            found += bool(mine) and mine[0] > ALERT
            first += bool(mine) and mine[0] >= max(others, default=mine[0])
            false += any(odds > ALERT for odds in others)
            if not mine or mine[0] <= ALERT:
                missed.append(
                    f"{' '.join(normalise(own, person=True).words)} for {latin} ({max(mine, default=-99):+.1f})"
                )
        count = len(group)
        print(f"{script}: {found / count:.0%} found, {first / count:.0%} first, {false} falsely alerted, of {count}")
        print("  missed:", "; ".join(missed))


if __name__ == "__main__":
    main()
