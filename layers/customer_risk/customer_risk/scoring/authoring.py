"""Reading a risk model as somebody wrote it: every mistake with the line it stands on and the reason."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec
from pydantic import ValidationError

from customer_risk.levels import RiskLevel
from customer_risk.scoring.catalogue import CATALOGUE, MISSING, Factor
from customer_risk.scoring.checked import checked
from customer_risk.scoring.fraud import EvidenceWeight
from customer_risk.scoring.model import FactorRule, OutcomeRef, RiskModel
from customer_risk.screening.lists.registry import is_source

if TYPE_CHECKING:
    import yaml

type Path = tuple[str | int, ...]

MAX_DOCUMENT = 512 * 1024
DEEPEST = 20
"""Levels of nesting; the shipped model has five."""


class Problem(NamedTuple):
    """One thing that is wrong with a document. ``line`` counts from 1."""

    line: int
    path: str
    reason: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.path + ': ' if self.path else ''}{self.reason}"


class ModelError(ValueError):
    """A risk model document that is refused; nothing was published."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = tuple(problems)


def parse_model(text: str) -> RiskModel:
    """Read and check a model document in YAML. Raises :class:`ModelError` that names every problem it found."""
    import yaml  # noqa: PLC0415 -- only authors need it; its import would burden every cold start

    if len(text) > MAX_DOCUMENT:
        raise ModelError([Problem(1, "", f"larger than {MAX_DOCUMENT} characters")])
    try:
        hostile = _hostile(text)
        root, data = (
            (None, None) if hostile else (yaml.compose(text, yaml.CSafeLoader), yaml.load(text, yaml.CSafeLoader))
        )
    except yaml.MarkedYAMLError as error:
        line = min(_line(error.problem_mark), len(text.splitlines()) or 1)
        raise ModelError([Problem(line, "", str(error.problem))]) from None
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise ModelError([Problem(1, "", f"not readable as YAML: {error}")]) from None
    if hostile:
        raise ModelError([hostile])
    if root is None:
        raise ModelError([Problem(1, "", "the document is empty")])
    lines = _Lines(root)
    if lines.repeated:
        raise ModelError([Problem(line, path, "given twice") for line, path in lines.repeated])
    try:
        checked(RiskModel).model_validate(data)
    except ValidationError as error:
        raise ModelError(lines.problems(error)) from None
    model = msgspec.convert(data, RiskModel)
    if problems := [lines.problem(path, reason) for path, reason in _against_catalogue(model)]:
        raise ModelError(sorted(problems))
    return model


def _hostile(text: str) -> Problem | None:
    """The first thing that would grow when it is read: an alias, or nesting that no model has."""
    import yaml  # noqa: PLC0415  as above

    depth = 0
    for event in yaml.parse(text, yaml.CSafeLoader):
        if isinstance(event, yaml.AliasEvent):
            return Problem(_line(event.start_mark), "", "aliases are not allowed")
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            return Problem(_line(event.start_mark), "", f"nested more than {DEEPEST} deep")
    return None


def _line(mark: Any) -> int:
    return mark.line + 1 if mark else 1


def _against_catalogue(model: RiskModel) -> Iterator[tuple[Path, str]]:
    """What is well-formed but means nothing, or contradicts itself."""
    yield from _ascending(model)
    if model.screening.minimum > model.screening.likely:
        yield ("screening", "likely"), f"below minimum ({model.screening.minimum})"
    for source in model.screening.lists:
        if not is_source(source):
            yield ("screening", "lists", source), "no such list"
    yield from _tiers(model)
    for id_, rule in model.factors.items():
        factor = CATALOGUE.get(id_)
        if factor is None:
            yield ("factors", id_), "unknown factor"
        else:
            yield from _factor(factor, rule)
    references: list[tuple[Path, OutcomeRef | EvidenceWeight]] = [
        *((("overrides", position), override) for position, override in enumerate(model.overrides)),
        *((("cases", "outcomes", position), ref) for position, ref in enumerate(model.cases.outcomes)),
        *((("fraud", "evidence", position), ref) for position, ref in enumerate(model.fraud.evidence)),
    ]
    for path, reference in references:
        factor = CATALOGUE.get(reference.factor)
        if factor is None or reference.factor not in model.factors:
            yield (*path, "factor"), f"the model has no factor {reference.factor!r}"
        elif reference.outcome not in _outcomes(factor):
            yield (*path, "outcome"), f"{reference.factor} has no outcome {reference.outcome!r}"
    given = [(one.factor, one.outcome) for one in model.fraud.evidence] + [one.signal for one in model.fraud.signals]
    for twice in dict.fromkeys(one for n, one in enumerate(given) if one in given[:n]):
        yield ("fraud",), f"{twice if isinstance(twice, str) else ' '.join(twice)} weighed twice"


