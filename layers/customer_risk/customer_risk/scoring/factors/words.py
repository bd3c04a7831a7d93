"""Values of open sets (occupations, products, purposes): the model's word lists say which of them are risky."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from operator import attrgetter

from customer_risk.records import Record
from customer_risk.scoring.catalogue import Evidence, saw
from customer_risk.scoring.parties import path_of
from customer_risk.scoring.rule import Rule

RISK_WORDS = {"high": "a word of the model's list of high risk", "elevated": "a word of its list of elevated risk"}
LEVELS = ("high", "elevated")
_SHOWN = 60


def short(text: str) -> str:
    """A value as it is shown: at most 60 characters."""
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


type Placed = tuple[str | None, str, str | int]
"""A text, or none, the path of what it stands in, and the step from there to the text."""


class Texts:
    """Some fields of a record that hold texts, read all at once."""

    def __init__(self, *fields: str) -> None:
        self.fields = fields
        self.of: Callable[[Record], tuple[str | None, ...]] = attrgetter(*fields)

    def placed(self, record: Record, where: str) -> list[Placed]:
        """The text of each field with its place."""
        return [(text, where, field) for text, field in zip(self.of(record), self.fields, strict=True)]


def classified(rule: Rule, found: Iterable[Placed], what: str) -> list[Evidence]:
    """Evidence of each text that meets a word list of the model, every text judged once."""
    evidence: list[Evidence] = []
    terms = rule.terms
    for text, base, step in found:
        if text and (met := terms[text]):
            told = short(text)
            if evidence and any(one.seen == told for one in evidence):
                continue
            evidence.append(_met(met, path_of(base, step), told, what))
    return evidence


def classified_one(rule: Rule, text: str | None, where: str, what: str) -> tuple[Evidence, ...]:
    """As :func:`classified`, of a single text."""
    met = rule.terms[text]
    return (_met(met, where, short(text), what),) if text and met else ()


def classified_list(rule: Rule, texts: Sequence[str], where: str, what: str) -> Sequence[Evidence]:
    """As :func:`classified`, of a list of texts at one place; most lists hold no listed word."""
    if not rule.terms.occur_in(texts):
        return ()
    return classified(rule, [(text, where, n) for n, text in enumerate(texts)], what)


def _met(met: tuple[str, str], where: str, told: str, what: str) -> Evidence:
    outcome, term = met
    risk = f"of {outcome} risk" if outcome in RISK_WORDS else outcome
    return saw(outcome, where, told, f"{what} {told!r} counts as {risk}: the model lists {term!r}.")
