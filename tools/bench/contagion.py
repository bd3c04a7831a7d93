"""How long the contagion of a large graph of customers takes, against shortest paths of networkx on the same graph.

``python tools/bench/contagion.py [nodes] [ties]``; networkx is measured where it is installed, on a sample of sources.
"""

from __future__ import annotations

import importlib
import sys
import time
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "layers" / "customer_risk"))

from customer_risk.levels import RiskLevel
from customer_risk.scoring.contagion import Bond, Node, Tie, spread
from customer_risk.scoring.model import shipped_model

_SAMPLE = 200


def _ties(ids: list[str], count: int, random: Random) -> list[Tie]:
    """Random ties: four fifths are holdings, those in one company never more than the whole; one in fifty controls."""
    left = dict.fromkeys(ids, 1.0)
    ties = []
    for n in range(count):
        source, target = random.sample(ids, 2)
        if n % 50 == 0:
            ties.append(Tie(source=source, target=target, bond=Bond.CONTROL))
        elif n % 5 == 1:
            ties.append(Tie(source=source, target=target, bond=Bond.ASSOCIATION))
        else:
            share = left[target] * random.random()
            left[target] -= share
            ties.append(Tie(source=source, target=target, bond=Bond.OWNERSHIP, share=share))
    return ties


def main(arguments: list[str]) -> int:
    """Measure and print."""
    count, edges = (int(arguments[0]), int(arguments[1])) if len(arguments) > 1 else (10_000, 50_000)
    random = Random(1)  # noqa: S311 -- nothing secret
    ids = [f"c{n}" for n in range(count)]
    nodes = [
        Node(id=id_, points=random.randrange(2000), level=RiskLevel.LOW, sanctioned=random.random() < 0.01)  # noqa: PLR2004 -- one in a hundred
        for id_ in ids
    ]
    ties = _ties(ids, edges, random)
    begun = time.process_time()
    found = spread(nodes, ties, shipped_model().contagion)
    took = time.process_time() - begun
    contributions = sum(len(one.contributions) for one in found.values())
    print(f"{count} customers, {edges} ties: {took:.1f} s, {contributions} contributions with their paths")
    try:
        networkx = importlib.import_module("networkx")
    except ImportError:
        print("networkx is not installed")
        return 0
    graph = networkx.DiGraph()
    graph.add_nodes_from(ids)
    graph.add_weighted_edges_from(
        (tie.target, tie.source, 1 - (tie.share or 0.25) / 2) for tie in ties if tie.bond is not Bond.ASSOCIATION
    )
    begun = time.process_time()
    for id_ in ids[:_SAMPLE]:
        networkx.single_source_dijkstra_path(graph, id_)
    per_customer = (time.process_time() - begun) / _SAMPLE
    print(f"networkx, shortest paths of {_SAMPLE} customers: {per_customer * count:.1f} s for all (extrapolated)")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
