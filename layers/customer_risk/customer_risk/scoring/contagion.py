"""Risk that comes from others: customers who own or control one another, and those merely linked.

Ownership and control carry risk on, step by step, each step weighing less; holdings through several paths add up.
Association (staff, a common group, a shared telephone number) is shown for the customer it belongs to, and goes no
further. All weights are whole millionths, so that sums do not depend on the order of the graph; paths end after a
number of steps or below a least weight, so that a circle of holdings ends too.
"""

# As in scoring.model: annotations are not postponed, because the model is read at every cold start.

from collections.abc import Collection, Iterable, Mapping
from enum import StrEnum
from typing import Annotated, Literal

from msgspec import Meta

from customer_risk.levels import RiskLevel
from customer_risk.records import Record

WHOLE = 1_000_000
"""One, in millionths."""

type Fraction = Annotated[float, Meta(ge=0, le=1)]


class ContagionRules(Record, forbid_unknown_fields=True):
    """How risk spreads.

    ``decay`` is what is left after each step, ``unknown_share`` what an owner holds whose share is not said,
    ``control`` what control weighs. Paths end after ``most_steps`` or below ``least_weight``; all contamination of
    one customer counts at most ``cap`` points. ``sanctions`` names the rule by which sanctioned owners sanction what
    they own: ``ofac`` (50 % or more, added up: OFAC FAQ 401), ``eu`` (the same, or control: the Council's best
    practices of 3 July 2024), ``uk`` (one owner with more than 50 %, or control: OFSI).
    """

    decay: Fraction
    unknown_share: Fraction
    control: Fraction
    most_steps: Annotated[int, Meta(ge=1, le=12)]
    least_weight: Annotated[float, Meta(gt=0, le=1)]
    cap: Annotated[int, Meta(ge=0, le=100_000)]
    sanctions: Literal["ofac", "eu", "uk"]


class Bond(StrEnum):
    """How one customer is tied to another."""

    OWNERSHIP = "ownership"
    CONTROL = "control"
    ASSOCIATION = "association"


class Node(Record):
    """A customer as the graph sees it: its own risk, without any contamination."""

    id: str
    points: int
    level: RiskLevel
    sanctioned: bool = False


class Tie(Record):
    """``source`` owns, controls or is associated with ``target``; ``share`` (0…1) of an owner, if it is known."""

    source: str
    target: str
    bond: Bond
    share: float | None = None


class Contribution(Record):
    """What one source adds: its points times ``weight`` (0…1); ``path`` is the heaviest of its paths, source first.

    ``own_weight`` is that path's own part of the weight, ``steps`` its length.
    """

    source: str
    points: int
    weight: float
    path: tuple[str, ...]
    own_weight: float
    bonds: tuple[Bond, ...]

    @property
    def steps(self) -> int:
        """How many steps away the source is by the path shown."""
        return len(self.path) - 1


class Contagion(Record):
    """What others mean for one customer.

    ``points`` is the sum of the contributions, at most the cap. ``linked`` are all customers with any tie that leads
    here, ``contaminators`` those of them whose own points are higher than the customer's, the highest first.
    ``sanctioned_by`` is the chain of sanctioned owners, the listed one first, that the sanctions rule follows.
    """

    points: int = 0
    contributions: tuple[Contribution, ...] = ()
    linked: tuple[str, ...] = ()
    contaminators: tuple[tuple[str, int], ...] = ()
    sanctioned_by: tuple[str, ...] = ()


type _Paths = dict[str, tuple[int, int, tuple[str, ...], tuple[Bond, ...]]]
"""By customer: weight of all paths, weight of the heaviest, and that path and its bonds, source first."""


