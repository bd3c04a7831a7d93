from __future__ import annotations

import msgspec
import pytest

from customer_risk.levels import RiskLevel
from customer_risk.scoring.contagion import Bond, Contribution, Graph, Node, Tie, spread
from customer_risk.scoring.model import shipped_model

RULES = msgspec.structs.replace(shipped_model().contagion, decay=0.5, cap=10_000)


def node(id_: str, points: int = 0, *, sanctioned: bool = False) -> Node:
    return Node(id=id_, points=points, level=RiskLevel.LOW, sanctioned=sanctioned)


def owns(source: str, target: str, share: float | None) -> Tie:
    return Tie(source=source, target=target, bond=Bond.OWNERSHIP, share=share)


def test_risk_comes_down_the_chain_of_owners_and_weighs_less_at_each_step() -> None:
    graph = Graph([node("a", 1000), node("b"), node("c")], [owns("a", "b", 1.0), owns("b", "c", 0.8)], RULES)
    assert graph.contagion("b").points == 500
    assert graph.contagion("c").contributions == (
        Contribution(
            source="a",
            points=200,
            weight=0.2,
            path=("a", "b", "c"),
            own_weight=0.2,
            bonds=(Bond.OWNERSHIP, Bond.OWNERSHIP),
        ),
    )
    assert graph.contagion("a").points == 0


def test_holdings_through_several_paths_add_up() -> None:
    ties = [owns("a", "b", 0.5), owns("a", "c", 0.5), owns("b", "d", 0.5), owns("c", "d", 0.5), owns("a", "d", 0.2)]
    contagion = Graph([node("a", 1000), *map(node, "bcd")], ties, RULES).contagion("d")
    assert contagion.points == 225
    assert contagion.contributions[0].path == ("a", "d")
    assert contagion.contributions[0].own_weight == 0.1


def test_an_unknown_share_counts_as_the_model_says_and_control_as_a_whole() -> None:
    control = Tie(source="a", target="c", bond=Bond.CONTROL)
    graph = Graph([node("a", 1000), node("b"), node("c")], [owns("a", "b", None), control], RULES)
    assert (graph.contagion("b").points, graph.contagion("c").points) == (125, 500)


def test_association_is_shown_and_goes_no_further() -> None:
    tie = Tie(source="a", target="b", bond=Bond.ASSOCIATION)
    graph = Graph([node("a", 1000), node("b", 10), node("c", 10)], [tie, owns("b", "c", 1.0)], RULES)
    shown = graph.contagion("b")
    assert (shown.points, shown.linked, shown.contaminators) == (0, ("a",), (("a", 1000),))
    assert graph.contagion("c").linked == ("b",)


def test_only_the_riskier_of_the_linked_contaminate_as_in_the_published_sample() -> None:
    person, company = node("person", 1120), node("company", 1140)
    ties = [owns("person", "company", 0.5), Tie(source="company", target="person", bond=Bond.ASSOCIATION)]
    graph = Graph([person, company], ties, RULES)
    assert graph.contagion("person").contaminators == (("company", 1140),)
    assert graph.contagion("company").contaminators == ()


def test_a_circle_of_holdings_ends_and_no_one_contaminates_itself() -> None:
    ties = [owns("a", "b", 1.0), owns("b", "c", 1.0), owns("c", "a", 1.0)]
    every = spread([node("a", 1000), node("b", 1000), node("c", 1000)], ties, RULES)
    for id_, contagion in every.items():
        assert id_ not in {one.source for one in contagion.contributions}
        assert contagion.points < 2000


def test_without_its_source_nothing_is_left() -> None:
    ties = [owns("a", "b", 1.0), owns("b", "c", 1.0), owns("c", "b", 0.3)]
    nodes = [node("a", 1000, sanctioned=True), node("b"), node("c")]
    assert Graph(nodes, ties, RULES).contagion("c").sanctioned_by == ("a", "b", "c")
    without = spread(nodes[1:], ties, RULES)
    assert [contagion.points for contagion in without.values()] == [0, 0]
    assert [contagion.sanctioned_by for contagion in without.values()] == [(), ()]


# The examples of OFAC FAQ 401: X is listed; is the last one blocked?
FAQ_401 = [
    ([("X", "A", 0.5), ("A", "B", 0.5)], "B", True),
    ([("X", "A", 0.5), ("X", "B", 0.5), ("A", "C", 0.25), ("B", "C", 0.25)], "C", True),
    ([("X", "A", 0.5), ("X", "B", 0.1), ("A", "B", 0.4)], "B", True),
    ([("X", "A", 0.5), ("X", "B", 0.25), ("A", "C", 0.25), ("B", "C", 0.25)], "C", False),
    ([("X", "A", 0.25), ("Y", "A", 0.25)], "A", True),
]


@pytest.mark.parametrize(("holdings", "asked", "blocked"), FAQ_401)
def test_the_fifty_percent_rule(holdings: list[tuple[str, str, float]], asked: str, *, blocked: bool) -> None:
    nodes = [node(id_, sanctioned=id_ in "XY") for id_ in "XYABC"]
    graph = Graph(nodes, [owns(*holding) for holding in holdings], RULES)
    assert bool(graph.contagion(asked).sanctioned_by) is blocked


@pytest.mark.parametrize(
    ("rule", "half", "two_quarters", "more", "control"),
    [("ofac", True, True, True, False), ("eu", True, True, True, True), ("uk", False, False, True, True)],
)
def test_the_rules_of_the_three_authorities(
    rule: str, *, half: bool, two_quarters: bool, more: bool, control: bool
) -> None:
    nodes = [*(node(id_, sanctioned=True) for id_ in "XY"), *map(node, "ABCD")]
    ties = [
        owns("X", "A", 0.5),
        owns("X", "B", 0.25),
        owns("Y", "B", 0.25),
        owns("X", "C", 0.51),
        Tie(source="X", target="D", bond=Bond.CONTROL),
    ]
    graph = Graph(nodes, ties, msgspec.structs.replace(RULES, sanctions=rule))
    found = [bool(graph.contagion(id_).sanctioned_by) for id_ in "ABCD"]
    assert found == [half, two_quarters, more, control]


def test_all_contamination_together_is_capped() -> None:
    rules = msgspec.structs.replace(RULES, cap=300)
    ties = [owns(id_, "z", 0.2) for id_ in "abcde"]
    assert Graph([*(node(id_, 5000) for id_ in "abcde"), node("z")], ties, rules).contagion("z").points == 300


def test_ties_to_unknown_customers_and_to_oneself_are_left_out() -> None:
    graph = Graph([node("a", 10)], [owns("a", "a", 1.0), owns("x", "a", 1.0)], RULES)
    assert graph.contagion("a").linked == ()
