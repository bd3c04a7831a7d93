"""A factor together with what one risk model says of it, ready to be asked."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import compress
from operator import attrgetter
from typing import TYPE_CHECKING, Literal

from customer_risk.scoring.catalogue import ALWAYS, MISSING, Evidence, Factor, item_of

if TYPE_CHECKING:
    from customer_risk.scoring.view import View

_WORD = re.compile(r"[^\W_]+")


class Terms(dict[str | None, tuple[str, str] | None]):
    """Word lists by outcome. A term matches where its words stand side by side in a text, whatever stands between.

    ``terms[text]`` is the first outcome, in the factor's order, with a term in the text, and that term; or ``None``,
    as it is where there is no text. A mapping that fills itself, because most texts come again and again.
    """

    def __init__(self, lists: Mapping[str, Iterable[str]]) -> None:
        super().__init__()
        self.lists = {outcome: tuple(terms) for outcome, terms in lists.items()}
        self._clean: set[str | None] = {None}
        self._by_first: dict[str, list[tuple[int, tuple[str, ...], str, str]]] = {}
        for rank, (outcome, terms) in enumerate(self.lists.items()):
            for term in terms:
                words = split(term)
                self._by_first.setdefault(words[0], []).append((rank, words, outcome, term))

    def occur_in(self, texts: Collection[str | None]) -> bool:
        """Whether any of the texts has a term in it."""
        return not self._clean.issuperset(texts) and any(map(self.__getitem__, texts))

    def __missing__(self, text: str | None) -> tuple[str, str] | None:
        found = self._find(split(text)) if text else None
        if len(self) < _REMEMBERED:
            self[text] = found
            if found is None:
                self._clean.add(text)
        return found

    def _find(self, words: tuple[str, ...]) -> tuple[str, str] | None:
        found = [
            (rank, outcome, term)
            for position, word in enumerate(words)
            for rank, sought, outcome, term in self._by_first.get(word, ())
            if words[position : position + len(sought)] == sought
        ]
        return min(found)[1:] if found else None


_REMEMBERED = 2048


@lru_cache(maxsize=2048)
def split(text: str) -> tuple[str, ...]:
    """The lower-case words of a text; ``MAGNETIC_STRIPE``, ``magnetic-stripe`` and ``Magnetic Stripe`` are the same."""
    return tuple(_WORD.findall(text.casefold()))


class Rule:
    """What a factor's function and the engine need of the model, nothing else.

    ``referred`` says that an override or a case rule asks for an outcome of this factor, so that even one without
    points has to be told. ``needs`` is what the factor needs of a view to have anything to say of it.
    """

    __slots__ = (
        "cap",
        "factor",
        "floor",
        "group",
        "heeds_silence",
        "id",
        "item",
        "judge",
        "label",
        "limits",
        "needs",
        "points",
        "referred",
        "terms",
    )

    def __init__(
        self,
        factor: Factor,
        *,
        organisation: bool,
        label: str | None,
        points: Mapping[str, int],
        missing: int | Literal["nothing", "highest"],
        cap: int | None,
        floor: int | None,
        limits: Mapping[str, float],
        terms: Terms,
        referred: bool,
    ) -> None:
        self.factor = factor
        self.id = factor.id
        self.judge = factor.judge
        self.group = factor.group
        self.label = label or factor.label
        self.item = item_of(factor, organisation=organisation)
        self.points = {**points, MISSING: _missing(missing, points)}
        self.referred = referred
        self.heeds_silence = referred or self.points[MISSING] > 0
        self.needs = ALWAYS if factor.missing and self.heeds_silence else factor.needs
        self.cap = cap
        self.floor = floor
        self.limits = limits
        self.terms = terms

    def weight(self, evidence: Evidence) -> int:
        """Sorts the heaviest evidence first."""
        return -self.points[evidence.outcome]

    def silence(self, where: str, text: str) -> tuple[Evidence, ...]:
        """Evidence that something was not said, where the model makes anything of that."""
        return (Evidence(outcome=MISSING, where=where, seen="", text=text),) if self.heeds_silence else ()


class Plan:
    """The rules to ask of one kind of customer, in catalogue order."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self.rules = tuple(rules)
        # two needs more than rules, so that it is a tuple that comes back however few rules there are
        self._needs: Callable[[View], tuple[object, ...]] = attrgetter(
            *(rule.needs for rule in self.rules), ALWAYS, ALWAYS
        )

    def asked(self, view: View) -> Iterator[Rule]:
        """The rules that have anything to look at in that view."""
        return compress(self.rules, self._needs(view))


def _missing(policy: int | Literal["nothing", "highest"], points: Mapping[str, int]) -> int:
    if policy == "nothing":
        return 0
    return max(points.values(), default=0) if policy == "highest" else policy