class Graph:
    """Customers and their ties; the order in which they are given means nothing."""

    def __init__(self, nodes: Iterable[Node], ties: Iterable[Tie], rules: ContagionRules) -> None:
        self.nodes = {node.id: node for node in nodes}
        self._rules = rules
        self._holders: dict[str, dict[str, tuple[int, Bond]]] = {}
        self._controllers: dict[str, set[str]] = {}
        self._associates: dict[str, set[str]] = {}
        shares: dict[tuple[str, str], int] = {}
        for tie in ties:
            if tie.source == tie.target or not {tie.source, tie.target} <= self.nodes.keys():
                continue
            if tie.bond is Bond.ASSOCIATION:
                self._associates.setdefault(tie.target, set()).add(tie.source)
                continue
            share = rules.control if tie.bond is Bond.CONTROL else tie.share
            weight = _millionths(rules.unknown_share if share is None else share)
            if tie.bond is Bond.OWNERSHIP:
                pair = (tie.source, tie.target)
                weight = shares[pair] = min(WHOLE, shares.get(pair, 0) + weight)
            else:
                self._controllers.setdefault(tie.target, set()).add(tie.source)
            held = self._holders.setdefault(tie.target, {})
            held[tie.source] = max(held.get(tie.source, (0, tie.bond)), (weight, tie.bond))
        self._decay = _millionths(rules.decay)
        self._least = _millionths(rules.least_weight)
        self._shares = shares
        self._sanctioned = self._sanction()

    def contagion(self, id_: str) -> Contagion:
        """What all others mean for one customer; ``KeyError`` when the graph does not know it."""
        node = self.nodes[id_]
        paths = self._upstream(id_)
        contributions = tuple(
            Contribution(
                source=source,
                points=self.nodes[source].points * min(weight, WHOLE) // WHOLE,
                weight=min(weight, WHOLE) / WHOLE,
                path=path,
                own_weight=heaviest / WHOLE,
                bonds=bonds,
            )
            for source, (weight, heaviest, path, bonds) in sorted(paths.items())
            if self.nodes[source].points * min(weight, WHOLE) // WHOLE
        )
        linked = sorted({*paths, *self._associates.get(id_, ())})
        higher = [(other, self.nodes[other].points) for other in linked if self.nodes[other].points > node.points]
        return Contagion(
            points=min(self._rules.cap, sum(one.points for one in contributions)),
            contributions=tuple(sorted(contributions, key=lambda one: (-one.points, one.source))),
            linked=tuple(linked),
            contaminators=tuple(sorted(higher, key=lambda one: (-one[1], one[0]))),
            sanctioned_by=self._sanctioned.get(id_, ()),
        )

    def _upstream(self, id_: str) -> _Paths:
        """Every owner and controller above a customer with the weight of all its paths, walked back step by step."""
        total: _Paths = {}
        layer: _Paths = {id_: (WHOLE, WHOLE, (id_,), ())}
        for _ in range(self._rules.most_steps):
            above: _Paths = {}
            for below, (weight, heaviest, path, bonds) in layer.items():
                for holder, (share, bond) in self._holders.get(below, {}).items():
                    if holder == id_:
                        continue
                    step = share * self._decay // WHOLE
                    passed, own = weight * step // WHOLE, heaviest * step // WHOLE
                    found = (passed, own, (holder, *path), (bond, *bonds))
                    above[holder] = _merged(above.get(holder), found)
            layer = {holder: found for holder, found in above.items() if found[0] >= self._least}
            if not layer:
                break
            for holder, found in layer.items():
                total[holder] = _merged(total.get(holder), found)
        return total

    def _sanction(self) -> dict[str, tuple[str, ...]]:
        """Whom the rule makes sanctioned by its owners, with the chain from the listed one.

        Goes on until nobody is added: who is owned by the sanctioned is sanctioned, and so is what it owns.
        """
        listed = {node.id for node in self.nodes.values() if node.sanctioned}
        reached: dict[str, tuple[str, ...]] = {}
        below: dict[str, set[str]] = {}
        for source, target in self._shares:
            below.setdefault(source, set()).add(target)
        for target, sources in self._controllers.items():
            for source in sources:
                below.setdefault(source, set()).add(target)
        newly = set(listed)
        while newly:
            candidates = {target for source in newly for target in below.get(source, ())} - listed - reached.keys()
            added = {}
            for target in sorted(candidates):
                if by := self._sanctioning(target, listed | reached.keys()):
                    added[target] = min((*reached.get(source, (source,)), target) for source in by)
            reached |= added
            newly = set(added)
        return reached

    def _sanctioning(self, target: str, sanctioned: Collection[str]) -> list[str]:
        """The sanctioned holders that together, or alone, sanction a customer; empty when they do not."""
        holders = {source: self._shares.get((source, target), 0) for source in self._holders[target]}
        owners = [source for source, share in holders.items() if share and source in sanctioned]
        match self._rules.sanctions:
            case "uk":
                owning = [source for source in owners if holders[source] > WHOLE // 2]
            case _:
                owning = owners if sum(holders[source] for source in owners) >= WHOLE // 2 else []
        if self._rules.sanctions == "ofac":
            return owning
        controlling = [source for source in self._controllers.get(target, ()) if source in sanctioned]
        return [*owning, *controlling]


def _merged(
    one: tuple[int, int, tuple[str, ...], tuple[Bond, ...]] | None,
    other: tuple[int, int, tuple[str, ...], tuple[Bond, ...]],
) -> tuple[int, int, tuple[str, ...], tuple[Bond, ...]]:
    """Weights added, the heavier path kept; of equally heavy ones the shorter, then the first by its ids."""
    if one is None:
        return other
    path = min((-found[1], len(found[2]), found[2], found[3]) for found in (one, other))
    return (one[0] + other[0], -path[0], path[2], path[3])


def _millionths(share: float) -> int:
    return round(share * WHOLE)


def spread(nodes: Iterable[Node], ties: Iterable[Tie], rules: ContagionRules) -> Mapping[str, Contagion]:
    """The contagion of every customer of a graph, by id."""
    graph = Graph(nodes, ties, rules)
    return {id_: graph.contagion(id_) for id_ in sorted(graph.nodes)}
