from __future__ import annotations

import os
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from customer_risk.levels import RiskLevel
from customer_risk.records import encode
from customer_risk.scoring.contagion import Bond, Node, Tie, spread
from customer_risk.scoring.model import shipped_model

EXAMPLES = int(os.environ.get("SCORING_EXAMPLES", "300"))
RULES = shipped_model().contagion

ids = st.sampled_from("abcdefgh")
nodes = st.builds(
    Node,
    id=ids,
    points=st.integers(0, 2000),
    level=st.sampled_from(list(RiskLevel)),
    sanctioned=st.booleans(),
)
ties = st.builds(
    Tie,
    source=ids,
    target=ids,
    bond=st.sampled_from(list(Bond)),
    share=st.none() | st.floats(0, 1),
)
graphs = st.tuples(st.lists(nodes, max_size=8, unique_by=lambda node: node.id), st.lists(ties, max_size=30))


@settings(max_examples=EXAMPLES, deadline=None)
@given(graphs, st.integers())
def test_the_order_of_a_graph_changes_nothing(graph: tuple[list[Node], list[Tie]], seed: int) -> None:
    random = Random(seed)  # noqa: S311 -- nothing secret
    nodes, ties = graph
    one = spread(nodes, ties, RULES)
    other = spread(random.sample(nodes, len(nodes)), random.sample(ties, len(ties)), RULES)
    assert {id_: encode(found) for id_, found in one.items()} == {id_: encode(found) for id_, found in other.items()}


@settings(max_examples=EXAMPLES, deadline=None)
@given(graphs, ids)
def test_without_a_source_nobody_is_contaminated_by_it(graph: tuple[list[Node], list[Tie]], gone: str) -> None:
    nodes, ties = graph
    left = spread([node for node in nodes if node.id != gone], ties, RULES)
    for found in left.values():
        assert gone not in {*found.linked, *found.sanctioned_by}
        assert all(gone not in one.path for one in found.contributions)


@settings(max_examples=EXAMPLES, deadline=None)
@given(graphs, ties)
def test_one_more_tie_never_lowers_contamination(graph: tuple[list[Node], list[Tie]], more: Tie) -> None:
    nodes, ties = graph
    before, after = spread(nodes, ties, RULES), spread(nodes, [*ties, more], RULES)
    for id_, found in before.items():
        assert after[id_].points >= found.points
        assert bool(after[id_].sanctioned_by) >= bool(found.sanctioned_by)
        assert set(found.linked) <= set(after[id_].linked)
