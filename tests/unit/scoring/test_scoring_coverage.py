"""Every field of a profile reaches a factor or is left out on purpose, and every factor says what it reads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from random import Random
from typing import cast

import msgspec
import pytest

from customer_risk.profile import Profile
from customer_risk.records import Record
from customer_risk.scoring import engine  # noqa: F401 -- fills the catalogue
from customer_risk.scoring.catalogue import CATALOGUE, MISSING
from customer_risk.scoring.countries import CountryTable
from customer_risk.scoring.model import RiskModel, shipped_model
from customer_risk.scoring.result import Known, Subject
from customer_risk.scoring.rule import Rule
from customer_risk.scoring.unused import UNUSED
from customer_risk.scoring.view import View
from customer_risk.screening.result import Hit, Screening
from tests.unit.scoring.profiles import WORDS, Maker, fields_of, spied, ways

_RECORDS: tuple[type[Record], ...] = (Profile, Screening, Known)
# what leads to a value is no value, and which party is meant every factor may ask
_WAYS = set().union(*map(ways, _RECORDS)) | {"Relation.kind"}


@cache
def fields_read() -> dict[str, set[str]]:
    """The fields each factor read over some profiles."""
    read: dict[str, set[str]] = {id_: set() for id_ in CATALOGUE}
    for real in _subjects(words=[WORDS] * 10):
        log: set[str] = set()
        view = _view(cast("Subject", _Spied(real, log)))
        _ = view.related, view.declaring, view.hits
        for rule in _rules():
            log.clear()
            list(rule.factor.judge(view, rule))
            read[rule.id] |= log
    return read


@cache
def outcomes_seen() -> dict[str, set[str]]:
    """The outcomes each factor saw over many profiles, some full of the words it looks for."""
    seen: dict[str, set[str]] = {id_: set() for id_ in CATALOGUE}
    lists = [[term for terms in rule.terms.lists.values() for term in terms] for rule in _rules()]
    for real in _subjects(words=[*filter(None, lists), *[WORDS] * 40]):
        view = _view(real)
        for rule in _rules():
            seen[rule.id].update(evidence.outcome for evidence in rule.factor.judge(view, rule))
    return seen


def _subjects(words: Iterable[Sequence[str]]) -> Iterator[Subject]:
    random = Random(4)  # noqa: S311 -- nothing secret
    for known in words:
        for said in (0.15, 0.5, 0.5, 0.85, 0.85, 0.85) * 6:
            yield Maker(random, said, (*known, *random.sample(WORDS, 4))).subject()


def _view(subject: Subject) -> View:
    model = shipped_model()
    limits = model.screening
    return View(subject, model.ratings(CountryTable.shipped()), thresholds=limits, likely=limits.likely)


@cache
def _rules() -> tuple[Rule, ...]:
    return _with_words(shipped_model())._compiled[False]


def _with_words(model: RiskModel) -> RiskModel:
    """The model with a word in each list that is left to the tenant, and silence worth a point."""
    factors = {
        id_: msgspec.structs.replace(
            said,
            missing=1 if CATALOGUE[id_].missing else "nothing",
            terms={
                outcome: terms or (("2", "yes"), ("text",))[n] for n, (outcome, terms) in enumerate(said.terms.items())
            },
        )
        for id_, said in model.factors.items()
    }
    return msgspec.structs.replace(model, factors=factors)


class _Spied:
    def __init__(self, subject: Subject, log: set[str]) -> None:
        self.profile = spied(subject.profile, log)
        self.screening = spied(subject.screening, log)
        self.known = spied(subject.known, log)
        self.today = subject.today


@pytest.mark.parametrize("id_", list(shipped_model().factors))
def test_a_factor_reads_what_it_says_and_no_more(id_: str) -> None:
    assert set(CATALOGUE[id_].reads) - _WAYS == fields_read()[id_] - _WAYS


@pytest.mark.parametrize("id_", list(shipped_model().factors))
def test_every_outcome_of_a_factor_can_be_seen(id_: str) -> None:
    declared = {*CATALOGUE[id_].outcomes, *([MISSING] if CATALOGUE[id_].missing else [])}
    assert declared == outcomes_seen()[id_]


def test_every_field_reaches_a_factor_or_is_unused_for_a_reason() -> None:
    read = {field for factor in CATALOGUE.values() for field in factor.reads}
    every = set().union(*map(fields_of, _RECORDS)) - _WAYS
    assert sorted(every - read - set(UNUSED)) == []
    assert sorted(set(UNUSED) & read) == []
    assert sorted((read | set(UNUSED)) - every - _WAYS - fields_of(Hit)) == []


def test_every_factor_is_documented() -> None:
    assert [id_ for id_, factor in CATALOGUE.items() if not factor.about.endswith(".")] == []