def _ascending(model: RiskModel) -> Iterator[tuple[Path, str]]:
    least = 0
    for level in list(RiskLevel)[1:]:
        points: int = getattr(model.levels, level)
        if points <= least:
            yield ("levels", level.value), f"thresholds out of order: {points} is not above {least}"
        least = max(least, points)
    months = [model.review_months.after(level) for level in RiskLevel]
    for level, sooner, later in zip(list(RiskLevel)[1:], months[1:], months, strict=False):
        if sooner > later:
            yield ("review_months", level.value), "a higher level is reviewed later than a lower one"


def _tiers(model: RiskModel) -> Iterator[tuple[Path, str]]:
    order = list(RATED)
    tiers = [tier.tier.value for tier in model.country_tiers]
    for position, tier in enumerate(tiers):
        if tier not in order:
            yield ("country_tiers", position, "tier"), f"{tier} is what is left when no tier is reached"
        elif tier in tiers[:position]:
            yield ("country_tiers", position, "tier"), f"{tier} given twice"
        elif position and tiers[position - 1] in order and order.index(tiers[position - 1]) > order.index(tier):
            yield ("country_tiers", position, "tier"), "tiers out of order: worst first"


RATED = ("critical", "high", "elevated", "moderate")


def _outcomes(factor: Factor) -> set[str]:
    return {*factor.outcomes, *([MISSING] if factor.missing else [])}


def _factor(factor: Factor, rule: FactorRule) -> Iterator[tuple[Path, str]]:
    base: Path = ("factors", factor.id)
    yield from _same_names((*base, "points"), "outcome", set(rule.points), set(factor.outcomes), "points missing for")
    yield from _same_names((*base, "limits"), "limit", set(rule.limits), set(factor.limits), "missing limit")
    yield from _same_names((*base, "terms"), "word list", set(rule.terms), set(factor.terms), "missing word list")
    if not factor.missing and rule.missing != "nothing":
        yield (*base, "missing"), "this factor says nothing of missing data"
    if rule.cap is not None and rule.floor is not None and rule.floor > rule.cap:
        yield (*base, "floor"), f"above the cap ({rule.cap})"


def _same_names(path: Path, what: str, given: set[str], wanted: set[str], lacking: str) -> Iterator[tuple[Path, str]]:
    for name in sorted(given - wanted):
        yield (*path, name), f"unknown {what} {name!r}"
    if absent := sorted(wanted - given):
        yield path, f"{lacking} {', '.join(absent)}"


class _Lines:
    """Where every path of a document stands."""

    def __init__(self, root: yaml.Node) -> None:
        self._of: dict[Path, int] = {}
        self.repeated: list[tuple[int, str]] = []
        self._walk(root, (), root.start_mark.line + 1)

    def _walk(self, node: Any, path: Path, line: int) -> None:
        self._of[path] = line
        if node.id == "mapping":
            for key, value in node.value:
                below = (*path, key.value)
                if below in self._of:
                    self.repeated.append((key.start_mark.line + 1, ".".join(map(str, below))))
                self._walk(value, below, key.start_mark.line + 1)
        elif node.id == "sequence":
            for position, value in enumerate(node.value):
                self._walk(value, (*path, position), value.start_mark.line + 1)

    def problems(self, error: ValidationError) -> list[Problem]:
        """What pydantic found, one problem per place; the alternatives of a union are one place."""
        reasons: dict[tuple[int, str], list[str]] = {}
        for found in error.errors():
            path: Path = tuple(found["loc"])
            reason = _REASONS.get(found["type"], found["msg"])
            if found["type"] != "missing":
                path = self._nearest(path)
            problem = self.problem(path, reason)
            reasons.setdefault((problem.line, problem.path), []).append(reason)
        return [Problem(line, path, " or ".join(said)) for (line, path), said in reasons.items()]

    def _nearest(self, path: Path) -> Path:
        while path not in self._of:
            path = path[:-1]
        return path

    def problem(self, path: Path, reason: str) -> Problem:
        """The problem at the line of the nearest part of the path that stands in the document."""
        return Problem(self._of[self._nearest(path)], ".".join(map(str, path)), reason)


_REASONS = {"extra_forbidden": "no such setting", "missing": "missing"}
